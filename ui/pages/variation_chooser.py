"""Chooses an indicator: by groups of contracts, each with its value or with what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from areateam.catalogue.indicator_definitions import indicators
from ui.dialogs.palette_list import (
    HEAD_HEIGHT,
    ITEM_HEIGHT,
    PaletteDelegate,
    PaletteGroup,
    PaletteItem,
    PaletteModel,
)
from ui.style.marks import Mark, Shape
from ui.widgets.filter_field import FilterField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.catalogue.catalogue import Catalogue
    from areateam.catalogue.indicator_definitions import Indicator
    from areateam.variation.variation_views import IndicatorLine

WIDTH, _TALLEST, _SHOWN = 560, 420, 6
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class IndicatorChooser(QWidget):
    """`chosen(key)` when one is picked; typing filters, arrows and Enter pick."""

    chosen = Signal(str)

    def __init__(
        self, lines: Sequence[IndicatorLine], groups: Mapping[str, str], current: str
    ) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._lines = lines
        self._groups = groups
        self.field = FilterField("Find an indicator")
        self.field.changed.connect(lambda _: self.fill())
        self.list = QListView()
        self.list.setAccessibleName("Indicators")
        self.model = PaletteModel(self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(self.list, self.model))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.field)
        self._current = current
        self.fill()

    def fill(self) -> None:
        """Show the indicators that fit what was typed, those with figures before the others."""
        words = self.field.text().casefold().split()
        fitting = [
            line
            for line in self._lines
            if all(word in f"{line.code} {line.label}".casefold() for word in words)
        ]
        groups = [
            PaletteGroup(
                self._groups.get(key, "All contracts"),
                [_item(line) for line in fitting if line.group == key and line.value is not None],
            )
            for key in dict.fromkeys(line.group for line in self._lines)
        ]
        without = [_item(line) for line in fitting if line.value is None]
        groups.append(PaletteGroup("Without figures", without))
        self.model.set_groups(groups, self.field.text())
        height = sum(
            HEAD_HEIGHT if isinstance(row, PaletteGroup) else ITEM_HEIGHT for row in self.model.rows
        )
        self.list.setFixedHeight(max(min(height, _TALLEST), ITEM_HEIGHT))
        self._stand()

    def _stand(self) -> None:
        places = [n for n, row in enumerate(self.model.rows) if isinstance(row, PaletteItem)]
        known = {self._key(place): place for place in places}
        place = known.get(self._current, places[0] if places else -1)
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place))

    def _key(self, place: int) -> str:
        row = self.model.rows[place]
        return row.key if isinstance(row, PaletteItem) else ""

    def _take(self, place: int) -> None:
        if place >= 0 and (key := self._key(place)):
            self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go along the list while the field has the focus; Enter takes what is current."""
        if event.key() in _ENTER:
            self._take(self.list.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        at = self.list.currentIndex().row() + step
        while 0 <= at < len(self.model.rows) and not self._key(at):
            at += step
        if 0 <= at < len(self.model.rows):
            self.list.setCurrentIndex(self.model.index(at))


def indicator_groups(catalogue: Catalogue, words: str) -> list[PaletteGroup]:
    """The indicators that a text of the palette finds; none for no text or for commands."""
    wanted = words.casefold().split()
    if not wanted or wanted[0].startswith(">"):
        return []
    items = [
        PaletteItem(f"indicator:{each.key}", "scatter", _title(each), "Variation")
        for each in indicators(catalogue).known.values()
        if all(word in _title(each).casefold() for word in wanted)
    ]
    return [PaletteGroup("Indicators", items[:_SHOWN], len(items))] if items else []


def _item(line: IndicatorLine) -> PaletteItem:
    if line.value is None:
        missing = " or ".join(line.missing) or "records to count"
        mark = Mark(Shape.NOTHING, "without figures")
        return PaletteItem(line.key, "scatter", _title(line), f"no {missing}", mark)
    late = Mark(Shape.RISK, "past its review date") if line.overdue else None
    return PaletteItem(line.key, "scatter", _title(line), line.shown, late)


def _title(line: IndicatorLine | Indicator) -> str:
    return f"{line.code} {line.label}"
