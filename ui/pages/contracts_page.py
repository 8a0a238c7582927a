"""The list of contracts: facets, table, preview, and what can be done with many at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from areateam.cases.case_end_views import cases_of_contract
from areateam.contracts.contract_columns import (
    INDEXED,
    contract_columns,
    first_shown,
    types_with_mid_year,
)
from areateam.contracts.contract_facet_views import own_pcts, pct_names, read_contract_cube
from areateam.contracts.contract_list import CONTRACTS, ContractList
from areateam.contracts.contract_preview_views import contract_preview
from areateam.contracts.contract_rules import mid_year_sql
from areateam.contracts.contract_views import contract_count
from areateam.core.problems import UserProblem
from areateam.exports.contract_export_actions import export_contracts
from ui.pages.case_opening import CaseOpening
from ui.pages.case_words import desk_book
from ui.pages.contracts_bulk import ContractBulk, states_of
from ui.pages.contracts_facets import ContractFacetWords
from ui.pages.contracts_looks import ALWAYS_READ, contract_looks
from ui.pages.contracts_making import ContractMaking
from ui.pages.contracts_preview import ContractPanel
from ui.pages.contracts_words import figures_of, foot_sentence, sentence, short_sentence
from ui.pages.list_columns import ColumnMemory
from ui.pages.list_files import ListFiles
from ui.pages.list_page import ListPage, choose_columns
from ui.pages.list_parts import ListParts, ListTexts, new_table
from ui.pages.list_reading import ListKind
from ui.pages.list_words import order_words
from ui.widgets.empty_state import EmptyState, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.cases.case_end_views import CaseLine
    from areateam.contracts.contract_facet_views import FacetCube
    from ui.desk import Desk

_TEXTS = ListTexts(
    "Contracts",
    "New contract",
    (("assign", "Assign"), ("change", "Change…"), ("case", "Open case…"), ("export", "Export")),
)
_SHORT_TYPES = 56
_EMPTY = (
    "Every agreement of the area team stands here: who holds it, where, until when, and what is"
    " missing. Lists from PCTs, the BSA or the ODS bring thousands at once."
)
_STEPS = (
    Step("import", "download", "Import a list", "Every line is shown before it counts", "Import…"),
    Step("new", "add", "Enter one contract", "Its type and name are enough", "New contract"),
)


class ContractsPage(ListPage):
    """Made by `ContractsPage(desk)`; see `ListPage`."""

    title = "Contracts"
    noun = ("contract", "contracts")
    record = "contract"
    kinds = frozenset(
        {"contract", "contractor", "site", "person", "body", "case_file", "case_step"}
    )
    verbs = ("assign", "change", "case")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        pcts = pct_names(desk.connection)
        own = own_pcts(desk.connection)
        super().__init__(desk, _kind(desk, pcts, own), parent)
        self.pcts = {code: pcts[code] for code in own if code in pcts} or pcts
        self.table = new_table("Contracts")
        self.table.rows_model.looks = contract_looks(desk.catalogue, self.reading.columns, pcts)
        acts: dict[str, Callable[[], object]] = {
            "new": self.make_new,
            "columns": lambda: choose_columns(self),
            "export": lambda: self.files.export(None),
            "save": lambda: self.views.open_save_view(self.parts.tools.save),
        }
        self.preview = ContractPanel()
        self.parts = ListParts(self.table, self.words, self.preview, _TEXTS, acts)
        self.memory = ColumnMemory(desk, "contracts", self.table, partial(_first, desk))
        self.making = ContractMaking(desk, self.pcts, self)
        self.files = ListFiles(desk, self, export_contracts, self.noun)
        self.opening = CaseOpening(desk, self, lambda on: self.parts.hold_back(panel=on))
        self.bulk = ContractBulk(desk, self.pcts, self)
        self.states = partial(states_of, self)
        empty = EmptyState("What this page is for", _EMPTY, _STEPS)
        self.put_together(empty)
        self.parts.bulk.verb.connect(self.bulk.do)
        self.preview.opened.connect(lambda record: self.desk.open("contract", id=record))
        self.preview.case_opened.connect(lambda case: self.desk.open("case", id=case))
        empty.chosen.connect(self._first_step)

    def make_new(self) -> None:
        """Open the panel for a new contract."""
        self.making.open_new(self._empty if self.is_empty else self.parts.new)

    def say_figures(self, cube: FacetCube) -> None:
        """What the filter leaves, what is to be decided, what is under 30%."""
        reading = self.reading
        figures = figures_of(cube, reading.filter, reading.total)
        order = order_words(reading.sort, reading.known, reading.kind.usual)
        self.parts.header.set_sentence(sentence(figures, order), short_sentence(figures))
        self.parts.foot.set_spans(foot_sentence(figures))

    def show_preview(self, record: Any) -> bool:
        """Show a contract beside the list."""
        desk, preview = self.desk, None
        cases: Sequence[CaseLine] = ()
        if record is not None:
            cases = cases_of_contract(desk.connection, desk_book(desk), record)
            try:
                preview = contract_preview(desk.connection, desk.catalogue, record, desk.today)
            except UserProblem:
                self.preview.show_preview(None)
                return False
        self.preview.show_preview(preview, cases)
        return True

    def _first_step(self, key: str) -> None:
        if key == "import":
            self.desk.open("imports")
        else:
            self.make_new()


def _kind(desk: Desk, pcts: Mapping[str, str], own: Sequence[str]) -> ListKind:
    mid_year = mid_year_sql(types_with_mid_year(desk.catalogue))
    return ListKind(
        name="contracts",
        words=ContractFacetWords(desk.catalogue, pcts, own),
        columns=lambda: contract_columns(desk.catalogue, desk.today),
        make=ContractList,
        cube=lambda connection, columns, base: read_contract_cube(
            connection, columns, base, mid_year
        ),
        total=contract_count,
        usual=CONTRACTS.usual,
        indexed=INDEXED,
        always_read=ALWAYS_READ,
    )


def _first(desk: Desk, group: str, roomy: bool) -> tuple[Sequence[str], dict[str, int]]:
    """The columns to begin with, and the widths of those that can be narrower."""
    shown = first_shown(desk.catalogue, group, roomy=roomy)
    # GDS, PDS and TDS are short; the room is for the contractor's name.
    return shown, {"contract_type": _SHORT_TYPES} if "h1_pct" in shown else {}
