"""What an import leaves behind, for files that nobody ever had."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import blake2b, sha256

from areateam.core.fields import Value
from areateam.ledger.ledger import Write

PROFILE = "contract-list"
"""The profile of lists that are known by their headings."""

_BYTES_A_LINE = 212
_DELIVERY = ("Contract No", "Contracted UDAs", "UDAs Delivered H1")
_DELIVERED = {"uda_delivered_h1": "set", "uda_contracted": "fill"}
_OTHERWISE = 47
"""Each so many lines of the delivery file has other contracted units."""


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How many lines a file had, and what became of them; in the order of the batch's columns."""

    lines: int
    new: int = 0
    changed: int = 0
    same: int = 0
    doubtful: int = 0
    rejected: int = 0
    absent: int = 0


def add_batch(
    write: Write,
    file: str,
    counts: BatchCounts,
    header: Sequence[str] = (),
    stated: Mapping[str, str] | None = None,
) -> int:
    """Keep one import and return its number; `stated` gives the mode of each field it states."""
    targets = [
        [f"contract.{key}", mode, 1 << bit, 0]
        for bit, (key, mode) in enumerate((stated or {}).items())
    ]
    settings = {"header": list(header), "columns": {}, "owner": "PCT", "targets": targets}
    cursor = write.execute(
        "INSERT INTO batch (operation, profile, subject, file, sha256, size, encoding, delimiter,"
        " lines, new, changed, same, doubtful, rejected, absent, settings)"
        " VALUES (?, ?, 'contract', ?, ?, ?, 'cp1252', ',', ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            write.operation,
            PROFILE,
            file,
            sha256(file.encode()).hexdigest(),
            counts.lines * _BYTES_A_LINE,
            *astuple(counts),
            json.dumps(settings, ensure_ascii=False),
        ),
    )
    return int(cursor.lastrowid or 0)


def add_source_lines(write: Write, batch: int, lines: Iterable[tuple[int, int]]) -> None:
    """Keep which line of a batch was about which contract; `lines` are (line, contract)."""
    write.connection.executemany(
        "INSERT INTO source_line (batch_id, line, fingerprint, kind, record)"
        " VALUES (?, ?, ?, 'contract', ?)",
        [(batch, line, _fingerprint(batch, line), record) for line, record in lines],
    )


def keep_delivery(write: Write, lines: Sequence[tuple[int, int]], owed: Sequence[Value]) -> None:
    """Keep the delivery file: some of its lines know of other contracted units than the lists.

    `lines` are (line, contract), `owed` the contracted units of each.
    """
    counts = BatchCounts(len(lines), changed=len(lines))
    batch = add_batch(write, "UDA delivery H1.csv", counts, _DELIVERY, _DELIVERED)
    add_source_lines(write, batch, lines)
    write.connection.executemany(
        "INSERT INTO claim (batch_id, line, kind, record, field, value)"
        " VALUES (?, ?, 'contract', ?, 'terms.uda_contracted', ?)",
        [
            (batch, line, record, units - units // 37)
            for (line, record), units in zip(lines, owed, strict=True)
            if isinstance(units, int) and line % _OTHERWISE == 0
        ],
    )


def _fingerprint(batch: int, line: int) -> int:
    digest = blake2b(f"{batch} {line}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
