"""What two sides say is handed over: the same contracts on both, or how they differ.

Nothing that only one register knows, such as its own numbering, is compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from areateam.core.amounts import format_money
from areateam.core.dates import format_date


class HandedContract(msgspec.Struct, frozen=True):
    """A contract as both sides know it; days are ISO texts, "" where none is known."""

    group: str
    kind: str
    number: str
    ods: str
    name: str
    start: str
    end: str
    value_pence: int | None

    @property
    def key(self) -> str:
        """What tells it from others in any register: its number, or else a code, or its name."""
        known = self.number or self.ods or self.name
        return f"{self.group} {' '.join(known.split()).casefold()}"

    @property
    def called(self) -> str:
        """As people name it: "P84001 High Street Surgery"."""
        return f"{self.number or self.ods} {self.name}".strip()


class Unlike(StrEnum):
    """How the contracts of two sides differ."""

    OURS = "only here"
    THEIRS = "only in the other register"
    FACTS = "other facts"


class ContractDifference(msgspec.Struct, frozen=True):
    """One contract that the sides do not agree about; `facts` are (label, here, there)."""

    kind: Unlike
    called: str
    facts: tuple[tuple[str, str, str], ...] = ()

    @property
    def words(self) -> str:
        """The difference as a line of a list."""
        if self.kind is not Unlike.FACTS:
            return f"{self.called}: {self.kind}"
        told = (f"{label} {ours} here, {theirs} there" for label, ours, theirs in self.facts)
        return f"{self.called}: {'; '.join(told)}"


def digest_of(contracts: Iterable[HandedContract]) -> str:
    """The SHA-256 of a set of contracts, the same in whatever order they come."""
    stated = sorted(json.dumps(_compared(each), ensure_ascii=False) for each in contracts)
    return hashlib.sha256("\n".join(stated).encode("utf-8", "surrogatepass")).hexdigest()


def _compared(contract: HandedContract) -> list[str | int | None]:
    """What must be the same on both sides; blanks and capitals do not count."""
    return [
        " ".join(value.split()).casefold() if isinstance(value, str) else value
        for value in msgspec.structs.astuple(contract)
    ]


def differences(
    ours: Sequence[HandedContract], theirs: Sequence[HandedContract]
) -> tuple[ContractDifference, ...]:
    """Where two sets differ: what only one side has, and what both have with other facts."""
    left = _by_key(ours)
    right = _by_key(theirs)
    return tuple(
        difference
        for key in sorted(left.keys() | right.keys())
        for difference in _pairs(left.get(key, []), right.get(key, []))
    )


def _by_key(contracts: Iterable[HandedContract]) -> dict[str, list[HandedContract]]:
    found: dict[str, list[HandedContract]] = {}
    for each in contracts:
        found.setdefault(each.key, []).append(each)
    return found


def _pairs(
    ours: list[HandedContract], theirs: list[HandedContract]
) -> Iterator[ContractDifference]:
    """Contracts of one key: those that are alike go together, the rest in their order."""
    rest = list(theirs)
    alone = []
    for each in ours:
        alike = next((other for other in rest if _compared(other) == _compared(each)), None)
        if alike is None:
            alone.append(each)
        else:
            rest.remove(alike)
    for each, other in zip(alone, rest, strict=False):
        yield ContractDifference(Unlike.FACTS, each.called, tuple(_facts(each, other)))
    for each in alone[len(rest) :]:
        yield ContractDifference(Unlike.OURS, each.called)
    for other in rest[len(alone) :]:
        yield ContractDifference(Unlike.THEIRS, other.called)


_LABELS = ("group", "type", "number", "code", "named", "starts", "ends", "a year")


def _facts(ours: HandedContract, theirs: HandedContract) -> Iterator[tuple[str, str, str]]:
    mine_of, other_of = _compared(ours), _compared(theirs)
    compared = zip(_LABELS, mine_of, other_of, _shown(ours), _shown(theirs), strict=True)
    for label, mine, other, here, there in compared:
        if mine != other:
            yield label, here, there


def _shown(contract: HandedContract) -> tuple[str, ...]:
    day = tuple(format_date(each) if each else "open" for each in (contract.start, contract.end))
    pence = contract.value_pence
    return (
        contract.group, contract.kind.replace("-", " "), contract.number or "none",
        contract.ods or "none",
        contract.name, *day, "not stated" if pence is None else format_money(pence),
    )  # fmt: skip
