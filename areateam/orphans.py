"""Everything that is nobody's on a day, the tasks of hand-overs with the rest, and its new owner.

Responsibilities, hand-overs, call-offs and plans do not know each other; they are joined here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from areateam.calloffs.call_off_actions import sponsor_call_offs
from areateam.calloffs.sponsor_views import call_offs_of_leavers
from areateam.core.count_words import counted
from areateam.duties.desk_views import pack_heads
from areateam.duties.duty_views import MatrixView
from areateam.duties.orphan_actions import reassign, reassignable
from areateam.duties.orphan_views import KINDS, Orphan, orphans_on
from areateam.duties.portfolio_actions import pass_portfolio
from areateam.duties.portfolio_views import portfolio_ref, team_of
from areateam.ledger.ledger import Write
from areateam.plans.plan_actions import change_aim, change_measure
from areateam.plans.plan_owner_views import parts_of_leavers
from areateam.transition.task_actions import assign_tasks
from areateam.transition.task_owner_views import tasks_of_leavers

TASK, PORTFOLIO, PACK = "task", "portfolio", "pack"
CALL_OFF, AIM, MEASURE = "calloff", "aim", "measure"
PART_KINDS = {"plan_aim": AIM, "plan_measure": MEASURE}
"""The kinds of the parts of a plan that somebody answers for, by the kind of record."""
ALL_KINDS = (*KINDS, TASK, CALL_OFF, AIM, MEASURE, PORTFOLIO, PACK)
"""The kinds of `all_orphans`, in their order."""


def all_orphans(
    connection: sqlite3.Connection,
    matrix: MatrixView | None,
    day: date,
    groups: Mapping[str, str] | None = None,
) -> list[Orphan]:
    """Everything without an owner on a day; functions only where a matrix is given.

    `groups` are the words for contractor groups, by their keys.
    """
    held = partial(_portfolios, groups or {})
    return orphans_on(connection, matrix, day, (_tasks, _call_offs, _parts, held, _packs))


def _tasks(connection: sqlite3.Connection, day: date) -> Iterator[Orphan]:
    for task in tasks_of_leavers(connection, day):
        yield Orphan(TASK, task.id, task.ref, task.name, task.owner, task.ended, task.person)


def _call_offs(connection: sqlite3.Connection, day: date) -> Iterator[Orphan]:
    for each in call_offs_of_leavers(connection, day):
        yield Orphan(
            CALL_OFF, each.id, each.number, each.title, each.sponsor, each.ended, each.person
        )


def _parts(connection: sqlite3.Connection, day: date) -> Iterator[Orphan]:
    """Aims and measures of open plans."""
    for each in parts_of_leavers(connection, day):
        name, within = f"{each.name}, {each.where}", ("plans", each.plan)
        kind = PART_KINDS[each.kind]
        yield Orphan(kind, each.id, each.ref, name, each.owner, each.ended, each.person, within)


def _portfolios(
    groups: Mapping[str, str], connection: sqlite3.Connection, day: date
) -> Iterator[Orphan]:
    """Portfolios that people who have left by a day still have on it."""
    for each in team_of(connection).portfolios:
        last = each.person.here.last
        if last is not None and last < day and each.held.held.holds_on(day):
            parts = (each.function, groups.get(each.group, each.group), each.pct)
            name = f"Looks after {', '.join(part for part in parts if part) or 'everything'}"
            yield Orphan(
                PORTFOLIO, each.id, portfolio_ref(each.id), name, each.person.name,
                last.isoformat(), each.person.id,
            )  # fmt: skip


def _packs(connection: sqlite3.Connection, day: date) -> Iterator[Orphan]:
    """Desks of people who have left by a day that nobody has taken over whole."""
    for head in pack_heads(connection):
        if head.left_on and head.left_on < day.isoformat() and not head.finished:
            left = f"{head.lines - head.ticked:,} of {counted(head.lines, 'line')} not taken over"
            name = f"Desk of {head.person}: {left}"
            yield Orphan(PACK, head.id, head.ref, name, head.person, head.left_on)


def can_be_given(orphans: Sequence[Orphan]) -> list[Orphan]:
    """Those that a person had and another can take: all but documents, functions and desks."""
    others = (TASK, CALL_OFF, AIM, MEASURE, PORTFOLIO)
    return [*reassignable(orphans), *(each for each in orphans if each.kind in others)]


def give(write: Write, orphans: Sequence[Orphan], person: int) -> None:
    """Make a person the owner of all that `can_be_given`.

    Who had a portfolio has it to their last day, the other from the next.
    """
    reassign(write, orphans, person)
    assign_tasks(write, [each.id for each in orphans if each.kind == TASK], person)
    call_offs = [each.id for each in orphans if each.kind == CALL_OFF]
    if call_offs:
        sponsor_call_offs(write, call_offs, person)
    for each in orphans:
        if each.kind == AIM:
            change_aim(write, each.id, owner=person)
        elif each.kind == MEASURE:
            change_measure(write, each.id, owner=person)
        elif each.kind == PORTFOLIO:
            first = date.fromisoformat(each.ended) + timedelta(days=1)
            pass_portfolio(write, each.id, person, first)


def orphan_counts(orphans: Sequence[Orphan]) -> dict[str, int]:
    """How many of each kind, also of those there are none of."""
    return {kind: sum(each.kind == kind for each in orphans) for kind in ALL_KINDS}


def people_who_stay(connection: sqlite3.Connection, day: date) -> dict[int, str]:
    """The names by id of the area team's people who have not left by a day."""
    rows = connection.execute(
        "SELECT id, name FROM person WHERE team IS NOT NULL AND coalesce(valid_to, :day) >= :day"
        " ORDER BY name",
        {"day": day.isoformat()},
    )
    return dict(rows)
