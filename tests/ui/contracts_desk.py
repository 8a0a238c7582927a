"""A desk over a register of the tests, the window and its contracts page."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest

from areateam.office import Office, open_office
from tests.contracts.small_register import DAY
from ui.desk import Desk
from ui.pages.contracts_page import ContractsPage
from ui.settings import Settings
from ui.shell import PageSpec, Shell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WAIT = 30


class Table:
    """A desk over a register, the window and its contracts page; close it after use."""

    def __init__(self, path: Path, settings: Path) -> None:
        def opened() -> Office:
            return open_office(path, as_at=DAY, user="Ruth Osei")

        self.desk = Desk(opened, Settings(settings))
        self.faults: list[Exception] = []
        self._closed = False
        self.opened: list[tuple[str, dict[str, Any]]] = []
        ready: list[bool] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.start(self.faults.append)
        until(lambda: bool(ready or self.faults))
        assert not self.faults, self.faults
        self.desk.set_home_day(DAY)
        self.shell = Shell(self.desk.refresh)
        self.desk.open = self._open
        self.shell.add_page(PageSpec("contracts", "Contracts", "file", self._page, "Ctrl+2"))

    def _open(self, key: str, /, **args: Any) -> None:
        self.opened.append((key, args))

    def _page(self) -> ContractsPage:
        return ContractsPage(self.desk)

    def show(self, **args: Any) -> ContractsPage:
        """Open the page and wait until it has read all it wants to."""
        self.shell.show()
        self.shell.open("contracts", **args)
        self.settle()
        return self.page

    @property
    def page(self) -> ContractsPage:
        """The page."""
        page = self.shell.current_page()
        assert isinstance(page, ContractsPage)
        return page

    def settle(self) -> None:
        """Wait until everything asked of the two threads has been answered."""
        # What a first reading asks for in turn is waited for by the second.
        for reads in (self.desk._writes, self.desk._reads, self.desk._reads):
            done: list[bool] = []
            reads.ask("settled", lambda: True, done.append)
            until(partial(bool, done))
        QCoreApplication.processEvents()

    def close(self) -> None:
        """Close window and register; closing twice is harmless."""
        if self._closed:
            return
        self._closed = True
        self.shell.close()
        self.desk.close()
        self.shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, at most half a minute."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < WAIT, "waited in vain"
        QTest.qWait(5)
