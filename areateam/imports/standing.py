"""Holds what a file would change against the order of sources: whose word stands, stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from areateam.catalogue.catalogue import Catalogue
from areateam.imports.candidates import Told, candidate_values, candidates, told_in
from areateam.imports.former_records import said_before
from areateam.imports.mapping import Layover, Target
from areateam.imports.precedence_rules import source_of
from areateam.imports.units import ADDRESS, Unit, journalled_of, units_of


def put_in_order(
    connection: sqlite3.Connection, layover: Layover, catalogue: Catalogue, kinds: Sequence[str]
) -> None:
    """Take back the proposals that a better source withstands, and add those that an order wins.

    Without an order, a column's mode says what it may replace, and has been heard already: only
    what a person typed withstands it.
    """
    told = told_in(connection, catalogue, schema="register")
    source = source_of(layover.profile.key, layover.profile.source, layover.header)
    for kind in kinds:
        for unit, targets in units_of(catalogue, layover.targets_of(kind)).items():
            order, mode = told.order(unit), targets[0].mode
            if order.names(source) and mode != "set":
                _challenge(connection, layover, unit, targets)
            if unit.is_address:
                _make_whole(connection, targets)
            rank = order.rank(source, mode)
            _yield(connection, told, unit, (rank.place, rank.newest))


def _challenge(
    connection: sqlite3.Connection, layover: Layover, unit: Unit, targets: Sequence[Target]
) -> None:
    """Propose what differs from the register, though its column only fills blanks."""
    told, stated = unit.told_by(targets)
    for target in targets:
        name = journalled_of(target)
        current = Unit(unit.kind, target.field, (name,)).now("t")
        connection.execute(
            "INSERT INTO proposal SELECT line.line, ?, t.id, ?,"
            f" {current}, line.{target.slot} FROM temp.known_{unit.kind} AS known"
            " CROSS JOIN line ON line.line = known.line"
            f' CROSS JOIN register."{unit.kind}" AS t ON t.id = line.{unit.kind}_id'
            f" WHERE line.outcome = 'new' AND {stated} AND {unit.now('t')} IS NOT NULL"
            f" AND {unit.now('t')} IS NOT {told} AND {current} IS NOT line.{target.slot}"
            f" AND NOT {said_before(layover, target)}"
            f" AND NOT EXISTS (SELECT 1 FROM proposal AS p WHERE p.line = line.line"
            "  AND p.kind = ? AND p.field = ?)",
            (unit.kind, name, unit.kind, name),
        )


def _make_whole(connection: sqlite3.Connection, targets: Sequence[Target]) -> None:
    """Where an address is replaced, the lines that the file has no column for go with it."""
    have = {journalled_of(target) for target in targets}
    for name in ADDRESS:
        if name not in have:
            connection.execute(
                f"INSERT INTO proposal SELECT p.line, 'site', p.record, '{name}', t.{name}, NULL"
                " FROM (SELECT DISTINCT line, record FROM proposal WHERE kind = 'site'"
                f"  AND field IN {ADDRESS}) AS p JOIN register.site AS t ON t.id = p.record"
                f" WHERE t.{name} IS NOT NULL"
            )


def _yield(connection: sqlite3.Connection, told: Told, unit: Unit, rank: tuple[int, bool]) -> None:
    """Take back the proposals of a unit whose statement comes after one that is in force."""
    listed = ", ".join(f"'{name}'" for name in unit.journalled)
    ours = f"kind = '{unit.kind}' AND field IN ({listed})"
    asked = f"SELECT DISTINCT record FROM proposal WHERE {ours}"
    if not connection.execute(f"SELECT EXISTS ({asked})").fetchone()[0]:
        return
    connection.execute(
        f"DELETE FROM proposal WHERE {ours} AND record IN ("
        f"{candidates(told, unit, asked, 'register')}"
        " SELECT record FROM heard GROUP BY record"
        " HAVING min(place) < :place OR min(place) = :place AND NOT :newest)",
        {**candidate_values(told, unit), "place": rank[0], "newest": int(rank[1])},
    )
