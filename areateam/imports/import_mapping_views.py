"""Reads the mappings that people have kept."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.core.problems import UserProblem
from areateam.imports.import_mapping_rules import ListMapping


def saved_mappings(connection: sqlite3.Connection) -> tuple[ListMapping, ...]:
    """Every mapping that was kept, by name."""
    rows = connection.execute(
        "SELECT content FROM import_mapping ORDER BY name COLLATE NOCASE, id"
    ).fetchall()
    return tuple(msgspec.json.decode(content, type=ListMapping) for (content,) in rows)


def mapping_named(connection: sqlite3.Connection, name: str) -> ListMapping:
    """The mapping of that name; UserProblem("unknown-mapping") where there is none."""
    wanted = " ".join(name.split()).casefold()
    for mapping in saved_mappings(connection):
        if mapping.name.casefold() == wanted:
            return mapping
    raise UserProblem("unknown-mapping", name=name)


def mapping_id(connection: sqlite3.Connection, name: str) -> int | None:
    """The number of the mapping of that name, however it is written; None where there is none."""
    row = connection.execute(
        "SELECT id FROM import_mapping WHERE name = ? COLLATE NOCASE", (" ".join(name.split()),)
    ).fetchone()
    return int(row[0]) if row else None


def mapping_from(text: str) -> ListMapping:
    """The mapping that a JSON text holds; UserProblem("option-unusable") where it holds none."""
    try:
        return msgspec.json.decode(text, type=ListMapping)
    except msgspec.MsgspecError as error:
        raise UserProblem(
            "option-unusable", option="--mapping-text", value="this", detail=str(error)
        ) from error
