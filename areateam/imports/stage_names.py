"""Names for what a staged file is about: records of the register, fields, values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import msgspec

from areateam.core.fields import Field, Kind, Value
from areateam.core.values import format_value
from areateam.imports.mapping import Layover, Target

NEW_WORDS: Mapping[str, str] = {
    "contract": "new contract",
    "site": "new premises",
    "contractor": "new contractor",
    "membership": "new membership",
    "site_service": "new service",
    "body": "new organisation",
    "body_link": "new link",
}

_CODES = (
    "contract.contract_no",
    "contract.ods_code",
    "site.ods_code",
    "site.practice_code",
    "site.choices_id",
    "contractor.code",
    "site_service.choices_id",
    "membership.member_code",
    "body.code",
    "body_link.code",
)
_NAMES = (
    "contract.name",
    "site.name",
    "contractor.name",
    "body.name",
    "site_service.service",
    "membership.body_code",
    "body_link.other",
)
_KNOWN: Mapping[str, str] = {
    "contract": "SELECT id, coalesce(contract_no, ods_code), name FROM contract",
    "site": "SELECT id, coalesce(ods_code, practice_code, choices_id), name FROM site",
    "contractor": "SELECT id, code, name FROM contractor",
    "body": "SELECT id, code, name FROM body",
    "body_link": "SELECT id, code, other FROM body_link",
    "membership": "SELECT id, member_code, body_code FROM membership",
    "site_service": "SELECT id, choices_id, service FROM site_service",
}
_SITE = Field("site_id", "Premises")


class Difference(msgspec.Struct, frozen=True):
    """What would become of one field; texts as the screen shows them."""

    label: str
    before: str
    after: str


class NameBook:
    """Codes and names of the register's records, over a connection that can read them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def names_of(
        self, records: Iterable[tuple[str, int]]
    ) -> dict[tuple[str, int], tuple[str, str]]:
        """By kind and id, the code and the name of each record that is still there."""
        by_kind: dict[str, list[int]] = {}
        for kind, record in records:
            by_kind.setdefault(kind, []).append(record)
        found: dict[tuple[str, int], tuple[str, str]] = {}
        for kind, ids in by_kind.items():
            marks = ", ".join("?" * len(ids))
            rows = self._connection.execute(f"{_KNOWN[kind]} WHERE id IN ({marks})", ids)
            found.update(((kind, id_), (code or "", name or "")) for id_, code, name in rows)
        return found

    def person(self, value: Value) -> str:
        """The name of a person; "" for none."""
        return self._one("SELECT name FROM person WHERE id = ?", value)

    def site(self, value: Value) -> str:
        """The name of premises; "" for none."""
        return self._one("SELECT name FROM site WHERE id = ?", value)

    def _one(self, query: str, value: Value) -> str:
        row = self._connection.execute(query, (value,)).fetchone()
        return str(row[0]) if row else ""


def labels_of(layover: Layover) -> dict[str, str]:
    """What the user knows each field by that findings name."""
    return {feed.field.key: feed.field.label for feed in layover.feeds} | {
        target.field.key: target.field.label for target in layover.targets
    }


def fields_by_place(layover: Layover) -> dict[tuple[str, str], Field]:
    """By kind and place in the record ("end_date", "terms.hours"), the field it is."""
    found = {(t.kind, t.field.column or f"terms.{t.field.key}"): t.field for t in layover.targets}
    return {("contract", "site_id"): _SITE, **found}


def difference(
    fields: Mapping[tuple[str, str], Field],
    names: NameBook,
    proposed: tuple[str, str, Value, Value],
) -> Difference:
    """One proposed change (kind, place, before, after) in the words of the screen."""
    kind, place, before, after = proposed
    field = fields.get((kind, place), Field(place, place))
    if place == "site_id":
        return Difference(field.label, "none", names.site(after) or "the premises on this line")
    return Difference(
        field.label, told(field, before, names) or "none", told(field, after, names) or "none"
    )


def told(field: Field, value: Value, names: NameBook) -> str:
    """A stored value as the screen shows it, people by their names; "" for none."""
    return names.person(value) if field.kind is Kind.PERSON else format_value(field, value)


def code_sql(layover: Layover, line: str = "l") -> str:
    """SQL for the code or number by which a line is known, its kept cells being `r.cells`."""
    return _first_of(layover, _CODES, line)


def name_sql(layover: Layover, line: str = "l") -> str:
    """SQL for the name that a line gives, its kept cells being `r.cells`."""
    return _first_of(layover, _NAMES, line)


def _first_of(layover: Layover, names: Iterable[str], line: str) -> str:
    targets = [target for name in names if (target := layover.target(name))]
    if not targets:
        return "NULL"
    places = {feed.slot: feed.place for feed in layover.feeds}
    staged = [f"{line}.{slot}" for slot in dict.fromkeys(t.slot for t in targets)]
    return f"coalesce({', '.join([*staged, *_kept_cells(targets, places)])}, NULL)"


def _kept_cells(targets: Iterable[Target], places: Mapping[str, int]) -> list[str]:
    """A refused line may have nothing staged; its cells then say what it was about."""
    found = dict.fromkeys(places[t.slot] for t in targets if places[t.slot] >= 0)
    return [f"nullif(r.cells ->> {place}, '')" for place in found]
