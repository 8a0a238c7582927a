"""What every page is given: the open register, reads beside the window, writes one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from areateam.catalogue.catalogue import Catalogue
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.ledger.ledger import Write, Written
from areateam.office import Office
from ui.refresh import Refresh
from ui.settings import Settings
from ui.tasks import Reads

T = TypeVar("T")


class Desk(QObject):
    """An open register as the pages see it.

    `connection` reads in the window's thread: for one record or one page of a list. Longer
    questions go through `read`, to a thread with a connection of its own. All writing happens in
    one other thread, which opened the register and alone may touch `office.store`; `write`,
    `undo`, `redo` and `run` go there and call back in the window's thread. `problem` carries a
    sentence for the user; `ready` says that the register is open.
    """

    ready = Signal()
    problem = Signal(str)
    busy = Signal(bool)

    def __init__(
        self,
        open_register: Callable[[], Office],
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.refresh = Refresh(self)
        self.open: Callable[..., None] = lambda key, **args: None
        self._open_register = open_register
        self._reads = Reads(self)
        self._writes = Reads(self)
        self._numbers = count()
        self._office: Office | None = None
        self._connection: sqlite3.Connection | None = None
        self._beside: sqlite3.Connection | None = None

    def start(self, failed: Callable[[Exception], None]) -> None:
        """Open the register in the writing thread; `ready` or `failed` follows."""

        def opened(office: Office) -> None:
            self._office = office
            self._connection = office.store.reader()
            self.ready.emit()

        self._writes.ask("open", self._open_register, opened, failed)

    @property
    def office(self) -> Office:
        """The open register; only its catalogue, path, user and dates are for the window's thread."""
        if self._office is None:
            raise RuntimeError("the register is not open yet")
        return self._office

    @property
    def catalogue(self) -> Catalogue:
        """The definitions."""
        return self.office.catalogue

    @property
    def path(self) -> Path:
        """Where the register lies."""
        return self.office.path

    @property
    def writable(self) -> bool:
        """Whether anything can be changed: the lock is ours and the date looked at is today's."""
        return self.office.store.writable and not self.looks_back

    @property
    def looks_back(self) -> bool:
        """Whether another day than today is looked at. The demonstration's own day is its today."""
        return self.office.as_at is not None and self.office.as_at != self.home_day

    @property
    def home_day(self) -> date:
        """Today, or the day on which a demonstration register stands."""
        return self._home or self.office.now().date()

    _home: date | None = None

    def set_home_day(self, day: date | None) -> None:
        """Let a demonstration register take a day of its own for today."""
        self._home = day
        self.office.as_at = day

    def look_at(self, day: date | None) -> None:
        """Travel to a day, or back to today with None; every page reads again."""
        self.office.as_at = day or self._home
        self.refresh.announce()

    @property
    def today(self) -> date:
        """The day everything is worked out for."""
        return self.office.today()

    @property
    def connection(self) -> sqlite3.Connection:
        """For short reads in the window's thread."""
        if self._connection is None:
            raise RuntimeError("the register is not open yet")
        return self._connection

    def read(
        self,
        token: str,
        work: Callable[[sqlite3.Connection], T],
        done: Callable[[T], None],
    ) -> None:
        """Do a longer read beside the window; a newer one with the same token replaces it."""
        self._reads.ask(token, lambda: work(self._beside_connection()), done)

    def _beside_connection(self) -> sqlite3.Connection:
        if self._beside is None:
            self._beside = self.office.store.reader()
        return self._beside

    def write(
        self,
        label: str,
        function: Callable[[Write], T],
        done: Callable[[Written[T]], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Write one labelled operation; pages hear of the changes before `done` is called."""
        self.run(lambda office: office.write(label, function), done, failed)

    def undo(self, operation: int | None = None) -> None:
        """Take back an operation, the last one if none is named."""
        self.run(lambda office: office.undo(operation), _nothing)

    def redo(self) -> None:
        """Bring the last undone operation back."""
        self.run(lambda office: office.redo(), _nothing)

    def run(
        self,
        work: Callable[[Office], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Do anything with the register in the writing thread.

        A `Problem` goes to `failed`, or as a sentence to `problem`; any other exception is a
        fault of ours and is raised in the window's thread.
        """
        self.busy.emit(True)

        def finished(result: T) -> None:
            self.busy.emit(False)
            if isinstance(result, Written):
                if result.changes is not None:
                    self.refresh.announce(result.changes)
            else:
                self.refresh.announce()
            if done is not None:
                done(result)

        def broken(error: Exception) -> None:
            self.busy.emit(False)
            if not isinstance(error, Problem):
                raise error
            if failed is not None:
                failed(error)
            else:
                self.problem.emit(problem_sentence(error))

        token = ("write", next(self._numbers))
        self._writes.ask(token, lambda: work(self.office), finished, broken)

    def close(self) -> None:
        """Finish what is being written, close the register and end the threads."""
        self._reads.close()
        for connection in (self._connection, self._beside):
            if connection is not None:
                connection.close()
        self._connection = self._beside = None
        if self._office is not None:
            office, self._office = self._office, None
            self._writes.ask("close", office.close, _nothing)
        self._writes.drain()


def _nothing(_: Any) -> None:
    """Nothing more to do."""
