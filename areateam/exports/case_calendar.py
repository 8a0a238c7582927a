"""Writes the days by law of open cases as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from areateam.cases.case_rules import Rulebook
from areateam.cases.case_views import CaseView, Standing, StepView, case_view
from areateam.cases.clock_words import explain
from areateam.catalogue.clock_definitions import ClockRules
from areateam.core.dates import format_weekday_date
from areateam.exports.export_file import export_file

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT = "-//Area Team//Days by law//EN"
_OVER = (Standing.DONE, Standing.SKIPPED)
_OPEN_BY_LAW = (
    "SELECT DISTINCT c.id, c.uid FROM case_file c JOIN case_step s ON s.case_id = c.id"
    " WHERE c.closed_on IS NULL AND s.rule IS NOT NULL AND s.legal IS NOT NULL"
    " AND s.done_on IS NULL AND s.skipped_on IS NULL ORDER BY c.id"
)


def export_calendar(
    connection: sqlite3.Connection,
    book: Rulebook,
    path: Path,
    *,
    only: Collection[int] | None = None,
) -> int:
    """Write an all-day event for each day by law that open cases wait for; returns how many.

    An event keeps its UID over exports, so that a calendar takes the newer one in its place; it
    is stamped with the book's day. `only` names the cases. Raises FileProblem as `export_file`.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    wanted = [
        (case, uid)
        for case, uid in connection.execute(_OPEN_BY_LAW).fetchall()
        if only is None or case in only
    ]
    count = 0
    for case, uid in wanted:
        view = case_view(connection, book, case)
        for step in view.steps:
            if _is_by_law(step, book.catalogue.clock_rules) and step.standing not in _OVER:
                calendar.add_component(_event(view, step, uid, book.today))
                count += 1
    with export_file(path) as temporary:
        temporary.write_bytes(calendar.to_ical())
    return count


def _is_by_law(step: StepView, rules: ClockRules) -> bool:
    """Whether a step has a day that a rule gives, and no target of our own."""
    clock = step.clock
    return bool(step.legal) and clock is not None and clock.rule.id in rules


def _event(view: CaseView, step: StepView, uid: str, today: date) -> Event:
    from icalendar import Event

    assert step.legal is not None
    assert step.clock is not None
    legal = date.fromisoformat(step.legal)
    event = Event()
    event.add("uid", f"{uid}-{step.key}@areateam")
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("sequence", today.toordinal())
    event.add("dtstart", legal)
    event.add("dtend", legal + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{step.label}: {view.contract_name}")
    event.add("categories", ["Days by law"])
    lines = [f"{view.ref} {view.title}, {view.contract_name}"]
    lines.append(f"The day by law is {format_weekday_date(step.legal)}.")
    if step.working and step.working != step.legal:
        lines.append(f"The working day to act on is {format_weekday_date(step.working)}.")
    lines.append(explain(step.clock))
    event.add("description", "\n".join(lines))
    return event
