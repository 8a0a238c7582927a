"""Long work is stopped by its listener."""

from __future__ import annotations

import pytest

from areateam.core.problems import Cancelled
from areateam.core.progress import Progress, Quiet, Stoppable


def test_steps_are_shown_until_the_user_stops_the_work() -> None:
    shown: list[tuple[int, int, str]] = []
    progress: Progress = Stoppable(
        lambda done, total, words: shown.append((done, total, words)), lambda: len(shown) == 2
    )
    progress.step(1, 3, "Reading")
    progress.step(2, 3, "Reading")
    with pytest.raises(Cancelled):
        progress.step(3, 3, "Reading")
    assert shown == [(1, 3, "Reading"), (2, 3, "Reading")]


def test_a_quiet_listener_lets_all_work_pass() -> None:
    progress: Progress = Quiet()
    progress.step(1, 0, "Reading")
