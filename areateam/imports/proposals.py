"""What would happen to the register: a proposal for each field that a line would change."""

from __future__ import annotations

import sqlite3

from areateam.core.findings import Weight
from areateam.imports.mapping import Layover, Target

OUTCOMES = ("new", "changed", "same", "doubtful", "rejected")


def propose(connection: sqlite3.Connection, layover: Layover) -> None:
    """Fill `proposal` for lines about known records and give every line its outcome."""
    _refuse_incomplete(connection, layover)
    for part in layover.profile.parts:
        for target in layover.targets_of(part.kind):
            if target.mode != "new":
                _compare(connection, target)
    if len(layover.profile.parts) > 1:
        # Two lines may name one site differently: the first stands, so that the outcome does
        # not hang on the order in which SQLite finds them.
        connection.execute(
            "DELETE FROM proposal WHERE rowid NOT IN (SELECT min(rowid) FROM proposal"
            " GROUP BY kind, record, field)"
        )
    connection.execute(
        "UPDATE line SET outcome = CASE WHEN record IS NULL THEN 'new'"
        " WHEN line IN (SELECT line FROM proposal) THEN 'changed' ELSE 'same' END"
        " WHERE outcome = ''"
    )


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many lines have each outcome, all outcomes named; lines known from before are same."""
    found = dict(
        connection.execute(
            "SELECT CASE outcome WHEN 'known' THEN 'same' ELSE outcome END, count(*)"
            " FROM line GROUP BY 1"
        ).fetchall()
    )
    return {outcome: found.get(outcome, 0) for outcome in OUTCOMES}


def _compare(connection: sqlite3.Connection, target: Target) -> None:
    current = (
        f't."{target.field.column}"'
        if target.field.column
        else f"t.terms ->> '$.{target.field.key}'"
    )
    name = target.field.column or f"terms.{target.field.key}"
    wanted = f"{current} IS NULL" if target.mode == "fill" else f"{current} IS NOT line.{target.slot}"
    connection.execute(
        "INSERT INTO proposal SELECT line.line, ?, t.id, ?,"
        f" {current}, line.{target.slot} FROM line"
        f' JOIN register."{target.kind}" AS t ON t.id = line.{target.kind}_id'
        f" WHERE line.outcome = '' AND line.record IS NOT NULL"
        f" AND line.{target.slot} IS NOT NULL AND {wanted}",
        (target.kind, name),
    )


def _refuse_incomplete(connection: sqlite3.Connection, layover: Layover) -> None:
    """Refuse new contracts without a type, and any whose end stands before its start."""
    rules = []
    kind = layover.slot_of("contract.contract_type")
    start, end = layover.slot_of("contract.start_date"), layover.slot_of("contract.end_date")
    if kind:
        rules.append(
            ("contract_type", "type-missing", f"{kind} IS NULL AND record IS NULL", "''")
        )
    if start and end:
        rules.append(("end_date", "end-before-start", f"{end} < {start}", end))
    for column, code, condition, value in rules:
        chosen = f"outcome = '' AND kind = 'contract' AND {condition}"
        connection.execute(
            f"INSERT INTO finding SELECT line, ?, ?, {value}, '', ? FROM line WHERE {chosen}",
            (column, code, Weight.REFUSED.value),
        )
        connection.execute(f"UPDATE line SET outcome = 'rejected' WHERE {chosen}")
