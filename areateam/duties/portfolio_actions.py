"""Writes who in the area team looks after what, and who is away."""

from __future__ import annotations

from areateam.core.problems import UserProblem
from areateam.duties.duty_rows import Absence, Portfolio
from areateam.duties.duty_rules import Span
from areateam.duties.portfolio_rules import Patch
from areateam.ledger.ledger import Write
from areateam.organisations.contractor_rows import Person


def give_portfolio(
    write: Write, person: int, patch: Patch, held: Span, *, deputy: bool = False
) -> int:
    """Give a person a function, a group, a PCT, or a mixture of them, and return its id."""
    return write.insert(
        Portfolio,
        person=person,
        function=patch.function,
        group_key=patch.group or None,
        pct=patch.pct or None,
        deputy=int(deputy),
        valid_from=held.first.isoformat() if held.first else None,
        valid_to=held.last.isoformat() if held.last else None,
    )


def end_portfolio(write: Write, portfolio: int, held: Span) -> None:
    """Set the days on which a person has a portfolio."""
    write.amend(
        Portfolio,
        portfolio,
        valid_from=held.first.isoformat() if held.first else None,
        valid_to=held.last.isoformat() if held.last else None,
    )


def drop_portfolio(write: Write, portfolio: int) -> None:
    """Take a portfolio away as if it had never been."""
    write.remove(Portfolio, portfolio)


def record_absence(
    write: Write, person: int, days: Span, cover: int | None, reason: str = ""
) -> int:
    """Enter days on which a person is away and who covers; returns its id.

    UserProblem: absence-days-needed, cover-is-self.
    """
    if days.first is None or days.last is None:
        raise UserProblem("absence-days-needed")
    if cover == person:
        raise UserProblem("cover-is-self")
    return write.insert(
        Absence,
        person=person,
        cover=cover,
        first_on=days.first.isoformat(),
        last_on=days.last.isoformat(),
        reason=reason or None,
    )


def drop_absence(write: Write, absence: int) -> None:
    """Take an absence away."""
    write.remove(Absence, absence)


def set_leaving(write: Write, person: int, last: str | None) -> None:
    """Set the last day of a person in the team, as an ISO date; None where none is known."""
    write.amend(Person, person, valid_to=last)
