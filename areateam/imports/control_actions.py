"""Keeps control totals, and what an import brought of everything that can be added up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from areateam.imports.apply import NewIds
from areateam.imports.batch_rows import ControlTotal
from areateam.imports.control_rules import MEASURES
from areateam.imports.mapping import Layover, Target
from areateam.imports.matching import column_of
from areateam.ledger.ledger import Write

_WENT_IN = "line.outcome IN ('new', 'changed', 'same')"


def set_controls(write: Write, batch: int, totals: Mapping[str, int | None]) -> None:
    """Set or take away control totals of an import, by measure."""
    for measure, amount in totals.items():
        row = write.execute(
            "SELECT id FROM control_total WHERE batch = ? AND measure = ?", (batch, measure)
        ).fetchone()
        if row is None and amount is not None:
            write.insert(ControlTotal, batch=batch, measure=measure, amount=amount)
        elif row is not None and amount is None:
            write.remove(ControlTotal, row[0])
        elif row is not None:
            write.amend(ControlTotal, row[0], amount=amount)


def landed_amounts(write: Write, layover: Layover, ids: NewIds, part_of: int) -> dict[str, Any]:
    """What the staged lines state and what landed, by measure; `stage` is attached.

    Sums over the lines where both agree; one by one only the lines that wait, those where the
    register holds something else, and, of waiting lines taken in later, all.
    """
    if not layover.part("contract"):
        return {}
    found = {}
    for key, measure in MEASURES.items():
        target = layover.target(measure.target)
        if target is not None:
            found[key] = _amounts(write, target, ids, every=bool(part_of))
    return {"amounts": found} if found else {}


def _amounts(write: Write, target: Target, ids: NewIds, *, every: bool) -> dict[str, Any]:
    stated, landed = target.stated, f"t.{column_of(target)}"
    record = f"iif(line.outcome = 'new', {ids.of_line('contract')}, line.contract_id)"
    of = (
        f"FROM stage.line AS line LEFT JOIN contract AS t ON {_WENT_IN}"
        f" AND line.kind = 'contract' AND t.id = {record} WHERE line.outcome <> 'known'"
    )
    sums = write.execute(
        f"SELECT coalesce(sum({landed}), 0) {of} AND {_WENT_IN}",
    ).fetchone()
    (known,) = write.execute(
        f"SELECT coalesce(sum({landed}), 0) FROM stage.line AS line JOIN contract AS t"
        " ON t.id = line.record WHERE line.outcome = 'known' AND line.kind = 'contract'"
    ).fetchone()
    differs = f"coalesce({stated}, 0) <> coalesce({landed}, 0)"
    lines = write.execute(
        f"SELECT line.line, {stated}, {landed} {of}"
        f" AND ({int(every)} OR NOT {_WENT_IN} OR {differs}) ORDER BY line.line"
    ).fetchall()
    return {"landed": int(sums[0]) + int(known), "lines": [list(row) for row in lines]}
