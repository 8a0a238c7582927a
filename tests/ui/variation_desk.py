"""The page of variation over a register of practices, without a window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from areateam.catalogue.catalogue import load_catalogue
from areateam.office import Office, open_office
from tests.ui.contracts_desk import until
from tests.variation.practice_register import TODAY, make_practices
from ui.ask import Ask
from ui.desk import Desk
from ui.pages.variation_page import VariationPage
from ui.settings import Settings


class Saving(Ask):
    """Answers every question for a file with one path."""

    def __init__(self, path: Path) -> None:
        super().__init__(None)
        self.path: Path | None = path

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path | None:
        return self.path


class VariationDesk:
    """The page over a register of 40 practices; close it after use."""

    def __init__(self, path: Path, folder: Path) -> None:
        if not path.exists():
            make_practices(path, load_catalogue()).close()

        def opened() -> Office:
            return open_office(path, as_at=TODAY, user="R. Osei")

        self.desk = Desk(opened, Settings(folder / "window.json"))
        ready: list[bool] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.start(lambda fault: pytest.fail(str(fault)))
        until(lambda: bool(ready))
        self.desk.set_home_day(TODAY)
        self.opened: list[tuple[str, dict[str, object]]] = []
        self.told: list[str] = []
        self.problems: list[str] = []
        self.desk.told.connect(self.told.append)
        self.desk.problem.connect(self.problems.append)
        self.ask = Saving(folder / "written.png")
        self.page = VariationPage(self.desk, self.ask)
        self.desk.open = self.open
        self.desk.refresh.changed.connect(self.page.refresh)
        self.page.resize(1080, 720)
        self.page.show()
        self.page.show_args({})
        self.settle()

    def open(self, key: str, /, **args: object) -> None:
        """Open the page anew, or note what else would be opened."""
        self.opened.append((key, args))
        if key == "variation":
            self.page.show_args(args)

    def settle(self) -> None:
        """Wait until everything asked has been answered."""
        for _ in range(3):
            until(lambda: self.desk.is_idle)
            QCoreApplication.processEvents()

    def close(self) -> None:
        """Close page and register."""
        self.page.close()
        self.desk.close()
        self.page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown_refs(desk: VariationDesk) -> list[str]:
    """The codes of the list, in its order."""
    model = desk.page.list.table.rows_model
    points = desk.page.list.points
    return [points[model.id_at(n)].ref for n in range(model.rowCount())]


def choose(box: Any, value: str) -> None:
    """Choose a value, as a person would."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
