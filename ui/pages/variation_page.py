"""Variation: which contractors differ by more than chance, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from areateam.catalogue.indicator_definitions import Level
from areateam.contracts.contract_facet_views import pct_names
from areateam.contracts.contract_filter import Condition, Filter
from areateam.variation.variation_views import (
    FunnelView,
    IndicatorLine,
    funnel_view,
    indicator_list,
)
from ui.ask import Ask
from ui.charts.chart_view import ChartView
from ui.pages.variation_chooser import IndicatorChooser
from ui.pages.variation_chosen import ChosenStrip
from ui.pages.variation_list import VariationList
from ui.pages.variation_papers import VariationPapers
from ui.pages.variation_pictures import funnel_picture, ranked_picture
from ui.pages.variation_side import TrustCard
from ui.pages.variation_tools import VariationTools, shown_keys
from ui.pages.variation_words import page_sentence, short_sentence
from ui.style.tokens import GAP, GAP_LOW, PAGE_MARGIN
from ui.widgets.buttons import make_button, make_frame
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.field_button import FieldButton
from ui.widgets.page_header import PageHeader
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date

    from areateam.catalogue.catalogue import Catalogue
    from areateam.variation.variation_views import ChartPoint
    from ui.charts.picture import Picture
    from ui.desk import Desk

_SIDE = 428
_LOWEST_LIST = 152
_EMPTY = (
    "How contractors differ, by more than chance, in what they are paid, do and reach: each outlier"
    " is a question that ends in a verdict or a case. The figures come with the lists of a PCT."
)
_STEPS = (Step("imports", "download", "Import lists", "Payments, patients, UDAs", "Import"),)
_LEVELS = {Level.PCT: "PCTs", Level.CCG: "CCGs", Level.AREA_TEAM: "Area teams"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: an indicator, who is compared, and of which type of contract."""

    indicator: str = ""
    level: str = ""
    contract_type: str = ""


@dataclass(frozen=True, slots=True)
class VariationFacts:
    """What the page shows, read beside the window."""

    wanted: Wanted
    lines: Sequence[IndicatorLine]
    view: FunnelView | None
    places: dict[str, str]


def read_variation(
    connection: Any, catalogue: Catalogue, day: date, wanted: Wanted
) -> VariationFacts:
    """The indicators, and the one that is wanted: the first with figures where none is named."""
    lines = indicator_list(connection, catalogue, day)
    known = {line.key for line in lines if line.value is not None}
    key = wanted.indicator or next((line.key for line in lines if line.key in known), "")
    view = None
    if key:
        level = Level(wanted.level) if wanted.level else None
        kind = wanted.contract_type
        where = Filter((Condition("type", "=", (kind,)),)) if kind else None
        view = funnel_view(connection, catalogue, key, day, level, where)
    return VariationFacts(wanted, lines, view, pct_names(connection))


class VariationPage(QWidget):
    """Opened with indicator="I04", shape="funnel" or "ranked", and contract=its number."""

    title = "Variation"

    def __init__(self, desk: Desk, ask: Ask | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.ask = ask or Ask(self)
        self.facts: VariationFacts | None = None
        self.wanted = Wanted()
        self.current: Hashable | None = None
        self._narrow_window = False
        self.header = PageHeader(self.title)
        self.choose = FieldButton("scatter", arrow=True)
        self.choose.setFixedHeight(32)
        self.export = make_button("Export", icon_name="upload")
        for button in (self.choose, self.export):
            self.header.add_button(button)
        self.tools = VariationTools()
        self.shapes = self.tools.shapes
        self.chart = ChartView("Variation")
        self.chosen = ChosenStrip()
        self.list = VariationList()
        self.trust = TrustCard()
        self.papers = VariationPapers(desk, self.ask)
        self.empty = EmptyState("No figures to compare yet", _EMPTY, _STEPS)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._body())
        self._stack.addWidget(self.empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self._stack, 1)
        self.setFocusProxy(self.chart)
        self._connect()

    def _body(self) -> QWidget:
        self._left = make_frame("card")
        inner = QVBoxLayout(self._left)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addWidget(self.chart, 1)
        inner.addWidget(make_frame("hairline"))
        inner.addWidget(self.chosen)
        self._side = QWidget()
        self._side.setFixedWidth(_SIDE)
        self._right = QVBoxLayout(self._side)
        self._right.setContentsMargins(0, 0, 0, 0)
        card = make_frame("card")
        listed = QVBoxLayout(card)
        listed.setContentsMargins(1, 1, 1, 1)
        listed.addWidget(self.list)
        self.list.setMinimumHeight(_LOWEST_LIST)
        self._right.addWidget(card, 2)
        self._right.addWidget(self.trust, 3)
        self._columns = QHBoxLayout()
        self._columns.addWidget(self._left, 1)
        self._columns.addWidget(self._side)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addLayout(self._columns, 1)
        return body

    def _connect(self) -> None:
        self.shapes.chosen.connect(lambda key: self.desk.open("variation", shape=key))
        self.choose.clicked.connect(lambda _: self.choose_indicator())
        self.export.clicked.connect(lambda _: self.papers.offer(self))
        self.tools.narrowed.connect(self._narrow)
        self.tools.level_chosen.connect(lambda level: self.ask_for(level=level))
        self.tools.type_chosen.connect(lambda kind: self.ask_for(contract_type=kind))
        self.chart.rested.connect(self._picked)
        self.chart.opened.connect(self._open)
        self.list.rested.connect(self._picked)
        self.list.opened.connect(self._open)
        self.chosen.open_asked.connect(lambda: self._open(self.current))
        self.empty.chosen.connect(lambda _: self.desk.open("imports", choose=True))

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show an indicator, a way of drawing it, and a contractor in it."""
        if "shape" in args:
            self.shapes.choose(str(args["shape"]))
        if "contract" in args:
            self.current = args["contract"]
        if args.get("indicator"):
            self.ask_for(indicator=str(args["indicator"]))
        elif self.facts is None:
            self.refresh(None)
        else:
            self._draw()

    def ask_for(self, **changed: str) -> None:
        """Read another indicator, level or type; what is not named stays where it can."""
        now = self.wanted
        if "indicator" in changed:
            self.wanted = Wanted(changed["indicator"])
        else:
            self.wanted = Wanted(
                now.indicator,
                changed.get("level", now.level),
                changed.get("contract_type", now.contract_type),
            )
        self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read everything again, beside the window."""
        catalogue, day, wanted = self.desk.catalogue, self.desk.today, self.wanted
        self.desk.read(
            "variation", lambda c: read_variation(c, catalogue, day, wanted), self.show_facts
        )

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Smaller gaps and a narrower list in a small window."""
        gap, side = GAP_LOW if low else GAP, GAP if narrow else PAGE_MARGIN
        self._right.setSpacing(gap)
        self._columns.setSpacing(gap)
        self._columns.setContentsMargins(side, 0, side, gap)
        self.tools.set_narrow(narrow=narrow)
        self.trust.set_low(low=low)
        self.chosen.set_low(low=low)
        self._narrow_window = narrow
        self.header.set_narrow(narrow=narrow)

    def focus_filter(self) -> None:
        """Ctrl+F: to the filter."""
        self.tools.field.setFocus()

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: bars in their order, the choice of an indicator."""
        return [
            ("ranked", lambda: self.show_args({"shape": "ranked"})),
            ("choose", self.choose_indicator),
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
        for part in (self.choose, self.export):
            part.setVisible(not nothing)
        self._stack.setCurrentIndex(int(nothing))
        if view is None:
            self.header.set_title(self.title)
            self.header.set_sentence("No indicator has figures yet.")
            return
        indicator = view.indicator
        self.choose.set_words("", f"{indicator.code} {indicator.label}", indicator.why)
        self.header.set_title(view.title)
        self.header.set_sentence(page_sentence(view), short_sentence(view))
        self.header.set_narrow(narrow=self._narrow_window)
        self._fill_tools(view)
        self.list.name_columns(indicator.numerator.words, indicator.denominator.words)
        self.trust.show_trust(view.trust)
        self.trust.show_verdicts(0, 0)
        self._narrow()

    def _fill_tools(self, view: FunnelView) -> None:
        assert self.facts is not None
        indicator, catalogue = view.indicator, self.desk.catalogue
        levels = [(level.value, _LEVELS.get(level, indicator.of)) for level in indicator.levels]
        self.tools.level.fill(levels, view.level.value)
        keys = [
            key
            for key, kind in catalogue.types.items()
            if indicator.group == kind.group and (not indicator.types or key in indicator.types)
        ]
        types = [(key, catalogue.types[key].short) for key in keys]
        offered = [("", "All types"), *types] if len(types) > 1 else []
        self.tools.types.fill(offered, self.facts.wanted.contract_type)
        self.tools.offer(view.points, self.facts.places)

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
        if self.current not in self.list.points and view.points:
            self.current = next(iter(self.list.points), None)
        self.chart.show_picture(self.picture(view))
        self._stand()

    def picture(self, view: FunnelView) -> Picture:
        """The picture of the view as it is drawn now."""
        shown = shown_keys((*view.points, *view.dormant), self.tools.narrowed_to())
        if self.shapes.current() == "ranked":
            return ranked_picture(view, shown)
        return funnel_picture(view, shown)

    def _stand(self) -> None:
        """Show the chosen contractor in chart, list and below the chart."""
        self.chart.pick([] if self.current is None else [self.current])
        self.list.go_to(self.current)
        places = self.facts.places if self.facts else {}
        self.chosen.show_point(self.point, places)

    @property
    def point(self) -> ChartPoint | None:
        """The chosen contractor, if it is shown."""
        return self.list.points.get(self.current)

    # ---- what is done

    def _picked(self, key: Hashable) -> None:
        if key != self.current:
            self.current = key
            self._stand()

    def _open(self, key: Hashable) -> None:
        point = self.list.points.get(key)
        if point is not None and point.contract is not None:
            self.desk.open("contract", id=point.contract)

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
