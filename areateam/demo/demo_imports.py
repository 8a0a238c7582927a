"""What an import leaves behind, for files that nobody ever had."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from hashlib import blake2b, sha256

from areateam.ledger.ledger import Write

PROFILE = "contract-list"
"""The profile of lists that are known by their headings."""

_BYTES_A_LINE = 212


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


def add_batch(write: Write, file: str, counts: BatchCounts, header: Sequence[str] = ()) -> int:
    """Keep one import and return its number."""
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
            json.dumps({"header": list(header), "columns": {}}, ensure_ascii=False),
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


def _fingerprint(batch: int, line: int) -> int:
    digest = blake2b(f"{batch} {line}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
