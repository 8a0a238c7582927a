"""What a Gantt chart shows: lines with their bars, and the days that stand out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from areateam.core.count_words import working_days
from ui.style.marks import Mark


@dataclass(frozen=True, slots=True)
class GanttLine:
    """One line: a group's title where `record` is 0, else a task.

    `note` stands after the bar with its mark, or before it where `note_before`.
    `before` are the records that it waits for.
    """

    title: str
    record: int = 0
    code: str = ""
    start: date = date.min
    finish: date = date.min
    late_finish: date | None = None
    base: tuple[date, date] | None = None
    slack: int | None = None
    critical: bool = False
    done: bool = False
    removed: bool = False
    pinned: bool = False
    note: str = ""
    mark: Mark | None = None
    before: tuple[int, ...] = ()

    @property
    def forecast_words(self) -> str:
        """The column of the expected end: "16 Nov", or that it is done."""
        if not self.record or self.removed:
            return "removed" if self.removed else ""
        return "done" if self.done else short_day(self.finish)

    @property
    def slack_words(self) -> str:
        """The column of the days in hand."""
        return "" if self.slack is None or self.done else str(self.slack)

    @property
    def spoken(self) -> str:
        """The whole line in words."""
        if not self.record:
            return self.title
        state = "done" if self.done else f"expected {short_day(self.finish)}"
        hand = "" if self.slack is None else f", {working_days(self.slack)} in hand"
        path = ", on the critical path" if self.critical else ""
        return f"{self.code} {self.title}, {state}{hand}{path}" + (
            f", {self.note}" * bool(self.note)
        )


@dataclass(frozen=True, slots=True)
class GanttDays:
    """The days that stand out: today, the switch, and bank holidays by their day."""

    today: date
    vesting: date
    holidays: Mapping[date, str] = field(default_factory=dict)


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_day(day: date) -> str:
    """A day without its year: "16 Nov"."""
    return f"{day.day} {MONTHS[day.month - 1]}"
