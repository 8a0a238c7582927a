"""The command that weighs the notice of a mobile visit, and opens its case."""

from __future__ import annotations

from argparse import Namespace

from areateam.cases.case_actions import NewCase, note_entry, open_case
from areateam.cases.case_texts import case_ref
from areateam.commands.case_commands import book_of
from areateam.commands.output import give, say
from areateam.contracts.contract_views import contract_id_of, contract_record
from areateam.contracts.mobile_visit_rules import VisitNotice, visit_notice
from areateam.core.dates import format_weekday_date
from areateam.ledger.ledger import Write
from areateam.office import Office


def run_visit(office: Office, options: Namespace) -> int:
    """Say whether a notice is in time and its changes few enough; with --open open its case."""
    book = book_of(office)
    contract = contract_id_of(office.store.connection, options.contract)
    record = contract_record(office.store.connection, office.catalogue, contract, office.today())
    rules, patients = book.catalogue.clock_rules, options.patients
    found = visit_notice(rules, patients, options.given, options.on, options.changes)
    words = _sentence(found, patients)
    say(options, words)
    ref, operation = None, None
    if options.open:
        procedure = book.catalogue.procedures.keeping_notice(found.rule.id)
        new = NewCase(
            procedure.key, options.given.date(), dates={"visit": options.on.date().isoformat()},
            own_manager=True,
        )  # fmt: skip

        def act(write: Write) -> int:
            case = open_case(write, book, contract, new)
            note_entry(write, case, book.today, "note", words)
            return case

        written = office.write(f"Open {procedure.title or procedure.label} at {record.name}", act)
        ref, operation = case_ref(written.result), written.operation
        say(options, f"{ref}: {procedure.label} at {record.name}")
    give(
        options,
        {
            "valid": found.is_valid,
            "late": found.is_late,
            "too_many_changes": found.too_many_changes,
            "rule": found.rule.id,
            "earliest": found.earliest.isoformat(timespec="minutes"),
            "sentence": words,
            "ref": ref,
            "operation": operation,
        },
    )
    return 0


def _sentence(found: VisitNotice, patients: int) -> str:
    day = format_weekday_date(found.earliest.date().isoformat())
    hour = f", {found.earliest:%H:%M}" if found.earliest.hour or found.earliest.minute else ""
    many = f"{patients:,} {'patient' if patients == 1 else 'patients'}"
    stands = "The notice is late" if found.is_late else "The notice is in time"
    changes = (
        f" {found.changes:,} patients were substituted or added; no more than"
        f" {found.changes_rule.number} may be ({found.changes_rule.regulation})."
        if found.too_many_changes
        else ""
    )
    return (
        f"{stands}: for {many} at an address the visit may begin on {day}{hour} at the earliest,"
        f" {found.rule.value} {found.rule.unit} after the notice ({found.rule.regulation})."
        f"{changes}"
    )
