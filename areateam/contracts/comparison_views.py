"""Reads two records side by side: what each states, what hangs on it, whose value would stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_views import body_name, contract_id_of, contract_values
from areateam.contracts.merge_rules import CONTRACT_LINKS, Part, SideOf, parts_of, side_of
from areateam.core.fields import Field, Kind, Value
from areateam.core.problems import UserProblem
from areateam.core.values import format_value
from areateam.organisations.alias_views import former_codes, standing_record

__all__ = ["SideOf"]

LETTERS = {"contractor": "K", "site": "S", "contract": "C"}
_LINKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "contractor": (
        ("contract", "contracts", "SELECT count(*) FROM contract WHERE contractor_id = ?"),
        ("person", "people", "SELECT count(*) FROM role WHERE contractor_id = ?"),
    ),
    "site": (
        ("contract", "contracts", "SELECT count(*) FROM contract WHERE site_id = ?"),
        (
            "further contract",
            "further contracts",
            "SELECT count(*) FROM contract_site WHERE site_id = ?",
        ),
    ),
    "contract": (
        ("note", "notes", "SELECT count(*) FROM note WHERE contract_id = ?"),
        ("tag", "tags", "SELECT count(*) FROM tagging WHERE contract_id = ?"),
        (
            "further site",
            "further sites",
            "SELECT count(*) FROM contract_site WHERE contract_id = ?",
        ),
    ),
}


class ComparedPart(msgspec.Struct, frozen=True):
    """One part side by side, in words ("" for nothing).

    `stands` is whose value a merge would keep without a choice; None where one must be made.
    """

    key: str
    label: str
    left: str
    right: str
    same: bool
    stands: SideOf | None


class ComparedRecord(msgspec.Struct, frozen=True):
    """One side of a comparison: what hangs on it, how much it states, and what it was known by."""

    id: int
    ref: str
    name: str
    links: tuple[str, ...]
    stated: int
    known_before: tuple[str, ...]


class Comparison(msgspec.Struct, frozen=True):
    """Two records of a kind side by side; the left one would stand."""

    kind: str
    left: ComparedRecord
    right: ComparedRecord
    parts: tuple[ComparedPart, ...]

    @property
    def differing(self) -> int:
        """How many parts are not the same."""
        return sum(not part.same for part in self.parts)


def ref_in(kind: str, record: int) -> str:
    """The short stable name of a record."""
    return f"{LETTERS[kind]}{record}"


def record_named(connection: sqlite3.Connection, ref: str) -> tuple[str, int]:
    """The kind and id that a name means: K12, S12, C12, or what `contract_id_of` knows.

    The name of a record that was merged away means the one that stands for it. Raises
    UserProblem("unknown-record") or ("ambiguous-record").
    """
    word = ref.strip()
    kind = {letter: kind for kind, letter in LETTERS.items()}.get(word[:1].upper())
    if kind in (None, "contract") or not word[1:].isdigit():
        return "contract", contract_id_of(connection, ref)
    number = int(word[1:])
    if connection.execute(f'SELECT 1 FROM "{kind}" WHERE id = ?', (number,)).fetchone():
        return str(kind), number
    standing = standing_record(connection, str(kind), number)
    if standing is None:
        raise UserProblem("unknown-record", ref=ref)
    return str(kind), standing


def record_values(connection: sqlite3.Connection, kind: str, record: int) -> dict[str, Value]:
    """The stored values of a record by column or term; UserProblem("unknown-record")."""
    if kind == "contract":
        values = contract_values(connection, record)
    else:
        cursor = connection.execute(f'SELECT * FROM "{kind}" WHERE id = ?', (record,))
        names = [column[0] for column in cursor.description]
        row = cursor.fetchone()
        values = dict(zip(names, row, strict=True)) if row else None
    if values is None:
        raise UserProblem("unknown-record", ref=ref_in(kind, record))
    return values


def parts_for(
    catalogue: Catalogue, kind: str, left: Mapping[str, Value], right: Mapping[str, Value]
) -> tuple[Part, ...]:
    """The parts in which two records of a kind can differ, everything stored among them."""
    if kind == "contractor":
        return parts_of(list(catalogue.contractor_fields.values()), choosing=False)
    if kind == "site":
        return parts_of(list(catalogue.site_fields.values()), choosing=False)
    own = catalogue.fields_of(str(left["group_key"]))
    kept = [field for field in catalogue.fields.values() if field not in own]
    fields = [
        *CONTRACT_LINKS,
        *(field for field in own if field.key not in catalogue.computed),
        *(field for field in kept if field.key not in catalogue.computed),
    ]
    known = {field.column or field.key for field in fields} | {"id", "uid", "made", "group_key"}
    # A term whose definition is gone is still somebody's.
    fields += [
        Field(key, key.replace("_", " ").capitalize())
        for key in {**left, **right}
        if key not in known
    ]
    stated = {key for key, value in (*left.items(), *right.items()) if value is not None}
    return parts_of(
        [field for field in fields if (field.column or field.key) in stated], choosing=True
    )


def comparison(
    connection: sqlite3.Connection, catalogue: Catalogue, kind: str, left: int, right: int
) -> Comparison:
    """Two records side by side; UserProblem("unknown-record") where one is not there."""
    mine, theirs = (record_values(connection, kind, each) for each in (left, right))
    words = _Words(connection, catalogue)
    parts = tuple(
        ComparedPart(
            part.key,
            part.label,
            words.of(part, mine),
            words.of(part, theirs),
            part.values(mine) == part.values(theirs),
            side_of(part, mine, theirs, None),
        )
        for part in parts_for(catalogue, kind, mine, theirs)
    )
    shown = tuple(part for part in parts if part.left or part.right)
    return Comparison(
        kind,
        _record(connection, kind, left, mine, sum(bool(part.left) for part in shown)),
        _record(connection, kind, right, theirs, sum(bool(part.right) for part in shown)),
        shown,
    )


def comparison_fuller_first(
    connection: sqlite3.Connection, catalogue: Catalogue, kind: str, one: int, other: int
) -> Comparison:
    """Two records side by side, the one that states more at the left, where it would stand."""
    found = comparison(connection, catalogue, kind, one, other)
    if found.left.stated >= found.right.stated:
        return found
    return comparison(connection, catalogue, kind, other, one)


def _record(
    connection: sqlite3.Connection, kind: str, record: int, values: Mapping[str, Value], stated: int
) -> ComparedRecord:
    links = []
    for singular, plural, sql in _LINKS[kind]:
        (count,) = connection.execute(sql, (record,)).fetchone()
        if count:
            links.append(f"{count:,} {singular if count == 1 else plural}")
    return ComparedRecord(
        record,
        ref_in(kind, record),
        str(values["name"]),
        tuple(links),
        stated,
        tuple(former_codes(connection, kind, record)),
    )


class _Words(msgspec.Struct, frozen=True):
    connection: sqlite3.Connection
    catalogue: Catalogue

    def of(self, part: Part, values: Mapping[str, Value]) -> str:
        """The values of a part as people say them, one after another."""
        told = (
            self._value(field, value)
            for field, value in zip(part.fields, part.values(values), strict=True)
        )
        return ", ".join(text for text in told if text)

    def _value(self, field: Field, value: Value) -> str:
        if value is None:
            return ""
        linked = {"contractor_id": "contractor", "site_id": "site"}.get(field.column)
        if linked or field.kind is Kind.PERSON:
            return self._name(linked or "person", value)
        if field.kind is Kind.BODY:
            name = body_name(self.connection, value, "".join(field.body_kinds[:1]))
            return str(value) if name == value else f"{value} {name}"
        if field.key == "contract_type" and value in self.catalogue.types:
            return self.catalogue.types[str(value)].label
        return format_value(field, value) or str(value)

    def _name(self, table: str, record: Value) -> str:
        row = self.connection.execute(
            f'SELECT name FROM "{table}" WHERE id = ?', (record,)
        ).fetchone()
        return str(row[0]) if row else ""
