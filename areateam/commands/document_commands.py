"""Commands that write letters, file documents at cases and write documents out."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from areateam.cases.case_texts import case_facts, case_id_of, case_label, case_ref, step_facts
from areateam.cases.document_actions import Filing, file_document, read_document
from areateam.cases.document_views import (
    DocumentView,
    document_bytes,
    document_id_of,
    documents_of_case,
)
from areateam.cases.letter_actions import (
    Made,
    bring_template,
    drop_template,
    file_letter,
    make_file,
    send_letter,
)
from areateam.cases.letter_views import (
    LetterText,
    draft_of_step,
    kept_answers,
    letter_text,
    template_of,
)
from areateam.commands.case_commands import book_of
from areateam.commands.output import give, say, table
from areateam.commands.stated_values import paired
from areateam.core.dates import format_date
from areateam.exports.case_report_actions import export_case_report
from areateam.exports.document_export_actions import save_document, save_template
from areateam.ledger.ledger import Write
from areateam.office import Office


def run_letter(office: Office, options: Namespace) -> int:
    """Write the letter of a step as a draft, or send it.

    With --sent and nothing filled in, the draft that is there goes out as it stands.
    """
    connection = office.store.connection
    case = case_id_of(connection, options.ref)
    draft = draft_of_step(connection, step_facts(connection, case, options.step).id)
    if options.sent and draft and not options.values:
        made = Made(*document_bytes(connection, draft))
        return _file(office, options, case, draft=draft, made=made)
    text = _text(office, options, case)
    return _file(
        office, options, case, text=text, made=make_file(connection, book_of(office), text)
    )


def _file(
    office: Office,
    options: Namespace,
    case: int,
    *,
    made: Made,
    text: LetterText | None = None,
    draft: int | None = None,
) -> int:
    book = book_of(office)

    def act(write: Write) -> int:
        document = draft if text is None else file_letter(write, text, made)
        assert document is not None
        return send_letter(write, book, document, options.sent) if options.sent else document

    label = case_label(office.store.connection, case)
    done = "letter sent" if options.sent else "letter drafted"
    written = office.write(f"{label}: {done}", act)
    if options.out:
        save_document(office.store.connection, written.result, options.out)
    ref = f"D{written.result}"
    say(options, f"{ref}: {made.name}, {done.removeprefix('letter ')}")
    give(
        options,
        {
            "ref": ref,
            "case": case_ref(case),
            "name": made.name,
            "state": "sent" if options.sent else "draft",
            "operation": written.operation,
        },
    )
    return 0


def run_template(office: Office, options: Namespace) -> int:
    """Bring a Word template for a letter, go back to ours, or write out the one in use."""
    letter, path, pct = options.letter, options.path, options.pct.strip().upper()
    label = office.catalogue.letters.named(letter).label
    operation = None
    if path or options.remove:
        content = read_document(path) if path else b""

        def act(write: Write) -> None:
            if options.remove:
                drop_template(write, letter, pct)
            else:
                bring_template(write, office.catalogue, letter, path.name, content, pct)

        done = "template no longer used" if options.remove else f"template {path.name}"
        done += f" of {pct}" if pct else ""
        operation = office.write(f"{label}: {done}", act).operation
    used = template_of(office.store.connection, office.catalogue, letter, pct)
    if options.out:
        save_template(used, options.out)
    own = f"version {used.version} of {used.pct or 'our own'}"
    say(options, f"{label}: {used.name}, {own if used.own else 'the one that comes'}")
    give(
        options,
        {
            "letter": letter,
            "name": used.name,
            "own": used.own,
            "pct": used.pct or None,
            "version": used.version or None,
            "operation": operation,
        },
    )
    return 0


def run_documents(office: Office, options: Namespace) -> int:
    """List the documents of a case, newest first."""
    case = case_id_of(office.store.connection, options.ref)
    found = documents_of_case(office.store.connection, case)
    headers = ("Document", "Date", "State", "Step", "Size", "Title")
    cells = [
        (d.ref, format_date(d.dated_on), d.state, d.step, f"{d.size:,}", d.title) for d in found
    ]
    say(options, table(headers, cells, [False, False, False, False, True, False]))
    give(options, {"ref": case_ref(case), "documents": [_document(d) for d in found]})
    return 0


def run_file(office: Office, options: Namespace) -> int:
    """File a document at a case."""
    case = case_id_of(office.store.connection, options.ref)
    facts = case_facts(office.store.connection, case)
    content = read_document(options.path)
    filing = Filing(facts.contract, options.title, options.dated or office.today(), case)
    written = office.write(
        f"{case_label(office.store.connection, case)}: {options.path.name} filed",
        lambda write: file_document(write, filing, options.path.name, content),
    )
    ref = f"D{written.result}"
    say(options, f"{ref}: {options.path.name} filed at {case_ref(case)}")
    give(options, {"ref": ref, "case": case_ref(case), "operation": written.operation})
    return 0


def run_document(office: Office, options: Namespace) -> int:
    """Write the bytes of a document to a file."""
    document = document_id_of(office.store.connection, options.ref)
    name, _ = document_bytes(office.store.connection, document)
    save_document(office.store.connection, document, options.out)
    say(options, f"{name} written to {options.out}")
    give(options, {"ref": f"D{document}", "name": name, "file": str(options.out)})
    return 0


def run_report(office: Office, options: Namespace) -> int:
    """Write the report of a case for audit, as a PDF or a page."""
    connection, case = office.store.connection, case_id_of(office.store.connection, options.ref)
    export_case_report(
        connection, book_of(office), case, options.out, options.printer, redact=options.redact
    )
    said = "redacted report" if options.redact else "report"
    say(options, f"{case_ref(case)}: {said} written to {options.out}")
    give(options, {"ref": case_ref(case), "file": str(options.out), "redacted": options.redact})
    return 0


def _text(office: Office, options: Namespace, case: int) -> LetterText:
    connection = office.store.connection
    given = dict(paired(word) for word in options.values)
    stated = kept_answers(connection, step_facts(connection, case, options.step).id) | given
    return letter_text(
        connection,
        book_of(office),
        case,
        options.step,
        stated,
        dated=options.sent or office.today(),
        user=office.user,
    )


def _document(view: DocumentView) -> dict[str, Any]:
    return {
        "ref": view.ref,
        "title": view.title,
        "name": view.name,
        "dated": view.dated_on,
        "state": view.state,
        "size": view.size,
        "step": view.step,
        "letter": view.letter,
        "follows": f"D{view.follows}" if view.follows else None,
        "sha256": view.sha256,
    }
