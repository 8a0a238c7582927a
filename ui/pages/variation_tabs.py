"""The tabs of the page of variation, each with its own words and buttons in the page's head."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.pages.consistency_tab import CONSISTENCY_KINDS, ConsistencyTab
from ui.pages.variation_changes import ChangesTab
from ui.pages.variation_count import KINDS as COUNTED_KINDS
from ui.style.tokens import PAGE_MARGIN
from ui.widgets.tab_row import TabRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.desk import Desk
    from ui.widgets.page_header import PageHeader
    from ui.widgets.spans import Span

_TABS = (("figures", "Figures"), ("consistency", "Consistency"), ("changes", "What changed"))
_OF_FIGURES = {"shape", "contract", "indicator", "view"}


class VariationTabs(QWidget):
    """`follow(args)` goes to the tab that a page was opened for; `set_head` says what is above."""

    def __init__(
        self, desk: Desk, header: PageHeader, buttons: Sequence[QWidget], figures: QWidget
    ) -> None:
        super().__init__()
        self._header, self._buttons = header, buttons
        self._narrow, self._has_figures = False, False
        self._heads: dict[str, tuple[str, Sequence[Span] | str, str]] = {}
        self.row = TabRow(_TABS)
        self.consistency = ConsistencyTab(desk)
        self.consistency.said.connect(
            lambda spans: self.set_head("consistency", _TABS[1][1], spans)
        )
        self.changes = ChangesTab(desk)
        self.changes.said.connect(lambda spans: self.set_head("changes", _TABS[2][1], spans))
        self.row.chosen.connect(lambda key: desk.open("variation", tab=key))
        self._parts = {
            "figures": _set_in(figures, 0, 0),
            "consistency": _set_in(self.consistency, PAGE_MARGIN, 16),
            "changes": _set_in(self.changes, PAGE_MARGIN, 16),
        }
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.row)
        column.addWidget(self._stack, 1)

    def follow(self, args: Mapping[str, Any]) -> None:
        """Show the tab that is named, or that of the figures where something of them is."""
        key = args.get("tab", "figures" if _OF_FIGURES & set(args) else "")
        if args.get("procedure"):
            key = "consistency"
            self.consistency.wanted = str(args["procedure"])
        if args.get("since"):
            self.changes.since = date.fromisoformat(str(args["since"]))
        if key in self._parts:
            self.row.choose(key)
            self._stack.setCurrentWidget(self._parts[key])
            self._show_head()
            self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read the tab that is shown again, where something of it changed."""
        touched = getattr(changes, "kinds", None)
        for key, tab, kinds in (
            ("consistency", self.consistency, CONSISTENCY_KINDS),
            ("changes", self.changes, COUNTED_KINDS),
        ):
            if self.row.current() == key and (touched is None or kinds & set(touched)):
                tab.read()

    def set_head(self, key: str, title: str, words: Sequence[Span] | str, short: str = "") -> None:
        """Say what stands above a tab; the buttons are those of the figures."""
        self._heads[key] = (title, words, short)
        self._show_head()

    def show_buttons(self, *, there: bool) -> None:
        """Whether there are figures that the buttons could do something with."""
        self._has_figures = there
        self._show_head()

    def set_narrow(self, *, narrow: bool) -> None:
        """Shorter words above in a narrow window."""
        self._narrow = narrow
        self._header.set_narrow(narrow=narrow)

    def _show_head(self) -> None:
        key = self.row.current()
        for button in self._buttons:
            button.setVisible(self._has_figures and key == "figures")
        if key in self._heads:
            title, words, short = self._heads[key]
            self._header.set_title(title)
            self._header.set_sentence(words, short)
            self._header.set_narrow(narrow=self._narrow)


def _set_in(part: QWidget, side: int, foot: int) -> QWidget:
    """A part below the tabs, with room around it."""
    around = QWidget()
    inner = QVBoxLayout(around)
    inner.setContentsMargins(side, 12, side, foot)
    inner.addWidget(part)
    return around
