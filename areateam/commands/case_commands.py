"""Commands that open cases and work on them, and those that read them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import Any

from areateam.cases.applicant_actions import SITE_FIELDS, NewApplicant, open_for_applicant
from areateam.cases.case_actions import (
    NewCase,
    finish_step,
    open_case,
    skip_step,
)
from areateam.cases.case_clock_actions import agree_day, set_case_day
from areateam.cases.case_end_actions import close_case, reopen_case
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import (
    GROUP,
    NAME,
    SUBJECT,
    case_id_of,
    case_label,
    case_ref,
)
from areateam.cases.case_views import StepView, case_view
from areateam.cases.clock_words import explain, explain_steps
from areateam.cases.pause_actions import end_pause, pause_step, remove_pause
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.procedure_definitions import Procedure, Risk, Subject
from areateam.commands.output import give, say, table
from areateam.commands.people_named import person_or_none
from areateam.commands.stated_values import paired, stated_day, stated_pence
from areateam.contracts.contract_views import contract_id_of, contract_record, ref_of
from areateam.core.copies import replaced
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.people_views import Named
from areateam.organisations.person_actions import entered
from areateam.owners import Applying, FoundOwner, owner_of_applicant, owners_of_cases


def book_of(office: Office) -> Rulebook:
    """What the office's cases are reckoned by today."""
    return rulebook(office.store.connection, office.catalogue, office.today())


def run_open(office: Office, options: Namespace) -> int:
    """Open a case: FIELD is received, title, manager, risk, value, origin or a day it asks for."""
    connection = office.store.connection
    procedure = office.catalogue.procedures.named(options.procedure)
    contract = contract_id_of(connection, options.contract)
    record = contract_record(connection, office.catalogue, contract, office.today())
    stated = dict(paired(word) for word in options.values)
    manager = person_or_none(office, options, stated.pop("manager", ""))
    new = _new_case(office, procedure, stated)
    book = book_of(office)
    words = group_words(office)
    found = owners_of_cases(connection, procedure.key, [contract], office.today(), words)[contract]

    def act(write: Write) -> int:
        owner = entered(write, manager) if manager else found.person
        return open_case(write, book, contract, replaced(new, manager=owner))

    title = new.title or procedure.title or procedure.label
    written = office.write(f"Open {title} at {record.name}", act)
    ref = case_ref(written.result)
    say(options, f"{ref}: {title} at {record.name}")
    give(options, {"ref": ref, "operation": written.operation} | _owner(options, found, manager))
    return 0


def _owner(options: Namespace, found: FoundOwner, stated: Named | None) -> dict[str, str | None]:
    """Say whom a new case went to and why, unless that was stated; the same for JSON."""
    if stated:
        return {"owner": stated.name, "why": None}
    say(options, f"  {found.words}")
    return {"owner": found.name or None, "why": found.words}


def run_apply(office: Office, options: Namespace) -> int:
    """Open a case for an applicant, or for a person where no type is applied for."""
    procedure = office.catalogue.procedures.named(options.procedure)
    stated = dict(paired(word) for word in options.values)
    manager = person_or_none(office, options, stated.pop("manager", ""))
    new, book = _new_case(office, procedure, stated), book_of(office)
    applicant = _applicant(office, procedure, options)
    subject = Subject.APPLICANT if applicant.contract_type else Subject.PERSON
    applying = Applying(applicant.group, applicant.pct.upper(), applicant.contract_type)
    connection = office.store.connection
    found = owner_of_applicant(
        connection, procedure.key, applying, office.today(), group_words(office)
    )

    def act(write: Write) -> int:
        owner = entered(write, manager) if manager else found.person
        return open_for_applicant(write, book, subject, applicant, replaced(new, manager=owner))

    title = new.title or procedure.title or procedure.label
    written = office.write(f"Open {title} for {applicant.name}", act)
    ref = case_ref(written.result)
    say(options, f"{ref}: {title} for {applicant.name}")
    give(options, {"ref": ref, "operation": written.operation} | _owner(options, found, manager))
    return 0


def _applicant(office: Office, procedure: Procedure, options: Namespace) -> NewApplicant:
    kind = office.catalogue.types.get(options.kind)
    if options.kind and kind is None:
        raise UserProblem("type-of-another-group", value=options.kind)
    lines = [line.strip() for line in options.address.split(",") if line.strip()]
    site = dict(zip(SITE_FIELDS, lines, strict=False)) | {"postcode": options.postcode}
    group = kind.group if kind else options.group or procedure.groups[0]
    return NewApplicant(options.name, group, options.kind, site=site, pct=options.pct)


def run_step(office: Office, options: Namespace) -> int:
    """Say that a step is done, on a day, with what was decided."""
    on = options.on or office.today()
    return _change(
        office,
        options,
        f"{options.step} done",
        lambda write, book, case: finish_step(
            write,
            book,
            case,
            options.step,
            on,
            decision=options.outcome,
            role=options.role,
            note=options.note,
        ),
    )


def run_skip(office: Office, options: Namespace) -> int:
    """Pass over a step with a reason."""
    return _change(
        office,
        options,
        f"{options.step} skipped",
        lambda write, book, case: skip_step(write, book, case, options.step, options.reason),
    )


def run_pause(office: Office, options: Namespace) -> int:
    """Let the clock of a step stand still."""

    def act(write: Write, book: Rulebook, case: int) -> None:
        pause_step(
            write, book, case, options.step, reason=options.reason, evidence=options.evidence,
            first=options.first or book.today, last=options.last,
        )  # fmt: skip

    return _change(office, options, f"{options.step} paused", act)


def run_resume(office: Office, options: Namespace) -> int:
    """End the pause that runs."""
    return _change(
        office,
        options,
        f"{options.step} goes on",
        lambda write, book, case: end_pause(
            write, book, case, options.step, options.last or book.today
        ),
    )


def run_unpause(office: Office, options: Namespace) -> int:
    """Take away a pause that was entered in error."""
    return _change(
        office,
        options,
        f"{options.step}, pause taken away",
        lambda write, book, case: remove_pause(
            write, book, case, options.step, options.first, options.reason
        ),
    )


def run_agree(office: Office, options: Namespace) -> int:
    """Put an agreed day in place of the one by law."""
    return _change(
        office,
        options,
        f"{options.step} by agreement",
        lambda write, book, case: agree_day(
            write, book, case, options.step, options.on, options.evidence
        ),
    )


def run_date(office: Office, options: Namespace) -> int:
    """Set a day of the case."""
    return _change(
        office,
        options,
        f"{options.key} on {options.on}",
        lambda write, book, case: set_case_day(write, book, case, options.key, options.on),
    )


def run_close(office: Office, options: Namespace) -> int:
    """Close a case with an outcome of its procedure, with what that asks for."""
    on = options.on or office.today()
    values = dict(paired(word) for word in options.values)
    return _change(
        office,
        options,
        f"closed, {options.outcome} ({options.ref.upper()})",
        lambda write, book, case: close_case(
            write,
            book,
            case,
            options.outcome,
            on=on,
            reason=options.reason,
            comment=options.comment,
            values=values,
        ),
    )


def run_reopen(office: Office, options: Namespace) -> int:
    """Open a closed case again."""
    return _change(office, options, "opened again", reopen_case)


def list_cases(office: Office) -> list[dict[str, Any]]:
    """Every case as a row of a list, open ones first by what is due next."""
    rows = office.store.connection.execute(
        f"SELECT c.id, c.title, c.procedure_key, k.id, {NAME}, coalesce(k.contract_no, k.ods_code),"
        f" {GROUP}, p.name, c.stage, c.next_step, c.next_due, c.received_on, c.closed_on,"
        f" c.outcome FROM case_file c {SUBJECT}"
        " LEFT JOIN person p ON p.id = c.manager_id"
        " ORDER BY c.closed_on IS NOT NULL, coalesce(c.next_due, '9999'), c.id"
    )
    names = ("title", "procedure", "contract", "name", "number", "group", "manager", "stage",
             "next_step", "next_due", "received", "closed", "outcome")  # fmt: skip
    return [
        {"ref": case_ref(row[0]), **dict(zip(names, row[1:], strict=True)),
         "contract": _ref(row[3])}
        for row in rows
    ]  # fmt: skip


def show_case(office: Office, options: Namespace) -> int:
    """Show one case with its steps."""
    view = case_view(office.store.connection, book_of(office), _case(office, options.ref))
    headers = ("Step", "What", "By", "Standing", "Done")
    cells = [
        (
            step.key,
            step.label,
            format_weekday_date(step.working) if step.working else "",
            step.standing.value,
            format_date(step.done_on) if step.done_on else "",
        )
        for step in view.steps
    ]
    say(options, f"{view.ref} {view.title} · {view.contract_name} · {view.standing.value}")
    say(options, table(headers, cells, [False] * len(headers)))
    give(
        options,
        {
            "ref": view.ref,
            "title": view.title,
            "procedure": view.procedure.key,
            "contract": _ref(view.contract),
            "standing": view.standing.value,
            "received": view.received_on,
            "closed": view.closed_on,
            "outcome": view.outcome,
            "steps": [_step_document(step) for step in view.steps],
        },
    )
    return 0


def group_words(office: Office) -> dict[str, str]:
    """What the groups of contractors are called, by their keys."""
    return {key: group.label for key, group in office.catalogue.groups.items()}


def explain_case(office: Office, options: Namespace) -> int:
    """Say where the days of a case come from, or that of one step."""
    view = case_view(office.store.connection, book_of(office), _case(office, options.ref))
    chosen = [s for s in view.steps if s.clock and options.field in ("", s.key)]
    dates = []
    for step in chosen:
        assert step.clock is not None
        sentence = explain(step.clock)
        known = sentence.startswith(f"{step.label} ")
        say(options, sentence if known else f"{step.label}: {sentence}")
        dates.append(
            {
                "key": step.key,
                "legal": step.legal,
                "working": step.working,
                "rule": step.clock.rule.id,
                "sentence": sentence,
                "steps": explain_steps(step.clock),
            }
        )
    give(options, {"ref": view.ref, "dates": dates})
    return 0


def _ref(contract: int | None) -> str:
    """The reference of a contract; blank for an applicant, who has none."""
    return "" if contract is None else ref_of(contract)


def _case(office: Office, ref: str) -> int:
    return case_id_of(office.store.connection, ref)


def _change(
    office: Office,
    options: Namespace,
    words: str,
    act: Callable[[Write, Rulebook, int], object],
) -> int:
    connection = office.store.connection
    case = case_id_of(connection, options.ref)
    book = book_of(office)
    label = f"{case_label(connection, case)}: {words}"
    written = office.write(label, lambda write: act(write, book, case))
    operation = written.operation
    say(options, f"{case_ref(case)}: {words}" if operation else f"{case_ref(case)}: as it was")
    give(options, {"ref": case_ref(case), "operation": operation})
    return 0


def _step_document(step: StepView) -> dict[str, Any]:
    return {
        "key": step.key,
        "label": step.label,
        "stage": step.stage,
        "kind": step.kind,
        "role": step.role,
        "standing": step.standing.value,
        "legal": step.legal,
        "working": step.working,
        "done": step.done_on,
        "decision": step.decision,
        "skipped": step.skipped_reason,
        "waits_for": list(step.waits_for),
    }


def _new_case(office: Office, procedure: Procedure, stated: dict[str, str]) -> NewCase:
    received = stated.pop("received", "") or office.today().isoformat()
    value = stated.pop("value", "")
    risk = stated.pop("risk", Risk.MEDIUM.value)
    title, origin = stated.pop("title", ""), stated.pop("origin", "")
    if risk not in list(Risk):
        raise UserProblem("not-a-choice", label="risk", value=risk, detail=", ".join(Risk))
    known = [spec.key for spec in procedure.date]
    dates = {}
    for key, text in stated.items():
        if key not in known:
            raise UserProblem("date-unknown", date=key, known=", ".join(known) or "none")
        dates[key] = stated_day(key, text)
    day = date.fromisoformat(stated_day("received", received))
    return NewCase(
        procedure.key, day, title, None, Risk(risk),
        stated_pence(value) if value else None, origin, dates,
    )  # fmt: skip
