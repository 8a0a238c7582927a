"""Commands about what people wrote on a contract or a case: written, listed, put right, removed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence

import msgspec

from areateam.cases.case_actions import correct_entry, note_entry, remove_entry
from areateam.cases.case_texts import case_id_of, case_label, case_ref
from areateam.cases.case_timeline_views import EntryView, entries_of
from areateam.commands.output import as_document, give, say
from areateam.contracts.contract_note_actions import add_note, correct_note, remove_note
from areateam.contracts.contract_note_views import NoteView, notes_of
from areateam.contracts.contract_views import contract_id_of, contract_record, ref_of
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.ledger.correction_views import corrected_words
from areateam.ledger.ledger import Write
from areateam.office import Office


class _Noted(msgspec.Struct, frozen=True):
    """A record that is noted on, the notes on it, and what writes one, corrects and removes it."""

    ref: str
    name: str
    notes: Sequence[NoteView | EntryView]
    write: Callable[[Write], object]
    correct: Callable[[Write, int], object]
    remove: Callable[[Write, int], object]


def run_note(office: Office, options: Namespace) -> int:
    """List the notes on a contract, or write, correct or remove one."""
    connection, day, text = office.store.connection, office.today(), options.text
    contract = contract_id_of(connection, options.ref)
    noted = _Noted(
        ref_of(contract),
        contract_record(connection, office.catalogue, contract, day).name,
        notes_of(connection, contract),
        lambda write: add_note(write, contract, text, day),
        lambda write, note: correct_note(write, contract, note, text),
        lambda write, note: remove_note(write, contract, note),
    )
    return _run(office, options, noted)


def run_case_note(office: Office, options: Namespace) -> int:
    """List the lines that people entered on the timeline of a case, or do as `run_note`."""
    connection, text, on = office.store.connection, options.text, options.on
    category = options.category
    case = case_id_of(connection, options.ref)
    noted = _Noted(
        case_ref(case),
        case_label(connection, case),
        entries_of(connection, case),
        lambda write: note_entry(write, case, on or office.today(), category or "note", text),
        lambda write, entry: correct_entry(
            write, case, entry, on=on, category=category, text=text or None
        ),
        lambda write, entry: remove_entry(write, case, entry),
    )
    return _run(office, options, noted)


def _run(office: Office, options: Namespace, noted: _Noted) -> int:
    if options.remove and (options.correct or options.text):
        raise UserProblem("notes-twice")
    if options.remove:
        return _write(office, options, noted, "note removed", options.remove, noted.remove)
    if options.correct:
        return _write(office, options, noted, "note corrected", options.correct, noted.correct)
    if options.text:
        return _write(office, options, noted, "noted", 0, lambda write, _: noted.write(write))
    return _list(options, noted)


def _write(
    office: Office,
    options: Namespace,
    noted: _Noted,
    words: str,
    note: int,
    act: Callable[[Write, int], object],
) -> int:
    operation = office.write(f"{noted.name}: {words}", lambda write: act(write, note)).operation
    say(options, f"{noted.ref}: {words}" if operation else f"{noted.ref}: as it was")
    give(options, {"ref": noted.ref, "operation": operation})
    return 0


def _list(options: Namespace, noted: _Noted) -> int:
    for note in noted.notes:
        say(options, f"{note.id}  {format_date(note.on)}, {note.author}: {note.text}")
        for each in note.corrections:
            say(options, f"    {corrected_words([each])}, before: “{each.before}”")
    if not noted.notes:
        say(options, f"{noted.ref}: nothing is noted")
    rows = [as_document(each) for each in noted.notes]
    give(options, {"ref": noted.ref, "rows": rows, "total": len(rows)})
    return 0
