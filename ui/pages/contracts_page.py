"""The list of contracts: facets, table, preview, and what can be done with many at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from areateam.contracts.contract_facet_views import own_pcts, pct_names
from areateam.contracts.contract_filter import Filter, parse_condition
from areateam.contracts.contract_list import Sort
from areateam.contracts.contract_preview_views import contract_preview
from areateam.contracts.saved_view_views import fitting, saved_view
from areateam.core.problems import UserProblem
from ui.ask import Ask
from ui.pages.contracts_bulk import ContractBulk, states_of
from ui.pages.contracts_columns import ColumnMemory
from ui.pages.contracts_facets import FacetWords, value_of
from ui.pages.contracts_files import ContractFiles
from ui.pages.contracts_making import ContractMaking, why_unwritable
from ui.pages.contracts_parts import ContractParts, new_table, nothing_matches
from ui.pages.contracts_reading import ContractReading
from ui.pages.contracts_source import ContractSource, contract_looks
from ui.pages.contracts_words import (
    Figures,
    chips,
    foot_sentence,
    order_words,
    sentence,
    short_sentence,
)
from ui.tables.column_chooser import open_column_chooser
from ui.widgets.empty_state import EmptyState, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from areateam.core.fields import Value
    from ui.desk import Desk

_KINDS = frozenset({"contract", "contractor", "site", "person", "body"})
_EMPTY = (
    "Every agreement of the area team stands here: who holds it, where, until when, and what is"
    " missing. Lists from PCTs, the BSA or the ODS bring thousands at once."
)
_STEPS = (
    Step("import", "download", "Import a list", "Every line is shown before it counts", "Import…"),
    Step("new", "add", "Enter one contract", "Its type and name are enough", "New contract"),
)


class ContractsPage(QWidget):
    """Made by `ContractsPage(desk)`; it can be opened with a saved view, or narrowed.

    `show_args({"view": 3})` shows a saved view; {"where": ["group=dental", "midyear_trigger=1"],
    "sort": "-h1_pct", "text": ""} narrows the list as the command line does, from nothing.
    """

    title = "Contracts"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.ask = Ask(self)
        self.reading = ContractReading(desk, self)
        pcts = pct_names(desk.connection)
        own = own_pcts(desk.connection)
        self.pcts = {code: pcts[code] for code in own if code in pcts} or pcts
        self.words = FacetWords(desk.catalogue, pcts, own)
        self.table = new_table()
        self.table.rows_model.looks = contract_looks(desk.catalogue, self.reading.columns, pcts)
        acts: dict[str, Callable[[], object]] = {
            "new": self.make_new,
            "columns": lambda: open_column_chooser(self.table, self.parts.tools.columns),
            "export": lambda: self.files.export(None),
            "save": lambda: self.making.open_save_view(self.parts.tools.save),
        }
        self.parts = ContractParts(self.table, acts)
        self.memory = ColumnMemory(desk, self.table)
        self.making = ContractMaking(desk, self.pcts, self)
        self.files = ContractFiles(desk, self)
        self.bulk = ContractBulk(desk, self.pcts, self)
        self.states = partial(states_of, self)
        self._current: Any = None
        self._asked = self._loaded = False
        self._narrow = False
        self._empty = EmptyState("What this page is for", _EMPTY, _STEPS)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.parts)
        self._stack.addWidget(self._empty)
        self.setFocusProxy(self.table)
        self._connect()

    def _connect(self) -> None:
        table, parts, reading = self.table, self.parts, self.reading
        reading.listed.connect(self._show_list)
        reading.counted.connect(self._show_figures)
        reading.counting.connect(lambda: parts.header.set_sentence("Counting…", "Counting…"))
        table.opened.connect(lambda record: self.desk.open("contract", id=record))
        table.rested.connect(self._rested)
        table.sort_changed.connect(self._sorted)
        table.state_changed.connect(self._columns_changed)
        table.rows_model.checks_changed.connect(self.bulk.show_count)
        table.set_empty(nothing_matches(self.clear))
        parts.tools.field.changed.connect(
            lambda text: self.narrow(Filter(reading.filter.conditions, text))
        )
        parts.tools.chips.removed.connect(lambda key: self.narrow(self.reading.filter.without(key)))
        parts.tools.chips.cleared.connect(self.clear)
        parts.facets.changed.connect(self._facet_ticked)
        parts.bulk.verb.connect(self.bulk.do)
        parts.bulk.cleared.connect(lambda: table.rows_model.check_all(on=False))
        parts.preview.opened.connect(lambda record: self.desk.open("contract", id=record))
        self._empty.chosen.connect(self._first_step)

    # ---- what the window asks

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show a saved view, a narrowed list, or what was shown last."""
        reading, self._asked = self.reading, True
        if "view" in args:
            view = fitting(saved_view(self.desk.connection, int(args["view"])), reading.columns)
            self.making.view_name = view.name
            reading.sort = view.sort
            self._show_filter(view.filter)
            if view.columns:
                self.memory.show(dict(view.columns))
        elif args:
            self.making.view_name = ""
            where = tuple(parse_condition(reading.known, text) for text in args.get("where", ()))
            word = str(args.get("sort") or "name")
            reading.sort = Sort(reading.known[word.lstrip("-")].key, word.startswith("-"))
            self._show_filter(Filter(where, str(args.get("text", ""))))
        elif self._loaded:
            return
        self._load(top=True)

    def refresh(self, changes: object) -> None:
        """Read again what was changed; the current contract, the ticks and the place stay."""
        touched = getattr(changes, "kinds", None)
        if touched is not None and not _KINDS & set(touched):
            return
        self.reading.look_again()
        if self._asked:
            self._load(top=not self._loaded)
            self._rested(self._current)

    def focus_filter(self) -> None:
        """Put the cursor into the filter field."""
        self.parts.tools.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.parts.tools.field.edit.selectAll()

    def make_new(self) -> None:
        """Open the panel for a new contract."""
        is_empty = self._stack.currentWidget() is self._empty
        self.making.open_new(self._empty if is_empty else self.parts.new)

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Fold facets and preview in a narrow window."""
        self._narrow = narrow
        self.parts.set_narrow(narrow=narrow)
        self.memory.roomy = narrow
        if self._loaded:
            self.memory.restore()
            self._columns_seen()

    # ---- the list

    def narrow(self, wanted: Filter) -> None:
        """Show what another filter leaves, from the top."""
        self._show_filter(wanted)
        self._load(top=True)

    def clear(self) -> None:
        """Take all filters away."""
        self.narrow(Filter())

    def _show_filter(self, wanted: Filter) -> None:
        if self.table.rows_model.checked.all_matching:
            self.table.rows_model.check_all(on=False)
        self.reading.filter = wanted
        field = self.parts.tools.field
        if field.text() != wanted.text:
            field.set_text(wanted.text)
        self.parts.tools.chips.set_chips(chips(wanted, self.reading.known, self.words))
        held = len({c.key for c in wanted.conditions})
        self.parts.tools.facets.setText(f"Facets {held}" if held else "Facets")
        self.parts.order_tabs()
        if self._loaded:
            self.memory.hold(wanted)

    def _load(self, *, top: bool) -> None:
        self._show_rights()
        empty = self.reading.total == 0
        self._stack.setCurrentWidget(self._empty if empty else self.parts)
        if empty:
            self._loaded = False
            return
        if not self._loaded:
            self._loaded = True
            self.table.set_source(self.reading.nothing())
            if not self.memory.hold(self.reading.filter):
                self.memory.restore()
        self.parts.notice.hide()
        self.parts.facets.show_facets(self.words.facets(self.reading.filter))
        self.parts.facets.show_state(self.reading.filter)
        self.reading.keys = self.memory.shown()
        self.reading.load(top=top)

    def _show_list(self, source: ContractSource, top: bool) -> None:
        sort, table = self.reading.sort, self.table
        table.set_source(source)
        table.show_sort(sort.key, descending=sort.descending)
        if top:
            table.verticalScrollBar().setValue(0)
        kept = self._current is not None and table.go_to(self._current, scroll=False)
        if not kept and table.rows_model.rowCount():
            table.setCurrentIndex(table.rows_model.index(0, 0))
        elif not table.rows_model.rowCount():
            self._rested(None)
        self.bulk.show_count()

    def _show_figures(self, figures: Figures, counts: Mapping[str, Mapping[Value, int]]) -> None:
        wanted, facets = self.reading.filter, self.parts.facets
        self.words.see(counts)
        facets.show_facets(self.words.facets(wanted))
        facets.show_state(wanted, counts)
        self.parts.order_tabs()
        order = order_words(self.reading.sort, self.reading.known)
        self.parts.header.set_sentence(sentence(figures, order), short_sentence(figures))
        self.parts.header.set_narrow(narrow=self._narrow)
        self.parts.foot.set_spans(foot_sentence(figures))

    def _facet_ticked(self, facet: str, key: str, on: bool) -> None:
        wanted = self.reading.filter
        value = value_of(facet, key)
        values = tuple(v for v in wanted.chosen(facet) if v != value)
        self.narrow(wanted.choosing(facet, (*values, value) if on else values))

    def _sorted(self, key: str, descending: bool) -> None:
        self.reading.sort = Sort(key, descending)
        self._load(top=True)

    def _columns_changed(self) -> None:
        if self._loaded and self.memory.keep():
            self._columns_seen()

    def _columns_seen(self) -> None:
        """Read the list again where a column is to be seen that was not read."""
        if self._loaded and not self.memory.shown() <= set(self.reading.keys):
            self._load(top=False)

    # ---- one contract, many contracts

    def _rested(self, record: Any) -> None:
        """Show the contract on which the cursor has come to rest."""
        self._current = record
        preview = None
        if record is not None:
            try:
                preview = contract_preview(
                    self.desk.connection, self.desk.catalogue, record, self.desk.today
                )
            except UserProblem:
                # It was removed a moment ago; the list is being read again.
                self._current = None
        self.parts.preview.show_preview(preview)

    def _first_step(self, key: str) -> None:
        if key == "import":
            self.desk.open("imports")
        else:
            self.make_new()

    def _show_rights(self) -> None:
        """Disable what would change the register while it cannot be changed, and say why."""
        why_not = why_unwritable(self.desk)
        parts = self.parts
        verbs = (parts.bulk.button("assign"), parts.bulk.button("change"))
        for button in (parts.new, parts.tools.save, *verbs):
            button.setEnabled(not why_not)
            button.setToolTip(why_not)
