"""Whose the open call-offs are: the sponsor is a name, and may be a person of the register."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec


class SponsoredCallOff(msgspec.Struct, frozen=True):
    """An open call-off and its sponsor; `ended` is the sponsor's last day, "" for who stays."""

    id: int
    number: str
    title: str
    need: str
    needed_by: str
    sponsor: str
    person: int
    ended: str


_SPONSORED = (
    "SELECT c.id, c.number, c.title, c.need, coalesce(c.needed_by, ''), p.name, p.id,"
    " coalesce(p.valid_to, '') FROM call_off c JOIN person p ON p.name = c.sponsor COLLATE NOCASE"
    " WHERE c.ended_on IS NULL"
)


def call_offs_of_leavers(connection: sqlite3.Connection, day: date) -> list[SponsoredCallOff]:
    """The open call-offs whose sponsor's last day lies before a day, by sponsor.

    Not those of a name that somebody who stays bears as well.
    """
    rows = connection.execute(
        f"{_SPONSORED} AND p.valid_to < :day AND NOT EXISTS (SELECT 1 FROM person o"
        " WHERE o.name = p.name COLLATE NOCASE AND (coalesce(o.valid_to, :day) >= :day"
        " OR o.id > p.id)) ORDER BY p.name, c.id",
        {"day": day.isoformat()},
    )
    return [SponsoredCallOff(*row) for row in rows]


def call_offs_of(connection: sqlite3.Connection, person: int) -> list[SponsoredCallOff]:
    """The open call-offs that a person sponsors, by number."""
    rows = connection.execute(f"{_SPONSORED} AND p.id = ? ORDER BY c.id", (person,))
    return [SponsoredCallOff(*row) for row in rows]
