"""Reads a register through and says what is wrong with it: the file, the journal, the records."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence

from areateam.core.wording import sentence
from areateam.ledger.anchor import anchor_faults
from areateam.ledger.seals import chain_faults, content_digests, content_faults
from areateam.ledger.triggers import BLOCK_BITS
from areateam.store.register_file import Store
from areateam.store.row_types import Record, Row

_SHOWN = 20


def check_register(
    store: Store, kinds: Sequence[type[Record]], beside: Sequence[type[Row]] = ()
) -> list[str]:
    """A sentence for everything that is wrong; an empty list means that the register is sound.

    Looks at the file, the links between records, the chain of the journal, the content of every
    record against its seal, and what this computer last saw. Nothing is changed. Damage that
    stops one of these from being looked at is a sentence of its own.
    """
    connection = store.connection
    rows = (*kinds, *beside)
    looks: tuple[Callable[[], Iterable[str]], ...] = (
        lambda: _file_faults(connection),
        lambda: _link_faults(connection),
        lambda: chain_faults(connection),
        lambda: content_faults(connection, rows),
        lambda: _name_faults(connection, kinds),
        lambda: _unfinished(connection),
        lambda: anchor_faults(store),
    )
    found: list[str] = []
    for look in looks:
        try:
            found.extend(look())
        except (sqlite3.Error, UnicodeDecodeError) as error:
            found.append(sentence("check-damaged", detail=str(error)))
    return list(dict.fromkeys(found))


def content_digest(connection: sqlite3.Connection, kinds: Sequence[type[Record]]) -> str:
    """SHA-256 over every row of every journalled kind, in hex: equal where registers are."""
    digest = hashlib.sha256()
    for kind in kinds:
        (top,) = connection.execute(f'SELECT coalesce(max(id), 0) FROM "{kind.kind()}"').fetchone()
        for block, content in content_digests(connection, kind, 0, top >> BLOCK_BITS):
            digest.update(f"{kind.kind()} {block} {content}\n".encode())
    return digest.hexdigest()


def _file_faults(connection: sqlite3.Connection) -> Iterator[str]:
    for (answer,) in connection.execute(f"PRAGMA integrity_check({_SHOWN})"):
        if answer != "ok":
            yield sentence("check-damaged", detail=answer)


def _link_faults(connection: sqlite3.Connection) -> Iterator[str]:
    counts: dict[str, int] = {}
    for table, *_ in connection.execute("PRAGMA foreign_key_check"):
        counts[table] = counts.get(table, 0) + 1
    for table, count in counts.items():
        yield sentence("check-broken-links", count=count, kind=table.replace("_", " "))


def _name_faults(connection: sqlite3.Connection, kinds: Sequence[type[Record]]) -> Iterator[str]:
    for kind in kinds:
        (count,) = connection.execute(
            f'SELECT count(*) - count(DISTINCT uid) FROM "{kind.kind()}"'
        ).fetchone()
        if count:
            yield sentence("check-same-name", count=count, kind=kind.kind().replace("_", " "))


def _unfinished(connection: sqlite3.Connection) -> Iterator[str]:
    if connection.execute("SELECT 1 FROM writing").fetchone():
        yield sentence("check-unfinished")
