"""What the columns of a list mean: suggested with reasons, changed by a person, kept by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from areateam.core.wording import problem_sentence
from areateam.imports.import_mapping_actions import save_mapping
from areateam.imports.import_sheet_views import mapping_words, sheet_from
from ui.pages.import_mapping_board import MappingBoard
from ui.pages.import_mapping_keeper import MappingKeeper
from ui.pages.import_queue import Request, queue_of
from ui.style.marks import Shape, Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import FILLED, make_button
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.page_header import PageHeader
from ui.widgets.page_scroll import PageScroll
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ui.desk import Desk
    from ui.tasks import Outcome

_NAME_WIDTH = 176


class ImportMappingPage(QWidget):
    """The page for the list that is asked about in the queue: declined, or under review."""

    title = "Columns of a list"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.queue = queue_of(desk)
        self._request: Request | None = None
        self.is_looking = False
        self._lay_out()
        self.queue.changed.connect(self._follow_queue)

    def _lay_out(self) -> None:
        self.header = PageHeader(self.title)
        self.board = MappingBoard(self._desk)
        self.name = QLineEdit()
        self.name.setPlaceholderText("Name to keep it by")
        self.name.setAccessibleName("Name to keep it by")
        self.name.setFixedWidth(_NAME_WIDTH)
        self.name.textChanged.connect(lambda _: self._renamed())
        self.keeper = MappingKeeper(self._desk, self, self.board.mapping)
        self.keeper.wanted.connect(self._use_kept)
        self.keeper.told.connect(self._say)
        self.back = make_button("Back", on_click=self._back)
        self.once = make_button("Read once", writes=True, tip=_ONCE, on_click=self._read_once)
        self.save = make_button("Save and read", writes=True, kind=FILLED, on_click=self._save)
        self._parts = (self.name, self.keeper.button, self.back, self.once, self.save)
        for part in self._parts:
            self.header.add_button(part)
        self.banner = Banner(Tone.ACCENT)
        self.area = PageScroll()
        self.board.changed.connect(self._tell)
        self.board.looked.connect(self._look_again)
        for widget in (self.banner, self.board):
            self.area.column.addWidget(widget)
        self.area.column.addStretch(1)
        steps = [Step("imports", "download", "Import a file", _FIRST_STEP, "Go to imports")]
        self.empty = EmptyState("No list is being read", _EMPTY, steps)
        self.empty.chosen.connect(lambda _: self._desk.open("imports"))
        self._stack = QStackedLayout()
        self._stack.addWidget(self.area)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self._stack, 1)

    # ---- the page's protocol

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Look at the list that the queue asks about; there are no arguments."""
        request = self.queue.asked_about()
        if request is not None:
            self._look(request)
        self._follow_queue()

    def refresh(self, changes: object) -> None:
        """Nothing here hangs on the records of the register."""

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Fewer parts of each line in a small window."""
        self.header.set_narrow(narrow=narrow)
        self.area.set_low(low=low)
        self.name.setFixedWidth(130 if narrow else _NAME_WIDTH)
        self.board.set_narrow(narrow=narrow)

    # ---- looking

    def _follow_queue(self) -> None:
        """Another file is asked about, or none."""
        request = self.queue.asked_about()
        self._stack.setCurrentIndex(0 if request is not None else 1)
        for part in self._parts:
            part.setVisible(request is not None)
        if request is None:
            self._request = None
            self.board.clear()
            self.header.set_title(self.title)
            self.header.set_sentence("")
        elif self.isVisible() and request != self._request:
            self._look(request)

    def _look(self, request: Request) -> None:
        self._request, self.is_looking = request, True
        self.board.clear()
        self.header.set_title(f"Columns: {request.path.stem}")
        self.header.set_sentence("Looking at its columns…")
        self._enable()
        args = request.look_args(self._desk.path)
        self._desk.run_command(args, f"Looking at {request.path.name}", self._looked)

    def _look_again(self) -> None:
        """Look at the file as it is now said to be read."""
        if self._request is not None:
            said = self.board.options.file_words()
            self._look(replace(self._request, mapping="", mapping_words="", **said))

    def _use_kept(self, name: str) -> None:
        """Look at the file with a kept mapping."""
        if self._request is not None:
            self._look(replace(self._request, mapping=name, mapping_words=""))

    def _looked(self, outcome: Outcome) -> None:
        self.is_looking = False
        sheet = (outcome.document or {}).get("sheet")
        if self._request is None:
            return
        if sheet is None:
            words = outcome.lines[-1] if outcome.lines else "The file could not be read."
            self._say(words)
            self._enable()
            return
        draft = self.board.show_sheet(sheet_from(sheet), self._request)
        self.name.setText(draft.name)
        self.name.home(False)
        self._tell()
        self.board.focus_first()

    # ---- changing

    def _renamed(self) -> None:
        if self.board.draft is not None:
            self.board.draft.name = self.name.text()
            self._enable()

    # ---- what is said

    def _tell(self) -> None:
        """Say how far the mapping is; what cannot be meant is told before the file is read."""
        draft = self.board.draft
        if draft is None:
            return
        taken, unsure, left = draft.counts()
        words = [Span(f"{taken:,} of {len(draft.plans):,} columns taken")]
        if unsure:
            words.append(Span(f", {unsure:,} of them unsure", mark=None, strong=True))
        words.append(Span(f"; {left:,} left out"))
        self.header.set_sentence(words, f"{taken:,} of {len(draft.plans):,} taken")
        problem = self.board.problem()
        if problem:
            self._say(problem)
        elif draft.open_questions():
            count = draft.open_questions()
            asked = "One column of dates" if count == 1 else f"{count:,} columns of dates"
            self._say(f"{asked} can be read with the day or the month first. Say which.")
        else:
            self._say(self._ready_words(), wrong=False)
        self._enable()

    def _ready_words(self) -> str:
        draft = self.board.draft
        assert draft is not None
        if heading := draft.shared_key():
            return f"“{heading}” repeats: lines that share a value are told, and none goes in."
        if draft.is_kept():
            return f"This is the mapping “{draft.name}” as it is kept."
        if draft.sheet.missing or draft.sheet.added:
            parts = [f"“{name}” is new" for name in draft.sheet.added[:3]]
            parts += [f"“{name}” is not there" for name in draft.sheet.missing[:3]]
            return f"Kept as “{draft.sheet.mapping.name}”; in this file {', '.join(parts)}."
        return "The file can be read so. Saved, it is used again when these headings come."

    def _say(self, words: str, wrong: bool = True) -> None:
        self.banner.set_tone(Tone.RISK if wrong else Tone.OK)
        mark = Shape.DOUBT if wrong else Shape.OK
        self.banner.set_lines([[Span(words, mark=mark, strong=wrong)]])

    def _enable(self) -> None:
        draft = self.board.draft
        fit = draft is not None and not self.is_looking and not self.board.problem()
        self.once.setEnabled(fit)
        named = bool(self.name.text().strip())
        self.save.setEnabled(fit and named and self._desk.writable)
        self.save.setToolTip("" if named else "It needs a name to be kept by.")
        self.board.setVisible(draft is not None)

    # ---- the end

    def _back(self) -> None:
        """Leave everything as it was: the file waits for its review, or stays declined."""
        self._desk.open("import-review" if self.queue.stage is not None else "imports")

    def _read_once(self) -> None:
        draft, request = self.board.draft, self._request
        if draft is not None and request is not None:
            words = mapping_words(draft.mapping().changed(name=""))
            self._read(replace(request, mapping="", mapping_words=words))

    def _save(self) -> None:
        draft, request = self.board.draft, self._request
        if draft is None or request is None:
            return
        said = {name: value for name, value in self.board.options.file_words().items() if value}
        if said.get("delimiter"):
            said["delimiter"] = draft.sheet.delimiter
        mapping = draft.mapping().changed(**said)
        again = replace(request, mapping=mapping.name, mapping_words="")
        if draft.is_kept() and not said:
            self._read(again)
            return
        self._desk.write(
            f"Save the mapping {mapping.name}",
            lambda write: save_mapping(write, mapping),
            lambda _: self._read(again),
            lambda problem: self._say(problem_sentence(problem)),
        )

    def _read(self, request: Request) -> None:
        request = replace(request, profile="", pct="")
        self._desk.open("imports")
        self.queue.read_anew(request)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures of this page: how one column is read."""
        area = self.area.verticalScrollBar()
        return [
            ("column", lambda: self.board.open_change(2)),
            ("cut", lambda: self.board.open_change(5)),
            ("whole", lambda: area.setValue(area.maximum())),
        ]


_ONCE = "Read it so without keeping the mapping"
_EMPTY = "A list whose headings are not known is shown here, column by column."
_FIRST_STEP = "CSV, TSV or a spreadsheet; you see every change before it is made"
