"""A panel that points at what it is about; Esc or a click elsewhere closes it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.style.theme import colour
from ui.style.tokens import POPOVER_WIDTH, RADIUS_CARD

_POINTER = 8
_EDGE = 8


class Popover(QWidget):
    """Holds any content: `Popover(window, content).open_at(anchor)`. It deletes itself on closing.

    It lies inside the window, above or below its anchor and never over it, and is at most
    `widest` pixels wide. `closed` is sent once.
    """

    closed = Signal()

    def __init__(
        self,
        window: QWidget,
        content: QWidget,
        *,
        name: str = "",
        widest: int = POPOVER_WIDTH,
        margin: int = 16,
    ) -> None:
        super().__init__(window)
        self._window = window
        self.content = content
        self._widest = widest
        self._below = True
        self._tip = 0
        self._spot = QRect()
        self._points = True
        self._before: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._margin = margin
        self._layout.addWidget(content)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def open_at(self, anchor: QWidget, rect: QRect | None = None) -> None:
        """Show it pointing at `rect` of `anchor` (the whole widget when None)."""
        window = self._window
        target = rect or anchor.rect()
        spot = QRect(anchor.mapTo(window, target.topLeft()), target.size())
        self._spot = spot
        self._place(spot, window.rect())
        self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        takes_focus = self.content.focusPolicy() != Qt.FocusPolicy.NoFocus
        (self.content if takes_focus else self).setFocus(Qt.FocusReason.PopupFocusReason)
        _application().installEventFilter(self)

    def event(self, event: QEvent) -> bool:
        """Take the room that the content asks for when it grows or shrinks."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place(self._spot, self._window.rect())
        return done

    def _place(self, spot: QRect, room: QRect) -> None:
        self._set_margins(below=True)
        self.setMaximumWidth(self._widest)
        wanted = self.sizeHint().boundedTo(self.maximumSize())
        height = wanted.height()
        if self.hasHeightForWidth():
            height = self.heightForWidth(wanted.width())
        below = room.bottom() - spot.bottom() >= height or spot.top() < height
        self._set_margins(below=below)
        free = room.bottom() - spot.bottom() if below else spot.top()
        # What fits neither below nor above lies over what it is about, whole.
        self._points = height <= free - 2
        height = min(height, room.height() - 2 * _EDGE if not self._points else height)
        left = min(max(spot.center().x() - 40, _EDGE), room.right() - wanted.width() - _EDGE)
        top = spot.bottom() + 2 if below else spot.top() - height - 2
        if not self._points:
            top = room.bottom() - height - _EDGE
        self.setGeometry(left, top, wanted.width(), height)
        self._tip = min(max(spot.center().x() - left, 20), wanted.width() - 20)

    def _set_margins(self, *, below: bool) -> None:
        self._below = below
        top, foot = (_POINTER, 0) if below else (0, _POINTER)
        side = self._margin
        self._layout.setContentsMargins(side, side + top, side, side + foot)

    def close_now(self) -> None:
        """Close it and give the focus back to where it was."""
        _application().removeEventFilter(self)
        if self.isHidden():
            return
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when anything outside is pressed."""
        pressed = event.type() == QEvent.Type.MouseButtonPress
        if pressed and isinstance(watched, QWidget):
            inside = watched is self or self.isAncestorOf(watched)
            # The open list of a choice inside is a window of its own and counts as inside.
            if not inside and watched.window() is self.window():
                self.close_now()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the border and the pointer in one line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = _POINTER if self._below else 0
        box = QRectF(self.rect()).adjusted(0.5, top + 0.5, -0.5, top - _POINTER - 0.5)
        body = QPainterPath()
        body.addRoundedRect(box, RADIUS_CARD, RADIUS_CARD)
        edge = box.top() if self._below else box.bottom()
        away = -_POINTER if self._below else _POINTER
        pointer = QPainterPath(QPointF(self._tip - _POINTER, edge))
        pointer.lineTo(QPointF(self._tip, edge + away))
        pointer.lineTo(QPointF(self._tip + _POINTER, edge))
        painter.setPen(QPen(colour("control"), 1))
        painter.setBrush(colour("surface"))
        painter.drawPath(body.united(pointer) if self._points else body)


def _application() -> QCoreApplication:
    running = QCoreApplication.instance()
    assert running is not None
    return running
