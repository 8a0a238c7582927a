"""Reads the right of appeal that a closed case gave: to whom, until when, and what became of it."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import GROUP, SUBJECT, case_ref
from areateam.cases.clock_rules import StatutoryDate, statutory_date
from areateam.catalogue.procedure_definitions import OutcomeSpec, Procedure, Procedures
from areateam.core.problems import UserProblem


class AppealView(msgspec.Struct, frozen=True):
    """A right of appeal; without a rule that sets the time there is neither day nor clock.

    `legal` is the last day, `working` the last working day up to it. `answered_by` is the case
    of an appeal that was received.
    """

    id: int
    case: int
    outcome: str
    to_whom: str
    rule: str
    start_on: str | None
    legal: str | None
    working: str | None
    received_on: str | None
    answered_by: int | None
    group: str
    clock: StatutoryDate | None

    @property
    def answered_ref(self) -> str:
        """The short name of the case that answers the appeal; "" while there is none."""
        return case_ref(self.answered_by) if self.answered_by else ""

    def runs_on(self, day: date) -> bool:
        """Whether an appeal can still come in time on a day; always where no time is set."""
        return self.received_on is None and (self.legal is None or day.isoformat() <= self.legal)


def appeal_clock(book: Rulebook, rule: str, start: date, received: date) -> StatutoryDate | None:
    """The time to appeal from a start by the rule of the day of receipt, else of the start.

    None without a rule, and where it was in force on neither day.
    """
    for day in (received, start):
        try:
            return statutory_date(book.catalogue.clock_rules.on(rule, day), start, book.calendar)
        except UserProblem as problem:
            if problem.code not in ("clock-rule-not-in-force", "clock-rule-unknown"):
                raise
    return None


def appeal_of_case(connection: sqlite3.Connection, book: Rulebook, case: int) -> AppealView | None:
    """The right of appeal of a case; None where it gave none."""
    row = connection.execute(
        "SELECT r.id, r.case_id, r.outcome, r.to_whom, coalesce(r.rule, ''), r.start_on, r.legal,"
        f" r.working, r.received_on, r.answered_by_id, {GROUP}, c.received_on FROM case_appeal r"
        f" JOIN case_file c ON c.id = r.case_id {SUBJECT} WHERE r.case_id = ?",
        (case,),
    ).fetchone()
    if row is None:
        return None
    clock = None
    if row[5]:
        received = date.fromisoformat(row[11])
        clock = appeal_clock(book, row[4], date.fromisoformat(row[5]), received)
    return AppealView(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], row[10],
        clock,
    )  # fmt: skip


def answering(procedures: Procedures, spec: OutcomeSpec, group: str) -> Procedure | None:
    """The procedure that answers an appeal against an outcome in a group; None where none does."""
    found = (procedures.known.get(key) for key in spec.appeal_case)
    return next((each for each in found if each is not None and group in each.groups), None)
