"""Opens the panels of a list's bulk bar and writes what was agreed to, each as one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.core.wording import problem_sentence
from ui.dialogs.panel import open_panel
from ui.pages.list_source import ticked_in

if TYPE_CHECKING:
    from areateam.core.fields import Value
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write
    from ui.desk import Desk
    from ui.dialogs.ask_panel import AskPanel
    from ui.pages.list_page import ListPage

Act = Callable[["Write", Sequence[int], "dict[str, Value]"], object]
Maker = Callable[[int], tuple["AskPanel", Act]]
"""Makes the panel of a verb for so many records, with what is written once it is agreed to."""


class ListBulk(QObject):
    """`do(verb)` with what is ticked; "export" goes to the page's files."""

    def __init__(self, desk: Desk, page: ListPage, makers: Mapping[str, Maker]) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._makers = makers
        self.panel: AskPanel | None = None

    def do(self, verb: str) -> None:
        """Do a verb of the bar with what is ticked."""
        page = self._page
        ids, button = ticked_in(page.table), page.parts.bulk.button(verb)
        if verb == "export":
            page.files.export(ids)
            return
        panel, act = self._makers[verb](len(ids))
        self.panel = panel
        panel.agreed.connect(lambda: self._write(panel, ids, act))
        page.parts.hold_back(panel=True)
        open_panel(button.window(), panel, button).closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = None
        self._page.parts.hold_back(panel=False)

    def _write(self, panel: AskPanel, ids: Sequence[int], act: Act) -> None:
        stated = panel.stated()
        if stated is None:
            return

        def refused(problem: Problem) -> None:
            if self.panel is panel:
                panel.refuse(problem_sentence(problem))

        def done(_: object) -> None:
            if self.panel is panel:
                panel.left.emit()

        label = panel.accessibleName()
        self._desk.write(label, lambda write: act(write, ids, stated), done, refused)
