"""Facets at the left of a list: check box, value, count; groups that fold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.style.drawing import BOX, paint_check
from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.icons import paint_icon
from ui.style.marks import Mark, paint_mark
from ui.style.theme import colour
from ui.style.tokens import FACET_LINE, FACETS_WIDTH
from ui.widgets.buttons import make_frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: its key, its words, a mark where the value is a status."""

    key: str
    label: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of values."""

    key: str
    title: str
    values: Sequence[FacetValue]


class _FacetLine(QAbstractButton):
    """One value; painted, so that a new count never moves or unfocuses anything."""

    def __init__(self, value: FacetValue) -> None:
        super().__init__()
        self.value = value
        self.count: int | None = None
        self.setCheckable(True)
        self.setText(value.label)
        self.setToolTip("")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_count(None)

    def set_count(self, count: int | None) -> None:
        self.count = count
        number = "counting" if count is None else f"{count:,}"
        word = f" ({self.value.mark.word})" if self.value.mark else ""
        self.setAccessibleName(f"{self.value.label}{word}, {number}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(FACETS_WIDTH, FACET_LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), colour("hover"))
        state = Qt.CheckState.Checked if self.isChecked() else Qt.CheckState.Unchecked
        paint_check(painter, QRect(12, 0, BOX, self.height()), state)
        left, right = 34.0, self.width() - 12.0
        number = "" if self.count is None else f"{self.count:,}"
        painter.setFont(font(BODY))
        painter.setPen(colour("text_2"))
        width = metrics(BODY).horizontalAdvance(number)
        painter.drawText(QRectF(right - width - 1, 0, width + 2, self.height()), _MIDDLE, number)
        if self.value.mark:
            paint_mark(painter, self.value.mark.shape, QPointF(left + 5.5, self.height() / 2))
            left += 16
        room = right - width - 6 - left
        text = metrics(BODY).elidedText(self.value.label, Qt.TextElideMode.ElideRight, room)
        self.setToolTip("" if text == self.value.label else self.value.label)
        painter.setPen(colour("text_2" if self.count == 0 else "text"))
        painter.drawText(QRectF(left, 0, room + 1, self.height()), _MIDDLE, text)
        _paint_frame(painter, self)


class _FacetTitle(QAbstractButton):
    """The title of a group; a click folds it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip("Fold or unfold")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(FACETS_WIDTH, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(SMALL, strong=True))
        painter.setPen(colour("text"))
        painter.drawText(QRectF(12, 2, self.width() - 40, self.height() - 2), _MIDDLE, self.text())
        arrow = QRect(self.width() - 24, (self.height() - 12) // 2, 12, 12)
        paint_icon(painter, "forward" if self.isChecked() else "down", arrow, colour("text_2"))
        _paint_frame(painter, self)


def _paint_frame(painter: QPainter, button: QAbstractButton) -> None:
    if button.hasFocus():
        painter.setPen(colour("accent"))
        painter.drawRect(button.rect().adjusted(1, 1, -2, -2))
        painter.drawRect(button.rect().adjusted(2, 2, -3, -3))


class FacetPanel(QScrollArea):
    """Groups of values to tick. `changed(facet, value, on)` is sent for every tick.

    Counts come later and as often as wished through `set_counts`; the panel keeps its focus,
    folds and place.
    """

    changed = Signal(str, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[tuple[str, str], _FacetLine] = {}
        self._facets: tuple[Facet, ...] = ()
        self.setWidgetResizable(True)
        self.setProperty("part", "surface")
        self.setMinimumWidth(120)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Filters")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """As wide as the design says."""
        return QSize(FACETS_WIDTH, 400)

    def set_facets(self, facets: Sequence[Facet]) -> None:
        """Show these groups; when only counts changed, use `set_counts` instead."""
        facets = tuple(facets)
        if facets == self._facets:
            return
        ticked = self.ticked()
        self._facets, self._lines = facets, {}
        content = make_frame("surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for place, facet in enumerate(facets):
            if place:
                column.addWidget(make_frame("hairline"))
            column.addWidget(self._group(facet))
        column.addStretch(1)
        self.setWidget(content)
        self.set_ticked(ticked)

    def _group(self, facet: Facet) -> QWidget:
        title = _FacetTitle(facet.title)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        for value in facet.values:
            line = _FacetLine(value)
            line.clicked.connect(
                lambda on, value=value: self.changed.emit(facet.key, value.key, on)
            )
            self._lines[facet.key, value.key] = line
            column.addWidget(line)
        title.toggled.connect(lambda folded: body.setVisible(not folded))
        group = QWidget()
        both = QVBoxLayout(group)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(title)
        both.addWidget(body)
        return group

    def set_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Show how many each value would give: facet key → value key → count; missing is 0."""
        for (facet, value), line in self._lines.items():
            if facet in counts:
                line.set_count(counts[facet].get(value, 0))

    def ticked(self) -> dict[str, set[str]]:
        """The ticked values of each facet that has any."""
        found: dict[str, set[str]] = {}
        for (facet, value), line in self._lines.items():
            if line.isChecked():
                found.setdefault(facet, set()).add(value)
        return found

    def set_ticked(self, ticked: Mapping[str, set[str]]) -> None:
        """Tick exactly these, without sending `changed`."""
        for (facet, value), line in self._lines.items():
            line.setChecked(value in ticked.get(facet, ()))
