"""The review of a file before anything of it is written: counts, differences, findings, choices."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QStackedLayout, QVBoxLayout, QWidget

from areateam.core.wording import problem_sentence
from areateam.imports.absent_views import ABSENT, AbsentList
from areateam.imports.stage_actions import save_refused
from areateam.imports.stage_views import (
    ReviewList,
    StageSummary,
    mapping_of,
    stage_summary,
)
from ui.ask import Ask
from ui.pages.import_absent_choices import AbsentChoices
from ui.pages.import_line_choices import LineChoices
from ui.pages.import_line_panel import open_pairs
from ui.pages.import_looks import changes_words
from ui.pages.import_queue import queue_of
from ui.pages.import_review_body import ReviewBody, lines_words
from ui.pages.import_sheet_menu import SheetMenu
from ui.pages.waiting_bulk import ask_about_stage
from ui.style.marks import Tone
from ui.widgets.buttons import FILLED, make_button
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.page_header import PageHeader
from ui.widgets.progress_line import ProgressLine
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from areateam.core.problems import Problem
    from ui.desk import Desk


class ImportReviewPage(QWidget):
    """The page for the file that waits in the queue; it shows whichever that is."""

    title = "Review import"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.queue = queue_of(desk)
        self.ask = Ask(self)
        self.summary: StageSummary | None = None
        self._stage: Path | None = None
        self._lay_out()
        self.choices = LineChoices(desk, self.body.table, self.body.panel, self)
        self.absent = AbsentChoices(desk, self.body.table, self.body.absent, self)
        self._connect()
        self._follow_queue()

    def _lay_out(self) -> None:
        self.header = PageHeader("Review import")
        self.cancel = make_button("Cancel import", on_click=self._cancel)
        self.apply = make_button("Apply", writes=True, kind=FILLED, on_click=self._apply)
        self.header.add_button(self.cancel)
        self.header.add_button(self.apply)
        self.body = ReviewBody()
        self.sheets = SheetMenu(self._desk, self.queue, self)
        steps = [Step("imports", "download", "Import a file", _FIRST_STEP, "Go to imports")]
        self.empty = EmptyState("Nothing waits for a review", _EMPTY, steps)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.body)
        self._stack.addWidget(self.empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addLayout(self._stack, 1)

    def _connect(self) -> None:
        body = self.body
        body.filtered.connect(self._load)
        body.save_asked.connect(self._save_refused)
        body.ask_asked.connect(partial(_ask_pct, self._desk, self))
        body.banner.linked.connect(self._banner_linked)
        for choices in (self.choices, self.absent):
            choices.changed.connect(self._show_buttons)
            choices.kept.connect(self._load)
        body.whole_only.toggled.connect(lambda _: self._show_buttons())
        self.empty.chosen.connect(lambda _: self._desk.open("imports"))
        self.queue.changed.connect(self._follow_queue)
        self.queue.letting_go.connect(self._let_go)
        self.queue.refused.connect(self._refused)
        self.queue.applied.connect(self._applied)

    # ---- the page's protocol

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show the file that waits; there are no arguments."""
        self._follow_queue()

    def refresh(self, changes: object) -> None:
        """Look whether the register is still the one that the file was compared with."""
        if not self.queue.is_applying:
            self._load()

    def focus_filter(self) -> None:
        """Go to the counts, which are what filters here."""
        first = self.body.counts.findChild(QAbstractButton)
        if isinstance(first, QAbstractButton):
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Smaller margins and gaps in a small window."""
        self.header.set_narrow(narrow=narrow)
        self.body.set_narrow(narrow=narrow, low=low)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where the keyboard is useful: in the table."""
        super().showEvent(event)
        self.body.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: records missing, a cell to correct, and the whole of a line."""
        return [
            ("fault", lambda: self.body.table.setCurrentIndex(self.body.model.index(0, 0))),
            ("whole-line", self.choices.open_whole),
            ("absent", lambda: self.body.findings.choose(ABSENT)),
        ]

    # ---- reading

    def _follow_queue(self) -> None:
        """Another file, one that is being applied, or none."""
        if self.queue.stage != self._stage:
            self._stage = self.choices.stage = self.absent.stage = self.queue.stage
            self.summary = None
            self.body.start_anew()
            self._load()
        waits = self._stage is not None
        self._stack.setCurrentIndex(0 if waits else 1)
        for button in (self.cancel, self.apply):
            button.setVisible(waits)
        if not waits:
            self.header.set_title(self.title)
            self.header.set_sentence("")
        self._show_buttons()

    def _load(self) -> None:
        stage = self._stage
        if stage is None:
            return
        register, catalogue, query = self._desk.path, self._desk.catalogue, self.body.query()

        def work(_: object) -> tuple[Path, StageSummary, ReviewList | AbsentList]:
            summary = stage_summary(register, stage, catalogue)
            if query.kind == ABSENT:
                return stage, summary, AbsentList(register, stage, catalogue)
            return stage, summary, ReviewList(register, stage, catalogue, query)

        self._desk.read("import-review", work, self._loaded)

    def _loaded(self, found: tuple[Path, StageSummary, ReviewList | AbsentList]) -> None:
        stage, summary, rows = found
        if stage != self._stage:
            rows.close()
            return
        before, self.summary = self.choices.rows or self.absent.rows, summary
        self.choices.rows = None if isinstance(rows, AbsentList) else rows
        self.choices.file = summary.file
        self.absent.rows = rows if isinstance(rows, AbsentList) else None
        self.body.show_rows(rows)
        if before is not None:
            before.close()
        self.body.show_summary(summary)
        self.header.set_title(f"Review import: {Path(summary.file).stem}")
        sentence = [
            Span(f"{lines_words(summary.lines)} from "),
            Span(summary.file, tone=Tone.PLAIN),
            Span(". Nothing has been written to the register yet."),
        ]
        self.header.set_sentence(sentence, "Nothing written yet")
        self._show_buttons()
        self.choices.show_line(self.body.table.current_id())
        self.absent.show_record(self.body.table.current_id())

    def _show_buttons(self) -> None:
        summary, busy = self.summary, self.queue.is_applying
        self.cancel.setEnabled(not busy)
        deciding = self.choices.deciding + self.absent.deciding
        free = not busy and not deciding and self._desk.writable
        whole = not self.body.whole_only.isChecked() or summary is None or not summary.refused
        self.apply.setEnabled(free and whole and summary is not None and summary.current)
        why = _NOT_WRITABLE if not self._desk.writable else "" if whole else _NOT_WHOLE
        self.apply.setToolTip(why)
        self.apply.setAccessibleDescription(why)
        if summary is not None:
            self.apply.setText("Applying…" if busy else changes_words(summary.changes))
            self.apply.setAccessibleName(self.apply.text())

    def _let_go(self) -> None:
        """Close what is open of the side file, so that it can be removed on every system."""
        self.summary = None
        rows = self.choices.rows or self.absent.rows
        if rows is not None:
            self.body.let_rows_go()
            rows.close()
            self.choices.rows = self.absent.rows = None

    # ---- the end

    def _apply(self) -> None:
        if self.summary is not None:
            changes, lines = self.summary.changes, self.summary.lines
            _say_writing(self, f"Writing {changes:,} of {lines_words(lines)}")
            self.queue.apply()

    def _applied(self, batch: int, _: int) -> None:
        _say_writing(self, "")
        if self.isVisible():
            self._desk.open("imports", batch=batch)

    def _refused(self, problem: Problem) -> None:
        _say_writing(self, "")
        self.body.say_again(problem_sentence(problem))

    def _cancel(self) -> None:
        self.queue.cancel_review()
        self._desk.open("imports")

    def _banner_linked(self, link: str) -> None:
        if link == "again":
            self.queue.read_again()
            self._desk.open("imports")
        elif link == "columns":
            self._desk.open("import-mapping")
        elif link == "sheet" and self.summary is not None:
            shape = self.summary.staged.shape
            self.sheets.offer(shape.sheets, shape.sheet, self.body.banner)
        elif self.summary is not None:
            rows = [(name, to or "not taken") for name, to in mapping_of(self.summary.staged)]
            banner = self.body.banner
            spot = QRect(banner.width() - 80, 0, 80, banner.height())
            open_pairs(self.window(), banner, "Columns of the file", rows, spot)

    def _save_refused(self) -> None:
        stage, summary = self._stage, self.summary
        if stage is None or summary is None:
            return
        suggested = Path(f"{Path(summary.file).stem} refused.csv")
        out = self.ask.save_file("Save the refused lines", suggested, "Lists (*.csv)")
        if out is None:
            return
        work = partial(save_refused, self._desk.path, stage, self._desk.catalogue, out)

        def done(saved: int) -> None:
            self.body.foot.set_spans(f"{lines_words(saved)} saved as {out.name}.")

        self._desk.read("import-save", lambda _: work(), done)


def _ask_pct(desk: Desk, page: ImportReviewPage) -> None:
    """Write questions about the lines that would wait, before anything is written."""
    stage, foot = page.queue.stage, page.body.foot
    if stage is not None:
        ask_about_stage(desk, page.ask, stage, lambda words, _: foot.set_spans(words))


def _say_writing(page: QWidget, words: str) -> None:
    """Say in the window's status bar what is being written; "" when it is done."""
    line = page.window().findChild(ProgressLine)
    if isinstance(line, ProgressLine):
        line.set_cancellable(cancellable=not words)
        if words:
            line.show_progress(words, 0, 0, None)
        else:
            line.finish()


_EMPTY = "A file that was read is shown here, line by line, before anything of it is written."
_FIRST_STEP = "CSV, TSV or a spreadsheet; you see every change before it is made"
_NOT_WHOLE = "Lines are refused. Correct them, leave them out, or take the tick away."
_NOT_WRITABLE = "The register can only be read now, so nothing can be applied."
