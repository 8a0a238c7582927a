"""The command that opens a case from what calls for it."""

from __future__ import annotations

from argparse import Namespace

from areateam.cases.case_template_actions import Source, open_from
from areateam.cases.case_texts import case_ref
from areateam.commands.case_commands import book_of
from areateam.commands.output import give, say
from areateam.contracts.contract_views import contract_id_of, contract_record
from areateam.imports.import_views import field_labels
from areateam.imports.waiting_views import finding_words, held_of_ref, waiting_line
from areateam.office import Office
from areateam.owners import case_owners


def run_from(office: Office, options: Namespace) -> int:
    """Open a case by a template, from a waiting line or from what is said in words."""
    connection, book = office.store.connection, book_of(office)
    words, named = options.words, options.contract
    if options.source[:1] in ("W", "w"):
        line = waiting_line(connection, held_of_ref(connection, options.source))
        assert line is not None
        words = words or finding_words(line, field_labels(office.catalogue))
        named = named or line.code
    contract = contract_id_of(connection, named)
    name = contract_record(connection, office.catalogue, contract, office.today()).name
    _, template = office.catalogue.case_templates.named(options.template)
    source = Source(options.source, words)
    written = office.write(
        f"Open at {name}: {template.label}",
        lambda write: open_from(
            write, book, options.template, contract, source, owners=case_owners
        ),
    )
    ref = case_ref(written.result)
    say(options, f"{ref}: {template.label} at {name}")
    give(options, {"ref": ref, "operation": written.operation})
    return 0
