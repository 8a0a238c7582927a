"""Works on the lines that wait: whose they are, closed with a reason, put right and taken in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Literal

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.findings import Finding, Weight
from areateam.core.problems import UserProblem
from areateam.imports.batch_layouts import BatchLayout, batch_layout
from areateam.imports.batch_rows import WaitingLine
from areateam.imports.import_actions import ImportSettings, Staged, apply_batch
from areateam.imports.matching import match, name_types, resolve
from areateam.imports.proposals import counts, propose
from areateam.imports.staged_file import finding_of
from areateam.imports.staging import Stage, fill_lines, open_stage
from areateam.imports.waiting_filter import CLOSED_WORDS
from areateam.imports.waiting_views import WaitingLineView, waiting_lines
from areateam.ledger.ledger import Write

LONGEST_NOTE = 4000

Ending = Literal["left-out", "no-contract"]


class Decision(msgspec.Struct, frozen=True):
    """What a person decided of one waiting line.

    "read": read it again, with `cells` where they are given; good, it goes in. An ending closes
    it. "keep" leaves it, with a note. `accept`: what was only in doubt is right as it stands.
    `contract`: the contract that it is about, where the line alone does not say which.
    """

    held: int
    what: Literal["read", "keep", "left-out", "no-contract"] = "read"
    cells: tuple[str, ...] | None = None
    accept: bool = False
    note: str = ""
    contract: int | None = None


class Reread(msgspec.Struct, frozen=True):
    """What came of one decision: "new", "changed", "same" went in; "doubtful" and "rejected" wait.

    "closed", "kept" and "decided" (meanwhile, by somebody: nothing was done) are the others.
    """

    held: int
    outcome: str
    findings: tuple[Finding, ...] = ()

    @property
    def went_in(self) -> bool:
        """Whether the line is in the register now."""
        return self.outcome in ("new", "changed", "same")


class Ready(msgspec.Struct, frozen=True):
    """Decisions about lines of one import, read and matched; nothing is written yet."""

    batch: int
    file: str
    decisions: Mapping[int, Decision]
    lines: Mapping[int, WaitingLineView]
    staged: Staged | None
    reread: tuple[Reread, ...]

    @property
    def taken_in(self) -> int:
        """How many lines go into the register."""
        return sum(each.went_in for each in self.reread)


def assign(
    write: Write,
    held: Sequence[int],
    *,
    manager: int | None = None,
    due_on: date | None = None,
    note: str | None = None,
) -> int:
    """Give open lines to a person, with a date and a note; what is None stays as it is.

    Returns how many lines there were. Raises UserProblem("too-long") for the note.
    """
    if note is not None and len(note) > LONGEST_NOTE:
        raise UserProblem("too-long", label="Note", detail=f"{LONGEST_NOTE:,}")
    values: dict[str, Any] = {}
    if manager is not None:
        values["manager"] = manager
    if due_on is not None:
        values["due_on"] = due_on.isoformat()
    if note is not None:
        values["note"] = note.strip() or None
    if not values:
        raise UserProblem("nothing-given")
    wanted = _open_lines(write, held)
    for each in wanted:
        _set(write, each, **values)
    return len(wanted)


def close_lines(write: Write, held: Sequence[int], how: Ending, day: date, reason: str = "") -> int:
    """Close open lines without taking them in; returns how many there were."""
    wanted = _open_lines(write, held)
    for each in wanted:
        _close(write, each, how, day, reason.strip() or None)
    return len(wanted)


def read_again(
    connection: sqlite3.Connection,
    register: Path,
    side_file: Path,
    catalogue: Catalogue,
    decisions: Iterable[Decision],
) -> Ready:
    """Read the lines of one import again by its layout, check and match them; nothing is written.

    The side file stays, for `carry_out`, where any line is to go in. Raises UserProblem
    "batch-layout-gone" and FileProblem as an import does.
    """
    by_held = {decision.held: decision for decision in decisions}
    lines = {view.held: view for view in waiting_lines(connection, held=tuple(by_held))}
    (batch,) = {view.batch for view in lines.values()}
    file = next(iter(lines.values())).file
    done = [Reread(held, "decided") for held, v in lines.items() if v.state != "open"]
    done += [
        Reread(held, "kept" if decision.what == "keep" else "closed")
        for held, decision in by_held.items()
        if decision.what != "read" and lines[held].state == "open"
    ]
    wanted = {
        held: decision
        for held, decision in by_held.items()
        if decision.what == "read" and lines[held].state == "open"
    }
    staged = None
    if wanted:
        layout = batch_layout(connection, catalogue, batch)
        staged, read = _stage(layout, register, side_file, catalogue, wanted, lines)
        done += read
    return Ready(batch, file, by_held, lines, staged, tuple(done))


def carry_out(write: Write, ready: Ready, catalogue: Catalogue, day: date) -> None:
    """Do in one write what was made ready; `stage` is attached where lines were read."""
    places: dict[int, tuple[str, int]] = {}
    if ready.staged is not None and ready.taken_in:
        part = apply_batch(write, ready.staged, catalogue)
        rows = write.execute(
            "SELECT line, kind, record FROM source_line WHERE batch_id = ?", (part,)
        )
        places = {line: (kind, record) for line, kind, record in rows}
    waiting = [each for each in ready.reread if each.outcome != "decided"]
    if len(_open_lines(write, [each.held for each in waiting])) < len(waiting):
        # Between reading and writing nobody else can write; this would be our own fault.
        raise RuntimeError("a line was decided twice")
    for each in waiting:
        _keep(write, ready, each, places.get(ready.lines[each.held].line, (None, None)), day)


def _keep(
    write: Write, ready: Ready, each: Reread, place: tuple[str | None, int | None], day: date
) -> None:
    """Note what came of one line; `place` is the kind and id of the record it went into."""
    decision, view = ready.decisions[each.held], ready.lines[each.held]
    values: dict[str, Any] = {"note": decision.note[:LONGEST_NOTE]} if decision.note else {}
    if each.outcome == "closed":
        _close(write, each.held, decision.what, day, None, **values)
        return
    if each.outcome == "kept":
        if values:
            _set(write, each.held, **values)
        return
    cells = decision.cells if decision.cells is not None else view.cells
    values["cells"] = _json(cells) if cells != view.came else None
    if each.went_in:
        values |= {"subject": place[0], "went_to": place[1], "findings": None}
        _close(write, each.held, "taken-in", day, None, **values)
        return
    found = [[f.column, f.code, f.value, f.detail, f.weight.value] for f in each.findings]
    _set(write, each.held, findings=_json(found), **values)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _stage(
    layout: BatchLayout,
    register: Path,
    side_file: Path,
    catalogue: Catalogue,
    wanted: Mapping[int, Decision],
    lines: Mapping[int, WaitingLineView],
) -> tuple[Staged, list[Reread]]:
    """Stage the lines as an import does, and leave in the side file only what can go in."""
    layover = layout.layover
    records = {
        lines[held].line: list(d.cells if d.cells is not None else lines[held].cells)
        for held, d in wanted.items()
    }
    with closing(open_stage(side_file, register, layover)) as connection:
        name_types(connection, catalogue)
        stage = Stage(connection, layout.shape, layover, catalogue)
        fill_lines(stage, list(records), list(records.values()), layout.orders)
        _accept(connection, [lines[held].line for held, d in wanted.items() if d.accept])
        if layover.part("contract"):
            chosen = [(d.contract, lines[held].line) for held, d in wanted.items() if d.contract]
            # What a person says it is about is not looked for.
            connection.executemany("UPDATE line SET contract_id = ? WHERE line = ?", chosen)
        resolve(connection, layover)
        match(connection, layover)
        propose(connection, layover, catalogue)
        outcomes = dict(connection.execute("SELECT line, outcome FROM line"))
        found: dict[int, list[Finding]] = {}
        for row in connection.execute(
            "SELECT line, column_key, code, value, detail, weight FROM finding"
        ):
            found.setdefault(row[0], []).append(finding_of(row))
        read = [
            Reread(held, outcomes[view.line], tuple(found.get(view.line, ())))
            if view.line in outcomes
            else Reread(held, "rejected", _BLANK)
            for held, view in ((held, lines[held]) for held in wanted)
        ]
        for table in ("finding", "raw", "proposal", "line"):
            connection.execute(
                f"DELETE FROM {table} WHERE line IN"
                " (SELECT line FROM line WHERE outcome IN ('doubtful', 'rejected'))"
            )
        (rows,) = connection.execute("SELECT count(*) FROM line").fetchone()
        staged = Staged(
            path=side_file, shape=layout.shape, layover=layover, reason="", rows=rows,
            counts=counts(connection), absent=0, findings=(),
            settings=ImportSettings(pct=layout.pct), part_of=layout.batch,
        )  # fmt: skip
        return staged, read


_BLANK = (Finding(0, "", "line-blank", weight=Weight.REFUSED),)


def _accept(connection: sqlite3.Connection, lines: Sequence[int]) -> None:
    """A person says that what reading left in doubt is right: only what is refused still counts."""
    connection.executemany(
        "UPDATE line SET outcome = 'new' WHERE line = ? AND outcome = 'doubtful'",
        [(line,) for line in lines],
    )


def _open_lines(write: Write, held: Sequence[int]) -> list[int]:
    """Those of some lines that nobody has closed, in their order."""
    closed = {
        row[0] for row in write.execute("SELECT held FROM waiting_line WHERE closed IS NOT NULL")
    }
    return [each for each in held if each not in closed]


def _set(write: Write, held: int, **values: Any) -> None:
    """Set fields of what people made of a held line; the first time makes it."""
    row = write.execute("SELECT id FROM waiting_line WHERE held = ?", (held,)).fetchone()
    if row is None:
        write.insert(WaitingLine, held=held, **values)
    else:
        write.amend(WaitingLine, row[0], **values)


def _close(write: Write, held: int, how: str, day: date, reason: str | None, **values: Any) -> None:
    assert how in CLOSED_WORDS
    _set(
        write, held, closed=how, closed_on=day.isoformat(), closed_by=write.user, reason=reason,
        **values,
    )  # fmt: skip


def by_import(
    connection: sqlite3.Connection, decisions: Sequence[Decision]
) -> list[list[Decision]]:
    """Decisions about open or closed lines, those of one import together; others are left out."""
    batch_of = {
        view.held: view.batch
        for view in waiting_lines(connection, held=tuple(d.held for d in decisions))
    }
    found: dict[int, list[Decision]] = {}
    for decision in decisions:
        if decision.held in batch_of:
            found.setdefault(batch_of[decision.held], []).append(decision)
    return list(found.values())


def decision_label(ready: Ready) -> str:
    """What the step is called in the history."""
    many = len(ready.reread)
    lines = f"{many:,} waiting {'line' if many == 1 else 'lines'} of {ready.file}"
    if ready.taken_in:
        of = "" if ready.taken_in == many else f"{ready.taken_in:,} of "
        return f"Take in {of}{lines}"
    if all(each.outcome == "closed" for each in ready.reread):
        return f"Close {lines}"
    return f"Look at {lines}"
