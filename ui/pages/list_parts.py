"""The parts of a list page and how they lie beside each other; they know no record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.pages.list_facets import FacetWords, ListFacets
from ui.pages.list_source import ListModel
from ui.style.fonts import BODY, font
from ui.style.icons import icon
from ui.style.marks import Tone
from ui.style.tokens import FACETS_WIDTH, PAGE_MARGIN, PREVIEW_WIDTH
from ui.tables.table_view import TableView
from ui.widgets.banner import Banner
from ui.widgets.bulk_bar import BulkBar
from ui.widgets.buttons import FILLED, LINK, OUTLINED, make_button, make_frame, make_label, restyle
from ui.widgets.chip import ChipRow
from ui.widgets.filter_field import FilterField
from ui.widgets.page_header import PageHeader
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel

FILTER_WIDTH = 220
_TALLEST = 420
_FACETS_LEAST, _FACETS_ALONE = 120, 236
_BAR = 12  # the facets' own scroll bar
_ANY = 16_777_215  # Qt's own word for no limit


@dataclass(frozen=True)
class ListTexts:
    """The words of a list page: its title, its new button, the verbs of its bulk bar."""

    title: str
    new: str
    verbs: Sequence[tuple[str, str]]


class ToolRow(QWidget):
    """The row under the header: filter, chips, and the buttons of the list; `add` puts one more.

    In a narrow window the facets fold into a button, and what is used least shows its icon only.
    """

    def __init__(self, acts: dict[str, Callable[[], object]], facets: Callable[[], object]) -> None:
        super().__init__()
        self.field = FilterField("Filter this list", key="Ctrl+F")
        self.field.setFixedWidth(FILTER_WIDTH)
        self.chips = ChipRow()
        self.facets = make_button("Facets", icon_name="filter", on_click=facets)
        self.columns = make_button("Columns", icon_name="columns", on_click=acts["columns"])
        self.export = make_button("Export", icon_name="download", on_click=acts["export"])
        self.save = make_button("Save view", writes=True, icon_name="pin", on_click=acts["save"])
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._row.addWidget(self.field)
        self._row.addWidget(self.chips, 1)
        for button in (self.facets, self.columns, self.export, self.save):
            self._row.addWidget(button)
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Lay the row out for a narrow window, or for a wide one."""
        margin = 16 if narrow else PAGE_MARGIN
        self._row.setContentsMargins(margin, 0, margin, 12)
        self.facets.setVisible(narrow)
        for button, words in ((self.export, "Export"), (self.save, "Save view")):
            button.setText("" if narrow else words)
            button.setFixedWidth(36 if narrow else button.sizeHint().width())
            if not button.toolTip() or button.toolTip() == words:
                button.setToolTip(words if narrow else "")


class ListParts(QWidget):
    """Header, tools, facets, table with its bars, and the preview."""

    escaped = Signal()

    def __init__(
        self,
        table: TableView,
        words: FacetWords,
        preview: QWidget,
        texts: ListTexts,
        acts: dict[str, Callable[[], object]],
    ) -> None:
        super().__init__()
        self.table = table
        self.header = PageHeader(texts.title)
        self.new = make_button(
            texts.new, writes=True, kind=FILLED, icon_name="add", on_click=acts["new"]
        )
        self.header.add_button(self.new)
        self.tools = ToolRow(acts, self.open_facets)
        self.notice = Banner(Tone.OK)
        self.notice.hide()
        self.facets = ListFacets(words)
        self.preview = preview
        self.bulk = BulkBar(texts.verbs)
        self.foot = SpanLabel(tone=Tone.QUIET)
        self.split = QSplitter()
        self._is_narrow = False
        self._lay_out()

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._foot_frame = make_frame("strip")
        foot = QHBoxLayout(self._foot_frame)
        foot.setContentsMargins(12, 6, 12, 6)
        foot.addWidget(self.foot)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.table)
        column.addWidget(self.middle, 1)
        column.addWidget(self.bulk)
        column.addWidget(self._foot_frame)
        self.split.addWidget(self.facets)
        self.split.addWidget(middle)
        self.split.addWidget(self.preview)
        self.split.setStretchFactor(1, 1)
        self.split.setHandleWidth(1)
        self.split.setCollapsible(1, False)
        self.split.setSizes([FACETS_WIDTH + _BAR, 600, PREVIEW_WIDTH])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.tools)
        whole.addWidget(self.notice)
        whole.addWidget(make_frame("hairline"))
        whole.addWidget(self.split, 1)
        self._foot_frame.hide()

    def set_narrow(self, *, narrow: bool) -> None:
        """Fold the facets and the preview away where there is no room for them."""
        self._is_narrow = narrow
        self.header.set_narrow(narrow=narrow)
        self.tools.set_narrow(narrow=narrow)
        self.facets.setVisible(not narrow)
        self.preview.setVisible(not narrow)
        self._foot_frame.setVisible(narrow)

    def hold_back(self, *, panel: bool) -> None:
        """While a panel is open, its verb is the one filled button of the page."""
        self.new.setProperty("kind", OUTLINED if panel else FILLED)
        self.new.setFont(font(BODY, strong=not panel))
        self.new.setIcon(icon("add", "text" if panel else "on_accent"))
        restyle(self.new)

    def order_tabs(self) -> None:
        """Let Tab go as one reads: chips and facets, which come and go, stand in their places."""
        tools = self.tools
        order: list[QWidget] = [self.new, tools.field.edit]
        order += tools.chips.findChildren(QAbstractButton)
        order += [tools.facets, tools.columns, tools.export, tools.save]
        order += self.facets.findChildren(QAbstractButton)
        order += [self.table, *self.bulk.findChildren(QAbstractButton)]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def open_facets(self) -> None:
        """Open the facets as a panel under their button, where the window has no room for them."""
        self.facets.setFixedSize(_FACETS_ALONE, min(_TALLEST, self.height() - 120))
        self.facets.show()
        popover = Popover(self.window(), self.facets, name="Facets", margin=1)
        popover.closed.connect(self._take_facets_back)
        popover.open_at(self.tools.facets)

    def _take_facets_back(self) -> None:
        self.facets.setMinimumSize(_FACETS_LEAST, 0)
        self.facets.setMaximumSize(_ANY, _ANY)
        self.split.insertWidget(0, self.facets)
        self.facets.setVisible(not self._is_narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes from anywhere on the page back to the list."""
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


def nothing_matches(noun: str, clear: Callable[[], object]) -> QWidget:
    """What stands in place of the list while the filter leaves none."""
    overlay = make_frame("surface")
    column = QVBoxLayout(overlay)
    column.setContentsMargins(24, 48, 24, 24)
    column.setSpacing(4)
    left = Qt.AlignmentFlag.AlignLeft
    column.addWidget(make_label(f"No {noun} matches", strong=True))
    column.addWidget(make_label("Take a filter away, or all of them.", tone="text_2"))
    button: QPushButton = make_button("Clear filters", kind=LINK, on_click=clear)
    column.addWidget(button, 0, left)
    column.addStretch(1)
    return overlay


def new_table(name: str, *, high_below: int = 0) -> TableView:
    """The table, ready to be given records; under `high_below` wide its rows have two lines."""
    return TableView(ListModel(), name=name, stretch="name", high_below=high_below)
