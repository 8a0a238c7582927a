"""A calendar of working days that can say why a day is none, and move along itself."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from areateam.core.working_days import is_working_day

DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Bank holidays by day, and the days off that the user added; names are as people say them."""

    holidays: Mapping[date, str] = field(default_factory=dict)

    def works_on(self, day: date) -> bool:
        """Whether work is done on the day."""
        return is_working_day(day, self.holidays)

    def next_working_day(self, day: date) -> date:
        """The day itself where work is done on it, else the next on which it is."""
        while not self.works_on(day):
            day += DAY
        return day

    def last_working_day(self, day: date) -> date:
        """The day itself where work is done on it, else the last before it on which it is."""
        while not self.works_on(day):
            day -= DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`th working day after a day, or before it where the count is negative."""
        step = DAY if count > 0 else -DAY
        left = abs(count)
        while left:
            day += step
            left -= self.works_on(day)
        return day

    def names_between(self, first: date, last: date) -> list[tuple[date, str]]:
        """The bank holidays that fall on a weekday from `first` to `last`, both included."""
        return sorted(
            (day, name)
            for day, name in self.holidays.items()
            if first <= day <= last and day.weekday() < 5
        )


def month_later(day: date, months: int) -> date:
    """The corresponding date so many months on, or back; a short month gives its last day.

    Dodds v Walker [1981] 1 WLR 1027.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
