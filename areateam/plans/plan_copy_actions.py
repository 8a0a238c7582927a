"""Copies the parts of a plan into another: each keeps its identity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from areateam.ledger.ledger import Write
from areateam.plans.plan_rows import (
    PlanAim,
    PlanControl,
    PlanLine,
    PlanMeasure,
    PlanTarget,
)
from areateam.store.row_types import Record


def copy_parts(write: Write, source: int, target: int) -> None:
    """Copy the aims that live, with measures and targets, and the lines and limits of a plan.

    What is copied keeps its identity. Money of a dropped aim is copied and has none.
    """
    copy_lines(write, source, target, copy_aims(write, source, target))
    _copied(write, PlanControl, "plan_id = ?", source, plan_id=target)


def copy_aims(
    write: Write, source: int, target: int, joined: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Copy the aims that live with their measures and targets; the new ids by the old.

    The measures of an aim in `joined` go to the aim that it names in the target.
    """
    aims = _copied(write, PlanAim, "plan_id = ? AND dropped_on IS NULL", source, plan_id=target)
    for old, new in aims.items():
        to = (joined or {}).get(old, new)
        measures = _copied(write, PlanMeasure, "aim_id = ?", old, aim_id=to)
        for before, after in measures.items():
            _copied(write, PlanTarget, "measure_id = ?", before, measure_id=after)
    return aims


def copy_lines(write: Write, source: int, target: int, aims: Mapping[int, int]) -> dict[int, int]:
    """Copy the lines of money, tied to what the aims became; the new ids by the old."""
    lines = _copied(write, PlanLine, "plan_id = ?", source, plan_id=target)
    for line in lines.values():
        (aim,) = write.execute("SELECT aim_id FROM plan_line WHERE id = ?", (line,)).fetchone()
        if aim is not None:
            write.amend(PlanLine, line, aim=aims.get(aim))
    return lines


def _copied(
    write: Write, kind: type[Record], where: str, value: int, **changed: Any
) -> dict[int, int]:
    """Copy rows with some columns changed; the new ids by the old."""
    kept = [name for name in kind.columns() if name not in ("id", "uid", "made")]
    names = ", ".join(f'"{name}"' for name in kept)
    found = write.execute(
        f'SELECT id, {names} FROM "{kind.table()}" WHERE {where} ORDER BY id', (value,)
    ).fetchall()
    copied = {}
    for record, *values in found:
        copied[record] = write.insert(kind, **{**dict(zip(kept, values, strict=True)), **changed})
    return copied
