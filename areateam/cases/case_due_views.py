"""Reads what is due in open cases, the earliest day first."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import GROUP, NAME, NUMBER, SUBJECT
from areateam.cases.case_views import days_left
from areateam.catalogue.procedure_definitions import StepKind


class DueStep(msgspec.Struct, frozen=True):
    """A step that is due, with the case and the contract it belongs to."""

    case: int
    step: str
    label: str
    title: str
    contract: int | None
    name: str
    number: str
    group: str
    manager: str
    rule: str
    procedure: str
    legal: str
    working: str
    days: int
    """Working days left after today up to and including the day; negative once it is late."""


_DUE = (
    "FROM case_step s CROSS JOIN case_file c ON c.id = s.case_id"
    " WHERE s.working IS NOT NULL AND s.done_on IS NULL AND s.skipped_on IS NULL"
    " AND s.working <= ? AND s.paused_from IS NULL AND NOT s.gives_first_day"
    f" AND s.step_kind <> '{StepKind.MILESTONE}' AND c.closed_on IS NULL"
)
_BY_LAW = " AND s.rule IS NOT NULL"
_THEIRS = " AND (? = '' OR c.manager_id IN (SELECT id FROM person WHERE name = ?))"


APPEAL = "appeal"
"""What the last day of an appeal against a closed case is called among the steps."""
_OF_APPEALS = "FROM case_appeal r CROSS JOIN case_file c ON c.id = r.case_id"
_OPEN_APPEALS = "WHERE r.received_on IS NULL AND r.legal BETWEEN :today AND :until"


def count_by_law(
    connection: sqlite3.Connection, today: date, until: date, manager: str = ""
) -> int:
    """How many days by law come up to a day: steps of open cases, late ones too, and appeals.

    With a `manager` only those of that person's cases.
    """
    row = connection.execute(
        f"SELECT count(*) {_DUE}{_BY_LAW}{_THEIRS}", (until.isoformat(), manager, manager)
    ).fetchone()
    theirs = " AND (:who = '' OR c.manager_id IN (SELECT id FROM person WHERE name = :who))"
    days = {"today": today.isoformat(), "until": until.isoformat(), "who": manager}
    appeals = connection.execute(
        f"SELECT count(*) {_OF_APPEALS} {_OPEN_APPEALS}{theirs}", days
    ).fetchone()
    return int(row[0]) + int(appeals[0])


def count_open(connection: sqlite3.Connection, manager: str = "") -> int:
    """How many cases are open, of one manager where one is named."""
    row = connection.execute(
        f"SELECT count(*) FROM case_file c WHERE c.closed_on IS NULL{_THEIRS}", (manager, manager)
    ).fetchone()
    return int(row[0])


def cases_due(
    connection: sqlite3.Connection,
    book: Rulebook,
    within: int,
    limit: int = 2000,
    *,
    by_law: bool = False,
) -> list[DueStep]:
    """The steps of open cases due up to `within` days after today, the earliest first.

    `by_law` leaves out what only our own targets ask for. While an appeal against a closed case
    can come in time, its last day is among them.

    Steps whose clock stands still are not due; days before which something may not be done are
    no days by which it must be, and a milestone comes by itself.
    """
    until = (book.today + timedelta(days=within)).isoformat()
    law = _BY_LAW if by_law else ""
    # The steps are walked in the order of their days, and only those that count are looked up.
    steps = f"SELECT s.id {_DUE}{law} ORDER BY s.working, s.case_id, s.position LIMIT ?"
    rows = connection.execute(
        f"SELECT s.case_id, s.key, s.label, c.title, c.contract_id, {NAME}, {NUMBER}, {GROUP},"
        " coalesce(p.name, ''),"
        " coalesce(s.rule, ''), c.procedure_key, s.legal, s.working"
        f" FROM ({steps}) AS due CROSS JOIN case_step s ON s.id = due.id"
        f" JOIN case_file c ON c.id = s.case_id {SUBJECT}"
        " LEFT JOIN person p ON p.id = c.manager_id ORDER BY s.working, s.case_id, s.position",
        (until, limit),
    )
    left: dict[str, int] = {}
    found = []
    for row in rows:
        day = row[12]
        if day not in left:
            left[day] = days_left(book, day)
        found.append(DueStep(*(*row, left[day])))
    found += _appeals_due(connection, book, until)
    found.sort(key=lambda due: (due.working, due.case))
    return found[:limit]


def _appeals_due(connection: sqlite3.Connection, book: Rulebook, until: str) -> list[DueStep]:
    """The last days of appeals that can still come in time."""
    rows = connection.execute(
        f"SELECT c.id, r.to_whom, c.title, c.contract_id, {NAME}, {NUMBER}, {GROUP},"
        " coalesce(p.name, ''), coalesce(r.rule, ''), c.procedure_key, r.legal"
        f" {_OF_APPEALS} {SUBJECT} LEFT JOIN person p ON p.id = c.manager_id"
        f" {_OPEN_APPEALS} ORDER BY r.legal, c.id",
        {"today": book.today.isoformat(), "until": until},
    )
    # Whoever appeals has until the legal day, whether we work on it or not.
    return [
        DueStep(
            row[0], APPEAL, f"Last day to appeal to {row[1]}", row[2], row[3], row[4], row[5],
            row[6], row[7], row[8], row[9], row[10], row[10], days_left(book, row[10]),
        )
        for row in rows
    ]  # fmt: skip
