"""The documents of a case: dropped in, opened, saved elsewhere, sent, taken out again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.cases.document_actions import (
    Filing,
    file_document,
    name_document,
    read_document,
    remove_document,
)
from areateam.cases.document_views import DocumentView, documents_of_case
from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.exports.document_export_actions import open_copy, save_document
from ui.ask import Ask
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.pages.case_fields import day_field, day_of, text_field
from ui.pages.case_letters import CaseLetters
from ui.pages.change_table import ListedRows
from ui.pages.import_drops import DropPage
from ui.style.marks import Mark, Shape, Tone
from ui.style.tokens import PAGE_MARGIN
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import FILLED, make_button
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from areateam.cases.case_rules import Rulebook
    from areateam.cases.case_views import CaseView
    from areateam.ledger.ledger import Write
    from ui.pages.case_doings import CaseDoings

_COLUMNS = tuple(
    Column(Field(key, label), "", "", width)
    for key, label, width in (
        ("title", "Document", 260),
        ("state", "State", 110),
        ("dated", "Date", 110),
        ("step", "Step", 220),
        ("size", "Size", 90),
    )
)
_EMPTY = (
    "Nothing is filed here yet. Drop files on this page, choose them with “File documents…”, or"
    " write the letter of a step."
)
_MARKS = {"draft": Mark(Shape.CHANGED, "draft"), "sent": Mark(Shape.OK, "sent")}


class DocumentsTab(DropPage):
    """The documents of the case that `doings` works on; `ask` and `opener` can be replaced."""

    def __init__(self, doings: CaseDoings) -> None:
        super().__init__("Drop to file at this case")
        self._doings = doings
        self._desk = doings.desk
        self.ask = Ask(self)
        self.opener: Callable[[QUrl], object] = QDesktopServices.openUrl
        self.documents: list[DocumentView] = []
        self.letters = CaseLetters(doings, self)
        looks: Any = {column.key: _as_made for column in _COLUMNS}
        model = LazyTableModel(ListedRows(_COLUMNS, []), looks=looks)
        self.table = TableView(model, name="Documents", stretch="title")
        self.table.setProperty("focusframe", True)
        self.table.opened.connect(lambda _: self.open_current())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._fit_buttons())
        self.note = SpanLabel(tone=Tone.QUIET, wrap=True)
        self.write_letter = make_button("Write letter…", kind=FILLED, icon_name="letter")
        self.file = make_button("File documents…", icon_name="upload", on_click=self.choose_files)
        self.open = make_button("Open", icon_name="external", on_click=self.open_current)
        self.save = make_button("Save a copy…", icon_name="download", on_click=self.save_current)
        self.sent = make_button("Mark sent…")
        self.describe = make_button("Title and date…", on_click=self.describe_current)
        self.remove = make_button("Remove", icon_name="remove", on_click=self.remove_current)
        self.write_letter.clicked.connect(lambda _: self.letters.open(self.write_letter))
        self.sent.clicked.connect(lambda _: self._mark_sent())
        self.dropped.connect(self.file_paths)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        shown = (self.write_letter, self.file, self.open, self.save, self.sent, self.describe)
        for button in (*shown, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 16, PAGE_MARGIN, 16)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        self.setFocusProxy(self.table)

    def show_case(self, view: CaseView) -> None:
        """Show what is filed at a case; the chosen document stays chosen until one is added."""
        known = {document.id for document in self.documents}
        self.documents = documents_of_case(self._desk.connection, view.id)
        labels = {step.key: step.label for step in view.steps}
        rows = [_row(document, labels) for document in self.documents]
        before = self.table.current_id()
        self.table.set_source(ListedRows(_COLUMNS, rows))
        self.table.setVisible(bool(rows))
        self._rest.setVisible(not rows)
        self.say("" if rows else _EMPTY)
        ids = [document.id for document in self.documents]
        added = [each for each in ids if each not in known]
        if ids:
            self.table.go_to(before if before in ids and not added else (added or ids)[0])
        self._fit_buttons()

    def current(self) -> DocumentView | None:
        """The document that the buttons act on."""
        chosen = self.table.current_id()
        return next((d for d in self.documents if d.id == chosen), None)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say something above the list; "" for nothing."""
        self.note.set_spans([Span(words, mark=Shape.LATE if wrong else None)] if words else "")
        self.note.setVisible(bool(words))

    def _fit_buttons(self) -> None:
        view, document = self._doings.view, self.current()
        free = self._desk.writable and view is not None and not view.closed_on
        why_not = "" if free else "The case cannot be changed now."
        has_letter = view is not None and any(step.letter for step in view.steps)
        self.setAcceptDrops(free)
        _offer(self.file, why_not)
        no_letter = "" if has_letter else "No step of this case sends a letter."
        _offer(self.write_letter, why_not or no_letter)
        chosen = "" if document else "No document is chosen."
        _offer(self.open, chosen)
        _offer(self.save, chosen)
        _offer(self.remove, why_not or chosen)
        letter = document is not None and document.state != "received"
        ours = "A letter of ours keeps its title and date." if letter else ""
        _offer(self.describe, why_not or chosen or ours)
        draft = document is not None and document.state == "draft"
        went = any(
            d.follows == document.id for d in self.documents if document and d.state == "sent"
        )
        only = "It went out already." if went else "" if draft else "Only a draft can be sent."
        _offer(self.sent, why_not or chosen or only)

    # ---- filing

    def choose_files(self) -> None:
        """Ask which files to file."""
        self.file_paths(list(self.ask.open_files("File documents")))

    def file_paths(self, paths: Sequence[Path]) -> None:
        """File these at the case, in one step; nothing where one of them cannot be."""
        view = self._doings.view
        if view is None or not paths:
            return
        self.say("")
        self._desk.read(
            "case: documents",
            lambda _: _contents(paths),
            lambda read: self._file(view, read),
        )

    def _file(self, view: CaseView, read: list[tuple[str, bytes]] | Problem) -> None:
        if isinstance(read, Problem):
            self.say(problem_sentence(read), wrong=True)
            return
        today = self._desk.today
        words = f"{read[0][0]} filed" if len(read) == 1 else f"{len(read)} documents filed"

        def act(write: Write, _: Rulebook, case: int) -> None:
            for name, content in read:
                file_document(write, Filing(view.contract, "", today, case), name, content)

        self._doings.write(words, act)

    # ---- one document

    def open_current(self) -> None:
        """Open a copy of the document with what the system opens such files with."""
        document = self.current()
        if document is None:
            return
        self.say("")
        self._desk.read(
            "case: open document",
            lambda connection: _outcome(partial(open_copy, connection, document.id)),
            self._opened,
        )

    def _opened(self, path: Path | Problem) -> None:
        if isinstance(path, Problem):
            self.say(problem_sentence(path), wrong=True)
        elif self.opener(QUrl.fromLocalFile(str(path))) is False:
            self.say(f"Nothing on this computer opens {path.name}. Save a copy.", wrong=True)

    def save_current(self) -> None:
        """Ask where to, and write the document there."""
        document = self.current()
        if document is None:
            return
        path = self.ask.save_file("Save a copy", Path.home() / document.name)
        if path is None:
            return
        self._desk.read(
            "case: save document",
            lambda connection: _outcome(partial(save_document, connection, document.id, path)),
            self._saved,
        )

    def _saved(self, path: Path | Problem) -> None:
        if isinstance(path, Problem):
            self.say(problem_sentence(path), wrong=True)
        else:
            self.say(f"{path.name} was written.")

    def remove_current(self) -> None:
        """Take the document out; undo brings it back."""
        document = self.current()
        if document is not None and self.remove.isEnabled():
            self._doings.write(
                f"{document.title} removed",
                lambda write, _, __: remove_document(write, document.id),
            )

    def describe_current(self) -> None:
        """Ask for the title of a document and the day that it bears."""
        document = self.current()
        if document is None:
            return
        lines = [
            AskLine(text_field("title", "Title", required=True), document.title),
            AskLine(day_field("dated", "Date"), document.dated_on),
        ]
        self._doings.ask(
            AskPanel("Title and date", "Change", lines),
            self.describe,
            f"{document.title}, title and date",
            lambda write, _, __, said: name_document(
                write, document.id, str(said["title"]), day_of(said["dated"])
            ),
        )

    def _mark_sent(self) -> None:
        if (document := self.current()) is not None:
            self.letters.open_sent(document, self.sent)


def _row(document: DocumentView, labels: dict[str, str]) -> Row:
    mark = _MARKS.get(document.state)
    return (
        document.id,
        Cell(document.title, tail=document.ref),
        Cell(document.state, mark=mark),
        Cell(format_date(document.dated_on)),
        Cell(labels.get(document.step, ""), tone=Tone.QUIET),
        Cell(size_words(document.size), tone=Tone.QUIET),
    )


def size_words(size: int) -> str:
    """How large a file is: "812 bytes", "36 KB", "2.4 MB"."""
    if size < 1000:
        return f"{size} bytes"
    return f"{round(size / 1000):,} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _offer(button: Any, why_not: str) -> None:
    button.setEnabled(not why_not)
    button.setToolTip(why_not)


def _contents(paths: Sequence[Path]) -> list[tuple[str, bytes]] | Problem:
    """The names and bytes of files, or why one of them cannot be filed."""
    try:
        return [(path.name, read_document(path)) for path in paths]
    except Problem as problem:
        return problem


def _outcome(work: Callable[[], Path]) -> Path | Problem:
    try:
        return work()
    except Problem as problem:
        return problem


def _as_made(value: Any, _: Row) -> Any:
    return value
