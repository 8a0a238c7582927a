"""Seals: SHA-256 digests that chain the operations and cover the content of every record."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from areateam.core.wording import sentence
from areateam.ledger.spans import Span, touched_blocks
from areateam.ledger.triggers import BLOCK_BITS
from areateam.store.row_types import Record, Row

_LINES_AT_ONCE = 50_000
_AT_ONCE = 80
"""Blocks of a kind that one operation seals itself: some 20,000 records, a tenth of a second."""
_BY_THE_WAY = 4
"""Blocks that wait and are sealed by each operation beside its own: a few milliseconds."""


def seal_operation(
    connection: sqlite3.Connection, kinds: Sequence[type[Record]], span: Span, records: int
) -> None:
    """Write the seal of an operation, and content seals for the blocks it touched.

    `kinds` are those it touched. Where it touched more blocks of a kind than `_AT_ONCE`, their
    sealing waits; a few that wait already are sealed by the way.
    """
    (before,) = connection.execute(
        "SELECT coalesce((SELECT digest FROM seal WHERE id = ?), '')", (span.operation - 1,)
    ).fetchone()
    digest = chained_digest(connection, span, before)
    connection.execute(
        "INSERT INTO seal (id, digest, first, last, records) VALUES (?, ?, ?, ?, ?)",
        (span.operation, digest, span.first, span.last, records),
    )
    for kind in kinds:
        blocks = touched_blocks(connection, kind, span, BLOCK_BITS)
        if len(blocks) > _AT_ONCE:
            leave_pending(connection, kind, blocks)
            continue
        for first, last in _runs(blocks):
            _seal_blocks(connection, kind, first, last)


def leave_pending(connection: sqlite3.Connection, row: type[Row], blocks: Iterable[int]) -> None:
    """Note blocks whose content changed and whose sealing waits."""
    connection.executemany(
        "INSERT OR REPLACE INTO content_seal (kind, block, digest) VALUES (?, ?, '')",
        [(row.table(), block) for block in blocks],
    )


def seal_pending(
    connection: sqlite3.Connection, rows: Sequence[type[Row]], most: int = _BY_THE_WAY
) -> int:
    """Seal up to so many blocks whose sealing waits, and return how many were sealed.

    Called inside a transaction that may write; the blocks' content does not change.
    """
    waiting = connection.execute(
        "SELECT kind, block FROM content_seal WHERE digest = '' ORDER BY kind, block LIMIT ?",
        (most,),
    ).fetchall()
    if waiting:
        by_name = {row.table(): row for row in rows}
        for name in sorted({kind for kind, _ in waiting} & set(by_name)):
            for first, last in _runs([block for kind, block in waiting if kind == name]):
                _seal_blocks(connection, by_name[name], first, last)
    return len(waiting)


def pending_count(connection: sqlite3.Connection) -> int:
    """How many blocks wait for their seal."""
    (count,) = connection.execute("SELECT count(*) FROM content_seal WHERE digest = ''").fetchone()
    return int(count)


def chained_digest(connection: sqlite3.Connection, span: Span, before: str) -> str:
    """The digest of an operation on top of the seal before it, in hex."""
    digest = hashlib.sha256(before.encode())
    header = connection.execute(
        'SELECT CAST(json_array(id, uid, at, "user", label, undoes, redoes) AS BLOB)'
        " FROM operation WHERE id = ?",
        (span.operation,),
    ).fetchone()
    digest.update(header[0])
    # Read by stretches of ids, which an operation owns alone, so that memory stays small.
    for start in range(span.first, span.last + 1, _LINES_AT_ONCE):
        (lines,) = connection.execute(
            "SELECT CAST(group_concat(line, char(10)) AS BLOB) FROM ("
            " SELECT json_array(id, operation, kind, record, field, before, after) AS line"
            " FROM change WHERE id BETWEEN ? AND ? ORDER BY id)",
            (start, min(start + _LINES_AT_ONCE - 1, span.last)),
        ).fetchone()
        digest.update(lines or b"")
    return digest.hexdigest()


def content_digests(
    connection: sqlite3.Connection, row: type[Row], first: int, last: int
) -> Iterator[tuple[int, str]]:
    """The blocks from `first` to `last` that hold records, each with its digest in hex."""
    names = ", ".join(f'"{name}"' for name in row.sealed_columns())
    # As bytes: damaged text need not be UTF-8, and has to be noticed all the same.
    rows = connection.execute(
        f"SELECT id >> {BLOCK_BITS} AS block, CAST(group_concat(line, char(10)) AS BLOB) FROM ("
        f' SELECT id, json_array({names}) AS line FROM "{row.table()}"'
        f" WHERE id BETWEEN ? AND ? ORDER BY id) GROUP BY block",
        (first << BLOCK_BITS, ((last + 1) << BLOCK_BITS) - 1),
    )
    for block, lines in rows:
        yield block, hashlib.sha256(lines).hexdigest()


def _seal_blocks(connection: sqlite3.Connection, row: type[Row], first: int, last: int) -> None:
    connection.execute(
        "DELETE FROM content_seal WHERE kind = ? AND block BETWEEN ? AND ?",
        (row.table(), first, last),
    )
    connection.executemany(
        "INSERT INTO content_seal (kind, block, digest) VALUES (?, ?, ?)",
        [(row.table(), *found) for found in content_digests(connection, row, first, last)],
    )


def _runs(blocks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring blocks as (first, last), so that a large import is read in long stretches."""
    start = previous = None
    for block in blocks:
        if previous is None or start is None:
            start = block
        elif block != previous + 1:
            yield start, previous
            start = block
        previous = block
    if start is not None and previous is not None:
        yield start, previous


def chain_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the chain of operations, a sentence for each; nothing when it is whole."""
    before = ""
    expected = 1
    owned = 0
    rows = connection.execute(
        "SELECT o.id, coalesce(s.digest, ''), coalesce(s.first, 1), coalesce(s.last, 0)"
        " FROM operation o LEFT JOIN seal s USING (id) ORDER BY o.id"
    ).fetchall()
    for operation, sealed, first, last in rows:
        if operation != expected:
            yield sentence("check-operation-missing", operation=expected)
        expected = operation + 1
        # A stretch that begins elsewhere than the last one ended hides or repeats changes.
        astray = bool(sealed) and first != owned + 1
        if astray or chained_digest(connection, Span(operation, first, last), before) != sealed:
            yield sentence("check-operation-unsealed", operation=operation)
        before = sealed
        owned += max(0, last - first + 1)
    (lines,) = connection.execute("SELECT count(*) FROM change").fetchone()
    (seals,) = connection.execute("SELECT count(*) FROM seal").fetchone()
    if lines != owned or seals != len(rows):
        yield sentence("check-journal-count", lines=lines, expected=owned)


def content_faults(connection: sqlite3.Connection, rows: Sequence[type[Row]]) -> Iterator[str]:
    """Where records differ from what the last operation left, a sentence for each block."""
    for row in rows:
        name = row.table()
        records = name.replace("_", " ")
        sealed = dict(
            connection.execute(
                "SELECT block, digest FROM content_seal WHERE kind = ?", (name,)
            ).fetchall()
        )
        lowest, top = connection.execute(
            f"SELECT coalesce(min(id), 0) >> {BLOCK_BITS}, coalesce(max(id), 0) >> {BLOCK_BITS}"
            f' FROM "{name}"'
        ).fetchone()
        for block, digest in content_digests(connection, row, lowest, top):
            if sealed.pop(block, None) not in ("", digest):
                low, high = block << BLOCK_BITS, ((block + 1) << BLOCK_BITS) - 1
                yield sentence("check-records-changed", kind=records, low=max(low, 1), high=high)
        for block in (block for block, digest in sealed.items() if digest):
            low, high = block << BLOCK_BITS, ((block + 1) << BLOCK_BITS) - 1
            yield sentence("check-records-missing", kind=records, low=max(low, 1), high=high)
