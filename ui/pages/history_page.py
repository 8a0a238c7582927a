"""The History page: every operation, what it changed, and undo or redo of any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from areateam.contracts.contract_change_views import operation_lines
from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from areateam.core.wording import problem_sentence
from areateam.ledger.history import OperationLine
from areateam.ledger.operation_views import find_operations, people_of_journal
from ui.pages.change_table import ListedRows, moment_words
from ui.pages.operation_panel import OperationPanel
from ui.style.marks import Mark, Shape, Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_frame
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_field import FilterField
from ui.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.contracts.contract_change_views import ChangeLine
    from areateam.core.problems import Problem
    from ui.desk import Desk

ANYBODY = "Anybody"
LIMIT = 1000
SHOWN_CHANGES = 200
_COLUMNS = (
    Column(Field("at", "When"), "", width=146),
    Column(Field("who", "Who"), "", width=96),
    Column(Field("label", "What"), "", width=240),
    Column(Field("records", "Records", Kind.INTEGER), "", width=84),
    Column(Field("state", "State"), "", width=96),
)


class HistoryPage(QWidget):
    """`show_args({"operation": 12})` shows that one; {"since": 12} only what came after it."""

    title = "History"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._since = 0
        self._narrow = False
        self.header = PageHeader("History")
        self.filter = FilterField("Filter by what was done", key="Ctrl+F")
        self.filter.setFixedWidth(280)
        self.filter.changed.connect(lambda _: self._read())
        self.person = QComboBox()
        self.person.setAccessibleName("Who")
        self.person.setFixedSize(180, 32)
        self.person.activated.connect(lambda _: self._read())
        looks = {"state": _state_cell, "label": _label_cell}
        self.table = TableView(
            LazyTableModel(ListedRows(_COLUMNS, []), looks=looks),
            name="What was done",
            stretch="label",
        )
        self.table.set_empty(
            EmptyState("Nothing fits", "No step fits the words and the person chosen above.")
        )
        self.table.rested.connect(self._show_operation)
        self.table.opened.connect(self._open)
        self.panel = OperationPanel()
        self.panel.undo_asked.connect(lambda number: self._take(number, back=True))
        self.panel.redo_asked.connect(lambda number: self._take(number, back=False))
        self.panel.closed.connect(self._close_panel)
        self._lines: dict[int, OperationLine] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(24, 0, 24, 12)
        tools.setSpacing(8)
        tools.addWidget(self.filter)
        tools.addWidget(self.person)
        tools.addStretch(1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.table)
        self._split.addWidget(self.panel)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([660, 420])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(tools)
        column.addWidget(make_frame("hairline"))
        column.addWidget(self._split, 1)

    # ---- what the window asks

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show all operations, those after `since`, or one `operation`."""
        self._since = int(args.get("since", 0))
        self._read()
        if "operation" in args and self.table.go_to(int(args["operation"])):
            self._open(int(args["operation"]))

    def refresh(self, changes: object) -> None:
        """Read the journal again."""
        self._read()

    def focus_filter(self) -> None:
        """Ctrl+F: into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """In a small window the panel takes the list's place when Enter opens it."""
        self._narrow = narrow
        self.header.set_narrow(narrow=narrow)
        self.panel.set_closable(closable=narrow)
        self.table.show()
        self.panel.setVisible(not narrow)

    # ---- the list

    def _read(self) -> None:
        connection = self._desk.connection
        self._fill_people(people_of_journal(connection))
        person = "" if self.person.currentIndex() <= 0 else self.person.currentText()
        found = find_operations(connection, self.filter.text(), person, LIMIT)
        if self._desk.looks_back:
            last = self._desk.today.isoformat()
            found = [line for line in found if line.at[:10] <= last]
        found = [line for line in found if line.operation > self._since]
        self._lines = {line.operation: line for line in found}
        self.table.set_source(ListedRows(_COLUMNS, [_row(line) for line in found]))
        self._say(found)
        if self.table.current_id() is None and found:
            self.table.go_to(found[0].operation)
        self._show_operation(self.table.current_id())

    def _fill_people(self, people: Sequence[str]) -> None:
        chosen = self.person.currentText()
        if [self.person.itemText(at) for at in range(1, self.person.count())] == list(people):
            return
        self.person.clear()
        self.person.addItems([ANYBODY, *people])
        self.person.setCurrentIndex(max(self.person.findText(chosen), 0))

    def _say(self, found: Sequence[OperationLine]) -> None:
        undone = sum(line.undoable and not line.live for line in found)
        count = f"{len(found):,} {'step' if len(found) == 1 else 'steps'}"
        more = " or more" if len(found) == LIMIT else ""
        since = " since you last looked" if self._since else ""
        words = f"{count}{more}{since}, newest first. "
        words += f"{undone:,} of them undone." if undone else "None of them is undone."
        self.header.set_sentence(words, count)

    # ---- one operation

    def _show_operation(self, number: int | None) -> None:
        line = self._lines.get(number or 0)
        if line is None:
            self.panel.show_nothing()
            return
        desk = self._desk
        kinds = desk.office.ledger.kinds

        def done(changes: tuple[ChangeLine, ...]) -> None:
            if self.table.current_id() == line.operation:
                self.panel.show_operation(line, changes, writable=desk.writable)

        desk.read(
            "operation",
            lambda connection: operation_lines(
                connection, desk.catalogue, kinds, line.operation, SHOWN_CHANGES
            ),
            done,
        )

    def _open(self, number: int) -> None:
        self._show_operation(number)
        if self._narrow:
            self.panel.show()
            self.table.hide()
        self.panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_panel(self) -> None:
        self.table.show()
        self.panel.setVisible(not self._narrow)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, number: int, *, back: bool) -> None:
        """Undo or redo an operation; a refusal is shown with what stands in the way."""

        def failed(problem: Problem) -> None:
            if self.panel.operation == number:
                self.panel.show_refusal(problem)
            else:
                self._desk.problem.emit(problem_sentence(problem))

        if back:
            self._desk.run(lambda office: office.undo(number), None, failed)
        else:
            self._desk.run(lambda office: office.redo(number), None, failed)


def state_of(line: OperationLine) -> Mark:
    """Whether an operation holds; undos and redos themselves are only steps in the journal."""
    if not line.undoable:
        return Mark(Shape.NOTHING, "Stands")
    return Mark(Shape.OK, "In force") if line.live else Mark(Shape.REFUSED, "Undone")


def _row(line: OperationLine) -> Row:
    at = moment_words(line.at)
    return (line.operation, at, line.user, line, line.records, line)


def _label_cell(value: Any, _: Row) -> Cell:
    line: OperationLine = value
    if line.undoable and not line.live:
        return Cell(line.label, tone=Tone.QUIET)
    return Cell(line.label)


def _state_cell(value: Any, _: Row) -> Cell:
    mark = state_of(value)
    return Cell(mark.word, mark=mark, tone=Tone.QUIET)
