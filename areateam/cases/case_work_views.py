"""Reads what the law wants done in cases by a date: like things in one line, for the home page."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from areateam.cases.appeal_views import appeal_of_case
from areateam.cases.case_due_views import APPEAL, DueStep, cases_due
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import case_ref
from areateam.cases.case_views import case_view
from areateam.cases.clock_words import explain, explain_steps
from areateam.contracts.contract_rules import Derived
from areateam.core.dates import format_weekday_date

_NAMED = 200
"""So many cases a list can be narrowed to by their numbers; more by what is due next."""
_EXPLAINED = 24
"""So many lines, more than a page shows, come with their whole derivation."""


class CaseWork(msgspec.Struct, frozen=True):
    """A step by law due on a day, in one case or in several of the same procedure.

    `title` and `name` are those of the case and its contract, `name` blank where there are
    several. `people` are the managers who answer for them; `unmanaged` is how many have none.
    """

    derived: Derived
    cases: tuple[int, ...]
    step: str
    label: str
    title: str
    procedure: str
    name: str
    people: tuple[str, ...]
    unmanaged: int

    @property
    def count(self) -> int:
        """How many cases it stands for."""
        return len(self.cases)

    def where(self, manager: str = "") -> tuple[str, ...]:
        """The conditions of the case list that leave its cases."""
        if self.count <= _NAMED:
            return (f"ref={'|'.join(case_ref(case) for case in self.cases)}",)
        own = (f"manager={manager}",) if manager else ()
        due = f"next_due={self.derived.value}"
        return ("state=open", f"procedure={self.procedure}", due, *own)


def case_work(
    connection: sqlite3.Connection, book: Rulebook, within: int, manager: str = ""
) -> list[CaseWork]:
    """The steps by law due up to `within` days after today, the earliest first.

    Like are: the same step of the same procedure on the same day. With a `manager` only theirs.
    """
    grouped: dict[tuple[str, str, str], list[DueStep]] = {}
    for due in cases_due(connection, book, within, by_law=True):
        if not manager or due.manager == manager:
            grouped.setdefault((due.working, due.procedure, due.step), []).append(due)
    return [
        _line(connection, book, dues, whole=place < _EXPLAINED)
        for place, dues in enumerate(grouped.values())
    ]


def _line(
    connection: sqlite3.Connection, book: Rulebook, dues: Sequence[DueStep], *, whole: bool
) -> CaseWork:
    first = dues[0]
    names = [due.manager for due in dues]
    return CaseWork(
        derived=_derived(connection, book, first, whole=whole),
        cases=tuple(due.case for due in dues),
        step=first.step,
        label=first.label,
        title=first.title,
        procedure=first.procedure,
        name=first.name if len(dues) == 1 else "",
        people=tuple(sorted({name for name in names if name})),
        unmanaged=sum(not name for name in names),
    )


def _derived(
    connection: sqlite3.Connection, book: Rulebook, due: DueStep, *, whole: bool
) -> Derived:
    if whole and due.step == APPEAL:
        appeal = appeal_of_case(connection, book, due.case)
        if appeal is not None and appeal.clock is not None:
            steps = tuple(explain_steps(appeal.clock))
            return Derived("case", due.working, due.rule, explain(appeal.clock), steps)
    elif whole:
        view = case_view(connection, book, due.case)
        step = next(step for step in view.steps if step.key == due.step)
        if step.clock is not None:
            steps = tuple(explain_steps(step.clock))
            return Derived("case", due.working, due.rule, explain(step.clock), steps)
    words = f"{due.label} by {format_weekday_date(due.legal)}, under {due.rule}."
    return Derived("case", due.working, due.rule, words)
