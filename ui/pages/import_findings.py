"""The findings of an import by kind: each a button that shows its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from areateam.core.findings import Weight
from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.marks import Shape, Tone, paint_mark
from ui.style.theme import colour
from ui.style.tokens import FACET_LINE
from ui.widgets.buttons import make_frame
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.imports.stage_views import FindingKind

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT = 32.0

GROUPS = (
    (Weight.DOUBTFUL, Shape.DOUBT, "Your choice needed"),
    (Weight.REFUSED, Shape.REFUSED, "Refused"),
    (Weight.NOTE, Shape.NOTHING, "Worth knowing"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """What stands over the kinds of one weight: its mark, its words and how many lines."""

    shape: Shape
    words: str
    lines: int


class _Line(QAbstractButton):
    """One kind with the number of its lines; painted, so that a long title can be cut."""

    def __init__(self, key: str, words: str, count: int, tip: str) -> None:
        super().__init__()
        self.key = key
        self._count = f"{count:,}"
        self._tip = tip
        self.setText(words)
        self.setCheckable(True)
        self.setEnabled(bool(key))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if key else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{words}, {count:,} {'line' if count == 1 else 'lines'}")
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)

    def sizeHint(self) -> QSize:
        return QSize(200, FACET_LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isChecked():
            painter.fillRect(self.rect(), colour("selected"))
        elif self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), colour("hover"))
        sizes = metrics(BODY)
        right = self.width() - 16.0
        width = sizes.horizontalAdvance(self._count)
        painter.setFont(font(BODY))
        painter.setPen(colour("text_2"))
        box = QRectF(right - width - 1, 0, width + 2, self.height())
        painter.drawText(box, _MIDDLE, self._count)
        room = right - width - 8 - _LEFT
        words = sizes.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        whole = self.text() if words != self.text() else ""
        self.setToolTip("\n".join(part for part in (whole, self._tip) if part))
        painter.setPen(colour("text"))
        painter.drawText(QRectF(_LEFT, 0, room + 1, self.height()), _MIDDLE, words)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class _Head(QWidget):
    """Mark, words and number of a group."""

    def __init__(self, group: Group) -> None:
        super().__init__()
        self._group = group
        self.setFixedHeight(FACET_LINE)
        self.setAccessibleName(f"{group.words}, {group.lines:,}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() / 2
        paint_mark(painter, self._group.shape, QPointF(20, middle))
        painter.setFont(font(BODY, strong=True))
        painter.setPen(colour("text"))
        painter.drawText(QRectF(_LEFT, 0, self.width(), self.height()), _MIDDLE, self._group.words)
        number = f"{self._group.lines:,}"
        width = metrics(BODY).horizontalAdvance(number)
        painter.setFont(font(BODY))
        painter.setPen(colour("text_2"))
        box = QRectF(self.width() - 17 - width, 0, width + 2, self.height())
        painter.drawText(box, _MIDDLE, number)


class FindingsList(QScrollArea):
    """Kinds of findings under their weights. `chosen(key)` filters by a kind, "" by none."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[_Line] = []
        self.setWidgetResizable(True)
        self.setProperty("part", "surface")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Findings")

    def current(self) -> str:
        """The key of the kind that filters, "" for none."""
        return next((line.key for line in self._lines if line.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose a kind, as a click does."""
        for line in self._lines:
            if line.key == key and not line.isChecked():
                line.click()

    def clear_choice(self) -> None:
        """Choose none, without a signal."""
        for line in self._lines:
            line.setChecked(False)

    def show_findings(
        self,
        kinds: Sequence[FindingKind],
        *,
        held: dict[Weight, int],
        absent: int,
        absent_key: str = "",
    ) -> None:
        """Show these kinds; `held` says how many lines wait by weight, `absent` records missing.

        `absent_key` is what is sent where those are chosen; "" where they cannot be.

        The kind that was chosen stays so, and the focus with it, where it is still there.
        """
        chosen = self.current()
        focused = next((line.key for line in self._lines if line.hasFocus()), "")
        content = make_frame("surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        column.addWidget(self._title(empty=not kinds and not absent))
        self._lines = []
        for weight, shape, words in GROUPS:
            lines = [_line_of(kind) for kind in kinds if kind.weight is weight]
            count = held.get(weight, sum(k.lines for k in kinds if k.weight is weight))
            if weight is Weight.NOTE and absent:
                lines.append(_Line(absent_key, "In the register, not in the file", absent, _ABSENT))
                count += absent
            if lines:
                self._add_group(column, Group(shape, words, count), lines)
        if absent:
            note = SpanLabel(_ABSENT, size=SMALL, tone=Tone.QUIET, wrap=True)
            note.setContentsMargins(0, 0, 0, 0)
            column.addWidget(_indented(note))
        column.addStretch(1)
        self.setWidget(content)
        for line in self._lines:
            line.setChecked(bool(chosen) and line.key == chosen)
            if focused and line.key == focused:
                line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _title(self, *, empty: bool) -> QWidget:
        words = "none: nothing calls for you" if empty else "click to show the lines"
        title = SpanLabel([Span("Findings", strong=True), Span(f"  {words}", tone=Tone.QUIET)])
        return _indented(title, 16)

    def _add_group(self, column: QVBoxLayout, group: Group, lines: list[_Line]) -> None:
        if self._lines:
            column.addSpacing(6)
            column.addWidget(make_frame("soft-line"))
        column.addSpacing(6)
        column.addWidget(_Head(group))
        for line in lines:
            line.clicked.connect(lambda on, each=line: self._clicked(each, on=on))
            column.addWidget(line)
        self._lines += lines

    def _clicked(self, line: _Line, *, on: bool) -> None:
        for each in self._lines:
            each.setChecked(on and each is line)
        self.chosen.emit(line.key if on else "")


_ABSENT = "Nothing is ever deleted by an import."


def _line_of(kind: FindingKind) -> _Line:
    return _Line(kind.key, kind.title, kind.lines, kind.sentence)


def _indented(widget: QWidget, left: int = int(_LEFT)) -> QWidget:
    frame = QWidget()
    row = QVBoxLayout(frame)
    row.setContentsMargins(left, 0, 16, 0)
    row.addWidget(widget)
    return frame
