"""Seals: SHA-256 digests that chain the operations and cover the content of every record."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence

from areateam.ledger.spans import Span, touched_blocks
from areateam.ledger.triggers import columns_of
from areateam.store.row_types import Record

BLOCK_BITS = 8
"""256 records share a content seal: small enough to take anew at each edit."""
_LINES_AT_ONCE = 50_000
_AT_ONCE = 80
"""Blocks of a kind that one operation seals itself: some 20,000 records, a tenth of a second."""


def seal_operation(
    connection: sqlite3.Connection, kinds: Sequence[type[Record]], span: Span, records: int
) -> None:
    """Write the seal of an operation, and content seals for the blocks it touched.

    `kinds` are those it touched. Where it touched more blocks of a kind than `_AT_ONCE`, their
    sealing waits, and a few older ones that wait are sealed instead.
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
            connection.executemany(
                "INSERT OR REPLACE INTO content_seal (kind, block, digest) VALUES (?, ?, '')",
                [(kind.kind(), block) for block in blocks],
            )
            continue
        for first, last in _runs(blocks):
            _seal_blocks(connection, kind, first, last)


def seal_pending(
    connection: sqlite3.Connection, kinds: Sequence[type[Record]], most: int = _AT_ONCE
) -> int:
    """Seal up to so many blocks whose sealing waits, and return how many were sealed.

    Called inside a transaction that may write; the blocks' content does not change.
    """
    done = 0
    for kind in kinds:
        waiting = connection.execute(
            "SELECT block FROM content_seal WHERE kind = ? AND digest = '' ORDER BY block LIMIT ?",
            (kind.kind(), most - done),
        ).fetchall()
        for first, last in _runs([block for (block,) in waiting]):
            _seal_blocks(connection, kind, first, last)
        done += len(waiting)
    return done


def chained_digest(connection: sqlite3.Connection, span: Span, before: str) -> str:
    """The digest of an operation on top of the seal before it, in hex."""
    digest = hashlib.sha256(before.encode())
    header = connection.execute(
        'SELECT json_array(id, uid, at, "user", label, undoes, redoes) FROM operation WHERE id = ?',
        (span.operation,),
    ).fetchone()
    digest.update(header[0].encode())
    # Read by stretches of ids, which an operation owns alone, so that memory stays small.
    for start in range(span.first, span.last + 1, _LINES_AT_ONCE):
        (lines,) = connection.execute(
            "SELECT group_concat(line, char(10)) FROM ("
            " SELECT json_array(id, operation, kind, record, field, before, after) AS line"
            " FROM change WHERE id BETWEEN ? AND ? ORDER BY id)",
            (start, min(start + _LINES_AT_ONCE - 1, span.last)),
        ).fetchone()
        digest.update((lines or "").encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def content_digests(
    connection: sqlite3.Connection, kind: type[Record], first: int, last: int
) -> Iterator[tuple[int, str]]:
    """The blocks from `first` to `last` that hold records, each with its digest in hex."""
    names = ", ".join(f'"{name}"' for name in columns_of(kind))
    rows = connection.execute(
        f"SELECT id >> {BLOCK_BITS} AS block, group_concat(line, char(10)) FROM ("
        f' SELECT id, json_array({names}) AS line FROM "{kind.kind()}"'
        f" WHERE id BETWEEN ? AND ? ORDER BY id) GROUP BY block",
        (first << BLOCK_BITS, ((last + 1) << BLOCK_BITS) - 1),
    )
    for block, lines in rows:
        yield block, hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def _seal_blocks(
    connection: sqlite3.Connection, kind: type[Record], first: int, last: int
) -> None:
    connection.execute(
        "DELETE FROM content_seal WHERE kind = ? AND block BETWEEN ? AND ?",
        (kind.kind(), first, last),
    )
    connection.executemany(
        "INSERT INTO content_seal (kind, block, digest) VALUES (?, ?, ?)",
        [(kind.kind(), *row) for row in content_digests(connection, kind, first, last)],
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
            yield f"operation {expected} is missing from the journal"
        expected = operation + 1
        if chained_digest(connection, Span(operation, first, last), before) != sealed:
            yield f"operation {operation} does not agree with its seal"
        before = sealed
        owned += max(0, last - first + 1)
    (lines,) = connection.execute("SELECT count(*) FROM change").fetchone()
    if lines != owned:
        yield f"the journal has {lines} lines where its seals count {owned}"


def content_faults(
    connection: sqlite3.Connection, kinds: Sequence[type[Record]]
) -> Iterator[str]:
    """Where records differ from what the last operation left, a sentence for each block."""
    for kind in kinds:
        name = kind.kind()
        sealed = dict(
            connection.execute(
                "SELECT block, digest FROM content_seal WHERE kind = ?", (name,)
            ).fetchall()
        )
        (top,) = connection.execute(f'SELECT coalesce(max(id), 0) FROM "{name}"').fetchone()
        for block, digest in content_digests(connection, kind, 0, top >> BLOCK_BITS):
            known = sealed.pop(block, None)
            if known not in ("", digest):
                low, high = block << BLOCK_BITS, ((block + 1) << BLOCK_BITS) - 1
                yield f"{name} records {low} to {high} are not as the journal left them"
        for block in sealed:
            yield f"{name} records from {block << BLOCK_BITS} on are missing"
