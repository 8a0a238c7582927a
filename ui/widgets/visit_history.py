"""Where the user has been: back and forward as in a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 100


@dataclass(frozen=True)
class Visit:
    """A page and what it was opened with."""

    key: str
    args: Mapping[str, object] = field(default_factory=dict)


class VisitHistory:
    """The visited pages and which of them is shown; the oldest are forgotten."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._at = -1

    @property
    def current(self) -> Visit | None:
        """The visit that is shown."""
        return self._visits[self._at] if self._visits else None

    @property
    def can_back(self) -> bool:
        """Whether there is a page before this one."""
        return self._at > 0

    @property
    def can_forward(self) -> bool:
        """Whether there is a page after this one."""
        return self._at < len(self._visits) - 1

    def visit(self, visit: Visit) -> None:
        """Go to a new place; what lay ahead is forgotten. The same place twice counts once."""
        if visit == self.current:
            return
        self._visits = [*self._visits[: self._at + 1], visit][-LONGEST:]
        self._at = len(self._visits) - 1

    def step(self, by: int) -> Visit | None:
        """Go back (-1) or forward (1); None when there is nothing there."""
        if not 0 <= self._at + by < len(self._visits):
            return None
        self._at += by
        return self.current
