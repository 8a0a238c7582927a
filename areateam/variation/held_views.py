"""Reads the figures of an earlier day: the register as it stood when that day ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date

from areateam.core.dates import format_date
from areateam.ledger.past import KindsRead, last_operation, past_of, stands_at


@contextmanager
def figures_on(
    connection: sqlite3.Connection, on: date, today: date
) -> Iterator[sqlite3.Connection]:
    """A connection on which the register is as it stood at the end of a day, for any reading.

    It is the one that was given where the day is `today` or later, where nothing was written
    since, and where the register began later: it has no figures of such a day but those of now.
    """
    last = last_operation(connection, on)
    later = "SELECT EXISTS (SELECT 1 FROM operation WHERE id > ?)"
    if on >= today or not _there(connection, later, last) or not _had_contracts(connection, last):
        yield connection
        return
    with past_of(connection, last) as past:
        yield past.connection


class FiguresKept:
    """Keeps the register of one day open for one read after another; of one thread."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._asked: tuple[date, date, int] | None = None
        self._stood: sqlite3.Connection | None = None

    def on(self, connection: sqlite3.Connection, day: date, today: date) -> sqlite3.Connection:
        """What `figures_on` gives, for as long as no other day is asked for and nothing written."""
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()
        if self._stood is None or self._asked != (day, today, last):
            self.close()
            self._stood = self._stack.enter_context(figures_on(connection, day, today))
            self._asked = (day, today, last)
        return self._stood

    def close(self) -> None:
        """Let go of the day that is kept, if one is."""
        self._stood = None
        self._stack.close()


def stood_on(
    connection: sqlite3.Connection, days: Sequence[date], only: KindsRead
) -> Iterator[tuple[date, sqlite3.Connection]]:
    """Each of the days, the latest first, with the register as it stood when the day ended.

    What can be read of it is `only` what is named.
    """
    if not days:
        return
    with past_of(connection, last_operation(connection, max(days)), only) as past:
        for day in sorted(days, reverse=True):
            past.step_to(last_operation(connection, day))
            yield day, past.connection


def held_sentence(connection: sqlite3.Connection, on: date) -> str:
    """Which figures a connection gives for a day, in a sentence; "" where they are those of now.

    A register that began later says so, since its figures are of a later day.
    """
    day = format_date(on.isoformat())
    if stands_at(connection) is not None:
        return (
            f"Contracts, figures and cases are as the register held them at the end of {day};"
            " what came in or was put right later is not in them."
        )
    if began := _began_after(connection, on):
        return (
            f"The register began later, on {format_date(began)}: it holds no figures from {day},"
            " and those that it holds now are shown."
        )
    return ""


def held_words(connection: sqlite3.Connection, on: date) -> str:
    """The same in a few words, for a heading."""
    if stands_at(connection) is not None:
        return f"As the register held it at the end of {format_date(on.isoformat())}."
    began = _began_after(connection, on)
    return f"Figures of now: the register began on {format_date(began)}." if began else ""


def _there(connection: sqlite3.Connection, sql: str, last: int) -> bool:
    (found,) = connection.execute(sql, (last,)).fetchone()
    return bool(found)


def _had_contracts(connection: sqlite3.Connection, last: int) -> bool:
    """Whether the register had any contract once an operation was done, removed since or not."""
    return _there(
        connection,
        # With OR the journal would be gone through whatever the contracts say.
        "SELECT EXISTS (SELECT 1 FROM contract WHERE made <= ?1 UNION ALL SELECT 1 FROM change"
        " WHERE +kind = 'contract' AND field = '*' AND json_extract(before, '$.made') <= ?1)",
        last,
    )


def _began_after(connection: sqlite3.Connection, on: date) -> str:
    """The day on which the register got the first contract that it has; "" unless after a day."""
    (day,) = connection.execute(
        "SELECT substr(o.at, 1, 10) FROM (SELECT min(made) AS first FROM contract) c"
        " LEFT JOIN operation o ON o.id = c.first"
    ).fetchone()
    return day if day and day > on.isoformat() else ""
