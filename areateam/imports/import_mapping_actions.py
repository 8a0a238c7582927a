"""Keeps, replaces and removes mappings, and takes them from and gives them to colleagues."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from areateam.core.copies import replaced
from areateam.core.problems import FileProblem, UserProblem
from areateam.imports.import_mapping_rows import ImportMapping
from areateam.imports.import_mapping_rules import ListMapping
from areateam.imports.import_mapping_views import mapping_id
from areateam.ledger.ledger import Write
from areateam.store.files import write_whole

_LARGEST = 1_000_000


def save_mapping(write: Write, mapping: ListMapping) -> int:
    """Keep a mapping under its name, in place of one of the same name; returns its number.

    Raises UserProblem("name-missing").
    """
    mapping = replaced(mapping, name=" ".join(mapping.name.split()))
    if not mapping.name:
        raise UserProblem("name-missing")
    content = msgspec.json.encode(mapping).decode()
    there = mapping_id(write.connection, mapping.name)
    if there is None:
        return write.insert(ImportMapping, name=mapping.name, content=content)
    write.amend(ImportMapping, there, name=mapping.name, content=content)
    return there


def remove_mapping(write: Write, name: str) -> None:
    """Remove a mapping; UserProblem("unknown-mapping") where there is none of that name."""
    there = mapping_id(write.connection, name)
    if there is None:
        raise UserProblem("unknown-mapping", name=name)
    write.remove(ImportMapping, there)


def read_mapping_file(path: Path) -> ListMapping:
    """The mapping that a colleague's file holds, TOML or JSON.

    Raises FileProblem: file-missing, file-too-large, and mapping-unreadable where a field is
    unknown or of another kind.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise FileProblem("file-too-large", path, limit="1 MB")
        text = path.read_bytes().decode("utf-8-sig")
        if text.lstrip().startswith("{"):
            return msgspec.json.decode(text, type=ListMapping)
        return msgspec.convert(tomllib.loads(text), ListMapping)
    except OSError as error:
        raise FileProblem("file-missing", path) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.MsgspecError) as error:
        raise FileProblem("mapping-unreadable", path, detail=str(error)) from error


def write_mapping_file(mapping: ListMapping, path: Path) -> None:
    """Write a mapping as a JSON file that `read_mapping_file` takes, in place of an older one.

    A file that holds anything else is never written over. Raises FileProblem: file-exists,
    file-unwritable.
    """
    text = msgspec.json.format(msgspec.json.encode(mapping), indent=2)
    if path.exists():
        try:
            read_mapping_file(path)
        except FileProblem as problem:
            raise FileProblem("file-exists", path) from problem
    try:
        write_whole(path, text + b"\n")
    except OSError as error:
        raise FileProblem("file-unwritable", path, reason=error.strerror or "") from error
