"""Reads where values are from: all that was stated of a field, what stands, and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_views import body_name
from areateam.core.copies import replaced
from areateam.core.dates import format_date
from areateam.core.fields import Kind, Value
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


class ClaimView(msgspec.Struct, frozen=True):
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
    operation: int
    wins: bool
    why: str = ""

    @property
    def place(self) -> str:
        """Where it was said: file and line and the day, or who and the day."""
        day = format_date(self.at[:10])
        if self.line is not None:
            return f"{self.file}, line {self.line:,}, taken in on {day}"
        return f"{self.who}, {day}" if self.source == PERSON else day


class FieldClaims(msgspec.Struct, frozen=True):
    """All that is in force of one field of one record, what stands first, then the newest."""

    unit: Unit
    record: int
    label: str
    order: Order
    claims: tuple[ClaimView, ...]

    @property
    def disputed(self) -> bool:
        """Whether the sources disagree in more than capitals and blanks.

        What a person replaced when entering another value is no disagreement.
        """
        return len({_bare(claim.value) for claim in self._since()}) > 1

    @property
    def differing(self) -> int:
        """How many sources say otherwise than what stands."""
        standing = self.standing
        own = _bare(standing.value) if standing else ""
        return len({claim.source for claim in self._since() if _bare(claim.value) != own})

    def _since(self) -> list[ClaimView]:
        """What was stated since a person entered what stands; all of it where nobody did."""
        standing = self.standing
        typed = standing.operation if standing and standing.source == PERSON else 0
        return [claim for claim in self.claims if claim.operation >= typed]

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
        return "People"
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


class _Reader(msgspec.Struct, frozen=True):
    connection: sqlite3.Connection
    catalogue: Catalogue
    told: Told

    def claims_of(self, unit: Unit, record: int) -> FieldClaims:
        """The statements of one field: of each source the one that counts, and its latest."""
        values = {**candidate_values(self.told, unit), "asked": record}
        rows = self.connection.execute(
            f"{candidates(self.told, unit, 'SELECT :asked')}"
            " SELECT c.source, c.value, b.file, c.line, c.batch, o.at, o.user, o.id,"
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
            replaced(claim, why=self._why(unit, order, claim, found)) if claim.wins else claim
            for claim in found
        )
        return FieldClaims(unit, record, unit_label(unit), order, claims)

    def _why(self, unit: Unit, order: Order, claim: ClaimView, found: Sequence[ClaimView]) -> str:
        telling = next((t for t in self.told.tellings if t.batch == claim.batch), None)
        own = Source(claim.source)
        mode: Mode = "set"
        if telling is not None and (stated := telling.stated(unit)):
            own, mode = telling.source, stated.mode
        alone = len({(each.source, each.value) for each in found}) == 1
        labels = {name: source_label(name, self.told.tellings) for name in order.sources}
        return why_it_stands(order, own, mode, labels, alone=alone)

    def _view(self, unit: Unit, row: tuple[object, ...]) -> ClaimView:
        source, value, file, line, batch, at, who, operation, wins = row
        assert isinstance(value, str | int | None)
        return ClaimView(
            source=str(source),
            said_by=_said_by(str(source)),
            value=value,
            shown=shown_value(self.connection, self.catalogue, unit, value),
            file=str(file or ""),
            line=line if isinstance(line, int) else None,
            batch=batch if isinstance(batch, int) else None,
            at=str(at),
            who=str(who),
            operation=operation if isinstance(operation, int) else 0,
            wins=bool(wins),
        )


def _said_by(source: str) -> str:
    """A source in words beside its file, which says which list it is."""
    return "Contract list" if source.startswith(f"{LIST}-") else source_label(source)


def _bare(value: Value) -> str:
    return str(value).casefold().replace(" ", "")


def in_force() -> str:
    """SQL for the candidates that still count: of each source its latest, and what stands.

    `typed` is the operation in which a person last entered the value that stands, else 0.
    """
    return (
        "SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY record, source, place"
        " ORDER BY operation DESC) AS last, row_number() OVER (PARTITION BY record, source, place"
        " ORDER BY iif(newest, -operation, operation)) AS first,"
        f" max(iif(source = '{PERSON}' AND place < 0, operation, 0))"
        " OVER (PARTITION BY record) AS typed FROM candidate)"
        " WHERE last = 1 OR first = 1"
    )


def unit_label(unit: Unit) -> str:
    """The words for a field: its label, with the kind of record where it is not the contract's."""
    kind = _KIND_WORDS.get(unit.kind, unit.kind.replace("_", " ").capitalize())
    return f"{kind}: {unit.field.label}" if kind else unit.field.label


def shown_value(
    connection: sqlite3.Connection, catalogue: Catalogue, unit: Unit, value: Value
) -> str:
    """A value as people say it; an address with commas between its lines."""
    if value is None:
        return "nothing"
    if unit.is_address:
        return ", ".join(line for line in json.loads(str(value)) if line)
    if unit.is_type and value in catalogue.types:
        return catalogue.types[str(value)].label
    if unit.field.kind is Kind.PERSON:
        row = connection.execute("SELECT name FROM person WHERE id = ?", (value,)).fetchone()
        return str(row[0]) if row else "no longer there"
    if unit.field.kind is Kind.BODY:
        name = body_name(connection, value, "".join(unit.field.body_kinds[:1]))
        return str(value) if name == value else f"{value} {name}"
    return format_value(unit.field, value)
