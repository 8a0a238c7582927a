"""Reads how a contract stands before something is done with it."""

from __future__ import annotations

import sqlite3

from areateam.contracts.contract_verb_rules import ContractState
from areateam.contracts.contract_views import ContractRecord
from areateam.core.dates import format_date


def attached_to(connection: sqlite3.Connection, contract: int) -> int:
    """How many cases and documents a contract has."""
    (count,) = connection.execute(
        "SELECT (SELECT count(*) FROM case_file WHERE contract_id = :id)"
        " + (SELECT count(*) FROM document WHERE contract_id = :id)",
        {"id": contract},
    ).fetchone()
    return int(count)


def contract_state(
    connection: sqlite3.Connection, record: ContractRecord, locked: str
) -> ContractState:
    """How a contract stands on the day of its record; `locked` as in `ContractState`."""
    notice = record.values.get("notice_given_on")
    return ContractState(
        record.status,
        locked,
        format_date(notice) if isinstance(notice, str) else "",
        attached_to(connection, record.id),
    )
