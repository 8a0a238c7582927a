"""Records that earlier files of a list named and this one does not, noted in the side file.

A line of this layout about another PCT, or another group of contractors, says nothing about the
rest: only those lists count that this file covers. A refused line still names its record by its
key. What has ended is no longer expected in a list.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable

from areateam.imports.mapping import Layover
from areateam.imports.matching import column_of
from areateam.imports.statements import Known, code_of, live_batches, subject_of

_IN_TEN = 9
"""A list is covered where at most nine records are missing for each that is named: one line that
names a wrong PCT must not make a whole PCT absent."""

ENDS = {
    "contract": ("terminated_on", "end_date"),
    "site": ("open_to",),
    "membership": ("valid_to",),
    "body": ("valid_to",),
    "body_link": ("valid_to",),
}
"""By kind, the fields that say since when a record is no longer expected in a list."""

_LAST_DAY = "(SELECT substr(max(at), 1, 10) FROM register.operation)"

Named = tuple[str, int]
"""The kind and the id of a record."""


def note_absent(connection: sqlite3.Connection, known: Known, layover: Layover, pct: str) -> int:
    """Fill the table `absent` of a matched side file and return how many records there are.

    `pct` is the PCT whose list a person says it is, "" where nobody did.
    """
    _note_covered(connection, pct)
    missing = known.unseen()
    if layover.profile.partial or not missing:
        return 0
    for named in named_in(connection, layover, "line", "line.outcome <> 'known'"):
        missing.discard(code_of(*named))
    if missing:
        missing -= _of_other_lists(connection, missing)
    if not missing:
        return 0
    _add(connection, map(subject_of, sorted(missing)))
    (found,) = connection.execute("SELECT count(*) FROM absent").fetchone()
    return int(found)


def _of_other_lists(connection: sqlite3.Connection, codes: Collection[int]) -> set[int]:
    """The codes of contracts that are in no list of the file: most of them for a PCT's own list."""
    listed = connection.execute(
        "SELECT c.id FROM covered AS v JOIN register.contract AS c"
        " ON c.group_key = v.group_key AND c.pct_code IS v.pct_code"
    )
    expected = {code for (record,) in listed if (code := code_of("contract", record)) in codes}
    return {code for code in codes if subject_of(code)[0] == "contract" and code not in expected}


def named_in(
    connection: sqlite3.Connection, layover: Layover, table: str, condition: str
) -> set[Named]:
    """The records that lines of a staging table name, held lines by their key."""
    found: set[Named] = set(
        connection.execute(
            f"SELECT DISTINCT kind, record FROM {table} AS line"
            f" WHERE record IS NOT NULL AND {condition}"
        )
    )
    for part in layover.profile.parts:
        key = next(iter(layover.keys_of(part)), None)
        if not key:
            continue
        same = " AND ".join(f"t.{column_of(target)} = line.{target.slot}" for target in key)
        found.update(
            connection.execute(
                f"SELECT DISTINCT '{part.kind}', t.id FROM {table} AS line"
                f' CROSS JOIN register."{part.kind}" AS t ON {same}'
                " WHERE line.outcome IN ('doubtful', 'rejected') AND line.record IS NULL"
                f" AND line.kind = '{part.kind}' AND {condition}"
            )
        )
    return found


def absent_again(
    connection: sqlite3.Connection, layover: Layover, before: set[Named], after: set[Named]
) -> None:
    """Follow lines of the side file `stage` that named other records before than they do now."""
    connection.executemany("DELETE FROM stage.absent WHERE kind = ? AND record = ?", after - before)
    lost = before - after
    if not lost or layover.profile.partial:
        return
    still = {pair for pair in named_in(connection, layover, "stage.line", "TRUE") if pair in lost}
    live = json.dumps(live_batches(connection))
    earlier = [
        pair
        for pair in lost - still
        if connection.execute(
            "SELECT 1 FROM register.source_line AS s JOIN register.batch AS b ON b.id = s.batch_id"
            " WHERE s.kind = ? AND s.record = ? AND b.profile = ?"
            " AND b.id IN (SELECT value FROM json_each(?)) LIMIT 1",
            (*pair, layover.profile.key, live),
        ).fetchone()
    ]
    _add(connection, earlier)


def _note_covered(connection: sqlite3.Connection, pct: str) -> None:
    """Note the lists of contracts that the file is about: PCT, group, and how many it names."""
    connection.execute(
        "INSERT INTO covered SELECT c.pct_code, c.group_key, count(*) FROM register.contract AS c"
        " WHERE c.id IN (SELECT record FROM line WHERE kind = 'contract')"
        " AND ? IN ('', c.pct_code) GROUP BY 1, 2",
        (pct,),
    )


def _add(connection: sqlite3.Connection, records: Iterable[Named]) -> None:
    """Add records to `absent`, but for those of other lists and those that have ended."""
    connection.execute("CREATE TEMP TABLE missing (kind TEXT, record INTEGER)")
    connection.executemany("INSERT INTO temp.missing VALUES (?, ?)", records)
    for kind, fields in ENDS.items():
        ended = " OR ".join(f"{field} < {_LAST_DAY}" for field in fields)
        connection.execute(
            "DELETE FROM temp.missing WHERE kind = ? AND record IN"
            f' (SELECT id FROM register."{kind}" WHERE {ended})',
            (kind,),
        )
    connection.execute(
        "DELETE FROM temp.missing WHERE kind = 'contract' AND record NOT IN ("
        " SELECT c.id FROM temp.missing AS m JOIN register.contract AS c ON c.id = m.record"
        " JOIN (SELECT c.pct_code, c.group_key, count(*) AS lost FROM temp.missing AS m"
        "  JOIN register.contract AS c ON c.id = m.record WHERE m.kind = 'contract'"
        "  GROUP BY 1, 2) AS l ON l.pct_code IS c.pct_code AND l.group_key = c.group_key"
        " JOIN covered AS v ON v.pct_code IS c.pct_code AND v.group_key = c.group_key"
        f" WHERE m.kind = 'contract' AND l.lost <= {_IN_TEN} * v.named)"
    )
    connection.execute("INSERT INTO absent (kind, record) SELECT kind, record FROM temp.missing")
    connection.execute("DROP TABLE temp.missing")
