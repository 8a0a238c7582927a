"""Reads where the limits of a series over time begin anew."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from areateam.catalogue.indicator_definitions import Level
from areateam.variation.base_rules import BaseStated


class SeriesOf(msgspec.Struct, frozen=True):
    """Which series: of an indicator, at a level, of a contract (its id as text) or body.

    `unit` is "" for the one of all together, whatever the level.
    """

    indicator: str
    level: Level = Level.CONTRACT
    unit: str = ""

    @property
    def contract(self) -> int | None:
        """The contract's id; None for a body, and for all together."""
        return int(self.unit) if self.unit and self.level is Level.CONTRACT else None

    @property
    def body(self) -> str | None:
        """The body's code; None for a contract, and for all together."""
        return self.unit if self.unit and self.level is not Level.CONTRACT else None


class BaseView(msgspec.Struct, frozen=True):
    """A new base of a series, and the day on which it was set."""

    id: int
    stated: BaseStated
    set_on: date


def bases_of(connection: sqlite3.Connection, of: SeriesOf, on: date) -> tuple[BaseView, ...]:
    """The bases of a series that had been set by a day, in the order of the days they begin on."""
    rows = connection.execute(
        "SELECT id, starts_on, reason, author, locked, set_on FROM series_base"
        " WHERE indicator = ?1 AND (level = ?2 OR (?3 IS NULL AND ?4 IS NULL))"
        " AND contract_id IS ?3 AND body_code IS ?4 AND set_on <= ?5 ORDER BY starts_on, id",
        (of.indicator, of.level.value, of.contract, of.body, on.isoformat()),
    ).fetchall()
    return tuple(
        BaseView(
            number,
            BaseStated(date.fromisoformat(start), reason, author, locked),
            date.fromisoformat(set_on),
        )
        for number, start, reason, author, locked, set_on in rows
    )
