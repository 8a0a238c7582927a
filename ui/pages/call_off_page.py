"""One call-off: both routes, its stages over their targets, where the weeks went, its gates."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from areateam.calloffs.call_off_clock_rules import StageState
from areateam.calloffs.call_off_report_views import of_the_weeks
from areateam.calloffs.call_off_views import COMPETITION, call_off
from areateam.calloffs.finished_views import savings_of
from areateam.calloffs.paper_views import paper_list, papers_of
from areateam.calloffs.route_rules import day_words, plain_day_words
from areateam.core.dates import format_weekday_date
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from ui.pages.call_off_doings import CallOffDoings
from ui.pages.call_off_facts import CallOffFacts
from ui.pages.call_off_states import StatesCard
from ui.pages.call_off_terms import CallOffTerms
from ui.pages.call_off_trying import open_what_if
from ui.pages.call_off_words import (
    cause_rows,
    desk_call_off_book,
    fact_rows,
    gate_foot,
    gate_rows,
    head_spans,
    ledger_rows,
    paper_rows,
    route_lines,
    stage_falls,
    stage_lines,
    tie_rows,
    today_words,
)
from ui.pages.import_drops import DropPage
from ui.style.fonts import SMALL
from ui.style.marks import Tone
from ui.style.tokens import GAP
from ui.widgets.banner import Banner
from ui.widgets.buttons import FILLED, make_button, make_frame, make_icon_button
from ui.widgets.card_frame import CardFrame
from ui.widgets.fall_chart import FallChart
from ui.widgets.page_header import PageHeader
from ui.widgets.page_scroll import PageScroll
from ui.widgets.route_bars import RouteBars
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.stage_chart import StageChart
from ui.widgets.value_list import ValueList
from ui.widgets.write_lock import add_writing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from areateam.calloffs.call_off_clock_rules import StageClock
    from areateam.calloffs.call_off_views import CallOffBook, CallOffView
    from ui.desk import Desk
    from ui.pages.call_off_trying import WhatIfPanel

    Offer = tuple[str, Callable[[CallOffView, QWidget], object], bool]

_STAGES, _DAYS = 170, 96


class CallOffPage(DropPage):
    """Opened with id=3."""

    title = "Call-off"

    def __init__(self, desk: Desk) -> None:
        super().__init__("Drop to file papers of this call-off")
        self.desk = desk
        self.view: CallOffView | None = None
        self.has_papers = self.has_savings = False
        self._id = 0
        self.doings = CallOffDoings(desk, self)
        self.entering = CallOffFacts(self.doings, self)
        self.terms = CallOffTerms(self.doings, self)
        self.dropped.connect(self._drop)
        self.header = PageHeader("Call-off")
        self.more = make_icon_button("more", "Gates, bidders, papers, end", on_click=self._menu)
        self.pause = make_button("Pause", writes=True, on_click=self._pause)
        self.complete = make_button("Complete", writes=True, kind=FILLED, on_click=self._complete)
        for button in (self.more, self.pause, self.complete):
            self.header.add_button(button)
        self.header.linked.connect(self._follow)
        self.banner = Banner(Tone.RISK)
        self.routes = RouteBars()
        self.stages = StageChart()
        self.falls = FallChart()
        self.ties = ValueList(90)
        self.ties.linked.connect(self._follow)
        self.standing = StatesCard()
        self.papers = ValueList(_STAGES)
        self.papers.linked.connect(self._follow)
        self.ledger = ValueList(_DAYS)
        self.causes, self.gates, self.facts = ValueList(140), ValueList(150), ValueList(100)
        self.gate_foot = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        scroll = PageScroll()
        margins = scroll.column.contentsMargins()
        scroll.column.setContentsMargins(margins.left(), 0, margins.right(), margins.bottom())
        routes = _card(self.routes, 16, 10)
        stages = _card(self.stages, 1, 1)
        self.weeks = CardFrame("Where the weeks went")
        self.weeks.add(self.falls)
        for card in (routes, stages, self.weeks, self.standing):
            scroll.column.addWidget(card)
        self.tied = _titled("What it serves, led to and saved", self.ties)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(_titled("By cause", self.causes))
        right.addWidget(self.tied)
        right.addStretch(1)
        self.cards = row = QHBoxLayout()
        row.setSpacing(GAP)
        gates = _titled("Gates", self.gates)
        gates.body.setSpacing(8)
        gates.add(self.gate_foot)
        row.addWidget(gates, 4)
        row.addWidget(_titled("The call-off", self.facts), 4)
        row.addLayout(right, 3)
        scroll.column.addLayout(row)
        scroll.column.addWidget(_titled("Papers by stage", self.papers))
        scroll.column.addWidget(_titled("Ledger of proportion", self.ledger))
        scroll.column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self.banner)
        page.addWidget(scroll, 1)
        self.banner.hide()
        self.setFocusProxy(self.stages)

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show a call-off."""
        self._id = int(args.get("id", self._id))
        self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read the call-off again."""
        if not self._id:
            return
        book = desk_call_off_book(self.desk)
        try:
            self.view = call_off(self.desk.connection, book, self._id)
        except UserProblem as problem:
            self.view = None
            self.banner.set_lines([[Span(problem_sentence(problem))]])
        self.banner.setVisible(self.view is None)
        if self.view is not None:
            self._show(self.view, book)
        self._allow()

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """The sentence moves beside the title in a narrow window, and cards beneath each other."""
        self.header.set_narrow(narrow=narrow)
        ways = QBoxLayout.Direction
        self.cards.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: a stage done, another tier, a change tried, facts entered."""
        return [
            ("complete", self._complete),
            ("tier", lambda: self._offer(self.doings.tier)),
            ("what-if", self._try_in_picture),
            ("weigh", lambda: self._offer(self.entering.weigh)),
            ("need", lambda: self._offer(self.entering.need)),
            ("ending", lambda: self._offer(self.terms.ending)),
            ("stop", lambda: self._offer(self.doings.stop)),
        ]

    # ---- what is shown

    def _show(self, view: CallOffView, book: CallOffBook) -> None:
        clock, connection = view.clock, self.desk.connection
        start = format_weekday_date(clock.track.start.isoformat())
        way = f"  /  Call-offs  /  {view.number}, from {start}"
        self.header.set_path([Span("External support", link="calloffs"), Span(way)])
        self.header.set_title(view.title)
        self.header.set_sentence(head_spans(view))
        gone = min(clock.gone, clock.total)
        self.routes.show_routes(route_lines(view, book), today_words(view), gone)
        head = f"Working days 1 to {-(-clock.total // 2)} · thin line: target"
        self.stages.show_stages(stage_lines(view), gone, view.fast_limit, head)
        saved = clock.baseline - clock.total
        to = "what it took" if clock.is_done else "this forecast"
        words = (
            f"working days saved at each stage, 26-week route to {to}:"
            f" {plain_day_words(saved)}, {of_the_weeks(saved)}"
        )
        self.weeks.set_title("Where the weeks went", aside=words)
        limit = [Span(f"- -  {plain_day_words(view.fast_limit)}", Tone.LATE)]
        self.weeks.set_right(limit)
        said = f"Where the weeks went, {words}; the limit is {day_words(view.fast_limit)}"
        self.falls.show_falls(stage_falls(view), view.fast_limit, said)
        self.causes.set_rows(cause_rows(view, book))
        self.gates.set_rows(gate_rows(view, book))
        self.gate_foot.set_spans(gate_foot(view, book, self.desk))
        self.standing.show_view(view, book)
        wanted = paper_list(connection, view, book.framework)
        gaps = [each.label for each in wanted if each.is_gap]
        papers = papers_of(connection, view.id)
        self.papers.set_rows(paper_rows(view, papers, wanted))
        self.ledger.set_rows(ledger_rows(view, book, self.desk))
        self.has_papers = bool(papers)
        self.has_savings = bool(savings_of(connection, view.id))
        self.facts.set_rows(fact_rows(view, book, papers, gaps))
        tied = tie_rows(view, book, self.desk)
        self.ties.set_rows(tied)
        self.tied.setVisible(bool(tied))

    def _allow(self) -> None:
        view = self.view
        why = self.desk.why_locked
        is_open = view is not None and view.is_open
        self.pause.setVisible(is_open)
        self.setAcceptDrops(view is not None and not why)
        self.complete.setVisible(is_open and self._next() is not None)
        if view is not None:
            self.pause.setText("Resume" if view.state == "paused" else "Pause")
            if (stage := self._next()) is not None:
                self.complete.setText(f"Complete stage {view.clock.stages.index(stage) + 1}")
        for button in (self.pause, self.complete):
            button.setEnabled(not why)
            button.setToolTip(why)

    def _next(self) -> StageClock | None:
        return self.view.clock.next_stage if self.view else None

    # ---- what is done

    def _complete(self) -> None:
        if self.view is not None and (stage := self._next()) is not None:
            self.doings.complete(self.view, stage, self.complete)

    def _offer(self, act: Callable[[CallOffView, QWidget], object]) -> None:
        if self.view is not None:
            act(self.view, self.more)

    def ask_what_if(self) -> WhatIfPanel | None:
        """Try a change of the call-off without writing it."""
        return open_what_if(self.desk, self.view, self.more) if self.view else None

    def _try_in_picture(self) -> None:
        if (panel := self.ask_what_if()) is not None:
            panel.fill("stage", "award")
            panel.fill("days", "4")

    def _follow(self, link: str) -> None:
        page, _, number = link.partition(":")
        if page == "paper":
            self.terms.open_paper(int(number))
            return
        self.desk.open(page, **({"id": int(number)} if number else {}))

    def _drop(self, paths: list[Path]) -> None:
        if self.view is not None:
            self.entering.file_paths(self.view, paths, self.more)

    def _pause(self) -> None:
        if self.view is None:
            return
        act = self.doings.resume if self.view.state == "paused" else self.doings.pause
        act(self.view, self.pause)

    def _menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """What else can be done with the call-off now."""
        menu, view = QMenu(self), self.view
        if view is None:
            return menu
        menu.addAction("What if…", self.ask_what_if).setEnabled(view.is_open)
        save = menu.addAction("Save a paper…", partial(self._offer, self.terms.save_paper))
        save.setEnabled(self.has_papers)
        menu.addAction("Save as open contracting data…", partial(self._offer, self.terms.release))
        for group in _groups(
            view, self.doings, self.entering, self.terms,
            has=(self.has_papers, self.has_savings),
        ):  # fmt: skip
            menu.addSeparator()
            for words, act, on in group:
                add_writing(menu, words, partial(act, view, self.more)).setEnabled(on)
        done = [s for s in view.clock.stages if s.state is StageState.DONE]
        again = add_writing(
            menu, "Open the last stage again", partial(self._offer, self.doings.reopen)
        )
        again.setEnabled(bool(done))
        return menu


def _groups(
    view: CallOffView,
    doings: CallOffDoings,
    entering: CallOffFacts,
    terms: CallOffTerms,
    has: tuple[bool, bool],
) -> tuple[tuple[Offer, ...], ...]:
    """What the menu offers, in its groups: words, what it does, whether it can be done.

    `has` says whether there are papers and savings.
    """
    is_open, (has_papers, has_savings) = view.is_open, has
    awarded = any(bidder.state == "awarded" for bidder in view.bidders)
    return (
        (
            ("Pass a gate…", doings.pass_one, is_open),
            ("Change the tier…", doings.tier, is_open),
            ("Weigh it again…", entering.weigh, is_open),
        ),
        (
            ("Another path…", terms.path, is_open),
            ("Day for bids…", terms.bids, is_open and COMPETITION not in view.path.skips),
            ("Bidder…", doings.bidder, is_open),
            ("Award…", doings.award, is_open and bool(view.bidders) and not awarded),
            ("Reject the award…", doings.reject, is_open and awarded),
            ("Bidders were told…", doings.told, is_open and awarded),
        ),
        (
            ("File papers…", entering.choose_papers, True),
            ("Remove a paper…", entering.remove_paper, has_papers),
            ("Needed by, and for…", entering.need, True),
            ("The contract it led to…", entering.contract, True),
            ("What becomes of the contract…", terms.ending, view.outcome != "stopped"),
            ("Claim a saving…", entering.claim, True),
            ("Validate a saving…", entering.validate, has_savings),
        ),
        (
            ("Begin a stage…", entering.begin, is_open),
            ("What took the time…", doings.lost, True),
            ("Stop…", doings.stop, is_open),
        ),
    )


def _titled(title: str, part: QWidget) -> CardFrame:
    card = CardFrame(title)
    card.add(part)
    return card


def _card(part: QWidget, side: int, top: int) -> QWidget:
    card = make_frame("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(side, top, side, 1)
    column.addWidget(part)
    return card
