"""What the start page says of registers used before, and the area teams it offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from areateam.catalogue.bodies import read_directory
from areateam.catalogue.catalogue import resources_folder
from areateam.core.count_words import counted
from areateam.core.dates import format_weekday_date
from areateam.office import clock_now
from ui.pages.welcome_page import RecentLine
from ui.style.marks import Mark, Shape
from ui.widgets.new_register_card import TeamChoice

_FIRST_DAY = date(2013, 4, 1)
"""The day on which the area teams began; three were joined later."""


class Use(Protocol):
    """A register used before, as the settings keep it."""

    @property
    def path(self) -> object: ...
    @property
    def title(self) -> str: ...
    @property
    def used(self) -> str: ...
    @property
    def is_there(self) -> bool: ...
    @property
    def backed_up(self) -> str: ...
    @property
    def is_demo(self) -> bool: ...


def recent_lines(uses: Sequence[Use], now: datetime | None = None) -> list[RecentLine]:
    """The registers used before, in words, as at `now` (the computer's when None)."""
    at = now or clock_now()
    return [
        RecentLine(
            str(use.path),
            use.title,
            "built in" if use.is_demo else str(use.path),
            _state(use, at),
            used_words(use.used, at),
        )
        for use in uses
    ]


def _state(use: Use, now: datetime) -> Mark:
    if not use.is_there:
        return Mark(Shape.RISK, "file not found")
    if use.is_demo:
        return Mark(Shape.NOTHING, "read and try freely")
    if not use.backed_up:
        return Mark(Shape.NOTHING, "no backup yet")
    hours = int((now - datetime.fromisoformat(use.backed_up)).total_seconds() // 3600)
    if hours < 1:
        return Mark(Shape.OK, "backup just made")
    if hours < 48:
        return Mark(Shape.OK, f"last backup {hours} h")
    return Mark(Shape.RISK, f"last backup {counted(hours // 24, 'day')}")


def used_words(used: str, now: datetime) -> str:
    """When a register was used: "today, 08:51", "Mon 29 Oct", "3 Sep 2011"."""
    day = used[:10]
    if day == now.date().isoformat():
        return f"today, {used[11:16]}"
    words = format_weekday_date(day)
    return words.rpartition(" ")[0] if day[:4] == str(now.year) else words[4:]


def area_teams() -> list[TeamChoice]:
    """The area teams of the catalogue by code, each with the names of its PCTs."""
    directory = read_directory(resources_folder() / "organisations")
    return [
        TeamChoice(
            team.code,
            team.name,
            tuple(directory.bodies[code].name for code in directory.pcts_of(team.code)),
        )
        for team in directory.of_kind("area_team", _FIRST_DAY)
    ]
