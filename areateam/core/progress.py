"""How long work tells how far it is, and how it learns that it must stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from areateam.core.problems import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable


class Progress(Protocol):
    """Whoever listens to long work."""

    def step(self, done: int, total: int, words: str) -> None:
        """Take note of `done` out of `total` (0 where the total is unknown).

        `words` say what is being done, such as "Reading epraccur.csv". Raises Cancelled once
        the user has stopped the work.
        """


class Quiet:
    """A listener that shows nothing and never stops the work."""

    def step(self, done: int, total: int, words: str) -> None:
        """Take no notice."""


class Stoppable:
    """A listener that shows each step and stops the work when asked to.

    `show` is called with done, total and words; `is_stopped` is asked before it.
    """

    def __init__(
        self, show: Callable[[int, int, str], None], is_stopped: Callable[[], bool]
    ) -> None:
        self._show = show
        self._is_stopped = is_stopped

    def step(self, done: int, total: int, words: str) -> None:
        """Show the step; raises Cancelled instead when the user has stopped the work."""
        if self._is_stopped():
            raise Cancelled
        self._show(done, total, words)
