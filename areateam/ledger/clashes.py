"""Finds later work on the same fields of the same records, which an undo would lose."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from areateam.ledger.spans import span_of
from areateam.ledger.triggers import BROUGHT_BACK, REMOVED
from areateam.store.row_types import Record

_SHOWN = 50

_WHAT = "c.kind, c.record, c.field, c.operation, o.label"
_WHOLE = f"('{REMOVED}', '{BROUGHT_BACK}')"
_LIVE = (
    "o.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM operation l WHERE l.id > o.id"
    " AND (l.undoes = coalesce(o.redoes, o.id) OR l.redoes = coalesce(o.redoes, o.id)))"
)


@dataclass(frozen=True, slots=True)
class Clash:
    """A record that later work touched: what, which field, and the later operation's label."""

    kind: str
    record: int
    field: str
    operation: int
    label: str


def clashes(
    connection: sqlite3.Connection, kinds: Sequence[type[Record]], reverted: int
) -> tuple[list[Clash], int]:
    """What operations in force since `reverted` did to the same fields of its records.

    Returns the first fifty clashes and the number of records that clash. The cost grows with
    what `reverted` touched, and not, but for one pass over its removals, with the later journal.
    """
    shown: list[Clash] = []
    records: set[tuple[str, int]] = set()
    for clash in _clashes(connection, kinds, reverted):
        records.add((clash.kind, clash.record))
        if len(shown) < _SHOWN:
            shown.append(clash)
    return shown, len(records)


def _clashes(
    connection: sqlite3.Connection, kinds: Sequence[type[Record]], reverted: int
) -> Iterator[Clash]:
    values = span_of(connection, reverted).values
    rows = connection.execute(
        f"SELECT DISTINCT {_WHAT} FROM change e CROSS JOIN change c ON c.kind = e.kind"
        " AND c.record = e.record AND c.id > :last JOIN operation o ON o.id = c.operation"
        f" WHERE e.id BETWEEN :first AND :last AND {_LIVE} AND (e.field IN {_WHOLE}"
        f" OR c.field IN {_WHOLE} OR replace(e.field, ':', '.') = replace(c.field, ':', '.'))",
        values,
    )
    yield from (Clash(*row) for row in rows)
    for kind in kinds:
        name = kind.kind()
        rows = connection.execute(
            f'SELECT DISTINCT {_WHAT} FROM "{name}" t CROSS JOIN change c ON c.kind = :kind'
            " AND c.record = t.id AND c.id > :last JOIN operation o ON o.id = c.operation"
            f" WHERE t.made = :op AND {_LIVE}",
            {**values, "kind": name},
        )
        yield from (Clash(*row) for row in rows)
    rows = connection.execute(
        f"SELECT {_WHAT} FROM change c JOIN operation o ON o.id = c.operation"
        f" WHERE c.id > :last AND c.field = '{REMOVED}'"
        f" AND json_extract(c.before, '$.made') = :op AND {_LIVE}",
        values,
    )
    yield from (Clash(*row) for row in rows)
