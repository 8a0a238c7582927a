"""Reads answer in order in one thread, stale ones are dropped; jobs are processes of our own."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ui.tasks
from ui.tasks import Outcome, Reads, Step, run_process, seconds_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

TALKS = """
import json, sys
print("not progress", file=sys.stderr)
for done in (1, 2):
    print(json.dumps({"done": done, "total": 2, "words": "Reading"}), file=sys.stderr, flush=True)
print(json.dumps({"args": sys.argv[1:]}))
sys.exit(3)
"""
SLEEPS = 'import time, sys\nprint(\'{"done": 0, "total": 9}\', file=sys.stderr, flush=True)\n'


@pytest.fixture
def reads(qapp: object) -> Iterator[Reads]:
    made = Reads()
    yield made
    made.close()


def _with_thread(number: int) -> tuple[int, int]:
    return number, threading.get_ident()


def test_results_come_back_in_this_thread(reads: Reads, qtbot: QtBot) -> None:
    got: list[tuple[int, int]] = []
    heard_in: set[int] = set()

    def hear(answer: tuple[int, int]) -> None:
        got.append(answer)
        heard_in.add(threading.get_ident())

    for number in range(3):
        reads.ask(number, partial(_with_thread, number), hear)
    qtbot.waitUntil(lambda: len(got) == 3, timeout=1000)
    assert [number for number, _ in got] == [0, 1, 2]
    worked_in = {thread for _, thread in got}
    assert len(worked_in) == 1
    assert heard_in == {threading.get_ident()}
    assert not worked_in & heard_in


def test_a_newer_question_makes_the_older_stale(reads: Reads, qtbot: QtBot) -> None:
    gate = threading.Event()
    worked: list[str] = []
    got: list[str] = []

    def work(name: str) -> str:
        worked.append(name)
        return name

    reads.ask("slow", gate.wait, lambda _: None)
    reads.ask("facets", lambda: work("old"), got.append)
    reads.ask("facets", lambda: work("new"), got.append)
    reads.ask("other", lambda: work("gone"), got.append)
    reads.cancel("other")
    gate.set()
    reads.ask("last", lambda: "last", got.append)
    qtbot.waitUntil(lambda: got[-1:] == ["last"], timeout=1000)
    assert got == ["new", "last"]
    assert worked == ["new"]


def test_an_answer_cancelled_while_it_is_read_is_dropped(reads: Reads, qtbot: QtBot) -> None:
    begun, gate = threading.Event(), threading.Event()
    got: list[Any] = []

    def work() -> str:
        begun.set()
        gate.wait()
        return "stale"

    reads.ask("facets", work, got.append)
    begun.wait()
    reads.cancel("facets")
    gate.set()
    reads.ask("last", lambda: "last", got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=1000)
    assert got == ["last"]


def test_a_failure_reaches_who_asked(reads: Reads, qtbot: QtBot) -> None:
    got: list[Exception] = []
    reads.ask("broken", lambda: 1 // 0, lambda _: None, got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=1000)
    assert isinstance(got[0], ZeroDivisionError)


def test_a_failure_that_nobody_takes_is_raised_here(reads: Reads, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as raised:
        reads.ask("broken", lambda: 1 // 0, lambda _: None)
        qtbot.waitUntil(lambda: bool(raised), timeout=1000)
    assert raised[0][0] is ZeroDivisionError


def test_a_job_tells_its_progress_and_its_end(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "main.py"
    script.write_text(TALKS, encoding="utf-8")
    monkeypatch.setattr(ui.tasks, "MAIN", script)
    steps: list[Step] = []
    ends: list[Outcome] = []
    run_process(["import", "a.csv"], steps.append, ends.append)
    qtbot.waitUntil(lambda: bool(ends), timeout=10_000)
    assert [(step.done, step.total, step.words) for step in steps] == [
        (1, 2, "Reading"),
        (2, 2, "Reading"),
    ]
    assert ends == [Outcome(3, {"args": ["import", "a.csv"]}, ("not progress",))]
    assert not ends[0].cancelled


def test_a_job_can_be_cancelled(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "main.py"
    script.write_text(SLEEPS + "time.sleep(60)", encoding="utf-8")
    monkeypatch.setattr(ui.tasks, "MAIN", script)
    steps: list[Step] = []
    ends: list[Outcome] = []
    job = run_process([], steps.append, ends.append)
    qtbot.waitUntil(lambda: bool(steps), timeout=10_000)
    job.cancel()
    qtbot.waitUntil(lambda: bool(ends), timeout=10_000)
    assert ends[0].cancelled


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "left"),
    [(50, 100, 10.0, 10.0), (0, 100, 10.0, None), (50, 0, 10.0, None), (5, 100, 0.5, None)],
)
def test_time_left_is_told_once_it_is_known(
    done: int, total: int, elapsed: float, left: float | None
) -> None:
    assert seconds_left(done, total, elapsed) == left


def test_once_closed_nothing_is_asked_any_more(qapp: object) -> None:
    reads = Reads()
    asked: list[int] = []
    reads.ask("first", lambda: asked.append(1), lambda _: None)
    reads.drain()
    reads.ask("late", lambda: asked.append(2), lambda _: None)
    assert asked == [1]
    assert not reads.waiting
    assert "reads" not in {thread.name for thread in threading.enumerate()}
