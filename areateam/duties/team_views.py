"""The area team on a day: what each person looks after and has to do, and what nobody holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from areateam.duties.portfolio_rules import Work
from areateam.duties.portfolio_views import AbsenceView, PersonView, PortfolioView, Team, team_of

_LIVE = "coalesce(terminated_on, :day) >= :day AND coalesce(end_date, :day) >= :day"
_CONTRACTS = (
    "SELECT manager_id, count(*) FROM contract WHERE manager_id IS NOT NULL"
    f" AND {_LIVE} GROUP BY manager_id"
)
_CASES = (
    "SELECT manager_id, count(*) FROM case_file WHERE manager_id IS NOT NULL AND closed_on IS NULL"
    " GROUP BY manager_id"
)
_PATCHES = (
    f"SELECT group_key, pct_code, count(*) FROM contract WHERE {_LIVE} AND pct_code IN"
    " (SELECT l.code FROM body_link l WHERE l.other ="
    "  (SELECT other FROM body_link WHERE link = 'own')) GROUP BY group_key, pct_code"
    " ORDER BY pct_code, group_key"
)


class MemberLine(msgspec.Struct, frozen=True):
    """A person of the team on a day, with what they look after then or later, and their work.

    `away` is the absence they are in on that day; `absences` all that are not over.
    """

    person: PersonView
    portfolios: tuple[PortfolioView, ...]
    absences: tuple[AbsenceView, ...]
    away: AbsenceView | None
    contracts: int
    cases: int
    tasks: int
    gone: bool

    @property
    def work(self) -> int:
        """Everything that is with them."""
        return self.contracts + self.cases + self.tasks


class Unheld(msgspec.Struct, frozen=True):
    """A group in a PCT that no portfolio holds, and how many contracts it has."""

    group: str
    pct: str
    contracts: int


class TeamStanding(msgspec.Struct, frozen=True):
    """The team on a day."""

    day: date
    team: Team
    lines: tuple[MemberLine, ...]
    unheld: tuple[Unheld, ...]


def team_standing(
    connection: sqlite3.Connection, day: date, tasks: Mapping[int, int]
) -> TeamStanding:
    """The team on a day; `tasks` are the open tasks of hand-overs by person.

    Who has left is listed while anything is with them still.
    """
    at = {"day": day.isoformat()}
    team = team_of(connection)
    contracts = dict(connection.execute(_CONTRACTS, at).fetchall())
    cases = dict(connection.execute(_CASES).fetchall())
    own = {
        number for (number,) in connection.execute("SELECT id FROM person WHERE team IS NOT NULL")
    }
    lines = []
    for person in team.people.values():
        counts = [kind.get(person.id, 0) for kind in (contracts, cases, tasks)]
        line = _member(team, person, day, counts)
        if (person.id in own and not line.gone) or line.work or line.portfolios:
            lines.append(line)
    return TeamStanding(day, team, tuple(lines), unheld_patches(connection, team, day))


def _member(team: Team, person: PersonView, day: date, counts: Sequence[int]) -> MemberLine:
    held = tuple(
        each
        for each in team.portfolios
        if each.person.id == person.id and _not_over(each.held.held.last, day)
    )
    absences = tuple(
        each
        for each in team.absences
        if each.person.id == person.id and _not_over(each.away.days.last, day)
    )
    away = next((each for each in absences if each.away.days.holds_on(day)), None)
    gone = not _not_over(person.here.last, day)
    contracts, cases, tasks = counts
    return MemberLine(person, held, absences, away, contracts, cases, tasks, gone)


def _not_over(last: date | None, day: date) -> bool:
    return last is None or last >= day


def unheld_patches(connection: sqlite3.Connection, team: Team, day: date) -> tuple[Unheld, ...]:
    """Each group in each PCT of ours that has contracts on a day and is in nobody's portfolio."""
    rows = connection.execute(_PATCHES, {"day": day.isoformat()})
    return tuple(
        Unheld(group, pct, count)
        for group, pct, count in rows
        if team.close_owner(Work(frozenset(), group, pct), day) is None
    )
