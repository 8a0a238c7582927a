"""The Duplicates page: pairs that may be one, side by side, to be merged or kept apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from areateam.contracts.comparison_views import Comparison, comparison, comparison_fuller_first
from areateam.contracts.duplicate_views import Candidate, Likeness, all_duplicates
from areateam.contracts.merge_actions import keep_apart, merge_records
from areateam.core.wording import problem_sentence
from ui.pages.comparison_card import ComparisonCard
from ui.pages.duplicates_list import PairList, pairs_words
from ui.style.tokens import GAP, GAP_LOW, PAGE_MARGIN
from ui.widgets.buttons import FILLED, make_button
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from areateam.core.problems import Problem
    from ui.desk import Desk

_PURPOSE = (
    "Contractors, sites and contracts that seem to be in the register twice are compared here, "
    "field by field. Nothing is merged unless you say so, and one step takes it back."
)


class DuplicatesPage(QWidget):
    """The pairs to decide about, one of them side by side."""

    title = "Duplicates"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._narrow = False
        self._margin, self._gap = PAGE_MARGIN, GAP
        self.header = PageHeader("Duplicates")
        self.apart = make_button("Not the same", writes=True, tip="N", on_click=self.keep_apart)
        self.merge = make_button("Merge", writes=True, kind=FILLED, on_click=self.merge_pair)
        self.header.add_button(self.apart)
        self.header.add_button(self.merge)
        self.list = PairList()
        self.list.moved.connect(self._compare)
        self.list.opened.connect(self._enter)
        self.card = ComparisonCard()
        self.card.swap_asked.connect(self.swap)
        self.card.choices_changed.connect(self._show_buttons)
        self.card.left_by_key.connect(self._leave_card)
        steps = [Step("imports", "download", "Imports", _FIRST_STEP, "Go to imports")]
        self.empty = EmptyState("Nothing seems to be here twice", _PURPOSE, steps, filled=False)
        self.empty.chosen.connect(lambda _: self._desk.open("imports"))
        self._lay_out()
        self._add_keys()
        self._show_buttons()

    def _lay_out(self) -> None:
        self._parts = QHBoxLayout()
        self._parts.setSpacing(GAP)
        self._parts.addWidget(self.list, 8)
        self._parts.addWidget(self.card, 11)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self._column.addWidget(self.list.counts)
        self._column.addLayout(self._parts, 1)
        body = QWidget()
        body.setLayout(self._column)
        self._stack = QStackedLayout()
        self._stack.addWidget(body)
        self._stack.addWidget(self.empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addLayout(self._stack, 1)
        self._fit()

    def _add_keys(self) -> None:
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("M", self.merge_pair),
            ("N", self.keep_apart),
            ("S", self.swap),
        )
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # ---- what the window asks

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Look for pairs; there are no arguments."""
        self._read()

    def refresh(self, changes: object) -> None:
        """Look again: what was decided is gone, what was undone is back."""
        self._read()

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """In a small window the comparison takes the list's place when Enter opens it."""
        self._narrow = narrow
        self._margin, self._gap = (GAP if narrow else PAGE_MARGIN), (GAP_LOW if low else GAP)
        self.header.set_narrow(narrow=narrow)
        self.list.show()
        self.card.setVisible(not narrow)
        self._fit()

    def focus_filter(self) -> None:
        """Ctrl+F: to the counts, which are what filters here."""
        first = self.list.counts.findChild(QAbstractButton)
        if isinstance(first, QAbstractButton):
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fit(self) -> None:
        self._column.setContentsMargins(self._margin, 0, self._margin, self._gap)
        self._parts.setSpacing(self._gap)

    # ---- the pairs

    def _read(self) -> None:
        if not self.list.is_known:
            self.header.set_sentence("Comparing names, places and telephones…")
        self._desk.read("duplicates", all_duplicates, self._set_found)

    def _set_found(self, found: Sequence[Candidate]) -> None:
        self._stack.setCurrentIndex(0 if found else 1)
        sure = sum(each.likeness is Likeness.SAME for each in found)
        pairs = pairs_words(len(found))
        words = f"{pairs} to decide about, {sure:,} very likely the same."
        self.header.set_sentence(f"{words} Nothing is merged unless you say so.", pairs)
        self.list.show_pairs(found)

    # ---- one pair

    def _compare(self) -> None:
        """Show the current pair; the record that states more is the one that stands."""
        current = self.list.current()
        if current is None:
            self.card.show_comparison(None)
        else:
            self._read_pair(comparison_fuller_first, current, current.one, current.other)

    def _read_pair(
        self, read: Callable[..., Comparison], current: Candidate, left: int, right: int
    ) -> None:
        catalogue = self._desk.catalogue
        because = f"{current.words}: {', '.join(current.reasons)}."

        def done(found: Comparison) -> None:
            if self.list.current() == current:
                self.card.show_comparison(found, because)

        self._desk.read(
            "duplicates-pair", lambda c: read(c, catalogue, current.kind, left, right), done
        )

    def swap(self) -> None:
        """Let the other record stand."""
        shown, current = self.card.shown, self.list.current()
        if shown is not None and current is not None:
            self._read_pair(comparison, current, shown.right.id, shown.left.id)

    def _enter(self) -> None:
        if self._narrow:
            self.card.show()
            self.list.hide()
        self.card.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_card(self) -> None:
        self.list.show()
        self.card.setVisible(not self._narrow)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_buttons(self) -> None:
        shown = self.card.shown
        open_labels = self.card.to_choose()
        for button in (self.apart, self.merge):
            button.setVisible(shown is not None)
        self.apart.setEnabled(shown is not None)
        self.merge.setEnabled(shown is not None and not open_labels)
        words = f"Merge into {shown.left.ref}" if shown is not None else "Merge"
        self.merge.setText(words)
        self.merge.setAccessibleName(words)
        tip = f"Choose first: {', '.join(open_labels[:6])}" if open_labels else "M"
        self.merge.setToolTip(tip)

    # ---- decisions

    def merge_pair(self) -> None:
        """Make the two one, with the values chosen."""
        shown = self.card.shown
        if shown is None or not self._desk.writable:
            return
        if labels := self.card.to_choose():
            self.card.show_refusal(f"Both state these, and not the same: {', '.join(labels)}.")
            return
        act = partial(
            merge_records,
            catalogue=self._desk.catalogue,
            kind=shown.kind,
            pair=(shown.left.id, shown.right.id),
            choices=self.card.choices(),
            day=self._desk.today,
        )
        label = f"Merge {shown.right.name} into {shown.left.name}"
        told = f"{shown.right.ref} went into {shown.left.ref}, and what hung on it with it."
        self._desk.write(label, act, lambda _: self._desk.told.emit(told), self._refused)

    def keep_apart(self) -> None:
        """Remember that the two are not the same."""
        shown = self.card.shown
        if shown is None or not self._desk.writable:
            return
        pair = (shown.left.id, shown.right.id)
        label = f"{shown.left.name} and {shown.right.name}: not the same"
        act = partial(keep_apart, kind=shown.kind, pair=pair)
        told = f"{shown.left.ref} and {shown.right.ref} are not offered again."
        self._desk.write(label, act, lambda _: self._desk.told.emit(told), self._refused)

    def _refused(self, problem: Problem) -> None:
        self.card.show_refusal(problem_sentence(problem))

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """For pictures: the last pair of the list."""
        return [("choice", self.list.go_to_last)]


_FIRST_STEP = "After each import, look here for what came in twice"
