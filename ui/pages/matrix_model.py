"""The matrix as a table: the function, who had it before, then one column for each body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from areateam.core.count_words import counted
from areateam.duties.duty_views import area_words
from ui.pages.matrix_lines import MatrixLine, pair_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.duties.duty_views import BodyView, FunctionView

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
CELL = Qt.ItemDataRole.UserRole + 1
OWN = Qt.ItemDataRole.UserRole + 2
LINE = Qt.ItemDataRole.UserRole + 3
NAME, BEFORE, FIXED = 0, 1, 2
_SAID = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class DutyModel(QAbstractTableModel):
    """`compared` while each cell shows two days."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[MatrixLine] = ()
        self.bodies: Sequence[BodyView] = ()
        self.compared = False
        self._pairs: Sequence[bool] = ()

    def show(
        self, lines: Sequence[MatrixLine], bodies: Sequence[BodyView], *, compared: bool
    ) -> None:
        """Show other lines and columns."""
        self.beginResetModel()
        self.lines, self.bodies, self.compared = lines, bodies, compared
        self._pairs = [compared and _on_both_days(lines, body.code) for body in bodies]
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The headings and the functions."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The name, before, and the bodies."""
        return 0 if parent.isValid() else FIXED + len(self.bodies)

    def body(self, column: int) -> BodyView | None:
        """The body of a column; None for the first two."""
        return self.bodies[column - FIXED] if column >= FIXED else None

    def function(self, row: int) -> FunctionView | None:
        """The function of a line; None for a heading."""
        return self.lines[row].function if 0 <= row < len(self.lines) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words and letters; for a screen reader always "function, body, what it is"."""
        line, body = self.lines[index.row()], self.body(index.column())
        if role == LINE:
            return line
        if role == OWN:
            return body is not None and body.own
        if line.function is None:
            return self._of_heading(line, index.column(), role)
        if body is None:
            return self._fixed(line, index.column(), role)
        pair = line.cells.get(body.code)
        if role == CELL:
            return pair
        if role == Qt.ItemDataRole.DisplayRole:
            return self._letters(pair.letters) if pair else ""
        if role in _SAID:
            named = f"{line.function.code} {line.function.name}, {body.name}"
            return f"{named}: {pair_words(pair, compared=self.compared)}"
        return None

    def _letters(self, letters: tuple[str, str]) -> str:
        then, now = letters
        if not self.compared or then == now:
            return now
        return f"{then or '-'} → {now or '-'}"

    def _fixed(self, line: MatrixLine, column: int, role: int) -> Any:
        assert line.function is not None
        name = f"{line.function.code}  {line.function.name}"
        words = name if column == NAME else line.before
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words if column == NAME else f"{name}, before: {words or 'nobody'}"
        return None

    def _of_heading(self, line: MatrixLine, column: int, role: int) -> Any:
        body, name = self.body(column), area_words(line.area)
        count = line.counts.get(body.code, 0) if body else 0
        if role == Qt.ItemDataRole.DisplayRole:
            return (name, "")[column] if body is None else str(count or "")
        if role not in _SAID:
            return None
        if body is not None:
            return (
                f"{name}, {body.name}: accountable for {count} of {counted(line.size, 'function')}"
            )
        state = "folded" if line.folded else "open"
        return f"{name}, {counted(line.size, 'function')}, {state}"

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
        if role in _SAID:
            return f"{body.name}. {body.note}".rstrip(". ")
        return None

    def is_pair(self, column: int) -> bool:
        """Whether a column shows both days: its body stands in cells of both."""
        return column >= FIXED and self._pairs[column - FIXED]


def _on_both_days(lines: Sequence[MatrixLine], body: str) -> bool:
    held = [line.cells[body].letters for line in lines if body in line.cells]
    return any(then for then, _ in held) and any(now for _, now in held)
