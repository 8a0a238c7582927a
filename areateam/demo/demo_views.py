"""Tells a demonstration register from a real one."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

DEMO_DAY = date(2012, 11, 1)
"""The day a demonstration register stands on."""
_BEGUN_BEFORE = "2013-04-01"


@dataclass(frozen=True, slots=True)
class DemoStanding:
    """The day a demonstration register takes for today, and whose desk it is seen from."""

    day: date
    user: str


def demo_standing(connection: sqlite3.Connection) -> DemoStanding | None:
    """How a demonstration register stands; None for a real one.

    Its history begins before the area teams did; no register that people keep can.
    """
    row = connection.execute('SELECT at, "user" FROM operation WHERE id = 1').fetchone()
    if row is None or row[0] >= _BEGUN_BEFORE:
        return None
    return DemoStanding(DEMO_DAY, str(row[1]))
