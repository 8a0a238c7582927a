"""Lengths of time as people write them, kept in whole minutes; never a float."""

from __future__ import annotations

import re

from areateam.core.findings import Fault

_DECIMAL = re.compile(r"([0-9]{0,4})(?:\.([0-9]{1,4}))?\s*(h|hrs?|hours?)?")
_MINUTES = re.compile(r"([0-9]{1,6})\s*(?:m|mins?|minutes?)")
_BOTH = re.compile(
    r"([0-9]{1,4})\s*(?:h|hrs?|hours?)\s*(?:and\s+)?([0-9]{1,2})\s*(?:m|mins?|minutes?)?"
)
_CLOCK = re.compile(r"([0-9]{1,4}):([0-9]{2})")


def parse_duration(text: str) -> int | Fault:
    """Return minutes for "1.5", "1.5 h", "1h30", "1 h 30 min", "1:30", "45m" or "90 minutes".

    A number alone is hours; a part of an hour is rounded to the minute, half a minute up. A comma
    may be a point or parts thousands, so it is refused. Fault: duration-unreadable.
    """
    plain = " ".join(text.split()).lower()
    for form in (_BOTH, _CLOCK):
        if match := form.fullmatch(plain):
            hours, minutes = int(match[1]), int(match[2])
            return 60 * hours + minutes if minutes < 60 else Fault("duration-unreadable")
    if match := _MINUTES.fullmatch(plain):
        return int(match[1])
    match = _DECIMAL.fullmatch(plain)
    if not match or not (match[1] or match[2]):
        return Fault("duration-unreadable")
    digits = match[2] or ""
    unit: int = 10 ** len(digits)
    return 60 * int(match[1] or 0) + (120 * int(digits or 0) + unit) // (2 * unit)


def format_duration(minutes: int) -> str:
    """Return minutes as the screen shows them: "1 h 30 min", "45 min", "1,200 h"."""
    hours, rest = divmod(minutes, 60)
    shown = [f"{hours:,} h"] if hours else []
    return " ".join([*shown, *([f"{rest} min"] if rest or not hours else [])])
