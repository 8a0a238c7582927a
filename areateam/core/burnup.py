"""How much of a plan is accepted against what was planned, and where it leads from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

METHOD = (
    "Expected: every open task on the day its plan gives it. Range: the slowest and the fastest"
    " four weeks since the start, carried on."
)
"""How what lies ahead is reckoned, as it stands beside the picture."""

_WEEK = timedelta(days=7)
_WINDOW = 4 * _WEEK
_FRIDAY = 4
_AFTER = timedelta(weeks=26)


@dataclass(frozen=True, slots=True)
class BurnTask:
    """When a task is due, when it was accepted, if it was, and when it is expected."""

    due: date
    done: date | None
    expected: date


@dataclass(frozen=True, slots=True)
class BurnPoint:
    """Tasks by the end of a day; `accepted` is None after today, the others before it.

    `slowest` and `fastest` are None where the range is not known.
    """

    day: date
    planned: int
    accepted: int | None
    expected: int | None
    slowest: int | None
    fastest: int | None


@dataclass(frozen=True, slots=True)
class BurnUp:
    """Points by weeks; paces in tasks a week, None before four weeks have passed.

    `needed` is the pace that brings all by the switch; None where the switch has come.
    """

    points: tuple[BurnPoint, ...]
    tasks: int
    accepted: int
    today: date
    switch: date
    slowest: float | None
    fastest: float | None
    needed: float | None

    @property
    def planned(self) -> int:
        """How many were planned to be accepted by today."""
        return next((p.planned for p in self.points if p.day == self.today), 0)

    def at_switch(self) -> BurnPoint:
        """The last point before the switch, or the last of all."""
        before = [point for point in self.points if point.day < self.switch]
        return before[-1] if before else self.points[-1]


def burn_up(tasks: Sequence[BurnTask], started: date, today: date, switch: date) -> BurnUp:
    """The burn-up of a plan that began on a day, by Fridays and with today and the last day.

    It ends with the last task due, but no later than half a year after the switch.
    """
    done = sorted(task.done for task in tasks if task.done is not None and task.done <= today)
    paces = _paces(done, min(started, today), today)
    last = max([switch, today, *(task.due for task in tasks)])
    days = _days(min(started, today), today, switch, min(last, switch + _AFTER))
    points = tuple(_point(tasks, len(done), day, today, paces) for day in days)
    weeks = (switch - timedelta(days=1) - today) / _WEEK
    left = len(tasks) - len(done)
    slowest, fastest = paces or (None, None)
    return BurnUp(
        points, len(tasks), len(done), today, switch, slowest, fastest,
        needed=left / weeks if weeks > 0 else None,
    )  # fmt: skip


def _days(first: date, today: date, switch: date, last: date) -> list[date]:
    friday = first + timedelta(days=(_FRIDAY - first.weekday()) % 7)
    days = {first, today, switch - timedelta(days=1), last}
    while friday <= last:
        days.add(friday)
        friday += _WEEK
    return sorted(day for day in days if first <= day <= max(last, today))


def _paces(done: Sequence[date], started: date, today: date) -> tuple[float, float] | None:
    """The slowest and the fastest four weeks since the start, ending today or weeks before."""
    paces = []
    end = today
    while end - _WINDOW >= started:
        paces.append(sum(end - _WINDOW < day <= end for day in done) / 4)
        end -= _WEEK
    return (min(paces), max(paces)) if paces else None


def _point(
    tasks: Sequence[BurnTask],
    done: int,
    day: date,
    today: date,
    paces: tuple[float, float] | None,
) -> BurnPoint:
    planned = sum(task.due <= day for task in tasks)
    accepted = expected = slowest = fastest = None
    if day <= today:
        accepted = sum(task.done is not None and task.done <= day for task in tasks)
    if day >= today:
        ahead = sum((task.done is None or task.done > today) and task.expected <= day
                    for task in tasks)  # fmt: skip
        expected = done + (ahead if day > today else 0)
        if paces is not None:
            weeks = (day - today) / _WEEK
            slowest, fastest = (min(len(tasks), done + int(pace * weeks)) for pace in paces)
    return BurnPoint(day, planned, accepted, expected, slowest, fastest)


def burn_sentence(burn: BurnUp) -> str:
    """What the picture says: how far, against what was planned, and the pace that is needed."""
    words = f"{burn.accepted:,} of {burn.tasks:,} accepted, {burn.planned:,} planned by now."
    if burn.needed is not None:
        words += f" {_pace(burn.needed)} a week are needed to the switch"
        if burn.slowest is None or burn.fastest is None:
            return words + "; four weeks have not passed yet, so the pace is not known."
        words += f"; the slowest four weeks had {_pace(burn.slowest)}, the fastest"
        words += f" {_pace(burn.fastest)}."
    return words


def _pace(pace: float) -> str:
    return f"{pace:.1f}".removesuffix(".0")
