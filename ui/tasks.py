"""Work beside the window: reads in one thread, long jobs in a process of their own."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

MAIN = Path(__file__).resolve().parents[1] / "main.py"
GRACE = 700
_KEPT_LINES = 50


@dataclass(frozen=True)
class _Read:
    token: Hashable
    number: int
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None


class Reads(QObject):
    """Reads one after another in a single long-lived thread.

    `ask("facets", lambda: views.counts(…), panel.set_counts)` calls the second function back in
    the window's thread with what the first returned. A newer question with the same token makes
    the older one stale: it is not begun if it waits, and not delivered if it runs.
    One thread means one connection, and never two reads at once.
    """

    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: SimpleQueue[_Read | None] = SimpleQueue()
        self._latest: dict[Hashable, int] = {}
        self._number = 0
        self._finished.connect(self._deliver)
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def ask(
        self,
        token: Hashable,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do `work` in the thread and call `done` with its result, or `failed` with its exception.

        Without `failed` an exception is raised in the window's thread, as any fault of ours.
        Once closed nothing is asked any more: a page may outlive its register by a moment.
        """
        if self._is_closed:
            return
        self._number += 1
        self._latest[token] = self._number
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="reads", daemon=True)
            self._thread.start()
        self._queue.put(_Read(token, self._number, work, done, failed))

    def cancel(self, token: Hashable) -> None:
        """Forget the question: its answer will not be delivered."""
        self._latest.pop(token, None)

    def close(self) -> None:
        """Forget all questions and end the thread; waits for the one that runs."""
        self._is_closed = True
        self._latest.clear()
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def drain(self) -> None:
        """Do everything that was asked, then end the thread; answers are no longer delivered."""
        self._is_closed = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        self._latest.clear()

    @property
    def waiting(self) -> bool:
        """Whether anything was asked whose answer has not come yet."""
        return bool(self._latest)

    def _is_stale(self, read: _Read) -> bool:
        return self._latest.get(read.token) != read.number

    def _run(self) -> None:
        while (read := self._queue.get()) is not None:
            if self._is_stale(read):
                continue
            try:
                result, fault = read.work(), None
            except Exception as caught:  # noqa: BLE001 - carried to the window's thread
                result, fault = None, caught
            self._finished.emit(read, result, fault)

    def _deliver(self, read: _Read, result: Any, fault: Exception | None) -> None:
        if self._is_stale(read):
            return
        del self._latest[read.token]
        if fault is None:
            read.done(result)
        elif read.failed is not None:
            read.failed(fault)
        else:
            raise fault


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is: `done` of `total` (0 unknown), in words, with the seconds left if known."""

    done: int
    total: int
    words: str
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended: its exit code (-1 when cancelled), its JSON document, and other lines."""

    code: int
    document: dict[str, Any] | None
    lines: tuple[str, ...]

    @property
    def cancelled(self) -> bool:
        """Whether the user stopped it."""
        return self.code == -1


class Job(QObject):
    """A command of ours running as a process.

    It tells its progress as JSON lines on stderr (`{"done": 3, "total": 9, "words": "…"}`) and
    gives one JSON document on stdout. `progress(Step)` and `ended(Outcome)` are its signals.
    """

    progress = Signal(object)
    ended = Signal(object)

    def __init__(self, args: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = QProcess(self)
        self._cancelled = False
        self._began = time.monotonic()
        self._rest = b""
        self._lines: deque[str] = deque(maxlen=_KEPT_LINES)
        self._process.readyReadStandardError.connect(self._read_lines)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        program, before = _own_command()
        self._process.start(program, [*before, *args])

    def cancel(self) -> None:
        """Ask the process to stop, and end it if it has not within a second."""
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._cancelled = True
        self._process.terminate()
        QTimer.singleShot(GRACE, self._process, self._process.kill)

    def _read_lines(self) -> None:
        self._rest += bytes(self._process.readAllStandardError().data())
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            text = line.decode("utf-8", "replace").strip()
            if (step := self._step_in(text)) is not None:
                self.progress.emit(step)
            elif text:
                self._lines.append(text)

    def _step_in(self, text: str) -> Step | None:
        said = _json_object(text)
        if said is None or not {"done", "total"} <= said.keys():
            return None
        done, total = int(said["done"]), int(said["total"])
        elapsed = time.monotonic() - self._began
        left = seconds_left(done, total, elapsed)
        return Step(done, total, str(said.get("words", "")), left)

    def _finished(self, code: int) -> None:
        self._read_lines()
        document = _json_object(bytes(self._process.readAllStandardOutput().data()).decode("utf-8"))
        self.ended.emit(Outcome(-1 if self._cancelled else code, document, tuple(self._lines)))
        self.deleteLater()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.ended.emit(Outcome(70, None, (self._process.errorString(),)))
            self.deleteLater()


def run_process(
    args: Sequence[str],
    on_progress: Callable[[Step], None],
    on_done: Callable[[Outcome], None],
    parent: QObject | None = None,
) -> Job:
    """Run our own command line with `args`; the job is returned so that it can be cancelled.

    It lives until it has ended, or until `parent` (the application when None) goes.
    """
    job = Job(args, parent or QCoreApplication.instance())
    job.progress.connect(on_progress)
    job.ended.connect(on_done)
    return job


def seconds_left(done: int, total: int, elapsed: float) -> float | None:
    """The time the rest will take at the pace so far; None in the first second."""
    if done <= 0 or total <= 0 or elapsed < 1:
        return None
    return elapsed * max(total - done, 0) / done


def _own_command() -> tuple[str, list[str]]:
    if getattr(sys, "frozen", False):
        return sys.executable, []
    return sys.executable, [str(MAIN)]


def _json_object(text: str) -> dict[str, Any] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
