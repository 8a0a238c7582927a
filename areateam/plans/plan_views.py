"""Reads plans: their versions, aims with measures, and the money behind them, year by year."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import msgspec

from areateam.core.problems import UserProblem
from areateam.organisations.organisation_views import own_area_team
from areateam.plans.plan_money_rules import Stream, added_up, cost_by_year, lifetime_cost
from areateam.plans.plan_rules import BENEFITS, figure_text, is_met, last_day, years_of

MARKS = {"plan": "PL", "plan_aim": "AIM", "plan_measure": "PM", "plan_line": "PI"}
"""What the references of a plan and its parts begin with, by kind."""


def plan_ref(kind: str, record: int) -> str:
    """The reference of a plan or a part of it: PL1, AIM2, PM3, PI4."""
    return f"{MARKS[kind]}{record}"


class PlanHead(msgspec.Struct, frozen=True):
    """A version of a plan or a scenario, and whether anything can still be changed in it."""

    id: int
    lineage: str
    name: str
    body: str
    body_name: str
    starts_on: date
    length: int
    version: int
    follows: int | None
    copy_of: int | None
    settled: str | None
    merged_into: int | None
    followed: bool

    @property
    def ref(self) -> str:
        """Its reference."""
        return plan_ref("plan", self.id)

    @property
    def ends_on(self) -> date:
        """The last day."""
        return last_day(self.starts_on, self.length)

    @property
    def years(self) -> tuple[int, ...]:
        """The financial years that it touches."""
        return years_of(self.starts_on, self.length)

    @property
    def is_scenario(self) -> bool:
        """Whether it is a copy that is tried out, or was and was discarded."""
        return self.copy_of is not None and self.settled != "adopted"

    @property
    def is_current(self) -> bool:
        """Whether it is the version that holds."""
        return not self.is_scenario and not self.followed

    @property
    def is_open(self) -> bool:
        """Whether it can be changed: the version that holds, or a scenario not yet settled."""
        return self.settled is None if self.is_scenario else not self.followed

    @property
    def state(self) -> str:
        """What it is in words."""
        if self.is_scenario:
            return "scenario" if self.settled is None else "scenario, discarded"
        if self.merged_into:
            return f"version {self.version}, merged into {plan_ref('plan', self.merged_into)}"
        return f"version {self.version}" if self.is_current else f"version {self.version}, replaced"


class MeasureView(msgspec.Struct, frozen=True):
    """A measure with its targets by year, and its figures, the oldest first."""

    id: int
    lineage: str
    name: str
    unit: str
    places: int
    direction: str
    baseline: int | None
    baseline_on: str | None
    source: str | None
    indicator: str | None
    owner: str
    check_in: int | None
    targets: Mapping[int, int]
    actuals: tuple[tuple[str, int, str], ...]

    @property
    def ref(self) -> str:
        """Its reference."""
        return plan_ref("plan_measure", self.id)

    def text(self, scaled: int | None) -> str:
        """A value of the measure with its unit."""
        return figure_text(scaled, self.places, self.unit)

    def short(self, scaled: int | None) -> str:
        """A value without the words of its unit, for a column: "£11.40", "64", "71.8%"."""
        return figure_text(scaled, self.places, self.unit[:1] if self.unit[:1] in "£%" else "")

    def due(self, year: int) -> int | None:
        """The last target due by the end of a year; None where there is none."""
        past = [each for each in self.targets if each <= year]
        return self.targets[max(past)] if past else None

    def met(self, year: int) -> bool | None:
        """Whether the last figure reaches the target of a year; None where one is missing."""
        target = self.due(year)
        if target is None or not self.actuals:
            return None
        return is_met(self.direction, target, self.actuals[-1][1])


class AimView(msgspec.Struct, frozen=True):
    """An aim with its measures."""

    id: int
    lineage: str
    position: int
    name: str
    benefit: str
    domain: int | None
    owner: str
    dropped_on: str | None
    drop_reason: str | None
    measures: tuple[MeasureView, ...]

    @property
    def ref(self) -> str:
        """Its reference."""
        return plan_ref("plan_aim", self.id)

    @property
    def benefit_name(self) -> str:
        """The benefit in words."""
        return BENEFITS[self.benefit]

    @property
    def is_dropped(self) -> bool:
        """Whether this version drops it."""
        return self.dropped_on is not None


class LineView(msgspec.Struct, frozen=True):
    """A line of money with its cost in each financial year."""

    id: int
    lineage: str
    name: str
    nature: str
    aim: int | None
    stream: Stream
    ends_on: str | None
    body: str | None
    contract: int | None
    contract_name: str
    contract_pct: str | None
    case: int | None
    calloff: str | None
    costs: Mapping[int, int]

    @property
    def ref(self) -> str:
        """Its reference."""
        return plan_ref("plan_line", self.id)

    @property
    def lifetime(self) -> int:
        """Pence over all its days; what its years add up to."""
        return lifetime_cost(self.stream)

    @property
    def tied_to(self) -> str:
        """What it is tied to, by reference; blank for nothing."""
        found = (
            f"C{self.contract}" if self.contract else "",
            f"CA{self.case}" if self.case else "",
            self.calloff or "",
        )
        return ", ".join(each for each in found if each)


class Control(msgspec.Struct, frozen=True):
    """What may be spent in a year, and why so much."""

    year: int
    pence: int
    explanation: str


class PlanView(msgspec.Struct, frozen=True, dict=True):
    """A plan whole: what the page shows and the commands print."""

    head: PlanHead
    aims: tuple[AimView, ...]
    lines: tuple[LineView, ...]
    controls: Mapping[int, Control]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The plan's own years, and those beyond in which any line costs money."""
        touched = {year for line in self.lines for year in line.costs}
        return tuple(sorted({*self.head.years, *touched}))

    @cached_property
    def totals(self) -> dict[int, int]:
        """Pence by year, of all lines."""
        return _of_years(self.lines, self.years)

    @cached_property
    def living(self) -> tuple[AimView, ...]:
        """The aims that are not dropped."""
        return tuple(each for each in self.aims if not each.is_dropped)

    def aim(self, record: int | None) -> AimView | None:
        """An aim by its id."""
        return next((each for each in self.aims if each.id == record), None)

    def lines_of(self, aim: int | None) -> tuple[LineView, ...]:
        """The lines tied to an aim; with None, those tied to none."""
        return tuple(each for each in self.lines if each.aim == aim)

    def cost_of(self, lines: Iterable[LineView]) -> dict[int, int]:
        """Pence by year of some lines, each of the plan's years named."""
        return _of_years(lines, self.years)

    def over(self, year: int) -> int | None:
        """Pence above the year's limit, negative below it; None where none is set."""
        control = self.controls.get(year)
        return None if control is None else self.totals.get(year, 0) - control.pence


def _of_years(lines: Iterable[LineView], years: tuple[int, ...]) -> dict[int, int]:
    return {**dict.fromkeys(years, 0), **added_up(line.costs for line in lines)}


_HEAD = (
    "SELECT p.id, p.lineage, p.name, p.body,"
    " coalesce((SELECT b.name FROM body b WHERE b.code = p.body LIMIT 1), p.body),"
    " p.starts_on, p.years, p.version, p.follows_id, p.copy_of_id, p.settled,"
    " p.merged_into_id, p.merged_into_id IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM plan n WHERE n.follows_id = p.id) FROM plan p"
)


def plans(connection: sqlite3.Connection) -> list[PlanHead]:
    """Every version and scenario, plan by plan, the newest first."""
    rows = connection.execute(_HEAD + " ORDER BY p.name, p.lineage, p.version DESC, p.id DESC")
    return [_head(row) for row in rows]


def plan_head(connection: sqlite3.Connection, plan: int) -> PlanHead:
    """One version; UserProblem("unknown-record") where there is none."""
    row = connection.execute(_HEAD + " WHERE p.id = ?", (plan,)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=plan_ref("plan", plan))
    return _head(row)


def _head(row: tuple[Any, ...]) -> PlanHead:
    return PlanHead(*(*row[:5], date.fromisoformat(row[5]), *row[6:12], bool(row[12])))


def plan_view(connection: sqlite3.Connection, plan: int) -> PlanView:
    """A plan whole; UserProblem("unknown-record") where there is none."""
    head = plan_head(connection, plan)
    controls = connection.execute(
        "SELECT year, amount_pence, explanation FROM plan_control WHERE plan_id = ? ORDER BY year",
        (plan,),
    )
    return PlanView(
        head,
        _aims(connection, plan),
        _lines(connection, head),
        {year: Control(year, pence, why) for year, pence, why in controls},
    )


def _aims(connection: sqlite3.Connection, plan: int) -> tuple[AimView, ...]:
    measures = _measures(connection, plan)
    rows = connection.execute(
        "SELECT a.id, a.lineage, a.position, a.name, a.benefit, a.domain, coalesce(o.name, ''),"
        " a.dropped_on, a.drop_reason FROM plan_aim a LEFT JOIN person o ON o.id = a.owner_id"
        " WHERE a.plan_id = ? ORDER BY a.position, a.id",
        (plan,),
    )
    return tuple(AimView(*(*row, tuple(measures.get(row[0], ())))) for row in rows)


def _measures(connection: sqlite3.Connection, plan: int) -> dict[int, list[MeasureView]]:
    within = " IN (SELECT m.id FROM plan_measure m JOIN plan_aim a ON a.id = m.aim_id"
    targets: dict[int, dict[int, int]] = {}
    for measure, year, target in connection.execute(
        "SELECT measure_id, year, target FROM plan_target WHERE measure_id"
        + within
        + " WHERE a.plan_id = ?) ORDER BY year",
        (plan,),
    ):
        targets.setdefault(measure, {})[year] = target
    actuals: dict[str, list[tuple[str, int, str]]] = {}
    for line, day, figure, source in connection.execute(
        "SELECT lineage, taken_on, figure, source FROM plan_actual"
        " WHERE lineage IN (SELECT m.lineage FROM plan_measure m"
        " JOIN plan_aim a ON a.id = m.aim_id WHERE a.plan_id = ?) ORDER BY taken_on, id",
        (plan,),
    ):
        actuals.setdefault(line, []).append((day, figure, source))
    found: dict[int, list[MeasureView]] = {}
    for aim, *row in connection.execute(
        "SELECT m.aim_id, m.id, m.lineage, m.name, m.unit, m.places, m.direction, m.baseline,"
        " m.baseline_on, m.source, m.indicator, coalesce(o.name, ''), m.check_in"
        " FROM plan_measure m"
        " JOIN plan_aim a ON a.id = m.aim_id LEFT JOIN person o ON o.id = m.owner_id"
        " WHERE a.plan_id = ? ORDER BY m.id",
        (plan,),
    ):
        measure = MeasureView(*(*row, targets.get(row[0], {}), tuple(actuals.get(row[1], ()))))
        found.setdefault(aim, []).append(measure)
    return found


def _lines(connection: sqlite3.Connection, head: PlanHead) -> tuple[LineView, ...]:
    rows = connection.execute(
        "SELECT l.id, l.lineage, l.name, l.nature, l.aim_id, l.amount_pence, l.recurrent,"
        " l.starts_on, l.ends_on, l.body, l.contract_id, coalesce(c.name, ''), c.pct_code,"
        " l.case_id, l.calloff FROM plan_line l LEFT JOIN contract c ON c.id = l.contract_id"
        " WHERE l.plan_id = ? ORDER BY l.id",
        (head.id,),
    )
    found = []
    for record, line, name, nature, aim, pence, recurrent, first, last, *tied in rows:
        until = date.fromisoformat(last) if last else head.ends_on
        stream = Stream(pence, bool(recurrent), date.fromisoformat(first), until)
        costs = cost_by_year(stream)
        found.append(LineView(*(record, line, name, nature, aim, stream, last, *tied, costs)))
    return tuple(found)


def plan_id_of(connection: sqlite3.Connection, ref: str) -> int:
    """The plan that a reference such as PL2 or a name means; without any, the only one that holds.

    Of several, the only one of the area team.
    UserProblem: no-plan, plan-not-named, unknown-record.
    """
    every = plans(connection)
    word = ref.strip()
    if word:
        sought = word.casefold()
        named = [e for e in every if e.ref.casefold() == sought]
        named = named or [e for e in every if e.name.casefold() == sought and e.is_current]
        if len(named) != 1:
            raise UserProblem("unknown-record", ref=ref)
        return named[0].id
    current = [each for each in every if each.is_current]
    if not current:
        raise UserProblem("no-plan")
    own = own_area_team(connection)[0]
    ours = [each for each in current if each.body == own] if len(current) > 1 else current
    if len(ours) != 1:
        raise UserProblem("plan-not-named", known=", ".join(e.ref for e in current))
    return ours[0].id


def plan_of_aim(connection: sqlite3.Connection, aim: int) -> int:
    """The plan, in the version, that an aim is of; UserProblem("unknown-record")."""
    row = connection.execute("SELECT plan_id FROM plan_aim WHERE id = ?", (aim,)).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=plan_ref("plan_aim", aim))
    return int(row[0])


def part_id_of(connection: sqlite3.Connection, kind: str, ref: str) -> int:
    """The aim, measure or line that a reference means; UserProblem("unknown-record")."""
    number = ref.strip().upper().removeprefix(MARKS[kind])
    if number.isdecimal():
        row = connection.execute(f"SELECT id FROM {kind} WHERE id = ?", (int(number),)).fetchone()
        if row:
            return int(row[0])
    raise UserProblem("unknown-record", ref=ref)
