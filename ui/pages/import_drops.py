"""Where files can be dropped: which of what is dragged can be read, and the obvious place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.style.fonts import BODY, font
from ui.style.icons import paint_icon
from ui.style.theme import colour
from ui.style.tokens import RADIUS_CARD

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

HEIGHT = 120


def files_in(data: QMimeData) -> list[Path]:
    """The files of this computer among what is dragged; folders and links are not among them."""
    places = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [place for place in places if place.is_file()]


class DropZone(QAbstractButton):
    """A framed place that says that files can be dropped; a click or Enter chooses them.

    Over the whole page while files are dragged, it only shows where they would go.
    """

    def __init__(self, words: str, *, over: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = over
        self.setText(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if over else Qt.FocusPolicy.TabFocus)
        if over:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        else:
            self.setFixedHeight(HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed frame, the icon and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self._over or self.hasFocus() or self.underMouse()
        pen = QPen(colour("accent" if lit else "control"), 2 if lit else 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(colour("selected" if self._over else "surface"))
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawRoundedRect(box, RADIUS_CARD, RADIUS_CARD)
        middle = box.center()
        icon = QRectF(middle.x() - 12, middle.y() - 30, 24, 24)
        paint_icon(painter, "download", icon, colour("accent" if lit else "text_2"))
        painter.setFont(font(BODY, strong=self._over))
        painter.setPen(colour("text"))
        words = QRectF(box.left(), middle.y() + 4, box.width(), 24)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())


class DropPage(QWidget):
    """A page that takes files wherever they are dropped on it; `dropped(paths)`."""

    dropped = Signal(list)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = DropZone(words, over=True, parent=self)
        self._over.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer, and show where they go."""
        if self.acceptDrops() and files_in(event.mimeData()):
            event.acceptProposedAction()
            self._over.show()
            self._over.raise_()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is over the page any more."""
        self._over.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        self._over.hide()
        event.acceptProposedAction()
        self.dropped.emit(files_in(event.mimeData()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place to drop over the whole page."""
        super().resizeEvent(event)
        self._over.setGeometry(self.rect().adjusted(12, 12, -12, -12))
