"""A desk over the invented pharmacy register, with a window that holds the pages of imports."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest

from areateam.imports.staged_file import last_operation
from tests.imports.pharmacy_lists import NOW, Places, stage_beside
from ui.ask import Ask
from ui.desk import Desk
from ui.pages.import_mapping_page import ImportMappingPage
from ui.pages.import_queue import Request, queue_of
from ui.pages.import_review_page import ImportReviewPage
from ui.pages.imports_page import ImportsPage
from ui.pages.waiting_page import WaitingPage
from ui.settings import Settings
from ui.shell import PageSpec, Shell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

WAIT = 30


def until(true: Callable[[], object]) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < end, "it never came to be"
        QTest.qWait(5)


class Answers(Ask):
    """Answers what the user is asked, by itself."""

    def __init__(self, files: Sequence[Path] = (), out: Path | None = None) -> None:
        super().__init__(None)
        self.files = files
        self.out = out

    def open_files(self, title: str, kinds: str = "", folder: Path | None = None) -> Sequence[Path]:
        """The files given at the start."""
        return self.files

    def open_file(self, title: str, kinds: str = "", folder: Path | None = None) -> Path | None:
        """The first of the files given at the start."""
        return self.files[0]

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path | None:
        """The place given at the start."""
        return self.out


class ImportDesk:
    """The desk, its window and both pages; close it after use."""

    def __init__(self, places: Places, settings: Path) -> None:
        self.places = places
        self.desk = Desk(places.open, Settings(settings))
        ready: list[bool] = []
        faults: list[Exception] = []
        self.problems: list[str] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.problem.connect(self.problems.append)
        self.desk.start(faults.append)
        until(lambda: ready or faults)
        assert not faults, faults
        self.desk.set_home_day(NOW.date())
        self.shell = Shell(self.desk.refresh)
        self.desk.open = self.shell.open
        add = self.shell.add_page
        add(PageSpec("imports", "Imports", "download", lambda: ImportsPage(self.desk)))
        add(
            PageSpec(
                "import-review",
                "Review import",
                "download",
                lambda: ImportReviewPage(self.desk),
                place="hidden",
                under="imports",
            )
        )
        add(PageSpec("waiting", "Waiting lines", "help", lambda: WaitingPage(self.desk)))
        add(
            PageSpec(
                "import-mapping",
                "Columns of a list",
                "download",
                lambda: ImportMappingPage(self.desk),
                place="hidden",
                under="imports",
            )
        )
        self.queue = queue_of(self.desk)
        self.shell.show()
        self.shell.open("imports")
        self.settle()

    @property
    def imports(self) -> ImportsPage:
        """The page of past imports, opened."""
        if self.shell.current_key() != "imports":
            self.shell.open("imports")
        page = self.shell.current_page()
        assert isinstance(page, ImportsPage)
        return page

    @property
    def review(self) -> ImportReviewPage:
        """The review that is open."""
        page = self.shell.current_page()
        assert isinstance(page, ImportReviewPage)
        return page

    def settle(self) -> None:
        """Wait until nothing is under way in the threads."""
        for _ in range(3):
            until(lambda: self.desk.is_idle)
            QTest.qWait(1)

    def read(self, *paths: Path) -> ImportReviewPage:
        """Read files, each in its process, and wait for the review of the first."""
        self.queue.add(paths or [self.places.later])
        return self._reviewed()

    def offer(self) -> ImportReviewPage:
        """Have the October list waiting for its review, read here to save a process."""
        operation = last_operation(self.desk.connection)
        staged = stage_beside(self.places.register, operation, self.places.later)
        self.queue.stage, self.queue.reviewing = staged.path, Request(self.places.later)
        self.queue.changed.emit()
        self.queue.ready.emit()
        return self._reviewed()

    def _reviewed(self) -> ImportReviewPage:
        until(lambda: self.shell.current_key() == "import-review")
        until(lambda: self.review.summary)
        self.settle()
        return self.review

    def side_files(self) -> list[str]:
        """What lies beside the register that an import made."""
        return [each.name for each in self.places.register.parent.glob(".*.stage*")]

    def close(self) -> None:
        """Close the window and the register."""
        self.queue.close()
        until(lambda: self.queue.reading is None)
        self.desk.close()
        self.shell.close()
        self.shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def texts(model: Any, row: int) -> list[str]:
    """What stands in a row of a table, as text."""
    return [model.index(row, at).data() for at in range(model.columnCount())]
