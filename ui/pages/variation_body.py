"""The parts of the page of variation and how they lie beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.charts.chart_view import ChartView
from ui.pages.figures_table import FiguresTable
from ui.pages.variation_chosen import ChosenStrip
from ui.pages.variation_list import VariationList
from ui.pages.variation_side import TrustCard
from ui.pages.variation_tools import VariationTools
from ui.style.tokens import GAP, GAP_LOW, PAGE_MARGIN
from ui.widgets.buttons import make_frame

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ui.charts.picture import Picture

_SIDE = 472
_LOWEST_LIST = 152


class VariationBody(QWidget):
    """Tools above; the chart over the chosen one at the left; list and trust at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.tools = VariationTools()
        self.chart = ChartView("Variation")
        self.table = FiguresTable("Figures of the chart", stretch=1)
        self._drawn = QStackedWidget()
        self._drawn.addWidget(self.chart)
        self._drawn.addWidget(self.table)
        self.chosen = ChosenStrip()
        self.list = VariationList()
        self.list.setMinimumHeight(_LOWEST_LIST)
        self.trust = TrustCard()
        self._columns = QHBoxLayout()
        self._columns.addWidget(_card(self._drawn, make_frame("hairline"), self.chosen), 1)
        self._columns.addWidget(self._right_side())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addLayout(self._columns, 1)

    def _right_side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(_SIDE)
        self._right = QVBoxLayout(side)
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.addWidget(_card(self.list), 2)
        self._right.addWidget(self.trust, 3)
        return side

    def show_picture(self, picture: Picture) -> None:
        """Draw a picture, or list its figures where the table is shown."""
        self.chart.show_picture(picture)
        self._tabulate()

    def show_table(self, *, on: bool) -> None:
        """Show the figures behind the chart in its place, or the chart again."""
        shown = self.table if on else self.chart
        self._drawn.setCurrentWidget(shown)
        self._tabulate()
        shown.setFocus()

    def pick(self, key: Hashable) -> None:
        """Stand on a point in chart and table; None for none."""
        self.chart.pick([] if key is None else [key])
        if key is not None and self._is_table:
            self.table.go_to(key)

    @property
    def _is_table(self) -> bool:
        return self._drawn.currentWidget() is self.table

    def _tabulate(self) -> None:
        if self._is_table and self.chart.picture is not None:
            self.table.show_picture(self.chart.picture)
            for key in self.chart.picked:
                self.table.go_to(key)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Smaller gaps in a small window, and less around what is chosen."""
        gap, side = GAP_LOW if low else GAP, GAP if narrow else PAGE_MARGIN
        self._right.setSpacing(gap)
        self._columns.setSpacing(gap)
        self._columns.setContentsMargins(side, 0, side, gap)
        self.tools.set_narrow(narrow=narrow)
        self.trust.set_low(low=low)
        self.chosen.set_low(low=low)


def _card(first: QWidget, *others: QWidget) -> QWidget:
    card = make_frame("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 1, 1, 1)
    column.setSpacing(0)
    column.addWidget(first, 1)
    for other in others:
        column.addWidget(other)
    return card
