"""Reads who in the area team looks after what, and who is away."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.duties.duty_rules import Span
from areateam.duties.portfolio_rules import Away, Held, Owner, Patch, Work, owner_on


class PersonView(msgspec.Struct, frozen=True):
    """A person of the area team."""

    id: int
    name: str
    job: str
    phone: str
    email: str
    here: Span


class PortfolioView(msgspec.Struct, frozen=True):
    """A portfolio as lists show it; `function` is the function's code and name."""

    id: int
    person: PersonView
    held: Held
    function: str
    group: str
    pct: str


class AbsenceView(msgspec.Struct, frozen=True):
    """An absence as lists show it."""

    id: int
    person: PersonView
    cover: PersonView | None
    away: Away
    reason: str


class Team(msgspec.Struct, frozen=True):
    """The people of the area team, what they look after, and when they are away."""

    people: dict[int, PersonView]
    portfolios: tuple[PortfolioView, ...]
    absences: tuple[AbsenceView, ...]

    def owner(self, work: Work, day: date) -> Owner | None:
        """Who looks after a piece of work on a day; who has left looks after and covers nothing."""
        return self._owner_of(work, day, [each.held for each in self.portfolios])

    def close_owner(self, work: Work, day: date) -> Owner | None:
        """As `owner`, by portfolios alone that name a function, a group or a PCT.

        One that holds for everything says nothing about a piece of work whose manager knows it.
        """
        near = [each.held for each in self.portfolios if any(each.held.patch.closeness)]
        return self._owner_of(work, day, near)

    def stand_in(self, person: int, day: date) -> Owner | None:
        """Who does a person's work on a day: they, their cover, or nobody once they have left."""
        return self._owner_of(Work(), day, [Held(person, Patch(), Span())])

    def _owner_of(self, work: Work, day: date, held: Sequence[Held]) -> Owner | None:
        here = {each.id for each in self.people.values() if each.here.holds_on(day)}
        away = [
            each.away if each.away.cover in here else replaced(each.away, cover=None)
            for each in self.absences
        ]
        return owner_on(work, day, [each for each in held if each.person in here], away)


_PERSON = "SELECT id, name, job, phone, email, valid_from, valid_to FROM person"


def team_of(connection: sqlite3.Connection) -> Team:
    """The area team as it is kept."""
    people = {row[0]: _person(row) for row in connection.execute(f"{_PERSON} ORDER BY name, id")}
    return Team(people, _portfolios(connection, people), _absences(connection, people))


def _person(row: tuple[Any, ...]) -> PersonView:
    made, name, job, phone, email, first, last = row
    return PersonView(made, name, job or "", phone or "", email or "", span_between(first, last))


def _portfolios(
    connection: sqlite3.Connection, people: dict[int, PersonView]
) -> tuple[PortfolioView, ...]:
    rows = connection.execute(
        "SELECT p.id, p.person_id, p.function_id, p.group_key, p.pct, p.deputy, p.valid_from,"
        " p.valid_to, f.code || ' ' || f.name FROM portfolio p"
        " LEFT JOIN duty_function f ON f.id = p.function_id ORDER BY p.id"
    )
    return tuple(
        PortfolioView(
            made,
            people[person],
            Held(
                person,
                Patch(function, group or "", pct or ""),
                span_between(first, last),
                bool(deputy),
            ),
            label or "",
            group or "",
            pct or "",
        )
        for made, person, function, group, pct, deputy, first, last, label in rows
    )


def _absences(
    connection: sqlite3.Connection, people: dict[int, PersonView]
) -> tuple[AbsenceView, ...]:
    rows = connection.execute(
        "SELECT id, person_id, cover_id, first_on, last_on, reason FROM absence"
        " ORDER BY first_on, id"
    )
    return tuple(
        AbsenceView(
            made,
            people[person],
            people.get(cover),
            Away(person, span_between(first, last), cover),
            reason or "",
        )
        for made, person, cover, first, last, reason in rows
    )


def next_absence(team: Team, person: int, day: date) -> AbsenceView | None:
    """A person's absence on a day, else the next one after it."""
    found = [
        each
        for each in team.absences
        if each.person.id == person and (each.away.days.last or day) >= day
    ]
    return found[0] if found else None


def span_between(first: str | None, last: str | None) -> Span:
    """The days between two ISO dates; None is no bound."""
    return Span(
        date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )


_MARK = "PF"


def portfolio_ref(portfolio: int) -> str:
    """The short name that commands take: "PF3"."""
    return f"{_MARK}{portfolio}"


def portfolio_id_of(ref: str) -> int:
    """The portfolio that a reference names; UserProblem("unknown-record") for another form."""
    number = ref.strip().upper().removeprefix(_MARK)
    if not number.isdecimal():
        raise UserProblem("unknown-record", ref=ref)
    return int(number)


def absence_row(each: AbsenceView) -> dict[str, str | None]:
    """An absence as lists in JSON give it."""
    days = each.away.days
    return {
        "person": each.person.name,
        "cover": each.cover.name if each.cover else None,
        "from": days.first.isoformat() if days.first else None,
        "to": days.last.isoformat() if days.last else None,
        "reason": each.reason or None,
    }


def portfolio_row(each: PortfolioView) -> dict[str, str | int | None]:
    """A portfolio as lists in JSON give it."""
    held = each.held.held
    return {
        "ref": portfolio_ref(each.id),
        "person": each.person.name,
        "function": each.function or None,
        "group": each.group or None,
        "pct": each.pct or None,
        "deputy": int(each.held.deputy),
        "from": held.first.isoformat() if held.first else None,
        "to": held.last.isoformat() if held.last else None,
    }
