"""Reads and makes the file by which the two sides exchange what they have signed.

JSON with a digest over its content. Everything in it is checked before any of it is used: a file
that was changed, is too large or holds what we do not know is refused whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec

from areateam.catalogue.programme_definitions import Side
from areateam.core.problems import FileProblem
from areateam.transition.handed_over_rules import HandedContract, digest_of

FORMAT = "areateam-signatures"
VERSION = 1
LARGEST = 10_000_000
"""Bytes; a place with 20,000 contracts takes half of it."""

_MOST_CONTRACTS, _MOST_SIGNATURES, _MOST_DOCUMENTS = 20_000, 2_000, 200
_PLAIN = r"\A[^\x00-\x1f\x7f\ud800-\udfff]*\Z"
Text = Annotated[str, msgspec.Meta(max_length=400, pattern=_PLAIN)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=_PLAIN)]
Digest = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Mark = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{16}\Z")]
Amount = Annotated[int, msgspec.Meta(ge=-(10**14), le=10**14)]


class BundleContract(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contract that is handed over."""

    group: Name
    kind: Name
    number: Text
    ods: Text
    name: Name
    start: Text
    end: Text
    value_pence: Amount | None

    def plain(self) -> HandedContract:
        """The contract as the rules compare it."""
        return HandedContract(**{f: getattr(self, f) for f in self.__struct_fields__})


class BundleDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document that shows the task was done, by the digest of its bytes."""

    title: Name
    sha256: Digest
    size: Annotated[int, msgspec.Meta(ge=1, le=10**12)]


class BundleSignature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who signed a task, for which side, on which day, and what shows it."""

    task: Mark
    key: Name
    title: Name
    side: Side
    name: Name
    on: Text
    evidence: Annotated[tuple[BundleDocument, ...], msgspec.Meta(max_length=_MOST_DOCUMENTS)]
    reason: Text


class Bundle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that one register has signed for one place.

    `register` names it for as long as it lives, `after` its last operation when this was written.
    """

    register: Mark
    after: Mark
    written_at: Text
    written_by: Name
    programme: Name
    place: Name
    place_name: Name
    contracts: Annotated[tuple[BundleContract, ...], msgspec.Meta(max_length=_MOST_CONTRACTS)]
    contracts_digest: Digest
    signatures: Annotated[tuple[BundleSignature, ...], msgspec.Meta(max_length=_MOST_SIGNATURES)]

    def handed(self) -> tuple[HandedContract, ...]:
        """Its contracts as the rules compare them."""
        return tuple(each.plain() for each in self.contracts)


def bundle_bytes(bundle: Bundle) -> bytes:
    """The file of a bundle."""
    content = msgspec.to_builtins(bundle)
    whole = {
        "format": FORMAT, "version": VERSION, "digest": _digest(content), "content": content,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def read_bundle(path: Path) -> Bundle:
    """The bundle that a file holds.

    FileProblem: file-missing, file-unreadable, signatures-too-large, signatures-unreadable with
    what is wrong, signatures-newer, signatures-changed.
    """
    if not path.is_file():
        raise FileProblem("file-missing", path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise FileProblem("file-unreadable", path, reason=error.strerror or "") from error
    if len(raw) > LARGEST:
        raise FileProblem("signatures-too-large", path, limit="10 MB")
    try:
        return _bundle(json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant
        ), path)  # fmt: skip
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        detail = str(error) if isinstance(error, msgspec.MsgspecError | _Refused) else "no JSON"
        raise FileProblem("signatures-unreadable", path, detail=detail) from error


class _Refused(ValueError):
    """A file that says something twice, or something that cannot be."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused("a name stands twice")
    return found


def _no_constant(_: str) -> NoReturn:
    raise _Refused("a number is none")


def _bundle(whole: Any, path: Path) -> Bundle:
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise _Refused("its format is another")
    if isinstance(whole.get("version"), int) and whole["version"] > VERSION:
        raise FileProblem("signatures-newer", path)
    if set(whole) != {"format", "version", "digest", "content"} or whole["version"] != VERSION:
        raise _Refused("its head is another")
    if whole["digest"] != _digest(whole["content"]):
        raise FileProblem("signatures-changed", path)
    bundle = msgspec.convert(whole["content"], Bundle)
    for fault in _faults(bundle):
        raise _Refused(fault)
    return bundle


def _digest(content: Any) -> str:
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _faults(bundle: Bundle) -> list[str]:
    """What a bundle says that cannot be, though every part of it is well-formed."""
    faults = []
    written = _moment(bundle.written_at)
    last = max((each.on for each in bundle.signatures), default="")
    if written is None:
        faults.append("the time it was written is none")
    if bundle.contracts_digest != digest_of(bundle.handed()):
        faults.append("its contracts are not those of their digest")
    if not all(_is_day(text) for text in _days_of(bundle)):
        faults.append("a day is none")
    elif written and last > written.date().isoformat():
        faults.append("a signature is later than the file")
    if len({(each.key, each.side) for each in bundle.signatures}) != len(bundle.signatures):
        faults.append("one side signs a task twice")
    return faults


def _days_of(bundle: Bundle) -> Iterator[str]:
    yield from (each.on for each in bundle.signatures)
    for contract in bundle.contracts:
        yield from filter(None, (contract.start, contract.end))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S")  # noqa: DTZ007 - of the computer
    except ValueError:
        return None
    return found if found.isoformat() == text else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
