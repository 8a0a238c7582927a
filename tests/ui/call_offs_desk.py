"""Both pages of external support over a register with the call-offs of the demo."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from areateam.calloffs.call_off_views import call_off_book, call_offs
from areateam.catalogue.catalogue import load_catalogue
from areateam.demo.demo_call_offs import call_off_steps
from areateam.office import Office, open_office
from tests.ui.contracts_desk import until
from ui.desk import Desk
from ui.pages.call_off_page import CallOffPage
from ui.pages.call_offs_page import CallOffsPage
from ui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from ui.dialogs.ask_panel import AskPanel

TODAY = date(2012, 11, 1)


class CallOffDesk:
    """Both pages over a register with the call-offs of the demo; close it after use."""

    def __init__(self, path: Path, folder: Path) -> None:
        office = open_office(path, as_at=TODAY, user="R. Osei")
        for step in call_off_steps(load_catalogue()):
            office.write(step.label, step.act)
        office.close()

        def opened() -> Office:
            return open_office(path, as_at=TODAY, user="R. Osei")

        self.desk = Desk(opened, Settings(folder / "window.json"))
        ready: list[bool] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.start(lambda fault: pytest.fail(str(fault)))
        until(lambda: bool(ready))
        self.desk.set_home_day(TODAY)
        self.list = CallOffsPage(self.desk)
        self.page = CallOffPage(self.desk)
        for page in (self.list, self.page):
            self.desk.refresh.changed.connect(page.refresh)
            page.resize(1080, 720)
        self.list.show_args({})
        self.page.show()
        self.page.show_args({"id": self.number("12/03")})

    def number(self, ref: str) -> int:
        """The call-off of a number."""
        book = call_off_book(self.desk.connection, self.desk.catalogue, TODAY)
        found = call_offs(self.desk.connection, book)
        return next(view.id for view in found if view.number == ref)

    def agree(self, **stated: str) -> None:
        """Type values into the panel that is open, agree, and wait."""
        self.agree_on(self.page.doings.panel, **stated)

    def agree_on(self, panel: AskPanel | None, **stated: str) -> None:
        """Do so in a panel of either page."""
        assert panel is not None
        for key, text in stated.items():
            panel.fill(key, text)
        panel.agreed.emit()
        for _ in range(3):
            until(lambda: self.desk.is_idle)
            QCoreApplication.processEvents()

    def view(self) -> Any:
        """What the page shows."""
        assert self.page.view is not None
        return self.page.view

    def undo(self) -> None:
        """Take the last step back, and wait."""
        self.desk.undo()
        until(lambda: self.desk.is_idle)
        QCoreApplication.processEvents()

    def close(self) -> None:
        """Leave nothing behind."""
        self.desk.close()
        for page in (self.list, self.page):
            page.close()
            page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
