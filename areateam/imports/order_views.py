"""Reads the orders in which sources count, what another order would change, and who disagrees."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.imports.candidates import Told, candidate_values, candidates, told_in
from areateam.imports.claim_views import (
    contested,
    in_force,
    shown_value,
    source_label,
    unit_label,
    units_told,
)
from areateam.imports.precedence_rules import PERSON, Order, Source, shipped_orders
from areateam.imports.units import Unit, unit_named


class Effect(msgspec.Struct, frozen=True):
    """What an order would change of one record."""

    kind: str
    record: int
    name: str
    before: str
    after: str


class Preview(msgspec.Struct, frozen=True):
    """What an order would change: how many records, and the first of them."""

    count: int
    first: tuple[Effect, ...]


def preview_order(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    name: str,
    sources: Sequence[str],
    limit: int = 200,
) -> Preview:
    """What `set_order` would change, without changing anything."""
    unit = unit_named(catalogue, name)
    told = told_in(connection, catalogue, orders={unit.name: _new_order(connection, sources)})
    return preview_derived(connection, catalogue, told, unit, limit)


def _new_order(connection: sqlite3.Connection, sources: Sequence[str]) -> Order:
    """An order as if it were set now, after all that was ever typed."""
    (last,) = connection.execute("SELECT max(id) FROM operation").fetchone()
    return Order(tuple(sources), ours=True, since=last)


def previews(connection: sqlite3.Connection, catalogue: Catalogue) -> dict[str, Preview]:
    """What choosing anew by the orders as they are would change, by field where it is anything."""
    told = told_in(connection, catalogue)
    found = {
        unit.name: preview_derived(connection, catalogue, told, unit)
        for unit in units_told(catalogue, told)
    }
    return {name: preview for name, preview in found.items() if preview.count}


def preview_derived(
    connection: sqlite3.Connection, catalogue: Catalogue, told: Told, unit: Unit, limit: int = 200
) -> Preview:
    """What choosing anew among the statements of a field would change."""
    rows = connection.execute(
        f"{candidates(told, unit, contested(unit))}"
        f" SELECT count(*) OVER (), t.id, t.{_name_column(unit)}, {unit.now('t')}, c.value"
        f' FROM chosen AS c JOIN "{unit.kind}" AS t ON t.id = c.record'
        f" WHERE {unit.now('t')} IS NOT c.value ORDER BY 3, 2 LIMIT :limit",
        {**candidate_values(told, unit), "limit": limit},
    ).fetchall()
    first = tuple(
        Effect(unit.kind, record, str(name), shown_value(connection, catalogue, unit, before),
               shown_value(connection, catalogue, unit, after))
        for _, record, name, before, after in rows
    )  # fmt: skip
    return Preview(int(rows[0][0]) if rows else 0, first)


def _name_column(unit: Unit) -> str:
    return {"site_service": "service", "membership": "member_code", "body_link": "code"}.get(
        unit.kind, "name"
    )


class FieldOrder(msgspec.Struct, frozen=True):
    """The order of one field, the sources that state it, and of how many records they disagree."""

    unit: Unit
    label: str
    order: Order
    sources: tuple[Source, ...]
    disputed: int
    words: tuple[str, ...] = ()
    """The order in words."""


def field_orders(connection: sqlite3.Connection, catalogue: Catalogue) -> tuple[FieldOrder, ...]:
    """Every field that an import states or an order names, most disputed first."""
    told = told_in(connection, catalogue)
    units = {unit.name: unit for unit in units_told(catalogue, told)}
    for name in told.orders:
        units.setdefault(name, unit_named(catalogue, name))
    found = [
        FieldOrder(
            unit, unit_label(unit), told.order(unit), _sources_of(told, unit),
            _disputed(connection, told, unit),
            tuple(source_label(key, told.tellings) for key in told.order(unit).sources),
        )
        for unit in units.values()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.disputed, each.label)))


def _sources_of(told: Told, unit: Unit) -> tuple[Source, ...]:
    stating = {t.source.key: t.source for t in told.tellings if t.stated(unit)}
    return tuple(stating.values())


def _disputed(connection: sqlite3.Connection, told: Told, unit: Unit) -> int:
    (count,) = connection.execute(
        f"{candidates(told, unit, contested(unit))} SELECT count(*) FROM ({disputed_records()})",
        candidate_values(told, unit),
    ).fetchone()
    return int(count)


def disputed_records() -> str:
    """SQL for the records about which the candidates disagree in more than capitals and blanks."""
    return (
        f"SELECT record FROM ({in_force()}) WHERE operation >= typed"
        " GROUP BY record HAVING count(DISTINCT lower(replace(value, ' ', ''))) > 1"
    )


def disputed(
    connection: sqlite3.Connection, catalogue: Catalogue, limit: int = 0
) -> Iterator[tuple[Unit, int, str]]:
    """Each field of each record about which sources disagree: unit, record, its name."""
    told = told_in(connection, catalogue)
    for unit in units_told(catalogue, told):
        yield from (
            (unit, record, str(name))
            for record, name in connection.execute(
                f"{candidates(told, unit, contested(unit))}"
                f" SELECT t.id, t.{_name_column(unit)} FROM ({disputed_records()}) AS d"
                f' JOIN "{unit.kind}" AS t ON t.id = d.record ORDER BY 2, 1 LIMIT :limit',
                {**candidate_values(told, unit), "limit": limit or -1},
            )
        )


class OrderChoices(msgspec.Struct, frozen=True):
    """The sources of a field, as (key, words): those that its order names, and all others.

    `shipped` is the order that comes with the program, "" where it has none.
    """

    name: str
    label: str
    named: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    shipped: tuple[str, ...]
    why: str
    ours: bool


def order_choices(connection: sqlite3.Connection, catalogue: Catalogue, name: str) -> OrderChoices:
    """What an order of a field can be made from: what states it, and people."""
    unit = unit_named(catalogue, name)
    told = told_in(connection, catalogue, moves=False)
    order = told.order(unit)
    others = [source.key for source in _sources_of(told, unit) if not order.names(source)]
    if PERSON not in order.sources:
        others.insert(0, PERSON)
    shipped = shipped_orders().get(unit.name, Order())

    def worded(keys: Sequence[str]) -> tuple[tuple[str, str], ...]:
        return tuple((key, source_label(key, told.tellings)) for key in keys)

    return OrderChoices(
        unit.name, unit_label(unit), worded(order.sources), worded(others), shipped.sources,
        order.why, order.ours,
    )  # fmt: skip
