"""The desk of somebody who leaves: the pack's lines against today, ticked off by the receiver."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import Problem, UserProblem
from areateam.core.wording import problem_sentence
from areateam.desks import first_after, hand_over, pack_now, paper_of
from areateam.duties.desk_actions import drop_pack, tick_lines, untick_lines
from areateam.duties.desk_pages import desk_page, desk_title, kind_word, kinds_words
from areateam.duties.desk_rules import DeskKind, Standing
from areateam.orphans import people_who_stay
from ui.ask import Ask
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import day_field, day_of
from ui.pages.case_words import desk_book
from ui.pages.change_table import ListedRows
from ui.pages.page_saving import write_beside, write_page
from ui.style.fonts import SMALL
from ui.style.marks import Mark, Shape, Tone
from ui.style.tokens import PAGE_MARGIN
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.banner import Banner
from ui.widgets.bulk_bar import BulkBar
from ui.widgets.buttons import FILLED, make_button, make_frame
from ui.widgets.count_bar import Count, CountBar
from ui.widgets.empty_state import EmptyState
from ui.widgets.page_header import PageHeader
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from areateam.desks import PackNow
    from areateam.duties.desk_rules import DeskItem
    from areateam.ledger.ledger import Write
    from ui.desk import Desk

KINDS = frozenset(
    {"desk_pack", "desk_line", "case_file", "case_step", "case_entry", "contract", "note",
     "transition_task", "portfolio", "absence", "person", "call_off", "plan", "plan_aim",
     "plan_measure"}
)  # fmt: skip
_COLUMNS = (
    Column(Field("ticked", "Taken over"), "", width=152),
    Column(Field("kind", "Kind"), "", width=84),
    Column(Field("ref", "Ref"), "", width=68),
    Column(Field("title", "What"), "", width=220),
    Column(Field("detail", "Where and who"), "", width=240),
    Column(Field("due", "Due", Kind.DATE), "", width=108),
    Column(Field("since", "Since listed"), "", width=168),
)
_WORDS = {kind: kind.value.capitalize() for kind in DeskKind} | {DeskKind.CALL_OFF: "Call-off"}
_PAGES = {"CA": "case", "TA": "task", "C": "contract"}
_NEW = "new "
_FOOT = (
    "Space ticks a line, Enter opens its record. The pack keeps what it listed when it was made;"
    " what has changed since stands beside it."
)
_PAPERS = "PDF (*.pdf);;Page for a browser (*.html)"


class DeskPage(QWidget):
    """Opened with id=3."""

    title = "Desk"

    def __init__(self, desk: Desk, ask: Ask | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.ask = ask or Ask(self)
        self.now: PackNow | None = None
        self.panel: AskPanel | None = None
        self._id = 0
        self.header = PageHeader(self.title)
        self.over = make_button(
            "Hand over…", writes=True, kind=FILLED, icon_name="person", on_click=self.ask_receiver
        )
        self.paper = make_button("On paper…", icon_name="upload", on_click=self.print_pack)
        self.drop = make_button(
            "Take away…", writes=True, icon_name="remove", on_click=self.take_away
        )
        for button in (self.drop, self.paper, self.over):
            self.header.add_button(button)
        self.header.linked.connect(lambda _: desk.open("duties", section="portfolios"))
        self.banner = Banner(Tone.RISK)
        self.banner.hide()
        self.counts = CountBar()
        self.counts.chosen.connect(lambda _: self._fill())
        self.table = TableView(
            LazyTableModel(
                ListedRows(_COLUMNS, []),
                looks={"ticked": _ticked_cell, "since": _since_cell, "ref": _quiet_cell},
                checkable=True,
            ),
            name="What is on the desk",
            stretch="detail",
        )
        self.table.set_empty(EmptyState("Nothing of this kind", "The pack lists none."))
        self.table.opened.connect(self._open)
        self.table.rows_model.checks_changed.connect(self._count)
        self.bar = BulkBar([("tick", "Taken over"), ("untick", "Not taken over")])
        self.bar.verb.connect(self.tick)
        self.bar.cleared.connect(lambda: self.table.rows_model.check_all(on=False))
        self._lay_out()
        self.setFocusProxy(self.table)

    def _lay_out(self) -> None:
        card = make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.bar)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(PAGE_MARGIN, 8, PAGE_MARGIN, 12)
        column.setSpacing(8)
        column.addWidget(self.counts)
        column.addWidget(card, 1)
        column.addWidget(SpanLabel(_FOOT, size=SMALL, tone=Tone.QUIET, wrap=True))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self.banner)
        page.addWidget(self._body, 1)

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show a pack."""
        self._id = int(args.get("id", self._id))
        self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Hold the pack against today again, beside the window."""
        touched = getattr(changes, "kinds", None)
        if not self._id or (touched is not None and not KINDS & set(touched)):
            return
        book, pack = desk_book(self.desk), self._id

        def read(connection: Any) -> PackNow | Problem:
            try:
                return pack_now(connection, book, pack)
            except UserProblem as problem:
                return problem

        self.desk.read("desk pack", read, self._show_read)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """The sentence of the header moves below its title in a narrow window."""
        self.header.set_narrow(narrow=narrow)

    # ---- what is shown

    def _show_read(self, found: PackNow | Problem) -> None:
        there = not isinstance(found, Problem)
        self._body.setVisible(there)
        self.banner.setVisible(not there)
        for button in (self.over, self.paper, self.drop):
            button.setEnabled(there and (self.desk.writable or button is self.paper))
        if isinstance(found, Problem):
            self.now = None
            self.banner.set_lines([[Span(problem_sentence(found))]])
            return
        self.now = found
        head = found.head
        self.header.set_title(f"Desk of {head.person}")
        self.header.set_path([Span("Responsibilities", link="duties")])
        self._say(found)
        counts = [
            Count(kind.value, Shape.NOTHING, number, kind_word(kind, number))
            for kind in DeskKind
            if (number := sum(each.line.item.kind is kind for each in found.lines))
        ]
        self.counts.set_counts(counts, "")
        given = len(found.to_give())
        self.over.setText(f"Hand over {given:,}…" if given else "Hand over…")
        self.over.setEnabled(self.desk.writable and bool(given or found.portfolios()))
        self._fill()

    def _say(self, found: PackNow) -> None:
        head = found.head
        to = f" to {head.receiver}" if head.receiver else ", no receiver named"
        changed = sum(each.standing is not Standing.SAME for each in found.lines)
        shape = Shape.OK if head.finished else Shape.RISK
        spans = [
            Span(f"{head.ref}{to}, as at {format_date(head.as_at)}: "),
            Span(f"{head.ticked:,} of {head.lines:,} taken over", mark=shape, strong=True),
        ]
        since = [
            f"{n:,} {word}" for n, word in ((changed, "changed"), (len(found.added), "new")) if n
        ]
        if since:
            spans.append(Span(f", {' and '.join(since)} since"))
        self.header.set_sentence([*spans, Span(".")])

    def _fill(self) -> None:
        now = self.now
        if now is None:
            return
        kind = self.counts.current()
        rows = [
            _row(each.line.id, each.line.item, _ticked_words(each.line.ticked_by,
                 each.line.ticked_on), each.words)
            for each in now.lines
            if kind in ("", each.line.item.kind.value)
        ]  # fmt: skip
        rows += [
            _row(f"{_NEW}{item.key}", item, "", "new since it was listed")
            for item in now.added
            if kind in ("", item.kind.value)
        ]
        self.table.set_source(ListedRows(_COLUMNS, rows))
        self._count()

    def chosen(self) -> list[int]:
        """The lines that are ticked in the list; what is new since has no line to tick off."""
        checked, kind = self.table.rows_model.checked, self.counts.current()
        lines = self.now.lines if self.now else ()
        return [
            each.line.id
            for each in lines
            if each.line.id in checked
            and (not checked.all_matching or kind in ("", each.line.item.kind.value))
        ]

    def _count(self) -> None:
        self.bar.set_count(len(self.chosen()))

    def _open(self, key: Any) -> None:
        items = {each.line.id: each.line.item for each in self.now.lines} if self.now else {}
        new = {f"{_NEW}{item.key}": item for item in self.now.added} if self.now else {}
        item: DeskItem | None = items.get(key) or new.get(key)
        mark = item.ref.rstrip("0123456789") if item else ""
        if item and mark in _PAGES and item.ref != mark:
            self.desk.open(_PAGES[mark], id=int(item.ref.removeprefix(mark)))
        elif item and item.kind is DeskKind.CALL_OFF:
            self.desk.open("calloff", id=int(item.key.split()[1]))
        elif item and item.kind in (DeskKind.AIM, DeskKind.MEASURE):
            self.desk.open("plans", part=f"plan_{item.key}")
        elif item and item.kind is DeskKind.DUTY:
            self.desk.open("duties", section="portfolios")

    # ---- what it does

    def tick(self, verb: str) -> None:
        """Note of the chosen lines that they were taken over, or were not after all."""
        lines, desk = self.chosen(), self.desk
        if not lines or not desk.writable or self.now is None:
            return
        head, today = self.now.head, desk.today
        who = head.receiver or desk.office.user

        def done(_: object) -> None:
            self.table.rows_model.check_all(on=False)

        if verb == "tick":
            label = f"Take over {len(lines):,} of the desk of {head.person}"
            desk.write(label, lambda write: tick_lines(write, lines, today, who), done)
        else:
            label = f"Not taken over: {len(lines):,} of the desk of {head.person}"
            desk.write(label, lambda write: untick_lines(write, lines), done)

    def ask_receiver(self) -> None:
        """Ask who gets what is still with the leaver, and from when the portfolios."""
        now, desk = self.now, self.desk
        if now is None or self.panel is not None or not desk.writable:
            return
        head = now.head
        people = people_who_stay(desk.connection, desk.today)
        people.pop(head.person_id, None)
        choices = tuple(Choice(str(person), name) for person, name in people.items())
        first = first_after(head, desk.today)
        held = now.portfolios()
        lines = [AskLine(Field("person", "To"), head.receiver_id, choices)]
        if held:
            lines.append(AskLine(day_field("first", "Portfolios from"), first.isoformat()))
        given = now.to_give()
        folders = f" and {len(held):,} portfolio{'' if len(held) == 1 else 's'}" if held else ""
        words = f"{kinds_words(i.kind for i in given)}{folders} would go. One step to undo."
        panel = AskPanel(f"Hand over {len(given):,}", "Hand over", lines, words=words)
        self.panel = panel
        panel.agreed.connect(lambda: self._hand_over(panel, people))
        open_panel(self.window(), panel, self.over).closed.connect(self._closed)

    def _hand_over(self, panel: AskPanel, people: Mapping[int, str]) -> None:
        stated, now, desk = panel.stated(), self.now, self.desk
        if stated is None or now is None:
            return
        if not stated["person"]:
            panel.refuse("Say who takes the desk over.")
            return
        person = int(str(stated["person"]))
        first = day_of(stated["first"]) if "first" in stated else None
        book, pack = desk_book(desk), now.head.id

        def act(write: Write) -> None:
            hand_over(write, book, pack, person, first)

        panel.wait()
        desk.write(
            f"Hand the desk of {now.head.person} over to {people[person]}", act,
            lambda _: panel.left.emit(), lambda problem: panel.refuse(problem_sentence(problem)),
        )  # fmt: skip

    def _closed(self) -> None:
        self.panel = None

    def take_away(self) -> None:
        """Ask, then take the pack away; what it lists stays as it is."""
        now, desk = self.now, self.desk
        if now is None or not desk.writable:
            return
        head = now.head
        words = "Its list and its ticks go; cases, contracts and tasks stay with whom they are."
        if self.ask.confirm(f"Take away {head.ref}?", words, "Take away"):
            desk.write(
                f"Take away {head.ref}, desk of {head.person}",
                lambda write: drop_pack(write, head.id),
                lambda _: desk.open("duties", section="portfolios"),
            )

    def print_pack(self) -> None:
        """Write the pack with its ticks and what changed since to a file."""
        now, desk = self.now, self.desk
        if now is None:
            return
        page = paper_of(now)
        suggested = Path.home() / f"{desk_title(page)} {desk.today}.pdf"
        chosen = self.ask.save_file(desk_title(page), suggested, _PAPERS)
        if chosen is None:
            return
        path = chosen if chosen.suffix else chosen.with_suffix(".pdf")

        def write(_: Any) -> None:
            write_page(path, desk_page(page), desk_title(page))

        write_beside(desk, f"paper {path}", path, "The desk", write)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: some lines chosen, the receiver asked for."""

        def some() -> None:
            model = self.table.rows_model
            model.set_checked([model.id_at(place) for place in range(2)], on=True)

        return [("chosen", some), ("over", self.ask_receiver)]


def _row(key: Any, item: DeskItem, ticked: str, since: str) -> Row:
    return (key, ticked, _WORDS[item.kind], item.ref, item.title, item.detail, item.due or None,
            since)  # fmt: skip


def _ticked_words(who: str, on: str) -> str:
    return f"{format_date(on).rpartition(' ')[0]}, {who}" if on else ""


def _ticked_cell(value: Any, _: Row) -> Cell:
    if value:
        return Cell(str(value), mark=Mark(Shape.OK, str(value)))
    return Cell("", spoken="not taken over")


def _since_cell(value: Any, _: Row) -> Cell:
    if value:
        return Cell(str(value), mark=Mark(Shape.RISK, str(value)))
    return Cell("", spoken="as listed")


def _quiet_cell(value: Any, _: Row) -> Cell:
    return Cell(str(value or ""), tone=Tone.QUIET)
