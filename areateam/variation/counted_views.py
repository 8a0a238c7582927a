"""Counts what indicators compare that no field of a contract holds: cases, their days, visits."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import attrgetter
from statistics import median
from typing import NamedTuple

import msgspec

from areateam.cases.hours_views import COST_OF_CASES, rate_on
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Figures, Level
from areateam.core.dates import add_months
from areateam.organisations.organisation_views import own_area_team
from areateam.variation.figure_sql import area_team_sql

REFUSED = ("refused", "rejected")
UNDECIDED = ("withdrawn", "lapsed", "deferred")
COUNTED_WORDS = {
    Figures.DEADLINES: "Legal days that have come",
    Figures.CASE_DAYS: "Closed cases",
    Figures.DECISIONS: "Decided requests",
    Figures.CASE_COST: "Hours of staff on cases",
    Figures.VISITS: "Visits planned or made",
    Figures.CALL_OFFS: "Finished call-offs",
    Figures.VERDICTS: "Outliers",
}
"""What is counted, in words, to say what there is none of."""
RATE_WORDS = "Rate of staff an hour"
WITHOUT_WORDS = {
    Figures.CASE_COST: (
        "closed cases has no hours of staff, or hours of a day without a rate",
        "closed cases have no hours of staff, or hours of days without a rate",
    ),
}
"""What those counted lack that have no figure, of one and of several."""


class Counted(NamedTuple):
    """One thing counted, with the contract and bodies that it counts for.

    `contract` is None for what an applicant without a contract has. `numerator` is None where
    nobody entered what it is reckoned from: that is said, and counts nowhere.
    """

    contract: int | None
    ref: str
    name: str
    pct: str
    ccg: str
    area_team: str
    numerator: float | None
    denominator: float = 1.0


class _Asked(msgspec.Struct, frozen=True):
    connection: sqlite3.Connection
    catalogue: Catalogue
    on: str
    group: str


def _columns(asked: _Asked, applicant: str = "a") -> str:
    """The contract and the bodies that something counts for; `applicant` stands in for one."""
    return (
        f"c.id, coalesce(c.ods_code, c.contract_no, ''), coalesce(c.name, {applicant}.name, ''),"
        f" coalesce(c.pct_code, {applicant}.pct_code, ''), coalesce(c.ccg_code, ''),"
        f" coalesce({area_team_sql(date.fromisoformat(asked.on))}, '')"
    )


_WHOSE = (
    "LEFT JOIN contract c ON c.id = f.contract_id LEFT JOIN applicant a ON a.id = f.applicant_id"
)
_OF_GROUP = "(:group = '' OR coalesce(c.group_key, a.group_key) = :group)"


def counted(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    figures: Figures,
    on: date,
    group: str = "",
) -> list[Counted]:
    """Everything counted up to and with a day, in a group ("" for all); none where not kept."""
    count = _COUNTS.get(figures)
    return count(_Asked(connection, catalogue, on.isoformat(), group)) if count else []


def missing_figures(connection: sqlite3.Connection, figures: Figures, on: date) -> tuple[str, ...]:
    """What there is none of on a day, in words, where nothing counted has a figure."""
    if figures is not Figures.CASE_COST:
        return (COUNTED_WORDS[figures],)
    entries, rated = connection.execute(
        f"SELECT total(h.entries), total(h.rated) FROM case_file f JOIN ({COST_OF_CASES}) h"
        " ON h.case_id = f.id WHERE f.closed_on <= :on",
        {"on": on.isoformat()},
    ).fetchone()
    hours = () if entries else (COUNTED_WORDS[figures],)
    is_rated = rated == entries if entries else rate_on(connection, on) is not None
    return hours if is_rated else (*hours, RATE_WORDS)


def by_unit(things: Iterable[Counted], level: Level) -> dict[str, list[Counted]]:
    """Things by the contract ("C12") or body that they count for; what counts for none is out."""
    found: dict[str, list[Counted]] = {}
    unit_of = _UNITS[level]
    for each in things:
        found.setdefault(unit_of(each), []).append(each)
    found.pop("", None)
    return found


_UNITS: Mapping[Level, Callable[[Counted], str]] = {
    Level.CONTRACT: lambda each: "" if each.contract is None else f"C{each.contract}",
    Level.PCT: attrgetter("pct"),
    Level.CCG: attrgetter("ccg"),
    Level.AREA_TEAM: attrgetter("area_team"),
}


def summed(figures: Figures, found: Iterable[Counted]) -> tuple[float, float] | None:
    """The numerator and denominator of several together; None where none has a numerator.

    Days are compared by their median: the numerator is the median times the cases.
    """
    pairs = [(x.numerator, x.denominator) for x in found if x.numerator is not None]
    if len(pairs) < 2:
        return pairs[0] if pairs else None
    whole = sum(below for _, below in pairs)
    if figures is Figures.CASE_DAYS:
        return median(above for above, _ in pairs) * whole, whole
    return sum(above for above, _ in pairs), whole


def _deadlines(asked: _Asked) -> list[Counted]:
    """Each legal day that has come: met where the step was done by it.

    Steps that were left out, or whose clock stands still, owe nothing.
    """
    return _read(
        asked,
        f"SELECT {_columns(asked)}, s.done_on IS NOT NULL AND s.done_on <= s.legal"
        f" FROM case_step s JOIN case_file f ON f.id = s.case_id {_WHOSE}"
        " WHERE s.rule IS NOT NULL AND s.legal <= :on AND s.skipped_on IS NULL"
        f" AND s.paused_from IS NULL AND {_OF_GROUP}",
    )


def _case_days(asked: _Asked) -> list[Counted]:
    """Each closed case: the days from when it was received until it was closed."""
    return _read(
        asked,
        f"SELECT {_columns(asked)}, julianday(f.closed_on) - julianday(f.received_on)"
        f" FROM case_file f {_WHOSE}"
        f" WHERE f.closed_on <= :on AND {_OF_GROUP}",
    )


def _decisions(asked: _Asked) -> list[Counted]:
    """Each request that was decided: in favour or not."""
    refusals = ", ".join(repr(key) for key in REFUSED)
    undecided = ", ".join(repr(key) for key in UNDECIDED)
    return _read(
        asked,
        f"SELECT {_columns(asked)}, f.outcome NOT IN ({refusals}) FROM case_file f {_WHOSE}"
        f" WHERE f.closed_on <= :on AND f.outcome NOT IN ({undecided})"
        f" AND f.procedure_key IN ({_requests(asked.catalogue)}) AND {_OF_GROUP}",
    )


def _requests(catalogue: Catalogue) -> str:
    """The procedures that answer a request: those that may end in a refusal."""
    keys = [
        procedure.key
        for procedure in catalogue.procedures.known.values()
        if any(outcome.key in REFUSED for outcome in procedure.outcome)
    ]
    return ", ".join(repr(key) for key in keys) or "''"


def _visits(asked: _Asked) -> list[Counted]:
    """Each contract with a visit planned, or made in the last year: on time unless one is late."""
    year_ago = add_months(asked.on, -12)
    return _read(
        asked,
        f"SELECT {_columns(asked, 'c')},"
        " NOT (c.next_visit < :on AND coalesce(c.last_visit, '') < c.next_visit)"
        " FROM contract c WHERE (:group = '' OR c.group_key = :group)"
        f" AND (c.next_visit IS NOT NULL OR c.last_visit BETWEEN '{year_ago}' AND :on)"
        " AND coalesce(c.end_date, :on) >= :on AND coalesce(c.terminated_on, '9') > :on"
        " AND coalesce(c.start_date, :on) <= :on",
    )


def _case_cost(asked: _Asked) -> list[Counted]:
    """Each closed case: what the time spent on it cost, in pounds, by the rate of each day.

    A case without time, or with time of a day before any rate, has no figure.
    """
    rows = asked.connection.execute(
        f"SELECT {_columns(asked)}, iif(h.rated = h.entries, h.pence60 / 6000.0, NULL)"
        f" FROM case_file f {_WHOSE} LEFT JOIN ({COST_OF_CASES}) h ON h.case_id = f.id"
        f" WHERE f.closed_on <= :on AND {_OF_GROUP}",
        {"on": asked.on, "group": asked.group},
    )
    return [Counted(*row) for row in rows]


def _call_offs(asked: _Asked) -> list[Counted]:
    """Each call-off that was signed: the weeks it took fewer than 26, for the register's own team.

    Calendar weeks from the day it started to the day it ended, both counted: 182 days are 26.
    """
    if asked.group:
        return []
    team, _ = own_area_team(asked.connection)
    rows = asked.connection.execute(
        "SELECT number, title, (182 - (julianday(ended_on) - julianday(started_on) + 1)) / 7.0"
        " FROM call_off WHERE outcome = 'signed' AND ended_on <= ? ORDER BY ended_on, number",
        (asked.on,),
    ).fetchall()
    return [Counted(None, number, title, "", "", team, weeks) for number, title, weeks in rows]


def _verdicts(asked: _Asked) -> list[Counted]:
    """Each outlier of the other indicators: judged or not."""
    # The one indicator that is about the others reads their charts, which are made of this.
    from areateam.variation.outlier_register_views import outlier_register

    day = date.fromisoformat(asked.on)
    found = outlier_register(asked.connection, asked.catalogue, day, group=asked.group)
    return [
        Counted(
            line.contract,
            line.ref,
            line.name,
            line.pct,
            "",
            line.area_team,
            float(line.verdict.is_explained),
        )
        for line in found.lines
        if line.outside
    ]


def _read(asked: _Asked, sql: str) -> list[Counted]:
    rows = asked.connection.execute(sql, {"on": asked.on, "group": asked.group})
    return [Counted(*row) for row in rows if row[-1] is not None]


_COUNTS: Mapping[Figures, Callable[[_Asked], list[Counted]]] = {
    Figures.DEADLINES: _deadlines,
    Figures.CASE_DAYS: _case_days,
    Figures.DECISIONS: _decisions,
    Figures.CASE_COST: _case_cost,
    Figures.VISITS: _visits,
    Figures.CALL_OFFS: _call_offs,
    Figures.VERDICTS: _verdicts,
}
