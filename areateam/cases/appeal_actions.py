"""Gives the right of appeal with the end of a case, and opens the case of an appeal received."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date

from areateam.cases.appeal_views import answering, appeal_clock, appeal_of_case
from areateam.cases.case_actions import NewCase, insert_cases, note_entry
from areateam.cases.case_rows import CaseAppeal, CaseLink
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import CaseFacts, case_facts, case_ref, procedure_of_case
from areateam.catalogue.procedure_definitions import OutcomeSpec, Risk
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write

SubjectOwner = Callable[[sqlite3.Connection, str, CaseFacts, date], int | None]
"""Finds to whom a new case of a procedure goes on a day that is about what another is about."""


def give_appeal(
    write: Write, book: Rulebook, facts: CaseFacts, spec: OutcomeSpec, closed_on: date
) -> None:
    """Note the right of appeal that an outcome gives, with its last day where a rule sets one.

    The time runs from the day from which a step of the case counts the same rule, on which the
    decision was sent, or else from the closing. An appeal that was received stays as it is.
    """
    there = appeal_of_case(write.connection, book, facts.id)
    if not spec.appeal_to or (there and there.received_on):
        return
    (sent,) = write.execute(
        "SELECT max(start_on) FROM case_step WHERE case_id = ? AND rule = ?",
        (facts.id, spec.appeal or None),
    ).fetchone()
    start = date.fromisoformat(sent) if sent else closed_on
    clock = appeal_clock(book, spec.appeal, start, facts.received)
    write.insert(
        CaseAppeal,
        case=facts.id,
        outcome=spec.key,
        rule=spec.appeal or None,
        to_whom=spec.appeal_to,
        start_on=start.isoformat() if clock else None,
        legal=clock.legal.isoformat() if clock else None,
        working=clock.working.isoformat() if clock else None,
    )


def withdraw_appeal(write: Write, case: int) -> None:
    """Take back the right of appeal of a case that is opened again, unless one was received."""
    for (appeal,) in write.execute(
        "SELECT id FROM case_appeal WHERE case_id = ? AND received_on IS NULL", (case,)
    ).fetchall():
        write.remove(CaseAppeal, appeal)


def receive_appeal(
    write: Write,
    book: Rulebook,
    case: int,
    received: date,
    grounds: str = "",
    *,
    owner: SubjectOwner | None = None,
) -> int:
    """Open the case that answers an appeal, tied to the one appealed against; returns its id.

    It goes to the same manager, or to whom `owner` finds where that one has left, with the same
    risk and value. Raises UserProblem: appeal-none, appeal-received, appeal-unanswered,
    received-later, appeal-before-decision.
    """
    there = appeal_of_case(write.connection, book, case)
    if there is None:
        raise UserProblem("appeal-none")
    if there.received_on:
        raise UserProblem("appeal-received", day=there.received_on)
    facts = case_facts(write.connection, case)
    group = there.group
    spec = procedure_of_case(write.connection, case).outcome_of(there.outcome)
    procedure = answering(book.catalogue.procedures, spec, group)
    if procedure is None:
        raise UserProblem("appeal-unanswered", to=there.to_whom)
    if there.start_on and received.isoformat() < there.start_on:
        raise UserProblem("appeal-before-decision", day=there.start_on)
    new = NewCase(
        procedure.key,
        received,
        title=f"Appeal: {facts.title}"[:250],
        risk=Risk(facts.risk),
        value_pence=facts.value_pence,
        origin=f"Appeal against {case_ref(case)}",
    )
    manager, left = write.execute(
        "SELECT c.manager_id, coalesce(p.valid_to < ?, 0) FROM case_file c"
        " LEFT JOIN person p ON p.id = c.manager_id WHERE c.id = ?",
        (book.today.isoformat(), case),
    ).fetchone()
    if left and owner is not None:
        manager = owner(write.connection, procedure.key, facts, book.today)
    place = (facts.contract, facts.applicant if facts.contract is None else None, manager)
    made = insert_cases(write, book, procedure, new, [place])[0]
    write.insert(CaseLink, case=case, other=made, reason=f"Appeal against “{spec.label}”")
    write.amend(CaseAppeal, there.id, received_on=received.isoformat(), answered_by=made)
    late = ""
    if there.legal and received.isoformat() > there.legal:
        late = f", after the last day {format_date(there.legal)}"
    words = f"Appeal received{late}{f': {grounds.strip()}' if grounds.strip() else ''}"
    for each in (case, made):
        note_entry(write, each, received, "milestone", words)
    return made
