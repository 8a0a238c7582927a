"""Reads an indicator's figures from the register: for one contract, PCT, CCG or area team each."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from itertools import compress
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Indicator, Level
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.contracts.contract_filter import Filter, filter_sql
from areateam.contracts.contract_list import CONTRACTS
from areateam.contracts.contract_rules import Status, decide_months, status_sql
from areateam.ledger.past import KindsRead
from areateam.variation.counted_views import Counted, by_unit, counted, summed
from areateam.variation.figure_sql import (
    PATIENTS,
    area_team_sql,
    part_sql,
    place_sql,
    types_sql,
)

CLOSED = (Status.UPCOMING, Status.TERMINATED, Status.ENDED)
DORMANT = Status.SUSPENDED
_ASKED = ("verdict", "case_file")
_BODY_KINDS = {Level.PCT: "pct", Level.CCG: "ccg", Level.AREA_TEAM: "area_team"}
_CODES = {level: attrgetter(kind) for level, kind in _BODY_KINDS.items()}


class Whose(NamedTuple):
    """The contract or body that figures are of, and the bodies that it lies in, "" for none.

    `contract` is the contract's id, None for a body. `unit` is what verdicts name it by: the id as
    text, or the body's code. `dormant` is a contract that is suspended on the day.
    """

    unit: str
    ref: str
    name: str
    contract: int | None
    pct: str
    ccg: str
    area_team: str
    dormant: bool = False


Reading = tuple[Whose, float | None, float | None]
"""The numerator and denominator of one contract or body; None for a figure that is not known."""


class Readings(msgspec.Struct, frozen=True):
    """The figures of an indicator on a day: three columns of the same length.

    None stands for a figure that is not known. The figures of a body are sums over the contracts
    with both. `closed` is how many contracts were not in force on the day. `without` is how many of
    those counted, and of how many, have no figure of their own.
    """

    whose: Sequence[Whose]
    numerators: Sequence[float | None]
    denominators: Sequence[float | None]
    closed: int = 0
    without: tuple[int, int] = (0, 0)

    def rows(self) -> Iterator[Reading]:
        """Each contract or body with its figures."""
        return zip(self.whose, self.numerators, self.denominators, strict=True)

    def only(self, chosen: Collection[object]) -> Readings:
        """Those for which there is something true in a column of the same length."""
        return Readings(
            tuple(compress(self.whose, chosen)),
            tuple(compress(self.numerators, chosen)),
            tuple(compress(self.denominators, chosen)),
            self.closed,
            self.without,
        )


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
        return _of_figures(connection, catalogue, indicator, on, level, where)
    (read,) = _of_contracts(connection, catalogue, [indicator], on, where or Filter())
    if level is Level.CONTRACT:
        return read
    return _of_bodies(indicator, read, _bodies(connection, catalogue, on, level))


def every_reading(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    on: date,
    wanted: Iterable[tuple[Indicator, Level]],
) -> Iterator[tuple[Indicator, Level, Readings]]:
    """The readings of several indicators, each at a level, in any order.

    The contracts of a group are gone through once for all its indicators.
    """
    by_group: dict[str, list[tuple[Indicator, Level]]] = {}
    for each, level in wanted:
        if each.figures:
            yield each, level, readings(connection, catalogue, each, on, level)
        else:
            by_group.setdefault(each.group, []).append((each, level))
    bodies = cache(partial(_bodies, connection, catalogue, on))
    for listed in by_group.values():
        known = [each for each, _ in listed]
        found = _of_contracts(connection, catalogue, known, on, Filter())
        for (each, level), read in zip(listed, found, strict=True):
            added = read if level is Level.CONTRACT else _of_bodies(each, read, bodies(level))
            yield each, level, added


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
    rows = connection.execute(*_contracts_sql(catalogue, listed, on, where)).fetchall()
    holders = [
        None
        if status in CLOSED
        else Whose(str(c), ref or f"C{c}", name, c, pct, ccg, team, status == DORMANT)
        for c, ref, name, pct, ccg, team, status, *_ in rows
    ]
    columns = list(zip(*rows, strict=True))[7:] or [()] * 3 * len(listed)
    pairs = columns[len(listed) :]
    for place, is_of in enumerate(columns[: len(listed)]):
        chosen = [whose if of else None for whose, of in zip(holders, is_of, strict=True)]
        whose = tuple(filter(None, chosen))
        above, below = (tuple(compress(pairs[2 * place + part], chosen)) for part in (0, 1))
        yield Readings(whose, above, below, sum(is_of) - len(whose))


def _contracts_sql(
    catalogue: Catalogue, listed: Sequence[Indicator], on: date, where: Filter
) -> tuple[str, list[Any]]:
    """The pass over the contracts in the order of their ids, and the values of its places.

    After who each is and its status: whether it is of each indicator, then the figures of each.
    """
    every = columns_by_key(contract_columns(catalogue, on))
    condition, values = filter_sql(every, where, CONTRACTS.text)
    kinds = [f"({_types(catalogue, each)})" for each in listed]
    figures = [part_sql(part, catalogue.fields, on) for each in listed for part in each.parts()]
    sql = (
        f"SELECT c.id, coalesce(c.ods_code, c.contract_no, ''), c.name,"
        f" coalesce(c.pct_code, ''), coalesce(c.ccg_code, ''), coalesce({area_team_sql(on)}, ''),"
        f" {_status(catalogue, on)}, {', '.join(kinds + figures)}"
        f" FROM {CONTRACTS.source(condition)} WHERE ({' OR '.join(kinds)}) AND {condition}"
        " ORDER BY c.id"
    )
    return sql, values


def kinds_read(
    catalogue: Catalogue, listed: Sequence[Indicator], on: date, where: Filter | None = None
) -> KindsRead:
    """What readings of indicators over fields, and what is asked about them, are read from.

    The queries themselves say it, so that none of it can be forgotten.
    """
    sql, _ = _contracts_sql(catalogue, listed, on, where or Filter())
    keys = set(re.findall(r"'\$\.(\w+)'", sql))
    if any(each.denominator.patients for each in listed):
        keys.add(PATIENTS)
    kinds = {"body", *_ASKED, *re.findall(r"(?:FROM|JOIN) (\w+)", sql)}
    return {**dict.fromkeys(kinds), "contract": {f"terms.{key}" for key in keys}}


def _of_figures(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    indicator: Indicator,
    on: date,
    level: Level,
    where: Filter | None,
) -> Readings:
    """What is counted from other records, by contract or body; a contract without any is absent."""
    assert indicator.figures
    only = _matching(connection, catalogue, on, where) if where else None
    names = {} if level is Level.CONTRACT else _names(connection, level)
    things = counted(connection, catalogue, indicator.figures, on, indicator.group)
    if only is not None:
        things = [each for each in things if each.contract in only]
    units = by_unit(things, level)
    whose = [_whose(key, units[key][0], level, names) for key in sorted(units)]
    sums = [summed(indicator.figures, units[key]) or (None, None) for key in sorted(units)]
    every = [each.numerator is None for listed in units.values() for each in listed]
    return Readings(
        whose,
        [above for above, _ in sums],
        [below for _, below in sums],
        without=(sum(every), len(every)),
    )


def _whose(key: str, first: Counted, level: Level, names: Mapping[str, str]) -> Whose:
    """The contract that something counted is of, or the body at the level that it is in."""
    if level is not Level.CONTRACT:
        return _body(key, level, names.get(key, key), first.area_team)
    return Whose(
        unit=str(first.contract),
        ref=first.ref or key,
        name=first.name,
        contract=first.contract,
        pct=first.pct,
        ccg=first.ccg,
        area_team=first.area_team,
    )


def _body(code: str, level: Level, name: str, area_team: str) -> Whose:
    return Whose(
        unit=code,
        ref=code,
        name=name,
        contract=None,
        pct=code if level is Level.PCT else "",
        ccg=code if level is Level.CCG else "",
        area_team=area_team,
    )


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


class _Bodies(msgspec.Struct, frozen=True):
    """What is known of the bodies of a level: their names and registered patients by code."""

    level: Level
    names: Mapping[str, str]
    patients: Mapping[str, float]


def _bodies(
    connection: sqlite3.Connection, catalogue: Catalogue, on: date, level: Level
) -> _Bodies:
    patients = patients_of(connection, catalogue, on, level)
    return _Bodies(level, _names(connection, level), patients)


def _of_bodies(indicator: Indicator, read: Readings, bodies: _Bodies) -> Readings:
    """The sums of contracts by body; dormant contracts are in none."""
    code_of = _CODES[bodies.level]
    areas: dict[str, str] = {}
    above_of: dict[str, float] = {}
    below_of: dict[str, float] = {}
    for whose, above, below in read.rows():
        code = code_of(whose)
        if not code or whose.dormant:
            continue
        areas.setdefault(code, whose.area_team)
        if above is not None and below is not None:
            above_of[code] = above_of.get(code, 0.0) + above
            below_of[code] = below_of.get(code, 0.0) + below
    codes = sorted(areas)
    return Readings(
        [_body(code, bodies.level, bodies.names.get(code, code), areas[code]) for code in codes],
        [above_of.get(code) for code in codes],
        [(bodies.patients if indicator.denominator.patients else below_of).get(c) for c in codes],
        read.closed,
    )


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
