"""What would happen to the register: a proposal for each field that a line would change."""

from __future__ import annotations

import sqlite3

from areateam.catalogue.catalogue import Catalogue
from areateam.imports.former_records import said_before
from areateam.imports.mapping import Layover, Target
from areateam.imports.matching import column_of, hold
from areateam.imports.standing import put_in_order

OUTCOMES = ("new", "changed", "same", "doubtful", "rejected")

_HAS = {outcome: f"outcome = '{outcome}'" for outcome in OUTCOMES} | {
    "same": "outcome IN ('known', 'same')"
}

_ADDRESS = tuple(f"address_{number}" for number in range(1, 6))


def propose(connection: sqlite3.Connection, layover: Layover, catalogue: Catalogue) -> None:
    """Fill `proposal` for lines about known records and give every line its outcome.

    A proposal of the field site_id whose `after` is null stands for the site that the line
    itself brings.
    """
    _refuse_incomplete(connection, layover)
    matched = [p.kind for p in layover.profile.parts if _note_known(connection, p.kind)]
    for kind in matched:
        for target in layover.targets_of(kind):
            if target.mode != "new":
                _compare(connection, layover, target)
    if matched:
        put_in_order(connection, layover, catalogue, matched)
    if "contract" in matched:
        _propose_sites(connection, layover)
    for part in layover.profile.parts[1:]:
        if part.kind in matched:
            _keep_first_line(connection, part.kind)
    connection.execute(
        "UPDATE line SET outcome = iif(line IN (SELECT line FROM proposal), 'changed', 'same')"
        " WHERE outcome = 'new' AND record IS NOT NULL"
    )


def _note_known(connection: sqlite3.Connection, kind: str) -> int:
    """Note the open lines about a record that the register has, and return how many there are.

    Every field of theirs is compared; the rest of the file is then not looked through again.
    """
    connection.execute(f"DROP TABLE IF EXISTS temp.known_{kind}")
    connection.execute(f"CREATE TEMP TABLE known_{kind} (line INTEGER PRIMARY KEY)")
    return connection.execute(
        f"INSERT INTO temp.known_{kind} SELECT line FROM line"
        f" WHERE outcome = 'new' AND {kind}_id IS NOT NULL"
    ).rowcount


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many lines have each outcome, all outcomes named; lines known from before are same."""
    counted = ", ".join(f"count(*) FILTER (WHERE {_HAS[outcome]})" for outcome in OUTCOMES)
    found = connection.execute(f"SELECT {counted} FROM line").fetchone()
    return dict(zip(OUTCOMES, found, strict=True))


def _compare(connection: sqlite3.Connection, layover: Layover, target: Target) -> None:
    current = f"t.{column_of(target)}"
    name = target.field.column or f"terms.{target.field.key}"
    stated = f"line.{target.slot} IS NOT NULL"
    wanted = (
        f"{current} IS NULL" if target.mode == "fill" else f"{current} IS NOT line.{target.slot}"
    )
    if target.mode == "fill" and name == "contract_type":
        # A kind that is not stated is nothing stated.
        wanted = f"{current} IN (SELECT contract_type FROM temp.type_group WHERE unstated)"
    if target.kind == "site" and name in _ADDRESS:
        stated, wanted = _address(layover, target, stated, wanted)
    wanted += f" AND NOT {said_before(layover, target)}"
    if target.clear:
        stated = f"({stated} OR line.{target.clear} = 1)"
    connection.execute(
        "INSERT INTO proposal SELECT line.line, ?, t.id, ?,"
        f" {current}, line.{target.slot} FROM temp.known_{target.kind} AS known"
        " CROSS JOIN line ON line.line = known.line"
        f' CROSS JOIN register."{target.kind}" AS t ON t.id = line.{target.kind}_id'
        f" WHERE line.outcome = 'new' AND {stated} AND {wanted}",
        (target.kind, name),
    )


def _address(layover: Layover, target: Target, stated: str, wanted: str) -> tuple[str, str]:
    """An address is one thing: its lines are replaced together, and none is added to another's."""
    if target.mode == "fill":
        return stated, " AND ".join(f"t.{line} IS NULL" for line in _ADDRESS)
    slots = [t.slot for t in layover.targets_of("site") if t.field.column in _ADDRESS]
    told = ", ".join(f"line.{slot}" for slot in slots)
    return f"coalesce({told}, NULL) IS NOT NULL", wanted


def _propose_sites(connection: sqlite3.Connection, layover: Layover) -> None:
    """Give known contracts without a site the one that their line brings."""
    site = layover.part("site")
    if site is None or not layover.part("contract"):
        return
    if all(target.mode == "new" for target in layover.targets_of("contract")):
        return  # known contracts are left as they are
    brought = "line.site_id IS NOT NULL"
    if site.make:
        brought = f"({brought} OR {states_site(layover)})"
    connection.execute(
        "INSERT INTO proposal SELECT line.line, 'contract', t.id, 'site_id', NULL, line.site_id"
        " FROM line JOIN register.contract AS t ON t.id = line.contract_id"
        f" WHERE line.outcome = 'new' AND t.site_id IS NULL AND {brought}"
    )


def states_site(layover: Layover) -> str:
    """SQL that says whether a line tells enough of a site to make one: more than its name."""
    slots = [t.slot for t in layover.targets_of("site") if t.field.key != "name"]
    told = " OR ".join(f"line.{slot} IS NOT NULL" for slot in slots)
    return f"({layover.is_about('site')} AND ({told or 'FALSE'}))"


def _keep_first_line(connection: sqlite3.Connection, kind: str) -> None:
    """Two lines may tell of one site differently: the first of them stands, for the whole site."""
    connection.execute(
        "DELETE FROM proposal WHERE kind = ? AND line IN (SELECT line FROM ("
        f" SELECT line, min(line) OVER (PARTITION BY {kind}_id) AS first FROM line"
        f" WHERE {kind}_id IS NOT NULL AND kind <> ?) WHERE line <> first)",
        (kind, kind),
    )


def _refuse_incomplete(connection: sqlite3.Connection, layover: Layover) -> None:
    """Refuse new contracts without a type, and any whose end stands before its start."""
    about = "line.outcome = 'new' AND line.kind = 'contract'"
    kind = layover.target("contract.contract_type")
    if kind:
        hold(
            connection,
            f"SELECT line, '', '' FROM line WHERE {about} AND record IS NULL"
            f" AND {kind.stated} IS NULL",
            "contract_type",
            "type-missing",
        )
    start, end = layover.target("contract.start_date"), layover.target("contract.end_date")
    if start and end:
        hold(
            connection,
            f"SELECT line, {end.slot}, {start.slot} FROM line"
            f" WHERE {about} AND {end.slot} < {start.slot}",
            "end_date",
            "end-before-start",
        )
