"""Writes what people add to a contract: notes, tags, a notice, and a value put back."""

from __future__ import annotations

from datetime import date

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_actions import amend_contract
from areateam.contracts.contract_rows import Note, Tag, Tagging
from areateam.core.fields import Kind, Value
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem
from areateam.core.values import beyond_limits, format_value
from areateam.ledger.ledger import Write

LONGEST_NOTE = 4000
LONGEST_TAG = 40


def add_note(write: Write, contract_id: int, text: str, day: date) -> int:
    """Add what a person wrote on a day and return the note's id.

    Raises UserProblem("value-needed") for a blank text, ("too-long") for more than 4,000
    characters.
    """
    words = _checked(text.strip(), "Note", LONGEST_NOTE)
    return write.insert(
        Note, contract=contract_id, written_on=day.isoformat(), author=write.user, text=words
    )


def correct_note(write: Write, contract_id: int, note: int, text: str) -> None:
    """Put other words in place of those of a note; the history keeps what it said.

    Raises UserProblem("note-unknown") where the contract has none of that id, and as `add_note`.
    """
    _refuse_unknown_note(write, contract_id, note)
    write.amend(Note, note, text=_checked(text.strip(), "Note", LONGEST_NOTE))


def remove_note(write: Write, contract_id: int, note: int) -> None:
    """Take a note back; UserProblem("note-unknown") where the contract has none of that id."""
    _refuse_unknown_note(write, contract_id, note)
    write.remove(Note, note)


def add_tag(write: Write, contract_id: int, name: str) -> None:
    """Put a word on a contract; a word that is on it already stays as it is.

    Raises UserProblem as `add_note` does, with at most 40 characters.
    """
    word = _checked(" ".join(name.split()), "Tag", LONGEST_TAG)
    row = write.execute("SELECT id FROM tag WHERE name = ? COLLATE NOCASE", (word,)).fetchone()
    tag = int(row[0]) if row else write.insert(Tag, name=word)
    there = write.execute(
        "SELECT 1 FROM tagging WHERE tag_id = ? AND contract_id = ?", (tag, contract_id)
    ).fetchone()
    if there is None:
        write.insert(Tagging, tag=tag, contract=contract_id)


def remove_tag(write: Write, contract_id: int, name: str) -> None:
    """Take a word off a contract; the word itself stays for others."""
    write.execute(
        "DELETE FROM tagging WHERE contract_id = ? AND tag_id IN"
        " (SELECT id FROM tag WHERE name = ?)",
        (contract_id, name),
    )


def give_notice(
    write: Write, catalogue: Catalogue, contract_id: int, given_on: str, by: str
) -> None:
    """Record that a side ("contractor" or "commissioner") gave notice on an ISO date."""
    amend_contract(write, catalogue.fields["notice_given_on"], contract_id, given_on)
    amend_contract(write, catalogue.fields["notice_by"], contract_id, by)


def put_back(write: Write, catalogue: Catalogue, contract_id: int, key: str, value: Value) -> None:
    """Set a field to a value that it had before.

    Raises UserProblem where the value no longer fits: "value-needed", a limit since lowered,
    "person-unknown", "type-of-another-group" or "end-before-start".
    """
    field = catalogue.fields[key]
    if value is None and field.required:
        raise UserProblem("value-needed", field=field.label)
    fault = beyond_limits(field, value)
    if isinstance(fault, Fault):
        shown = format_value(field, value)
        raise UserProblem(fault.code, label=field.label, value=shown, detail=fault.detail)
    if field.kind is Kind.PERSON and value is not None:
        _refuse_unknown(write, value)
    if key == "contract_type":
        _refuse_other_group(write, catalogue, contract_id, str(value))
    amend_contract(write, field, contract_id, value)


def _refuse_unknown_note(write: Write, contract_id: int, note: int) -> None:
    row = write.execute("SELECT 1 FROM note WHERE id = ? AND contract_id = ?", (note, contract_id))
    if row.fetchone() is None:
        raise UserProblem("note-unknown", note=str(note))


def _refuse_unknown(write: Write, person: Value) -> None:
    if write.execute("SELECT 1 FROM person WHERE id = ?", (person,)).fetchone() is None:
        raise UserProblem("person-unknown", value=f"person {person}")


def _refuse_other_group(
    write: Write, catalogue: Catalogue, contract_id: int, contract_type: str
) -> None:
    (group,) = write.execute(
        "SELECT group_key FROM contract WHERE id = ?", (contract_id,)
    ).fetchone()
    kind = catalogue.types.get(contract_type)
    if kind is None or kind.group != group:
        raise UserProblem("type-of-another-group", value=kind.label if kind else contract_type)


def _checked(text: str, label: str, longest: int) -> str:
    if not text:
        raise UserProblem("value-needed", field=label)
    if len(text) > longest:
        raise UserProblem("too-long", label=label, detail=str(longest))
    return text
