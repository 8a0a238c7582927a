"""Holds two sets of plans side by side: two places, two area teams, or one of them on two days."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from datetime import date

import msgspec

from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.transition.plan_past_views import plans_on
from areateam.transition.readiness_rules import Light
from areateam.transition.readiness_views import ReadyCell, ready_cell
from areateam.transition.transition_views import PlanView, TaskView, plan_heads, plans

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class PlanSet(msgspec.Struct, frozen=True):
    """Plans that are compared with others: how they are called, and the day they stood so."""

    label: str
    day: date
    plans: tuple[PlanView, ...]

    @property
    def tasks(self) -> list[TaskView]:
        """The tasks of all of them."""
        return [task for plan in self.plans for task in plan.tasks]


class CompareSide(msgspec.Struct, frozen=True):
    """How one set stands in a workstream: its tasks, and the fewest days in hand of open ones."""

    cell: ReadyCell
    in_hand: int | None


class CompareLine(msgspec.Struct, frozen=True):
    """A workstream, or all of them, on both sides."""

    name: str
    first: CompareSide
    second: CompareSide


class LateLine(msgspec.Struct, frozen=True):
    """A task of the programme that is late on a side, with the places where it is."""

    key: str
    title: str
    first: tuple[str, ...]
    second: tuple[str, ...]


class Comparison(msgspec.Struct, frozen=True):
    """Two sets side by side; the last of `lines` is all workstreams together."""

    first: PlanSet
    second: PlanSet
    lines: tuple[CompareLine, ...]
    late: tuple[LateLine, ...]


def plan_set(
    connection: sqlite3.Connection, catalogue: Catalogue, asked: str, today: date
) -> PlanSet:
    """The plans that a text asks for: "5N8", "Q55", "all", each with "@2012-10-01" or only a day.

    UserProblem: plan-set-unknown, plan-set-empty for a day or a team without plans,
    plan-set-later for a day that has not come yet.
    """
    where, _, on = asked.strip().partition("@")
    if _DAY.fullmatch(where) and not on:
        where, on = "all", where
    day = _day(on, asked) if on else today
    if day > today:
        raise UserProblem("plan-set-later", day=format_date(day.isoformat()))
    known = {head.place: head.place_name for head in plan_heads(connection)}
    code = where.upper()
    names = {code: known[code]} if code in known else _places_of(connection, code, known)
    if names is None:
        raise UserProblem("plan-set-unknown", value=asked, known=", ".join(sorted(known)) or "none")
    book = rulebook(connection, catalogue, day)
    # Today is read as it stands: a day that is travelled to has no journal of its own.
    if day == today:
        found = [plan for plan in plans(connection, book) if plan.head.place in names]
    else:
        found = plans_on(connection, book, tuple(names))
    if not found:
        raise UserProblem("plan-set-empty", value=asked)
    label = where.upper() if where.lower() != "all" else "All places"
    then = "" if day == today else f", {format_date(day.isoformat())}"
    return PlanSet(f"{label}{then}", day, tuple(found))


def _day(text: str, asked: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserProblem(
            "plan-set-unknown", value=asked, known="a day such as 2012-10-01"
        ) from error


def _places_of(
    connection: sqlite3.Connection, code: str, known: dict[str, str]
) -> dict[str, str] | None:
    """The places with plans of an area team, or all; None where there is no such team."""
    if code == "ALL":
        return known
    rows = connection.execute(
        "SELECT l.code FROM body_link l JOIN body b ON b.code = l.other AND b.kind_of = 'area_team'"
        " WHERE l.other = ? AND l.link = 'in_area_team'",
        (code,),
    ).fetchall()
    if not rows:
        return None
    return {place: known[place] for (place,) in rows if place in known}


def compare_sets(first: PlanSet, second: PlanSet) -> Comparison:
    """Both sets, workstream by workstream, then all together; and what is late on either side."""
    streams = dict.fromkeys(
        task.facts.workstream for each in (first, second) for task in each.tasks
    )
    lines = [CompareLine(stream, _side(first, stream), _side(second, stream)) for stream in streams]
    lines.append(CompareLine("All workstreams", _side(first), _side(second)))
    return Comparison(first, second, tuple(lines), tuple(_late(first, second)))


def _side(each: PlanSet, stream: str = "") -> CompareSide:
    tasks = [task for task in each.tasks if stream in ("", task.facts.workstream)]
    slack = [task.forecast.slack for task in tasks if task.forecast.slack is not None]
    return CompareSide(ready_cell(tasks), min(slack, default=None))


def _late(first: PlanSet, second: PlanSet) -> Sequence[LateLine]:
    places: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for side, each in enumerate((first, second)):
        for task in each.tasks:
            if task.light is Light.LATE:
                key = (task.facts.key, task.facts.title)
                places.setdefault(key, ([], []))[side].append(task.place)
    return [
        LateLine(key, title, tuple(left), tuple(right))
        for (key, title), (left, right) in sorted(places.items())
    ]


def sets_offered(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """What can be compared, as code and name: each place with a plan, then area teams, then all."""
    places = {head.place: head.place_name for head in plan_heads(connection)}
    teams = connection.execute(
        "SELECT DISTINCT b.code, b.name FROM body_link l"
        " JOIN body b ON b.code = l.other AND b.kind_of = 'area_team'"
        " WHERE l.link = 'in_area_team' AND l.code IN (SELECT place FROM handover) ORDER BY b.code"
    )
    return [*places.items(), *teams.fetchall(), ("all", "All places")]
