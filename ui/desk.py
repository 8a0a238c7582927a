"""What every page is given: the open register, reads beside the window, writes one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from areateam.cases.rulebook_views import definitions
from areateam.catalogue.catalogue import Catalogue
from areateam.core.dates import format_date
from areateam.core.problems import Problem, UserProblem
from areateam.core.wording import problem_sentence, sentence
from areateam.ledger.ledger import Write, Written
from areateam.office import Office
from areateam.variation.held_views import FiguresKept
from ui.refresh import Refresh
from ui.settings import Settings
from ui.tasks import Job, Outcome, Reads, Step, run_process

T = TypeVar("T")

_READ_FAULTS = {
    sqlite3.SQLITE_CORRUPT: "register-damaged",
    sqlite3.SQLITE_NOTADB: "register-damaged",
    sqlite3.SQLITE_IOERR: "disk-error",
    sqlite3.SQLITE_CANTOPEN: "register-unreadable",
    sqlite3.SQLITE_FULL: "disk-full",
}


class OpenRegister(QObject):
    """A register that is opened in its writing thread, and the day it is looked at on.

    `going(day)` says that the register of an earlier day is being read; `date_changed` that the
    day looked at is another, once every reading is of it.
    """

    ready = Signal()
    date_changed = Signal()
    going = Signal(object)

    def __init__(
        self,
        open_register: Callable[[], Office],
        settings: Settings,
        parent: QObject | None = None,
        refresh: Refresh | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.refresh = refresh or Refresh(self)
        self._open_register = open_register
        self._reads = Reads(self)
        self._writes = Reads(self)
        self._office: Office | None = None
        self._opened: Office | None = None
        self._connection: sqlite3.Connection | None = None
        self._beside: sqlite3.Connection | None = None
        self._stood, self._stood_here = FiguresKept(), FiguresKept()
        self._then: sqlite3.Connection | None = None
        self._home: date | None = None
        self._path: Path | None = None

    # ---- opening and closing

    def start(self, failed: Callable[[Exception], None]) -> None:
        """Open the register in the writing thread; `ready` or `failed` follows."""

        def open_here() -> Office:
            self._opened = self._open_register()
            return self._opened

        def opened(office: Office) -> None:
            self._office = office
            self._path = office.path
            self._connection = office.store.reader()
            self.ready.emit()

        self._writes.ask("open", open_here, opened, failed)

    def close(self) -> None:
        """Finish what is being written, close the register and end the threads."""
        self._reads.close()
        self._stood.close()
        self._stood_here.close()
        for connection in (self._connection, self._beside):
            if connection is not None:
                connection.close()
        self._connection = self._beside = self._then = self._office = None

        def close_here() -> None:
            # Also a register that was opened so late that nobody heard of it.
            if self._opened is not None:
                self._opened.close()
                self._opened = None

        self._writes.ask("close", close_here, _nothing)
        self._writes.drain()

    @property
    def is_writing(self) -> bool:
        """Whether something is being written, so that closing would have to wait."""
        return self._writes.waiting

    @property
    def is_idle(self) -> bool:
        """Whether every question is answered and everything written."""
        return not (self._writes.waiting or self._reads.waiting)

    # ---- what is open

    @property
    def is_open(self) -> bool:
        """Whether the register is open still."""
        return self._office is not None

    @property
    def office(self) -> Office:
        """The open register; the window's thread reads its catalogue, path, user and dates only."""
        if self._office is None:
            raise RuntimeError("the register is not open yet")
        return self._office

    @property
    def catalogue(self) -> Catalogue:
        """The definitions, with those of this register laid over; for the window's thread."""
        return definitions(self.connection, self.office.catalogue)

    @property
    def path(self) -> Path:
        """Where the register lies, or lay before it was closed."""
        return self._path or self.office.path

    @property
    def connection(self) -> sqlite3.Connection:
        """For short reads in the window's thread, of the register on the day looked at."""
        return self._then or self.present

    @property
    def present(self) -> sqlite3.Connection:
        """The register of now, whatever day is looked at; for the window's thread."""
        if self._connection is None:
            raise RuntimeError("the register is not open yet")
        return self._connection

    # ---- the day looked at

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

    def set_home_day(self, day: date | None) -> None:
        """Let a demonstration register take a day of its own for today."""
        self._home = day
        self.office.as_at = day
        self.date_changed.emit()

    def look_at(self, day: date | None) -> None:
        """Travel to a day, or back to today with None; every page reads again.

        The register of an earlier day is read beside the window first, once for it and once for
        the longer reads, both at a time, and kept while that day is looked at.
        """
        to = self._home if day is None or day == self.home_day else day
        home = self.home_day
        if to is None or to >= home:
            # What is kept of another day would hold on to the file's log.
            self._reads.ask("day", self._stood.close, _nothing)
            self._stand_on(to, FiguresKept(), None)
            return
        self.going.emit(to)

        def read() -> tuple[FiguresKept, sqlite3.Connection]:
            kept, beside = FiguresKept(), self._present_beside()
            with ThreadPoolExecutor(1) as other:
                here = other.submit(kept.on, beside, to, home)
                self._stood.on(beside, to, home)
                return kept, here.result()

        def arrived(found: tuple[FiguresKept, sqlite3.Connection]) -> None:
            kept, then = found
            # Where nothing was changed since, the register of now is that of then.
            self._stand_on(to, kept, None if then is self._beside else then)

        self._reads.ask("day", read, arrived, self._read_failed)

    def _stand_on(
        self, day: date | None, kept: FiguresKept, then: sqlite3.Connection | None
    ) -> None:
        """Read of a day from now on, and let go of the one before."""
        before, self._stood_here, self._then = self._stood_here, kept, then
        self.office.as_at = day
        self.date_changed.emit()
        self.refresh.announce()
        # To let go of whole tables takes a while.
        self._reads.ask(("left", id(before)), before.close, _nothing)

    def _present_beside(self) -> sqlite3.Connection:
        """The reading thread's connection to the register of now."""
        if self._beside is None:
            self._beside = self.office.store.reader()
        return self._beside

    def _read_failed(self, error: Exception) -> None:
        raise NotImplementedError  # a Qt object cannot be an abstract class

    @property
    def today(self) -> date:
        """The day everything is worked out for."""
        return self.office.today()


class Desk(OpenRegister):
    """An open register as the pages see it.

    `connection` reads in the window's thread: for one record or one page of a list. Longer
    questions go through `read`, to a thread with a connection of its own. All writing happens in
    one other thread, which opened the register and alone may touch `office.store`; `write`,
    `undo`, `redo` and `run` go there and call back in the window's thread. `problem` carries a
    sentence for the user; `ready` says that the register is open; `job_started` a process whose
    progress the status bar shows, with words for what it does. `open(key, **args)` opens a page.
    `told` carries a sentence that only informs.
    """

    problem = Signal(str)
    told = Signal(str)
    busy = Signal(bool)
    job_started = Signal(object, str)

    def __init__(
        self,
        open_register: Callable[[], Office],
        settings: Settings,
        parent: QObject | None = None,
        refresh: Refresh | None = None,
    ) -> None:
        super().__init__(open_register, settings, parent, refresh)
        self.open: Callable[..., None] = _open_nothing
        self._numbers = count()

    # ---- reading

    def read(
        self,
        token: str,
        work: Callable[[sqlite3.Connection], T],
        done: Callable[[T], None],
    ) -> None:
        """Do a longer read beside the window, of the register on the day looked at.

        A newer one with the same token replaces it.

        A damaged file or a failing disk reaches the user through `problem`; any other exception
        is a fault of ours and is raised in the window's thread.
        """
        self._reads.ask(token, lambda: work(self.beside_connection()), done, self._read_failed)

    @property
    def reads(self) -> Reads:
        """The reading thread, for parts that ask it themselves with `beside_connection`."""
        return self._reads

    def beside_connection(self) -> sqlite3.Connection:
        """The register on the day looked at, for the reading thread; only to be used there."""
        return self._stood.on(self._present_beside(), self.today, self.home_day)

    def _read_failed(self, error: Exception) -> None:
        number = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if isinstance(error, Problem):
            self.problem.emit(problem_sentence(error))
        elif isinstance(error, sqlite3.Error) and number in _READ_FAULTS:
            words = sentence(_READ_FAULTS[number], path=str(self.path), detail="")
            self.problem.emit(words)
        else:
            raise error

    # ---- writing

    @property
    def why_locked(self) -> str:
        """Why nothing can be changed here and now; "" where it can."""
        if self.writable:
            return ""
        if self.looks_back:
            day = format_date(self.today.isoformat())
            return f"You are looking at {day}. Nothing can be changed here."
        return "The register is open for reading only."

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
        self.run(lambda office: office.undo(operation))

    def redo(self) -> None:
        """Bring the last undone operation back."""
        self.run(lambda office: office.redo())

    def run(
        self,
        work: Callable[[Office], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Change the register in the writing thread; refused while another day is looked at.

        A `Problem` goes to `failed`, or as a sentence to `problem`; any other exception is a
        fault of ours and is raised in the window's thread.
        """
        if self.looks_back:
            day = format_date(self.today.isoformat())
            self._tell(UserProblem("another-day", day=day), failed)
            return
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
            self._tell(error, failed)

        token = ("write", next(self._numbers))
        opened = self.office
        self._writes.ask(token, lambda: work(opened), finished, broken)

    def _tell(self, problem: Problem, failed: Callable[[Problem], None] | None) -> None:
        if failed is not None:
            failed(problem)
        else:
            self.problem.emit(problem_sentence(problem))

    def tend(
        self,
        work: Callable[[Office], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Do something in the writing thread that changes no record, so that no page re-reads."""
        opened = self.office

        def broken(error: Exception) -> None:
            if not isinstance(error, Problem):
                raise error
            self._tell(error, failed)

        token = ("tend", next(self._numbers))
        self._writes.ask(token, lambda: work(opened), done or _nothing, broken)

    def run_command(self, args: Sequence[str], words: str, done: Callable[[Outcome], None]) -> Job:
        """Run a command of ours beside the window; the status bar shows how far it is."""
        job = run_process(args, _no_step, done, self)
        self.job_started.emit(job, words)
        return job


def _nothing(_: Any) -> None:
    """Nothing more to do."""


def _open_nothing(key: str, /, **args: Any) -> None:
    """No window has lent its way of opening pages yet."""


def _no_step(_: Step) -> None:
    """The status bar listens for itself."""
