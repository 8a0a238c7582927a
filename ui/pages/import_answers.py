"""Answered query sheets on their way in: shown what would come of each, then taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from areateam.imports.answer_actions import is_answered, left_of, told_of
from ui.style.marks import Shape, Tone
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from areateam.core.problems import Problem
    from areateam.imports.answer_actions import Answered
    from ui.desk import Desk


Said = tuple[Tone, list[Span], list[Span]]
"""What a banner says: its tone, its words, its links."""


class AnswersIn(QObject):
    """Tells answers from lists, and takes one sheet after another.

    `said(Said or None)` is what there is to say: what would come of a sheet before anything is
    written, with the links "take" and "leave", and what came of it. `refused(problem)` where a
    sheet cannot be used.
    """

    said = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: list[Path] = []
        self.current: Path | None = None

    def part(self, paths: Sequence[Path], lists: Callable[[list[Path]], None]) -> None:
        """Give the lists among some files to `lists`, and look at the answers."""

        def parted(answers: list[Path]) -> None:
            self._waiting += answers
            rest = [path for path in paths if path not in answers]
            if rest:
                lists(rest)
            self._next()

        self._desk.read("answers", lambda _: [path for path in paths if is_answered(path)], parted)

    def take(self) -> None:
        """Take the answers that were looked at."""
        path = self.current
        if path is None:
            return

        def done(answered: Answered) -> None:
            self.current = None
            words = [Span(answered_words(answered), mark=Shape.OK, strong=True)]
            undo = [Span("Undo", link=f"undo {op}") for op in answered.operations[-1:]]
            self.said.emit((Tone.OK, words, undo))
            self._next()

        self._desk.run(lambda office: office.take_answers(path), done, self._refuse)

    def leave(self) -> None:
        """Leave them, and look at the next."""
        self.current = None
        self.said.emit(None)
        self._next()

    def _next(self) -> None:
        if self.current is not None or not self._waiting:
            return
        path = self.current = self._waiting.pop(0)
        self._desk.tend(
            lambda office: office.take_answers(path, dry_run=True),
            self._looked_at,
            self._refuse,
        )

    def _looked_at(self, answered: Answered) -> None:
        words = [Span(answered_words(answered)), Span("  Nothing is written yet.", tone=Tone.QUIET)]
        links = [Span("Take the answers", link="take"), Span("    "), Span("Leave", link="leave")]
        self.said.emit((Tone.ACCENT, words, links))

    def _refuse(self, problem: Problem) -> None:
        self.current = None
        self.refused.emit(problem)
        self._next()


def answered_words(answered: Answered, *, shown: int = 3) -> str:
    """What came, or would come, of a sheet, with the first answers that decide nothing."""
    left = left_of(answered)
    more = f" And {len(left) - shown:,} more." if len(left) > shown else ""
    return " ".join([told_of(answered), *left[:shown]]) + more
