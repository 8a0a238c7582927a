"""The sheets of the workbook under review, to have another one read in its place."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.desk import Desk
    from ui.pages.import_queue import ImportQueue


class SheetMenu(QMenu):
    """Lists the sheets; the one chosen is read by the queue."""

    def __init__(self, desk: Desk, queue: ImportQueue, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sheets of the workbook")
        self._desk = desk
        self._queue = queue

    def offer(self, names: Sequence[str], current: str, beside: QWidget) -> None:
        """Open the list at a widget's lower right corner; `current` is the sheet that was read."""
        self.clear()
        for name in names:
            # Two, as one would underline the letter after it.
            action = self.addAction(name.replace("&", "&&"), partial(self._read, name, current))
            action.setCheckable(True)
            action.setChecked(name == current)
        self.popup(beside.mapToGlobal(beside.rect().bottomRight()))

    def _read(self, name: str, current: str) -> None:
        request = self._queue.reviewing
        if request is not None and name != current:
            self._queue.read_anew(replace(request, sheet=name))
            self._desk.open("imports")
