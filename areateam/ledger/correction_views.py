"""Reads from the journal what a record said before people corrected it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from areateam.core.dates import format_date
from areateam.ledger.past import last_operation
from areateam.store.row_types import Record


@dataclass(frozen=True, slots=True)
class Correction:
    """That a person put other words in place of those `before`, at a moment."""

    at: str
    who: str
    before: str


def corrected_words(corrections: Sequence[Correction]) -> str:
    """When and by whom something was last corrected: "corrected on 3 Nov 2012 by A. Khan"."""
    if not corrections:
        return ""
    last = corrections[0]
    return f"corrected on {format_date(last.at[:10])} by {last.who}"


def corrections_of(
    connection: sqlite3.Connection,
    kind: type[Record],
    field: str,
    records: Iterable[int],
    until: date = date.max,
) -> dict[int, tuple[Correction, ...]]:
    """The corrections of a field of some records up to the end of a day, the latest first.

    One that was taken back by then is none, one that was done again is.
    """
    rows = connection.execute(
        'SELECT c.record, o.at, o."user", c.before FROM change c JOIN operation o'
        " ON o.id = c.operation WHERE c.kind = :kind AND c.field = :field AND c.record IN"
        " (SELECT value FROM json_each(:records)) AND o.id <= :last AND o.undoes IS NULL"
        " AND o.redoes IS NULL AND coalesce((SELECT max(u.id) FROM operation u"
        "  WHERE u.undoes = o.id AND u.id <= :last), 0) <= coalesce((SELECT max(r.id)"
        "  FROM operation r WHERE r.redoes = o.id AND r.id <= :last), 0) ORDER BY c.id DESC",
        {
            "kind": kind.kind(),
            "field": field,
            "records": json.dumps(list(records)),
            "last": last_operation(connection, until),
        },
    )
    found: dict[int, tuple[Correction, ...]] = {}
    for record, at, who, before in rows:
        found[record] = (*found.get(record, ()), Correction(at, who, str(before)))
    return found
