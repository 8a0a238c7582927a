"""Keeps control totals, and what an import brought of everything that can be added up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from areateam.imports.batch_rows import ControlTotal
from areateam.imports.control_rules import MEASURES
from areateam.imports.mapping import Layover, Target
from areateam.imports.matching import column_of
from areateam.ledger.ledger import Write


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


def landed_amounts(write: Write, layover: Layover, part_of: int) -> dict[str, Any]:
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
            found[key] = _amounts(write, target, every=bool(part_of))
    return {"amounts": found} if found else {}


def _amounts(write: Write, target: Target, *, every: bool) -> dict[str, Any]:
    stated, landed = target.stated, f"t.{column_of(target)}"
    contract = "line.kind = 'contract'"
    new = f"FROM stage.line AS line WHERE line.outcome = 'new' AND {contract}"
    # A new contract holds what its line states; only of the others is the register asked.
    there = (
        "FROM stage.line AS line JOIN contract AS t ON t.id = line.record"
        f" WHERE line.outcome IN ('changed', 'same', 'known') AND {contract}"
    )
    differs = f"line.outcome <> 'known' AND coalesce({stated}, 0) <> coalesce({landed}, 0)"
    (made,) = write.execute(f"SELECT coalesce(sum({stated}), 0) {new}").fetchone()
    (kept, unlike) = write.execute(
        f"SELECT coalesce(sum({landed}), 0), coalesce(sum({differs}), 0) {there}"
    ).fetchone()
    lines = write.execute(
        f"SELECT line.line, {stated}, NULL FROM stage.line AS line"
        f" WHERE line.outcome IN ('doubtful', 'rejected') OR line.kind IS NOT 'contract'"
        f" AND line.outcome <> 'known' AND coalesce({stated}, 0) <> 0"
    ).fetchall()
    if unlike or every:
        lines += write.execute(
            f"SELECT line.line, {stated}, {landed} {there} AND ({int(every)} OR {differs})"
        ).fetchall()
    if every:
        lines += write.execute(f"SELECT line.line, {stated}, {stated} {new}").fetchall()
    return {"landed": int(made) + int(kept), "lines": [list(row) for row in sorted(lines)]}
