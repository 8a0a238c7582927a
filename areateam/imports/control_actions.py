"""Keeps control totals, and what an import brought of everything that can be added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    targets = {
        key: target
        for key, measure in MEASURES.items()
        if (target := layover.target(measure.target)) is not None
    }
    if not targets:
        return {}
    amounts = _amounts(write, list(targets.values()), every=bool(part_of))
    return {"amounts": dict(zip(targets, amounts, strict=True))}


def _amounts(write: Write, targets: Sequence[Target], *, every: bool) -> list[dict[str, Any]]:
    """What landed of each target and its single lines; the register is gone through once."""
    # A new contract holds what its line states; only of the others is the register asked.
    new = "FROM stage.line AS line WHERE line.outcome = 'new' AND line.kind = 'contract'"
    there = (
        "FROM stage.line AS line JOIN contract AS t ON t.id = line.record"
        " WHERE line.kind = 'contract' AND line.outcome IN ('changed', 'same'{})"
    )
    # What a line states that stated it before is not read again.
    read, known = there.format(""), there.format(", 'known'")
    made = _sums(write, [target.stated for target in targets], new)
    kept = _sums(write, [_landed(target) for target in targets], known)
    unlike = _sums(write, [_differs(target) for target in targets], read)
    nowhere = _nowhere(write, targets)
    found = []
    for place, target in enumerate(targets):
        stated, landed = target.stated, _landed(target)
        lines = [(line, amounts[place], None) for line, held, *amounts in nowhere
                 if held or amounts[place]]  # fmt: skip
        if every:
            lines += write.execute(f"SELECT line.line, {stated}, {landed} {known}").fetchall()
            lines += write.execute(f"SELECT line.line, {stated}, {stated} {new}").fetchall()
        elif unlike[place]:
            lines += write.execute(
                f"SELECT line.line, {stated}, {landed} {read} AND {_differs(target)}"
            ).fetchall()
        found.append(
            {"landed": made[place] + kept[place], "lines": [list(row) for row in sorted(lines)]}
        )
    return found


def _nowhere(write: Write, targets: Sequence[Target]) -> list[tuple[Any, ...]]:
    """The lines that are held or about no contract: line, whether it is held, what it states."""
    amounts = [target.stated for target in targets]
    any_stated = " OR ".join(f"coalesce({stated}, 0) <> 0" for stated in amounts)
    held, other = "('doubtful', 'rejected')", "('new', 'changed', 'same')"
    return write.execute(
        f"SELECT line.line, line.outcome IN {held}, {', '.join(amounts)}"
        f" FROM stage.line AS line WHERE line.outcome IN {held}"
        f" OR line.outcome IN {other} AND line.kind IS NOT 'contract' AND ({any_stated})"
    ).fetchall()


def _landed(target: Target) -> str:
    return f"t.{column_of(target)}"


def _differs(target: Target) -> str:
    return f"coalesce({target.stated}, 0) <> coalesce({_landed(target)}, 0)"


def _sums(write: Write, values: Sequence[str], source: str) -> list[int]:
    """The sum of each SQL expression over the rows of a source, blanks left out."""
    summed = ", ".join(f"coalesce(sum({value}), 0)" for value in values)
    return [int(total) for total in write.execute(f"SELECT {summed} {source}").fetchone()]
