"""Answers the two short questions: whom to ring about something, and how accountability stands."""

from __future__ import annotations

import re
import sqlite3
from datetime import date

import msgspec

from areateam.core.copies import replaced
from areateam.core.dates import format_date
from areateam.duties.duty_rules import Span
from areateam.duties.duty_views import AnswerView, answers, matrices, matrix_view
from areateam.duties.portfolio_rules import Work
from areateam.duties.portfolio_views import Team, team_of
from areateam.duties.unnamed_views import unnamed

_ASKED = re.compile(
    r"^(who do (i|we) (ring|call|phone)( about| for)?|who (answers|is accountable) for|who)\s+",
    re.IGNORECASE,
)


class Accountable(msgspec.Struct, frozen=True):
    """A function with the body that answers for it on a day; blanks where nobody does.

    `person` and `phone` are whom to ring there, where somebody is named; `away` is whom they
    stand in for, `deputy` who else may be rung. The body has it for `held`, the person for
    `named`.
    """

    function: int
    code: str
    name: str
    body: str
    body_name: str
    held: Span = msgspec.field(default_factory=Span)
    person: str = ""
    phone: str = ""
    away: str = ""
    deputy: str = ""
    named: Span = msgspec.field(default_factory=Span)

    @property
    def answer(self) -> str:
        """The body and the person in words, each with since when and until when."""
        if not self.body:
            return "nobody is accountable"
        body = _with_days(f"{self.body} {self.body_name}", self.held)
        if not self.person:
            return f"{body} · nobody is named there"
        away = f" for {self.away}, who is away" if self.away else ""
        deputy = f", deputy {self.deputy}" if self.deputy else ""
        who = _with_days(f"{self.person} {self.phone}".strip(), self.named)
        return f"{body} · {who}{away}{deputy}"


def _with_days(words: str, days: Span) -> str:
    first = f" since {format_date(days.first.isoformat())}" if days.first else ""
    last = f" until {format_date(days.last.isoformat())}" if days.last else ""
    return f"{words}{first}{last}"


def who_answers(connection: sqlite3.Connection, text: str, day: date) -> list[Accountable]:
    """Who answers on a day for the functions that a question or some words name.

    “Who do I ring about controlled drugs?” and “controlled drugs” mean the same.
    """
    words = _ASKED.sub("", text.strip().rstrip("?")).casefold().split()
    if not words:
        return []
    found = []
    team = team_of(connection)
    for head in matrices(connection):
        matrix = matrix_view(connection, head.key)
        for function in matrix.functions:
            known = f"{function.code} {function.name}".casefold()
            if not function.exists.holds_on(day) or not all(word in known for word in words):
                continue
            held = answers(matrix, function, day)
            first = next((each for each in held if "A" in each.duty.letters), None)
            told = Accountable(function.id, function.code, function.name, "", "")
            found.append(_asked(told, first, team, day) if first else told)
    return found


def _asked(told: Accountable, first: AnswerView, team: Team, day: date) -> Accountable:
    """The answer with the body, and whom to ring there: a contact, else by portfolio if ours."""
    told = replaced(told, body=first.body.code, body_name=first.body.name, held=first.duty.span)
    contact = first.contacts[0] if first.contacts else None
    if contact is not None:
        cover = next(
            (
                each.cover
                for each in team.absences
                if each.person.name == contact.person and each.away.days.holds_on(day)
                if each.cover is not None and each.cover.here.holds_on(day)
            ),
            None,
        )
        if cover is not None:
            return replaced(
                told, person=cover.name, phone=cover.phone, away=contact.person,
                deputy=contact.deputy if contact.deputy != cover.name else "", named=contact.span,
            )  # fmt: skip
        return replaced(
            told, person=contact.person, phone=contact.phone, deputy=contact.deputy,
            named=contact.span,
        )  # fmt: skip
    owner = team.close_owner(Work(frozenset((told.function,))), day) if first.body.own else None
    if owner is None:
        return told
    person = team.people[owner.person]
    away = team.people[owner.instead_of].name if owner.instead_of else ""
    days = owner.held.held if owner.held else Span()
    return replaced(told, person=person.name, phone=person.phone, away=away, named=days)


class AccountabilityStanding(msgspec.Struct, frozen=True):
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
