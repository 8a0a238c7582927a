"""A list page: facets, table, preview and bulk bar over a list of any length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from areateam.contracts.contract_filter import Filter, parse_condition
from areateam.contracts.contract_list import Sort
from areateam.contracts.saved_view_views import fitting, saved_view
from ui.ask import Ask
from ui.pages.list_parts import nothing_matches
from ui.pages.list_reading import ListKind, ListReading
from ui.pages.list_views import ListViews
from ui.pages.list_words import chips
from ui.tables.column_chooser import open_column_chooser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from areateam.contracts.contract_facet_views import FacetCube
    from areateam.core.fields import Value
    from ui.desk import Desk
    from ui.pages.list_columns import ColumnMemory
    from ui.pages.list_files import ListFiles
    from ui.pages.list_parts import ListParts
    from ui.pages.list_source import ListSource
    from ui.tables.table_view import TableView
    from ui.widgets.empty_state import EmptyState


class ListPage(QWidget):
    """What every list page does; it can be opened with a saved view, or narrowed.

    `show_args({"view": 3})` shows a saved view; {"where": ["group=dental", "midyear_trigger=1"],
    "sort": "-h1_pct", "text": ""} narrows the list as the command line does, from nothing.
    A page of its own sets `noun`, `kinds` (what its records hang on), `verbs` that change the
    register and `record` (the page of one), makes `table`, `parts`, `memory` and `files`, calls
    `put_together`, and says what its figures mean in `say_figures`.
    """

    title = ""
    noun = ("", "")
    record = ""
    kinds: frozenset[str] = frozenset()
    verbs: tuple[str, ...] = ()
    table: TableView
    parts: ListParts
    memory: ColumnMemory
    files: ListFiles

    def __init__(self, desk: Desk, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.ask = Ask(self)
        self.reading = ListReading(desk, kind, self)
        self.words = kind.words
        self.views = ListViews(desk, self)
        self.current: Any = None
        self.is_narrow = False
        self._asked = self._loaded = False
        self._stack = QStackedLayout(self)

    def put_together(self, empty: EmptyState) -> None:
        """Lay the parts out, with what stands in their place while there are no records."""
        self._empty = empty
        self._stack.addWidget(self.parts)
        self._stack.addWidget(empty)
        self.setFocusProxy(self.table)
        table, parts, reading = self.table, self.parts, self.reading
        reading.listed.connect(self.show_list)
        reading.counted.connect(self._show_counts)
        reading.counting.connect(lambda: parts.header.set_sentence("Counting…", "Counting…"))
        table.opened.connect(lambda record: self.desk.open(self.record, id=record))
        table.rested.connect(self.rested)
        table.sort_changed.connect(self._sorted)
        table.state_changed.connect(self._columns_changed)
        table.rows_model.checks_changed.connect(lambda: show_ticked(self))
        table.set_empty(nothing_matches(self.noun[0], self.clear))
        parts.tools.field.changed.connect(
            lambda text: self.narrow(Filter(reading.filter.conditions, text))
        )
        parts.tools.chips.removed.connect(lambda key: self.narrow(self.reading.filter.without(key)))
        parts.tools.chips.cleared.connect(self.clear)
        parts.facets.changed.connect(self._facet_ticked)
        parts.bulk.cleared.connect(lambda: table.rows_model.check_all(on=False))

    def say_figures(self, cube: FacetCube) -> None:
        """Put what the filter leaves in words; each page has its own."""
        raise NotImplementedError  # a widget's metaclass cannot also be that of abstract classes

    def show_preview(self, record: Any) -> bool:
        """Show a record beside the list, None for none; False where it is not there any more."""
        raise NotImplementedError  # as above

    # ---- what the window asks

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show a saved view, a narrowed list, or what was shown last."""
        reading, self._asked = self.reading, True
        if "view" in args:
            view = fitting(saved_view(self.desk.connection, int(args["view"])), reading.columns)
            self.views.view_name = view.name
            reading.sort = view.sort
            self._show_filter(view.filter)
            if view.columns:
                self.memory.show(dict(view.columns))
        elif args:
            self.views.view_name = ""
            where = tuple(parse_condition(reading.known, text) for text in args.get("where", ()))
            word = str(args.get("sort") or reading.kind.usual.key)
            reading.sort = Sort(reading.known[word.lstrip("-")].key, word.startswith("-"))
            self._show_filter(Filter(where, str(args.get("text", ""))))
        elif self._loaded:
            return
        else:
            self._show_filter(reading.filter)
        self._load(top=True)

    def refresh(self, changes: object) -> None:
        """Read again what was changed; the current record, the ticks and the place stay."""
        touched = getattr(changes, "kinds", None)
        if touched is not None and not self.kinds & set(touched):
            return
        self.reading.look_again()
        if self._asked:
            self._load(top=not self._loaded)
            self.rested(self.current)

    def focus_filter(self) -> None:
        """Put the cursor into the filter field."""
        self.parts.tools.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.parts.tools.field.edit.selectAll()

    @property
    def is_empty(self) -> bool:
        """Whether there are no records at all, so that the page says what it is for."""
        return self._stack.currentWidget() is self._empty

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Fold facets and preview in a narrow window."""
        self.is_narrow = narrow
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
        _show_rights(self)
        empty = self.reading.total == 0
        self._empty.set_why_not(self.desk.why_locked)
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

    def show_list(self, source: ListSource, top: bool) -> None:
        """Show what was read; the current record stays current where it is still there."""
        sort, table = self.reading.sort, self.table
        table.set_source(source)
        table.show_sort(sort.key, descending=sort.descending)
        if top:
            table.verticalScrollBar().setValue(0)
        kept = self.current is not None and table.go_to(self.current, scroll=False)
        if not kept and table.rows_model.rowCount():
            table.setCurrentIndex(table.rows_model.index(0, 0))
        elif not table.rows_model.rowCount():
            self.rested(None)
        show_ticked(self)

    def _show_counts(self, cube: FacetCube, counts: Mapping[str, Mapping[Value, int]]) -> None:
        wanted, facets = self.reading.filter, self.parts.facets
        self.words.see(counts)
        facets.show_facets(self.words.facets(wanted))
        facets.show_state(wanted, counts)
        self.parts.order_tabs()
        self.say_figures(cube)
        self.parts.header.set_narrow(narrow=self.is_narrow)

    def _facet_ticked(self, facet: str, key: str, on: bool) -> None:
        wanted = self.reading.filter
        value = self.words.value_of(facet, key)
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

    # ---- one record, many records

    def rested(self, record: Any) -> None:
        """Show the record on which the cursor has come to rest."""
        self.current = record
        if not self.show_preview(record):
            # It was removed a moment ago; the list is being read again.
            self.current = None


def show_ticked(page: ListPage) -> None:
    """Say on the bar how many are ticked."""
    model = page.table.rows_model
    page.parts.bulk.set_count(model.checked_count, every=model.checked.all_matching)


def choose_columns(page: ListPage) -> None:
    """Open the list of columns under its button."""
    open_column_chooser(page.table, page.parts.tools.columns)


def _show_rights(page: ListPage) -> None:
    """Disable what would change the register while it cannot be changed, and say why."""
    why_not = page.desk.why_locked
    parts = page.parts
    verbs = (parts.bulk.button(verb) for verb in page.verbs)
    for button in (parts.new, parts.tools.save, *verbs):
        button.setEnabled(not why_not)
        button.setToolTip(why_not)
