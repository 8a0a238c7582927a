"""Whose word counts first for a field: the order of sources, and the reason in a sentence."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from areateam.catalogue.catalogue import resources_folder
from areateam.core.problems import FileProblem
from areateam.imports.profiles import Mode

PERSON = "person"
"""The source of what a person typed or chose."""
WORKED_OUT = "worked-out"
"""The source of what an import worked out and no line stated, such as the PCT of a practice."""
LIST = "contract-list"
"""The layout of a list that was read by its own headings."""

_TIERS: Mapping[Mode, int] = {"set": 0, "fill": 1, "new": 2}


class Source(msgspec.Struct, frozen=True):
    """Who states a field: `key` is the layout, `owner` the body that its files come from.

    Lists that are read by their headings have a key for each set of headings: `layout` is then
    what they have in common.
    """

    key: str
    layout: str = ""
    owner: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which an order may mean it."""
        return tuple(dict.fromkeys(n for n in (self.key, self.layout, self.owner) if n))


class Rank(msgspec.Struct, frozen=True):
    """The place of a statement among those of one field: the least comes first.

    Of statements with one place the newest stands where `newest`, else the oldest.
    """

    place: int
    newest: bool


class Order(msgspec.Struct, frozen=True):
    """The sources of one field, the first first; `ours` where it was set in this register.

    Sources that it does not name come after those that it names, as their layouts say: what
    replaces, the newest first; what only fills a blank, the oldest first; and last what counts
    for new records alone. What a person typed comes before everything, unless it is named.
    """

    sources: tuple[str, ...] = ()
    why: str = ""
    ours: bool = False
    since: int = 0
    """The operation that set it; what a person types after that, against it, stands all the same
    until a better source says something new."""

    def names(self, source: Source) -> bool:
        """Whether the order names a source."""
        return any(name in self.sources for name in source.names)

    def rank(self, source: Source, mode: Mode = "set") -> Rank:
        """The place of what a source states in a mode."""
        for place, name in enumerate(self.sources):
            if name in source.names:
                return Rank(place, newest=True)
        if source.key == PERSON:
            return Rank(-1, newest=True)
        return Rank(len(self.sources) + _TIERS[mode], newest=mode == "set")


PERSON_SOURCE = Source(PERSON)
WORKED_OUT_SOURCE = Source(WORKED_OUT)


def source_of(layout: str, owner: str, header: Sequence[str]) -> Source:
    """The source that a file is from: its layout, or, for a list, its headings."""
    if layout != LIST:
        return Source(layout, layout, owner)
    words = "\x1f".join(name.strip().casefold() for name in header)
    digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
    return Source(f"{LIST}-{digest}", LIST, owner)


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fields: tuple[str, ...]
    order: tuple[str, ...]
    why: str


@cache
def shipped_orders(folder: Path | None = None) -> Mapping[str, Order]:
    """The orders that come with the program, by field such as "site.phone".

    Raises FileProblem("definition-faulty") for a file that is not as it should be.
    """
    found: dict[str, Order] = {}
    for path in sorted((folder or resources_folder() / "precedence").glob("*.toml")):
        try:
            read = tomllib.loads(path.read_text(encoding="utf-8"))
            rules = msgspec.convert(read["rule"], list[_Rule])
        except (tomllib.TOMLDecodeError, msgspec.ValidationError, KeyError) as error:
            raise FileProblem("definition-faulty", path, detail=str(error)) from error
        for rule in rules:
            for name in rule.fields:
                if name in found:
                    detail = f"{name} has two orders"
                    raise FileProblem("definition-faulty", path, detail=detail)
                found[name] = Order(rule.order, rule.why)
    return found


def why_it_stands(
    order: Order, source: Source, mode: Mode, labels: Mapping[str, str], *, alone: bool
) -> str:
    """Why a statement stands, in a sentence; `labels` name the sources of the order.

    `alone`: nobody states anything else.
    """
    if alone and source.key not in (PERSON, WORKED_OUT):
        return "No other source states it."
    place = order.rank(source, mode).place
    if 0 <= place < len(order.sources):
        whole = ", then ".join(labels.get(name, name) for name in order.sources)
        reason = f": {order.why}" if order.why else ""
        return f"The order for this field is {whole}{reason}."
    if source.key == PERSON:
        return "What a person enters stands before files."
    if source.key == WORKED_OUT:
        return "It was worked out when the file was taken in, and no file has replaced it."
    tier = place - len(order.sources)
    return (
        "Of the files that may replace it, this is the newest.",
        "It was stated first, and the others only fill what is blank.",
        "It was there when the record was made.",
    )[tier]
