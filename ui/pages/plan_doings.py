"""What can be done with a plan: each asks what it needs and writes one step that can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from areateam.core.copies import replaced
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.organisations.organisation_views import own_area_team
from areateam.plan_ties import (
    add_tied_line,
    call_off_titles,
    change_tied_line,
    tied_record,
)
from areateam.plans.plan_actions import (
    LineStated,
    MeasureStated,
    add_actual,
    add_aim,
    add_measure,
    add_plan,
    change_aim,
    change_measure,
    drop_aim,
    remove_line,
    set_control,
    set_target,
)
from areateam.plans.plan_money_rules import financial_year, year_name, year_start
from areateam.plans.plan_version_actions import (
    add_scenario,
    adopt_scenario,
    discard_scenario,
    refresh_plan,
)
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.plan_lines import (
    AIM,
    AMOUNT,
    BENEFIT,
    BODY,
    CALLOFF,
    CASE,
    CONTRACT,
    DIRECTION,
    DOMAIN,
    FIRST,
    LAST,
    NAME,
    NATURE,
    RECURRENT,
    call_off_choices,
    choices,
)
from ui.pages.plan_reading import chosen
from ui.pages.plan_side import line_of, measure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.ledger.ledger import Write
    from areateam.plans.plan_views import PlanView
    from ui.desk import Desk

_YEARS = Field("years", "Years", required=True, choices=choices({n: str(n) for n in (3, 4, 5)}))
_ON = Field("on", "On", Kind.DATE, required=True)
_REASON = Field("reason", "Why", required=True)
_PLACES = Field(
    "places", "Decimals", required=True, choices=tuple(Choice(str(n), str(n)) for n in range(4))
)


class PlanDoings:
    """Asks beside `anchor` and writes; `made(kind id)` hears of what was added."""

    def __init__(self, desk: Desk, page: QWidget, made: Callable[[str, int], None]) -> None:
        self._desk = desk
        self._page = page
        self._made = made
        self.panel: AskPanel | None = None

    def press(self, verb: str, at: QWidget, plan: PlanView, key: str) -> None:
        """Do what a button says with the plan, or with the line of it that a key names."""
        aim, line = chosen(plan, key, "plan_aim"), chosen(plan, key, "plan_line")
        verbs: dict[str, Callable[[], object]] = {
            "drop": lambda: self.drop(at, plan, aim),
            "figure": lambda: self.figure(at, plan, chosen(plan, key, "plan_measure")),
            "measure": lambda: self.measure(at, aim),
            "aim": lambda: self.aim(at, plan),
            "remove": lambda: self.remove(plan, line),
            "limit": lambda: self.limit(at, plan),
            "line": lambda: self.line(at, plan),
            "discard": lambda: self.discard(plan),
            "adopt": lambda: self.adopt(plan),
            "scenario": lambda: self.scenario(at, plan),
            "refresh": lambda: self.refresh(at, plan),
        }
        verbs[verb]()

    # ---- plans and their versions

    def new_plan(self, anchor: QWidget) -> None:
        """Ask for a new plan of the area team, or of another body."""
        own = own_area_team(self._desk.connection)[0]
        first = year_start(financial_year(self._desk.today) + 1).isoformat()
        lines = [
            AskLine(NAME),
            AskLine(replace(BODY, required=True), own),
            AskLine(FIRST, first),
            AskLine(_YEARS, "3"),
        ]

        def act(write: Write, said: dict[str, Any]) -> int:
            day, years = date.fromisoformat(said["first"]), int(said["years"])
            return add_plan(write, said["name"], said["body"], day, years)

        words = "Years run from April to March."
        self._ask(anchor, "New plan", "Begin the plan", lines, ("plan", "New plan", act), words)

    def refresh(self, anchor: QWidget, plan: PlanView) -> None:
        """Ask for the next version of a plan, perhaps of the body that takes over."""
        head = plan.head
        lines = [
            AskLine(replace(BODY, required=True), head.body),
            AskLine(FIRST, head.starts_on.isoformat()),
            AskLine(_YEARS, str(head.length)),
        ]

        def act(write: Write, said: dict[str, Any]) -> int:
            day, years = date.fromisoformat(said["first"]), int(said["years"])
            return refresh_plan(write, head.id, body=said["body"], starts_on=day, years=years)

        words = "Aims, measures and money go over; what is dropped or made softer then shows."
        doing = ("plan", f"Refresh {head.ref}", act)
        self._ask(anchor, f"Version {head.version + 1}", "Refresh", lines, doing, words)

    def scenario(self, anchor: QWidget, plan: PlanView) -> None:
        """Ask for the name of a copy to try something out with."""

        def act(write: Write, said: dict[str, Any]) -> int:
            return add_scenario(write, plan.head.id, said["name"])

        words = "The copy is changed and compared; the plan stays as it is until it is adopted."
        doing = ("plan", f"Scenario of {plan.head.ref}", act)
        self._ask(anchor, "Scenario", "Copy the plan", [AskLine(NAME)], doing, words)

    def adopt(self, plan: PlanView) -> None:
        """Make the scenario the next version."""
        self._do(f"Adopt {plan.head.ref}", lambda write: adopt_scenario(write, plan.head.id))

    def discard(self, plan: PlanView) -> None:
        """Set the scenario aside."""
        self._do(f"Discard {plan.head.ref}", lambda write: discard_scenario(write, plan.head.id))

    # ---- aims and measures

    def aim(self, anchor: QWidget, plan: PlanView) -> None:
        """Ask for a new aim."""

        def act(write: Write, said: dict[str, Any]) -> int:
            domain = int(said["domain"]) if said["domain"] else None
            return add_aim(write, plan.head.id, said["name"], said["benefit"], domain=domain)

        lines = [AskLine(NAME), AskLine(BENEFIT, "B1"), AskLine(DOMAIN)]
        self._ask(anchor, "Add an aim", "Add aim", lines, ("plan_aim", "Add an aim", act))

    def measure(self, anchor: QWidget, aim: int) -> None:
        """Ask for a new measure of an aim; its targets are typed beside it afterwards."""
        lines = [
            AskLine(NAME),
            AskLine(Field("unit", "Unit", help="Such as %, days or £ a patient")),
            AskLine(_PLACES, "0"),
            AskLine(DIRECTION, "up"),
        ]

        def act(write: Write, said: dict[str, Any]) -> int:
            unit, places = said["unit"] or "", int(said["places"])
            stated = MeasureStated(said["name"], unit, places, said["direction"])
            return add_measure(write, aim, stated)

        doing = ("plan_measure", "Add a measure", act)
        self._ask(anchor, "Add a measure", "Add measure", lines, doing)

    def figure(self, anchor: QWidget, plan: PlanView, record: int) -> None:
        """Ask what was measured, when, and where the figure is from."""
        measure = measure_of(plan, record)
        if measure is None:
            return
        figure = Field("figure", measure.name, Kind.DECIMAL, places=measure.places, required=True)
        today = self._desk.today.isoformat()
        source = Field("source", "From", required=True)
        lines = [AskLine(figure), AskLine(_ON, today), AskLine(source)]

        def act(write: Write, said: dict[str, Any]) -> int:
            day = date.fromisoformat(said["on"])
            add_actual(write, record, day, said["figure"], said["source"])
            return record

        doing = ("plan_measure", f"Figure of {measure.name}", act)
        self._ask(anchor, "Enter a figure", "Enter", lines, doing)

    def drop(self, anchor: QWidget, plan: PlanView, record: int) -> None:
        """Ask why an aim is dropped."""
        aim = plan.aim(record)
        if aim is None:
            return

        def act(write: Write, said: dict[str, Any]) -> int:
            drop_aim(write, record, self._desk.today, said["reason"])
            return record

        doing = ("plan_aim", f"Drop {aim.name}", act)
        words = "It stays in this version with the reason; its money then serves no aim."
        self._ask(anchor, f"Drop “{aim.name}”", "Drop", [AskLine(_REASON)], doing, words)

    # ---- money

    def line(self, anchor: QWidget, plan: PlanView) -> None:
        """Ask for a new line of money."""
        call_offs = call_off_choices(call_off_titles(self._desk.connection))
        aims = choices({aim.id: f"{aim.ref} {aim.name}" for aim in plan.living})
        lines = [
            AskLine(NAME),
            AskLine(NATURE, "investment"),
            AskLine(AMOUNT, beside=True),
            AskLine(RECURRENT, 1),
            AskLine(BODY, beside=True),
            AskLine(FIRST, plan.head.starts_on.isoformat()),
            AskLine(LAST, beside=True),
            AskLine(replace(AIM, choices=aims)),
            AskLine(CONTRACT),
            AskLine(CASE, beside=True),
            AskLine(replace(CALLOFF, choices=call_offs)),
        ]

        def act(write: Write, said: dict[str, Any]) -> int:
            stated = LineStated(
                said["name"],
                said["amount"],
                date.fromisoformat(said["first"]),
                date.fromisoformat(said["last"]) if said["last"] else None,
                bool(said["recurrent"]),
                said["nature"],
                int(said["aim"]) if said["aim"] else None,
                said["body"] or "",
                tied_record(write.connection, CONTRACT.key, said["contract"]),
                tied_record(write.connection, CASE.key, said["case"]),
                said["calloff"] or "",
            )
            return add_tied_line(write, plan.head.id, stated)

        self._ask(anchor, "Add money", "Add money", lines, ("plan_line", "Add money", act))

    def limit(self, anchor: QWidget, plan: PlanView) -> None:
        """Ask what the plan may cost in a year, and why."""
        years = choices({year: year_name(year) for year in plan.head.years})
        lines = [
            AskLine(Field("year", "Year", required=True), str(plan.head.years[0]), years),
            AskLine(Field("limit", "Limit", Kind.MONEY, required=True)),
            AskLine(_REASON),
        ]

        def act(write: Write, said: dict[str, Any]) -> int:
            set_control(write, plan.head.id, int(said["year"]), said["limit"], said["reason"])
            return 0

        doing = ("limit", "Limit of a year", act)
        self._ask(anchor, "What a year may cost", "Set limit", lines, doing)

    def remove(self, plan: PlanView, record: int) -> None:
        """Take a line of money out."""
        line = line_of(plan, record)
        if line is not None:
            self._do(f"Take out {line.name}", lambda write: remove_line(write, record))

    # ---- one value, edited in place

    def change(
        self, plan: PlanView, key: str, field: str, value: Any, refused: Callable[[str], None]
    ) -> None:
        """Write one value of an aim, a measure or a line of money."""
        kind, _, number = key.partition(" ")
        record = int(number)

        def failed(problem: Problem) -> None:
            refused(problem_sentence(problem))

        def act(write: Write) -> None:
            if kind == "plan_aim":
                number_of = {"domain", "owner"}
                kept = int(value) if field in number_of and value is not None else value
                change_aim(write, record, **{field: kept})
            elif kind == "plan_measure":
                _change_measure(write, record, field, value)
            else:
                line = line_of(plan, record)
                assert line is not None
                stated = LineStated(
                    line.name,
                    line.stream.pence,
                    line.stream.first,
                    date.fromisoformat(line.ends_on) if line.ends_on else None,
                    line.stream.recurrent,
                    line.nature,
                    line.aim,
                    line.body or "",
                    line.contract,
                    line.case,
                    line.calloff or "",
                )
                changed = _of_line(write.connection, field, value)
                change_tied_line(write, record, replaced(stated, **changed))

        self._desk.write("Change of a plan", act, None, failed)

    # ---- asking

    def _ask(
        self,
        anchor: QWidget,
        title: str,
        verb: str,
        lines: Sequence[AskLine],
        doing: tuple[str, str, Callable[[Write, dict[str, Any]], int]],
        words: str = "",
    ) -> None:
        panel = self.panel = AskPanel(title, verb, lines, words=words)
        kind, label, act = doing

        def agreed() -> None:
            said = panel.stated()
            if said is None:
                return
            panel.wait()
            self._desk.write(label, lambda write: act(write, said), done, refused)

        def done(written: Any) -> None:
            panel.left.emit()
            self._made(kind, written.result)

        def refused(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        panel.agreed.connect(agreed)
        open_panel(self._page.window(), panel, anchor)

    def _do(self, label: str, act: Callable[[Write], None]) -> None:
        self._desk.write(label, act)


def _change_measure(write: Write, record: int, field: str, value: Any) -> None:
    if field.startswith("y") and field[1:].isdecimal():
        set_target(write, record, int(field[1:]), value)
    else:
        whole = field in ("owner", "check_in") and value is not None
        kept = int(value) if whole else value
        change_measure(write, record, **{field: kept})


def _of_line(connection: Any, field: str, value: Any) -> dict[str, Any]:
    """The part of a line that a field states."""
    if field in (CONTRACT.key, CASE.key):
        return {field: tied_record(connection, field, value)}
    if field == "amount":
        return {"pence": value}
    if field in ("first", "last"):
        return {field: date.fromisoformat(value) if value else None}
    if field == "aim":
        return {"aim": int(value) if value else None}
    if field == "recurrent":
        return {"recurrent": bool(value)}
    return {field: value or ""}
