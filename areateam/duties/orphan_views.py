"""Finds what is nobody's on a day: its owner has left or ended, and no successor is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date

import msgspec

from areateam.cases.case_texts import NAME, SUBJECT, case_ref
from areateam.contracts.contract_views import ref_of
from areateam.duties.duty_views import MatrixView

KINDS = ("contract", "case", "step", "document", "duty")
"""The kinds of things that this module looks through; a caller may add others."""

_LIVE = "coalesce(k.terminated_on, :day) >= :day AND coalesce(k.end_date, :day) >= :day"
_LEFT = "p.valid_to < :day"
# A PCT's contracts are safe where an area team that exists then is named, by hand or by law.
_TEAM = (
    "EXISTS (SELECT 1 FROM body t WHERE coalesce(t.valid_from, :day) <= :day"
    " AND coalesce(t.valid_to, :day) >= :day AND (t.code = k.area_team_code OR t.code IN"
    " (SELECT l.other FROM body_link l WHERE l.code = k.pct_code"
    " AND l.link IN ('in_area_team', 'successor')"
    " AND coalesce(l.valid_to, :day) >= :day)))"
)


class Orphan(msgspec.Struct, frozen=True):
    """One thing without an owner on a day; `owner` is who had it, `ended` their last day.

    `person` is the id of a person who had it; None where a body had it or nobody did. `within`
    is the page and the id of the record that a document, a step or a part of a plan belongs to.
    """

    kind: str
    id: int
    ref: str
    name: str
    owner: str
    ended: str
    person: int | None = None
    within: tuple[str, int] | None = None


Finder = Callable[[sqlite3.Connection, date], Iterator[Orphan]]
"""Gives the orphans of a further kind on a day: how another area's work joins the list."""


def orphans_on(
    connection: sqlite3.Connection,
    matrix: MatrixView | None,
    day: date,
    others: tuple[Finder, ...] = (),
) -> list[Orphan]:
    """Everything without an owner on a day: by `KINDS`, then others'."""
    found = [
        *_contracts_of_leavers(connection, day),
        *_contracts_of_bodies(connection, day),
        *_cases(connection, day),
        *_steps(connection, day),
        *_documents(connection, day),
    ]
    if matrix is not None:
        found += _duties(matrix, day)
    for finder in others:
        found += finder(connection, day)
    return found


def _contracts_of_leavers(connection: sqlite3.Connection, day: date) -> Iterator[Orphan]:
    rows = connection.execute(
        "SELECT k.id, k.name, p.name, p.valid_to, p.id FROM person p"
        " JOIN contract k ON k.manager_id = p.id"
        f" WHERE {_LEFT} AND {_LIVE} ORDER BY p.name, k.name, k.id",
        {"day": day.isoformat()},
    )
    for number, name, owner, ended, person in rows:
        yield Orphan("contract", number, ref_of(number), name, owner, ended, person)


def _contracts_of_bodies(connection: sqlite3.Connection, day: date) -> Iterator[Orphan]:
    rows = connection.execute(
        "SELECT k.id, k.name, b.name, b.valid_to FROM body b"
        " JOIN contract k ON k.pct_code = b.code"
        f" WHERE b.valid_to < :day AND {_LIVE} AND NOT {_TEAM} ORDER BY b.code, k.name, k.id",
        {"day": day.isoformat()},
    )
    for number, name, owner, ended in rows:
        yield Orphan("contract", number, ref_of(number), name, owner, ended)


def _cases(connection: sqlite3.Connection, day: date) -> Iterator[Orphan]:
    rows = connection.execute(
        f"SELECT c.id, c.title || ', ' || {NAME}, p.name, p.valid_to, p.id FROM person p"
        f" JOIN case_file c ON c.manager_id = p.id {SUBJECT}"
        f" WHERE {_LEFT} AND c.closed_on IS NULL ORDER BY p.name, c.id",
        {"day": day.isoformat()},
    )
    for number, name, owner, ended, person in rows:
        yield Orphan("case", number, case_ref(number), name, owner, ended, person)


def _steps(connection: sqlite3.Connection, day: date) -> Iterator[Orphan]:
    """Open steps that were given by name to somebody who has left, whoever has the case."""
    rows = connection.execute(
        f"SELECT s.id, c.id, s.label || ': ' || c.title || ', ' || {NAME}, p.name, p.valid_to, p.id"
        " FROM person p JOIN case_step s ON s.person_id = p.id"
        f" JOIN case_file c ON c.id = s.case_id {SUBJECT}"
        f" WHERE {_LEFT} AND s.done_on IS NULL AND s.skipped_on IS NULL AND c.closed_on IS NULL"
        " ORDER BY p.name, s.id",
        {"day": day.isoformat()},
    )
    for number, case, name, owner, ended, person in rows:
        within = ("case", case)
        yield Orphan("step", number, case_ref(case), name, owner, ended, person, within)


def _documents(connection: sqlite3.Connection, day: date) -> Iterator[Orphan]:
    """Documents of open cases and live contracts whose manager has left."""
    rows = connection.execute(
        "SELECT d.id, d.title, p.name, p.valid_to, p.id, d.case_id, d.contract_id FROM document d"
        " JOIN contract k ON k.id = d.contract_id LEFT JOIN case_file c ON c.id = d.case_id"
        " JOIN person p ON p.id = CASE WHEN c.id IS NULL THEN k.manager_id ELSE c.manager_id END"
        f" WHERE {_LEFT} AND c.closed_on IS NULL AND (c.id IS NOT NULL OR {_LIVE})"
        " ORDER BY p.name, d.id",
        {"day": day.isoformat()},
    )
    for number, name, owner, ended, person, case, contract in rows:
        within = ("case", case) if case else ("contract", contract)
        yield Orphan("document", number, f"D{number}", name, owner, ended, person, within)


def _duties(matrix: MatrixView, day: date) -> Iterator[Orphan]:
    """Functions that nobody is accountable for, with the last body that was."""
    functions = {function.code: function for function in matrix.functions}
    for gap in matrix.proof(day, day).gaps:
        function = functions[gap.function]
        owner, ended = _last_holder(matrix, gap.function, day)
        yield Orphan("duty", function.id, function.code, function.name, owner, ended)


def _last_holder(matrix: MatrixView, function: str, day: date) -> tuple[str, str]:
    ends = [
        (span.last, duty.holder.code)
        for duty in matrix.rule_duties()
        if duty.function == function and "A" in duty.letters and (span := duty.real())
        if span.last is not None and span.last < day
    ]
    if not ends:
        return "", ""
    last, code = max(ends)
    return code, last.isoformat()
