"""A chart on the screen: moved, zoomed, pointed at, picked from, and walked along by keys.

chart = ChartView("Funnel plot")
chart.show_picture(FunnelPicture(…))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)

from ui.charts.chart_canvas import ChartCanvas

if TYPE_CHECKING:
    from typing import Any

    from ui.charts.picture import Picture

_CLOSER = 0.8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ZOOMS = {Qt.Key.Key_Plus: _CLOSER, Qt.Key.Key_Equal: _CLOSER, Qt.Key.Key_Minus: 1 / _CLOSER}
_ACROSS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_DOWN = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class ChartView(ChartCanvas):
    """`rested(key)` as the current point changes by click or key, `opened(key)` as it is opened.

    Enter and a double click open. Ctrl+C copies the figures behind the chart. `menu_asked(at)` by
    the right button, on a point that is then current, or by the key for it; `at` is on the screen.
    """

    rested = Signal(object)
    opened = Signal(object)
    menu_asked = Signal(QPoint)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.scene().sigMouseClicked.connect(self._clicked)

    def _go(self, place: int) -> None:
        assert self.picture is not None
        key = self.picture.keys[place]
        if key != self.current():
            self.pick((key,))
            self.rested.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go along the points, + - and 0 zoom, Enter opens, Ctrl+C copies the figures."""
        key, picture = Qt.Key(event.key()), self.picture
        if picture is None or not self._moves(key, picture):
            if event.matches(QKeySequence.StandardKey.Copy) and picture is not None:
                QGuiApplication.clipboard().setText(picture.table().text)
            elif key in _ENTER and self.current() is not None:
                self.opened.emit(self.current())
            else:
                event.ignore()

    def _moves(self, key: Qt.Key, picture: Picture) -> bool:
        if key in _ZOOMS:
            self.zoom(_ZOOMS[key])
        elif key == Qt.Key.Key_0:
            self.show_whole()
        elif key in _ACROSS or (key in _DOWN and picture.walks_by_value):
            order = picture.order() if key in _ACROSS else np.lexsort((picture.xs, picture.ys))
            self._step(order.tolist(), {**_ACROSS, **_DOWN}[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            if len(picture.keys):
                self._go(int(picture.order()[0 if key == Qt.Key.Key_Home else -1]))
        else:
            return False
        return True

    def _step(self, order: list[int], step: int) -> None:
        if not order:
            return
        place = self.place()
        at = order.index(place) + step if place >= 0 else 0
        if 0 <= at < len(order):
            self._go(order[at])

    def _clicked(self, event: Any) -> None:
        if self.picture is None or event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.scenePos()
        place = self.picture.nearest(self.scale_now(), at.x(), at.y())
        if place >= 0:
            self._go(place)
            if event.double():
                self.opened.emit(self.picture.keys[place])
        elif event.double():
            self.show_whole()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu of the point under the pointer, or of the current one by key."""
        at = event.globalPos()
        if self.picture is not None and event.reason() != QContextMenuEvent.Reason.Keyboard:
            place = self.picture.nearest(self.scale_now(), event.pos().x(), event.pos().y())
            if place >= 0:
                self._go(place)
        elif self.picture is not None and (place := self.place()) >= 0:
            x, y = self.picture.pixels(self.scale_now())[place]
            at = self.mapToGlobal(QPoint(round(x), round(y)))
        if self.current() is not None:
            self.menu_asked.emit(at)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press is the chart's own, whether there is anything under it or not."""
        super().mousePressEvent(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """So is letting go."""
        super().mouseReleaseEvent(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        super().mouseMoveEvent(event)
        place = -1
        if self.picture is not None and not event.buttons():
            at = event.position()
            place = self.picture.nearest(self.scale_now(), at.x(), at.y())
        self._hover(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, place: int) -> None:
        if place != self.hovered:
            self.hovered = place
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys go."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys go elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()
