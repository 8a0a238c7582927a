"""Reads responsibilities: the matrix on a day, who answers for a function, the proof."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.core.wording import sentence
from areateam.duties.contact_views import ContactView, read_contacts
from areateam.duties.duty_rules import (
    Duty,
    Holder,
    Proof,
    Remark,
    Span,
    days_of_change,
    prove,
    remarks_on,
)

_FROM_SOURCE = "S"


class MatrixHeadView(msgspec.Struct, frozen=True):
    """A matrix of the register; the days are what its slider goes between."""

    id: int
    key: str
    label: str
    about: str
    change_on: date
    shown_from: date
    shown_to: date


class BodyView(msgspec.Struct, frozen=True):
    """A body as a column."""

    id: int
    code: str
    name: str
    kind: str
    own: bool
    exists: Span
    source: str
    note: str


class FunctionView(msgspec.Struct, frozen=True):
    """A function as a line of the matrix."""

    id: int
    code: str
    name: str
    area: str
    exists: Span


class DutyView(msgspec.Struct, frozen=True):
    """One cell for some days, with how it is known. `evidence` is "" for one entered by hand."""

    id: int
    function: str
    body: str
    letters: str
    span: Span
    source: str
    evidence: str
    confidence: int | None
    note: str
    confirmed_on: str
    confirmed_by: str

    @property
    def confirmed(self) -> bool:
        """Whether a source that was read, or a person, stands behind it."""
        return self.evidence == _FROM_SOURCE or bool(self.confirmed_on)


class MatrixView(msgspec.Struct, frozen=True):
    """A whole matrix over all days; `on` gives the cells of one."""

    head: MatrixHeadView
    bodies: tuple[BodyView, ...]
    functions: tuple[FunctionView, ...]
    duties: tuple[DutyView, ...]
    contacts: tuple[ContactView, ...] = ()

    def rule_duties(self) -> list[Duty]:
        """The duties as the rules take them."""
        holders = {body.code: Holder(body.code, body.exists) for body in self.bodies}
        return [
            Duty(d.function, holders[d.body], d.letters, d.span, d.confirmed) for d in self.duties
        ]

    def rule_functions(self) -> list[tuple[str, Span]]:
        """The functions as the rules take them."""
        return [(function.code, function.exists) for function in self.functions]

    def cells_on(self, day: date) -> dict[tuple[str, str], DutyView]:
        """What stands in each cell on a day, by function and body; bodies that exist then."""
        alive = {body.code for body in self.bodies if body.exists.holds_on(day)}
        return {
            (duty.function, duty.body): duty
            for duty in self.duties
            if duty.body in alive and duty.span.holds_on(day)
        }

    def columns_on(self, day: date) -> tuple[BodyView, ...]:
        """The bodies that hold something on a day, in the order of the matrix."""
        held = {body for _, body in self.cells_on(day)}
        return tuple(body for body in self.bodies if body.code in held)

    def proof(self, first: date, last: date) -> Proof:
        """Every day of every function between two days; UserProblem("days-backwards")."""
        if last < first:
            raise UserProblem("days-backwards", first=first.isoformat(), last=last.isoformat())
        return prove(self.rule_functions(), self.rule_duties(), first, last)

    def remarks(self, day: date) -> list[Remark]:
        """What is amiss on a day, function by function; then whose only contact has left."""
        return [
            *remarks_on(self.rule_functions(), self.rule_duties(), day),
            *self._contacts_gone(day),
        ]

    def _contacts_gone(self, day: date) -> Iterator[Remark]:
        for (function, body), duty in self.cells_on(day).items():
            gone = [c for c in self.contacts if c.is_for(body, function) and c.left_by(day)]
            if "A" in duty.letters and gone and not self.people(body, function, day):
                yield Remark("duty-person-left", function, gone[0].person, gone[0].leaves)

    def people(self, body: str, function: str, day: date) -> tuple[ContactView, ...]:
        """Whom to ring at a body about a function; nobody who has left by the day."""
        return tuple(c for c in self.contacts if c.is_for(body, function) and c.there_on(day))

    def changes(self) -> list[date]:
        """The days between the first and the last shown on which something changes."""
        return days_of_change(self.rule_duties(), self.head.shown_from, self.head.shown_to)

    def body(self, code: str) -> BodyView:
        """The body of a code, in either case; UserProblem("unknown-code") where there is none."""
        for body in self.bodies:
            if body.code.casefold() == code.strip().casefold():
                return body
        raise UserProblem("unknown-code", value=code)

    def function(self, text: str) -> FunctionView:
        """The function that a code or words of its name mean.

        Raises UserProblem: function-unknown, function-ambiguous with those it may be.
        """
        sought = text.strip().casefold()
        for function in self.functions:
            if sought in (function.code.casefold(), function.name.casefold()):
                return function
        words = sought.split()
        near = [f for f in self.functions if words and _has(f.name.casefold(), words)]
        if not near:
            raise UserProblem("function-unknown", value=text)
        if len(near) > 1:
            known = "; ".join(f"{f.code} {f.name}" for f in near)
            raise UserProblem("function-ambiguous", value=text, detail=known)
        return near[0]


def area_words(area: str) -> str:
    """An area as a heading says it."""
    return "All services" if area == "All" else area


def _has(name: str, words: Sequence[str]) -> bool:
    return all(word in name for word in words)


class AnswerView(msgspec.Struct, frozen=True):
    """What one body is to a function on a day, with the people there."""

    body: BodyView
    duty: DutyView
    contacts: tuple[ContactView, ...]


def matrices(connection: sqlite3.Connection) -> list[MatrixHeadView]:
    """The matrices of the register, the first first."""
    rows = connection.execute(
        "SELECT id, key, label, about, change_on, shown_from, shown_to FROM duty_matrix ORDER BY id"
    ).fetchall()
    return [MatrixHeadView(*row[:4], *map(date.fromisoformat, row[4:])) for row in rows]


def matrix_view(connection: sqlite3.Connection, key: str = "") -> MatrixView:
    """A whole matrix, the first where none is named.

    Raises UserProblem: no-matrix where the register has none, matrix-unknown.
    """
    known = matrices(connection)
    if not known:
        raise UserProblem("no-matrix")
    head = next((each for each in known if not key or each.key == key), None)
    if head is None:
        raise UserProblem("matrix-unknown", value=key, known=", ".join(m.key for m in known))
    return MatrixView(
        head,
        _bodies(connection, head),
        _functions(connection, head),
        _duties(connection, head),
        read_contacts(connection, head.id),
    )


def _bodies(connection: sqlite3.Connection, head: MatrixHeadView) -> tuple[BodyView, ...]:
    rows = connection.execute(
        "SELECT id, code, name, kind_of, own, valid_from, valid_to, source, note FROM duty_body"
        " WHERE matrix_id = ? ORDER BY position, id",
        (head.id,),
    )
    return tuple(
        BodyView(number, code, name, kind or "", bool(own), _span(first, last), source or "",
                 note or "")
        for number, code, name, kind, own, first, last, source, note in rows
    )  # fmt: skip


def _functions(connection: sqlite3.Connection, head: MatrixHeadView) -> tuple[FunctionView, ...]:
    rows = connection.execute(
        "SELECT id, code, name, area, valid_from, valid_to FROM duty_function"
        " WHERE matrix_id = ? ORDER BY position, id",
        (head.id,),
    )
    return tuple(
        FunctionView(number, code, name, area, _span(first, last))
        for number, code, name, area, first, last in rows
    )


def _duties(connection: sqlite3.Connection, head: MatrixHeadView) -> tuple[DutyView, ...]:
    rows = connection.execute(
        "SELECT d.id, f.code, b.code, d.letters, d.valid_from, d.valid_to, coalesce(d.source, ''),"
        " coalesce(d.evidence, ''), d.confidence, coalesce(d.note, ''),"
        " coalesce(d.confirmed_on, ''), coalesce(d.confirmed_by, '')"
        " FROM duty d JOIN duty_function f ON f.id = d.function_id"
        " JOIN duty_body b ON b.id = d.body_id WHERE f.matrix_id = ?"
        " ORDER BY f.position, f.id, b.position, b.id, d.valid_from",
        (head.id,),
    )
    return tuple(
        DutyView(number, function, body, letters, _span(first, last), *known)
        for number, function, body, letters, first, last, *known in rows
    )


def answers(matrix: MatrixView, function: FunctionView, day: date) -> list[AnswerView]:
    """Who is what to a function on a day: the accountable first, then the others in order."""
    bodies = {body.code: body for body in matrix.bodies}
    held = [
        AnswerView(bodies[body], duty, matrix.people(body, function.code, day))
        for (code, body), duty in matrix.cells_on(day).items()
        if code == function.code
    ]
    return sorted(held, key=lambda answer: "ARCI".index(answer.duty.letters[0]))


def remark_sentence(remark: Remark, matrix: MatrixView) -> str:
    """The sentence for what is amiss with a function."""
    name = next((f.name for f in matrix.functions if f.code == remark.function), "")
    since = format_date(remark.since.isoformat()) if remark.since else ""
    function = f"{remark.function} {name}".strip()
    return sentence(remark.code, function=function, body=remark.body, since=since)


def remark_words(remark: Remark, matrix: MatrixView) -> str:
    """The sentence without the function's name, for where that stands before it."""
    _, _, words = remark_sentence(remark, matrix).partition(": ")
    return words[:1].upper() + words[1:]


def _span(first: str | None, last: str | None) -> Span:
    return Span(
        date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )
