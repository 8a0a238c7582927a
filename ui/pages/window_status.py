"""Keeps the status bar: what is stored, how old the backup is, what runs, who works here."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject

from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.office import Office
from ui.desk import Desk
from ui.style.marks import Shape
from ui.tasks import Job, Step
from ui.widgets.status_line import StatusLine

_STORED, _WRITING = "Everything stored", "Writing…"
_CLOSING = "Writing… the window closes when it is done"


class StatusKeeper(QObject):
    """Listens to the desk and fills the status bar."""

    def __init__(self, line: StatusLine, desk: Desk) -> None:
        super().__init__(line)
        self._line = line
        self._desk = desk
        self._writing = 0
        self._job: Job | None = None
        self._words = ""
        desk.busy.connect(self._busy)
        desk.job_started.connect(self._started)
        line.progress.cancelled.connect(self._cancel)
        self._say_state()

    def reread(self) -> None:
        """Look again how old the backup is and who works here."""
        desk = self._desk
        self._line.set_user(desk.office.user)
        desk.read("backup", lambda _: desk.office.last_backup(), self._show_backup)

    def _show_backup(self, backup: object) -> None:
        made = getattr(backup, "made_at", None)
        now = self._desk.office.now()
        self._line.set_backup(*backup_words(made, now))

    def set_contracts(self, count: int) -> None:
        """How many contracts there are."""
        self._line.set_counts(f"{count:,} contract" if count == 1 else counted(count, "contract"))

    def back_up(self) -> None:
        """Make a backup now, in the writing thread."""
        self._busy(on=True)

        def done(_: object) -> None:
            self._busy(on=False)
            self.reread()
            self._desk.told.emit("A backup was made and checked.")

        def work(office: Office) -> object:
            return office.back_up("asked for")

        def failed(problem: Problem) -> None:
            self._busy(on=False)
            self._desk.problem.emit(problem_sentence(problem))

        self._desk.tend(work, done, failed)

    # ---- writing

    def _busy(self, on: bool) -> None:
        self._writing += 1 if on else -1
        self._say_state()

    def _say_state(self) -> None:
        if self._writing > 0:
            self._line.set_state(_WRITING, Shape.NOTHING)
        elif not self._desk.office.store.writable:
            self._line.set_state("Open for reading only", Shape.RISK)
        else:
            self._line.set_state(_STORED)

    def say_closing(self) -> None:
        """Say why the window is still there."""
        self._line.set_state(_CLOSING, Shape.RISK)

    # ---- processes

    def _started(self, job: Job, words: str) -> None:
        self._job, self._words = job, words
        self._line.progress.set_cancellable(cancellable=True)
        self._line.progress.show_progress(words, 0, 0, None)
        job.progress.connect(self._step)
        job.ended.connect(lambda _: self._ended(job))

    def _step(self, step: Step) -> None:
        words = step.words or self._words
        self._line.progress.show_progress(words, step.done, step.total, step.seconds_left)

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._line.progress.finish()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def finish(self) -> None:
        """Stop what runs: the window closes."""
        self._cancel()


def backup_words(made: datetime | None, now: datetime) -> tuple[str, Shape | None]:
    """How old a backup is, in words, with a mark from the second day on."""
    if made is None:
        return "No backup yet", Shape.RISK
    age = (now - made).total_seconds()
    if age < 120:
        return "Backup just made, checked", None
    if age < 7200:
        return f"Backup {int(age // 60)} min old, checked", None
    if age < 48 * 3600:
        return f"Backup {int(age // 3600)} h old, checked", None
    words = (
        f"Backup of {format_date(made.date().isoformat())}, {counted(int(age // 86400), 'day')} old"
    )
    return words, Shape.RISK
