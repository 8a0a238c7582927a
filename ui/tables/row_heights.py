"""Gives the rows of a short table the heights that their wrapping cells need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from ui.tables.cell_painter import cell_height
from ui.tables.lazy_table_model import CELL_ROLE
from ui.tables.row_source import Cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.tables.table_view import TableView


def fit_heights(view: TableView, least: int) -> int:
    """Give each row its height, `least` or more, and return that of all of them.

    Only for a table of few rows: every one of them is read.
    """
    model, whole = view.rows_model, 0
    for row in range(model.rowCount()):
        cells = [
            (model.index(row, at).data(CELL_ROLE), view.columnWidth(at))
            for at in range(model.columnCount())
        ]
        needs = (cell_height(cell, wide) for cell, wide in cells if isinstance(cell, Cell))
        view.setRowHeight(row, max(least, *needs))
        whole += view.rowHeight(row)
    return whole


def keep_heights(
    view: TableView, least: int, fitted: Callable[[int], object] = lambda _: None
) -> Callable[[], None]:
    """Fit the rows whenever a column changes its width; `fitted` hears their height.

    Returns what fits them at once, for rows that are new.
    """

    def fit() -> None:
        fitted(fit_heights(view, least))

    rest = QTimer(view, singleShot=True, interval=0)
    rest.timeout.connect(fit)
    view.head.sectionResized.connect(lambda *_: rest.start())
    return fit
