"""Past imports with what they changed and what still waits; where files are brought in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from areateam.core.dates import format_weekday_date
from areateam.core.wording import problem_sentence
from areateam.imports.import_views import BatchView, later_work, profile_choices
from areateam.imports.stage_actions import save_refused_of_batch
from areateam.imports.waiting_filter import parse_filter
from ui.ask import Ask
from ui.pages.import_answers import AnswersIn, Said
from ui.pages.import_batches_view import BatchesView
from ui.pages.import_controls import states_of
from ui.pages.import_declined import DeclinedPanel
from ui.pages.import_drops import DropPage, DropZone
from ui.pages.import_queue import ImportQueue, queue_of
from ui.pages.import_templates import ListTemplates
from ui.pages.waiting_bulk import ask_pct
from ui.style.marks import Shape, Tone
from ui.style.tokens import GAP, PAGE_MARGIN
from ui.widgets.banner import Banner
from ui.widgets.buttons import FILLED, make_button
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.page_header import PageHeader
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from areateam.core.problems import Problem
    from ui.desk import Desk

KINDS = "Lists (*.csv *.tsv *.txt *.tab *.xlsx *.xls *.xlsb *.ods);;All files (*)"


class ImportsPage(DropPage):
    """The list of imports. It is opened with `batch=N` to show one, `choose=True` to begin one."""

    title = "Imports"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Drop to read. Nothing is written yet.", parent)
        self._desk = desk
        self.queue = queue_of(desk)
        self.answers = AnswersIn(desk, self)
        self.ask = Ask(self)
        self._margin, self._low = PAGE_MARGIN, False
        self._message: Said | None = None
        self._lay_out()
        self.states = partial(states_of, self.list.panel.controls)
        self._connect()
        self.list.load()
        self._show_queue()

    # ---- parts

    def _lay_out(self) -> None:
        self.header = PageHeader("Imports")
        self.choose = make_button(
            "Import a file", kind=FILLED, icon_name="download", on_click=self.choose_files
        )
        self.waiting = make_button(
            "Waiting lines", on_click=lambda: self._desk.open("waiting", where=())
        )
        self.header.add_button(self.waiting)
        self.duplicates = make_button(
            "Duplicates",
            tip="What seems to be in the register twice",
            on_click=lambda: self._desk.open("duplicates"),
        )
        self.header.add_button(self.duplicates)
        self.templates = ListTemplates(self._desk, self)
        self.header.add_button(self.templates.button)
        self.header.add_button(self.choose)
        self.banner = Banner(Tone.ACCENT)
        profiles = [(choice.key, choice.label) for choice in profile_choices()]
        day = self._desk.today
        pcts = self._desk.catalogue.directory.of_kind("pct", day)
        self.declined = DeclinedPanel(profiles, [(b.code, f"{b.code} {b.name}") for b in pcts])
        self._above = QVBoxLayout()
        self._above.setSpacing(12)
        self._above.addWidget(self.banner)
        self._above.addWidget(self.declined)
        self._body = QWidget()
        self._stack = QStackedLayout(self._body)
        self.list = BatchesView(self._desk)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing_yet())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(self._above)
        column.addWidget(self._body, 1)
        column.addStretch()

    def _nothing_yet(self) -> QWidget:
        steps = [Step("choose", "download", "Import a file", _FIRST_STEP, "Choose files")]
        self.empty = EmptyState("Bring in what others keep in lists", _PURPOSE, steps, filled=False)
        self.zone = DropZone("Drop files here, or anywhere on this page")
        page = QWidget()
        row = QHBoxLayout()
        row.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 48)
        row.addStretch(1)
        row.addWidget(self.zone, 100)
        row.addStretch(1)
        self.zone.setMaximumWidth(640)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        key = QShortcut(QKeySequence("Ctrl+I"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.choose_files)
        self.choose.setToolTip("Ctrl+I")
        self.empty.chosen.connect(lambda _: self.choose_files())
        self.zone.clicked.connect(lambda _: self.choose_files())
        self.dropped.connect(self._add)
        self.list.loaded.connect(self._loaded)
        self.list.undo_asked.connect(self._undo)
        self.list.save_asked.connect(self._save)
        self.list.ask_asked.connect(
            lambda view: ask_pct(
                self._desk,
                self.ask,
                parse_filter((f"batch=B{view.id}",)),
                (),
                lambda words, tone: self._say(tone, [Span(words, strong=True)]),
            )
        )
        self.banner.linked.connect(self._banner_linked)
        self.declined.tried.connect(self.queue.read_now)
        self.declined.dismissed.connect(self.queue.dismiss)
        self.answers.said.connect(self._say_this)
        for source in (self.answers, self.queue):
            source.refused.connect(lambda problem: self._say(*_refusal(problem)))
        self.templates.told.connect(lambda words: self._say(Tone.OK, [Span(words, mark=Shape.OK)]))
        self.queue.changed.connect(self._show_queue)
        self.queue.ready.connect(lambda: self._go_on_at("import-review"))
        self.queue.asked.connect(lambda: self._go_on_at("import-mapping"))
        self.declined.mapping_asked.connect(lambda: self._go_on_at("import-mapping"))
        self.queue.applied.connect(self._applied)

    # ---- the page's protocol

    def show_args(self, args: Mapping[str, Any]) -> None:
        """`batch` shows that import; `choose` asks for files at once."""
        if args.get("batch"):
            self.list.go_to(int(args["batch"]))
        if args.get("choose"):
            self.choose_files()

    def refresh(self, changes: object) -> None:
        """Read the list again."""
        self.list.load()

    def make_new(self) -> None:
        """Ctrl+N: import a file."""
        self.choose_files()

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Smaller margins in a small window."""
        self.header.set_narrow(narrow=narrow)
        margin = GAP if narrow else PAGE_MARGIN
        self._margin, self._low = margin, low
        self._show_queue()

    # ---- files in

    def choose_files(self) -> None:
        """Ask for files and read them one after another."""
        if self._desk.writable:
            self._add(self.ask.open_files("Import files", KINDS))

    def _add(self, paths: Sequence[Path]) -> None:
        if paths:
            self._message = None
            self.answers.part(paths, self.queue.add)

    # ---- what the queue says

    def _show_queue(self) -> None:
        queue = self.queue
        self.declined.setVisible(queue.declined is not None)
        if queue.declined is not None:
            self.declined.show_declined(queue.declined)
        shown = _queue_words(self.queue) or self._message
        self.banner.setVisible(shown is not None)
        if shown is not None:
            tone, spans, links = shown
            self.banner.set_tone(tone)
            self.banner.set_lines([spans], links)
        # In a low window what was declined and the list have no room together.
        self._body.setVisible(queue.declined is None or not self._low)
        room = 12 if shown is not None or queue.declined is not None else 0
        self._above.setContentsMargins(self._margin, 0, self._margin, room)
        self.choose.setEnabled(self._desk.writable)
        self.setAcceptDrops(self._desk.writable)
        self.choose.setToolTip("Ctrl+I" if self._desk.writable else _NOT_WRITABLE)

    def _go_on_at(self, page: str) -> None:
        """Go to where a file waits for a person, unless the user is elsewhere by now."""
        if self.isVisible():
            self._desk.open(page)

    def _applied(self, batch: int, operation: int) -> None:
        self.list.go_to(batch)
        undo = Span("Undo this import", link=f"undo {operation}")
        words = [Span("The import is in the register.", mark=Shape.OK, strong=True)]
        self._say(Tone.OK, words, [undo])
        self.list.load()

    def _say(self, tone: Tone, spans: list[Span], links: Sequence[Span] = ()) -> None:
        self._say_this((tone, spans, list(links)))

    def _say_this(self, said: Said | None) -> None:
        self._message = said
        self._show_queue()

    def _banner_linked(self, link: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "plain": self.queue.apply_plain_ones,
            "stop": self.queue.stop_reading,
            "review": lambda: self._desk.open("import-review"),
            "history": lambda: self._desk.open("history"),
            "take": self.answers.take,
            "leave": self.answers.leave,
        }
        if link.startswith("undo "):
            self._undo(int(link.split()[1]))
        elif link in acts:
            acts[link]()

    # ---- the list

    def _loaded(self, waiting: tuple[int, int]) -> None:
        views = self.list.views
        self._stack.setCurrentIndex(0 if views else 1)
        self._show_queue()
        if not views:
            self.header.set_sentence("Nothing has been imported yet.")
            return
        doubt, refused = waiting
        last = views[0]
        when = format_weekday_date(last.at[:10])
        spans = [
            Span(f"{doubt:,} in doubt", mark=Shape.DOUBT if doubt else None, strong=bool(doubt)),
            Span(" and "),
            Span(f"{refused:,} refused", strong=bool(refused)),
            Span(f" wait. Last import: {last.file}, {when}, by {last.user}."),
        ]
        self.header.set_sentence(spans, f"{doubt + refused:,} lines wait")

    # ---- undo and save

    def _undo(self, operation: int) -> None:
        def done(_: object) -> None:
            self._say(Tone.OK, [Span("The import was undone.", mark=Shape.OK, strong=True)])

        self._desk.run(lambda office: office.undo(operation), done, self._undo_refused)

    def _undo_refused(self, problem: Problem) -> None:
        later = later_work(problem)
        told = [f"“{work.label}” ({work.records:,})" for work in later[:3]]
        more = f" and {len(later) - 3:,} more" if len(later) > 3 else ""
        spans = [Span(problem_sentence(problem), strong=True)]
        if told:
            spans.append(Span(f"  Later work: {', '.join(told)}{more}. Undo that first."))
        self._say(Tone.RISK, spans, [Span("History", link="history")])

    def _save(self, view: BatchView) -> None:
        suggested = Path(f"{Path(view.file).stem} refused.csv")
        out = self.ask.save_file("Save the refused lines", suggested, "Lists (*.csv)")
        if out is None:
            return

        def done(saved: int) -> None:
            words = f"{saved:,} refused lines were saved as {out.name}."
            self._say(Tone.OK, [Span(words, mark=Shape.OK)])

        self._desk.read("imports-save", lambda c: save_refused_of_batch(c, view.id, out), done)


def _refusal(problem: Problem) -> tuple[Tone, list[Span]]:
    return Tone.RISK, [Span(problem_sentence(problem), mark=Shape.DOUBT)]


def _queue_words(queue: ImportQueue) -> Said | None:
    """What the queue is about: words for the banner, with links."""
    more = len(queue.waiting)
    after = f"  {more:,} more {'file waits' if more == 1 else 'files wait'}." if more else ""
    plain = Span("Apply those that need no decision", link="plain")
    links = [plain] if more and not queue.apply_plain else []
    if queue.is_applying and queue.reviewing:
        words = [Span(f"Writing {queue.reviewing.path.name}…"), Span(after, tone=Tone.QUIET)]
        return Tone.ACCENT, words, []
    if queue.reading:
        gap = [Span("    ")] if links else []
        words = [
            Span(f"Reading {queue.reading.path.name}…", strong=True),
            Span("  Nothing is written before you have seen it."),
            Span(after, tone=Tone.QUIET),
        ]
        return Tone.ACCENT, words, [*links, *gap, Span("Cancel", link="stop")]
    if queue.reviewing:
        name = queue.reviewing.path.name
        words = [Span(f"{name} waits for your review.", strong=True), Span(after)]
        return Tone.RISK, words, [Span("Review", link="review")]
    return None


_PURPOSE = (
    "Lists from ODS, NHS Choices, the payments agency or a PCT's own spreadsheet become "
    "contracts, premises and contractors. Each file is read in full and compared with the "
    "register; you see every change before it is made, and one step takes it back."
)
_FIRST_STEP = "CSV, TSV or a spreadsheet; several at once are read in turn"
_NOT_WRITABLE = "The register can only be read now, so nothing can be imported."
