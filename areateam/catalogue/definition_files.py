"""Reads definition files and reports every fault of their form, not only the first."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints

import msgspec

from areateam.catalogue.definitions import (
    DecideBefore,
    Mark,
    Notice,
    RuleSet,
    StatusWords,
    Term,
)
from areateam.core.fields import Kind
from areateam.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RECORDS = ("contract", "contractor", "site")
"""The records that have fields."""


class CatalogueProblem(Problem):
    """Definitions that cannot be used; `faults` names each with its file and place."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("definitions-at-fault", detail="; ".join(faults))
        self.faults = list(faults)

    def __str__(self) -> str:
        return "\n".join(self.faults)


class ChoiceSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A choice as a file states it."""

    value: str
    label: str
    synonyms: tuple[str, ...] = ()


class FieldSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field as a file states it; `choices_from` borrows the choices of types or a field."""

    key: str
    label: str
    kind: Kind
    help: str
    unit: str = ""
    column: str = ""
    choices: tuple[ChoiceSpec, ...] = ()
    choices_from: str = ""
    body_kinds: tuple[str, ...] = ()
    minimum: int | date | None = None
    maximum: int | date | None = None
    max_length: int = 250
    places: int = 0
    required: bool = False
    indexed: bool = False
    computed: bool = False
    synonyms: tuple[str, ...] = ()


class SectionSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section as a file states it."""

    key: str
    label: str
    fields: tuple[str, ...]


class GroupSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contractor group as a file states it."""

    key: str
    label: str
    order: int = 50


class TypeSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contract type as a file states it."""

    key: str
    label: str
    short: str
    group: str
    agreement: str
    term: Term
    help: str
    sections: tuple[str, ...]
    status_words: StatusWords
    order: int = 50
    term_mark: Mark | None = None
    synonyms: tuple[str, ...] = ()
    may_become: tuple[str, ...] = ()
    decide_before_end: DecideBefore | None = None
    core_hours: str = ""
    omit: tuple[str, ...] = ()
    notice: tuple[Notice, ...] = ()
    regulations: tuple[RuleSet, ...] = ()


_T = TypeVar("_T")


class Placed(msgspec.Struct, Generic[_T], frozen=True):
    """A definition, the file it stands in and the group it belongs to."""

    spec: _T
    path: Path
    record: str = "contract"
    group: str = ""


@dataclass(slots=True)
class Definitions:
    """Everything that a set of folders states, and the faults of form found on the way."""

    groups: list[Placed[GroupSpec]] = field(default_factory=list)
    fields: list[Placed[FieldSpec]] = field(default_factory=list)
    sections: list[Placed[SectionSpec]] = field(default_factory=list)
    types: list[Placed[TypeSpec]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


_Spec = TypeVar("_Spec", bound=msgspec.Struct)


def read_definitions(folders: Iterable[Path]) -> Definitions:
    """Every definition in `fields/` and `contract_types/` of the folders, in their order."""
    found = Definitions()
    for folder in folders:
        for path in sorted((folder / "fields").glob("*.toml")):
            _read_fields(path, found)
        for path in sorted((folder / "contract_types").glob("*.toml")):
            _read_type(path, found)
    return found


def _read_fields(path: Path, found: Definitions) -> None:
    raw = _parse(path, found.faults)
    record = raw.pop("record", "")
    if raw and record not in RECORDS:
        found.faults.append(f"{path}: record is {record!r}; it must be one of {list(RECORDS)}")
    group = ""
    if isinstance(stated := raw.pop("group", None), dict):
        group = str(stated.get("key", ""))
        _convert(stated, GroupSpec, f"{path}: group", found.faults, found.groups, path)
    _read_parts(path, raw, str(record), group, found)
    found.faults += [f"{path}: {name} is not known here" for name in raw]


def _read_type(path: Path, found: Definitions) -> None:
    raw = _parse(path, found.faults)
    if not raw:
        return
    group = str(raw.get("group", ""))
    _read_parts(path, raw, "contract", group, found)
    if raw.get("key") != path.stem:
        found.faults.append(f"{path}: key is {raw.get('key')!r}; it must be the file's name")
    _convert(raw, TypeSpec, str(path), found.faults, found.types, path)


def _read_parts(
    path: Path, raw: dict[str, Any], record: str, group: str, found: Definitions
) -> None:
    """Takes the fields and sections out of a file's tables."""
    for part in raw.pop("field", ()):
        place = f"{path}: field {_name(part)}"
        _convert(part, FieldSpec, place, found.faults, found.fields, path, record, group)
    for part in raw.pop("section", ()):
        place = f"{path}: section {_name(part)}"
        _convert(part, SectionSpec, place, found.faults, found.sections, path, record, group)


def _name(part: object) -> str:
    return str(part.get("key", "without a key")) if isinstance(part, dict) else repr(part)


def _parse(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as why:
        faults.append(f"{path}: cannot be read: {why}")
        return {}


def _convert(
    raw: object,
    spec: type[_Spec],
    place: str,
    faults: list[str],
    into: list[Placed[_Spec]],
    path: Path,
    record: str = "contract",
    group: str = "",
) -> None:
    try:
        into.append(Placed(msgspec.convert(raw, spec), path, record, group))
    except msgspec.ValidationError as why:
        each = _each_fault(raw, spec) if isinstance(raw, dict) else []
        faults += [f"{place}: {fault}" for fault in each or [str(why)]]


def _each_fault(raw: dict[str, Any], spec: type[msgspec.Struct]) -> list[str]:
    """Every key of a table that does not fit, since the converter stops at the first."""
    hints = get_type_hints(spec)
    known = {info.name: info for info in msgspec.structs.fields(spec)}
    faults = [f"{name} is not known here" for name in raw if name not in known]
    faults += [f"{name} is missing" for name, i in known.items() if i.required and name not in raw]
    for name in known.keys() & raw.keys():
        try:
            msgspec.convert(raw[name], hints[name])
        except msgspec.ValidationError as why:
            faults.append(f"{name}: {why}")
    return sorted(faults)
