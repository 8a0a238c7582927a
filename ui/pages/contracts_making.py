"""Makes new contracts from a small panel beside the button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.contracts.contract_actions import add_contract, checked_value
from areateam.core.wording import problem_sentence
from ui.dialogs.new_contract_panel import NewContractPanel
from ui.dialogs.panel import open_panel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Written
    from ui.desk import Desk
    from ui.pages.contracts_page import ContractsPage


class ContractMaking(QObject):
    """Opens the panel and writes what was agreed to."""

    def __init__(self, desk: Desk, pcts: Mapping[str, str], page: ContractsPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._pcts = pcts
        self._page = page
        self.new_panel: NewContractPanel | None = None

    def open_new(self, anchor: QWidget) -> None:
        """Open the panel for a new contract, where the register can be changed."""
        if self._desk.why_locked or self.new_panel is not None:
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
