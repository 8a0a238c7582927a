"""Writes responsibilities: lays a shipped matrix into the register, and changes its cells."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from areateam.catalogue.definitions import Evidence
from areateam.catalogue.duty_definitions import LETTERS, FunctionSpec, Matrix
from areateam.core.problems import UserProblem
from areateam.duties.duty_rows import Duty, DutyBody, DutyFunction, DutyMatrix
from areateam.ledger.ledger import Write

_DAY = timedelta(days=1)


class Cell(msgspec.Struct, frozen=True):
    """What a cell becomes on some days; letters "" empty it. None is without end on that side."""

    letters: str
    first: date | None
    last: date | None = None
    source: str = ""
    note: str = ""
    evidence: str = ""
    confidence: int | None = None


def add_matrices(write: Write, matrices: Iterable[Matrix]) -> None:
    """Lay shipped matrices into the register, each with all it holds.

    Raises UserProblem("matrix-known") for one that is there already.
    """
    for matrix in matrices:
        _add_matrix(write, matrix)


def _add_matrix(write: Write, matrix: Matrix) -> None:
    head = matrix.head
    if write.execute("SELECT 1 FROM duty_matrix WHERE key = ?", (head.key,)).fetchone():
        raise UserProblem("matrix-known", label=head.label)
    made = write.insert(
        DutyMatrix,
        key=head.key,
        label=head.label,
        about=head.about,
        change_on=head.change_on.isoformat(),
        shown_from=head.shown_from.isoformat(),
        shown_to=head.shown_to.isoformat(),
    )
    bodies = {
        body.code: write.insert(
            DutyBody,
            matrix=made,
            code=body.code,
            name=body.name,
            kind_of=body.kind or None,
            own=int(body.own),
            position=position,
            valid_from=body.valid_from,
            valid_to=body.valid_to,
            source=body.known.source,
            evidence=body.known.evidence.value,
            confidence=body.known.confidence,
            note=body.known.note or None,
        )
        for position, body in enumerate(matrix.bodies, 1)
    }
    functions = {
        function.code: write.insert(
            DutyFunction,
            matrix=made,
            code=function.code,
            name=function.name,
            area=function.area,
            position=position,
            covers=_covers(function),
            valid_from=function.valid_from,
            valid_to=function.valid_to,
        )
        for position, function in enumerate(matrix.functions, 1)
    }
    write.connection.executemany(
        "INSERT INTO duty (made, function_id, body_id, letters, valid_from, valid_to, source,"
        " evidence, confidence, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                write.operation, functions[duty.function], bodies[duty.body], duty.letters,
                duty.valid_from, duty.valid_to, duty.known.source, duty.known.evidence.value,
                duty.known.confidence, duty.known.note or None,
            )
            for duty in matrix.duties
        ],
    )  # fmt: skip


def _covers(function: FunctionSpec) -> str:
    stated = {
        "groups": function.groups,
        "types": function.types,
        "procedures": function.procedures,
    }
    return json.dumps({key: list(keys) for key, keys in stated.items() if keys})


def add_function(
    write: Write, matrix: int, code: str, name: str, area: str, group: str = ""
) -> int:
    """Add a function at the foot of a matrix; its id. Raises UserProblem("code-taken").

    Of a group, whose contracts then belong to it.
    """
    _refuse_blank(code, name)
    _refuse_taken(write, "duty_function", matrix, code)
    return write.insert(
        DutyFunction,
        matrix=matrix,
        code=code,
        name=name,
        area=area or "All",
        position=_next_position(write, "duty_function", matrix),
        covers=json.dumps({"groups": [group]} if group else {}),
    )


def add_body(
    write: Write,
    matrix: int,
    code: str,
    name: str,
    first: date | None = None,
    last: date | None = None,
) -> int:
    """Add a body as the last column of a matrix; its id. Raises UserProblem("code-taken")."""
    _refuse_blank(code, name)
    _refuse_taken(write, "duty_body", matrix, code)
    return write.insert(
        DutyBody,
        matrix=matrix,
        code=code,
        name=name,
        own=0,
        position=_next_position(write, "duty_body", matrix),
        valid_from=_iso(first),
        valid_to=_iso(last),
    )


def rename_function(write: Write, function: int, name: str, area: str) -> None:
    """Call a function otherwise, or put it under another heading; its code stays.

    UserProblem("name-missing").
    """
    _refuse_blank(name)
    write.amend(DutyFunction, function, name=name.strip(), area=area.strip() or "All")


def rename_body(write: Write, body: int, name: str) -> None:
    """Call a body otherwise; its code stays. UserProblem("name-missing")."""
    _refuse_blank(name)
    write.amend(DutyBody, body, name=name.strip())


def set_body_days(write: Write, body: int, first: date | None, last: date | None) -> None:
    """Set from when to when a body exists; UserProblem("days-backwards")."""
    refuse_backwards(first, last)
    write.amend(DutyBody, body, valid_from=_iso(first), valid_to=_iso(last))


def set_cell(write: Write, function: int, body: int, cell: Cell) -> None:
    """Put letters into a cell for the days of `cell`, and nothing else there on those days.

    What stood there before and after those days stays: it is cut where the new days begin and
    end. Raises UserProblem: letters-unknown, days-backwards, evidence-unknown, confidence-range.
    """
    if cell.letters and cell.letters not in LETTERS:
        raise UserProblem("letters-unknown", value=cell.letters, known=", ".join(LETTERS))
    refuse_backwards(cell.first, cell.last)
    _refuse_unknown(cell.evidence, cell.confidence)
    for duty, first, last in _held(write, function, body):
        _make_room(write, duty, first, last, cell)
    if cell.letters:
        write.insert(
            Duty,
            function=function,
            body=body,
            letters=cell.letters,
            valid_from=_iso(cell.first),
            valid_to=_iso(cell.last),
            source=cell.source or None,
            evidence=cell.evidence or None,
            confidence=cell.confidence,
            note=cell.note or None,
        )


def state_known(
    write: Write, duty: int, source: str, evidence: str, confidence: int | None, note: str
) -> None:
    """Say how a duty is known: its source, mark of evidence ("" for none), how sure in per cent.

    Raises UserProblem: evidence-unknown, confidence-range.
    """
    _refuse_unknown(evidence, confidence)
    write.amend(
        Duty,
        duty,
        source=source or None,
        evidence=evidence or None,
        confidence=confidence,
        note=note or None,
    )


def confirm_duty(write: Write, duty: int, on: date, by: str) -> None:
    """Say that somebody stands for a duty as it is written."""
    write.amend(Duty, duty, confirmed_on=on.isoformat(), confirmed_by=by)


def _held(write: Write, function: int, body: int) -> list[tuple[int, date | None, date | None]]:
    rows = write.execute(
        "SELECT id, valid_from, valid_to FROM duty WHERE function_id = ? AND body_id = ?",
        (function, body),
    ).fetchall()
    return [(duty, _day(first), _day(last)) for duty, first, last in rows]


def _make_room(write: Write, duty: int, first: date | None, last: date | None, cell: Cell) -> None:
    """Cut a duty so that it lies outside the days of the cell; remove what lies within."""
    low, high = first or date.min, last or date.max
    begins, ends = cell.first or date.min, cell.last or date.max
    if high < begins or ends < low:
        return
    if low < begins and ends < high:
        _copy_after(write, duty, ends + _DAY, last)
    if low < begins:
        write.amend(Duty, duty, valid_to=_iso(begins - _DAY))
    elif ends < high:
        write.amend(Duty, duty, valid_from=_iso(ends + _DAY))
    else:
        write.remove(Duty, duty)


def _copy_after(write: Write, duty: int, first: date, last: date | None) -> None:
    kept = (
        "function_id, body_id, letters, source, evidence, confidence, note, confirmed_on,"
        " confirmed_by"
    )
    write.execute(
        f"INSERT INTO duty (made, valid_from, valid_to, {kept})"
        f" SELECT ?, ?, ?, {kept} FROM duty WHERE id = ?",
        (write.operation, first.isoformat(), _iso(last), duty),
    )


def _next_position(write: Write, table: str, matrix: int) -> int:
    (last,) = write.execute(
        f"SELECT coalesce(max(position), 0) FROM {table} WHERE matrix_id = ?", (matrix,)
    ).fetchone()
    return int(last) + 1


def _refuse_taken(write: Write, table: str, matrix: int, code: str) -> None:
    if write.execute(
        f"SELECT 1 FROM {table} WHERE matrix_id = ? AND code = ?", (matrix, code)
    ).fetchone():
        raise UserProblem("code-taken", value=code)


def _refuse_blank(*texts: str) -> None:
    if not all(text.strip() for text in texts):
        raise UserProblem("name-missing")


def refuse_backwards(first: date | None, last: date | None) -> None:
    """Refuse a last day before the first; UserProblem("days-backwards")."""
    if first and last and last < first:
        raise UserProblem("days-backwards", first=first.isoformat(), last=last.isoformat())


def _refuse_unknown(evidence: str, confidence: int | None) -> None:
    marks = [mark.value for mark in Evidence]
    if evidence and evidence not in marks:
        raise UserProblem("evidence-unknown", value=evidence, known=", ".join(marks))
    if confidence is not None and not 0 <= confidence <= 100:
        raise UserProblem("confidence-range")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
