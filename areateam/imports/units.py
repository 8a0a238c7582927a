"""The fields that sources are compared by: a column, a term, an address with all its lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.fields import Field
from areateam.imports.mapping import Target, field_of

ADDRESS = tuple(f"address_{number}" for number in range(1, 6))
_ADDRESS_FIELD = Field("address", "Address")


class Unit(msgspec.Struct, frozen=True):
    """One thing that is stated of a kind of record; `journalled` are its fields in the journal."""

    kind: str
    field: Field
    journalled: tuple[str, ...]

    @property
    def name(self) -> str:
        """As orders name it: "site.phone"."""
        return f"{self.kind}.{self.field.key}"

    @property
    def key(self) -> str:
        """As claims name it: a column, "terms.KEY" or "address"."""
        return "address" if self.is_address else self.journalled[0]

    @property
    def is_address(self) -> bool:
        """Whether it is the lines of an address together, whose value is a JSON array of five."""
        return len(self.journalled) > 1

    @property
    def is_type(self) -> bool:
        """Whether it is the type of a contract, of which a file may state that nobody stated it."""
        return self.name == "contract.contract_type"

    def now(self, record: str) -> str:
        """SQL for the value that a record has; `record` is the name of its table in the query."""
        return self._told([_place(record, name) for name in self.journalled])

    def left_by(self, schema: str, record: str, operation: str) -> str:
        """SQL for the value that a record had right after an operation."""
        return self._told([self._left(schema, record, name, operation) for name in self.journalled])

    def put(self, record: str, value: str) -> str:
        """SQL that sets a record to a value, for an UPDATE."""
        if self.is_address:
            return ", ".join(
                f'"{name}" = {value} ->> {place}' for place, name in enumerate(self.journalled)
            )
        column, _, key = self.journalled[0].partition(".")
        if not key:
            return f'"{column}" = {value}'
        path = f"'$.{key}'"
        return (
            f"{column} = iif({value} IS NULL, json_remove({record}.{column}, {path}),"
            f" json_set({record}.{column}, {path}, {value}))"
        )

    def told_by(self, targets: Iterable[Target]) -> tuple[str, str]:
        """SQL for what a staged line states of it by its targets, and for whether it does."""
        by_name = {journalled_of(target): target for target in targets}
        own = [f"line.{by_name[n].slot}" if n in by_name else "NULL" for n in self.journalled]
        stated = [f"{each} IS NOT NULL" for each in own if each != "NULL"]
        stated += [f"line.{t.clear} = 1" for t in by_name.values() if t.clear]
        told = self._whole(own) if self.is_address else own[0]
        return told, f"({' OR '.join(stated)})"

    def _told(self, values: list[str]) -> str:
        if not self.is_address:
            return values[0]
        return self._whole(values)

    @staticmethod
    def _whole(values: Sequence[str]) -> str:
        names = [f"a{place}" for place in range(len(values))]
        told = ", ".join(f"{value} AS {name}" for value, name in zip(values, names, strict=True))
        whole = ", ".join(names)
        found = f"iif(coalesce({whole}) IS NULL, NULL, json_array({whole}))"
        return f"(SELECT {found} FROM (SELECT {told}))"

    def _left(self, schema: str, record: str, name: str, operation: str) -> str:
        later = (
            f"FROM {schema}.change AS g WHERE g.kind = '{self.kind}' AND g.record = {record}.id"
            f" AND g.field = '{name}' AND g.operation > {operation}"
        )
        return (
            f"iif(EXISTS (SELECT 1 {later}), (SELECT g.before {later} ORDER BY g.id LIMIT 1),"
            f" {_place(record, name)})"
        )


def unit_named(catalogue: Catalogue, name: str) -> Unit:
    """The unit of a field such as "site.phone"; each line of an address stands for the whole.

    Raises UserProblem("unknown-field").
    """
    kind, _, key = name.partition(".")
    if kind == "site" and (key == "address" or key in ADDRESS):
        return Unit("site", _ADDRESS_FIELD, ADDRESS)
    kind, field = field_of(catalogue, name)
    return Unit(kind, field, (field.column or f"terms.{field.key}",))


def units_of(catalogue: Catalogue, targets: Iterable[Target]) -> dict[Unit, list[Target]]:
    """The units that targets state, each with its targets, in their order."""
    found: dict[Unit, list[Target]] = {}
    for target in targets:
        found.setdefault(unit_named(catalogue, target.name), []).append(target)
    return found


def journalled_of(target: Target) -> str:
    """The name of a target's field in the journal and in proposals."""
    return target.field.column or f"terms.{target.field.key}"


def _place(record: str, name: str) -> str:
    column, _, key = name.partition(".")
    return f"{record}.{column} ->> '$.{key}'" if key else f'{record}."{column}"'
