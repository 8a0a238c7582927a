"""The home page: what is late, what falls due, what ends, what came in, what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from areateam.cases.case_work_views import CaseWork
from areateam.cases.proposal_views import MID_YEAR
from areateam.core.count_words import counted
from areateam.core.problems import FileProblem
from areateam.core.wording import problem_sentence
from ui.ask import Ask
from ui.desk import Desk
from ui.pages.day_sheet import write_day_sheet
from ui.pages.today_cards import (
    fill_accountable,
    fill_call_offs,
    fill_changes,
    fill_countdown,
    fill_ending,
    fill_handover,
    fill_import,
    fill_midyear,
    fill_money,
    fill_outliers,
    until_words,
    weekday_day,
)
from ui.pages.today_facts import LAST_PCT_DAY, TodayFacts, read_today
from ui.pages.variation_count import OutlierStanding, outlier_count_of
from ui.pages.work_list import WorkList
from ui.style.marks import Shape, Tone
from ui.style.tokens import GAP, GAP_LOW, PAGE_MARGIN
from ui.widgets.buttons import make_button
from ui.widgets.card_frame import CardFrame
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.page_header import PageHeader
from ui.widgets.page_scroll import PageScroll
from ui.widgets.segments import Segments
from ui.widgets.spans import Span

_AROUND_CHANGES = 622
"""What stands above, beside and below the changes, in pixels."""
_CHANGE_LINE = 28
_FEWEST_CHANGES, _MOST_CHANGES = 3, 12
_LOOKS_KEPT = 8
_ACROSS = 4
_PAGES: dict[str, dict[str, str]] = {
    "calloffs": {},
    "duties": {},
    "imports": {},
    "plans": {"tab": "crosswalk"},
    "settings": {},
}
_SIDE = 312
_SIDE_NARROW = 264
_STEPS = (
    Step(
        "imports",
        "download",
        "Import lists",
        "Excel or CSV from a PCT, the BSA or the ODS, shown before it is taken in",
        "Import",
    ),
    Step(
        "contracts",
        "add",
        "Enter the first contract",
        "By hand; its type says what is asked for",
        "New contract",
    ),
)


class TodayPage(QWidget):
    """Ten questions in a fixed order; the cards of those that this version answers."""

    title = "Today"

    def __init__(self, desk: Desk, ask: Ask | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._ask = ask or Ask(self)
        self.facts: TodayFacts | None = None
        self._since, self._since_at = _last_look(desk)
        self._shown = 4
        self.header = PageHeader(self.title)
        self.whose = Segments([("team", "Whole team"), ("mine", "Mine")], name="Whose work")
        self.whose.chosen.connect(lambda _: self.refresh(None))
        self.sheet = make_button("Print day sheet", icon_name="print", on_click=self.print_sheet)
        self.header.add_button(self.whose)
        self.header.add_button(self.sheet)
        self.header.linked.connect(self.follow)
        self.work = WorkList()
        self.work.opened.connect(self._open_line)
        self._cards()
        self.empty = EmptyState(
            "Nothing is in this register yet",
            "It becomes the work list of your team: what is late, what ends, what came in.",
            _STEPS,
        )
        self.empty.chosen.connect(self._begin)
        self._lay_out()
        self.outliers = outlier_count_of(desk)
        self.outliers.changed.connect(self._fill_outliers)
        if self.outliers.standing is not None:
            self._fill_outliers(self.outliers.standing)

    def _cards(self) -> None:
        self.due_card = CardFrame("Due by law or agreement", number="1")
        self.ending_card = CardFrame("Ends or needs notice, 90 days", number="2", wrap=True)
        self.handover_card = CardFrame("Behind on handover", number="3", wrap=True)
        self.accountable_card = CardFrame("Accountable", number="4", wrap=True)
        self.import_card = CardFrame("Imports, lines in doubt", number="5", wrap=True)
        self.midyear_card = CardFrame("Dental under 30% at mid-year", number="6", wrap=True)
        self.outliers_card = CardFrame("Outliers not explained", number="7", wrap=True)
        self.outliers_card.hide()
        self.call_off_card = CardFrame("Call-offs over 4½ weeks", number="8", wrap=True)
        self.money_card = CardFrame("Money and aims", number="9", wrap=True)
        self.changes_card = CardFrame("Since you last looked", number="10")
        self.countdown_card = CardFrame("")
        self.countdown_card.hide_title()
        self.due_card.fill_with(self.work)
        for card in self._all_cards():
            card.linked.connect(self.follow)

    def _below_cards(self) -> tuple[CardFrame, ...]:
        return (
            self.ending_card,
            self.handover_card,
            self.accountable_card,
            self.import_card,
            self.midyear_card,
            self.outliers_card,
            self.call_off_card,
            self.money_card,
        )

    def _all_cards(self) -> tuple[CardFrame, ...]:
        return (self.due_card, *self._below_cards(), self.changes_card, self.countdown_card)

    def _lay_out(self) -> None:
        self._side = QWidget()
        self._side.setFixedWidth(_SIDE)
        self._right = QVBoxLayout(self._side)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.addWidget(self.countdown_card)
        self._right.addWidget(self.changes_card, 1)
        self._top = QHBoxLayout()
        self._top.addWidget(self.due_card, 1)
        self._top.addWidget(self._side)
        self._below = QGridLayout()
        self._scroll = PageScroll()
        self._scroll.column.addLayout(self._top, 1)
        self._scroll.column.addLayout(self._below)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self._stack, 1)
        self.set_narrow(narrow=False, low=False)

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show the whole team's work or, with mine=True, only one's own."""
        if "mine" in args:
            self.whose.choose("mine" if args["mine"] else "team")
        if self.facts is None or "mine" in args:
            self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read everything again, beside the window."""
        desk, since = self._desk, self._since
        manager = desk.office.user if self.whose.current() == "mine" else ""
        catalogue, day = desk.catalogue, desk.today
        desk.read("today", lambda c: read_today(c, catalogue, day, manager, since), self.show_facts)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Smaller gaps, lower lines and a narrower side in a small window."""
        self._narrow = narrow
        self._show_until()
        if self.facts is not None:
            self._show_changes(self.facts)
        gap = GAP_LOW if low else GAP
        self._side.setFixedWidth(_SIDE_NARROW if narrow else _SIDE)
        for layout in (self._top, self._right, self._below):
            layout.setSpacing(gap)
        self._scroll.set_low(low=low)
        across = 2 if narrow else _ACROSS
        for place, card in enumerate(self._below_cards()):
            self._below.addWidget(card, place // across, place % across)
            self._below.setColumnStretch(place, int(place < across))
        side = GAP if narrow else PAGE_MARGIN
        self._scroll.column.setContentsMargins(side, 0, side, gap)
        self.work.set_low(low=low)
        self.header.set_narrow(narrow=narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """List as many changes as there is room for beside the work."""
        super().resizeEvent(event)
        room = self.height() - _AROUND_CHANGES
        shown = min(max(room // _CHANGE_LINE, _FEWEST_CHANGES), _MOST_CHANGES)
        if shown != self._shown:
            self._shown = shown
            if self.facts is not None:
                self._show_changes(self.facts)

    def states(self) -> list[tuple[str, Callable[[], None]]]:
        """Further pictures of this page: why a date, and what is one's own."""
        return [
            ("why-this-date", lambda: _nothing(self.work.open_reason(0))),
            ("mine", lambda: self.show_args({"mine": True})),
        ]

    # ---- what is shown

    def show_facts(self, facts: TodayFacts) -> None:
        """Fill every card."""
        self.facts = facts
        _note_look(self._desk, facts)
        self._stack.setCurrentWidget(self._scroll if facts.contracts else self.empty)
        self.sheet.setEnabled(bool(facts.contracts))
        self.header.set_sentence(_sentence(facts), _short(facts))
        self._show_until()
        self.due_card.set_right(_all_links(facts))
        self.work.show_work(facts, self._desk.catalogue)
        fill_ending(self.ending_card, facts)
        fill_handover(self.handover_card, facts)
        fill_accountable(self.accountable_card, facts)
        fill_import(self.import_card, facts)
        fill_midyear(self.midyear_card, facts, writable=self._desk.writable)
        fill_call_offs(self.call_off_card, facts)
        fill_money(self.money_card, facts)
        fill_countdown(self.countdown_card, facts.countdown)
        self._show_changes(facts)

    def _show_until(self) -> None:
        """Say beside the title how far the work list reaches, shortly in a narrow window."""
        if self.facts is not None:
            aside = until_words(self.facts, short=self._narrow)
            self.due_card.set_title("Due by law or agreement", number="1", aside=aside)

    def _show_changes(self, facts: TodayFacts) -> None:
        since, shown = self._since_at, self._shown
        fill_changes(self.changes_card, facts, since, shown, wrap=self._narrow)

    def _fill_outliers(self, standing: OutlierStanding) -> None:
        fill_outliers(self.outliers_card, standing)

    # ---- what is done

    def follow(self, link: str) -> None:
        """Open the list behind a number."""
        facts, desk = self.facts, self._desk
        if facts is None:
            return
        own = (f"manager={facts.manager}",) if facts.manager else ()
        lists = {
            "ending": facts.ending.where,
            "undecided": (*facts.ending.where, "decision="),
            "decide": ("status=to decide", *own),
            "midyear": ("midyear_trigger=yes", *own),
        }
        pages: dict[str, tuple[str, dict[str, Any]]] = {
            "propose": ("cases", {"propose": MID_YEAR}),
            "cases": ("cases", {"where": ("state=open", *own)}),
            "history": ("history", {"since": self._since}),
        }
        if link in pages:
            key, args = pages[link]
            desk.open(key, **args)
        elif link in lists:
            desk.open("contracts", where=lists[link])
        elif link.startswith("waiting"):
            self._open_waiting(facts, link.removeprefix("waiting").strip())
        elif link.startswith("handover"):
            place = link.removeprefix("handover").strip()
            desk.open("transition", shape="plan" if place else "readiness", place=place)
        elif link == "batch" and facts.batch is not None:
            desk.open("imports", batch=facts.batch.id)
        else:
            self._open_page(link)

    def _open_page(self, link: str) -> None:
        """Open the page that a link names, "desk 3" that desk, "outliers I04" an indicator."""
        page, _, which = link.partition(" ")
        if page == "desk":
            self._desk.open("desk", id=int(which))
        elif page == "outliers":
            self._desk.open("variation", indicator=which)
        elif page == "benefits":
            self._desk.open("plans", tab="benefits")
        elif page == "team":
            self._desk.open("duties", section="portfolios")
        elif page in _PAGES:
            self._desk.open(page, **_PAGES[page])

    def _open_waiting(self, facts: TodayFacts, where: str) -> None:
        """Open the waiting lines that a number counts; with none, the imports."""
        if not facts.waiting.doubtful + facts.waiting.refused:
            self._desk.open("imports")
            return
        own = (f"manager={facts.manager}",) if facts.manager else ()
        self._desk.open("waiting", where=tuple(dict.fromkeys((*own, *([where] if where else [])))))

    def _open_line(self, place: int) -> None:
        facts = self.facts
        if facts is None:
            return
        line = facts.work[place]
        if isinstance(line, CaseWork):
            if line.count == 1:
                self._desk.open("case", id=line.cases[0], step=line.step)
            else:
                self._desk.open("cases", where=line.where(facts.manager))
        elif line.count == 1:
            self._desk.open("contract", id=line.contracts[0])
        else:
            self._desk.open("contracts", where=line.where(facts.manager))

    def _begin(self, key: str) -> None:
        if key == "contracts":
            self._desk.open("contracts", new=True)
        else:
            self._desk.open("imports", choose=True)

    def print_sheet(self) -> None:
        """Write the day sheet as a PDF where the user wants it."""
        facts = self.facts
        if facts is None:
            return
        suggested = Path.home() / f"Day sheet {facts.day}.pdf"
        path = self._ask.save_file("Print day sheet", suggested, "PDF (*.pdf)")
        if path is not None:
            desk = self._desk
            try:
                write_day_sheet(path, facts, desk.catalogue, desk.path.stem)
            except FileProblem as problem:
                desk.problem.emit(problem_sentence(problem))
            else:
                desk.told.emit(f"The day sheet is in {path}.")


def _all_links(facts: TodayFacts) -> list[Span]:
    """The ways to the whole lists behind the work."""
    count = facts.open_cases
    spans = [Span(f"All {counted(count, 'open case')}", link="cases")] if count else []
    if facts.to_decide:
        spans += [Span("   ")] if spans else []
        spans.append(Span(f"All {facts.to_decide:,} to decide", link="decide"))
    return spans


def _sentence(facts: TodayFacts) -> list[Span]:
    if not facts.contracts:
        return [Span("No contracts yet.")]
    if not facts.manages:
        words = f"No contract is managed by “{facts.manager}”. Say in "
        return [Span(words), Span("Settings", link="settings"), Span(" what you are called here.")]
    late, soon = facts.late, facts.soon
    first = (
        Span(
            f"{late:,} {'is' if late == 1 else 'are'} late by law or agreement",
            mark=Shape.LATE,
            strong=True,
        )
        if late
        else Span("Nothing is late", mark=Shape.OK, strong=True)
    )
    more = "more " if late else ""
    falls = "falls" if soon == 1 else "fall"
    rest = f", {soon:,} {more}{falls} due by {weekday_day(facts.soon_until)}"
    if facts.countdown is not None and facts.clocks:
        rest += f", {facts.clocks:,} in cases by {weekday_day(LAST_PCT_DAY)}"
    return [first, Span(f"{rest}.", tone=Tone.QUIET)]


def _short(facts: TodayFacts) -> str:
    return f"{facts.late:,} late, {facts.soon:,} due this week" if facts.contracts else ""


def _last_look(desk: Desk) -> tuple[int, str]:
    """The operation and moment up to which changes were seen, from the settings."""
    kept = desk.settings.get("looked", {}).get(str(desk.path), None)
    return (int(kept[0]), str(kept[1])) if kept else (0, "")


def _note_look(desk: Desk, facts: TodayFacts) -> None:
    """Remember what was seen, for the next time that this register is opened."""
    if desk.looks_back or not facts.changes:
        return
    looked = dict(desk.settings.get("looked", {}))
    looked.pop(str(desk.path), None)
    seen = [facts.changes[0].operation, desk.office.now().isoformat(timespec="minutes")]
    newest = [*looked.items(), (str(desk.path), seen)][-_LOOKS_KEPT:]
    desk.settings.set("looked", dict(newest))


def _nothing(_: object) -> None:
    """A picture needs no answer."""
