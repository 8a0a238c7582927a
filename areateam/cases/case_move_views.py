"""Which days of open cases would move under other rules or another calendar; writes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import msgspec

from areateam.cases.case_day_views import moved_steps
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import NAME, SUBJECT, case_ref
from areateam.catalogue.clock_definitions import OwnFigure
from areateam.core.copies import replaced
from areateam.core.work_calendar import WorkCalendar

_PART = 500
_REACH = timedelta(days=28)
"""How far the day to act may lie from the day by law: further than any run of days off."""


class CaseMove(msgspec.Struct, frozen=True):
    """A waiting step of an open case whose day would be another: ISO days, None for no day."""

    case: int
    ref: str
    title: str
    name: str
    key: str
    label: str
    legal_now: str | None
    legal_then: str | None
    working_now: str | None
    working_then: str | None


def case_moves(
    connection: sqlite3.Connection, book: Rulebook, cases: Sequence[int]
) -> tuple[CaseMove, ...]:
    """The waiting steps of these cases that `book` dates otherwise than they stand."""
    found = []
    for first in range(0, len(cases), _PART):
        part = cases[first : first + _PART]
        then = {row[0]: (row[3], row[4]) for row in moved_steps(connection, book, part)}
        rows = connection.execute(
            f"SELECT s.id, s.case_id, c.title, {NAME}, s.key, s.label, s.legal, s.working"
            " FROM json_each(?) AS moved JOIN case_step s ON s.id = moved.value"
            f" JOIN case_file c ON c.id = s.case_id {SUBJECT}"
            " WHERE s.done_on IS NULL AND s.skipped_on IS NULL ORDER BY s.case_id, s.position",
            (json.dumps(list(then)),),
        )
        for step, case, title, name, key, label, legal, working in rows:
            if then[step] != (legal, working):
                found.append(
                    CaseMove(
                        case, case_ref(case), title, name, key, label,
                        legal, then[step][0], working, then[step][1],
                    )
                )  # fmt: skip
    return tuple(found)


def cases_over(connection: sqlite3.Connection, days: Iterable[date]) -> list[int]:
    """The open cases with a waiting step whose days could depend on whether one of these works."""
    changed = sorted(days)
    if not changed:
        return []
    return [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT s.case_id FROM case_step s JOIN case_file c ON c.id = s.case_id"
            " WHERE c.closed_on IS NULL AND s.done_on IS NULL AND s.legal IS NOT NULL"
            " AND min(coalesce(s.start_on, s.legal), s.legal) <= ?"
            " AND max(coalesce(s.start_on, s.legal), s.legal) >= ? ORDER BY s.case_id",
            ((changed[-1] + _REACH).isoformat(), (changed[0] - _REACH).isoformat()),
        )
    ]


def cases_under(connection: sqlite3.Connection, rule: str) -> list[int]:
    """The open cases with a waiting step that keeps a rule."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT s.case_id FROM case_step s JOIN case_file c ON c.id = s.case_id"
            " WHERE c.closed_on IS NULL AND s.done_on IS NULL AND s.skipped_on IS NULL"
            " AND s.rule = ? ORDER BY s.case_id",
            (rule,),
        )
    ]


def moved_by_days(
    connection: sqlite3.Connection,
    book: Rulebook,
    added: dict[date, str],
    removed: Collection[date] = (),
) -> tuple[CaseMove, ...]:
    """What days off more, and others less, would move."""
    kept = {day: name for day, name in book.calendar.holidays.items() if day not in removed}
    then = replaced(book, calendar=WorkCalendar({**kept, **added}))
    return case_moves(connection, then, cases_over(connection, [*added, *removed]))


def moved_by_figure(
    connection: sqlite3.Connection, book: Rulebook, figure: OwnFigure
) -> tuple[CaseMove, ...]:
    """What a figure set for a rule would move; in place of one that holds from the same day."""
    return _moved_by(connection, book, figure, (*_others(book, figure), figure))


def moved_without_figure(
    connection: sqlite3.Connection, book: Rulebook, figure: OwnFigure
) -> tuple[CaseMove, ...]:
    """What it would move to take a figure away."""
    return _moved_by(connection, book, figure, _others(book, figure))


def _others(book: Rulebook, figure: OwnFigure) -> tuple[OwnFigure, ...]:
    place = (figure.rule, figure.first)
    return tuple(each for each in book.catalogue.own_figures if (each.rule, each.first) != place)


def _moved_by(
    connection: sqlite3.Connection,
    book: Rulebook,
    figure: OwnFigure,
    figures: tuple[OwnFigure, ...],
) -> tuple[CaseMove, ...]:
    # A supposed catalogue, made beside the one that is kept for the register.
    catalogue = replace(book.catalogue, own_figures=figures)
    then = replaced(book, catalogue=catalogue)
    return case_moves(connection, then, cases_under(connection, figure.rule))
