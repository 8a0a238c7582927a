"""Answers the two short questions: whom to ring about something, and how accountability stands."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from datetime import date

from areateam.duties.duty_views import answers, matrices, matrix_view
from areateam.duties.unnamed_views import unnamed

_ASKED = re.compile(
    r"^(who do (i|we) (ring|call|phone)( about| for)?|who (answers|is accountable) for|who)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Accountable:
    """A function with the body that answers for it on a day; blanks where nobody does.

    `person` and `phone` are whom to ring there, where somebody is named.
    """

    function: int
    code: str
    name: str
    body: str
    body_name: str
    person: str
    phone: str

    @property
    def answer(self) -> str:
        """The body and the person in words."""
        if not self.body:
            return "nobody is accountable"
        who = f"{self.person} {self.phone}".strip()
        return f"{self.body} {self.body_name}" + (f" · {who}" if who else "")


def who_answers(connection: sqlite3.Connection, text: str, day: date) -> list[Accountable]:
    """Who answers on a day for the functions that a question or some words name.

    “Who do I ring about controlled drugs?” and “controlled drugs” mean the same.
    """
    words = _ASKED.sub("", text.strip().rstrip("?")).casefold().split()
    if not words:
        return []
    found = []
    for head in matrices(connection):
        matrix = matrix_view(connection, head.key)
        for function in matrix.functions:
            known = f"{function.code} {function.name}".casefold()
            if not function.exists.holds_on(day) or not all(word in known for word in words):
                continue
            held = answers(matrix, function, day)
            first = next((each for each in held if "A" in each.duty.letters), None)
            contact = first.contacts[0] if first and first.contacts else None
            found.append(
                Accountable(
                    function.id,
                    function.code,
                    function.name,
                    first.body.code if first else "",
                    first.body.name if first else "",
                    contact.person if contact else "",
                    contact.phone if contact else "",
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class AccountabilityStanding:
    """How the first matrix stands on the day of its change, or on a later day."""

    day: date
    functions: int
    ours: int
    gaps: int
    overlaps: int
    unconfirmed: int
    unnamed: int
    """Ours with nobody to ring."""


def accountability(connection: sqlite3.Connection, day: date) -> AccountabilityStanding | None:
    """How accountability stands from the change on; None without a matrix."""
    if not matrices(connection):
        return None
    matrix = matrix_view(connection)
    on = max(day, matrix.head.change_on)
    proof = matrix.proof(on, on)
    own = {body.code for body in matrix.bodies if body.own}
    return AccountabilityStanding(
        day=on,
        functions=proof.functions,
        ours=sum(bool(own & set(each.holders)) for each in proof.stretches),
        gaps=len(proof.gaps),
        overlaps=len(proof.overlaps),
        unconfirmed=sum(r.code == "duty-successor-unconfirmed" for r in matrix.remarks(on)),
        unnamed=len(unnamed(connection, matrix, on)),
    )
