"""A label of several tones in one line or paragraph, with links and worked-out values.

SpanLabel([Span("9 are late", mark=Shape.LATE, strong=True), Span(", 5 more fall due.")])
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style.fonts import BODY, LINE_HEIGHTS
from ui.style.marks import Tone
from ui.widgets.spans import Span, SpanLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLLOW = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_WIDEST_HINT = 480
_RESIZING = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class SpanLabel(QWidget):
    """Shows spans; wraps when `wrap`, else ends in … with the full text as a tooltip.

    `linked(link)` is sent when a link or a reason is clicked or Enter is pressed on it.
    """

    linked = Signal(str)

    def __init__(
        self,
        spans: Sequence[Span] | str = (),
        *,
        size: int = BODY,
        tone: Tone = Tone.PLAIN,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._tone = tone
        self._wrap = wrap
        self._at = -1
        self._spans: tuple[Span, ...] = ()
        # A layout asks for the same heights many times over.
        self._heights: dict[int, int] = {}
        self._one_line: int | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if wrap:
            policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.set_spans(spans)

    def set_spans(self, spans: Sequence[Span] | str) -> None:
        """Show other spans; a plain string is one span in the label's own tone."""
        given = [Span(spans)] if isinstance(spans, str) else spans
        self._spans = tuple(span.toned(self._tone) for span in given if span.written)
        links = any(span.link for span in self._spans)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if links else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.text())
        self._at = next((at for at, span in enumerate(self._spans) if span.link), -1)
        self._forget_sizes()
        if self.underMouse():
            self._explain()
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """All of it as plain text."""
        return "".join(span.written for span in self._spans)

    def link_rect(self, link: str) -> QRect:
        """Where the link stands in the label, for a popover to point at."""
        layout = self._laid_out(self.width())
        for number, span in enumerate(self._spans):
            if span.link == link:
                return layout.boxes(number)[0].toRect()
        return self.rect()

    def _laid_out(self, width: float) -> SpanLayout:
        return SpanLayout(self._spans, self._size, width, wrap=self._wrap)

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped lines."""
        if width not in self._heights:
            self._heights[width] = self._laid_out(width).height
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """One line as wide as it is; a wrapping label asks for at most 480 pixels."""
        if self._one_line is None:
            self._one_line = SpanLayout(self._spans, self._size, 1e6, wrap=False).width + 1
        width = self._one_line
        if not self._wrap:
            return QSize(width, LINE_HEIGHTS[self._size])
        width = min(width, _WIDEST_HINT)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any layout, but never lower than the lines it has at its width."""
        height = self.heightForWidth(self.width()) if self._wrap else LINE_HEIGHTS[self._size]
        return QSize(24, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height when the width breaks the lines elsewhere."""
        super().resizeEvent(event)
        if self._wrap and event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, the dotted underlines and the frame of the focused link."""
        painter = QPainter(self)
        self._laid_out(self.width()).paint(painter, self._at if self.hasFocus() else -1)

    def _forget_sizes(self) -> None:
        self._heights.clear()
        self._one_line = None

    def changeEvent(self, event: QEvent) -> None:
        """Another font is another width."""
        if event.type() in _RESIZING:
            self._forget_sizes()
        super().changeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Give the whole text as a tooltip while it is cut."""
        self._explain()
        super().enterEvent(event)

    def _explain(self) -> None:
        if not self._wrap:
            self.setToolTip(self.text() if self.sizeHint().width() > self.width() + 1 else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from link to link, Enter or Space follows one."""
        links = [at for at, span in enumerate(self._spans) if span.link]
        key = Qt.Key(event.key())
        if key in _FOLLOW and self._at in links:
            self.linked.emit(self._spans[self._at].link)
        elif key in _STEPS and self._at in links:
            place = links.index(self._at) + _STEPS[key]
            self._at = links[min(max(place, 0), len(links) - 1)]
            self.update()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over links."""
        number = self._laid_out(self.width()).link_at(event.position())
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand if number >= 0 else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow the link under the pointer."""
        number = self._laid_out(self.width()).link_at(event.position())
        if number >= 0:
            self.linked.emit(self._spans[number].link)
        else:
            super().mouseReleaseEvent(event)
