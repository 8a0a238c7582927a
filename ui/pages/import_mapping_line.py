"""One column of a list: its heading, what it holds, what it means, how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from areateam.imports.import_sheet_views import SPLITS, Judgement
from ui.pages.import_mapping_draft import choice_of
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import BAR, make_button
from ui.widgets.segments import Segments
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.imports.import_sheet_views import ColumnPlan, SheetColumn

HEADING, SAMPLES, TARGET = 176, 168, 212
_GRADES = {
    "exact": (Shape.OK, "Exact"),
    "likely": (Shape.CHANGED, "Likely"),
    "unsure": (Shape.DOUBT, "Unsure"),
}
_SAMPLE_LENGTH = 22
_TO_WORDS = 6
"""From the upper edge of a field to its words."""


def target_model(targets: Sequence[tuple[str, str]]) -> QStandardItemModel:
    """What a column may be taken for: a field, cut into several, or nothing."""
    model = QStandardItemModel()
    cuts = [(f"cut:{split.key}", f"Cut: {split.label}") for split in SPLITS.values()]
    for key, words in (("", "Not taken"), *targets, *cuts):
        item = QStandardItem(words)
        item.setData(key, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model


class TargetBox(QComboBox):
    """A list to choose from by typing any part of the words. `picked(key)` when one is chosen."""

    picked = Signal(str)

    def __init__(self, model: QStandardItemModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setFixedHeight(32)
        self.setMaxVisibleItems(16)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(policy)
        self.setMinimumContentsLength(12)
        completer = QCompleter(model, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self._chosen = ""
        self.activated.connect(lambda _: self._pick())
        editor = self.lineEdit()
        assert editor is not None
        editor.editingFinished.connect(self._pick)

    def choose(self, key: str) -> None:
        """Show a choice without sending `picked`."""
        self._chosen = key
        self.setCurrentIndex(max(0, self.findData(key, Qt.ItemDataRole.UserRole)))

    def chosen(self) -> str:
        """The key of the choice."""
        return self._chosen

    def _pick(self) -> None:
        """Take what was typed or picked; words that mean no choice put the old one back."""
        at = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        if at < 0:
            self.choose(self._chosen)
            return
        key = str(self.itemData(at, Qt.ItemDataRole.UserRole) or "")
        if key != self._chosen:
            self.choose(key)
            self.picked.emit(key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a choice is never changed by scrolling past it."""
        event.ignore()


class MappingLine(QWidget):
    """Sends `chosen(choice)`, `ordered(order)` for its dates, and `change_asked`."""

    chosen = Signal(str)
    ordered = Signal(str)
    change_asked = Signal()

    def __init__(self, column: SheetColumn, model: QStandardItemModel) -> None:
        super().__init__()
        name = column.heading or f"Column {column.nth}"
        self._heading = SpanLabel([Span(name, strong=True)])
        self._facts = SpanLabel(_facts(column), size=SMALL, tone=Tone.QUIET)
        self._samples = SpanLabel(_samples(column), tone=Tone.QUIET, wrap=True)
        self.target = TargetBox(model, f"{name} means")
        self._why = SpanLabel(wrap=True)
        self.change = make_button("Change…", writes=True, kind=BAR, on_click=self.change_asked.emit)
        self.change.setAccessibleName(f"How {name} is read")
        self.target.picked.connect(self.chosen)
        self._question = SpanLabel(wrap=True)
        self._orders = QHBoxLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        heading = _column(self._heading, self._facts)
        self._says = _column(self._why, self._question)
        self._says.setSpacing(4)
        self._says.insertLayout(2, self._orders)
        self._orders.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addLayout(heading)
        row.addLayout(_column(self._samples))
        row.addLayout(_column(SpanLabel("→", tone=Tone.QUIET)))
        row.addWidget(self.target, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._says, 1)
        row.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the samples out in a narrow window."""
        self._heading.setFixedWidth(140 if narrow else HEADING)
        self._facts.setFixedWidth(140 if narrow else HEADING)
        self._samples.setFixedWidth(SAMPLES)
        self._samples.setVisible(not narrow)
        self.target.setFixedWidth(190 if narrow else TARGET)

    def show_plan(
        self, plan: ColumnPlan, found: Judgement, question: tuple[str, str, str] | None
    ) -> None:
        """Show what the column is to state, how well that suits it, and what is to be asked."""
        self.target.choose(choice_of(plan))
        self._why.set_spans(_why(plan, found))
        self.change.setVisible(bool(plan.targets) or bool(plan.split))
        self._ask(plan, question)

    def _ask(self, plan: ColumnPlan, question: tuple[str, str, str] | None) -> None:
        while self._orders.count() > 1:
            item = self._orders.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.deleteLater()
        self._question.setVisible(question is not None)
        if question is None:
            return
        sample, days_first, months_first = question
        mark = None if plan.dates else Shape.DOUBT
        self._question.set_spans([Span(f"What day is {sample}?", mark=mark, strong=not plan.dates)])
        answers = [("", "Not said"), ("dmy", days_first), ("mdy", months_first)]
        orders = Segments(answers, name=f"{self._heading.text()}: what day is {sample}")
        orders.choose(plan.dates)
        orders.chosen.connect(self.ordered)
        self._orders.insertWidget(0, orders)


def _column(*parts: QWidget) -> QVBoxLayout:
    """Parts one under the other, the first on a line with the words of the field beside it."""
    column = QVBoxLayout()
    column.setContentsMargins(0, _TO_WORDS, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return column


def _facts(column: SheetColumn) -> str:
    if not column.filled:
        return "blank"
    different = "all different" if column.distinct == column.filled else ""
    different = different or f"{column.distinct:,} different"
    return f"{column.filled:,} filled, {different}"


def _samples(column: SheetColumn) -> str:
    cut = [
        text if len(text) <= _SAMPLE_LENGTH else f"{text[: _SAMPLE_LENGTH - 1]}…"
        for text in column.samples
    ]
    return " · ".join(" ".join(text.split()) for text in cut)


def _why(plan: ColumnPlan, found: Judgement) -> list[Span]:
    if not plan.targets:
        words = f"Left out; {found.why}." if found.why else "Left out."
        return [Span(words, tone=Tone.QUIET)]
    shape, grade = _GRADES[found.grade or "unsure"]
    spans = [Span(f"{grade}, {found.confidence}%", mark=shape, strong=True)]
    spans.append(Span(f"  {found.why}", tone=Tone.QUIET))
    if found.strange:
        first = found.strange[0]
        more = len(found.strange) - 1
        told = f"“{first[:30]}”" + (f" and {more:,} more" if more else "")
        spans.append(Span(f"; not {told}", tone=Tone.QUIET))
    return spans
