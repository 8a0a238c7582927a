"""Makes new contracts and keeps views, each from a small panel beside its button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.contracts.contract_actions import add_contract, checked_value
from areateam.contracts.saved_view_actions import save_view
from areateam.contracts.saved_view_views import saved_views
from areateam.core.dates import format_date
from areateam.core.wording import problem_sentence
from ui.dialogs.new_contract_panel import NewContractPanel
from ui.dialogs.panel import open_panel
from ui.dialogs.save_view_panel import SaveViewPanel
from ui.pages.contracts_words import narrowed_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Written
    from ui.desk import Desk
    from ui.pages.contracts_page import ContractsPage


def why_unwritable(desk: Desk) -> str:
    """Why nothing can be changed here and now; "" where it can."""
    if desk.writable:
        return ""
    if desk.looks_back:
        day = format_date(desk.today.isoformat())
        return f"You are looking at {day}. Nothing can be changed here."
    return "The register is open for reading only."


class ContractMaking(QObject):
    """`view_name` is the saved view shown last, whose name a new one begins with."""

    def __init__(self, desk: Desk, pcts: Mapping[str, str], page: ContractsPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._pcts = pcts
        self._page = page
        self.view_name = ""
        self.new_panel: NewContractPanel | None = None
        self.view_panel: SaveViewPanel | None = None

    def open_new(self, anchor: QWidget) -> None:
        """Open the panel for a new contract, where the register can be changed."""
        if why_unwritable(self._desk) or self.new_panel is not None:
            return
        read = partial(checked_value, self._desk.catalogue)
        panel = self.new_panel = NewContractPanel(self._desk.catalogue, self._pcts, read)
        panel.agreed.connect(self._make)
        self._page.parts.hold_back(panel=True)
        open_panel(self._page.window(), panel, anchor).closed.connect(self._forget_new)

    def _make(self) -> None:
        panel = self.new_panel
        stated = panel.stated() if panel is not None else None
        if panel is None or stated is None:
            return

        def made(written: Written[int]) -> None:
            panel.left.emit()
            self._desk.open("contract", id=written.result)

        def refused(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        catalogue = self._desk.catalogue
        self._desk.write(
            f"New contract of {stated['name']}",
            lambda write: add_contract(write, catalogue, stated),
            made,
            refused,
        )

    def _forget_new(self) -> None:
        self.new_panel = None
        self._page.parts.hold_back(panel=False)

    def open_save_view(self, anchor: QWidget) -> None:
        """Open the panel that keeps the list as it stands."""
        if why_unwritable(self._desk) or self.view_panel is not None:
            return
        reading = self._page.reading
        holds = narrowed_words(reading.filter, reading.known, self._page.words)
        names = [view.name for view in saved_views(self._desk.connection)]
        panel = self.view_panel = SaveViewPanel(holds or "all contracts", names, self.view_name)
        panel.agreed.connect(self._keep)
        self._page.parts.hold_back(panel=True)
        open_panel(self._page.window(), panel, anchor).closed.connect(self._forget_view)

    def _keep(self) -> None:
        panel, reading = self.view_panel, self._page.reading
        if panel is None:
            return
        name, wanted, sort = panel.name(), reading.filter, reading.sort
        columns = self._page.memory.state()

        def kept(_: Written[int]) -> None:
            self.view_name = name
            panel.left.emit()

        self._desk.write(
            f"Save view {name}",
            lambda write: save_view(write, name, wanted, sort, columns),
            kept,
            lambda problem: panel.refuse(problem_sentence(problem)),
        )

    def _forget_view(self) -> None:
        self.view_panel = None
        self._page.parts.hold_back(panel=False)
