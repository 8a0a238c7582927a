"""The card of the settings that lists whose word counts for each field, and changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from areateam.imports.order_views import FieldOrder, field_orders
from ui.pages.value_sources import open_order
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_button
from ui.widgets.card_frame import CardFrame
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.desk import Desk

_LABELS = 200
_FIRST = 12
_WORDS = (
    "Where several files state a field, its order says which of them stands; what a person enters"
    " stands before files. Another order is shown before it is applied, and is one step to undo."
)


class OrdersCard(CardFrame):
    """Fields with how many values are disputed and their order; each opens its panel.

    The list is asked for by its button: to count what is disputed means to look at every value.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__("Whose word counts")
        self._desk = desk
        self._every = False
        self._orders: Sequence[FieldOrder] = ()
        self.add_line(_WORDS, wrap=True)
        self.body.addSpacing(8)
        self.rows = ValueList(_LABELS)
        self.rows.linked.connect(self._change)
        self.add(self.rows)
        self._said = self.add_line("")
        self.button = make_button("Show the fields", on_click=self._press)
        self.body.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)

    def read(self) -> None:
        """Count what is disputed, and list it."""
        catalogue = self._desk.catalogue
        self.button.setEnabled(False)
        self._said.set_spans("Counting what is disputed…")
        self._desk.read(
            "field-orders", lambda connection: field_orders(connection, catalogue), self._show
        )

    def _show(self, orders: Sequence[FieldOrder]) -> None:
        self._orders = orders
        self._fill()

    def _fill(self) -> None:
        shown = self._orders if self._every else self._orders[:_FIRST]
        self.rows.set_rows([(each.label, _spans(each)) for each in shown])
        rest = len(self._orders) - len(shown)
        disputed = sum(each.disputed for each in self._orders)
        self._said.set_spans(f"{disputed:,} values are disputed." if self._orders else
                             "No import has stated anything yet.")  # fmt: skip
        self.button.setEnabled(True)
        self.button.setText("Count again" if not rest else f"Show {rest} more")

    def _press(self) -> None:
        """List the rest of what is counted, or count."""
        if len(self._orders) > _FIRST and not self._every:
            self._every = True
            self._fill()
        else:
            self.read()

    def _change(self, name: str) -> None:
        open_order(self._desk, name, self.button, self.read)


def _spans(each: FieldOrder) -> list[Span]:
    count = Span("nothing disputed", tone=Tone.QUIET)
    if each.disputed:
        count = Span(f"{each.disputed:,} disputed", mark=Shape.DOUBT)
    order = ", then ".join(each.words) or "no order of its own"
    own = "  (set here)" if each.order.ours else ""
    return [count, Span(f"  {order}{own}  ", tone=Tone.QUIET), Span("Change", link=each.unit.name)]
