"""Commands about portfolios: who in the area team looks after what, and who is away."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from areateam.commands.output import give, say
from areateam.commands.people_named import person_asked, person_or_none
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.duties.duty_rules import Span
from areateam.duties.duty_views import matrix_view
from areateam.duties.portfolio_actions import (
    end_absence,
    end_portfolio,
    give_portfolio,
    record_absence,
)
from areateam.duties.portfolio_rules import Patch
from areateam.duties.portfolio_views import (
    AbsenceView,
    absence_row,
    next_absence,
    portfolio_id_of,
    portfolio_ref,
    portfolio_row,
    team_of,
)
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.people_views import known_person
from areateam.organisations.person_actions import entered


def portfolio_rows(office: Office) -> list[dict[str, Any]]:
    """Every portfolio for `list portfolios`."""
    return [portfolio_row(each) for each in team_of(office.store.connection).portfolios]


def absence_rows(office: Office) -> list[dict[str, Any]]:
    """Every absence for `list absences`."""
    return [absence_row(each) for each in team_of(office.store.connection).absences]


def run_portfolio(office: Office, options: Namespace) -> int:
    """Give a person a function, a group, a PCT, or a mixture of them."""
    patch = _patch(office, options)
    span = Span(options.first, options.last)

    person = person_asked(office, options, options.person)

    def act(write: Write) -> int:
        return give_portfolio(write, entered(write, person), patch, span, deputy=options.deputy)

    written = office.write(f"Portfolio of {person.name}", act)
    say(options, f"{person.name} has a portfolio")
    give(options, {"ref": f"PF{written.result}", "operation": written.operation})
    return 0


def _patch(office: Office, options: Namespace) -> Patch:
    pct = office.catalogue.body(options.pct.upper(), "pct").code if options.pct else ""
    if options.group and options.group not in office.catalogue.groups:
        raise UserProblem(
            "group-unknown", value=options.group, known=", ".join(office.catalogue.groups)
        )
    function = None
    if options.function:
        matrix = matrix_view(office.store.connection, options.matrix)
        function = matrix.function(options.function).id
    return Patch(function, options.group, pct)


def run_release(office: Office, options: Namespace) -> int:
    """Set the last day of a portfolio; today where none is named."""
    portfolio, last = portfolio_id_of(options.ref), options.on or office.today()
    written = office.write(
        f"End {portfolio_ref(portfolio)}", lambda write: end_portfolio(write, portfolio, last)
    )
    say(options, f"{portfolio_ref(portfolio)} ends {format_date(last.isoformat())}")
    give(options, {"ref": portfolio_ref(portfolio), "operation": written.operation})
    return 0


def run_leave(office: Office, options: Namespace) -> int:
    """Enter days on which a person is away, and who covers."""
    person = person_asked(office, options, options.person)
    cover = person_or_none(office, options, options.cover)

    def act(write: Write) -> int:
        covers = entered(write, cover) if cover else None
        span = Span(options.first, options.last)
        return record_absence(write, entered(write, person), span, covers, options.reason)

    written = office.write(f"Leave of {person.name}", act)
    say(options, f"{person.name} is away")
    give(options, {"operation": written.operation})
    return 0


def run_return(office: Office, options: Namespace) -> int:
    """Have a person back: leave that is on ends the day before, leave that is to come never is."""
    connection, day = office.store.connection, options.on or office.today()
    person, name = known_person(connection, options.person)
    absence = next_absence(team_of(connection), person, day)
    if absence is None:
        raise UserProblem("absence-none", name=name, day=format_date(day.isoformat()))
    written = office.write(
        f"{name} is back", lambda write: end_absence(write, absence.id, max(day, _first(absence)))
    )
    say(options, f"{name} is back")
    give(options, {"operation": written.operation})
    return 0


def _first(absence: AbsenceView) -> date:
    assert absence.away.days.first is not None
    return absence.away.days.first
