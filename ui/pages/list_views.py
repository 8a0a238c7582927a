"""Keeps a list as it stands under a name, from a small panel beside the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.contracts.saved_view_actions import save_view
from areateam.contracts.saved_view_views import saved_views
from areateam.core.wording import problem_sentence
from ui.dialogs.panel import open_panel
from ui.dialogs.save_view_panel import SaveViewPanel
from ui.pages.list_words import narrowed_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from areateam.ledger.ledger import Written
    from ui.desk import Desk
    from ui.pages.list_page import ListPage


class ListViews(QObject):
    """`view_name` is the saved view shown last, whose name a new one begins with."""

    def __init__(self, desk: Desk, page: ListPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.view_name = ""
        self.view_panel: SaveViewPanel | None = None

    def open_save_view(self, anchor: QWidget) -> None:
        """Open the panel that keeps the list as it stands."""
        if self._desk.why_locked or self.view_panel is not None:
            return
        reading = self._page.reading
        holds = narrowed_words(reading.filter, reading.known, self._page.words)
        kind = reading.kind.name
        names = [view.name for view in saved_views(self._desk.connection, kind)]
        panel = self.view_panel = SaveViewPanel(holds or f"all {kind}", names, self.view_name)
        panel.agreed.connect(self._keep)
        self._page.parts.hold_back(panel=True)
        open_panel(self._page.window(), panel, anchor).closed.connect(self._forget_view)

    def _keep(self) -> None:
        panel, reading = self.view_panel, self._page.reading
        if panel is None:
            return
        name, wanted, sort = panel.name(), reading.filter, reading.sort
        columns, kind = self._page.memory.state(), reading.kind.name

        def kept(_: Written[int]) -> None:
            self.view_name = name
            panel.left.emit()

        self._desk.write(
            f"Save view {name}",
            lambda write: save_view(write, name, wanted, sort, columns, kind),
            kept,
            lambda problem: panel.refuse(problem_sentence(problem)),
        )

    def _forget_view(self) -> None:
        self.view_panel = None
        self._page.parts.hold_back(panel=False)
