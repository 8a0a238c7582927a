"""Two records side by side, field by field, with the value that will stand chosen in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from areateam.contracts.comparison_views import ComparedPart, ComparedRecord, Comparison, SideOf
from areateam.core.columns import Column
from areateam.core.count_words import counted
from areateam.core.fields import Field
from ui.pages.change_table import ListedRows
from ui.style.fonts import SMALL
from ui.style.marks import Mark, Shape, Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.banner import Banner
from ui.widgets.buttons import make_button, make_frame
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

_COLUMNS = (
    Column(Field("label", "Field"), "", width=104),
    Column(Field("left", "Stands"), "", width=176),
    Column(Field("right", "Goes into it"), "", width=168),
    Column(Field("more", "Compared"), "", width=98),
)
_NOTHING = "\N{EM DASH}"
_SIDES = {Qt.Key.Key_Left: SideOf.LEFT, Qt.Key.Key_Right: SideOf.RIGHT}


class ComparisonTable(TableView):
    """`side_chosen(key, side)` when an arrow key or a click chooses whose value stands."""

    side_chosen = Signal(str, str)
    left_by_key = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose; Esc gives the list back."""
        side = _SIDES.get(Qt.Key(event.key()))
        if side is not None and self.current_id() is not None:
            self.side_chosen.emit(str(self.current_id()), side.value)
        elif event.key() == Qt.Key.Key_Escape:
            self.left_by_key.emit()
        else:
            super().keyPressEvent(event)


class ComparisonCard(QFrame):
    """Shows a comparison and keeps what was chosen in it.

    `swap_asked` wants the other record to stand; `choices_changed` says that another value was
    chosen; `left_by_key` that Esc wants the list of pairs.
    """

    swap_asked = Signal()
    choices_changed = Signal()
    left_by_key = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self.shown: Comparison | None = None
        self._because = ""
        self._chosen: dict[str, SideOf] = {}
        self._title = SpanLabel(wrap=True)
        self._left = SpanLabel(tone=Tone.QUIET, size=SMALL, wrap=True)
        self._right = SpanLabel(tone=Tone.QUIET, size=SMALL, wrap=True)
        self.swap = make_button(
            "Swap", icon_name="exchange", tip="Let the other one stand (S)",
            on_click=self.swap_asked.emit,
        )  # fmt: skip
        self.refusal = Banner(Tone.RISK)
        self.refusal.hide()
        looks = {"label": _label_cell, "left": self._left_cell, "right": self._right_cell}
        self.table = ComparisonTable(
            LazyTableModel(ListedRows(_COLUMNS, []), looks={**looks, "more": _more_cell}),
            name="The two records, field by field",
            stretch="right",
        )
        self.table.side_chosen.connect(self._choose)
        self.table.cell_clicked.connect(self._clicked)
        self.table.left_by_key.connect(self.left_by_key)
        self._lay_out()

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(16)
        sides.addWidget(self._left, 1)
        sides.addWidget(self._right, 1)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.swap, 0, Qt.AlignmentFlag.AlignTop)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 12)
        top.setSpacing(8)
        top.addLayout(head)
        top.addLayout(sides)
        top.addWidget(self.refusal)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(make_frame("hairline"))
        column.addWidget(self.table, 1)

    # ---- what is shown

    def show_comparison(self, found: Comparison | None, because: str = "") -> None:
        """Show two records and why they are compared, with nothing chosen yet; None for none."""
        self.shown = found
        self._because = because
        self._chosen = {}
        self.refusal.hide()
        self.swap.setVisible(found is not None)
        if found is None:
            self._title.set_spans("Move to a pair to see both side by side.")
            self._left.set_spans("")
            self._right.set_spans("")
            self.table.set_source(ListedRows(_COLUMNS, []))
        else:
            self._left.set_spans(_record_words(found.left, "stands"))
            self._right.set_spans(_record_words(found.right, "goes into it"))
            self._fill()
            self.table.setCurrentIndex(self.table.rows_model.index(0, 0))
        self.choices_changed.emit()

    def choices(self) -> Mapping[str, SideOf]:
        """What was chosen, by the key of the part."""
        return dict(self._chosen)

    def to_choose(self) -> list[str]:
        """The labels of what must still be chosen before the two can be merged."""
        if self.shown is None:
            return []
        return [part.label for part in self.shown.parts if self._stands(part) is None]

    def show_refusal(self, words: str) -> None:
        """Say why the two could not be merged."""
        self.refusal.set_lines([[Span(words, mark=Shape.DOUBT, strong=True)]])
        self.refusal.show()

    def _fill(self) -> None:
        assert self.shown is not None
        parts = sorted(self.shown.parts, key=lambda part: (part.same, part.stands is not None))
        rows: list[Row] = [(part.key, part, part, part, part) for part in parts]
        self.table.set_source(ListedRows(_COLUMNS, rows))
        self._say()

    def _say(self) -> None:
        assert self.shown is not None
        open_parts = len(self.to_choose())
        differing = self.shown.differing
        words = f"{differing:,} of {len(self.shown.parts):,} differ."
        spans = [Span(f"{self._because} "), Span(words, strong=True)]
        if open_parts:
            spans.append(Span(f"  {open_parts:,} to choose: ←  or  →", mark=Shape.DOUBT))
        elif differing:
            spans.append(Span("  ← and → choose whose value stands.", tone=Tone.QUIET))
        self._title.set_spans(spans)

    # ---- choosing

    def _stands(self, part: ComparedPart) -> SideOf | None:
        return self._chosen.get(part.key, part.stands)

    def _choose(self, key: str, side: str) -> None:
        part = next((each for each in self._parts() if each.key == key), None)
        if part is None or part.same or not (part.left and part.right):
            return
        self._chosen[key] = SideOf(side)
        self.refusal.hide()
        self._say()
        self.table.viewport().update()
        self.choices_changed.emit()

    def _clicked(self, key: object, column: str) -> None:
        if column in ("left", "right"):
            self._choose(str(key), column)

    def _parts(self) -> tuple[ComparedPart, ...]:
        return self.shown.parts if self.shown is not None else ()

    def _left_cell(self, value: Any, _: Row) -> Cell:
        return self._side_cell(value, SideOf.LEFT)

    def _right_cell(self, value: Any, _: Row) -> Cell:
        return self._side_cell(value, SideOf.RIGHT)

    def _side_cell(self, part: ComparedPart, side: SideOf) -> Cell:
        text = part.left if side is SideOf.LEFT else part.right
        shown = text or _NOTHING
        if part.same:
            return Cell(shown, tone=Tone.QUIET, spoken=text or "nothing")
        stands = self._stands(part)
        if stands is side:
            return Cell(shown, mark=Mark(Shape.OK, "stands"), tone=Tone.PLAIN, strong=True)
        if stands is None:
            return Cell(shown, mark=Mark(Shape.DOUBT, "choose"), link=True)
        return Cell(shown, link=bool(text), tone=Tone.QUIET, spoken=f"{shown}, gives way")


def _record_words(record: ComparedRecord, what: str) -> list[Span]:
    details = [*record.links, f"{counted(record.stated, 'value')} stated"]
    if record.known_before:
        details.append(f"known before as {'; '.join(record.known_before)}")
    return [
        Span(f"{record.ref} {what}: ", strong=True),
        Span(record.name, tone=Tone.PLAIN),
        Span(f" · {', '.join(details)}"),
    ]


def _label_cell(value: Any, _: Row) -> Cell:
    part: ComparedPart = value
    return Cell(part.label, tone=Tone.QUIET)


def _more_cell(value: Any, _: Row) -> Cell:
    part: ComparedPart = value
    if part.same:
        return Cell("the same", mark=Mark(Shape.SAME, "the same"), tone=Tone.QUIET)
    if not part.left:
        return Cell("only right", mark=Mark(Shape.NEW, "only right"))
    if not part.right:
        return Cell("only left", mark=Mark(Shape.NEW, "only left"))
    return Cell("different", mark=Mark(Shape.CHANGED, "different"))
