"""The matrix of responsibilities: functions down, bodies across, letters in the cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from areateam.core.dates import format_date
from ui.style.fonts import BODY, SMALL, font, metrics
from ui.style.theme import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.duties.duty_views import BodyView, DutyView, FunctionView

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
CELL = Qt.ItemDataRole.UserRole + 1
OWN = Qt.ItemDataRole.UserRole + 2
WORDS = {
    "AR": "accountable and responsible",
    "A": "accountable",
    "R": "responsible",
    "C": "consulted",
    "I": "informed",
}
_NAME, _BEFORE, _FIXED = 0, 1, 2
_TURNED = 64
_LINE = 26
_WIDE = 28
_KEYS = {Qt.Key.Key_A: "A", Qt.Key.Key_R: "R", Qt.Key.Key_C: "C", Qt.Key.Key_I: "I"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class MatrixLine:
    """One function with who was accountable before the change."""

    function: FunctionView
    before: str
    cells: dict[str, DutyView]


class DutyModel(QAbstractTableModel):
    """The name, who had it before, then one column for each body."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[MatrixLine] = ()
        self.bodies: Sequence[BodyView] = ()

    def show(self, lines: Sequence[MatrixLine], bodies: Sequence[BodyView]) -> None:
        """Show other lines and columns."""
        self.beginResetModel()
        self.lines, self.bodies = lines, bodies
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The functions."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The name, before, and the bodies."""
        return 0 if parent.isValid() else _FIXED + len(self.bodies)

    def body(self, column: int) -> BodyView | None:
        """The body of a column; None for the first two."""
        return self.bodies[column - _FIXED] if column >= _FIXED else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words and letters; for a screen reader always "function, body, what it is"."""
        line, body = self.lines[index.row()], self.body(index.column())
        if body is None:
            return self._fixed(line, index.column(), role)
        duty = line.cells.get(body.code)
        if role == CELL:
            return duty
        if role == OWN:
            return body.own
        if role == Qt.ItemDataRole.DisplayRole:
            return duty.letters if duty else ""
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            named = f"{line.function.code} {line.function.name}, {body.name}"
            return f"{named}: {duty_words(duty)}" if duty else f"{named}: nothing"
        return None

    def _fixed(self, line: MatrixLine, column: int, role: int) -> Any:
        name = f"{line.function.code}  {line.function.name}"
        words = name if column == _NAME else line.before
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words if column == _NAME else f"{name}, before: {words or 'nobody'}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The codes of the bodies, with their names as tooltips."""
        if orientation == Qt.Orientation.Vertical:
            return None
        body = self.body(section)
        if body is None:
            words = ("Function", "Before")[section]
            return words if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return body.code
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{body.name}. {body.note}".rstrip(". ")
        return OWN if role == OWN and body.own else None


def duty_words(duty: DutyView) -> str:
    """A cell in words: what, since when, what stands behind it."""
    first, last = duty.span.first, duty.span.last
    days = [
        f"from {format_date(first.isoformat())}" if first else "",
        f"until {format_date(last.isoformat())}" if last else "",
    ]
    parts = [WORDS[duty.letters], " ".join(day for day in days if day)]
    parts.append("" if duty.confirmed else "not confirmed")
    words = ", ".join(part for part in parts if part)
    return ". ".join(part for part in (words, duty.source or "No source", duty.note) if part)


class _BodyHeader(QHeaderView):
    """Codes turned by 90°, the only turned text; the first two columns stand upright."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setAccessibleName("Bodies")
        self.setProperty("part", "head")

    def sizeHint(self) -> QSize:
        """Room for the longest code."""
        return QSize(0, _TURNED)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one heading."""
        model: Any = self.model()
        words = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        body = model.body(logicalIndex)
        own = body is not None and body.own
        painter.save()
        painter.fillRect(rect, colour("hover" if own else "head"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(font(SMALL, strong=True))
        painter.setPen(colour("text" if own else "text_2"))
        if body is None:
            painter.drawText(QRectF(rect).adjusted(12, 0, -4, 0), _LEFT, words)
        else:
            painter.translate(rect.left(), rect.bottom())
            painter.rotate(-90)
            painter.drawText(QRectF(8, -3, rect.height() - 8, rect.width()), _LEFT, words)
        painter.restore()


class _LetterDelegate(QStyledItemDelegate):
    """Accountable filled, responsible framed, consulted and informed plain."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        box = QRectF(option.rect)
        painter.save()
        painter.fillRect(box, colour("hover" if index.data(OWN) else "surface"))
        painter.setPen(QPen(colour("line_soft"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if index.column() < _FIXED:
            self._paint_words(painter, box, index)
        elif (duty := index.data(CELL)) is not None:
            if not duty.source:
                painter.fillRect(box, QBrush(colour("line"), Qt.BrushStyle.BDiagPattern))
            self._paint_letters(painter, box, duty)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRectF, index: Index) -> None:
        painter.setFont(font(BODY if index.column() == _NAME else SMALL))
        painter.setPen(colour("text" if index.column() == _NAME else "text_2"))
        words = str(index.data() or "")
        room = box.adjusted(12, 0, -6, 0)
        size = BODY if index.column() == _NAME else SMALL
        elided = metrics(size).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, elided)

    def _paint_letters(self, painter: QPainter, box: QRectF, duty: DutyView) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chip = QRectF(0, 0, 21, 20)
        chip.moveCenter(box.center() - QPointF(3, 0))
        ink = "text_2"
        if "A" in duty.letters:
            painter.setBrush(colour("accent"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(chip, 2, 2)
            ink = "on_accent"
        elif "R" in duty.letters:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawRoundedRect(chip, 2, 2)
            ink = "accent"
        painter.setPen(colour(ink))
        painter.setFont(font(SMALL, strong=ink != "text_2"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, duty.letters)
        if not duty.confirmed:
            painter.setFont(font(SMALL))
            painter.setPen(colour("risk"))
            painter.drawText(box.adjusted(0, 0, -1, 0), _UNSURE, "?")


_UNSURE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class DutyMatrix(QTableView):
    """`lettered(function, body, letters)` as a letter is typed on a cell; "" empties it."""

    lettered = Signal(object, object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.duty_model = DutyModel(self)
        self.setModel(self.duty_model)
        self.setItemDelegate(_LetterDelegate(self))
        self.setHorizontalHeader(_BodyHeader(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_LINE)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("Functions and bodies")
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)

    def show_lines(self, lines: Sequence[MatrixLine], bodies: Sequence[BodyView]) -> None:
        """Show other lines; the current cell stays where it was."""
        at = self.currentIndex()
        self.duty_model.show(lines, bodies)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in range(1, self.duty_model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, 58 if column == _BEFORE else _WIDE)
        row = min(max(at.row(), 0), max(len(lines) - 1, 0))
        column = min(max(at.column(), 0), self.duty_model.columnCount() - 1)
        self.setCurrentIndex(self.duty_model.index(row, column))

    def go_to(self, function: str) -> None:
        """Make the line of a function current, where it is shown."""
        for row, line in enumerate(self.duty_model.lines):
            if line.function.code == function:
                self.setCurrentIndex(self.duty_model.index(row, _NAME))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A, R, C and I set the cell, A and R together where both are typed; Delete empties it."""
        key = Qt.Key(event.key())
        index = self.currentIndex()
        body = self.duty_model.body(index.column()) if index.isValid() else None
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if body is None or not plain or key not in (*_KEYS, Qt.Key.Key_Delete):
            super().keyPressEvent(event)
            return
        line = self.duty_model.lines[index.row()]
        held = line.cells.get(body.code)
        letters = typed_letters(held.letters if held else "", _KEYS.get(key, ""))
        if letters != (held.letters if held else ""):
            self.lettered.emit(line.function, body, letters)


def typed_letters(held: str, typed: str) -> str:
    """What a cell holds after a letter: A and R stand together, C and I alone; "" empties it."""
    if typed in ("A", "R"):
        kept = set(held) & {"A", "R"}
        return "".join(
            sorted(kept ^ {typed} if typed in kept and len(kept) > 1 else kept | {typed})
        )
    return typed
