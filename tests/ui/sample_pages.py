"""Pages with invented content, put together as real pages are, to look at the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from areateam.core.fields import Choice, Field, Kind
from ui.dialogs.palette_list import PaletteGroup, PaletteItem
from ui.forms.value_form import ValueForm
from ui.refresh import Refresh
from ui.shell import PageSpec, Shell
from ui.style.marks import Mark, Shape, Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, RowSource
from ui.tables.table_view import TableView
from ui.widgets.banner import Banner
from ui.widgets.bulk_bar import BulkBar
from ui.widgets.buttons import FILLED, make_button, make_frame
from ui.widgets.card_frame import CardFrame
from ui.widgets.chip import ChipRow
from ui.widgets.count_bar import Count, CountBar
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.facet_panel import Facet, FacetPanel, FacetValue
from ui.widgets.filter_field import FilterField
from ui.widgets.navigation import NavItem
from ui.widgets.page_header import PageHeader
from ui.widgets.page_scroll import PageScroll
from ui.widgets.segments import Segments
from ui.widgets.spans import Span
from ui.widgets.tab_row import TabRow
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LATE = Mark(Shape.LATE, "late")


class SamplePage(QWidget):
    """A page with a column to fill; it remembers what it was asked."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.shown: list[Mapping[str, Any]] = []
        self.refreshed: list[object] = []
        self.filters = 0
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def show_args(self, args: Mapping[str, Any]) -> None:
        self.shown.append(args)

    def refresh(self, changes: object) -> None:
        self.refreshed.append(changes)

    def focus_filter(self) -> None:
        self.filters += 1


def list_page(source: RowSource) -> SamplePage:
    page = SamplePage("Places")
    header = PageHeader("Places")
    header.set_sentence("84 of 1,179 places, lowest share first. 9 are under 30%.")
    header.add_button(make_button("New place", kind=FILLED, icon_name="add"))
    tools = QHBoxLayout()
    tools.setContentsMargins(24, 0, 24, 12)
    tools.setSpacing(8)
    field = FilterField("Filter this list", key="Ctrl+F")
    field.setFixedWidth(220)
    chips = ChipRow()
    chips.set_chips([("wood", "Wood: North"), ("kind", "Kind: Oak")])
    for part in (field, chips):
        tools.addWidget(part)
    tools.addStretch(1)
    tools.addWidget(make_button("Columns", icon_name="columns"))
    tools.addWidget(make_button("Save view", icon_name="pin"))
    page.column.addWidget(header)
    page.column.addLayout(tools)
    page.column.addWidget(make_frame("hairline"))
    split = QSplitter()
    split.addWidget(_facets())
    split.addWidget(_table(source))
    split.addWidget(_preview())
    split.setStretchFactor(1, 1)
    split.setSizes([188, 608, 284])
    page.column.addWidget(split, 1)
    return page


def _facets() -> FacetPanel:
    panel = FacetPanel()
    woods = [FacetValue(k, f"{k.title()} wood, a long name") for k in ("north", "south", "east")]
    kinds = [FacetValue("oak", "Oak"), FacetValue("elm", "Elm"), FacetValue("ash", "Ash")]
    share = [FacetValue("low", "Under 30%", LATE), FacetValue("well", "30% or more")]
    panel.set_facets(
        [Facet("wood", "Wood", woods), Facet("kind", "Kind", kinds), Facet("share", "Share", share)]
    )
    panel.set_counts(
        {"wood": {"north": 84, "south": 1041}, "kind": {"oak": 98, "elm": 7}, "share": {"low": 9}}
    )
    panel.set_ticked({"wood": {"north"}, "kind": {"oak"}})
    return panel


def _table(source: RowSource) -> QWidget:
    def share(value: Any, row: Sequence[Any]) -> Cell:
        mark = Mark(Shape.LATE, "under 30%") if value < 3000 else None
        return Cell(f"{value / 100:.2f}%", mark=mark)

    model = LazyTableModel(
        source, checkable=True, empty_words={"ends": "no end"}, looks={"share": share}
    )
    view = TableView(model, name="Places", stretch="name")
    view.show_sort("share", descending=False)
    model.set_checked([1001, 1003, 1004], on=True)
    view.go_to(1003)
    bulk = BulkBar([("assign", "Assign"), ("change", "Change…"), ("export", "Export")])
    bulk.set_count(model.checked_count)
    middle = QWidget()
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(view, 1)
    column.addWidget(bulk)
    return middle


def _preview() -> QWidget:
    frame = make_frame("surface")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(12)
    late = [Span("Under 30% at mid-year", mark=Shape.LATE, strong=True)]
    column.addWidget(Banner(Tone.LATE, [late, [Span("No review yet; due by Wed 31 Oct.")]]))
    rows = ValueList()
    rows.set_rows(
        [
            ("Ends", [Span("31 May 2013", link="ends", reason=True), Span(" · 211 days")]),
            ("Annual value", "£455,100.00"),
            ("Signed copy", [Span("Found, 2 Apr 2007", mark=Shape.OK, strong=True)]),
            ("Note", "A longer text that must go on over two or more lines here"),
        ]
    )
    column.addWidget(rows)
    column.addStretch(1)
    return frame


FIELDS = (
    Field("rules", "Regulations", editable=False),
    Field("start", "Start", Kind.DATE, required=True),
    Field("ends", "Ends", Kind.DATE),
    Field("decide", "Decide renewal by", Kind.DATE, editable=False),
    Field("kind", "Kind", Kind.CHOICE, choices=(Choice("a", "Oak"), Choice("b", "Elm"))),
    Field("price", "£ a unit", Kind.MONEY),
)


def record_page() -> SamplePage:
    page = SamplePage("Bright Oak")
    head = make_frame("surface")
    column = QVBoxLayout(head)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    header = PageHeader("Bright Oak")
    header.set_path([Span("Places", link="list"), Span(" / North / 700100")])
    header.set_sentence(
        [
            Span("An oak, ends "),
            Span("31 May 2013", link="ends", reason=True),
            Span(", in 211 days"),
        ]
    )
    header.add_button(make_button("Write letter"))
    column.addWidget(header)
    column.addWidget(TabRow([("terms", "Terms"), ("cases", "Cases 2"), ("history", "History 31")]))
    page.column.addWidget(head)
    form = ValueForm(FIELDS)
    form.set_values({"rules": "Rules 2005", "start": "2007-06-01", "ends": "2013-05-31"})
    form.rows["decide"].set_value("2013-01-31", note="set by the plan", reason=True)
    form.rows["price"].set_value(2460)
    card = CardFrame("Term and end")
    card.add(form)
    side = CardFrame("Ends or needs notice", number="2", aside="90 days")
    side.set_right([Span("New", link="new")])
    side.add_figure("31", "places to Wed 30 Jan")
    side.add_line("6 in 30 days · 11 in 60 · 14 in 90")
    side.add_line([Span("2 have no decision", mark=Shape.LATE, strong=True)])
    side.set_link("Show the 31 places", "list")
    counts = CountBar()
    counts.set_counts(
        [
            Count("new", Shape.NEW, 9, "New"),
            Count("changed", Shape.CHANGED, 38, "Changed"),
            Count("same", Shape.SAME, 371, "Same"),
            Count("doubt", Shape.DOUBT, 7, "In doubt"),
            Count("refused", Shape.REFUSED, 6, "Refused"),
        ],
        "of 431 lines",
    )
    grid = QGridLayout()
    grid.setSpacing(16)
    grid.addWidget(card, 0, 0, 2, 1)
    grid.addWidget(side, 0, 1)
    grid.addWidget(Segments([("team", "Whole team"), ("mine", "Mine")]), 1, 1)
    grid.addWidget(counts, 2, 0, 1, 2)
    grid.setColumnStretch(0, 7)
    grid.setColumnStretch(1, 5)
    scroll = PageScroll()
    scroll.column.addLayout(grid)
    scroll.column.addStretch(1)
    page.column.addWidget(scroll, 1)
    page.form = form  # type: ignore[attr-defined]  # for the test that edits it
    return page


def empty_page() -> SamplePage:
    page = SamplePage("Exchange")
    page.column.addWidget(PageHeader("Exchange"))
    steps = [
        Step("give", "upload", "Give a copy", "All of it, in one file", "Make a copy…"),
        Step("take", "download", "Take in changes", "You see every difference", "Compare…"),
    ]
    empty = EmptyState("What this page is for", "Others can work on a copy. " * 4, steps)
    page.column.addWidget(empty, 1)
    return page


def sample_shell(source: RowSource) -> Shell:
    shell = Shell(Refresh())
    shell.add_page(PageSpec("places", "Places", "document", lambda: list_page(source), "Ctrl+1"))
    shell.add_page(PageSpec("exchange", "Exchange", "exchange", empty_page, "Ctrl+2"))
    shell.add_page(
        PageSpec("record", "Record", "file", record_page, place="hidden", under="places")
    )
    shell.add_page(PageSpec("help", "Help", "help", empty_page, place="foot"))
    shell.navigation.set_views([NavItem("low", "Under 30%", "pin", count=26)])
    shell.set_count("places", 9, LATE)
    shell.top_bar.set_register("Q00", "Northwood and Southwood")
    shell.set_date("Thu 1 Nov 2012", today=True)
    shell.top_bar.set_undo("Import 412 places")
    shell.status.set_state("Everything stored")
    shell.status.set_backup("Backup 2 h old, checked")
    shell.status.set_counts("1,179 places")
    shell.status.set_user("Ruth Osei")
    return shell


def find_samples(text: str) -> list[PaletteGroup]:
    records = [
        PaletteItem("r1", "document", "Bright Oak", "700100 · North wood"),
        PaletteItem("r2", "briefcase", "Mid-year review, Bright Oak", "1 day late", LATE),
    ]
    commands = [PaletteItem("c1", "download", "Import a file", shortcut="Ctrl+I")]
    groups = [PaletteGroup("Records", records), PaletteGroup("Commands", commands)]
    wanted = text.casefold()
    return [
        PaletteGroup(g.title, [i for i in g.items if wanted in i.title.casefold()]) for g in groups
    ]
