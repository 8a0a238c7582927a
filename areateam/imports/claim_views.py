"""Reads where values are from: all that was stated of a field, what stands, and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from areateam.catalogue.catalogue import Catalogue
from areateam.core.dates import format_date
from areateam.core.fields import Value
from areateam.core.values import format_value
from areateam.imports.candidates import (
    PARTS,
    Telling,
    Told,
    candidate_values,
    candidates,
    told_in,
)
from areateam.imports.precedence_rules import (
    LIST,
    PERSON,
    WORKED_OUT,
    Order,
    Source,
    source_of,
    why_it_stands,
)
from areateam.imports.profiles import Mode, load_profiles
from areateam.imports.units import Unit, unit_named

_KIND_WORDS = {"contract": "", "site": "Site", "contractor": "Contractor", "body": "Organisation"}


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One statement of a field.

    `source` is the key of the source and `said_by` its name in words; `file`, `line` and
    `batch` are those of an import, "" and None for what a person typed; `who` and `at` are of
    the operation. `wins` marks the one that stands; `why` says it in a sentence.
    """

    source: str
    said_by: str
    value: Value
    shown: str
    file: str
    line: int | None
    batch: int | None
    at: str
    who: str
    wins: bool
    why: str = ""

    @property
    def place(self) -> str:
        """Where it was said: file and line and the day, or who and the day."""
        day = format_date(self.at[:10])
        if self.line is not None:
            return f"{self.file}, line {self.line:,}, taken in on {day}"
        return f"{self.who}, {day}" if self.source == PERSON else day


@dataclass(frozen=True, slots=True)
class FieldClaims:
    """All that is in force of one field of one record, what stands first, then the newest."""

    unit: Unit
    record: int
    label: str
    order: Order
    claims: tuple[ClaimView, ...]

    @property
    def disputed(self) -> bool:
        """Whether the sources disagree in more than capitals and blanks."""
        return len({str(claim.value).casefold().replace(" ", "") for claim in self.claims}) > 1

    @property
    def standing(self) -> ClaimView | None:
        """The statement that stands; None where the value is nobody's."""
        return next((claim for claim in self.claims if claim.wins), None)


def contested(unit: Unit) -> str:
    """SQL for the records of which anything but one value was ever stated or stood."""
    listed = ", ".join(f"'{name}'" for name in unit.journalled)
    return (
        f"SELECT k.record FROM claim AS k WHERE k.kind = '{unit.kind}' AND k.field = '{unit.key}'"
        f" UNION SELECT c.record FROM change AS c WHERE c.kind = '{unit.kind}'"
        f" AND c.field IN ({listed})"
    )


def units_told(catalogue: Catalogue, told: Told) -> list[Unit]:
    """The fields that any import in force states, in the order of their names."""
    names = {name for telling in told.tellings for name in telling.targets}
    units = {unit_named(catalogue, name) for name in names}
    return sorted(units, key=lambda unit: unit.name)


def sources_known(connection: sqlite3.Connection) -> list[str]:
    """Every name that an order may give: layouts, their owners, the register's own lists."""
    profiles = load_profiles().known
    found = [PERSON, WORKED_OUT, LIST, "PCT", *(p.key for p in profiles)]
    found += [p.source for p in profiles]
    for layout, settings in connection.execute("SELECT DISTINCT profile, settings FROM batch"):
        kept = json.loads(settings)
        source = _source_kept(layout, kept)
        found += source.names
    return list(dict.fromkeys(name for name in found if name))


def _source_kept(layout: str, kept: Mapping[str, object]) -> Source:
    header = kept.get("header", ())
    assert isinstance(header, list | tuple)
    return source_of(layout, str(kept.get("owner", "")), header)


def source_label(key: str, tellings: Sequence[Telling] = ()) -> str:
    """A source in words; a list by its headings is called by its latest file."""
    if key == PERSON:
        return "A person"
    if key == WORKED_OUT:
        return "Worked out on import"
    if key.startswith("mapping:"):
        return key.partition(":")[2]
    labels = {profile.key: profile.label for profile in load_profiles().known}
    if key in labels:
        return labels[key]
    file = next((t.file for t in reversed(tellings) if t.source.key == key), "")
    if file:
        return f"List laid out as {file}"
    return "Any contract list" if key == LIST else key


def contract_claims(
    connection: sqlite3.Connection, catalogue: Catalogue, contract_id: int, field: str = ""
) -> dict[str, FieldClaims]:
    """All that is in force of a contract, its site and its contractor, by field, in that order.

    `field` narrows to one, such as "site.phone" or, of the contract itself, "list_raw".
    """
    told = told_in(connection, catalogue, moves=False)
    row = connection.execute(
        "SELECT site_id, contractor_id FROM contract WHERE id = ?", (contract_id,)
    ).fetchone()
    if row is None:
        return {}
    records = {"contract": contract_id, "site": row[0], "contractor": row[1]}
    units = units_told(catalogue, told)
    if field:
        units = [unit_named(catalogue, field if "." in field else f"contract.{field}")]
    reader = _Reader(connection, catalogue, told)
    found: dict[str, FieldClaims] = {}
    for kind in ("contract", *PARTS):
        for unit in units:
            record = records[kind]
            if unit.kind == kind and record is not None:
                claims = reader.claims_of(unit, record)
                if claims.claims:
                    found[unit.name] = claims
    return found


@dataclass(frozen=True)
class _Reader:
    connection: sqlite3.Connection
    catalogue: Catalogue
    told: Told

    def claims_of(self, unit: Unit, record: int) -> FieldClaims:
        """The statements of one field: of each source the one that counts, and its latest."""
        values = {**candidate_values(self.told, unit), "asked": record}
        rows = self.connection.execute(
            f"{candidates(self.told, unit, 'SELECT :asked')}"
            " SELECT c.source, c.value, b.file, c.line, c.batch, o.at, o.user,"
            " h.operation IS NOT NULL FROM"
            f" ({in_force()}) AS c JOIN operation AS o ON o.id = c.operation"
            " LEFT JOIN batch AS b ON b.id = c.batch"
            " LEFT JOIN chosen AS h ON h.record = c.record AND h.operation = c.operation"
            " AND h.line IS c.line"
            " ORDER BY h.operation IS NULL, c.operation DESC",
            values,
        ).fetchall()
        order = self.told.order(unit)
        found = [self._view(unit, row) for row in rows]
        claims = tuple(
            replace(claim, why=self._why(unit, order, claim, found)) if claim.wins else claim
            for claim in found
        )
        return FieldClaims(unit, record, unit_label(unit), order, claims)

    def _why(self, unit: Unit, order: Order, claim: ClaimView, found: Sequence[ClaimView]) -> str:
        telling = next((t for t in self.told.tellings if t.batch == claim.batch), None)
        own = Source(claim.source)
        mode: Mode = "fill"
        if telling is not None and (stated := telling.stated(unit)):
            own, mode = telling.source, stated.mode
        alone = len({(each.source, each.value) for each in found}) == 1
        labels = {name: source_label(name, self.told.tellings) for name in order.sources}
        return why_it_stands(order, own, mode, labels, alone=alone)

    def _view(self, unit: Unit, row: tuple[object, ...]) -> ClaimView:
        source, value, file, line, batch, at, who, wins = row
        assert isinstance(value, str | int | None)
        return ClaimView(
            source=str(source),
            said_by=source_label(str(source), self.told.tellings),
            value=value,
            shown=shown_value(self.catalogue, unit, value),
            file=str(file or ""),
            line=line if isinstance(line, int) else None,
            batch=batch if isinstance(batch, int) else None,
            at=str(at),
            who=str(who),
            wins=bool(wins),
        )


def in_force() -> str:
    """SQL for the candidates that still count: of each source its latest, and what stands."""
    return (
        "SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY record, source, place"
        " ORDER BY operation DESC) AS last, row_number() OVER (PARTITION BY record, source, place"
        " ORDER BY iif(newest, -operation, operation)) AS first FROM candidate)"
        " WHERE last = 1 OR first = 1"
    )


def unit_label(unit: Unit) -> str:
    """The words for a field: its label, with the kind of record where it is not the contract's."""
    kind = _KIND_WORDS.get(unit.kind, unit.kind.replace("_", " ").capitalize())
    return f"{kind}: {unit.field.label}" if kind else unit.field.label


def shown_value(catalogue: Catalogue, unit: Unit, value: Value) -> str:
    """A value as people say it; an address with commas between its lines."""
    if value is None:
        return "nothing"
    if unit.is_address:
        return ", ".join(line for line in json.loads(str(value)) if line)
    if unit.is_type and value in catalogue.types:
        return catalogue.types[str(value)].label
    return format_value(unit.field, value)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an order would change of one record."""

    kind: str
    record: int
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
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
        Effect(unit.kind, record, str(name), shown_value(catalogue, unit, before),
               shown_value(catalogue, unit, after))
        for _, record, name, before, after in rows
    )  # fmt: skip
    return Preview(int(rows[0][0]) if rows else 0, first)


def _name_column(unit: Unit) -> str:
    return {"site_service": "service", "membership": "member_code", "body_link": "code"}.get(
        unit.kind, "name"
    )


@dataclass(frozen=True, slots=True)
class FieldOrder:
    """The order of one field, the sources that state it, and of how many records they disagree."""

    unit: Unit
    label: str
    order: Order
    sources: tuple[Source, ...]
    disputed: int


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
        f"SELECT record FROM ({in_force()}) GROUP BY record HAVING count(DISTINCT"
        " lower(replace(value, ' ', ''))) > 1"
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
