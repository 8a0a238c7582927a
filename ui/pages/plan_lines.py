"""The lines of a plan's tables, and the fields that can be changed beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.core.amounts import format_money
from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.plans.plan_money_rules import year_name
from areateam.plans.plan_rules import BENEFITS, DIRECTIONS, DOMAINS, NATURES
from ui.pages.change_table import ListedRows
from ui.style.marks import Mark, Shape, Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.plan_ties import Tie
    from areateam.plans.plan_gap_views import Drift
    from areateam.plans.plan_views import AimView, LineView, MeasureView, PlanHead, PlanView
    from areateam.plans.roll_up_views import Sum

_MONEY = 118
_PENCE = 2


def _words(key: str, label: str, width: int) -> Column:
    return Column(Field(key, label), "", width=width)


def _figure(key: str, label: str, width: int) -> Column:
    return Column(Field(key, label, Kind.DECIMAL), "", width=width)


def _as_written(value: Any, _: Row) -> Cell:
    return value if isinstance(value, Cell) else Cell(str(value or ""))


def plan_table(name: str, stretch: str = "name") -> TableView:
    """A table of a plan."""
    return TableView(LazyTableModel(), name=name, stretch=stretch)


def in_card(table: TableView) -> QWidget:
    """A table with the border of a card."""
    card = make_frame("card")
    inner = QVBoxLayout(card)
    inner.setContentsMargins(1, 1, 1, 1)
    inner.addWidget(table)
    return card


def show_lines(table: TableView, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Show lines whose every cell stands as it is written."""
    table.rows_model.looks = {column.key: _as_written for column in columns}
    table.set_source(ListedRows(columns, rows))


def span_aims(table: TableView) -> None:
    """Let the name of an aim run over the columns that only measures fill."""
    model = table.rows_model
    table.clearSpans()
    for place in range(model.rowCount()):
        if str(model.id_at(place)).startswith("plan_aim"):
            table.setSpan(place, 0, 1, model.columnCount() - 1)


# ---- aims


def aim_columns(plan: PlanView) -> list[Column]:
    """What is aimed at, from where, to where by each year, and where it stands."""
    years = [_figure(f"y{year}", year_name(year), 62) for year in plan.head.years]
    return [
        _words("name", "Aim and measure", 200),
        _figure("baseline", "Baseline", 66),
        *years,
        _figure("last", "Last figure", 88),
        _figure("money", "Money", 118),
    ]


def aim_rows(plan: PlanView, year: int) -> list[Row]:
    """Each aim above its measures; the marks are those of a financial year."""
    found: list[Row] = []
    for aim in plan.aims:
        money = sum(sum(line.costs.values()) for line in plan.lines_of(aim.id))
        tail = f"dropped {format_date(aim.dropped_on)}" if aim.dropped_on else aim.benefit_name
        tone = Tone.QUIET if aim.is_dropped else None
        head = Cell(aim.name, strong=not aim.is_dropped, tone=tone, tail=tail)
        bare = not money and not aim.is_dropped
        cell = Cell("none", Mark(Shape.RISK, "no money")) if bare else Cell(format_money(money))
        blanks = [""] * (2 + len(plan.head.years))
        found.append((f"plan_aim {aim.id}", head, *blanks, cell))
        found += [_measure_row(plan, measure, year) for measure in aim.measures]
    return found


def _measure_row(plan: PlanView, measure: MeasureView, year: int) -> Row:
    targets = [measure.short(measure.targets.get(each)) for each in plan.head.years]
    last = measure.short(measure.actuals[-1][1]) if measure.actuals else "none yet"
    met = measure.met(year)
    mark = None if met is None else _met_mark(met=met)
    cell = Cell(last, mark, tone=None if measure.actuals else Tone.QUIET)
    words = f"{measure.name}, {measure.unit}" if len(measure.unit) > 1 else measure.name
    name = Cell(f"    {words}", spoken=words)
    return (
        f"plan_measure {measure.id}",
        name,
        measure.short(measure.baseline),
        *targets,
        cell,
        "",
    )


def _met_mark(*, met: bool) -> Mark:
    return Mark(Shape.OK, "on target") if met else Mark(Shape.LATE, "behind target")


# ---- money


def money_columns(plan: PlanView, first: str = "Money for") -> list[Column]:
    """What it is for, and what it costs year by year and in all."""
    years = [_figure(f"y{year}", year_name(year), _MONEY) for year in plan.years]
    return [_words("name", first, 240), *years, _figure("all", "All years", _MONEY)]


def money_rows(plan: PlanView) -> list[Row]:
    """Each line of money, then all lines, the limits and what is over or under them."""
    living = {aim.id for aim in plan.living}
    found: list[Row] = []
    for line in plan.lines:
        bare = line.aim not in living
        mark = Mark(Shape.RISK, "without an aim") if bare else None
        tail = "" if line.stream.recurrent else "once"
        name = Cell(line.name, mark, tone=Tone.PLAIN, tail=tail)
        found.append((f"plan_line {line.id}", name, *_paid(line.costs, plan.years)))
    total = [Cell(text, strong=True) for text in _paid(plan.totals, plan.years)]
    found.append(("total", Cell("All lines", strong=True), *total))
    if plan.controls:
        limits = [
            format_money(plan.controls[year].pence)
            if year in plan.controls
            else Shape.NOTHING.value
            for year in plan.years
        ]
        found.append(("limit", "Limit", *limits, ""))
        found.append(("over", "▲ over, ✓ under", *(_over(plan, year) for year in plan.years), ""))
    return found


def _over(plan: PlanView, year: int) -> Cell:
    over = plan.over(year)
    if over is None:
        return Cell("")
    if over > 0:
        return Cell(format_money(over), Mark(Shape.LATE, "over the limit"))
    return Cell(format_money(-over), Mark(Shape.OK, "within the limit"))


def _paid(costs: Mapping[int, int], years: Sequence[int]) -> list[str]:
    return [*(format_money(costs.get(y, 0)) for y in years), format_money(sum(costs.values()))]


def sum_rows(plan: PlanView, sums: Sequence[Sum]) -> list[Row]:
    """The money of each body above its parts."""
    found: list[Row] = [
        (
            f"sum {place}",
            Cell("    " * each.level + each.name, strong=not each.level, spoken=each.name),
            *_paid(each.costs, plan.years),
        )
        for place, each in enumerate(sums)
    ]
    total = [Cell(text, strong=True) for text in _paid(plan.totals, plan.years)]
    return [*found, ("total", Cell("All lines", strong=True), *total)]


# ---- versions and scenarios


def version_columns() -> list[Column]:
    """What can be looked at of a plan."""
    return [
        _words("name", "Version or scenario", 200),
        _words("body", "Whose", 222),
        _words("years", "Years", 158),
        _figure("aims", "Aims", 44),
        _figure("money", "All money", 112),
        _figure("loose", "Without an aim", 104),
        _words("state", "State", 160),
    ]


def version_rows(
    heads: Sequence[PlanHead], shown: int, weighed: Mapping[int, tuple[int, int, int]]
) -> list[Row]:
    """The versions and scenarios of a plan; the one on the page is strong.

    `weighed` has of each its aims, the pence of all years, and those without an aim.
    """
    return [
        (
            head.id,
            Cell(head.name, strong=head.id == shown, spoken=_spoken(head, shown)),
            head.body_name,
            f"{year_name(head.years[0])} to {year_name(head.years[-1])}",
            f"{weighed[head.id][0]:,}",
            *(format_money(pence) for pence in weighed[head.id][1:]),
            head.state[:1].upper() + head.state[1:],
        )
        for head in heads
    ]


def _spoken(head: PlanHead, shown: int) -> str:
    return f"{head.name}, shown" if head.id == shown else head.name


def drift_columns(drift: Drift) -> list[Column]:
    """What moved, year by year."""
    years = [_figure(f"y{year}", year_name(year), _MONEY) for year in drift.years]
    return [_words("name", "What moved", 320), *years]


def drift_rows(drift: Drift) -> list[Row]:
    """Aims that came and went, targets that ask for less, money that moved."""
    blanks = [""] * len(drift.years)
    found: list[Row] = [
        (f"new {a.id}", Cell(a.name, Mark(Shape.NEW, "new aim"), tail="new aim"), *blanks)
        for a in drift.added
    ]
    for aim in drift.dropped:
        why = f"dropped: {aim.drop_reason or 'no reason given'}"
        mark = Mark(Shape.REFUSED, "dropped")
        found.append((f"dropped {aim.id}", Cell(aim.name, mark, tail=why), *blanks))
    for place, each in enumerate(drift.softened):
        now = "no target" if each.now is None else each.measure.text(each.now)
        cell = Cell(now, before=each.measure.text(each.before))
        cells = [cell if year == each.year else "" for year in drift.years]
        mark = Mark(Shape.RISK, "softer")
        name = Cell(each.measure.name, mark, tail=f"softer, {each.aim.name}")
        found.append((f"softer {place}", name, *cells))
    for place, moved in enumerate(drift.lines):
        cells = [_step(*moved.pence(year)) for year in drift.years]
        found.append((f"money {place}", Cell(moved.name, Mark(Shape.CHANGED, "changed")), *cells))
    if drift.lines:
        found.append(("total", Cell("All lines", strong=True), *(_step(*p) for p in drift.totals)))
    return found


def _step(before: int, now: int) -> Cell:
    moved = now - before
    return Cell(("+" if moved > 0 else "") + format_money(moved) if moved else "")


# ---- what can be changed beside the table


def choices(words: Mapping[Any, str]) -> tuple[Choice, ...]:
    """Choices from values with their words."""
    return tuple(Choice(str(value), label) for value, label in words.items())


def call_off_choices(titles: Mapping[str, str]) -> tuple[Choice, ...]:
    """Choices of call-offs, each by its number and its title."""
    return choices({number: f"{number} {title}" for number, title in titles.items()})


BENEFIT = Field("benefit", "Benefit", Kind.CHOICE, choices=choices(BENEFITS), required=True)
DOMAIN = Field("domain", "Outcome", Kind.CHOICE, choices=choices(DOMAINS))
NATURE = Field("nature", "Kind", Kind.CHOICE, choices=choices(NATURES), required=True)
DIRECTION = Field("direction", "Better", Kind.CHOICE, choices=choices(DIRECTIONS), required=True)
NAME = Field("name", "Name", required=True)
OWNER = Field("owner", "Owner", Kind.CHOICE)
CHECK_IN = Field(
    "check_in",
    "Look every",
    Kind.INTEGER,
    unit="months",
    help="During the plan and afterwards",
)
AIM = Field("aim", "Aim", Kind.CHOICE)
RECURRENT = Field("recurrent", "Every year", Kind.FLAG, required=True)
AMOUNT = Field(
    "amount", "Amount", Kind.MONEY, required=True, help="For a full year, or once; a saving is -"
)
FIRST = Field("first", "From", Kind.DATE, required=True)
LAST = Field("last", "To", Kind.DATE, help="Empty: to the end of the plan")
BODY = Field("body", "Whose", Kind.CODE, help="The code of a PCT or area team")
CONTRACT = Field("contract", "Contract", help="Such as C12, or its number")
CASE = Field("case", "Case", help="Such as CA12")
CALLOFF = Field("calloff", "Call-off", Kind.CHOICE)

AIM_FIELDS = (NAME, BENEFIT, DOMAIN, OWNER)
LINE_FIELDS = (NAME, NATURE, AMOUNT, RECURRENT, FIRST, LAST, AIM, BODY, CONTRACT, CASE, CALLOFF)


def measure_fields(measure: MeasureView, years: Sequence[int]) -> tuple[Field, ...]:
    """What can be changed of a measure: its name, baseline and targets, and who answers for it."""
    if measure.unit.startswith("£") and measure.places == _PENCE:
        figure = partial(Field, kind=Kind.MONEY)
    else:
        figure = partial(Field, kind=Kind.DECIMAL, places=measure.places, unit=measure.unit)
    targets = [figure(f"y{year}", f"By {year_name(year)}") for year in years]
    return (NAME, figure("baseline", "Baseline"), *targets, DIRECTION, CHECK_IN, OWNER)


def aim_values(aim: AimView, people: Mapping[int, str]) -> dict[str, Any]:
    """The values of `AIM_FIELDS`."""
    domain = None if aim.domain is None else str(aim.domain)
    return {
        "name": aim.name,
        "benefit": aim.benefit,
        "domain": domain,
        "owner": _owner(aim.owner, people),
    }


def measure_values(measure: MeasureView, people: Mapping[int, str]) -> dict[str, Any]:
    """The values of `measure_fields`."""
    return {
        "name": measure.name,
        "baseline": measure.baseline,
        **{f"y{year}": target for year, target in measure.targets.items()},
        "direction": measure.direction,
        "check_in": measure.check_in,
        "owner": _owner(measure.owner, people),
    }


def line_values(line: LineView, ties: Sequence[Tie]) -> dict[str, Any]:
    """The values of `LINE_FIELDS`; `ties` are what the line is tied to."""
    refs = {tie.kind: tie.ref for tie in ties}
    return {
        "name": line.name,
        "nature": line.nature,
        "amount": line.stream.pence,
        "recurrent": int(line.stream.recurrent),
        "first": line.stream.first.isoformat(),
        "last": line.ends_on,
        "aim": None if line.aim is None else str(line.aim),
        "body": line.body,
        **{field.key: refs.get(field.key) for field in (CONTRACT, CASE, CALLOFF)},
    }


def _owner(name: str, people: Mapping[int, str]) -> str | None:
    return next((str(person) for person, known in people.items() if known == name), None)
