"""Everything that was stated of a field and is in force, ranked by the order of its sources: SQL.

A value that a line stated is, unless a claim says otherwise, the record's own as its import left
it; so the journal gives it back, for as many records at once as a query asks for.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.imports.mapping import Layover
from areateam.imports.precedence_rules import (
    PERSON,
    PERSON_SOURCE,
    WORKED_OUT,
    WORKED_OUT_SOURCE,
    Order,
    Source,
    shipped_orders,
    source_of,
)
from areateam.imports.profiles import Mode
from areateam.imports.units import ADDRESS, Unit
from areateam.ledger.undo import standings

PARTS = ("site", "contractor")
"""Kinds that lines about contracts tell of by the way."""
WORKED_OUT_FIELDS = ("contract.pct_code", "contract.ccg_code", "contract.area_team_code")
"""What an import works out where a line leaves it blank."""
MOST_COLUMNS = 62
"""Columns beyond these have no bit: SQLite's whole numbers end there."""


class Stated(msgspec.Struct, frozen=True):
    """How a file states a field: the mode of its column, and the bits of a line that tell of it.

    One of `clears` says that the line emptied the field.
    """

    mode: Mode
    bits: int
    clears: int = 0


class Telling(msgspec.Struct, frozen=True):
    """An import in force: what its file is, and how it states each field."""

    batch: int
    operation: int
    source: Source
    file: str
    targets: Mapping[str, Stated]

    def stated(self, unit: Unit) -> Stated | None:
        """How it states a unit; None where the file says nothing of it."""
        keys = ADDRESS if unit.is_address else (unit.field.key,)
        told = [t for key in keys if (t := self.targets.get(f"{unit.kind}.{key}"))]
        if not told:
            return None
        bits = clears = 0
        for each in told:
            bits, clears = bits | each.bits, clears | each.clears
        return Stated(told[0].mode, bits, clears)


class Told(msgspec.Struct, frozen=True):
    """What a register knows of its sources: the imports in force, the orders, what is not counted.

    `passed_over` are the operations that no value is from: undone ones, undos, redos and those
    that only chose anew. `moved` are contracts with a site or contractor that they once had.
    """

    tellings: tuple[Telling, ...]
    orders: Mapping[str, Order]
    passed_over: tuple[int, ...]
    moved: Mapping[str, tuple[tuple[int, int], ...]]
    unstated: tuple[str, ...]

    def order(self, unit: Unit) -> Order:
        """The order of a unit's sources."""
        return self.orders.get(unit.name, Order())


def settings_of(layover: Layover) -> dict[str, Any]:
    """What a batch keeps of its layout, for `Telling` to be read from.

    A constant for new records is no statement: it says that the file says nothing.
    """
    bits = {feed.slot: bit for bit, feed in enumerate(layover.feeds) if bit < MOST_COLUMNS}
    filler = {feed.slot for feed in layover.feeds if feed.constant is not None}
    return {
        "owner": layover.profile.source,
        "targets": [
            [
                target.name,
                target.mode,
                1 << bits[target.slot],
                1 << bits[target.clear] if target.clear in bits else 0,
            ]
            for target in layover.targets
            if target.slot in bits and not (target.mode == "new" and target.slot in filler)
        ],
    }


def told_in(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    *,
    schema: str = "main",
    moves: bool = True,
    orders: Mapping[str, Order] | None = None,
) -> Told:
    """Read what a register knows of its sources; `orders` stand in for some of its own.

    Without `moves`, what was told of a site by a contract that has left it is not found.
    """
    stood = standings_in(connection, schema)
    passed = [op for op, live in stood.items() if not live]
    rows = connection.execute(
        f"SELECT id FROM {schema}.operation WHERE undoes IS NOT NULL OR redoes IS NOT NULL"
        f" UNION SELECT operation FROM {schema}.derivation"
    )
    passed += [op for (op,) in rows]
    moved = {
        part: tuple(
            connection.execute(
                f"SELECT before, record FROM {schema}.change WHERE kind = 'contract'"
                f" AND field = '{part}_id' AND before IS NOT NULL"
            ).fetchall()
        )
        if moves
        else ()
        for part in PARTS
    }
    return Told(
        tellings=tuple(_tellings(connection, schema, stood)),
        orders={**orders_in(connection, schema, passed), **(orders or {})},
        passed_over=tuple(passed),
        moved=moved,
        unstated=tuple(kind.key for kind in catalogue.types.values() if kind.is_unstated),
    )


def orders_in(
    connection: sqlite3.Connection, schema: str = "main", passed: Iterable[int] = ()
) -> dict[str, Order]:
    """The orders in force by field: those that come with the program, and the register's own.

    `passed` are operations that are not counted.
    """
    found = dict(shipped_orders())
    passed_over = ", ".join(map(str, passed))
    rows = connection.execute(
        "SELECT p.field, p.sources, max(p.made, coalesce((SELECT max(c.operation)"
        f" FROM {schema}.change AS c WHERE c.kind = 'precedence' AND c.record = p.id"
        f" AND c.operation NOT IN ({passed_over})), 0)) FROM {schema}.precedence AS p"
    )
    for name, sources, since in rows:
        found[name] = Order(tuple(json.loads(sources)), ours=True, since=since)
    return found


def standings_in(connection: sqlite3.Connection, schema: str) -> dict[int, bool]:
    """Whether each operation that a person made is in force."""
    if schema == "main":
        return {s.operation: s.live for s in standings(connection)}
    rows = connection.execute(
        f"SELECT b.id, (SELECT max(u.id) FROM {schema}.operation u WHERE u.undoes = b.id),"
        f" (SELECT max(r.id) FROM {schema}.operation r WHERE r.redoes = b.id)"
        f" FROM {schema}.operation b WHERE b.undoes IS NULL AND b.redoes IS NULL"
    )
    return {op: undone is None or (redone or 0) > undone for op, undone, redone in rows}


def _tellings(
    connection: sqlite3.Connection, schema: str, stood: Mapping[int, bool]
) -> Iterable[Telling]:
    rows = connection.execute(
        f"SELECT id, operation, profile, file, settings FROM {schema}.batch ORDER BY id"
    )
    for batch, operation, layout, file, settings in rows:
        kept = json.loads(settings)
        if stood.get(operation) and "targets" in kept:
            source = source_of(layout, kept["owner"], kept.get("header", ()))
            targets = {name: Stated(*how) for name, *how in kept["targets"]}
            yield Telling(batch, operation, source, file, targets)


def candidates(told: Told, unit: Unit, asked: str, schema: str = "main") -> str:
    """SQL that begins a query: the tables `candidate`, `heard` and `chosen` WITH their rows.

    `asked` is a query of the records that are asked about. A candidate is (record, source,
    batch, operation, line, place, newest, value); batch is null where no line stated it. Those
    that are heard are not overtaken by a person's later word; the chosen are the first of them.
    The values that the SQL needs are those of `candidate_values`.
    """
    through = _through(told, unit, schema) if unit.kind in PARTS else ""
    value = f"iif(k.id IS NULL, {unit.left_by(schema, 't', 's.operation')}, k.value)"
    listed = ", ".join(f"'{name}'" for name in unit.journalled)
    touched = f"c.kind = '{unit.kind}' AND c.record = a.record AND c.field IN ({listed})"
    return f"""WITH asked(record) AS MATERIALIZED ({asked}),
 passed_over(id) AS MATERIALIZED (SELECT value FROM json_each(:passed_over)),
 telling AS MATERIALIZED (SELECT value ->> 0 AS batch, value ->> 1 AS operation,
  value ->> 2 AS source, value ->> 3 AS bits, value ->> 4 AS clears,
  value ->> 5 AS place, value ->> 6 AS newest
  FROM json_each(:tellings)),
 spoken AS MATERIALIZED (SELECT record, batch, operation, source, place, newest,
  stated & clears <> 0 AS cleared, min(line) AS line
  FROM (SELECT a.record, w.*, s.line, s.stated FROM asked AS a CROSS JOIN {schema}.source_line AS s
   ON s.record = a.record AND s.kind = '{unit.kind}' CROSS JOIN telling AS w ON w.batch = s.batch_id
   WHERE s.stated IS NULL OR s.stated & w.bits{through}) GROUP BY record, batch),
 statement AS MATERIALIZED (SELECT s.*, {value} AS value FROM spoken AS s
  CROSS JOIN {schema}."{unit.kind}" AS t ON t.id = s.record
  LEFT JOIN {schema}.claim AS k ON k.kind = '{unit.kind}' AND k.field = '{unit.key}'
   AND k.record = s.record AND k.batch_id = s.batch),
 touch AS (SELECT a.record, c.operation, TRUE AS changed FROM asked AS a
  CROSS JOIN {schema}.change AS c ON {touched}
  WHERE c.operation NOT IN (SELECT id FROM passed_over)
  UNION SELECT t.id, t.made, FALSE FROM asked AS a
  CROSS JOIN {schema}."{unit.kind}" AS t ON t.id = a.record),
 loose AS MATERIALIZED (SELECT record, max(operation) AS operation, max(changed) AS changed
  FROM touch AS o WHERE NOT EXISTS (SELECT 1 FROM spoken AS s
   WHERE s.record = o.record AND s.operation = o.operation) GROUP BY record),
 other AS MATERIALIZED (SELECT o.record, o.operation, o.changed,
  {unit.left_by(schema, "t", "o.operation")} AS value, o.operation = 1
   OR EXISTS (SELECT 1 FROM {schema}.batch AS b WHERE b.operation = o.operation
    AND {_works_out(unit)}) AS worked
  FROM loose AS o CROSS JOIN {schema}."{unit.kind}" AS t ON t.id = o.record),
 candidate AS MATERIALIZED (SELECT record, source, batch, operation, line, place, newest, value
  FROM statement WHERE (value IS NOT NULL OR cleared) AND {_counts(unit)}
  UNION ALL SELECT record, iif(worked, '{WORKED_OUT}', '{PERSON}'), NULL, operation, NULL,
  iif(worked, :worked_place, :person_place), iif(worked, :worked_newest, :person_newest), value
  FROM other WHERE (value IS NOT NULL OR changed AND NOT worked) AND {_counts(unit)}),
 heard AS MATERIALIZED (SELECT * FROM candidate AS c WHERE {_heard(told, unit)}),
 chosen AS MATERIALIZED (SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY record
  ORDER BY place, iif(newest, -operation, operation), line) AS rank FROM heard)
  WHERE rank = 1)
"""


def _works_out(unit: Unit) -> str:
    """SQL for whether an import worked a value out; else a person decided on it in the review.

    Imports of earlier versions did not note what their lines stated.
    """
    if unit.name in WORKED_OUT_FIELDS:
        return "TRUE"
    return "(b.settings ->> 'targets' IS NULL OR NOT o.changed)"


def _heard(told: Told, unit: Unit) -> str:
    order = told.order(unit)
    if PERSON not in order.sources:
        return "TRUE"
    return (
        f"NOT EXISTS (SELECT 1 FROM candidate AS p WHERE p.source = '{PERSON}'"
        f" AND p.record = c.record AND p.operation > {order.since}"
        " AND p.operation > c.operation AND p.place > c.place)"
    )


def _counts(unit: Unit) -> str:
    if not unit.is_type:
        return "TRUE"
    return "value NOT IN (SELECT u.value FROM json_each(:unstated) AS u)"


def _through(told: Told, unit: Unit, schema: str) -> str:
    """SQL for the lines about contracts that told of a site or contractor by the way."""
    own = f"{unit.kind}_id"
    had = (
        f"iif(EXISTS (SELECT 1 {{later}}), (SELECT g.before {{later}} ORDER BY g.id LIMIT 1),"
        f" c.{own})"
    ).replace(
        "{later}",
        f"FROM {schema}.change AS g WHERE g.kind = 'contract' AND g.record = c.id"
        f" AND g.field = '{own}' AND g.operation > w.operation",
    )
    held = (
        f"SELECT a.record, c.id AS contract FROM asked AS a CROSS JOIN {schema}.contract AS c"
        f" ON c.{own} = a.record"
    )
    if told.moved[unit.kind]:
        held += (
            " UNION SELECT m.value ->> 0, m.value ->> 1 FROM json_each(:moved) AS m"
            " WHERE m.value ->> 0 IN (SELECT record FROM asked)"
        )
    return f"""
   UNION ALL SELECT h.record, w.*, s.line, s.stated FROM ({held}) AS h
   CROSS JOIN {schema}.contract AS c ON c.id = h.contract
   CROSS JOIN {schema}.source_line AS s ON s.record = h.contract AND s.kind = 'contract'
    AND s.{unit.kind} IS NULL CROSS JOIN telling AS w ON w.batch = s.batch_id
   WHERE (s.stated IS NULL OR s.stated & w.bits) AND {had} = h.record
   UNION ALL SELECT a.record, w.*, s.line, s.stated FROM asked AS a
   CROSS JOIN {schema}.source_line AS s ON s.{unit.kind} = a.record
   CROSS JOIN telling AS w ON w.batch = s.batch_id WHERE s.stated & w.bits"""


def candidate_values(told: Told, unit: Unit) -> dict[str, Any]:
    """The values that the SQL of `candidates` needs."""
    order = told.order(unit)
    tellings = []
    for telling in told.tellings:
        stated = telling.stated(unit)
        if stated is not None:
            rank = order.rank(telling.source, stated.mode)
            tellings.append(
                [telling.batch, telling.operation, telling.source.key, stated.bits, stated.clears,
                 rank.place, int(rank.newest)]
            )  # fmt: skip
    person, worked = order.rank(PERSON_SOURCE), order.rank(WORKED_OUT_SOURCE)
    values: dict[str, Any] = {
        "passed_over": json.dumps(told.passed_over),
        "tellings": json.dumps(tellings),
        "person_place": person.place,
        "person_newest": int(person.newest),
        "worked_place": worked.place,
        "worked_newest": int(worked.newest),
    }
    if unit.is_type:
        values["unstated"] = json.dumps(told.unstated)
    if unit.kind in PARTS and told.moved[unit.kind]:
        values["moved"] = json.dumps(told.moved[unit.kind])
    return values
