"""Documents on a page: dropped in, opened, saved elsewhere, named, taken out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.cases.document_actions import (
    Filing,
    file_document,
    name_document,
    read_document,
    remove_document,
)
from areateam.core.columns import Column
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.fields import Field
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.exports.document_export_actions import open_copy, save_document
from ui.ask import Ask
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import day_field, day_of, text_field
from ui.pages.copy_opener import CopyOpener, outcome
from ui.pages.import_drops import DropPage
from ui.pages.listed_lines import ListedLines
from ui.style.marks import Mark, Shape, Tone
from ui.tables.row_source import Cell, Row
from ui.widgets.buttons import make_button
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from areateam.cases.document_views import DocumentView
    from areateam.core.fields import Value
    from areateam.ledger.ledger import Write
    from ui.desk import Desk

_MARKS = {"draft": Mark(Shape.CHANGED, "draft"), "sent": Mark(Shape.OK, "sent")}
Act = Callable[["Write"], object]


@dataclass(frozen=True, slots=True)
class Place:
    """Where documents are filed; `label` begins what a step is called, `why_not` forbids it."""

    contract: int | None
    case: int | None
    label: str
    why_not: str = ""


def document_columns(place: str) -> tuple[Column, ...]:
    """The columns of a list of documents; `place` heads the one that says where each belongs."""
    return tuple(
        Column(Field(key, label), "", "", width)
        for key, label, width in (
            ("title", "Document", 260),
            ("state", "State", 110),
            ("dated", "Date", 110),
            ("place", place, 220),
            ("size", "Size", 90),
        )
    )


class DocumentShelf(DropPage):
    """The documents of a place; `ask` and the opener of `copies` can be replaced.

    Give it what to show with `show_documents`. `lead` are buttons of one's own, before the others.
    """

    def __init__(
        self, desk: Desk, drop: str, place: str, empty: str, lead: Sequence[QPushButton] = ()
    ) -> None:
        super().__init__(drop)
        self._desk = desk
        self._empty = empty
        self.place = Place(None, None, "")
        self.ask = Ask(self)
        self.copies = CopyOpener(desk, lambda words: self.say(words, wrong=True))
        self.documents: list[DocumentView] = []
        self.file = make_button(
            "File documents…", writes=True, icon_name="upload", on_click=self.choose_files
        )
        self.open = make_button("Open", icon_name="external", on_click=self.open_current)
        self.save = make_button("Save a copy…", icon_name="download", on_click=self.save_current)
        self.describe = make_button("Title and date…", writes=True, on_click=self.describe_current)
        self.remove = make_button(
            "Remove", writes=True, icon_name="remove", on_click=self.remove_current
        )
        self.lines = ListedLines(document_columns(place), name="Documents", stretch="title")
        self.lines.put_buttons(*lead, self.file, self.open, self.save, self.describe, self.remove)
        self.table, self.note = self.lines.table, self.lines.words
        self.table.opened.connect(lambda _: self.open_current())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self.fit_buttons())
        self.dropped.connect(self.file_paths)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lines)
        self.setFocusProxy(self.table)

    def show_documents(
        self, place: Place, documents: list[DocumentView], belongs: Mapping[int, str]
    ) -> None:
        """Show these; the chosen one stays chosen until one is added.

        `belongs` says in words where a document belongs, by its id.
        """
        self.place, self.documents = place, documents
        rows = [_row(document, belongs.get(document.id, "")) for document in documents]
        self.lines.show_rows(rows)
        self.say("" if rows else self._empty)
        self.fit_buttons()

    def current(self) -> DocumentView | None:
        """The document that the buttons act on."""
        chosen = self.table.current_id()
        return next((d for d in self.documents if d.id == chosen), None)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say something above the list; "" for nothing."""
        shown = Span(words, tone=Tone.QUIET, mark=Shape.LATE if wrong else None)
        self.note.set_spans([shown] if words else "")
        self.note.setVisible(bool(words))

    def fit_buttons(self) -> None:
        """Offer what can be done with the current document; what cannot says why."""
        document, why_not = self.current(), self.place.why_not
        self.setAcceptDrops(not why_not)
        offer(self.file, why_not)
        chosen = "" if document else "No document is chosen."
        offer(self.open, chosen)
        offer(self.save, chosen)
        offer(self.remove, why_not or chosen)
        letter = document is not None and document.state != "received"
        ours = "A letter of ours keeps its title and date." if letter else ""
        offer(self.describe, why_not or chosen or ours)

    # ---- writing

    def write(self, words: str, act: Act) -> None:
        """Write one step, called by the place and these words."""
        self._desk.write(f"{self.place.label}: {words}", act)

    def ask_values(
        self, panel: AskPanel, anchor: QWidget, words: str, act: Callable[[Write, Any], object]
    ) -> None:
        """Open a panel; what it states is written once it is agreed to, or refused on it."""

        def agreed() -> None:
            stated: dict[str, Value] | None = panel.stated()
            if stated is not None:
                self._desk.write(
                    f"{self.place.label}: {words}",
                    lambda write: act(write, stated),
                    lambda _: panel.left.emit(),
                    lambda problem: panel.refuse(problem_sentence(problem)),
                )

        panel.agreed.connect(agreed)
        open_panel(anchor.window(), panel, anchor)

    # ---- filing

    def choose_files(self) -> None:
        """Ask which files to file."""
        self.file_paths(list(self.ask.open_files("File documents")))

    def file_paths(self, paths: Sequence[Path]) -> None:
        """File these here, in one step; nothing where one of them cannot be."""
        if not paths or self.place.why_not:
            return
        self.say("")
        place = self.place
        self._desk.read("documents", lambda _: _contents(paths), partial(self._file, place))

    def _file(self, place: Place, read: list[tuple[str, bytes]] | Problem) -> None:
        if isinstance(read, Problem):
            self.say(problem_sentence(read), wrong=True)
            return
        if place != self.place:
            self.say("Another page is shown by now: nothing was filed.", wrong=True)
            return
        today = self._desk.today
        words = (
            f"{read[0][0]} filed" if len(read) == 1 else f"{counted(len(read), 'document')} filed"
        )

        def act(write: Write) -> None:
            for name, content in read:
                filing = Filing(place.contract, "", today, place.case)
                file_document(write, filing, name, content)

        self.write(words, act)

    # ---- one document

    def open_current(self) -> None:
        """Open a copy of the document with what the system opens such files with."""
        document = self.current()
        if document is None:
            return
        self.say("")
        self.copies.open(partial(open_copy, document=document.id))

    def save_current(self) -> None:
        """Ask where to, and write the document there."""
        document = self.current()
        if document is None:
            return
        path = self.ask.save_file("Save a copy", Path.home() / document.name)
        if path is None:
            return
        self._desk.read(
            "save document",
            lambda connection: outcome(partial(save_document, connection, document.id, path)),
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
            self.write(
                f"{document.title} removed", lambda write: remove_document(write, document.id)
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
        self.ask_values(
            AskPanel("Title and date", "Change", lines),
            self.describe,
            f"{document.title}, title and date",
            lambda write, said: name_document(
                write, document.id, str(said["title"]), day_of(said["dated"])
            ),
        )


def _row(document: DocumentView, belongs: str) -> Row:
    mark = _MARKS.get(document.state)
    return (
        document.id,
        Cell(document.title, tail=document.ref),
        Cell(document.state, mark=mark),
        Cell(format_date(document.dated_on)),
        Cell(belongs, tone=Tone.QUIET),
        Cell(size_words(document.size), tone=Tone.QUIET),
    )


def size_words(size: int) -> str:
    """How large a file is: "812 bytes", "36 KB", "2.4 MB"."""
    if size < 1000:
        return f"{size} bytes"
    return f"{round(size / 1000):,} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def offer(button: QPushButton, why_not: str) -> None:
    """Offer a button, or say in its tooltip why it cannot be pressed."""
    button.setEnabled(not why_not)
    button.setToolTip(why_not)


def _contents(paths: Sequence[Path]) -> list[tuple[str, bytes]] | Problem:
    """The names and bytes of files, or why one of them cannot be filed."""
    try:
        return [(path.name, read_document(path)) for path in paths]
    except Problem as problem:
        return problem
