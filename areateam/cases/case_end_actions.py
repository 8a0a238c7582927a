"""Ends cases, opens them again, moves them to another procedure, and ties them together."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from areateam.cases.appeal_actions import give_appeal, withdraw_appeal
from areateam.cases.applicant_actions import open_contract
from areateam.cases.applicant_views import applicant_view
from areateam.cases.case_actions import add_steps, keep_text
from areateam.cases.case_clock_actions import reckon_cases
from areateam.cases.case_end_views import ONE_MORE, values_set
from areateam.cases.case_rows import CaseFile, CaseLink, CaseRole
from areateam.cases.case_rules import Rulebook, day_faults
from areateam.cases.case_texts import (
    GROUP,
    NAME,
    SUBJECT,
    CaseFacts,
    case_facts,
    procedure_of_case,
)
from areateam.cases.outcome_ask_views import Asked, outcome_asks, values_asked
from areateam.catalogue.procedure_definitions import (
    HOLDER,
    RECEIVED,
    OutcomeSpec,
    Procedure,
    StepSpec,
    Subject,
)
from areateam.contracts.contract_actions import amend_contract
from areateam.contracts.contract_rows import Contract
from areateam.contracts.contract_views import contract_values, value_of
from areateam.core.dates import format_date
from areateam.core.fields import Value
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.organisations.contractor_rows import Contractor


class ProcedureChange(msgspec.Struct, frozen=True):
    """What another procedure would do to a case: steps that come, that go, that stay.

    Steps stay by their key; what was done, and what a person added, is never dropped.
    """

    procedure: Procedure
    added: tuple[StepSpec, ...]
    dropped: tuple[str, ...]
    kept: tuple[str, ...]


def close_case(
    write: Write,
    book: Rulebook,
    case: int,
    outcome: str,
    *,
    on: date,
    reason: str = "",
    comment: str = "",
    values: Mapping[str, str] | None = None,
) -> None:
    """Close a case with an outcome of its procedure; the contract follows where the outcome says.

    `values` are the texts of what the outcome asks for, by field. Only a person closes a case.
    Raises UserProblem: case-is-closed, outcome-unknown, reason-unknown, comment-needed,
    outcome-day-missing, outcome-value-missing, outcome-asks-no, value-needed, days-backwards,
    closed-later, case-days-too-short and case-days-too-long where its days do not fit the rules
    of the outcome, and what the contract's fields refuse.
    """
    facts = case_facts(write.connection, case)
    facts.refuse_closed()
    procedure = procedure_of_case(write.connection, case)
    spec = procedure.outcome_of(outcome)
    if on > book.today:
        raise UserProblem("closed-later", day=format_date(on.isoformat()))
    if reason and spec.reasons and reason not in spec.reasons:
        raise UserProblem("reason-unknown", reason=reason, known="; ".join(spec.reasons))
    if spec.comment and not comment.strip():
        raise UserProblem("comment-needed", outcome=spec.label)
    _refuse_days(book, facts, procedure, outcome)
    asks = outcome_asks(write.connection, book, case, outcome)
    asked = values_asked(asks, values or {})
    write.amend(
        CaseFile, case, closed_on=on.isoformat(), outcome=outcome, outcome_reason=reason or None,
        outcome_note=comment.strip() or None,
    )  # fmt: skip
    _set_on_contract(write, book, facts, procedure, spec, asked)
    give_appeal(write, book, facts, spec, on)


def close_cases(
    write: Write,
    book: Rulebook,
    cases: Sequence[int],
    outcome: str,
    *,
    on: date,
    reason: str = "",
    comment: str = "",
) -> int:
    """Close those of these cases that are open with one outcome, and return how many.

    Raises as `close_case` does; then none is closed.
    """
    open_ones = [case for case in cases if case_facts(write.connection, case).closed_on is None]
    for case in open_ones:
        close_case(write, book, case, outcome, on=on, reason=reason, comment=comment)
    return len(open_ones)


def _refuse_days(book: Rulebook, facts: CaseFacts, procedure: Procedure, outcome: str) -> None:
    """UserProblem where the case's days do not fit the rules of the outcome."""
    labels = {spec.key: spec.label for spec in procedure.date} | {RECEIVED: "Receipt"}
    days = {key: date.fromisoformat(day) for key, day in facts.dates.items()}
    for fault in day_faults(procedure, outcome, days | {RECEIVED: facts.received}, book):
        raise UserProblem(
            "case-days-too-long" if fault.code == "too-long" else "case-days-too-short",
            first=labels[fault.first],
            last=labels[fault.last],
            rule=fault.rule,
            allowed=format_date(fault.allowed.isoformat()),
        )


def reopen_case(write: Write, book: Rulebook, case: int) -> None:
    """Open a closed case again; what its outcome set on the contract stays.

    What it counted there is taken back, since the case counts again when it is closed again. So
    is the right of appeal that it gave, unless an appeal was received.

    Raises UserProblem("case-is-open").
    """
    facts = case_facts(write.connection, case)
    if facts.closed_on is None:
        raise UserProblem("case-is-open")
    _count_back(write, book, facts)
    write.amend(
        CaseFile, case, closed_on=None, outcome=None, outcome_reason=None, outcome_note=None
    )
    withdraw_appeal(write, case)
    reckon_cases(write, book, [case])


def _count_back(write: Write, book: Rulebook, facts: CaseFacts) -> None:
    """Take back by one what the outcome of a closed case counted on its contract."""
    (outcome,) = write.execute("SELECT outcome FROM case_file WHERE id = ?", (facts.id,)).fetchone()
    spec = procedure_of_case(write.connection, facts.id).outcome_of(outcome)
    if facts.contract is None:
        return
    values = contract_values(write.connection, facts.contract) or {}
    for key in (key for key, value in spec.sets.items() if value == ONE_MORE):
        field = book.catalogue.fields[key]
        counted = value_of(values, field)
        if isinstance(counted, int) and counted:
            amend_contract(write, field, facts.contract, counted - 1)


def procedure_change(
    connection: sqlite3.Connection, book: Rulebook, case: int, key: str
) -> ProcedureChange:
    """What changing a case's procedure would add, drop and keep; nothing is written.

    Raises UserProblem: procedure-unknown, procedure-of-other-subjects, procedure-of-another-group.
    """
    procedure = book.catalogue.procedures.named(key)
    facts = case_facts(connection, case)
    group, name = connection.execute(
        f"SELECT {GROUP}, {NAME} FROM case_file c {SUBJECT} WHERE c.id = ?", (case,)
    ).fetchone()
    if _subject(connection, facts) not in procedure.subjects:
        raise UserProblem("procedure-of-other-subjects", procedure=procedure.label, name=name)
    if group not in procedure.groups:
        raise UserProblem("procedure-of-another-group", procedure=procedure.label, name=name)
    rows = connection.execute(
        "SELECT key, added OR done_on IS NOT NULL OR skipped_on IS NOT NULL FROM case_step"
        " WHERE case_id = ? ORDER BY position",
        (case,),
    ).fetchall()
    wanted = {step.key for step in procedure.step}
    there = {row[0] for row in rows}
    return ProcedureChange(
        procedure,
        tuple(step for step in procedure.step if step.key not in there),
        tuple(row[0] for row in rows if row[0] not in wanted and not row[1]),
        tuple(row[0] for row in rows if row[0] in wanted or row[1]),
    )


def _subject(connection: sqlite3.Connection, facts: CaseFacts) -> Subject:
    """What a case is about: its contract, or who applies."""
    if facts.contract is not None:
        return Subject.CONTRACT
    person = applicant_view(connection, facts.id).is_person
    return Subject.PERSON if person else Subject.APPLICANT


def change_procedure(write: Write, book: Rulebook, case: int, key: str) -> ProcedureChange:
    """Move a case to another procedure, as `procedure_change` says, and return what it did."""
    case_facts(write.connection, case).refuse_closed()
    change = procedure_change(write.connection, book, case, key)
    for dropped in change.dropped:
        write.execute(
            "DELETE FROM case_pause WHERE step_id IN"
            " (SELECT id FROM case_step WHERE case_id = ? AND key = ?)",
            (case, dropped),
        )
        _let_go_of_letters(write, case, dropped)
        _let_go_of_hours(write, case, dropped)
        write.execute("DELETE FROM case_step WHERE case_id = ? AND key = ?", (case, dropped))
    add_steps(write, book, change.added, [case])
    text = keep_text(write, change.procedure)
    write.amend(CaseFile, case, procedure=text, procedure_key=change.procedure.key)
    _put_in_order(write, case, [step.key for step in change.procedure.step])
    reckon_cases(write, book, [case])
    return change


def _let_go_of_letters(write: Write, case: int, key: str) -> None:
    """The letters of a step that is dropped stay with the case."""
    of_step = "step_id IN (SELECT id FROM case_step WHERE case_id = ? AND key = ?)"
    write.execute(f"UPDATE document SET step_id = NULL WHERE {of_step}", (case, key))
    write.execute(f"DELETE FROM letter_answers WHERE {of_step}", (case, key))


def _let_go_of_hours(write: Write, case: int, key: str) -> None:
    """The time spent on a step that is dropped was spent on the case."""
    write.execute(
        "UPDATE case_hours SET step_id = NULL WHERE step_id IN"
        " (SELECT id FROM case_step WHERE case_id = ? AND key = ?)",
        (case, key),
    )


def link_cases(write: Write, case: int, other: int, reason: str) -> int:
    """Tie two cases together and return the link's id; a pair that is tied stays as it is.

    Raises UserProblem("case-with-itself").
    """
    if case == other:
        raise UserProblem("case-with-itself")
    low, high = sorted((case, other))
    row = write.execute(
        "SELECT id FROM case_link WHERE case_id = ? AND other_id = ?", (low, high)
    ).fetchone()
    return int(row[0]) if row else write.insert(CaseLink, case=low, other=high, reason=reason)


def set_role(write: Write, case: int, person: int, role: str, since: date) -> int:
    """Give a person a part in a case from a day on; whoever had it before ends the day before."""
    write.execute(
        "UPDATE case_role SET valid_to = date(?, '-1 day') WHERE case_id = ? AND role = ?"
        " AND valid_to IS NULL",
        (since.isoformat(), case, role),
    )
    return write.insert(CaseRole, case=case, person=person, role=role, valid_from=since.isoformat())


def _set_on_contract(
    write: Write,
    book: Rulebook,
    facts: CaseFacts,
    procedure: Procedure,
    spec: OutcomeSpec,
    asked: Sequence[tuple[Asked, Value]],
) -> None:
    """Set the contract's fields that an outcome names or asks for, each checked as if typed.

    For an applicant who is granted something the contract is opened first.
    """
    contract = facts.contract
    if contract is None and spec.opens:
        contract = open_contract(write, book, facts)
    if contract is None:
        return
    values = contract_values(write.connection, contract) or {}
    found = values_set(write.connection, book, facts, procedure, spec, values)
    for field, value in found:
        amend_contract(write, field, contract, value)
    for answer, value in asked:
        if answer.field.key == HOLDER:
            _give_to(write, contract, str(value))
        else:
            amend_contract(write, book.catalogue.fields[answer.field.key], contract, value)


def _give_to(write: Write, contract: int, name: str) -> None:
    """Let a contract be held by the contractor of that name, entered where it is new."""
    row = write.execute("SELECT id FROM contractor WHERE name = ? ORDER BY id", (name,)).fetchone()
    holder = int(row[0]) if row else write.insert(Contractor, name=name)
    write.amend(Contract, contract, contractor=holder)


def _put_in_order(write: Write, case: int, wanted: Sequence[str]) -> None:
    """Steps of the procedure in its order; what else there is stays behind the step before it."""
    rows = write.execute(
        "SELECT key FROM case_step WHERE case_id = ? ORDER BY position, id", (case,)
    ).fetchall()
    keys = [row[0] for row in rows]
    order = [key for key in wanted if key in keys]
    for place, key in enumerate(keys):
        if key not in wanted:
            before = next((k for k in reversed(keys[:place]) if k in order), None)
            order.insert(order.index(before) + 1 if before else 0, key)
    write.connection.executemany(
        "UPDATE case_step SET position = ? WHERE case_id = ? AND key = ? AND position <> ?",
        [(place, case, key, place) for place, key in enumerate(order)],
    )
