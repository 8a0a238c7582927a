"""The command that weighs the notice of a mobile visit, and opens its case."""

from __future__ import annotations

from argparse import Namespace

from areateam.cases.case_texts import case_ref
from areateam.cases.visit_actions import (
    StatedVisit,
    open_visit,
    procedure_of_visit,
    visit_words,
    weigh_visit,
)
from areateam.commands.case_commands import book_of
from areateam.commands.output import give, say
from areateam.contracts.contract_views import contract_id_of, contract_record
from areateam.office import Office
from areateam.owners import case_owners


def run_visit(office: Office, options: Namespace) -> int:
    """Say whether a notice is in time and its changes few enough; with --open open its case."""
    book = book_of(office)
    contract = contract_id_of(office.store.connection, options.contract)
    record = contract_record(office.store.connection, office.catalogue, contract, office.today())
    visit = StatedVisit(options.given, options.on, options.patients, options.changes)
    found = weigh_visit(book, visit)
    words = visit_words(found, visit.patients)
    say(options, words)
    ref, operation = None, None
    if options.open:
        procedure = procedure_of_visit(book.catalogue.procedures, found)
        written = office.write(
            f"Open {procedure.title or procedure.label} at {record.name}",
            lambda write: open_visit(write, book, contract, visit, owners=case_owners),
        )
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
