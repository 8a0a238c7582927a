"""Tabs of a record page: words, the current one underlined in the accent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QWidget

from ui.style.fonts import BODY, font, text_width
from ui.style.theme import colour
from ui.style.tokens import PAGE_MARGIN, TAB_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Tab(QAbstractButton):
    def __init__(self, words: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(text_width(self.text(), strong=True), TAB_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        current = self.isChecked()
        painter.setFont(font(BODY, strong=current))
        painter.setPen(colour("text" if current or self.underMouse() else "text_2"))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(self.rect()), middle, self.text())
        if current:
            painter.fillRect(0, self.height() - 2, self.width(), 2, colour("accent"))
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 4, -1, -5))


class TabRow(QFrame):
    """`TabRow([("terms", "Terms"), ("history", "History 31")])`; `chosen(key)` on a change."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "tabs")
        self.setFixedHeight(TAB_HEIGHT)
        self._tabs: dict[str, _Tab] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 0)
        self._row.setSpacing(24)
        for key, words in tabs:
            tab = self._tabs[key] = _Tab(words)
            tab.clicked.connect(lambda _, key=key: self.chosen.emit(key))
            self._row.addWidget(tab)
        self._row.addStretch(1)
        if tabs:
            self.choose(tabs[0][0])

    def choose(self, key: str) -> None:
        """Make a tab the current one without sending `chosen`."""
        self._tabs[key].setChecked(True)

    def current(self) -> str:
        """The key of the current tab."""
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), "")

    def set_words(self, key: str, words: str) -> None:
        """Change the words of a tab, for instance its count."""
        tab = self._tabs[key]
        tab.setText(words)
        tab.setAccessibleName(words)
        tab.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from tab to tab."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = list(self._tabs)
        key = keys[(keys.index(self.current()) + step) % len(keys)]
        self.choose(key)
        self._tabs[key].setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(key)
