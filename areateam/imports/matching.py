"""Which record of the register each staged line is about: none, one or several; all in SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from areateam.catalogue.catalogue import Catalogue
from areateam.core.findings import Weight
from areateam.imports.former_records import name_former, sources_of
from areateam.imports.mapping import Layover, Target
from areateam.imports.profiles import PartSpec

_OPEN = "outcome = 'new'"
"""A line is new until something else is known of it: most of a first file never changes."""


FOUND_BY_MATCHING = (
    "key-missing",
    "key-repeated",
    "key-ambiguous",
    "several-lines-one-record",
    "record-unknown",
    "type-missing",
    "end-before-start",
)
"""The findings of `match` and `propose`; all others are those of the reading."""


def match(connection: sqlite3.Connection, layover: Layover) -> None:
    """Set `kind` and `record` of each line, and the ids of its other parts, where they are known.

    Lines that cannot be told apart, or that have no key, get a finding and an outcome. The
    register is attached; nothing in it changes.
    """
    _choose_main_part(connection, layover)
    _refuse_without_key(connection, layover)
    _refuse_repeated(connection, layover, layover.profile.parts[0])
    if any(_any_there(connection, part) for part in layover.profile.parts):
        _match_known(connection, layover)
    _doubt_unmade(connection, layover)


def _any_there(connection: sqlite3.Connection, part: PartSpec) -> bool:
    """Whether the register has any record of the part's kind."""
    query = f'SELECT EXISTS (SELECT 1 FROM register."{part.kind}")'
    return bool(connection.execute(query).fetchone()[0])


def _match_known(connection: sqlite3.Connection, layover: Layover) -> None:
    """Match every part of the lines with what the register has."""
    name_former(connection, layover)
    # A contract may be known by its site, and a contractor by its name at a site.
    for part in sorted(layover.profile.parts, key=lambda part: part.kind != "site"):
        keys = layover.keys_of(part)
        for place, key in enumerate(keys):
            _match_part(connection, layover, part, key, keys[:place])
    if layover.part("contract"):
        _follow_contract(connection, layover)
        _match_contractor_at_site(connection, layover)
    for part in layover.profile.parts:
        connection.execute(
            f"UPDATE line SET record = {part.kind}_id"
            f" WHERE {_OPEN} AND kind = ? AND {part.kind}_id IS NOT NULL",
            (part.kind,),
        )
    _doubt_shared(connection)


def name_types(connection: sqlite3.Connection, catalogue: Catalogue) -> None:
    """Make the temporary table `type_group` (contract_type, group_key, unstated)."""
    connection.execute("DROP TABLE IF EXISTS temp.type_group")
    connection.execute(
        "CREATE TEMP TABLE type_group"
        " (contract_type TEXT PRIMARY KEY, group_key TEXT, unstated INTEGER)"
    )
    connection.executemany(
        "INSERT INTO temp.type_group VALUES (?, ?, ?)",
        [(kind.key, kind.group, int(kind.is_unstated)) for kind in catalogue.types.values()],
    )


def resolve(connection: sqlite3.Connection, layover: Layover) -> None:
    """Turn ONS codes into the bodies' own, and leave out what means nothing by itself.

    It belongs to the reading: what it makes of a line hangs on no other line.
    """
    for feed in layover.feeds:
        slot = feed.slot
        if feed.meaning.by_ons:
            known = f"FROM register.body AS b WHERE b.ons_code = line.{slot}"
            unknown = f"{_OPEN} AND {slot} IS NOT NULL AND NOT EXISTS (SELECT 1 {known})"
            hold(connection, f"SELECT line, {slot}, '' FROM line WHERE {unknown}",
                 feed.field.key, "body-unknown")  # fmt: skip
            connection.execute(
                f"UPDATE line SET {slot} = (SELECT min(b.code) {known})"
                f" WHERE outcome <> 'known' AND {slot} IS NOT NULL"
            )
        if feed.meaning.needs:
            needed = layover.target(feed.meaning.needs)
            assert needed is not None
            connection.execute(f"UPDATE line SET {slot} = NULL WHERE {needed.slot} IS NULL")


def _choose_main_part(connection: sqlite3.Connection, layover: Layover) -> None:
    """Say for each line which kind it is about: its first part that applies."""
    if layover.always is not None:
        return  # staged with its kind
    for part in layover.profile.parts:
        connection.execute(
            "UPDATE line SET kind = ? WHERE kind IS NULL AND outcome <> 'known'"
            f" AND {layover.is_about(part.kind)}",
            (part.kind,),
        )
    # A line that is about no part states nothing that the register holds.
    connection.execute("UPDATE line SET outcome = 'same' WHERE kind IS NULL AND outcome = 'new'")


def _refuse_without_key(connection: sqlite3.Connection, layover: Layover) -> None:
    for part in layover.profile.parts:
        keys = [key or _site_key(layover) for key in layover.keys_of(part)]
        if not keys:
            continue
        blank = " AND ".join(
            "(" + " OR ".join(f"{t.slot} IS NULL" for t in key) + ")" for key in keys
        )
        hold(
            connection,
            f"SELECT line, '', '' FROM line WHERE {_OPEN} AND kind = '{part.kind}' AND {blank}",
            keys[0][0].field.key,
            "key-missing",
        )


def _site_key(layover: Layover) -> list[Target]:
    part = layover.part("site")
    assert part is not None
    return layover.keys_of(part)[0]


def _refuse_repeated(connection: sqlite3.Connection, layover: Layover, part: PartSpec) -> None:
    """Refuse every line whose first complete key stands on another line of the file too."""
    key = next(iter(layover.keys_of(part)), None)
    if not key:
        return
    columns = ", ".join(t.slot for t in key)
    told = " AND ".join(f"{t.slot} IS NOT NULL" for t in key)
    connection.execute("DROP TABLE IF EXISTS temp.twice")
    connection.execute(
        f"CREATE TEMP TABLE twice AS SELECT {columns}, min(line) AS first, max(line) AS last"
        f" FROM line WHERE {_OPEN} AND kind = ? AND {told} GROUP BY {columns} HAVING count(*) > 1",
        (part.kind,),
    )
    same = " AND ".join(f"line.{t.slot} = twice.{t.slot}" for t in key)
    hold(
        connection,
        f"SELECT line.line, line.{key[0].slot}, CASE line.line WHEN twice.first THEN twice.last"
        f" ELSE twice.first END FROM line JOIN temp.twice ON {same}"
        f" WHERE {_OPEN} AND kind = '{part.kind}'",
        key[0].field.key,
        "key-repeated",
    )
    connection.execute("DROP TABLE temp.twice")


def _match_part(
    connection: sqlite3.Connection,
    layover: Layover,
    part: PartSpec,
    key: Sequence[Target],
    earlier: Sequence[Sequence[Target]],
) -> None:
    if not _any_there(connection, part):
        return
    same = same_key(layover, part, key, earlier)
    for source in sources_of(connection, part.kind):
        _match_in(connection, layover, part, source, same)
        if source.startswith("temp."):
            connection.execute(
                "INSERT OR IGNORE INTO temp.former_line SELECT line FROM temp.hit WHERE hits = 1"
            )
        _hold_ambiguous(connection, part, key)


def _match_in(
    connection: sqlite3.Connection, layover: Layover, part: PartSpec, source: str, same: str
) -> None:
    """Match the lines that are still open with one table, `t`; fills `hit` (line, id, hits).

    The candidates are counted first: more than one is a question for a person, not a match.
    """
    connection.execute("DROP TABLE IF EXISTS temp.hit")
    connection.execute(
        "CREATE TEMP TABLE hit AS SELECT line.line AS line, min(t.id) AS id,"
        f" count(DISTINCT t.id) AS hits FROM line CROSS JOIN {source} AS t ON {same}"
        f" WHERE line.{_OPEN} AND line.{part.kind}_id IS NULL"
        f" AND {layover.is_about(part.kind)} GROUP BY line.line"
    )
    connection.execute(
        f"UPDATE line SET {part.kind}_id = hit.id FROM temp.hit"
        " WHERE line.line = hit.line AND hits = 1"
    )


def _hold_ambiguous(connection: sqlite3.Connection, part: PartSpec, key: Sequence[Target]) -> None:
    shown = f"line.{key[0].slot}" if key else "''"
    hold(
        connection,
        f"SELECT hit.line, {shown}, hits FROM temp.hit JOIN line USING (line)"
        f" WHERE hits > 1 AND {_OPEN} AND line.kind = '{part.kind}'",
        key[0].field.key if key else "",
        "key-ambiguous",
        Weight.DOUBTFUL,
    )


def same_key(
    layover: Layover,
    part: PartSpec,
    key: Sequence[Target],
    earlier: Sequence[Sequence[Target]],
) -> str:
    """SQL that says whether a line and a record `t` have the same key; `earlier` are tried first.

    The temporary table `type_group` is needed where the file is not of one group.
    """
    same = " AND ".join(f"t.{column_of(t)} = line.{t.slot}" for t in key) or (
        "t.site_id = line.site_id"
    )
    # A record that says otherwise in an earlier key is another one, however alike.
    for target in {t.name: t for other in earlier for t in other}.values():
        own = f"t.{column_of(target)}"
        same += f" AND coalesce({own} = line.{target.slot}, TRUE)"
    if part.kind == "contract":
        # The plus keeps SQLite from searching by the group, which has a quarter of the register.
        same += f" AND +t.group_key = {group_of_line(layover)}"
    return same


def _follow_contract(connection: sqlite3.Connection, layover: Layover) -> None:
    """A known contract brings its own contractor and, where no other is named, its own site."""
    for part in layover.profile.parts:
        if part.kind in ("contractor", "site"):
            connection.execute(
                f"UPDATE line SET {part.kind}_id = (SELECT c.{part.kind}_id"
                " FROM register.contract c WHERE c.id = line.contract_id)"
                f" WHERE {_OPEN} AND contract_id IS NOT NULL AND {part.kind}_id IS NULL"
            )


def _match_contractor_at_site(connection: sqlite3.Connection, layover: Layover) -> None:
    """A contractor without a code is known by its name at a site where it holds a contract.

    The same name elsewhere may be somebody else, and a wrong merger is harder to mend than a
    double.
    """
    part, name = layover.part("contractor"), layover.target("contractor.name")
    if part is None or layover.keys_of(part) or name is None or not layover.part("site"):
        return
    connection.execute(
        "UPDATE line SET contractor_id = (SELECT min(k.id) FROM register.contract AS c"
        " JOIN register.contractor AS k ON k.id = c.contractor_id"
        f" WHERE c.site_id = line.site_id AND (k.name = line.{name.slot} OR EXISTS ("
        "  SELECT 1 FROM register.alias AS a WHERE a.kind_of = 'contractor' AND a.record = k.id"
        f"  AND a.field = 'name' AND a.value = line.{name.slot})))"
        f" WHERE {_OPEN} AND contractor_id IS NULL AND site_id IS NOT NULL"
    )


def _doubt_shared(connection: sqlite3.Connection) -> None:
    """Two lines about one record: a person says which of them it is."""
    hold(
        connection,
        "SELECT line.line, '', CASE line.line WHEN first THEN last ELSE first END FROM line"
        " JOIN (SELECT kind, record, min(line) AS first, max(line) AS last FROM line"
        "  WHERE outcome IN ('new', 'known') AND record IN ("
        f"   SELECT record FROM line WHERE {_OPEN} AND record IS NOT NULL)"
        "  GROUP BY kind, record HAVING count(*) > 1) AS twice USING (kind, record)"
        f" WHERE {_OPEN}",
        "",
        "several-lines-one-record",
        Weight.DOUBTFUL,
    )


def _doubt_unmade(connection: sqlite3.Connection, layover: Layover) -> None:
    """A line about a record that this layout may change but not make."""
    for part in layover.profile.parts:
        if not part.make:
            hold(
                connection,
                f"SELECT line, '', '' FROM line WHERE {_OPEN} AND kind = '{part.kind}'"
                " AND record IS NULL",
                "",
                "record-unknown",
                Weight.DOUBTFUL,
            )


def group_of_line(layover: Layover) -> str:
    """SQL for the contractor group of a staged line."""
    if layover.profile.group:
        return f"'{layover.profile.group}'"
    kind = layover.target("contract.contract_type")
    stated = kind.stated if kind else "NULL"
    return f"(SELECT g.group_key FROM temp.type_group g WHERE g.contract_type = {stated})"


def column_of(target: Target) -> str:
    """SQL for the place in a record where a target is kept."""
    if target.field.column:
        return f'"{target.field.column}"'
    return f"terms ->> '$.{target.field.key}'"


def hold(
    connection: sqlite3.Connection,
    query: str,
    column: str,
    code: str,
    weight: Weight = Weight.REFUSED,
) -> None:
    """Give each line of a query (line, value, detail) the finding and its weight's outcome."""
    connection.execute("DROP TABLE IF EXISTS temp.held")
    connection.execute(f"CREATE TEMP TABLE held AS SELECT * FROM ({query})")
    connection.execute(
        "INSERT INTO finding (line, value, detail, column_key, code, weight)"
        " SELECT held.*, ?, ?, ? FROM temp.held",
        (column, code, weight.value),
    )
    outcome = "rejected" if weight is Weight.REFUSED else "doubtful"
    connection.execute(
        "UPDATE line SET outcome = ? WHERE line IN (SELECT line FROM temp.held)", (outcome,)
    )
    connection.execute("DROP TABLE temp.held")
