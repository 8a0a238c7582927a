"""The matrix of responsibilities: functions down, bodies across, letters in the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui.pages.matrix_model import BEFORE, FIXED, NAME, DutyModel, Index
from ui.pages.matrix_painting import BodyHeader, LetterDelegate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from areateam.duties.duty_views import BodyView
    from ui.pages.matrix_lines import MatrixLine

_LINE = 26
_WIDE = 27
_PAIR = 74
_BEFORE_WIDE = 56
_NAME_LEAST, _NAME_MOST = 208, 420
_KEYS = {Qt.Key.Key_A: "A", Qt.Key.Key_R: "R", Qt.Key.Key_C: "C", Qt.Key.Key_I: "I"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FOLDS = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}


class _Table(QTableView):
    """What the whole matrix and its fixed columns have in common."""

    def __init__(self, model: DutyModel, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(LetterDelegate(self))
        self.setHorizontalHeader(BodyHeader(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_LINE)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)


class DutyMatrix(_Table):
    """The function and who had it before stay while the bodies scroll.

    `lettered(function, body, letters)` as a letter is typed on a cell, "" to empty it, and on
    Enter; `opened(function, body)` on F2 and a double click. `stood(function, body)` as another
    cell becomes the current one, the body None on the first two columns. `folded(area, fold)`.
    """

    lettered = Signal(object, object, str)
    opened = Signal(object, object)
    stood = Signal(object, object)
    folded = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.duty_model = DutyModel()
        super().__init__(self.duty_model, "Functions and bodies", parent)
        self.duty_model.setParent(self)
        self._still = _Table(self.duty_model, "Functions", self)
        self._still.setSelectionModel(self.selectionModel())
        self._still.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._still.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._still.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._still.setProperty("part", "still")
        self.verticalScrollBar().valueChanged.connect(self._still.verticalScrollBar().setValue)
        self._still.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.selectionModel().currentChanged.connect(lambda now, _: self._stand(now))
        for table in (self, self._still):
            table.doubleClicked.connect(self._double)
            table.clicked.connect(self._click)

    def show_lines(
        self, lines: Sequence[MatrixLine], bodies: Sequence[BodyView], *, compared: bool = False
    ) -> None:
        """Show other lines; the current cell stays on its function and body."""
        kept, at = self._current(), self.currentIndex()
        self.duty_model.show(lines, bodies, compared=compared)
        self._size_columns()
        row = self._row_of(kept[0], kept[1])
        column = self._column_of(kept[2])
        row = min(max(at.row(), 0), max(len(lines) - 1, 0)) if row is None else row
        if column is None:
            column = min(max(at.column(), 0), self.duty_model.columnCount() - 1)
        self.setCurrentIndex(self.duty_model.index(row, column))

    def _current(self) -> tuple[str, str, str]:
        """The area, the function and the body of the current cell."""
        index = self.currentIndex()
        if not index.isValid() or index.row() >= len(self.duty_model.lines):
            return "", "", ""
        line, body = self.duty_model.lines[index.row()], self.duty_model.body(index.column())
        return line.area, line.function.code if line.function else "", body.code if body else ""

    def _row_of(self, area: str, function: str) -> int | None:
        for row, line in enumerate(self.duty_model.lines):
            code = line.function.code if line.function else ""
            if (line.area, code) == (area, function):
                return row
        return None

    def _column_of(self, body: str) -> int | None:
        for column, each in enumerate(self.duty_model.bodies, FIXED):
            if each.code == body:
                return column
        return None

    def go_to(self, function: str, body: str = "") -> None:
        """Make the line of a function current, at a body where it is shown."""
        for row in range(len(self.duty_model.lines)):
            each = self.duty_model.function(row)
            if each is not None and each.code == function:
                column = self._column_of(body) or NAME
                self.setCurrentIndex(self.duty_model.index(row, column))

    def current_rect(self) -> QRect:
        """Where the current cell stands in the viewport, for a panel to point at."""
        return self.visualRect(self.currentIndex())

    # ---- the columns that stay

    def _size_columns(self) -> None:
        model = self.duty_model
        widths = [0, _BEFORE_WIDE]
        widths += [
            _PAIR if model.is_pair(at) else _WIDE for at in range(FIXED, len(model.bodies) + FIXED)
        ]
        room = self.viewport().width() - sum(widths)
        widths[NAME] = min(max(room, _NAME_LEAST), _NAME_MOST)
        for column, width in enumerate(widths):
            for table in (self, self._still):
                table.horizontalHeader().resizeSection(column, width)
            self._still.setColumnHidden(column, column >= FIXED)
        self._place_still()

    def _place_still(self) -> None:
        wide = self.columnWidth(NAME) + self.columnWidth(BEFORE)
        high = self.viewport().height() + self.horizontalHeader().height()
        self._still.setGeometry(0, 0, wide, high)
        self._still.horizontalHeader().setFixedHeight(self.horizontalHeader().height())
        self._still.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room is left."""
        super().resizeEvent(event)
        self._size_columns()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, out from under the columns that stay."""
        bar = self.horizontalScrollBar()
        at = bar.value()
        super().scrollTo(index, hint)
        if index.column() < FIXED:
            bar.setValue(at)
            return
        hidden = self._still.width() - self.visualRect(index).left()
        if hidden > 0:
            bar.setValue(bar.value() - hidden)

    # ---- what is done to it

    def _stand(self, index: Index) -> None:
        function = self.duty_model.function(index.row()) if index.isValid() else None
        if function is not None:
            self.stood.emit(function, self.duty_model.body(index.column()))

    def _click(self, index: Index) -> None:
        line = self.duty_model.lines[index.row()]
        if line.function is None and index.column() == NAME:
            self.folded.emit(line.area, not line.folded)

    def _double(self, index: Index) -> None:
        function, body = self.duty_model.function(index.row()), self.duty_model.body(index.column())
        if function is not None and body is not None:
            self.opened.emit(function, body)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A, R, C and I set a cell, Enter sets AR, Delete empties it; left and right fold."""
        key, index = Qt.Key(event.key()), self.currentIndex()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if not plain or not index.isValid() or not self._take(key, index):
            super().keyPressEvent(event)

    def _take(self, key: Qt.Key, index: Index) -> bool:
        """Do what a key does at a cell; False where it does nothing of ours."""
        line, body = self.duty_model.lines[index.row()], self.duty_model.body(index.column())
        if line.function is None:
            return self._fold(key, line, index.column())
        if body is None:
            return key == Qt.Key.Key_Left and index.column() == NAME and self._go_up(line)
        if key == Qt.Key.Key_F2:
            self.opened.emit(line.function, body)
            return True
        pair = line.cells.get(body.code)
        held = pair.letters[1] if pair else ""
        if key in _ENTER:
            letters = "AR"
        elif key in _KEYS or key == Qt.Key.Key_Delete:
            letters = typed_letters(held, _KEYS.get(key, ""))
        else:
            return False
        if letters != held:
            self.lettered.emit(line.function, body, letters)
        return True

    def _fold(self, key: Qt.Key, line: MatrixLine, column: int) -> bool:
        turned = key in (*_ENTER, Qt.Key.Key_Space)
        if not turned and (column != NAME or _FOLDS.get(key) in (None, line.folded)):
            return False
        self.folded.emit(line.area, not line.folded)
        return True

    def _go_up(self, line: MatrixLine) -> bool:
        row = self._row_of(line.area, "")
        if row is not None:
            self.setCurrentIndex(self.duty_model.index(row, NAME))
        return True


def typed_letters(held: str, typed: str) -> str:
    """What a cell holds after a letter: A and R stand together, C and I alone; "" empties it."""
    if typed in ("A", "R"):
        kept = set(held) & {"A", "R"}
        return "".join(
            sorted(kept ^ {typed} if typed in kept and len(kept) > 1 else kept | {typed})
        )
    return typed
