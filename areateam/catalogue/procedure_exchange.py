"""Procedures as files between offices: written out, and read with every fault by its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.definitions import Evidence
from areateam.catalogue.procedure_definitions import Procedure, Procedures
from areateam.catalogue.procedure_files import check_procedures, faults_within
from areateam.core.problems import UserProblem

_PATH = re.compile(r"`\$(?:\.(\w+)(?:\[(\d+)\])?(?:\.(\w+))?)?")
_MOST_FAULTS = 5


def procedure_text(procedure: Procedure) -> str:
    """The procedure as the text of a file; reading it gives the same procedure."""
    known = _stated(procedure)
    tables = {key: value for key, value in known.items() if _is_table(value)}
    lines = list(_plain_lines({k: v for k, v in known.items() if k not in tables}))
    for table, entries in tables.items():
        for entry in entries:
            lines += ["", f"[[{table}]]"]
            inner = {k: v for k, v in entry.items() if isinstance(v, dict) or _is_table(v)}
            lines += _plain_lines({k: v for k, v in entry.items() if k not in inner})
            lines += _inner_lines(table, inner)
    return "\n".join(lines) + "\n"


def _stated(spec: Any) -> Any:
    """What a file states of a definition: its fields as TOML has them, without its defaults."""
    if isinstance(spec, tuple):
        return tuple(_stated(each) for each in spec)
    if not isinstance(spec, msgspec.Struct):
        return msgspec.to_builtins(spec)
    found = {}
    for field in msgspec.structs.fields(spec):
        value = getattr(spec, field.name)
        default = field.default
        if default is msgspec.NODEFAULT and field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        if value != default:
            found[field.name] = _stated(value)
    return found


def _inner_lines(table: str, inner: Mapping[str, Any]) -> Iterator[str]:
    """What an entry of a table has of tables of its own: one, or several of a kind."""
    for key, found in inner.items():
        several = _is_table(found)
        head = f"[[{table}.{key}]]" if several else f"[{table}.{key}]"
        for values in found if several else [found] if found else []:
            yield from ("", head, *_plain_lines(values))


def _is_table(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], dict)


def _plain_lines(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        yield f"{_bare(key)} = {_written(value)}"


def _bare(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _written(key)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    # A basic string of TOML escapes what one of JSON does, and DEL beside it.
    return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")


def read_procedure_text(text: str, catalogue: Catalogue) -> Procedure:
    """The procedure of a file, checked against these definitions.

    Raises UserProblem("procedure-file-wrong") with every fault and its line, and
    "procedure-not-newer" where the version here is the same or a later one.
    """
    try:
        stated = tomllib.loads(text)
        procedure = msgspec.convert(stated, Procedure)
    except tomllib.TOMLDecodeError as why:
        raise _wrong([_toml_fault(str(why))]) from why
    except msgspec.ValidationError as why:
        raise _wrong([_shape_fault(text, str(why))]) from why
    faults = [_placed(text, fault) for fault in _faults(procedure, catalogue)]
    if faults:
        raise _wrong(faults)
    there = catalogue.procedures.known.get(procedure.key)
    if there is not None and procedure.version <= there.version:
        raise UserProblem(
            "procedure-not-newer", procedure=procedure.label, version=procedure.version,
            there=there.version,
        )  # fmt: skip
    return procedure


def _faults(procedure: Procedure, catalogue: Catalogue) -> Iterator[str]:
    here = catalogue.procedures
    yield from faults_within(procedure, here.roles)
    # Beside those that are here: its appeals name others.
    beside = Procedures({**here.known, procedure.key: procedure}, here.roles)
    own = f"{procedure.key}: "
    for fault in check_procedures(
        beside, catalogue.clock_rules, catalogue.groups, catalogue.fields
    ):
        if fault.startswith(own):
            yield fault.removeprefix(own)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", procedure.key):
        yield f"key is {procedure.key!r}; it must be small letters, digits and hyphens"
    if procedure.evidence is Evidence.OWN and procedure.confidence is None:
        yield "own knowledge needs a confidence"


def _wrong(faults: list[str]) -> UserProblem:
    shown = faults[:_MOST_FAULTS]
    more = len(faults) - len(shown)
    return UserProblem(
        "procedure-file-wrong", faults="; ".join(shown) + (f"; and {more} more" if more else "")
    )


def _toml_fault(words: str) -> str:
    found = re.search(r"\(at line (\d+), column \d+\)", words)
    line = found[1] if found else "last"
    return f"line {line}: it cannot be read ({words.split(' (at ', maxsplit=1)[0]})"


def _shape_fault(text: str, words: str) -> str:
    """A fault of msgspec, which names the entry by its path, with the line of that entry."""
    said, _, path = words.partition(" - at ")
    found = _PATH.search(path)
    table, place, key = found.groups() if found else (None, None, None)
    missing = re.search(r"(?:field|unknown field) `(\w+)`", said)
    if place is None:
        word = table or (missing[1] if missing else "")
        line = _line_with(text.splitlines(), 0, rf"{re.escape(word)}\s*=") if word else 1
    else:
        lines = text.splitlines()
        begin = _nth(lines, f"[[{table}]]", int(place))
        word = key or (missing[1] if missing else "")
        line = _line_with(lines, begin, rf"{re.escape(word)}\s*=") if word else begin + 1
    return f"line {line}: {said[0].lower()}{said[1:]}"


def _nth(lines: list[str], head: str, number: int) -> int:
    """The index of the line with the head of the `number`th entry of a table."""
    heads = [at for at, line in enumerate(lines) if line.replace(" ", "") == head]
    return heads[number] if number < len(heads) else 0


def _line_with(lines: list[str], begin: int, pattern: str) -> int:
    """The number of the line, up to the next table, that begins so; that of `begin` for none."""
    for at in range(begin, len(lines)):
        if at > begin and lines[at].startswith("[["):
            break
        if re.match(pattern, lines[at].strip()):
            return at + 1
    return begin + 1


def _placed(text: str, fault: str) -> str:
    """A fault with the line that it is about: of the step or outcome, and the word in it."""
    lines = text.splitlines()
    begin, head = 0, re.match(r"(step|outcome) ([\w-]+): ", fault)
    if head:
        begin = _key_line(lines, head[1], head[2])
    names = re.findall(r"[\w-]+", fault[head.end() :] if head else fault)
    for name in reversed(names):
        for at in range(begin, len(lines)):
            if head and at > begin and lines[at].startswith("[["):
                break
            if re.search(rf'"(?:date:)?{re.escape(name)}"', lines[at]):
                return f"line {at + 1}: {fault}"
    return f"line {begin + 1}: {fault}"


def _key_line(lines: list[str], table: str, key: str) -> int:
    """The index of the line that names the entry."""
    inside = ""
    for at, line in enumerate(lines):
        if line.startswith("["):
            inside = line.strip("[] ")
        elif inside == table and re.match(rf'key\s*=\s*"{re.escape(key)}"', line.strip()):
            return at
    return 0
