"""Who answers for a case: whom a late step goes to, who must be asked before it is closed."""

from __future__ import annotations

import json
import sqlite3
from datetime import date

import msgspec

from areateam.duties.contact_views import ContactView
from areateam.duties.duty_views import AnswerView, FunctionView, answers, matrices, matrix_view


class Covers(msgspec.Struct, frozen=True):
    """What belongs to a function by keys: contracts of groups and types, cases of procedures."""

    groups: frozenset[str]
    types: frozenset[str]
    procedures: frozenset[str]

    def serves(self, procedure: str, group: str, kind: str) -> bool:
        """Whether a procedure at a contract of a group and a type belongs to it."""
        return (
            procedure in self.procedures
            and (not self.groups or group in self.groups)
            and (not self.types or not kind or kind in self.types)
        )


def covers_of(text: str) -> Covers:
    """What a function's `covers` states."""
    stated = json.loads(text or "{}")
    return Covers(*(frozenset(stated.get(key, ())) for key in ("groups", "types", "procedures")))


class CaseAnswer(msgspec.Struct, frozen=True):
    """The function that a case belongs to, and what each body is to it on a day.

    `after` are the answers from the day of the change on, `change` that day, while it is ahead.
    """

    function: FunctionView
    answers: tuple[AnswerView, ...]
    change: date
    after: tuple[AnswerView, ...] = ()

    @property
    def accountable(self) -> tuple[AnswerView, ...]:
        """Those a late step goes to."""
        return tuple(each for each in self.answers if "A" in each.duty.letters)

    @property
    def successors(self) -> tuple[AnswerView, ...]:
        """Those who are accountable from the change on and are not yet."""
        now = {each.body.code for each in self.accountable}
        return tuple(e for e in self.after if "A" in e.duty.letters and e.body.code not in now)

    @property
    def asked(self) -> tuple[AnswerView, ...]:
        """Those who must be asked before the case is closed."""
        return tuple(each for each in self.answers if each.duty.letters == "C")

    @property
    def told(self) -> tuple[AnswerView, ...]:
        """Those who are told how it ended."""
        return tuple(each for each in self.answers if each.duty.letters == "I")


def case_answer(connection: sqlite3.Connection, case: int, day: date) -> CaseAnswer | None:
    """Who answers for a case on a day; None where its procedure belongs to no function.

    The function with the closest contracts counts: of a type before of a group. Of several
    matrices the first that speaks of the day.
    """
    row = connection.execute(
        "SELECT c.procedure_key, coalesce(k.group_key, ''), coalesce(k.contract_type, '')"
        " FROM case_file c LEFT JOIN contract k ON k.id = c.contract_id WHERE c.id = ?",
        (case,),
    ).fetchone()
    if row is None:
        return None
    for head in matrices(connection):
        found = [
            (bool(covers.types), number)
            for number, text in connection.execute(
                "SELECT id, covers FROM duty_function WHERE matrix_id = :matrix"
                " AND coalesce(valid_from, :day) <= :day AND coalesce(valid_to, :day) >= :day"
                " ORDER BY position",
                {"matrix": head.id, "day": day.isoformat()},
            )
            if (covers := covers_of(text)).serves(*row)
        ]
        if found and head.shown_from <= day <= head.shown_to:
            matrix = matrix_view(connection, head.key)
            number = max(found, key=lambda each: each[0])[1]
            function = next(each for each in matrix.functions if each.id == number)
            after = answers(matrix, function, head.change_on) if day < head.change_on else ()
            held = tuple(answers(matrix, function, day))
            return CaseAnswer(function, held, head.change_on, tuple(after))
    return None


def person_words(people: tuple[ContactView, ...]) -> str:
    """The first person to ring with the number, "" for nobody."""
    return f"{people[0].person} {people[0].phone}".strip() if people else ""
