"""The letters of a procedure in each PCT, and what they say beside the single model's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from ui.pages.change_table import ListedRows
from ui.style.marks import Mark, Shape, Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.empty_state import EmptyState
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.letter_compare_rules import Pair
    from areateam.variation.consistency_letter_views import LetterUse
    from areateam.variation.consistency_views import ConsistencyLine

_NONE = ("No letters", "The steps of this procedure send no letter.")
_PAIRS = 268


def _words(key: str, label: str, width: int, means: str = "") -> Column:
    return Column(Field(key, label, help=means), "", width=width)


def _figure(key: str, label: str, width: int, means: str = "") -> Column:
    return Column(Field(key, label, Kind.DECIMAL, help=means), "", width=width)


_COLUMNS = (
    _words("pct", "PCT", 166),
    _words("letter", "Letter", 224),
    _words("template", "Written on", 222, "A Word template that was brought, or the single model"),
    _figure("version", "Version", 60),
    _words("next", "Next", 48, "Whether the next such letter is written on it"),
    _figure("written", "Written", 60),
    _figure("sent", "Sent", 44),
    _words("differs", "Differs", 118, "Paragraphs that are left out, added or changed"),
)


class ConsistencyLetters(QWidget):
    """`show_lines(lines)`: those who differ first; the letter chosen is set out below."""

    def __init__(self) -> None:
        super().__init__()
        looks = {column.key: _as_written for column in _COLUMNS}
        self.table = TableView(
            LazyTableModel(ListedRows(_COLUMNS, []), looks=looks),
            name="Letters in each PCT",
            stretch="differs",
        )
        self.table.set_empty(EmptyState(*_NONE))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_pairs())
        self.pairs = _Pairs()
        self.found: dict[str, tuple[ConsistencyLine, LetterUse]] = {}
        card = make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card, 1)
        column.addWidget(self.pairs)
        self.setFocusProxy(self.table)

    def show_lines(self, lines: Sequence[tuple[str, ConsistencyLine]]) -> None:
        """Show the letters of these lines, each with the name of its place."""
        found = [(place, line, use) for place, line in lines for use in line.letters]
        found.sort(key=lambda each: not each[2].differs)
        self.found = {_key(line, use): (line, use) for _, line, use in found}
        rows = [_row(place, line, use) for place, line, use in found]
        self.table.set_source(ListedRows(_COLUMNS, rows))
        if self.found and self.table.current_id() not in self.found:
            self.table.go_to(next(iter(self.found)))
        self._show_pairs()

    def _show_pairs(self) -> None:
        chosen = self.found.get(self.table.current_id())
        self.pairs.setVisible(chosen is not None)
        if chosen is not None:
            self.pairs.show_letter(chosen[1])


class _Pairs(QFrame):
    """Two letters side by side: what differs is marked, what is the same stands back."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setFixedHeight(_PAIRS)
        self._head = make_label("", strong=True, wrap=True)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setProperty("part", "surface")
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("The letter beside the single model")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 1, 1)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self._scroll, 1)
        self._said: list[tuple[SpanLabel, ...]] = []

    def show_letter(self, use: LetterUse) -> None:
        """Show a letter with the single model's."""
        self._head.setText(use.sentence or _same_words(use))
        held = make_frame("surface")
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        self._said = []
        apart = any(pair.differs for pair in use.pairs)
        heads = ("The single model", use.name) if apart else ("The single model",)
        for at, words in enumerate(heads):
            grid.addWidget(make_label(words, tone="text_2"), 0, at)
            grid.setColumnStretch(at, 1)
        told = [pair for pair in use.pairs if pair.differs or not _is_field(pair.model)]
        for number, pair in enumerate(told, start=1):
            said = (_label(pair, pair.model), _label(pair, pair.local))[: len(heads)]
            for at, label in enumerate(said):
                grid.addWidget(label, number, at, Qt.AlignmentFlag.AlignTop)
            self._said.append(said)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(held)

    def words(self) -> list[tuple[str, ...]]:
        """What is written, paragraph by paragraph."""
        return [tuple(label.text() for label in said) for said in self._said]


def _is_field(text: str) -> bool:
    """Whether a paragraph is nothing but a field, as the address is: the page, not the words."""
    return text.startswith("«") and text.endswith("»") and text.count("«") == 1


def _label(pair: Pair, text: str) -> SpanLabel:
    if not pair.differs:
        return SpanLabel([Span(text, tone=Tone.QUIET)], wrap=True)
    if not text:
        return SpanLabel([Span("nothing", tone=Tone.QUIET)], wrap=True)
    return SpanLabel([Span("", mark=Shape.RISK), Span(f" {text}")], wrap=True)


def _same_words(use: LetterUse) -> str:
    if use.is_unnoted:
        return f"What “{use.label}” was written on was not noted yet."
    if use.template:
        return f"{use.name} says what the single model says."
    return f"“{use.label}” is written on the single model, version {use.newest}."


def _key(line: ConsistencyLine, use: LetterUse) -> str:
    return f"{line.pct}/{use.letter}/{use.brought_for}/{use.template}/{use.version}/{use.wording}"


def _row(place: str, line: ConsistencyLine, use: LetterUse) -> Row:
    return (
        _key(line, use),
        place,
        use.label,
        use.template or use.name[:1].upper() + use.name[1:],
        f"{use.version or use.newest}",
        "yes" if use.in_use else "",
        f"{use.written:,}" if use.written else "",
        f"{use.sent:,}" if use.sent else "",
        _differs(use),
    )


def _differs(use: LetterUse) -> Cell:
    if use.differs:
        apart = sum(pair.differs for pair in use.pairs)
        said = f"{apart:,} paragraph{'' if apart == 1 else 's'}" if apart else "earlier words"
        return Cell(said, Mark(Shape.RISK, "differs in"))
    if use.is_unnoted:
        return Cell("not known", tone=Tone.QUIET)
    return Cell("as the model", Mark(Shape.OK, "as the model"))


def _as_written(value: Any, _: Row) -> Cell:
    return value if isinstance(value, Cell) else Cell(str(value))
