"""What belongs to a function: its contracts, cases and documents, counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

import msgspec

from areateam.contracts.contract_rules import Status
from areateam.duties.case_answer_views import covers_of
from areateam.duties.portfolio_rules import Work
from areateam.duties.portfolio_views import team_of


class Belongings(msgspec.Struct, frozen=True):
    """What a function covers and how much of it there is.

    `types` and `groups` narrow the contracts, `procedures` the cases; counts are of live contracts
    on the day, of open cases, and of the documents of both.
    """

    groups: tuple[str, ...]
    types: tuple[str, ...]
    procedures: tuple[str, ...]
    contracts: int
    cases: int
    documents: int


LIVE = f"status={Status.IN_FORCE}|{Status.TO_DECIDE}|{Status.NOTICE}|{Status.SUSPENDED}"
"""The filter of a list of contracts that leaves those that are counted here."""


def looked_after(connection: sqlite3.Connection, function: int, day: date) -> tuple[str, str]:
    """Who in the team looks after a function on a day, and for whom who is away; else blanks."""
    team = team_of(connection)
    owner = team.owner(Work(frozenset((function,))), day)
    if owner is None:
        return "", ""
    away = team.people[owner.instead_of].name if owner.instead_of else ""
    return team.people[owner.person].name, away


def belongings(connection: sqlite3.Connection, function: int, day: date) -> Belongings:
    """What belongs to a function on a day; all zero where it covers nothing of the register's."""
    (text,) = connection.execute(
        "SELECT covers FROM duty_function WHERE id = ?", (function,)
    ).fetchone()
    covers = covers_of(text)
    groups, types, procedures = (
        tuple(sorted(keys)) for keys in (covers.groups, covers.types, covers.procedures)
    )
    contracts, held = _of_contracts(connection, groups, types, day)
    cases, filed = _of_cases(connection, procedures)
    return Belongings(groups, types, procedures, contracts, cases, held + filed)


def _of_contracts(
    connection: sqlite3.Connection, groups: Sequence[str], types: Sequence[str], day: date
) -> tuple[int, int]:
    """Live contracts and the documents filed with them outside any case."""
    column, keys = ("contract_type", types) if types else ("group_key", groups)
    if not keys:
        return 0, 0
    live = (
        f"k.{column} IN ({_places(keys)}) AND (k.terminated_on IS NULL OR k.terminated_on > ?)"
        " AND (k.end_date IS NULL OR k.end_date >= ?)"
        " AND (k.start_date IS NULL OR k.start_date <= ?)"
    )
    values = (*keys, *[day.isoformat()] * 3)
    (contracts,) = connection.execute(
        f"SELECT count(*) FROM contract k WHERE {live}", values
    ).fetchone()
    (documents,) = connection.execute(
        "SELECT count(*) FROM document d JOIN contract k ON k.id = d.contract_id"
        f" WHERE d.case_id IS NULL AND {live}",
        values,
    ).fetchone()
    return int(contracts), int(documents)


def _of_cases(connection: sqlite3.Connection, procedures: Sequence[str]) -> tuple[int, int]:
    """Open cases and their documents."""
    if not procedures:
        return 0, 0
    among = f"c.procedure_key IN ({_places(procedures)}) AND c.closed_on IS NULL"
    (cases,) = connection.execute(
        f"SELECT count(*) FROM case_file c WHERE {among}", procedures
    ).fetchone()
    (documents,) = connection.execute(
        f"SELECT count(*) FROM document d JOIN case_file c ON c.id = d.case_id WHERE {among}",
        procedures,
    ).fetchone()
    return int(cases), int(documents)


def _places(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
