"""How many of something, in words: the one place that knows when there is just one."""

from __future__ import annotations


def counted(count: int | str, one: str, many: str = "") -> str:
    """A number and what it counts: "1 line", "2,300 lines", "½ day", "1.0 week", "0 days".

    `many` is the plural where it is not formed with an s. A number may be written already, such
    as "22½"; the sign of one that goes back does not matter.
    """
    shown = f"{count:,}" if isinstance(count, int) else count
    return f"{shown} {one if shown.lstrip('+-') in _ONE else many or f'{one}s'}"


_ONE = ("1", "1.0", "½")


def working_days(count: int | str) -> str:
    """So many working days: "1 working day", "6 working days"."""
    return counted(count, "working day")


def unit_for(count: str, unit: str) -> str:
    """The unit that follows a number written already: "month" after 1, "months" after 3."""
    return unit.removesuffix("s") if count in _ONE else unit
