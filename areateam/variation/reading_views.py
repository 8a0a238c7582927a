"""Reads an indicator's figures from the register: for one contract, PCT, CCG or area team each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Indicator, Level
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.contracts.contract_filter import Filter, filter_sql
from areateam.contracts.contract_list import CONTRACTS
from areateam.contracts.contract_rules import Status, decide_months, status_sql
from areateam.variation.counted_views import Counted, counted, summed
from areateam.variation.figure_sql import (
    PATIENTS,
    area_team_sql,
    part_sql,
    place_sql,
    types_sql,
)

CLOSED = (Status.UPCOMING, Status.TERMINATED, Status.ENDED)
DORMANT = Status.SUSPENDED
_BODY_KINDS = {Level.PCT: "pct", Level.CCG: "ccg", Level.AREA_TEAM: "area_team"}


class Reading(NamedTuple):
    """The figures of one contract or body on a day; None for a figure that is not known.

    `contract` is the contract's id, None for a body, whose figures are sums over the `counted`
    contracts with both; `without` counts those that miss one. `dormant` is a contract that is
    suspended on the day.
    """

    ref: str
    name: str
    contract: int | None
    pct: str
    ccg: str
    area_team: str
    numerator: float | None
    denominator: float | None
    dormant: bool = False
    counted: int = 1
    without: int = 0


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of an indicator, with how many contracts were `closed` on the day."""

    found: tuple[Reading, ...]
    closed: int


def readings(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    on: date,
    level: Level = Level.CONTRACT,
    where: Filter | None = None,
) -> Readings:
    """The figures of an indicator for each contract in force on a day, or each body.

    Which contracts count is a matter of the day; their figures are those that the connection
    holds: of an earlier day with `figures_on`. A contract without a body at the level is in none.
    """
    if indicator.figures:
        return Readings(_of_figures(connection, catalogue, indicator, on, level, where), 0)
    (read,) = _of_contracts(connection, catalogue, [indicator], on, where or Filter())
    return _at_level(connection, catalogue, indicator, on, level, read)


def every_reading(
    connection: sqlite3.Connection, catalogue: Catalogue, on: date, wanted: Iterable[Indicator]
) -> Iterator[tuple[Indicator, Readings]]:
    """The readings of several indicators, each at its first level, in any order.

    The contracts of a group are gone through once for all its indicators.
    """
    by_group: dict[str, list[Indicator]] = {}
    for each in wanted:
        if each.figures:
            yield each, readings(connection, catalogue, each, on, each.levels[0])
        else:
            by_group.setdefault(each.group, []).append(each)
    for listed in by_group.values():
        found = _of_contracts(connection, catalogue, listed, on, Filter())
        for each, read in zip(listed, found, strict=True):
            yield each, _at_level(connection, catalogue, each, on, each.levels[0], read)


def _at_level(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    on: date,
    level: Level,
    read: Readings,
) -> Readings:
    """The readings of contracts added up to the bodies of a level."""
    if level is Level.CONTRACT:
        return read
    bodies = _of_bodies(connection, read.found, level)
    if indicator.denominator.patients:
        patients = patients_of(connection, catalogue, on, level)
        bodies = [body._replace(denominator=patients.get(body.ref)) for body in bodies]
    return Readings(tuple(bodies), read.closed)


def contracts_with(
    connection: sqlite3.Connection, catalogue: Catalogue, indicator: Indicator, on: date
) -> dict[str, int]:
    """How many contracts in force on the day have a value in each field of an indicator, by key."""
    keys = indicator.fields()
    if not keys:
        return {}
    columns = {column.key: column.sql for column in contract_columns(catalogue, on)}
    counts = ", ".join(f"count({columns[key]})" for key in keys)
    row = connection.execute(
        f"SELECT {counts} FROM contract c WHERE {_types(catalogue, indicator)}"
        f" AND {_status(catalogue, on)} NOT IN ({_listed(CLOSED)})"
    ).fetchone()
    return dict(zip(keys, row, strict=True))


def _of_contracts(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    listed: Sequence[Indicator],
    on: date,
    where: Filter,
) -> Iterator[Readings]:
    """The readings of contracts in force for each of some indicators, from one pass."""
    every = columns_by_key(contract_columns(catalogue, on))
    condition, values = filter_sql(every, where, CONTRACTS.text)
    kinds = [f"({_types(catalogue, each)})" for each in listed]
    figures = [
        f"{kind}, CASE WHEN {kind} THEN {above} END, CASE WHEN {kind} THEN {below} END"
        for kind, each in zip(kinds, listed, strict=True)
        for above, below in [[part_sql(part, catalogue.fields, on) for part in each.parts()]]
    ]
    rows = connection.execute(
        f"SELECT c.id, coalesce(c.ods_code, c.contract_no, ''), c.name,"
        f" coalesce(c.pct_code, ''), coalesce(c.ccg_code, ''), coalesce({area_team_sql(on)}, ''),"
        f" {_status(catalogue, on)}, {', '.join(figures)}"
        f" FROM {CONTRACTS.source(condition)} WHERE ({' OR '.join(kinds)}) AND {condition}"
        " ORDER BY c.id",
        values,
    ).fetchall()
    for place in range(7, 7 + 3 * len(listed), 3):
        own = [row for row in rows if row[place]]
        found = [
            Reading(
                ref or f"C{contract}", name, contract, pct, ccg, team, above, below,
                status == DORMANT, 1, int(above is None or below is None),
            )
            for row in own
            for contract, ref, name, pct, ccg, team, status in [row[:7]]
            for above, below in [row[place + 1 : place + 3]]
            if status not in CLOSED
        ]  # fmt: skip
        yield Readings(tuple(found), len(own) - len(found))


def _of_figures(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    on: date,
    level: Level,
    where: Filter | None,
) -> tuple[Reading, ...]:
    """What is counted from other records, by contract or body; a contract without any is absent."""
    assert indicator.figures
    only = _matching(connection, catalogue, on, where) if where else None
    names = {} if level is Level.CONTRACT else _names(connection, level)
    units: dict[str, list[Counted]] = {}
    for each in counted(connection, catalogue, indicator.figures, on, indicator.group):
        if only is None or each.contract in only:
            units.setdefault(_unit(each, level), []).append(each)
    found = []
    for key, listed in sorted(units.items()):
        if not key:
            continue
        first = listed[0]
        above, below = summed(indicator.figures, listed)
        is_contract = level is Level.CONTRACT
        found.append(
            Reading(
                first.ref or key if is_contract else key,
                first.name if is_contract else names.get(key, key),
                first.contract if is_contract else None,
                first.pct if level in (Level.CONTRACT, Level.PCT) else "",
                first.ccg if level in (Level.CONTRACT, Level.CCG) else "",
                first.area_team,
                above,
                below,
                counted=len(listed),
            )
        )
    return tuple(found)


def _unit(each: Counted, level: Level) -> str:
    """The contract or body that something counts for; "" for none."""
    if level is Level.CONTRACT:
        return "" if each.contract is None else f"C{each.contract}"
    return {Level.PCT: each.pct, Level.CCG: each.ccg}.get(level, each.area_team)


def _matching(
    connection: sqlite3.Connection, catalogue: Catalogue, on: date, where: Filter
) -> set[int | None] | None:
    """The contracts that a filter leaves; None where it is empty."""
    if where == Filter():
        return None
    every = columns_by_key(contract_columns(catalogue, on))
    condition, values = filter_sql(every, where, CONTRACTS.text)
    rows = connection.execute(
        f"SELECT c.id FROM {CONTRACTS.source(condition)} WHERE {condition}", values
    )
    return {contract for (contract,) in rows}


def _of_bodies(
    connection: sqlite3.Connection, found: Iterable[Reading], level: Level
) -> list[Reading]:
    """The sums of contracts by body; dormant contracts are in none."""
    sums: dict[str, list[float]] = {}
    areas: dict[str, str] = {}
    for each in found:
        code = {Level.PCT: each.pct, Level.CCG: each.ccg}.get(level, each.area_team)
        if not code or each.dormant:
            continue
        areas.setdefault(code, each.area_team)
        total = sums.setdefault(code, [0.0, 0.0, 0, 0])
        if each.numerator is None or each.denominator is None:
            total[3] += 1
            continue
        total[0] += each.numerator
        total[1] += each.denominator
        total[2] += 1
    names = _names(connection, level)
    return [
        Reading(
            code,
            names.get(code, code),
            None,
            code if level is Level.PCT else "",
            code if level is Level.CCG else "",
            areas[code],
            above if counted else None,
            below if counted else None,
            counted=int(counted),
            without=int(without),
        )
        for code, (above, below, counted, without) in sorted(sums.items())
    ]


def _names(connection: sqlite3.Connection, level: Level) -> dict[str, str]:
    return dict(
        connection.execute(
            "SELECT code, name FROM body WHERE kind_of = ?", (_BODY_KINDS[level],)
        ).fetchall()
    )


def patients_of(
    connection: sqlite3.Connection, catalogue: Catalogue, on: date, level: Level | None
) -> dict[str, float]:
    """The registered patients of each body: the lists of its GP contracts in force on the day.

    Without a body level the patients of all together, under "".
    """
    group = catalogue.fields[PATIENTS].group
    rows = connection.execute(
        f"SELECT {place_sql(level, on)}, sum(c.terms ->> '$.{PATIENTS}') FROM contract c"
        f" WHERE c.group_key = '{group}'"
        f" AND {_status(catalogue, on)} NOT IN ({_listed((*CLOSED, DORMANT))}) GROUP BY 1"
    ).fetchall()
    return {code: float(patients) for code, patients in rows if code is not None and patients}


def _types(catalogue: Catalogue, indicator: Indicator) -> str:
    return types_sql(catalogue, indicator.group, indicator.types)


def _status(catalogue: Catalogue, on: date) -> str:
    return status_sql(on, {key: decide_months(kind) for key, kind in catalogue.types.items()})


def _listed(statuses: Iterable[Status]) -> str:
    return ", ".join(f"'{status}'" for status in statuses)
