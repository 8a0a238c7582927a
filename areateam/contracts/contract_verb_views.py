"""Reads how a contract stands before something is done with it."""

from __future__ import annotations

import sqlite3

from areateam.contracts.contract_verb_rules import ContractState
from areateam.contracts.contract_views import ContractRecord
from areateam.core.dates import format_date

_NAMING = (
    "case_file",
    "document",
    "stocktake_line",
    "call_off",
    "plan_line",
    "verdict",
    "series_base",
)
"""The tables whose entries keep a contract on record."""


def attached_to(connection: sqlite3.Connection, contract: int) -> int:
    """How many cases, documents and other entries name a contract."""
    return sum(
        int(
            connection.execute(
                f"SELECT count(*) FROM {table} WHERE contract_id = ?", (contract,)
            ).fetchone()[0]
        )
        for table in _NAMING
    )


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
