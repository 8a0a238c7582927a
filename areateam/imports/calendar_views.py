"""Reads days off from a calendar file (iCalendar, RFC 5545): its all-day events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from areateam.core.problems import FileProblem

_MOST_BYTES = 5_000_000
_MOST_DAYS = 60
"""An event longer than that is a season, not days off."""
_UNNAMED = "Day off"


def read_calendar(path: Path) -> dict[date, str]:
    """The days of the events of a calendar file, each with the event's name; the first one counts.

    The end of an event is the day after its last (RFC 5545 3.6.1). Raises FileProblem:
    calendar-unreadable, calendar-too-large, calendar-empty.
    """
    from icalendar import Calendar

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileProblem("calendar-too-large", str(path))
        calendar = Calendar.from_ical(path.read_bytes())
        events = list(calendar.walk("VEVENT")) if calendar.name == "VCALENDAR" else []
        found: dict[date, str] = {}
        for event in events:
            name = " ".join(str(event.get("SUMMARY", "")).split()) or _UNNAMED
            for day in _days_of(event):
                found.setdefault(day, name[:200])
    except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError) as why:
        raise FileProblem("calendar-unreadable", str(path)) from why
    if not found:
        raise FileProblem("calendar-empty", str(path))
    return found


def split_days(
    found: Mapping[date, str], off: Mapping[date, str]
) -> tuple[dict[date, str], dict[date, str], dict[date, str]]:
    """Days of a file by what they would do: new ones, those off already, those on a weekend."""
    known = {day: name for day, name in found.items() if day in off}
    weekend = {d: name for d, name in found.items() if d.weekday() >= 5 and d not in known}
    new = {d: name for d, name in found.items() if d not in known and d not in weekend}
    return new, known, weekend


def _days_of(event: Any) -> Iterator[date]:
    start = _day(event["DTSTART"].dt)
    end = _day(event["DTEND"].dt) if "DTEND" in event else start + timedelta(days=1)
    count = max(1, (end - start).days)
    if count > _MOST_DAYS:
        return
    yield from (start + timedelta(days=n) for n in range(count))


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
