"""How two records become one: which value stands in each part, and where a person must choose."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

import msgspec

from areateam.core.fields import Field, Kind, Value

ADDRESS = "address"
_ADDRESS_COLUMNS = frozenset((*(f"address_{number}" for number in range(1, 6)), "postcode"))
_KEPT_AS_ALIAS = frozenset(("contract_no", "ods_code", "name", "site_id"))
"""What a merge keeps of both, so that nothing is lost where the first one's stands."""


class SideOf(StrEnum):
    """The two sides of a comparison; the left one stands."""

    LEFT = "left"
    RIGHT = "right"


class Part(msgspec.Struct, frozen=True):
    """What is chosen as one thing: a field, or an address with its postcode.

    `fields` are in the order in which they are shown; `must_choose` says that no value may give
    way unless a person chose the other.
    """

    key: str
    label: str
    fields: tuple[Field, ...]
    must_choose: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Where the values are stored, by column or term."""
        return tuple(field.column or field.key for field in self.fields)

    def values(self, record: Mapping[str, Value]) -> tuple[Value, ...]:
        """The stored values of a record."""
        return tuple(record.get(column) for column in self.columns)


def parts_of(fields: Collection[Field], *, choosing: bool) -> tuple[Part, ...]:
    """The parts of a kind with these fields; `choosing`: its terms are agreed and never guessed."""
    address = tuple(field for field in fields if field.column in _ADDRESS_COLUMNS)
    parts: list[Part] = []
    for field in fields:
        if field not in address or len(address) < 2:
            must = choosing and (field.column or field.key) not in _KEPT_AS_ALIAS
            parts.append(Part(field.key, field.label, (field,), must))
        elif field is address[0]:
            parts.append(Part(ADDRESS, "Address", address))
    return tuple(parts)


CONTRACT_LINKS = (
    Field("contractor", "Contractor", Kind.INTEGER, column="contractor_id"),
    Field("site", "Main site", Kind.INTEGER, column="site_id"),
)
"""What a contract hangs on, compared like its fields."""


def side_of(
    part: Part, left: Mapping[str, Value], right: Mapping[str, Value], chosen: SideOf | None
) -> SideOf | None:
    """Whose value stands: the chosen one's; else the only one stated, else the left one's.

    None where the two differ and a person must choose.
    """
    if chosen is not None:
        return chosen
    mine, theirs = part.values(left), part.values(right)
    if mine == theirs or not any(value is not None for value in theirs):
        return SideOf.LEFT
    if not any(value is not None for value in mine):
        return SideOf.RIGHT
    return None if part.must_choose else SideOf.LEFT


def merged_values(
    parts: Sequence[Part],
    left: Mapping[str, Value],
    right: Mapping[str, Value],
    choices: Mapping[str, SideOf],
) -> tuple[dict[str, Value], list[Part]]:
    """The values that the left record takes from the right one, and the parts still to choose."""
    taken: dict[str, Value] = {}
    open_parts: list[Part] = []
    for part in parts:
        side = side_of(part, left, right, choices.get(part.key))
        if side is None:
            open_parts.append(part)
        elif side is SideOf.RIGHT:
            taken.update(zip(part.columns, part.values(right), strict=True))
    return {key: value for key, value in taken.items() if value != left.get(key)}, open_parts


def known_as(values: Mapping[str, Value], columns: Sequence[str]) -> str:
    """What a record is known by, as one text that the same record has again under a new number."""
    told = (str(values.get(column) or "").casefold() for column in columns if column != "site_id")
    return "|".join(told)
