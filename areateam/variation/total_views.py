"""Reads every indicator at once: one pass over the contracts of each group."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Figures, Indicator, Level, indicators
from areateam.contracts.contract_rules import decide_months, status_sql
from areateam.variation.counted_views import Counted, by_unit, counted, summed
from areateam.variation.figure_sql import part_sql, place_sql, types_sql
from areateam.variation.reading_views import CLOSED, DORMANT, patients_of

WHOLE = ""
"""The unit of a total over all contracts."""


class Total(msgspec.Struct, frozen=True):
    """The figures of the contracts in force that have both; `without` counts the others."""

    numerator: float
    denominator: float
    counted: int
    without: int

    @property
    def value(self) -> float | None:
        """Numerator over denominator; None where nobody counts or there is nothing to divide by."""
        if not self.counted or self.denominator <= 0:
            return None
        return self.numerator / self.denominator


Totals = dict[str, dict[str, Total]]


def totals(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    on: date,
    level: Level | None = None,
    *,
    charts: bool = False,
) -> Totals:
    """The total of every indicator on a day, by its key and by the body at a level.

    Without a level, or at that of contracts, there is one total, under `WHOLE`. Contracts that
    are suspended are in none. What is about the charts of the others, which takes as long as they
    all do, is left out unless `charts` are to be read too.
    """
    place = place_sql(level, on)
    known = indicators(catalogue).known.values()
    found: Totals = {each.key: {} for each in known}
    by_group: dict[str, list[Indicator]] = {}
    for each in known:
        if each.figures is Figures.VERDICTS and not charts:
            continue
        if each.figures:
            things = counted(connection, catalogue, each.figures, on, each.group)
            found[each.key] = _of_figures(each, things, level)
        else:
            by_group.setdefault(each.group, []).append(each)
    for group, listed in by_group.items():
        _add_group(connection, catalogue, on, place, (group, listed), found)
    _divide_by_patients(connection, catalogue, on, level, found)
    return found


def _of_figures(
    indicator: Indicator, things: Iterable[Counted], level: Level | None
) -> dict[str, Total]:
    if level is None or level is Level.CONTRACT:
        units = {WHOLE: list(things)}
    else:
        units = by_unit(things, level)
    assert indicator.figures
    found: dict[str, Total] = {}
    for unit, listed in units.items():
        if both := summed(indicator.figures, listed):
            without = sum(each.numerator is None for each in listed)
            found[unit] = Total(*both, len(listed) - without, without)
    return found


def _add_group(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    on: date,
    place: str,
    asked: tuple[str, Sequence[Indicator]],
    found: Totals,
) -> None:
    """Add the totals of a group's indicators, all from one pass."""
    group, listed = asked
    status = status_sql(on, {key: decide_months(kind) for key, kind in catalogue.types.items()})
    left_out = ", ".join(f"'{each}'" for each in (*CLOSED, DORMANT))
    columns, sums = [f"{place} AS unit"], []
    for number, each in enumerate(listed):
        is_of = f"({types_sql(catalogue, '', each.types)})"
        above, below = (part_sql(part, catalogue.fields, on) for part in each.parts())
        columns += [
            f"{is_of} AS i{number}",
            f"CASE WHEN {is_of} THEN {above} END AS n{number}",
            f"CASE WHEN {is_of} THEN {below} END AS d{number}",
        ]
        both = f"n{number} IS NOT NULL AND coalesce(d{number}, 0) > 0"
        sums += [
            f"total(iif({both}, n{number}, 0))",
            f"total(iif({both}, d{number}, 0))",
            f"total({both})",
            f"total(i{number} AND NOT ({both}))",
        ]
    # Materialized, since flattened into the sums each value would be looked up again and again.
    rows = connection.execute(
        f"WITH v AS MATERIALIZED (SELECT {', '.join(columns)} FROM contract c"
        f" WHERE {types_sql(catalogue, group, ())} AND {status} NOT IN ({left_out}))"
        f" SELECT unit, {', '.join(sums)} FROM v GROUP BY unit"
    ).fetchall()
    for unit, *figures in rows:
        if unit is None:
            continue
        for number, each in enumerate(listed):
            above, below, has, without = figures[4 * number : 4 * number + 4]
            found[each.key][unit] = Total(above, below, int(has), int(without))


def _divide_by_patients(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    on: date,
    level: Level | None,
    found: Totals,
) -> None:
    """Put the registered patients of each body under what is divided by them."""
    patients: dict[str, float] | None = None
    for each in indicators(catalogue).known.values():
        if not each.denominator.patients:
            continue
        if patients is None:
            patients = patients_of(connection, catalogue, on, level)
        found[each.key] = {
            unit: Total(total.numerator, patients.get(unit, 0.0), total.counted, total.without)
            for unit, total in found[each.key].items()
        }
