"""The tenths of all from day to day with the chosen contractor's line, read beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from areateam.core.dates import format_weekday_date
from areateam.variation.tenths_views import tenths_of_all
from ui.charts.chart_scale import Axis
from ui.charts.picture import Heading
from ui.charts.tenths_picture import TenthsPicture
from ui.pages.variation_facts import where_of
from ui.pages.variation_pictures import unit_of

if TYPE_CHECKING:
    from areateam.variation.point_views import ChartPoint
    from areateam.variation.tenths_views import TenthsOfAll
    from areateam.variation.variation_views import FunnelView
    from ui.desk import Desk
    from ui.pages.variation_facts import VariationFacts


_PATIENCE = 600
"""Milliseconds before it is said that the days are being read."""
_READING = "The days are being read, each as the register held it."


class VariationTenths(QObject):
    """`drawn(picture)` once the tenths were read; they are read once for all that are compared.

    Only what was asked for last counts. In a large register that takes seconds: after `_PATIENCE`
    an empty picture says so.
    """

    drawn = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._facts: VariationFacts | None = None
        self._found: TenthsOfAll | None = None
        self._point: ChartPoint | None = None
        self.waiting = QTimer(self, singleShot=True, interval=_PATIENCE)
        self.waiting.timeout.connect(self._say_reading)

    def show(self, facts: VariationFacts, point: ChartPoint | None) -> None:
        """Draw a point among the tenths, or the tenths alone; read them where that was not done."""
        self._point = point
        if facts is not self._facts:
            self._facts, self._found = facts, None
            self._read(facts)
        elif self._found is not None:
            self._draw(facts, self._found)

    def _read(self, facts: VariationFacts) -> None:
        catalogue, view, where = self._desk.catalogue, facts.view, where_of(facts.wanted)
        assert view is not None
        key, on, level = view.indicator.key, view.on, view.level

        self.waiting.start()

        def done(found: TenthsOfAll) -> None:
            if facts is self._facts:
                self.waiting.stop()
                self._found = found
                self._draw(facts, found)

        self._desk.read(
            "variation-tenths",
            lambda c: tenths_of_all(c, catalogue, key, on, level, where),
            done,
        )

    def _say_reading(self) -> None:
        facts = self._facts
        if facts is not None and facts.view is not None and self._found is None:
            view = facts.view
            heading = Heading(view.title, _READING, format_weekday_date(view.on.isoformat()))
            self.drawn.emit(TenthsPicture(heading, "", (), Axis(view.indicator.label)))

    def _draw(self, facts: VariationFacts, found: TenthsOfAll) -> None:
        if facts.view is not None:
            self.drawn.emit(tenths_picture(facts.view, self._point, found))


def tenths_picture(view: FunnelView, point: ChartPoint | None, found: TenthsOfAll) -> TenthsPicture:
    """The picture of what was read, with the line of a point."""
    stood = found.of(point.unit, point.ref) if point else found.of()
    whose = f", {point.ref} {point.name}".rstrip() if point else ""
    title = f"{view.title} by tenths{whose}"
    heading = Heading(title, stood.sentence, format_weekday_date(view.on.isoformat()))
    axis = Axis(view.indicator.label, unit_of(view.indicator))
    return TenthsPicture(heading, stood.whose, stood.days, axis)
