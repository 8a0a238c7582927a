"""Whom to ring at the bodies of a matrix, for everything or for one function."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from areateam.duties.duty_rules import Span


class ContactView(msgspec.Struct, frozen=True):
    """A person to ring at a body, with the deputy, since when and until when.

    `function` is the code of the one it is for, "" for everything; `leaves` the person's last day.
    """

    id: int
    body: str
    function: str
    person: str
    job: str
    phone: str
    email: str
    deputy: str
    span: Span
    leaves: date | None

    def there_on(self, day: date) -> bool:
        """Whether the person is named for the day and has not left before it."""
        return self.span.holds_on(day) and (self.leaves is None or day <= self.leaves)

    def left_by(self, day: date) -> bool:
        """Whether the person is still named for the day, but has left before it."""
        return self.span.holds_on(day) and not self.there_on(day)

    def is_for(self, body: str, function: str) -> bool:
        """Whether it answers for a function at a body."""
        return self.body == body and self.function in ("", function)


def read_contacts(connection: sqlite3.Connection, matrix: int) -> tuple[ContactView, ...]:
    """Every contact of a matrix: those named for one function first, then by name."""
    rows = connection.execute(
        "SELECT c.id, b.code, coalesce(f.code, ''), p.name, coalesce(p.job, ''),"
        " coalesce(p.phone, ''), coalesce(p.email, ''), coalesce(d.name, ''), c.valid_from,"
        " c.valid_to, p.valid_to FROM duty_contact c JOIN duty_body b ON b.id = c.body_id"
        " JOIN person p ON p.id = c.person_id LEFT JOIN person d ON d.id = c.deputy_id"
        " LEFT JOIN duty_function f ON f.id = c.function_id WHERE b.matrix_id = ?"
        " ORDER BY c.function_id IS NULL, p.name, c.id",
        (matrix,),
    )
    return tuple(
        ContactView(
            number, body, function, person, job, phone, email, deputy,
            Span(_day(first), _day(last)), _day(leaves),
        )
        for number, body, function, person, job, phone, email, deputy, first, last, leaves in rows
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
