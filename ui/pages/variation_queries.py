"""The figures that cannot be right and are kept out of the chart, each with what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.columns import Column
from areateam.core.fields import Field
from areateam.core.wording import finding_sentence
from ui.pages.change_table import ListedRows
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.table_view import TableView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.variation.query_views import QueriedFigure

_COLUMNS = (
    Column(Field("ref", "Code"), "", width=74),
    Column(Field("field", "Of"), "", width=110),
    Column(Field("why", "What cannot be right"), "", width=220),
)


class QueryTable(TableView):
    """A line for each figure; its record is the contract, so that chart and list stay together."""

    def __init__(self) -> None:
        super().__init__(
            LazyTableModel(ListedRows(_COLUMNS, ())),
            name="Figures that cannot be right",
            stretch="why",
        )

    def show_figures(self, figures: Sequence[QueriedFigure]) -> None:
        """Show these."""
        rows = [
            (
                each.contract,
                each.whose.ref,
                each.field.label if each.field else each.indicator.code,
                finding_sentence(each.finding()),
            )
            for each in figures
        ]
        self.set_source(ListedRows(_COLUMNS, rows))
