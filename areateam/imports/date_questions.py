"""Which date columns of a staged file prove no order of day and month, so that one is asked for."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.imports.mapping import Layover


class DateQuestion(msgspec.Struct, frozen=True):
    """One column whose dates can be read both ways: `sample` is one of them, `lines` wait."""

    heading: str
    label: str
    sample: str
    lines: int


def date_questions(connection: sqlite3.Connection, layover: Layover) -> tuple[DateQuestion, ...]:
    """What to ask, once for each column; `finding` is the side file's table."""
    rows = connection.execute(
        "SELECT column_key, min(value), count(DISTINCT line) FROM finding"
        " WHERE code = 'date-order-undecided' GROUP BY column_key"
    ).fetchall()
    feeds = {feed.field.key: feed for feed in layover.feeds if feed.place >= 0}
    found = []
    for key, sample, lines in rows:
        feed = feeds.get(key)
        if feed is not None:
            names = layover.header
            heading = names[feed.place].strip() if feed.place < len(names) else ""
            heading = heading or f"Column {feed.place + 1}"
            found.append(DateQuestion(heading, feed.field.label, sample, lines))
    return tuple(found)
