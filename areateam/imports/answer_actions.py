"""Takes a PCT's answers as decisions about the lines that wait."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import msgspec

from areateam.core.problems import FileProblem
from areateam.core.queries import ANSWERS, ASK, CORRECT, CORRECTED, GONE
from areateam.core.wording import sentence
from areateam.imports.query_answers import Answer, is_answered, read_answers
from areateam.imports.query_views import digest
from areateam.imports.waiting_actions import Decision, Reread
from areateam.imports.waiting_filter import EVERYTHING, FROM, condition_of
from areateam.imports.waiting_views import WaitingLineView, waiting_lines

__all__ = ["Answered", "Answers", "NotTaken", "answers_of", "is_answered", "left_of", "told_of"]


class NotTaken(msgspec.Struct, frozen=True):
    """An answer that decided nothing, and the code of the reason.

    "answer-late": the line was decided meanwhile; "answer-unknown-line": no line in force has its
    mark; "answer-unreadable": the answer is none of those offered.
    """

    answer: Answer
    code: str
    detail: str = ""


class Answers(msgspec.Struct, frozen=True):
    """What a sheet says: decisions to be made, and the lines that need none.

    `again` were answered alike before; `unanswered` stay as they are.
    """

    decisions: tuple[Decision, ...] = ()
    again: int = 0
    unanswered: int = 0
    not_taken: tuple[NotTaken, ...] = ()


class Answered(msgspec.Struct, frozen=True):
    """What came of a sheet."""

    file: str
    answers: Answers
    reread: tuple[Reread, ...]
    operations: tuple[int, ...]

    def count(self, *outcomes: str) -> int:
        """How many lines came out so."""
        return sum(each.outcome in outcomes for each in self.reread)

    @property
    def taken_in(self) -> int:
        """How many lines went into the register."""
        return sum(each.went_in for each in self.reread)


def answers_of(connection: sqlite3.Connection, path: Path) -> Answers:
    """What a sheet or a file of marks decides, held against the lines as they stand now.

    Raises FileProblem "not-answers" where none of its lines came from this register.
    """
    found = read_answers(path)
    known = _lines_of(connection, found)
    if found and not known:
        raise FileProblem("not-answers", path)
    decisions: dict[int, Decision] = {}
    not_taken: list[NotTaken] = []
    counts = {"again": 0, "unanswered": 0}
    for answer in found:
        view = known.get(_key(answer.mark))
        outcome = _judge(answer, view)
        if isinstance(outcome, Decision):
            if decisions.setdefault(outcome.held, outcome) != outcome:
                not_taken.append(NotTaken(answer, "answer-repeated"))
        elif isinstance(outcome, NotTaken):
            not_taken.append(outcome)
        else:
            counts[outcome] += 1
    return Answers(tuple(decisions.values()), not_taken=tuple(not_taken), **counts)


def _key(mark: str) -> str:
    """The part of a mark that names the line as it came."""
    return mark.rpartition("-")[0]


def _lines_of(
    connection: sqlite3.Connection, answers: Sequence[Answer]
) -> dict[str, WaitingLineView]:
    """The waiting lines, of any state, that the marks of answers name; the first of the same."""
    wanted = {_key(answer.mark) for answer in answers}
    places = [key.split("-") for key in wanted if key.count("-") == 2]
    where, values = condition_of(connection, EVERYTHING, besides="state")
    numbers = {int(p[0]) for p in places if p[0].isascii() and p[0].isdigit()}
    begins = {place[1] for place in places}
    rows = connection.execute(
        f"SELECT h.id, h.line, substr(b.sha256, 1, 16) FROM {FROM} WHERE {where} ORDER BY h.id",
        values,
    )
    held = [id_ for id_, line, begin in rows if line in numbers and begin in begins]
    found: dict[str, WaitingLineView] = {}
    for first in range(0, len(held), 500):
        for view in waiting_lines(connection, held=held[first : first + 500]):
            came = digest(view.sha256, view.line, view.came)
            found.setdefault(f"{view.line}-{view.sha256[:16]}-{came}", view)
    return {key: view for key, view in found.items() if key in wanted}


def _judge(answer: Answer, view: WaitingLineView | None) -> Decision | NotTaken | str:
    """What one answer decides: a decision, the reason why it decides nothing, or a count."""
    if view is None:
        return NotTaken(answer, "answer-unknown-line")
    said = _answer_meant(answer, view)
    if said == "":
        return "unanswered"
    if said not in ANSWERS:
        return NotTaken(answer, "answer-unreadable", answer.answer)
    cells = _cells(answer, view)
    if view.state != "open":
        same = {GONE: "no-contract", CORRECT: "taken-in", CORRECTED: "taken-in"}.get(said)
        if same == view.state and (said == GONE or cells == view.cells):
            return "again"
        return NotTaken(answer, "answer-late")
    if said == GONE:
        return Decision(view.held, "no-contract", note=answer.remark)
    if said == ASK:
        return Decision(view.held, "keep", note=answer.remark or "The PCT asks us about it.")
    return Decision(view.held, "read", cells, accept=said == CORRECT, note=answer.remark)


def _answer_meant(answer: Answer, view: WaitingLineView) -> str:
    """The answer as offered; one that was not chosen, over cells that were changed, is meant."""
    said = next((word for word in ANSWERS if word.casefold() == answer.answer.casefold()), None)
    sent = answer.mark.rpartition("-")[2]
    changed = digest(view.sha256, view.line, answer.cells) != sent
    if changed and said in (None, CORRECT) and not (said is None and answer.answer):
        return CORRECTED
    return answer.answer if said is None else said


def _cells(answer: Answer, view: WaitingLineView) -> tuple[str, ...]:
    """The answer's cells, as many as the line has; a sheet has further blank ones."""
    cells = list(answer.cells)
    while len(cells) > len(view.cells) and not cells[-1]:
        cells.pop()
    return tuple(cells + [""] * (len(view.cells) - len(cells)))


def told_of(answered: Answered) -> str:
    """What came of a sheet, or would come of it, as one sentence."""
    parts = [
        (answered.taken_in, "taken in"),
        (answered.count("closed"), "closed"),
        (answered.count("rejected", "doubtful", "kept"), "still waiting"),
        (answered.answers.unanswered, "without an answer"),
        (answered.answers.again, "answered before"),
        (len(answered.answers.not_taken), "not applied"),
    ]
    said = ", ".join(f"{count:,} {words}" for count, words in parts if count)
    return f"{answered.file}: {said or 'no answers'}."


def left_of(answered: Answered) -> list[str]:
    """A sentence for each answer that decided nothing."""
    return [
        sentence(each.code, line=each.answer.row, detail=each.detail)
        for each in answered.answers.not_taken
    ]
