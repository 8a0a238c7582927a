"""Reads what is due in open cases, the earliest day first."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import GROUP, NAME, NUMBER, SUBJECT
from areateam.cases.case_views import days_left
from areateam.catalogue.procedure_definitions import StepKind


@dataclass(frozen=True, slots=True)
class DueStep:
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


def count_by_law(connection: sqlite3.Connection, until: date, manager: str = "") -> int:
    """How many steps by law are due in open cases up to a day, those that are late among them.

    With a `manager` only those of that person's cases.
    """
    row = connection.execute(
        f"SELECT count(*) {_DUE}{_BY_LAW}{_THEIRS}", (until.isoformat(), manager, manager)
    ).fetchone()
    return int(row[0])


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

    `by_law` leaves out what only our own targets ask for.

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
    return found
