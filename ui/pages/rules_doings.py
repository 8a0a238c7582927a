"""What can be changed on the Rules page; each shows first which days of open cases move."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from areateam.cases.case_move_views import (
    CaseMove,
    moved_by_days,
    moved_by_figure,
    moved_without_figure,
)
from areateam.cases.own_rule_actions import (
    add_days_off,
    clear_figure,
    remove_days_off,
    set_figure,
    shipped_rule,
)
from areateam.cases.own_rule_rules import (
    check_day_off,
    check_figure,
    has_figure,
    has_period,
    units_for,
)
from areateam.catalogue.clock_definitions import OwnFigure
from areateam.core.count_words import counted
from areateam.core.dates import format_weekday_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.transition.day_off_views import TaskShift, shift_words, tasks_moved_by_days
from ui.dialogs.ask_panel import AskLine
from ui.dialogs.panel import open_panel
from ui.dialogs.suppose_panel import MovesPanel
from ui.pages.case_words import desk_book

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.cases.case_rules import Rulebook
    from areateam.catalogue.clock_definitions import ClockRule
    from areateam.core.fields import Value
    from areateam.ledger.ledger import Write
    from ui.desk import Desk

_SHOWN = 200
_SOURCE = Field("source", "Read in", Kind.TEXT, required=True)
_SINCE = Field("first", "Received from", Kind.DATE, required=True)
Stated = "Mapping[str, Value]"


class RulesDoings(QObject):
    """Panels that ask, preview and write; `panel` is the open one."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: MovesPanel | None = None

    # ---- figures

    def set_rule(self, rule: ClockRule, anchor: QWidget) -> None:
        """Ask for another figure of an unconfirmed rule."""
        lines = [AskLine(Field("number", "Figure", Kind.TEXT, required=True), _number(rule))]
        if has_period(rule):
            choices = tuple(Choice(unit.value, unit.value) for unit in units_for(rule))
            unit = Field("unit", "Counted in", Kind.CHOICE, required=True, choices=choices)
            lines.append(AskLine(unit, rule.unit.value if rule.unit else None))
        today = self._desk.today.isoformat()
        lines += [AskLine(_SINCE, today), AskLine(_SOURCE)]
        words = "Cases received before that day keep the figure that they have."
        self._ask_figure(f"{rule.id}: another figure", "Set", lines, words, rule, anchor)

    def confirm_rule(self, rule: ClockRule, anchor: QWidget) -> None:
        """Ask where the figure of an unconfirmed rule was read."""
        first = rule.valid_from or date(1948, 7, 5)
        lines = [AskLine(_SOURCE), AskLine(_SINCE, first.isoformat())]
        words = "The figure stays; the sentence of each day says who confirmed it, and from what."
        self._ask_figure(f"{rule.id}: confirm", "Confirm", lines, words, rule, anchor)

    def clear_rule(self, rule: ClockRule, anchor: QWidget) -> None:
        """Offer to go back to the shipped figure."""
        figure = self._own_of(rule)
        if figure is None:
            return
        label = f"{rule.id}: as shipped again"
        self._ask(
            MovesPanel(label, "Go back", [], "What was set here from that day is taken away."),
            anchor,
            label,
            lambda connection, book, _: moved_without_figure(connection, book, figure),
            lambda write, book, _: clear_figure(write, book, figure.rule, figure.first),
        )

    def can_set(self, rule: ClockRule) -> str:
        """Why a figure cannot be set; "" where it can."""
        if rule.evidence.value != "K":
            return "It was read in the regulation, so it is not set here."
        return "" if has_figure(rule) else "It has no figure; it can be confirmed."

    def is_own(self, rule: ClockRule) -> bool:
        """Whether something was set or confirmed here that can be taken away."""
        return self._own_of(rule) is not None

    def _own_of(self, rule: ClockRule) -> OwnFigure | None:
        own = [
            each
            for each in self._desk.catalogue.own_figures
            if each.rule == rule.id and (rule.valid_from is None or each.first <= rule.valid_from)
        ]
        return max(own, key=lambda each: each.first, default=None)

    def _ask_figure(
        self,
        title: str,
        verb: str,
        lines: Sequence[AskLine],
        words: str,
        rule: ClockRule,
        anchor: QWidget,
    ) -> None:
        user, today = self._desk.office.user, self._desk.today

        def figure(stated: Mapping[str, Value]) -> OwnFigure:
            texts = {key: str(value or "").strip() for key, value in stated.items()}
            first = date.fromisoformat(texts["first"])
            number, unit = texts.get("number", ""), texts.get("unit", "")
            return OwnFigure(rule.id, first, number, unit, texts["source"], user, today)

        def look(
            connection: Any, book: Rulebook, stated: Mapping[str, Value]
        ) -> Sequence[CaseMove]:
            wanted = figure(stated)
            check_figure(shipped_rule(book, rule.id, wanted.first), wanted)
            return moved_by_figure(connection, book, wanted)

        self._ask(
            MovesPanel(title, verb, lines, words), anchor, title, look,
            lambda write, book, stated: set_figure(write, book, figure(stated)),
        )  # fmt: skip

    # ---- days off

    def add_day(self, anchor: QWidget) -> None:
        """Ask for a day off and its reason."""
        lines = [
            AskLine(Field("day", "Day", Kind.DATE, required=True)),
            AskLine(Field("name", "Why", Kind.TEXT, required=True)),
        ]

        def days(stated: Mapping[str, Value]) -> dict[date, str]:
            return {date.fromisoformat(str(stated["day"])): str(stated["name"])}

        self._ask(
            MovesPanel("A day off", "Add", lines, "A day on which nobody in this office works."),
            anchor,
            "Day off",
            lambda connection, book, stated: _moved_by(connection, book, days(stated)),
            lambda write, book, stated: add_days_off(write, book, days(stated)),
        )

    def remove_day(self, day: date, anchor: QWidget) -> None:
        """Ask why a day of our own is worked on after all."""
        said = format_weekday_date(day.isoformat())
        lines = [AskLine(Field("why", "Why", Kind.TEXT, required=True))]
        self._ask(
            MovesPanel(f"{said} is no day off", "Take away", lines, "Bank holidays stay."),
            anchor,
            f"No day off on {said}",
            lambda connection, book, _: _all_moved(connection, book, {}, [day]),
            lambda write, book, _: remove_days_off(write, book, [day]),
        )

    def add_days(self, days: dict[date, str], words: str, anchor: QWidget) -> None:
        """Offer the days of a calendar file; `words` say what of it is new."""
        self._ask(
            MovesPanel("Days off from a file", f"Add {counted(len(days), 'day')}", [], words),
            anchor,
            f"{counted(len(days), 'day')} off from a file",
            lambda connection, book, _: _all_moved(connection, book, days),
            lambda write, book, _: add_days_off(write, book, days),
        )

    # ---- asking

    def _ask(
        self,
        panel: MovesPanel,
        anchor: QWidget,
        label: str,
        look: Callable[[Any, Rulebook, Mapping[str, Value]], Sequence[CaseMove | TaskShift]],
        act: Callable[[Write, Rulebook, Mapping[str, Value]], object],
    ) -> None:
        """Open a panel that shows what would move while it is filled, and writes when agreed."""
        self.panel = panel
        desk, book = self._desk, desk_book(self._desk)

        def preview() -> None:
            if not all(panel.text_of(key).strip() for key in panel.editors):
                return
            stated = panel.stated()
            if stated is not None:
                desk.read("moves", partial(_tried, look, book, stated), arrived)

        def arrived(found: Sequence[CaseMove | TaskShift] | Problem) -> None:
            # Meanwhile the panel may have been closed, or another one opened in its place.
            if self.panel is panel:
                _show(panel, found)

        def agreed() -> None:
            stated = panel.stated()
            if stated is not None:
                why = str(stated.get("why") or stated.get("name") or "")
                desk.write(
                    f"{label}: {why}" if why else label,
                    lambda write: act(write, book, stated),
                    lambda _: panel.left.emit(),
                    lambda problem: panel.refuse(problem_sentence(problem)),
                )

        panel.changed.connect(preview)
        panel.agreed.connect(agreed)
        opened = open_panel(anchor.window(), panel, anchor)
        opened.closed.connect(lambda *_: self._forget(panel))
        preview()

    def _forget(self, panel: MovesPanel) -> None:
        if self.panel is panel:
            self.panel = None


def _number(rule: ClockRule) -> str:
    return str(rule.value) if has_period(rule) else rule.number


def _moved_by(
    connection: Any, book: Rulebook, days: dict[date, str]
) -> Sequence[CaseMove | TaskShift]:
    for day, name in days.items():
        check_day_off(day, name, book.calendar.holidays)
    return _all_moved(connection, book, days)


def _all_moved(
    connection: Any, book: Rulebook, days: dict[date, str], removed: Sequence[date] = ()
) -> Sequence[CaseMove | TaskShift]:
    """What days off would move: steps of open cases, then tasks of plans."""
    cases = moved_by_days(connection, book, days, removed)
    return (*cases, *tasks_moved_by_days(connection, book, days, removed))


def _tried(
    look: Callable[[Any, Rulebook, Mapping[str, Value]], Sequence[CaseMove | TaskShift]],
    book: Rulebook,
    stated: Mapping[str, Value],
    connection: Any,
) -> Sequence[CaseMove | TaskShift] | Problem:
    """What would move, or why it cannot be done, which the panel says."""
    try:
        return look(connection, book, stated)
    except Problem as problem:
        return problem


def _show(panel: MovesPanel, found: Sequence[CaseMove | TaskShift] | Problem) -> None:
    if isinstance(found, Problem):
        panel.show_days(())
        panel.refuse(problem_sentence(found))
        return
    cases = [each for each in found if isinstance(each, CaseMove)]
    tasks = [each for each in found if isinstance(each, TaskShift)]
    panel.show_days([*map(_case_line, cases), *map(_task_line, tasks)][:_SHOWN])
    said = [shift_words(tasks)] if tasks else []
    if cases:
        many = len({each.case for each in cases})
        days, of = counted(len(cases), "day"), counted(many, "open case")
        said.insert(0, f"{days} of {of} would move: the working day to act on, now → then")
    panel.say(". ".join(said) + "." if said else "No day of an open case or a plan moves.")


def _case_line(each: CaseMove) -> tuple[str, str, str | None, str | None]:
    key = f"{each.case} {each.key}"
    return key, f"{each.name}: {each.label}", each.working_now, each.working_then


def _task_line(each: TaskShift) -> tuple[str, str, str | None, str | None]:
    name = f"{each.place} {each.key} {each.title}"
    if not each.moves:
        name += f": {each.slack_now} in hand → {each.slack_then}"
    return f"task {each.task}", name, each.finish_now.isoformat(), each.finish_then.isoformat()
