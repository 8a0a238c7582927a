"""Lays a route over the working days: plans forwards and backwards, and the last safe start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from areateam.catalogue.route_definitions import Route
from areateam.core.copies import replaced
from areateam.core.count_words import counted, working_days
from areateam.core.dates import format_weekday_date
from areateam.core.problems import UserProblem
from areateam.core.work_calendar import WorkCalendar


class Track:
    """The working days from a start on, counted in half-days: the first half-day is 0 to 1.

    The start is moved to the next working day where nobody works on it.
    """

    def __init__(self, start: date, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self._days = [calendar.next_working_day(start)]

    @property
    def start(self) -> date:
        """The first working day."""
        return self._days[0]

    def day(self, number: int) -> date:
        """The working day of that number, the first being 0."""
        while len(self._days) <= number:
            self._days.append(self.calendar.add_working_days(self._days[-1], 1))
        return self._days[number]

    def holding(self, half_day: int) -> date:
        """The day that holds a half-day; half-days are counted from 0."""
        return self.day(half_day // 2)

    def after(self, day: date, *, by_noon: bool = False) -> int:
        """The half-days gone when a day ends, or at its noon; 0 before the start."""
        whole = 0
        while self.day(whole) <= day:
            whole += 1
        at_noon = by_noon and whole > 0 and self.day(whole - 1) == day
        return 2 * whole - at_noon


class StageDays(msgspec.Struct, frozen=True):
    """Where a stage lies: half-days gone when it begins and when it ends, and its days."""

    key: str
    begins: int
    ends: int
    first: date
    last: date


def planned_days(budgets: Sequence[tuple[str, int]], track: Track) -> tuple[StageDays, ...]:
    """The stages one after the other from the start of a track; budgets in half-days by key."""
    found = []
    gone = 0
    for key, half_days in budgets:
        ends = gone + half_days
        found.append(StageDays(key, gone, ends, *span(track, gone, ends)))
        gone = ends
    return tuple(found)


def span(track: Track, begins: int, ends: int) -> tuple[date, date]:
    """The first and last day of half-days; those of no half-days are the day they fall on."""
    first = track.holding(begins if ends > begins else max(0, begins - 1))
    return first, track.holding(max(begins, ends - 1)) if ends > begins else first


def end_of(half_days: int, start: date, calendar: WorkCalendar) -> date:
    """The day on which so many half-days end that begin with the start day."""
    return Track(start, calendar).holding(max(0, half_days - 1))


def start_for(half_days: int, needed_by: date, calendar: WorkCalendar) -> date:
    """The last day on which so many half-days can begin that are to end by a day."""
    last = calendar.last_working_day(needed_by)
    return calendar.add_working_days(last, -(max(1, -(-half_days // 2)) - 1))


def lands_after(half_days: int, start: date, calendar: WorkCalendar) -> date:
    """The day so many working half-days after a day, which is itself left out; halves count up.

    The general rule for periods after an event, Lester v Garland (1808) 15 Ves Jun 248.
    """
    return calendar.add_working_days(start, -(-half_days // 2))


def lands_by_calendar(half_days: int, start: date) -> date:
    """The day in which so many half-days of the calendar end, counted from the start's midnight."""
    return start + timedelta(days=half_days // 2)


def starts_by_calendar(half_days: int, needed_by: date) -> date:
    """The last day from which so many half-days of the calendar end by a day's midnight."""
    return needed_by - timedelta(days=-(-half_days // 2))


class LastStart(msgspec.Struct, frozen=True):
    """The last safe start of a route for a day on which the contract is needed.

    `start` leaves room for the whole length, what is held with it; from `plan_start` the planned
    stages alone still fit. `calendar_start` is counted in days of the calendar, as periods were
    stated before. `sentence` derives it and says whether it is still possible.
    """

    route: str
    label: str
    needed_by: date
    start: date
    plan_start: date
    calendar_start: date
    finish: date
    possible: bool
    plan_possible: bool
    impossible_since: date | None
    late_by: int
    sentence: str


def last_start(
    route: Route,
    needed_by: date,
    today: date,
    calendar: WorkCalendar,
    *,
    standstill: bool = False,
) -> LastStart:
    """Plan a route backwards from the day on which the contract is needed.

    A route is possible while today is no later than its start; `late_by` are the working days
    that the start lies back otherwise.
    """
    finish = calendar.last_working_day(needed_by)
    start = start_for(route.working_half_days, needed_by, calendar)
    planned = route.planned(standstill=standstill)
    plan_start = start_for(planned, needed_by, calendar)
    late = working_days_since(start, today, calendar)
    since = calendar.add_working_days(start, 1) if today > start else None
    found = LastStart(
        route.key, route.label, needed_by, start, plan_start,
        starts_by_calendar(route.calendar_half_days, needed_by), finish,
        today <= start, today <= plan_start, since, late, "",
    )  # fmt: skip
    return replaced(found, sentence=_sentence(found, route, planned, calendar))


def half_words(half_days: int) -> str:
    """Half-days as days: 45 is "22½", 44 is "22", 1 is "½", -3 is "-1½"."""
    sign, size = ("-" if half_days < 0 else ""), abs(half_days)
    whole, half = divmod(size, 2)
    return f"{sign}{whole or ('' if half else 0)}{'½' if half else ''}"


def day_words(half_days: int) -> str:
    """Half-days in words: "22½ working days", "1 working day", "½ working day"."""
    return working_days(half_words(half_days))


def plain_day_words(half_days: int) -> str:
    """Half-days in fewer words: "22½ days", "1 day", "½ day", "0 days"."""
    return counted(half_words(half_days), "day")


def _unit(half_days: int) -> str:
    return "day" if 0 < abs(half_days) <= 2 else "days"


def half_days_from(text: str) -> int:
    """Half-days that a number of days such as 1, 1.5 or 1½ means.

    UserProblem("half-days-unreadable") for another form.
    """
    plain = text.strip().replace("½", ".5").removesuffix(".0")
    whole, point, rest = plain.partition(".")
    if (not whole and not point) or not (whole or "0").isdecimal() or rest not in ("", "5"):
        raise UserProblem("half-days-unreadable", value=text)
    return 2 * int(whole or "0") + (rest == "5")


def _sentence(found: LastStart, route: Route, planned: int, calendar: WorkCalendar) -> str:
    length = day_words(route.working_half_days)
    needed = format_weekday_date(found.needed_by.isoformat())
    start = format_weekday_date(found.start.isoformat())
    over = _holidays(found.start, found.finish, calendar)
    words = f"{route.label}: {length} that end by {needed} begin on {start} at the latest"
    parts = [f"{words}{over}."]
    if held := route.working_half_days - planned:
        alone = format_weekday_date(found.plan_start.isoformat())
        parts.append(
            f"Without the {plain_day_words(held)} held, the {half_words(planned)} planned"
            f" days would still fit from {alone}."
        )
    if found.impossible_since is None:
        parts.append("It is still possible.")
    else:
        since = format_weekday_date(found.impossible_since.isoformat())
        days = day_words(2 * found.late_by)
        parts.append(f"It is impossible since {since}: today is {days} too late.")
    return " ".join(parts)


def _holidays(first: date, last: date, calendar: WorkCalendar) -> str:
    off = calendar.names_between(first, last)
    if not off:
        return ""
    names = [f"{name} ({format_weekday_date(day.isoformat())})" for day, name in off]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f", over {listed}"


def working_days_since(start: date, today: date, calendar: WorkCalendar) -> int:
    """The working days after a day, up to another one; 0 where that is no later."""
    day, count = start, 0
    while day < today:
        day += timedelta(days=1)
        count += calendar.works_on(day)
    return count
