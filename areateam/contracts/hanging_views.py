"""Reads which contracts hang on a contractor, a site, a person or an organisation."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.contracts.contract_views import ref_of

_BODIES = {"pct": "pct_code", "area_team": "area_team_code", "ccg": "ccg_code"}
_HANGING = {
    "contractor": "c.contractor_id = :id",
    "site": "c.site_id = :id"
    " OR c.id IN (SELECT contract_id FROM contract_site WHERE site_id = :id)",
    "person": "c.manager_id = :id"
    " OR c.contractor_id IN (SELECT contractor_id FROM role WHERE person_id = :id)",
    "body": " OR ".join(
        f"c.{column} = (SELECT code FROM body WHERE id = :id AND kind_of = '{kind}')"
        for kind, column in _BODIES.items()
    ),
}


class HangingContract(msgspec.Struct, frozen=True):
    """A contract that hangs on another record: what commands call it, and words to know it by."""

    ref: str
    number: str
    name: str
    kind: str


def contracts_on(
    connection: sqlite3.Connection, kind: str, record: int
) -> tuple[HangingContract, ...]:
    """The contracts of a contractor, at a site, of a body, or a person manages or has part in.

    None for a record of any other kind.
    """
    if kind not in _HANGING:
        return ()
    rows = connection.execute(
        "SELECT c.id, coalesce(c.contract_no, c.ods_code, ''), c.name, c.contract_type"
        f" FROM contract AS c WHERE {_HANGING[kind]} ORDER BY c.name, c.id",
        {"id": record},
    )
    return tuple(HangingContract(ref_of(row[0]), *row[1:]) for row in rows)
