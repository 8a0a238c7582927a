"""A desk over the small register, with the pages that it was asked to open."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest

from tests.contract_register import HOME, copied_office
from ui.desk import Desk
from ui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from PySide6.QtWidgets import QWidget

    from areateam.ledger.ledger import Write
    from areateam.office import Office

_PATIENCE = 30.0


class RecordDesk:
    """The desk, its pages and what was said; close it after use."""

    def __init__(
        self,
        folder: Path,
        factory: pytest.TempPathFactory,
        make: Callable[[Path, pytest.TempPathFactory], Office] = copied_office,
    ) -> None:
        self.desk = Desk(lambda: make(folder, factory), Settings(folder / "window.json"))
        self.opened: list[tuple[str, dict[str, Any]]] = []
        self.said: list[str] = []
        self._shown: list[QWidget] = []
        self.desk.problem.connect(self.said.append)
        ready: list[bool] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.start(self._failed)
        self.until(lambda: bool(ready))
        self.desk.set_home_day(HOME)
        self.desk.open = self._open

    def _failed(self, error: Exception) -> None:
        raise error

    def _open(self, key: str, /, **args: Any) -> None:
        self.opened.append((key, args))

    def show(self, page: Any, width: int = 1080, height: int = 720, **args: Any) -> None:
        """Show a page as the window does, with what it was opened with."""
        self.desk.refresh.changed.connect(page.refresh)
        page.resize(width, height)
        page.show()
        page.show_args(args)
        self._shown.append(page)
        self.settle()

    def write(self, label: str, act: Callable[[Write], object]) -> None:
        """Write and wait until the pages have heard of it."""
        self.desk.write(label, act)
        self.settle()

    def settle(self) -> None:
        """Wait until everything asked is answered."""
        self.until(lambda: self.desk.is_idle)
        QCoreApplication.processEvents()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        began = time.monotonic()
        while not holds():
            assert time.monotonic() - began < _PATIENCE, "waited in vain"
            QTest.qWait(1)

    def labels(self) -> list[str]:
        """The labels of all operations, newest first."""
        rows = self.desk.connection.execute("SELECT label FROM operation ORDER BY id DESC")
        return [label for (label,) in rows]

    def stored(self, column: str) -> Any:
        """A column of the contract of the pictures, as the register has it."""
        (value,) = self.desk.connection.execute(
            f'SELECT "{column}" FROM contract WHERE id = 1'
        ).fetchone()
        return value

    def close(self) -> None:
        """Close the pages and the register."""
        for page in self._shown:
            page.close()
            page.deleteLater()
        self.desk.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
