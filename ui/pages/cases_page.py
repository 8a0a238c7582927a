"""The list of cases: facets, table, preview, and what can be done with many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from areateam.cases.case_list_views import (
    CASES,
    FIRST_SHOWN,
    USUAL_FILTER,
    WHERE_ROOM,
    case_columns,
    case_count,
    case_list,
    read_case_cube,
)
from areateam.cases.case_timeline_views import case_timeline
from areateam.cases.case_views import Standing, case_view
from areateam.cases.proposal_views import HOURS, MID_YEAR
from areateam.catalogue.procedure_definitions import Subject
from areateam.contracts.contract_facet_views import own_pcts, pct_names
from areateam.core.count_words import counted
from areateam.core.problems import UserProblem
from areateam.exports.case_export_actions import export_cases
from ui.pages.case_opening import CaseOpening
from ui.pages.case_proposing import CaseProposing
from ui.pages.case_words import desk_book
from ui.pages.cases_board import CasesBoard
from ui.pages.cases_bulk import CaseBulk
from ui.pages.cases_facets import ALWAYS_READ, CaseFacetWords, case_looks
from ui.pages.cases_preview import CasePanel
from ui.pages.list_columns import ColumnMemory
from ui.pages.list_files import KINDS, ListFiles
from ui.pages.list_page import ListPage, choose_columns
from ui.pages.list_parts import ListParts, ListTexts, new_table
from ui.pages.list_reading import ListKind
from ui.pages.list_words import order_words
from ui.style.marks import Shape
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.segments import Segments
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.contracts.contract_facet_views import FacetCube
    from ui.desk import Desk

_TEXTS = ListTexts(
    "Cases", "New case", (("assign", "Assign"), ("close", "Close…"), ("export", "Export"))
)
_EMPTY = (
    "A case is one procedure at one contract: its steps, its days by law, who decides, and what"
    " came of it. Cases are opened at a contract."
)
_ONE_LINE = 800
"""The least width at which the usual columns have their words in one line."""
_STEPS = (Step("new", "add", "Open the first case", "At the contract it is about", "New case"),)

_FILE_KINDS = f"{KINDS};;Calendar of the days by law (*.ics)"


class CasesPage(ListPage):
    """Made by `CasesPage(desk)`; see `ListPage`. It begins with the open cases."""

    title = "Cases"
    noun = ("case", "cases")
    record = "case"
    verbs = ("assign", "close")
    kinds = frozenset(
        {"case_file", "case_step", "case_pause", "case_entry", "contract", "person", "own_day"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        pcts = pct_names(desk.connection)
        own = own_pcts(desk.connection)
        super().__init__(desk, _kind(desk, pcts, own), parent)
        self._pcts = pcts
        self.table = new_table("Cases", high_below=_ONE_LINE)
        acts: dict[str, Callable[[], object]] = {
            "new": self.make_new,
            "columns": lambda: choose_columns(self),
            "export": lambda: self.files.export(None),
            "save": lambda: self.views.open_save_view(self.parts.tools.save),
        }
        self.preview = CasePanel()
        self.parts = ListParts(self.table, self.words, self.preview, _TEXTS, acts)
        self.memory = ColumnMemory(desk, "cases", self.table, _first)
        self.bulk = CaseBulk(desk, self)
        self.opening = CaseOpening(desk, self, lambda on: self.parts.hold_back(panel=on))
        self.proposing = CaseProposing(desk, self, lambda on: self.parts.hold_back(panel=on))
        self.files = ListFiles(desk, self, export_cases, self.noun, _FILE_KINDS)
        self.board = CasesBoard(desk)
        self.shape = Segments([("list", "List"), ("board", "Board")], name="How it is shown")
        self.shape.chosen.connect(self.show_as)
        self.parts.middle.addWidget(self.board)
        # The filled button comes last.
        for button in (self.shape, self.proposing.button, self.parts.new):
            self.parts.header.add_button(button)
        self._look()
        empty = EmptyState("What this page is for", _EMPTY, _STEPS)
        self.put_together(empty)
        self.parts.bulk.verb.connect(self.bulk.do)
        self.board.opened.connect(lambda record: self.desk.open("case", id=record))
        self.board.rested.connect(self.rested)
        self.reading.listed.connect(lambda *_: self._show_board())
        self.preview.opened.connect(lambda record: self.desk.open("case", id=record))
        self.preview.contract_opened.connect(lambda record: self.desk.open("contract", id=record))
        empty.chosen.connect(lambda _: self.make_new())

    def refresh(self, changes: object) -> None:
        """Read again; what is late is told by the day looked at."""
        self._look()
        super().refresh(changes)

    def _look(self) -> None:
        desk = self.desk
        today = desk.today.isoformat()
        looks = case_looks(desk.catalogue, self.reading.columns, self._pcts, today)
        self.table.rows_model.looks = looks

    def show_args(self, args: Mapping[str, Any]) -> None:
        """As every list page; {"shape": "board"} shows the cases by stage.

        {"propose": kind} also shows the cases that the figures of contracts ask for.
        """
        shape, kind = args.get("shape"), args.get("propose")
        rest = {key: value for key, value in args.items() if key not in ("shape", "propose")}
        if shape:
            self.show_as(str(shape))
        super().show_args(rest)
        if kind:
            self.proposing.propose(str(kind))

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Fold facets and preview in a narrow window; the board has no room for a preview."""
        super().set_narrow(narrow=narrow, low=low)
        self.preview.setVisible(not narrow and self.shape.current() == "list")

    def show_as(self, shape: str) -> None:
        """Show the same cases as a list, or by stage."""
        self.shape.choose(shape)
        board = shape == "board"
        self.parts.middle.setCurrentWidget(self.board if board else self.table)
        self.setFocusProxy(self.board if board else self.table)
        self.preview.setVisible(not board and not self.is_narrow)
        self._show_board()

    def _show_board(self) -> None:
        if self.shape.current() == "board":
            self.board.show_filter(self.reading.filter, self.reading.columns)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures of the page: by stage, by the stages of a procedure, before a change."""

        def ticked(verb: str) -> None:
            self.show_as("list")
            model = self.table.rows_model
            model.set_checked([model.id_at(row) for row in range(3)], on=True)
            self.bulk.do(verb)

        return [
            ("board", lambda: self.show_as("board")),
            ("assign", lambda: ticked("assign")),
            ("new", self.make_new),
            ("applicant", self._apply),
            ("propose", lambda: self.proposing.propose(MID_YEAR)),
            ("propose-hours", lambda: self.proposing.propose(HOURS)),
        ]

    def _apply(self) -> None:
        known = self.desk.catalogue.procedures.known.values()
        fitting = [each for each in known if Subject.APPLICANT in each.subjects]
        procedure = max(fitting, key=lambda each: len(each.date))
        self.opening.open_for(procedure, Subject.APPLICANT, self.parts.new)
        if self.opening.applying is not None:
            self.opening.applying.fill("name", "Castle")

    def make_new(self) -> None:
        """Choose the contract that a new case is about, then open it there."""
        self.opening.choose(self._empty if self.is_empty else self.parts.new)

    def say_figures(self, cube: FacetCube) -> None:
        """How many cases the filter leaves, and how many of them are late or at risk."""
        reading = self.reading
        wanted = reading.filter
        count = sum(cell.count for cell in cube.matching(wanted))
        late = cube.total_of(wanted, "standing", Standing.LATE.value)
        risk = cube.total_of(wanted, "standing", Standing.AT_RISK.value)
        order = order_words(reading.sort, reading.known, reading.kind.usual)
        many = (
            f"{count:,} of {counted(reading.total, 'case')}"
            if count != reading.total
            else counted(count, "case")
        )
        spans = [Span(f"{many}{order and ', '}{order}. ")]
        if late:
            spans.append(Span(f"{late:,} late", mark=Shape.LATE, strong=True))
        if risk:
            spans.append(Span(", " if late else ""))
            spans.append(Span(f"{risk:,} at risk", mark=Shape.RISK, strong=True))
        short = f"{many} · {late:,} late" if late else many
        self.parts.header.set_sentence(spans, short)
        self.parts.foot.set_spans(spans)

    def show_preview(self, record: Any) -> bool:
        """Show a case beside the list."""
        desk = self.desk
        today = desk.today.isoformat()
        if record is None:
            self.preview.show_case(None, (), today)
            return True
        try:
            view = case_view(desk.connection, desk_book(desk), record)
        except UserProblem:
            self.preview.show_case(None, (), today)
            return False
        lines = case_timeline(desk.connection, record)
        self.preview.show_case(view, lines, today)
        return True


def _kind(desk: Desk, pcts: Mapping[str, str], own: Sequence[str]) -> ListKind:
    return ListKind(
        name="cases",
        words=CaseFacetWords(desk.catalogue, pcts, own),
        columns=lambda: case_columns(desk_book(desk)),
        make=case_list,
        cube=read_case_cube,
        total=case_count,
        usual=CASES.usual,
        indexed=frozenset(),
        always_read=ALWAYS_READ,
        at_first=USUAL_FILTER,
    )


def _first(_: str, roomy: bool) -> tuple[Sequence[str], dict[str, int]]:
    """The columns to begin with."""
    return (*FIRST_SHOWN, *WHERE_ROOM) if roomy else FIRST_SHOWN, {}
