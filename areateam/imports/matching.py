"""Which record of the register each staged line is about: none, one or several; all in SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from areateam.core.findings import Finding, Weight
from areateam.imports.mapping import Layover, Target
from areateam.imports.profiles import PartSpec

_OPEN = "outcome = ''"


def match(connection: sqlite3.Connection, layover: Layover) -> None:
    """Set `kind` and `record` of each line, and the ids of its other parts, where they are known.

    Lines that cannot be told apart, or that have no key, get a finding and an outcome. The
    register is attached; nothing in it changes.
    """
    _choose_main_part(connection, layover)
    main, *others = layover.profile.parts
    _refuse_without_key(connection, layover)
    _refuse_repeated(connection, layover, main)
    for part in (main, *others):
        for key in layover.keys_of(part):
            _match_part(connection, layover, part, key)
    if any(part.kind == "contract" for part in layover.profile.parts):
        _follow_contract(connection, layover)
    for part in layover.profile.parts:
        connection.execute(
            f"UPDATE line SET record = {part.kind}_id WHERE {_OPEN} AND kind = ?", (part.kind,)
        )
    _doubt_shared(connection)
    _doubt_unmade(connection, layover)


def _choose_main_part(connection: sqlite3.Connection, layover: Layover) -> None:
    """Say for each line which kind it is about: its first part that applies."""
    for part in layover.profile.parts:
        condition = layover.only.get(part.kind, "TRUE")
        connection.execute(
            f"UPDATE line SET kind = ? WHERE kind IS NULL AND outcome <> 'known' AND {condition}",
            (part.kind,),
        )
    # A line that is about no part states nothing that the register holds.
    connection.execute("UPDATE line SET outcome = 'same' WHERE kind IS NULL AND outcome = ''")


def _refuse_without_key(connection: sqlite3.Connection, layover: Layover) -> None:
    for part in layover.profile.parts:
        keys = layover.keys_of(part)
        if not keys:
            continue
        blank = " AND ".join(
            "(" + " OR ".join(f"{t.slot} IS NULL" for t in key) + ")" for key in keys
        )
        _find(
            connection,
            f"SELECT line, '' FROM line WHERE {_OPEN} AND kind = '{part.kind}' AND {blank}",
            (),
            Finding(0, keys[0][0].field.key, "key-missing"),
        )


def _refuse_repeated(connection: sqlite3.Connection, layover: Layover, part: PartSpec) -> None:
    """Refuse every line whose first complete key stands on another line of the file too."""
    keys = layover.keys_of(part)
    if not keys:
        return
    key = keys[0]
    columns = ", ".join(t.slot for t in key)
    told = " AND ".join(f"{t.slot} IS NOT NULL" for t in key)
    connection.execute("DROP TABLE IF EXISTS temp.twice")
    connection.execute(
        f"CREATE TEMP TABLE twice AS SELECT {columns}, min(line) AS first, max(line) AS last"
        f" FROM line WHERE {_OPEN} AND kind = ? AND {told} GROUP BY {columns} HAVING count(*) > 1",
        (part.kind,),
    )
    (found,) = connection.execute("SELECT count(*) FROM temp.twice").fetchone()
    if found:
        same = " AND ".join(f"line.{t.slot} = twice.{t.slot}" for t in key)
        _find(
            connection,
            "SELECT line.line, CASE line.line WHEN twice.first THEN twice.last"
            f" ELSE twice.first END FROM line JOIN temp.twice ON {same}"
            f" WHERE {_OPEN} AND kind = '{part.kind}'",
            (),
            Finding(0, key[0].field.key, "key-repeated"),
        )
    connection.execute("DROP TABLE temp.twice")


def _match_part(
    connection: sqlite3.Connection, layover: Layover, part: PartSpec, key: Sequence[Target]
) -> None:
    (any_there,) = connection.execute(
        f'SELECT EXISTS (SELECT 1 FROM register."{part.kind}")'
    ).fetchone()
    if not any_there:
        return
    same = " AND ".join(f"t.{_column(t)} = line.{t.slot}" for t in key)
    if part.kind == "contract":
        same += " AND t.group_key = " + group_of_line(layover)
    # The candidates are counted first: more than one is a question for a person, not a match.
    connection.execute("DROP TABLE IF EXISTS temp.hit")
    connection.execute(
        "CREATE TEMP TABLE hit AS SELECT line.line AS line, min(t.id) AS id, count(*) AS hits"
        f' FROM line CROSS JOIN register."{part.kind}" AS t ON {same}'
        f" WHERE line.outcome = '' AND line.{part.kind}_id IS NULL GROUP BY line.line"
    )
    connection.execute(
        f"UPDATE line SET {part.kind}_id = hit.id FROM temp.hit"
        " WHERE line.line = hit.line AND hits = 1"
    )
    _find(
        connection,
        f"SELECT hit.line, hits FROM temp.hit JOIN line USING (line)"
        f" WHERE hits > 1 AND {_OPEN} AND line.kind = '{part.kind}'",
        (),
        Finding(0, key[0].field.key, "key-ambiguous", weight=Weight.DOUBTFUL),
    )
    connection.execute("DROP TABLE temp.hit")


def _follow_contract(connection: sqlite3.Connection, layover: Layover) -> None:
    """A known contract brings its own contractor and, where no other is named, its own site."""
    for part in layover.profile.parts:
        if part.kind in ("contractor", "site"):
            connection.execute(
                f"UPDATE line SET {part.kind}_id = (SELECT c.{part.kind}_id"
                " FROM register.contract c WHERE c.id = line.contract_id)"
                f" WHERE outcome = '' AND contract_id IS NOT NULL AND {part.kind}_id IS NULL"
            )


def _doubt_shared(connection: sqlite3.Connection) -> None:
    """Two lines about one record: a person says which of them it is."""
    (found,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM line WHERE record IS NOT NULL"
        " AND outcome IN ('', 'known') GROUP BY kind, record HAVING count(*) > 1 LIMIT 1)"
    ).fetchone()
    if found:
        _find(
            connection,
            "SELECT line, other FROM (SELECT line, outcome, count(*) OVER w AS lines,"
            " first_value(line) OVER (PARTITION BY kind, record ORDER BY line) AS other"
            " FROM line WHERE record IS NOT NULL AND outcome IN ('', 'known')"
            f" WINDOW w AS (PARTITION BY kind, record)) WHERE lines > 1 AND {_OPEN}",
            (),
            Finding(0, "", "several-lines-one-record", weight=Weight.DOUBTFUL),
        )


def _doubt_unmade(connection: sqlite3.Connection, layover: Layover) -> None:
    """A line about a record that this layout may change but not make."""
    for part in layover.profile.parts:
        if not part.make:
            _find(
                connection,
                f"SELECT line, '' FROM line WHERE {_OPEN} AND kind = '{part.kind}'"
                " AND record IS NULL",
                (),
                Finding(0, "", "record-unknown", weight=Weight.DOUBTFUL),
            )


def group_of_line(layover: Layover) -> str:
    """SQL for the contractor group of a staged line."""
    if layover.profile.group:
        return f"'{layover.profile.group}'"
    slot = layover.slot_of("contract.contract_type")
    return f"(SELECT g.group_key FROM temp.type_group g WHERE g.contract_type = line.{slot})"


def _column(target: Target) -> str:
    if target.field.column:
        return f'"{target.field.column}"'
    return f"terms ->> '$.{target.field.key}'"


def _find(
    connection: sqlite3.Connection, query: str, values: Sequence[object], pattern: Finding
) -> None:
    """Give each line of a query (line, detail) the finding, and its line the outcome."""
    outcome = "rejected" if pattern.weight is Weight.REFUSED else "doubtful"
    rows = connection.execute(query, values).fetchall()
    connection.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, '', ?, ?)",
        [(line, pattern.column, pattern.code, str(d), pattern.weight.value) for line, d in rows],
    )
    connection.executemany(
        "UPDATE line SET outcome = ? WHERE line = ?", [(outcome, line) for line, _ in rows]
    )
