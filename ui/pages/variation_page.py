"""Variation: which contractors differ by more than chance, and what was made of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from areateam.variation.variation_texts import worth_sentence
from ui.ask import Ask
from ui.pages.variation_body import VariationBody
from ui.pages.variation_chooser import IndicatorChooser
from ui.pages.variation_count import first_indicator, once_counted
from ui.pages.variation_facts import VariationFacts, Wanted, read_variation
from ui.pages.variation_judging import VariationJudging
from ui.pages.variation_keeping import VariationKeeping
from ui.pages.variation_options import VariationOptions
from ui.pages.variation_papers import VariationPapers
from ui.pages.variation_pictures import picture_of
from ui.pages.variation_tabs import VariationTabs
from ui.pages.variation_tenths import VariationTenths
from ui.pages.variation_time import VariationTime
from ui.pages.variation_tools import shown_keys
from ui.pages.variation_words import TENTHS, beside_sentence, page_sentence, short_sentence
from ui.widgets.buttons import make_button
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.field_button import FieldButton
from ui.widgets.page_header import PageHeader
from ui.widgets.popover import Popover
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from areateam.variation.point_views import ChartPoint
    from areateam.variation.variation_views import FunnelView
    from ui.charts.tenths_picture import TenthsPicture
    from ui.charts.xmr_picture import XmrPicture
    from ui.desk import Desk

_EMPTY = (
    "How contractors differ, by more than chance, in what they are paid, do and reach: each outlier"
    " is a question that ends in a verdict or a case. The figures come with the lists of a PCT."
)
_STEPS = (Step("imports", "download", "Import lists", "Payments, patients, UDAs", "Import"),)


class VariationPage(QWidget):
    """Opened with indicator="I04", contract=its number and a shape such as "tenths": `SHAPES`.

    Or with view=the number of one that was kept, with tab="changes" and since="2012-10-02", or
    with tab="consistency" and procedure="list-closure".
    """

    title = "Variation"

    def __init__(self, desk: Desk, ask: Ask | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.ask = ask or Ask(self)
        self.facts: VariationFacts | None = None
        self.wanted = Wanted()
        self.current: Hashable | None = None
        self.header = PageHeader(self.title)
        self.choose = FieldButton("scatter", arrow=True)
        self.choose.setFixedHeight(32)
        self.export = make_button("Export", icon_name="upload")
        self.register = make_button("Register", tip="The outliers of every indicator")
        for button in (self.choose, self.register, self.export):
            self.header.add_button(button)
        body = self.body = VariationBody()
        self.tools, self.shapes = body.tools, body.tools.shapes
        self.options = VariationOptions(self, self.shapes)
        self.tools.add_view(self.options.button)
        self.chart, self.chosen = body.chart, body.chosen
        self.list, self.trust = body.list, body.trust
        self.papers = VariationPapers(desk, self.ask)
        self.judging = VariationJudging(desk, self)
        self.time = VariationTime(desk, self)
        self.tenths = VariationTenths(desk, self)
        self.keeping = VariationKeeping(desk, self)
        self.empty = EmptyState("No figures to compare yet", _EMPTY, _STEPS)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.body)
        self._stack.addWidget(self.empty)
        buttons = (self.choose, self.register, self.export)
        self.tabs = VariationTabs(desk, self.header, buttons, self._stack)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self.tabs, 1)
        self.setFocusProxy(self.chart)
        self._connect()
        # Until they are counted the page shows the first; whoever has chosen one stays there.
        once_counted(desk, lambda: not self.wanted.indicator, lambda i: self.ask_for(indicator=i))

    def _connect(self) -> None:
        body = self.body
        self.options.shaped.connect(lambda shape: self.desk.open("variation", shape=shape))
        self.choose.clicked.connect(lambda _: self.choose_indicator())
        self.register.clicked.connect(lambda _: self.desk.open("outliers"))
        self.export.clicked.connect(lambda _: self.papers.offer(self))
        self.tools.narrowed.connect(self._narrow)
        self.tools.level_chosen.connect(lambda level: self.ask_for(level=level))
        self.tools.type_chosen.connect(lambda kind: self.ask_for(contract_type=kind))
        self.options.kept.connect(lambda: self.keeping.open_save_view(self.options.button))
        self.options.tabled.connect(lambda on: body.show_table(on=on))
        self.options.widened.connect(lambda _: self.refresh(None))
        options = self.options
        for about_time in (options.screened, options.gathered, options.parted):
            about_time.connect(lambda _: self._draw())
        for part in (self.chart, body.table):
            part.rested.connect(lambda key: self._in_chart(key, self._picked))
            part.opened.connect(lambda key: self._in_chart(key, self._open))
        self.chart.menu_asked.connect(lambda at: self.chosen.menu().popup(at))
        self.time.drawn.connect(partial(self._draw_days, "time"))
        self.tenths.drawn.connect(partial(self._draw_days, TENTHS))
        self.list.rested.connect(self._picked)
        self.list.opened.connect(self._open)
        self.chosen.judge_asked.connect(self.judge)
        self.chosen.letter_asked.connect(lambda: self.judge(by_letter=True))
        self.chosen.rebase_asked.connect(
            lambda: self.time.rebase(self.chart.place(), self.chosen.rebase)
        )
        self.chosen.case_asked.connect(lambda case: self.desk.open("case", id=case))
        self.list.judge_asked.connect(lambda: self.judge(ticked=True))
        self.chosen.open_asked.connect(lambda: self._open(self.current))
        self.empty.chosen.connect(lambda _: self.desk.open("imports", choose=True))

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show an indicator, a way of drawing it, and a contractor in it, or the other tab."""
        self.tabs.follow(args)
        if args.get("view"):
            self.keeping.show(int(args["view"]))
            return
        if "shape" in args:
            self.options.choose_shape(str(args["shape"]))
        if "contract" in args:
            self.current = args["contract"]
        if args.get("indicator"):
            self.ask_for(indicator=str(args["indicator"]))
        elif self.facts is None:
            self.ask_for(indicator=first_indicator(self.desk))
        else:
            self._draw()

    def ask_for(self, **changed: str) -> None:
        """Read another indicator, or another level or type of the one that is shown."""
        now = Wanted() if "indicator" in changed else self.wanted
        self.wanted = Wanted(
            changed.get("indicator", now.indicator),
            changed.get("level", now.level),
            changed.get("contract_type", now.contract_type),
        )
        self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read everything again, beside the window."""
        catalogue, day = self.desk.catalogue, self.desk.today
        wanted = replace(self.wanted, adjusted=self.options.wide.isChecked())
        self.desk.read(
            "variation", lambda c: read_variation(c, catalogue, day, wanted), self.show_facts
        )
        self.tabs.refresh(changes)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Smaller gaps and a narrower list in a small window."""
        self.body.set_narrow(narrow=narrow, low=low)
        self.tabs.set_narrow(narrow=narrow)

    def focus_filter(self) -> None:
        """Ctrl+F: to the filter."""
        self.tools.field.setFocus()

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: bars in their order, the choice of an indicator."""
        return [
            ("time", lambda: self.show_args({"shape": "time"})),
            ("tenths", lambda: self.show_args({"shape": TENTHS})),
            ("ranked", lambda: self.show_args({"shape": "ranked"})),
            ("choose", self.choose_indicator),
            ("judge", self.judge),
            ("table", lambda: self.options.table.setChecked(True)),
            ("consistency", lambda: self.show_args({"tab": "consistency"})),
            ("changes", lambda: self.show_args({"tab": "changes", "since": "2012-10-02"})),
        ]

    # ---- what is shown

    @property
    def view(self) -> FunnelView | None:
        """The indicator as it is shown."""
        return self.facts.view if self.facts else None

    def show_facts(self, facts: VariationFacts) -> None:
        """Fill every part."""
        self.facts, view = facts, facts.view
        nothing = view is None
        self.tabs.show_buttons(there=not nothing)
        self._stack.setCurrentIndex(int(nothing))
        if view is None:
            self.tabs.set_head("figures", self.title, "No indicator has figures yet.")
            return
        indicator = view.indicator
        self.choose.set_words("", f"{indicator.code} {indicator.label}", indicator.why)
        self.tabs.set_head("figures", view.title, page_sentence(view), short_sentence(view))
        self.tools.offer(view, self.desk.catalogue, facts.wanted.contract_type, facts.places)
        self.list.name_columns(indicator.numerator.words, indicator.denominator.words)
        worth = (worth_sentence(view.worth),) if view.worth else ()
        self.trust.show_trust((*view.trust, *worth))
        self.trust.show_verdicts(view.judged, len(view.outliers))
        self.list.show_queries(view)
        self._narrow()

    def _narrow(self) -> None:
        """Show the points that what is chosen leaves; the limits stay those of all."""
        view = self.view
        if view is None:
            return
        narrowed = self.tools.narrowed_to()
        every = (*view.points, *view.dormant)
        self.list.show_points([point for point in every if narrowed.leaves(point)])
        self._draw()

    def _draw(self) -> None:
        view = self.view
        if view is None:
            return
        if self.point is None and view.points:
            self.current = next(iter(self.list.points), None)
        if self.shapes.current() == "time":
            self._stand()
            return
        shown = shown_keys((*view.points, *view.dormant), self.tools.narrowed_to())
        self.body.show_picture(picture_of(view, self.options.shape, shown))
        self._stand()

    def _stand(self) -> None:
        """Show the chosen contractor in chart, list and below the chart."""
        view, point = self.view, self.point
        if self.shapes.current() != "time":
            self.body.pick(self.current)
        elif self.facts is not None and view is not None and point is not None:
            shown = None if self.options.whole.isChecked() else point
            if self.options.shape == TENTHS:
                self.tenths.show(self.facts, shown)
            else:
                self.time.show(view, shown, screened=self.options.screen.isChecked())
        self.list.go_to(self.current)
        places = self.facts.places if self.facts else {}
        aside = self.current in self.list.aside
        self.chosen.show_point(point, places, writable=self.desk.writable, aside=aside)
        self.chosen.offer_rebase(there=False, writable=False)
        self.trust.show_methods(beside_sentence(view, point))

    @property
    def point(self) -> ChartPoint | None:
        """The chosen contractor, if it is shown."""
        return self.list.points.get(self.current) or self.list.aside.get(self.current)

    # ---- what is done

    def _picked(self, key: Hashable) -> None:
        if key != self.current:
            self.current = key
            self._stand()

    def _in_chart(self, key: Hashable, act: Callable[[Hashable], None]) -> None:
        """Do something with a contractor of the chart.

        A day over time opens its limits, and a day among the tenths the contractor.
        """
        if self.shapes.current() != "time":
            act(key)
        elif act == self._open and self.options.shape == TENTHS:
            act(self.current)
        elif act == self._open:
            self.chosen.rebase.click()

    def _draw_days(self, shape: str, picture: XmrPicture | TenthsPicture) -> None:
        """Show what was read of days, and what it says below the chart."""
        if self.options.shape == shape:
            self.body.show_picture(picture)
            there = shape == "time" and self.time.is_of_one and bool(picture.keys)
            self.chosen.offer_rebase(there=there, writable=self.desk.writable)
            self.chosen.words.set_spans([Span(picture.heading.sentence)])

    def _open(self, key: Hashable) -> None:
        point = self.list.points.get(key) or self.list.aside.get(key)
        if point is not None and point.contract is not None:
            self.desk.open("contract", id=point.contract)

    def judge(self, *, ticked: bool = False, by_letter: bool = False) -> None:
        """Ask what the chosen contractor is, or all ticked outliers; others are left out.

        `by_letter` offers to ask the contractor.
        """
        view, point = self.view, self.point
        if view is None:
            return
        if by_letter and point is not None:
            self.judging.ask_contractor(view, point, self.chosen.letter)
            return
        if not ticked:
            self.judging.open(view, [point] if point else [], self.chosen.judge)
            return
        outliers = [each for each in self.list.ticked() if each.flag.is_outlier]
        self.judging.open(view, outliers, self.list.bar.button("judge"))
        if not outliers:
            self.desk.problem.emit("All that are ticked lie inside the limits.")

    def choose_indicator(self) -> None:
        """Offer the indicators."""
        if self.facts is None:
            return
        groups = {key: group.label for key, group in self.desk.catalogue.groups.items()}
        key = self.view.indicator.key if self.view else ""
        chooser = IndicatorChooser(self.facts.lines, groups, key)
        popover = Popover(
            self.window(), chooser, name="Indicators", widest=chooser.width() + 32, margin=16
        )

        def take(chosen: str) -> None:
            popover.close_now()
            self.desk.open("variation", indicator=chosen)

        chooser.chosen.connect(take)
        popover.open_at(self.choose)
        chooser.field.setFocus(Qt.FocusReason.PopupFocusReason)
