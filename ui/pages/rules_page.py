"""The Rules page: time limits, procedures, days off and the rate of staff, for every case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.cases.hours_views import rates
from areateam.cases.rule_views import RuleLine, rule_lines
from areateam.cases.rulebook_views import own_days
from ui.ask import Ask
from ui.dialogs.any_date_panel import open_any_date
from ui.pages.case_words import desk_book
from ui.pages.rules_doings import RulesDoings
from ui.pages.rules_files import RulesFiles
from ui.pages.rules_lists import (
    DAY_COLUMNS,
    PROCEDURE_COLUMNS,
    RULE_COLUMNS,
    Listed,
    days_listed,
    procedure_rows,
    procedures_listed,
    rule_key,
    rule_rows,
    rules_listed,
)
from ui.pages.rules_rates import (
    NO_RATE,
    RATE_COLUMNS,
    RateDoings,
    rate_rows,
    rates_listed,
)
from ui.pages.rules_side import RulesSide
from ui.style.tokens import GAP, PAGE_MARGIN
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_button
from ui.widgets.page_header import PageHeader
from ui.widgets.tab_row import TabRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from areateam.cases.hours_views import RateView
    from areateam.catalogue.clock_definitions import ClockRule
    from ui.desk import Desk

_TABS = (
    ("limits", "Time limits"),
    ("procedures", "Procedures"),
    ("days", "Days off"),
    ("rates", "Rate of staff"),
)
_PARTS = {
    "limits": ("Time limits", RULE_COLUMNS, "text"),
    "procedures": ("Procedures", PROCEDURE_COLUMNS, "label"),
    "days": ("Days off", DAY_COLUMNS, "name"),
    "rates": ("Rate of staff", RATE_COLUMNS, "source"),
}
_SIDE = 344
_SENTENCES = {
    "limits": "A rule marked ? was not read in its regulation: set its figure, or confirm it.",
    "procedures": "Open cases keep the version that they were opened with.",
    "days": "Nobody works on these days, nor at weekends; every day to act is reckoned by them.",
    "rates": "What an hour of staff costs, from a day on: cost per case is reckoned by it.",
}


class RulesPage(QWidget):
    """Four lists with what is said of the current line beside them."""

    title = "Rules"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.ask = Ask(self)
        self.doings = RulesDoings(desk, self)
        self.rates = RateDoings(desk, self)
        self.files = RulesFiles(desk, self.ask, self.doings)
        self._lines: dict[str, RuleLine] = {}
        self._own: dict[date, str] = {}
        self._rates: dict[str, RateView] = {}
        self.header = PageHeader("Rules")
        self.any_date = make_button("Work out a date…", on_click=self.work_out)
        self.header.add_button(self.any_date)
        self.tabs = TabRow(_TABS)
        self.tabs.chosen.connect(self.choose)
        self.tables = {key: _table(key) for key in _PARTS}
        for table in self.tables.values():
            table.rested.connect(lambda _: self._show_current())
        self.side = RulesSide(self._verbs())
        self.buttons, self.heading = self.side.buttons, self.side.heading
        self._lay_out()

    def _verbs(self) -> dict[str, tuple[str, Callable[[], object]]]:
        rule = self._with_rule
        return {
            "set": ("Set figure…", lambda: rule(self.doings.set_rule, "set")),
            "confirm": (
                "Confirm…",
                lambda: rule(self.doings.confirm_rule, "confirm"),
            ),
            "export": (
                "Export…",
                lambda: self.files.export_procedure(
                    str(self.tables["procedures"].current_id()), Path.home()
                ),
            ),
            "import": ("Import…", lambda: self.files.import_procedure(self.buttons["import"])),
            "add": ("Add a day off…", lambda: self.doings.add_day(self.buttons["add"])),
            "remove": ("Take away…", lambda: _remove_day(self)),
            "clear": ("As shipped…", lambda: rule(self.doings.clear_rule, "clear")),
            "ics": ("From a calendar file…", lambda: self.files.import_days(self.buttons["ics"])),
            "rate": ("Set a rate…", lambda: self.rates.ask(self.buttons["rate"])),
            "unrate": ("Take away", lambda: _remove_rate(self)),
        }

    def _lay_out(self) -> None:
        parts = QHBoxLayout()
        parts.setContentsMargins(PAGE_MARGIN, GAP, 0, 0)
        parts.setSpacing(0)
        for table in self.tables.values():
            parts.addWidget(table, 1)
        parts.addWidget(self.side)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self.tabs)
        page.addLayout(parts, 1)

    # ---- what the window asks

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show the list `tab`: limits, procedures, days or rates; `rule` becomes the current."""
        self.choose(str(args.get("tab") or "limits"))
        self.refresh(None, str(args.get("rule") or ""))
        if args.get("date"):
            self.work_out()

    def refresh(self, changes: object, rule: str = "") -> None:
        """Read the rules again, with how many open cases keep each."""
        book = desk_book(self._desk)
        self._desk.read(
            "rules",
            lambda connection: (
                rule_lines(connection, book),
                own_days(connection),
                rates(connection),
            ),
            lambda found: self._show_found(*found, rule),
        )

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """A narrow window has less room beside the list."""
        self.header.set_narrow(narrow=narrow)
        self.side.set_narrow(narrow=narrow)

    def focus_filter(self) -> None:
        """Ctrl+F: to the list."""
        self.tables[self.tabs.current()].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: each list, the panels, and any date."""
        return [
            ("procedures", lambda: self.choose("procedures")),
            ("days", lambda: self.choose("days")),
            ("set", lambda: self.tables["limits"].go_to("GP-02 2012-04-30")),
            ("set-figure", lambda: _press_set(self)),
            ("day-off", lambda: _press_add(self)),
            ("any-date", self.work_out),
        ]

    # ---- the lists

    def choose(self, key: str) -> None:
        """Show a list."""
        self.tabs.choose(key)
        for each, table in self.tables.items():
            table.setVisible(each == key)
        self.header.set_sentence(_SENTENCES[key])
        self._show_current()

    def work_out(self) -> None:
        """Open the panel that works out any date, with the current rule where one is."""
        line = self._current_rule() if self.tabs.current() == "limits" else None
        open_any_date(self._desk, desk_book(self._desk), self.any_date, line.id if line else "")

    def _show_found(
        self,
        lines: Sequence[RuleLine],
        own: Mapping[date, str],
        found: Sequence[RateView],
        rule: str,
    ) -> None:
        self._lines = {rule_key(line.rule): line for line in lines}
        self._own = dict(own)
        self._rates = {rate.stated.first.isoformat(): rate for rate in found}
        catalogue = self._desk.catalogue
        days = days_listed(catalogue.holidays(), own)
        self.tables["limits"].set_source(rules_listed(lines))
        self.tables["procedures"].set_source(procedures_listed(catalogue))
        self.tables["days"].set_source(days)
        self.tables["rates"].set_source(rates_listed(found))
        open_now = sum(not line.rule.is_confirmed for line in lines)
        self.tabs.set_words("limits", f"Time limits, {open_now} unconfirmed")
        self.tabs.set_words("procedures", f"Procedures {len(catalogue.procedures.known)}")
        self.tabs.set_words("days", f"Days off, {len(own)} our own")
        wanted = next((key for key in self._lines if rule and key.startswith(f"{rule} ")), "")
        if wanted:
            self.tables["limits"].go_to(wanted)
        today = self._desk.today.isoformat()
        coming = next((line[0] for line in days.lines if line[0] >= today), "")
        for key, table in self.tables.items():
            if table.current_id() is None:
                first = table.rows_model.id_at(0)
                table.go_to(coming if key == "days" and coming else first)
        self._show_current()

    def _current_rule(self) -> ClockRule | None:
        line = self._lines.get(str(self.tables["limits"].current_id()))
        return line.rule if line else None

    def _with_rule(self, act: Callable[[ClockRule, QWidget], object], verb: str) -> None:
        if rule := self._current_rule():
            act(rule, self.buttons[verb])

    # ---- beside the list

    def _show_current(self) -> None:
        shown = self.tabs.current()
        {
            "limits": self._show_rule,
            "procedures": self._show_procedure,
            "days": self._show_day,
            "rates": self._show_rate,
        }[shown]()

    def _show_rule(self) -> None:
        self.side.show_verbs("set", "confirm", "clear")
        line = self._lines.get(str(self.tables["limits"].current_id()))
        if line is None:
            self.side.say("", [])
            return
        self.side.say(f"{line.rule.id}  {line.rule.text}", rule_rows(line))
        own = line.rule.evidence.value == "K"
        self._enable("set", self.doings.can_set(line.rule))
        self._enable("confirm", "" if own else "It was read in the regulation.")
        is_own = self.doings.is_own(line.rule)
        self._enable("clear", "" if is_own else "It stands as it was shipped.")

    def _show_procedure(self) -> None:
        self.side.show_verbs("export", "import")
        key = str(self.tables["procedures"].current_id())
        found = self._desk.catalogue.procedures.known.get(key)
        if found is None:
            self.side.say("", [])
            return
        self.side.say(f"{found.id}  {found.label}", procedure_rows(self._desk.catalogue, found))
        self._enable("import", "")

    def _show_day(self) -> None:
        self.side.show_verbs("add", "remove", "ics")
        day = _current_day(self)
        name = "" if day is None else self._own.get(day, "")
        words = "A bank holiday stays; a day of our own can be taken away."
        self.side.say("Days off in this office", [("", words)])
        self._enable("add", "")
        self._enable("ics", "")
        self._enable("remove", "" if name else "Only a day of our own can be taken away.")

    def _show_rate(self) -> None:
        self.side.show_verbs("rate", "unrate")
        rate = self._rates.get(str(self.tables["rates"].current_id()))
        if rate is None:
            self.side.say("Rate of staff", [("", NO_RATE)])
        else:
            self.side.say(rate.stated.words, rate_rows(rate))
        self._enable("rate", "")
        self._enable("unrate", "" if rate else "No rate is stated.")

    def _enable(self, key: str, why_not: str) -> None:
        why = why_not or self._desk.why_locked
        self.side.enable(key, why)


def _as_made(value: Any, _: Any) -> Any:
    return value


def _table(key: str) -> TableView:
    name, columns, stretch = _PARTS[key]
    looks: Any = dict.fromkeys(("known", "kind"), _as_made)
    return TableView(LazyTableModel(Listed(columns), looks=looks), name=name, stretch=stretch)


def _current_day(page: RulesPage) -> date | None:
    text = page.tables["days"].current_id()
    return date.fromisoformat(text) if text else None


def _remove_day(page: RulesPage) -> None:
    if day := _current_day(page):
        page.doings.remove_day(day, page.buttons["remove"])


def _remove_rate(page: RulesPage) -> None:
    if first := page.tables["rates"].current_id():
        page.rates.clear(date.fromisoformat(str(first)))


def _press_set(page: RulesPage) -> None:
    page.buttons["set"].click()
    _fill(page, number="28", first="1 Oct 2012", source="SI 2012/970")


def _press_add(page: RulesPage) -> None:
    page.choose("days")
    page.buttons["add"].click()
    _fill(page, day="2 Nov 2012", name="Office moves")


def _fill(page: RulesPage, **texts: str) -> None:
    if panel := page.doings.panel:
        for key, text in texts.items():
            panel.fill(key, text)
        panel.changed.emit()
