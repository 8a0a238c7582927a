"""Reads the area team's own name, address and telephone, as its letters give them."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.core.fields import Field, Kind

LINES = ("address_1", "address_2", "address_3", "address_4")
FIELDS = (
    Field("name", "Name", help="As letters give it; left blank, its name and “Area Team”."),
    *(Field(key, "Address" if at == 1 else f"Line {at}") for at, key in enumerate(LINES, 1)),
    Field("postcode", "Postcode", Kind.POSTCODE),
    Field("phone", "Telephone", Kind.PHONE),
)
"""What is asked of the address, in order."""


class TeamAddress(msgspec.Struct, frozen=True):
    """The address by the keys of `FIELDS`; `values` are blank where nobody entered any."""

    values: dict[str, str]

    @property
    def name(self) -> str:
        """The team's name as letters give it; "" for that of the register."""
        return self.values.get("name", "")

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands under the name at the head of a letter; empty where nothing is known."""
        found = [self.values.get(key, "") for key in (*LINES, "postcode")]
        phone = self.values.get("phone", "")
        return tuple(filter(None, (*found, phone and f"Telephone {phone}")))


def team_address(connection: sqlite3.Connection) -> TeamAddress:
    """The address of the register's own area team."""
    keys = [field.key for field in FIELDS]
    row = connection.execute(
        f"SELECT {', '.join(f'a.{key}' for key in keys)} FROM body_address a"
        " JOIN body_link l ON l.link = 'own' AND l.other = a.code"
    ).fetchone()
    return TeamAddress({key: str(v) for key, v in zip(keys, row or (), strict=False) if v})
