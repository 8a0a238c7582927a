"""The panel about one waiting line: why it waits, its cells to be put right, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from areateam.core.dates import format_date
from areateam.imports.waiting_filter import CLOSED_WORDS, HELD_WORDS
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.style.tokens import CONTROL_HEIGHT
from ui.widgets.banner import Banner
from ui.widgets.buttons import FILLED, make_button, make_frame, make_label
from ui.widgets.preview_frame import lay_out_preview
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.core.queries import QueryLine
    from areateam.imports.waiting_actions import Reread
    from areateam.imports.waiting_views import WaitingLineView

REST = 300
_ASK = "Move to a line in the list to see why it waits."
_WHICH = frozenset({"key-ambiguous", "record-unknown"})
"""What is wrong with a line that does not say which contract it is about."""
_WOULD = {
    "new": "It would go in as a new record.",
    "changed": "It would change a record of the register.",
    "same": "The register has all of it already; the line would be closed.",
}


class CellEditor(QWidget):
    """One cell under its heading: typed, or chosen where all that it may hold is known."""

    changed = Signal()
    entered = Signal()

    def __init__(self, heading: str, text: str, choices: Sequence[str], *, wrong: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        label = make_label(heading, size=SMALL, tone="late" if wrong else "text_2")
        self.editor = self._chooser(text, choices) if choices else self._line(text)
        self.editor.setAccessibleName(heading)
        self.editor.setFixedHeight(CONTROL_HEIGHT)
        label.setBuddy(self.editor)
        column.addWidget(label)
        column.addWidget(self.editor)

    def _line(self, text: str) -> QLineEdit:
        line = QLineEdit(text)
        line.textChanged.connect(lambda _: self.changed.emit())
        line.returnPressed.connect(self.entered)
        return line

    def _chooser(self, text: str, choices: Sequence[str]) -> QComboBox:
        box = QComboBox()
        box.addItems(list(dict.fromkeys((text, *choices))))
        box.currentIndexChanged.connect(lambda _: self.changed.emit())
        return box

    def text(self) -> str:
        """What stands in it."""
        editor = self.editor
        return editor.text() if isinstance(editor, QLineEdit) else editor.currentText()

    def set_text(self, text: str) -> None:
        """Type or choose a text, as a person would."""
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
        else:
            self.editor.setCurrentText(text)


class WaitingPanel(QWidget):
    """Shows one line; its signals ask for what is done with it.

    `check_asked` when typing has rested and `take_asked(accept)`, with what `cells` and
    `contract` then give; `verb(key)` for "assign", "close" and "case",
    `record_asked(kind, id)` for what a line that was taken in went into.
    """

    check_asked = Signal()
    take_asked = Signal(bool)
    verb = Signal(str)
    record_asked = Signal(str, int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: WaitingLineView | None = None
        self._editors: dict[int, CellEditor] = {}
        self._which: CellEditor | None = None
        self._writable = True
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._ask)
        self.setMinimumWidth(220)
        self.setAccessibleName("The line")
        self._over = SpanLabel(size=SMALL, tone=Tone.QUIET)
        self._name = make_label("", strong=True, wrap=True)
        self._why = Banner(Tone.RISK)
        self._facts = ValueList(label_width=64)
        self._facts.linked.connect(self._follow)
        self._would = SpanLabel(tone=Tone.QUIET, wrap=True)
        self._nothing = SpanLabel(_ASK, tone=Tone.QUIET, wrap=True)
        self.more = SpanLabel()
        self.more.linked.connect(lambda _: self._show_rest())
        self.take = make_button("Take in", writes=True, kind=FILLED, on_click=self._take)
        self.accept = make_button("It is right", writes=True, on_click=self._accept)
        self.assign = make_button("Assign…", writes=True, on_click=lambda: self.verb.emit("assign"))
        self.close_it = make_button("Close…", writes=True, on_click=lambda: self.verb.emit("close"))
        self.case = make_button("Open case…", writes=True, on_click=lambda: self.verb.emit("case"))
        self._lay_out()
        self.show_line(None, None, writable=True)

    def _lay_out(self) -> None:
        content = make_frame("surface")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        self._cells = QVBoxLayout()
        self._cells.setSpacing(8)
        for part in (self._over, self._name, self._why, self._facts):
            self._column.addWidget(part)
        self._column.addLayout(self._cells)
        for part in (self.more, self._would, self._nothing):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._foot = make_frame("surface")
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        rows = ((self.assign, self.close_it), (self.case,), (self.accept, self.take))
        for buttons in rows:
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button, 1)
            foot.addLayout(row)
        lay_out_preview(self, content, self._foot)

    # ---- what is shown

    def show_line(
        self, view: WaitingLineView | None, query: QueryLine | None, *, writable: bool
    ) -> None:
        """Show a line and what is wrong with it; None where none is current.

        A line that is shown already, and as it was, keeps what is being typed into it.
        """
        if view is not None and (view, writable) == (self.view, self._writable):
            return
        self._rest.stop()
        self.view, self._query, self._writable = view, query, writable
        shown = view is not None
        for part in (self._over, self._name, self._facts, self._would, self._foot, self.more):
            part.setVisible(shown)
        self._why.setVisible(False)
        self._nothing.setVisible(not shown)
        self._clear_cells()
        if view is None or query is None:
            return
        held = CLOSED_WORDS.get(view.state) or HELD_WORDS[view.outcome]
        place = f"Line {view.line:,} of" if view.line > 0 else "Not in"
        self._over.set_spans(f"{place} {view.file} · {held}")
        self._name.setText(" ".join(part for part in (view.code, view.name) if part))
        is_open = view.state == "open"
        self._why.set_lines([[Span(reason)] for reason in query.reasons[:4]])
        self._why.setVisible(is_open and bool(query.reasons))
        self._facts.set_rows(_facts(view))
        self._show_cells(view, query, is_open=is_open)
        self._would.set_spans("")
        doubt = is_open and all(f.weight.value != "refused" for f in view.findings)
        self.accept.setVisible(doubt)
        why_not = "" if writable else "The register can only be read now."
        why_not = why_not or ("" if is_open else "This line is decided. Undo brings it back.")
        for button in (self.take, self.accept, self.assign, self.close_it):
            button.setEnabled(not why_not)
            button.setToolTip(why_not)
        self.case.setEnabled(writable)
        self.case.setToolTip("" if writable else why_not)

    def _clear_cells(self) -> None:
        which = [self._which] if self._which is not None else []
        for editor in (*which, *self._editors.values()):
            self._cells.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self._editors, self._which = {}, None

    def _show_cells(self, view: WaitingLineView, query: QueryLine, *, is_open: bool) -> None:
        """First the cells that are wrong; all of them where no one cell is."""
        if is_open and any(finding.code in _WHICH for finding in view.findings):
            self._which = CellEditor("Which contract: its number or code", "", (), wrong=True)
            self._which.changed.connect(self._rest.start)
            self._which.entered.connect(self._take)
            self._cells.addWidget(self._which)
        wrong = [at for at in range(len(view.cells)) if at in query.faults]
        filled = [at for at, cell in enumerate(view.cells) if cell.strip()]
        for at in wrong or filled:
            self._add_cell(at, wrong=at in query.faults, is_open=is_open)
        rest = len(view.cells) - len(self._editors)
        words = f"Show the other {rest:,} {'cell' if rest == 1 else 'cells'}"
        self.more.set_spans([Span(words, link="rest")] if rest else "")
        self.more.setVisible(bool(rest))

    def _show_rest(self) -> None:
        view = self.view
        if view is not None:
            for at in range(len(view.cells)):
                if at not in self._editors:
                    self._add_cell(at, wrong=False, is_open=view.state == "open")
            self.more.setVisible(False)

    def _add_cell(self, at: int, *, wrong: bool, is_open: bool) -> None:
        assert self.view is not None
        assert self._query is not None
        heading = self._query.headings[at]
        editor = CellEditor(
            heading, self.view.cells[at], self._query.choices.get(at, ()), wrong=wrong
        )
        editor.editor.setEnabled(is_open and self._writable)
        editor.changed.connect(self._rest.start)
        editor.entered.connect(self._take)
        self._editors[at] = editor
        self._cells.addWidget(editor)

    def focus_first(self) -> None:
        """Put the cursor into the first cell."""
        if self._editors:
            first = next(iter(self._editors.values()))
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(first.editor, QLineEdit):
                first.editor.selectAll()

    def editor(self, heading: str) -> CellEditor:
        """The editor of the cell under a heading; KeyError where it is not shown."""
        assert self._query is not None
        places = {name: at for at, name in enumerate(self._query.headings)}
        return self._editors[places[heading]]

    def contract(self) -> str:
        """The number or code of the contract that a person says it is about; "" for none."""
        return self._which.text().strip() if self._which is not None else ""

    def refuse(self, words: str) -> None:
        """Say why what is typed cannot be used."""
        self._would.set_spans([Span(words, mark=Shape.LATE)])

    def cells(self) -> tuple[str, ...]:
        """The line as it stands in the editors."""
        assert self.view is not None
        return tuple(
            self._editors[at].text() if at in self._editors else cell
            for at, cell in enumerate(self.view.cells)
        )

    def show_reread(self, reread: Reread, reasons: Sequence[str]) -> None:
        """Say what would come, or came, of what was typed."""
        if self.view is None or reread.held != self.view.held:
            return
        if reread.outcome in _WOULD:
            self._would.set_spans([Span(_WOULD[reread.outcome], mark=Shape.OK)])
        else:
            words = " ".join(reasons) or "Somebody has decided it already."
            self._would.set_spans([Span(words, mark=Shape.DOUBT)])

    # ---- what is asked

    def _ask(self) -> None:
        if self.view is not None and self.view.state == "open" and self._writable:
            self.check_asked.emit()

    def _take(self) -> None:
        if self.view is not None and self.take.isEnabled():
            self._rest.stop()
            self.take_asked.emit(False)

    def _accept(self) -> None:
        if self.view is not None:
            self.take_asked.emit(True)

    def _follow(self, link: str) -> None:
        kind, _, record = link.partition(" ")
        self.record_asked.emit(kind, int(record))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _facts(view: WaitingLineView) -> list[tuple[str, Sequence[Span] | str]]:
    rows: list[tuple[str, Sequence[Span] | str]] = [
        ("Since", format_date(view.since)),
        ("Whose", view.manager or [Span("nobody", tone=Tone.QUIET)]),
    ]
    if view.due_on:
        rows.append(("Due", format_date(view.due_on)))
    if view.note:
        rows.append(("Note", view.note))
    if view.cells != view.came:
        changed = [
            f"{name}: {came or 'blank'}"
            for (name, now), came in zip(view.named_cells, view.came, strict=False)
            if now != came
        ]
        rows.append(("It came as", "; ".join(changed)))
    if view.state != "open":
        done = f"{format_date(view.closed_on)} by {view.closed_by}"
        rows.append(("Decided", ", ".join(part for part in (done, view.reason) if part)))
    if view.subject == "contract" and view.record is not None:
        link = Span("Open the contract", link=f"contract {view.record}")
        rows.append(("Went into", [link]))
    return rows
