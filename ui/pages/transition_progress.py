"""How a hand-over gets on: accepted against planned tasks, as a picture and as its figures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from areateam.core.burnup import METHOD, burn_sentence
from areateam.core.dates import format_date
from areateam.transition.burnup_views import burn_up_of
from ui.pages.figures_table import FiguresTable
from ui.pages.picture_saving import save_picture
from ui.pages.transition_words import place_words
from ui.style.fonts import SMALL
from ui.style.marks import Tone
from ui.style.tokens import GAP, PAGE_MARGIN
from ui.widgets.buttons import make_button, make_frame
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_rules import Rulebook
    from areateam.transition.transition_views import PlanView
    from ui.ask import Ask
    from ui.desk import Desk


class TransitionProgress(QWidget):
    """`show_plans(plans, book)`; the chart is made when the view is first seen."""

    def __init__(self, desk: Desk, ask: Ask) -> None:
        super().__init__()
        self._desk = desk
        self._ask = ask
        self._plans: Sequence[PlanView] = ()
        self._book: Rulebook | None = None
        self.chart: Any = None
        self.place = QComboBox()
        self.place.setAccessibleName("Place")
        self.place.currentIndexChanged.connect(lambda _: self._draw())
        self.sentence = SpanLabel(wrap=True)
        self.table = FiguresTable("Tasks by day")
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._card = make_frame("card")
        inner = QVBoxLayout(self._card)
        inner.setContentsMargins(1, 1, 1, 1)
        self._split.addWidget(self._card)
        self._split.addWidget(self.table)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setHandleWidth(GAP)
        self._split.setSizes([960, 840])
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.place)
        head.addWidget(self.sentence, 1)
        head.addWidget(make_button("Picture…", icon_name="download", on_click=self._picture))
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._split, 1)
        column.addWidget(SpanLabel(METHOD, size=SMALL, tone=Tone.QUIET, wrap=True))

    def show_plans(self, plans: Sequence[PlanView], book: Rulebook) -> None:
        """Show plans, the place that was chosen where it is still there."""
        self._plans, self._book = plans, book
        chosen = self.place.currentData()
        self.place.blockSignals(True)
        self.place.clear()
        self.place.addItem("All places", "")
        for plan in plans:
            self.place.addItem(place_words(plan.head.place, plan.head.place_name), plan.head.place)
        self.place.setCurrentIndex(max(0, self.place.findData(chosen)))
        self.place.blockSignals(False)
        if self.isVisible():
            self._draw()

    def showEvent(self, event: Any) -> None:
        """Draw what was read while it could not be seen."""
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        chosen = str(self.place.currentData() or "")
        found = [plan for plan in self._plans if chosen in ("", plan.head.place)]
        if not found or self._book is None:
            return
        # What charts bring with them is loaded when one is first seen.
        from ui.charts.burnup_picture import BurnUpPicture
        from ui.charts.chart_view import ChartView
        from ui.charts.picture import Heading

        today = self._book.today
        burn = burn_up_of(found, today)
        words = burn_sentence(burn)
        title = f"Accepted and planned, {self.place.currentText()}"
        picture = BurnUpPicture(Heading(title, words, format_date(today.isoformat())), burn)
        self.sentence.set_spans(words)
        if self.chart is None:
            self.chart = ChartView("Accepted and planned tasks")
            room = self._card.layout()
            assert room is not None
            room.addWidget(self.chart)
            self.chart.rested.connect(self.table.go_to)
            self.table.rested.connect(self._rested)
            self.setFocusProxy(self.chart)
        self.chart.show_picture(picture)
        self.table.show_picture(picture)

    def _rested(self, key: object) -> None:
        if self.chart is not None and key is not None:
            self.chart.pick((key,))

    def _picture(self) -> None:
        if self.chart is None or self.chart.picture is None:
            return
        from ui.charts.chart_paper import write_picture

        name = f"Progress {self.place.currentData() or 'all'}"
        write = partial(write_picture, picture=self.chart.picture)
        save_picture(self._desk, self._ask, "Picture of the progress", name, write)
