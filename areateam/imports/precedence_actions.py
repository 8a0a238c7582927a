"""Changes whose word counts first for a field, and chooses anew among what was stated of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from areateam.catalogue.catalogue import Catalogue
from areateam.core.fields import Value
from areateam.core.problems import UserProblem
from areateam.imports.candidates import Told, candidate_values, candidates, told_in
from areateam.imports.claim_rows import Precedence
from areateam.imports.claim_views import contested, sources_known, units_told
from areateam.imports.precedence_rules import shipped_orders
from areateam.imports.units import Unit, unit_named
from areateam.ledger.ledger import Write


def set_order(write: Write, catalogue: Catalogue, name: str, sources: Sequence[str]) -> int:
    """Have these sources count for a field, the first first, and return how many records change.

    The order that comes with the program, or none where it has none, takes ours away again.
    Raises UserProblem: unknown-field, source-repeated, or unknown-source.
    """
    unit = unit_named(catalogue, name)
    wanted = checked_sources(write.connection, unit, sources)
    row = write.execute("SELECT id FROM precedence WHERE field = ?", (unit.name,)).fetchone()
    shipped = shipped_orders().get(unit.name)
    kept = json.dumps(wanted, ensure_ascii=False)
    if wanted == (shipped.sources if shipped else ()):
        if row:
            write.remove(Precedence, row[0])
    elif row:
        write.amend(Precedence, row[0], sources=kept)
    else:
        write.insert(Precedence, field=unit.name, sources=kept)
    return derive(write, catalogue, [unit])


def checked_sources(
    connection: sqlite3.Connection, unit: Unit, sources: Sequence[str]
) -> tuple[str, ...]:
    """The sources of an order as they are kept; "reset" alone means those of the program.

    Raises UserProblem("unknown-source") for one that is neither a layout, nor the owner of one,
    nor in the register; ("source-repeated") for one that is named twice.
    """
    if [text.strip().casefold() for text in sources] == ["reset"]:
        shipped = shipped_orders().get(unit.name)
        return shipped.sources if shipped else ()
    known = {source.casefold(): source for source in sources_known(connection)}
    found: list[str] = []
    for text in sources:
        source = known.get(text.strip().casefold())
        if source is None:
            listed = ", ".join(sorted(known.values(), key=str.casefold))
            raise UserProblem("unknown-source", name=text.strip(), known=listed)
        if source in found:
            raise UserProblem("source-repeated", name=source)
        found.append(source)
    return tuple(found)


def derive(write: Write, catalogue: Catalogue, units: Iterable[Unit] = ()) -> int:
    """Choose anew among what is in force of some fields, all of them where none is named.

    Returns how many values changed. The operation is noted as one that typed nothing.
    """
    told = told_in(write.connection, catalogue)
    total = 0
    for unit in units or units_told(catalogue, told):
        changed = _derive(write, told, unit)
        total += changed
        if changed:
            write.execute(
                "INSERT INTO derivation (operation, field) VALUES (?, ?)",
                (write.operation, unit.name),
            )
    return total


def _derive(write: Write, told: Told, unit: Unit) -> int:
    write.execute("DROP TABLE IF EXISTS temp.winner")
    write.execute("CREATE TEMP TABLE winner (record INTEGER PRIMARY KEY, value)")
    write.execute(
        f"INSERT INTO temp.winner {candidates(told, unit, contested(unit))}"
        " SELECT c.record, c.value FROM chosen AS c"
        f' JOIN "{unit.kind}" AS t ON t.id = c.record WHERE {unit.now("t")} IS NOT c.value',
        candidate_values(told, unit),
    )
    return write.execute(
        f'UPDATE "{unit.kind}" AS t SET {unit.put("t", "w.value")} FROM temp.winner AS w'
        " WHERE t.id = w.record"
    ).rowcount


def use_value(write: Write, unit: Unit, record: int, value: Value) -> None:
    """Have a record take one of the values that were stated of it, as if a person had typed it.

    Raises UserProblem("unknown-record").
    """
    found = write.execute(
        f'UPDATE "{unit.kind}" AS t SET {unit.put("t", "w.value")}'
        " FROM (SELECT :value AS value) AS w WHERE t.id = :record",
        {"record": record, "value": value},
    ).rowcount
    if not found:
        raise UserProblem("unknown-record", ref=f"{unit.kind} {record}")
