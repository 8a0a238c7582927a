"""Writes whom to ring at the bodies of a matrix."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from areateam.duties.duty_actions import refuse_backwards
from areateam.duties.duty_rows import DutyContact
from areateam.ledger.ledger import Write


def add_contact(
    write: Write,
    body: int,
    person: int,
    *,
    function: int | None = None,
    deputy: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> int:
    """Name whom to ring at a body, for everything or for one function; the record's id.

    Raises UserProblem("days-backwards").
    """
    refuse_backwards(first, last)
    return write.insert(
        DutyContact,
        body=body,
        person=person,
        function=function,
        deputy=deputy,
        valid_from=first.isoformat() if first else None,
        valid_to=last.isoformat() if last else None,
    )


def name_person(
    write: Write, body: int, person: int, functions: Iterable[int], first: date
) -> None:
    """Name one person for several functions at a body from a day on."""
    for function in functions:
        add_contact(write, body, person, function=function, first=first)


def end_contact(write: Write, contact: int, last: date) -> None:
    """Set the last day on which a contact is named; UserProblem("days-backwards")."""
    (first,) = write.execute(
        "SELECT valid_from FROM duty_contact WHERE id = ?", (contact,)
    ).fetchone()
    refuse_backwards(date.fromisoformat(first) if first else None, last)
    write.amend(DutyContact, contact, valid_to=last.isoformat())
