"""The stocktake: every contract with what was found about it, set for many at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from areateam.contracts.contract_facet_views import own_pcts, pct_names
from areateam.core.amounts import format_money
from areateam.core.count_words import counted
from areateam.core.values import format_value
from areateam.exports.transition_export_actions import export_stocktake
from areateam.transition.stocktake_actions import set_stocktake
from areateam.transition.stocktake_rules import FIELDS, StocktakeStage
from areateam.transition.stocktake_views import (
    FACETS,
    FIRST_SHOWN,
    STOCKTAKE,
    WHERE_ROOM,
    read_stocktake_cube,
    stocktake_columns,
    stocktake_list,
    stocktake_of,
    stocktake_totals,
)
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.forms.value_editors import ChoiceEditor
from ui.pages.list_bulk import Act, ListBulk
from ui.pages.list_columns import ColumnMemory
from ui.pages.list_facets import NOT_STATED, FacetWords
from ui.pages.list_files import ListFiles
from ui.pages.list_page import ListPage, choose_columns
from ui.pages.list_parts import ListParts, ListTexts, new_table
from ui.pages.list_reading import ListKind
from ui.pages.task_preview import FactsPanel
from ui.pages.transition_words import transition_tabs
from ui.style.marks import Shape, Tone
from ui.tables.row_source import Cell, Look
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.catalogue.catalogue import Catalogue
    from areateam.contracts.contract_facet_views import FacetCube
    from areateam.core.fields import Field, Value
    from areateam.ledger.ledger import Write
    from ui.desk import Desk

_TEXTS = ListTexts(
    "Stocktake", "Set…", (("set", "Set…"), ("score", "Score…"), ("export", "Export"))
)
_TITLES = {
    "stage": "Stage", "group_key": "Group", "pct_code": "PCT", "signed_copy": "Signed copy",
    "parties_right": "Parties right", "manager": "Manager",
}  # fmt: skip
_SCORES = ("document_score", "likelihood", "impact")


class StocktakeWords(FacetWords):
    """Knows the order and the words of the values of each facet of the stocktake."""

    without_none = frozenset({"stage"})
    coded = frozenset({"pct_code"})
    numbered = frozenset({"parties_right"})

    def __init__(self, catalogue: Catalogue, pcts: Mapping[str, str], own: Sequence[str]) -> None:
        super().__init__(FACETS, _TITLES)
        self._catalogue = catalogue
        self._pcts = pcts
        signed = catalogue.fields["signed_copy"].choices
        self._signed = {choice.value: choice.label for choice in signed}
        self.seen["pct_code"].update(own)
        self.seen["stage"].update(stage.value for stage in StocktakeStage)

    def label(self, key: str, value: Value) -> str:
        """The words for a value of a facet."""
        if value is None:
            return "Nobody" if key == "manager" else NOT_STATED
        word = str(value)
        words = {
            "pct_code": self._pcts.get(word, word),
            "group_key": self._catalogue.groups[word].label if key == "group_key" else "",
            "signed_copy": self._signed.get(word, word),
            "parties_right": "Yes" if word == "1" else "No",
            "manager": word,
        }
        return words.get(key, word.capitalize())

    def order(self, key: str) -> Sequence[Value] | None:
        """The stages in their order; the others by their words."""
        stages = [stage.value for stage in StocktakeStage]
        return stages if key == "stage" else None


class StocktakePage(ListPage):
    """Made by `StocktakePage(desk)`; see `ListPage`."""

    title = "Stocktake"
    noun = ("contract", "contracts")
    record = "contract"
    verbs = ("set", "score")
    kinds = frozenset({"contract", "stocktake_line", "case_file", "person"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        pcts, own = pct_names(desk.connection), own_pcts(desk.connection)
        super().__init__(desk, _kind(desk, pcts, own), parent)
        self.table = new_table("Stocktake")
        acts: dict[str, Callable[[], object]] = {
            "new": lambda: None,
            "columns": lambda: choose_columns(self),
            "export": lambda: self.files.export(None),
            "save": lambda: self.views.open_save_view(self.parts.tools.save),
        }
        self.preview = FactsPanel("Move to a contract in the list to see its profile.")
        self.parts = ListParts(self.table, self.words, self.preview, _TEXTS, acts)
        self.parts.header.add_button(transition_tabs(desk, "stocktake"))
        self.parts.new.hide()
        self.memory = ColumnMemory(desk, "stocktake", self.table, _first)
        self.files = ListFiles(desk, self, export_stocktake, ("contract", "stocktake"))
        self.bulk = ListBulk(desk, self, {"set": self._set, "score": self._score})
        looks: dict[str, Look] = {
            "pct_code": lambda value, _: Cell(pcts.get(str(value), str(value))) if value else None,
            "manager": lambda value, _: None if value else Cell("nobody", tone=Tone.QUIET),
        }
        self.table.rows_model.looks = looks
        steps = (
            Step("imports", "download", "Import contracts", "They are profiled here", "Import"),
        )
        empty = EmptyState("No contracts yet", "The stocktake profiles every contract.", steps)
        self.put_together(empty)
        self.parts.bulk.verb.connect(self.bulk.do)
        self.preview.opened.connect(lambda record: self.desk.open("contract", id=record))
        empty.chosen.connect(self.desk.open)

    def say_figures(self, cube: FacetCube) -> None:
        """The contracts by stage, and whether the totals agree with the register."""
        reading = self.reading
        wanted = reading.filter
        cells = list(cube.matching(wanted))
        count = sum(cell.count for cell in cells)
        value, traced = (sum(cell.sums[place] for cell in cells) for place in (0, 1))
        chosen = wanted.chosen("pct_code")
        pct = str(chosen[0]) if len(chosen) == 1 and chosen[0] else ""
        totals = stocktake_totals(self.desk.connection, pct)
        stages = ", ".join(f"{stage.contracts:,} {stage.stage.value}" for stage in totals.stages)
        shape = Shape.OK if totals.agrees else Shape.LATE
        word = "Agrees" if totals.agrees else "Does not agree"
        word += " with the register"
        spans = [
            Span(word, mark=shape, strong=True),
            Span(f": {stages}. {format_money(value)} a year, "),
            Span(f"{format_money(traced)} traced.", tone=Tone.QUIET),
        ]
        self.parts.header.set_sentence(spans, counted(count, "contract"))
        self.parts.foot.set_spans(spans)

    def show_preview(self, record: Any) -> bool:
        """Show the profile of a contract beside the list."""
        if record is None:
            self.preview.show_nothing()
            return True
        columns = self.reading.columns
        row = stocktake_of(self.desk.connection, columns, int(record))
        if row is None:
            self.preview.show_nothing()
            return False
        rows: list[tuple[str, Sequence[Span] | str]] = [
            (column.label, format_value(column.field, value))
            for column, value in zip(columns, row, strict=True)
            if value is not None and column.key != "name"
        ]
        name = row[[column.key for column in columns].index("name")]
        self.preview.show_facts(int(record), f"C{record}", str(name), rows)
        return True

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """A further picture of the page: a change before it is made."""

        def ticked() -> None:
            model = self.table.rows_model
            model.set_checked([model.id_at(row) for row in range(3)], on=True)
            self.bulk.do("set")

        return [("set", ticked)]

    # ---- many at once

    def _set(self, count: int) -> tuple[AskPanel, Act]:
        """Set any of the fields; what is left blank stays as it is."""
        asked = [field for field in FIELDS if field.key not in _SCORES]
        return self._panel(f"Set for {_many(count)}", asked)

    def _score(self, count: int) -> tuple[AskPanel, Act]:
        """Score the papers and the risk."""
        return self._panel(f"Score {_many(count)}", [f for f in FIELDS if f.key in _SCORES])

    def _panel(self, title: str, fields: Sequence[Field]) -> tuple[AskPanel, Act]:
        lines = [AskLine(replace(field, required=False)) for field in fields]
        panel = AskPanel(title, "Set", lines, words="What is left blank stays as it is.")
        for editor in panel.editors.values():
            if isinstance(editor, ChoiceEditor):
                editor.setItemText(0, "No change")

        def act(write: Write, ids: Sequence[int], stated: dict[str, Value]) -> object:
            values = {key: value for key, value in stated.items() if value is not None}
            return set_stocktake(write, ids, values) if values else 0

        return panel, act


def _many(count: int) -> str:
    return f"{count:,} contract{'' if count == 1 else 's'}"


def _kind(desk: Desk, pcts: Mapping[str, str], own: Sequence[str]) -> ListKind:
    return ListKind(
        name="stocktake",
        words=StocktakeWords(desk.catalogue, pcts, own),
        columns=lambda: stocktake_columns(desk.catalogue, desk.today),
        make=stocktake_list,
        cube=read_stocktake_cube,
        total=lambda connection: stocktake_totals(connection).register_contracts,
        usual=STOCKTAKE.usual,
        indexed=frozenset({"name"}),
        always_read=frozenset({"stage"}),
    )


def _first(_: str, roomy: bool) -> tuple[Sequence[str], dict[str, int]]:
    """The columns to begin with."""
    return (*FIRST_SHOWN, *WHERE_ROOM) if roomy else FIRST_SHOWN, {}
