"""Writes who in the area team looks after what, and who is away."""

from __future__ import annotations

from datetime import date, timedelta

from areateam.core.problems import UserProblem
from areateam.duties.duty_actions import refuse_backwards
from areateam.duties.duty_rows import Absence, Portfolio
from areateam.duties.duty_rules import Span
from areateam.duties.portfolio_rules import Patch
from areateam.duties.portfolio_views import portfolio_ref, span_between
from areateam.ledger.ledger import Write


def give_portfolio(
    write: Write, person: int, patch: Patch, held: Span, *, deputy: bool = False
) -> int:
    """Give a person a function, a group, a PCT, or a mixture of them, and return its id.

    UserProblem("days-backwards").
    """
    refuse_backwards(held.first, held.last)
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


def amend_portfolio(
    write: Write, portfolio: int, patch: Patch, held: Span, *, deputy: bool = False
) -> None:
    """State a portfolio anew: what it is of, since when and until when, whether as deputy.

    UserProblem: unknown-record, days-backwards.
    """
    refuse_backwards(held.first, held.last)
    if not write.execute("SELECT 1 FROM portfolio WHERE id = ?", (portfolio,)).fetchone():
        raise UserProblem("unknown-record", ref=portfolio_ref(portfolio))
    write.amend(
        Portfolio,
        portfolio,
        function=patch.function,
        group_key=patch.group or None,
        pct=patch.pct or None,
        deputy=int(deputy),
        valid_from=held.first.isoformat() if held.first else None,
        valid_to=held.last.isoformat() if held.last else None,
    )


def end_portfolio(write: Write, portfolio: int, last: date) -> None:
    """Set the last day on which a person has a portfolio.

    UserProblem: unknown-record, days-backwards.
    """
    row = write.execute("SELECT valid_from FROM portfolio WHERE id = ?", (portfolio,)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=portfolio_ref(portfolio))
    refuse_backwards(date.fromisoformat(row[0]) if row[0] else None, last)
    write.amend(Portfolio, portfolio, valid_to=last.isoformat())


def pass_portfolio(write: Write, portfolio: int, person: int, first: date) -> None:
    """Give a portfolio to another from a day on; who had it has it to the day before.

    UserProblem("unknown-record").
    """
    row = write.execute(
        "SELECT function_id, group_key, pct, deputy, valid_from, valid_to FROM portfolio"
        " WHERE id = ?",
        (portfolio,),
    ).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=portfolio_ref(portfolio))
    function, group, pct, deputy, begins, ends = row
    if begins and begins >= first.isoformat():
        write.amend(Portfolio, portfolio, person=person)
        return
    end_portfolio(write, portfolio, first - timedelta(days=1))
    held = span_between(first.isoformat(), ends)
    give_portfolio(
        write, person, Patch(function, group or "", pct or ""), held, deputy=bool(deputy)
    )


def record_absence(
    write: Write, person: int, days: Span, cover: int | None, reason: str = ""
) -> int:
    """Enter days on which a person is away and who covers; returns its id.

    UserProblem: absence-days-needed, days-backwards, cover-is-self.
    """
    if days.first is None or days.last is None:
        raise UserProblem("absence-days-needed")
    refuse_backwards(days.first, days.last)
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


def end_absence(write: Write, absence: int, back_on: date) -> None:
    """Have a person back on a day: their leave ends the day before, or never was.

    UserProblem("unknown-record").
    """
    row = write.execute("SELECT first_on FROM absence WHERE id = ?", (absence,)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref="leave")
    if back_on.isoformat() <= row[0]:
        write.remove(Absence, absence)
    else:
        write.amend(Absence, absence, last_on=(back_on - timedelta(days=1)).isoformat())
