"""Opens copies of what is filed, with what the system opens such files with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ui.desk import Desk


class CopyOpener:
    """Writes a copy beside the window and opens it; `opener` can be replaced.

    What cannot be opened is told through `say`, in a sentence.
    """

    def __init__(self, desk: Desk, say: Callable[[str], object]) -> None:
        self._desk = desk
        self._say = say
        self.opener: Callable[[QUrl], object] = QDesktopServices.openUrl

    def open(self, write_copy: Callable[[Any], Path]) -> None:
        """Open the copy that this writes."""
        self._desk.read(
            "open document", lambda connection: outcome(partial(write_copy, connection)),
            self._opened,
        )  # fmt: skip

    def _opened(self, path: Path | Problem) -> None:
        if isinstance(path, Problem):
            self._say(problem_sentence(path))
        elif self.opener(QUrl.fromLocalFile(str(path))) is False:
            self._say(f"Nothing on this computer opens {path.name}. Save a copy.")


def outcome(work: Callable[[], Path]) -> Path | Problem:
    """What work gave, or the problem that it met."""
    try:
        return work()
    except Problem as problem:
        return problem
