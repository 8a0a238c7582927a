"""Organisations with the dates on which their codes hold, and the links between them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.definition_tables import filled, lines_of, mark_of, one_of, span_of
from areateam.catalogue.definitions import Evidence
from areateam.core.problems import UserProblem

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("board", "region", "area_team", "sha", "cluster", "pct", "ccg")
"""The kinds of organisation."""
LINKS = (
    "in_area_team",  # a PCT's primary care contracts go to this area team
    "in_cluster",  # a PCT was run with others under this name
    "in_sha",  # the SHA that held the whole or the larger part of a PCT
    "part_in_sha",  # the SHA that held the smaller part
    "in_region",  # an area team, or a CCG in London, lies in this region
    "ccg_in_area_team",  # a CCG lies in this area team
    "practices_to",  # this share of a PCT's practices went to this CCG on 1 April 2013
    "successor",  # who took over: of a PCT's contracts, or of a code
)
"""The kinds of link, each from `code` to `other`."""
_AROUND = re.compile(
    r"^nhs\s+|\s+(primary care trust|pct|care trust plus|care trust|ccg|area team"
    r"|clinical commissioning group|strategic health authority|sha)$"
)


class Body(msgspec.Struct, frozen=True):
    """An organisation. `valid_from` and `valid_to` are its first and last day, as ISO dates.

    They are None where the day is not known or has not come. A PCT's first day is the earliest
    on which a practice belonged to it. The code of a cluster is our own: clusters had none.
    """

    code: str
    kind: str
    name: str
    also: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None
    ons_code: str
    evidence: Evidence
    confidence: int | None
    note: str

    def exists_on(self, day: date) -> bool:
        """Whether the code holds on the day; an unknown end never closes it."""
        return _within(self.valid_from, self.valid_to, day)


class Link(msgspec.Struct, frozen=True):
    """A link from one organisation to another, with its first and last day as ISO dates.

    `share` lies between 0 and 1.
    """

    code: str
    link: str
    other: str
    valid_from: str | None
    valid_to: str | None
    share: float | None
    evidence: Evidence
    confidence: int | None
    note: str

    def holds_on(self, day: date) -> bool:
        """Whether the link holds on the day."""
        return _within(self.valid_from, self.valid_to, day)


def _within(first: str | None, last: str | None, day: date) -> bool:
    iso = day.isoformat()
    return (first is None or first <= iso) and (last is None or iso <= last)


class Directory(msgspec.Struct, frozen=True, dict=True):
    """The organisations and their links."""

    bodies: Mapping[str, Body]
    links: tuple[Link, ...]

    def body(self, code: str, kind: str = "") -> Body:
        """The organisation with this code; UserProblem("unknown-code") if there is none.

        With a `kind`, one of that kind.
        """
        body = self.bodies.get(code)
        if body is None or (kind and body.kind != kind):
            raise UserProblem("unknown-code", value=code)
        return body

    def of_kind(self, kind: str, day: date | None = None) -> tuple[Body, ...]:
        """The organisations of a kind, on a day those that exist then, by code."""
        listed = (body for body in self.bodies.values() if body.kind == kind)
        kept = (body for body in listed if day is None or body.exists_on(day))
        return tuple(sorted(kept, key=lambda body: body.code))

    def links_from(self, code: str, link: str, day: date | None = None) -> tuple[Link, ...]:
        """The links of one kind from an organisation, on a day those that hold then."""
        listed = self._from.get((code, link), ())
        return tuple(each for each in listed if day is None or each.holds_on(day))

    def area_team_of(self, code: str) -> str | None:
        """The code of the area team a PCT or CCG belongs to; None where it is not known."""
        for link in ("in_area_team", "ccg_in_area_team"):
            if found := self.links_from(code, link):
                return found[0].other
        return None

    def pcts_of(self, area_team: str) -> tuple[str, ...]:
        """The codes of the PCTs whose contracts go to an area team."""
        return tuple(
            each.code
            for each in self.links
            if each.link == "in_area_team" and each.other == area_team
        )

    def code_from_words(self, kind: str, text: str) -> str | None:
        """The code that a file means by a code or a name; None if none or several fit.

        "NHS Derbyshire County", "Derbyshire County PCT" and "5N6" all mean 5N6.
        """
        code = text.strip().upper()
        if code in self.bodies and self.bodies[code].kind == kind:
            return code
        meant = self._names.get((kind, _core_name(text)), set())
        return next(iter(meant)) if len(meant) == 1 else None

    @cached_property
    def _from(self) -> dict[tuple[str, str], list[Link]]:
        grouped: dict[tuple[str, str], list[Link]] = {}
        for each in self.links:
            grouped.setdefault((each.code, each.link), []).append(each)
        return grouped

    @cached_property
    def _names(self) -> dict[tuple[str, str], set[str]]:
        names: dict[tuple[str, str], set[str]] = {}
        for body in self.bodies.values():
            for text in (body.name, *body.also):
                names.setdefault((body.kind, _core_name(text)), set()).add(body.code)
        return names


def _core_name(text: str) -> str:
    """A name without the words that say what kind of organisation it is."""
    core, before = " ".join(text.casefold().split()), ""
    while core != before:
        core, before = _AROUND.sub("", core), core
    return bare_words(core)


def read_directory(folder: Path) -> Directory:
    """The organisations in `bodies.csv` and `links.csv`; CatalogueProblem with every fault."""
    faults: list[str] = []
    bodies: dict[str, Body] = {}
    links: list[Link] = []
    for place, row in lines_of(folder / "bodies.csv", faults):
        try:
            body = _body(row)
        except (KeyError, ValueError) as why:
            faults.append(f"{place}: {why}")
            continue
        if body.code in bodies:
            faults.append(f"{place}: code {body.code} is there already")
        bodies[body.code] = body
    for place, row in lines_of(folder / "links.csv", faults):
        try:
            links.append(link := _link(row))
        except (KeyError, ValueError) as why:
            faults.append(f"{place}: {why}")
            continue
        faults += [
            f"{place}: {code} is not known"
            for code in (link.code, link.other)
            if code not in bodies
        ]
    if faults:
        raise CatalogueProblem(faults)
    return Directory(MappingProxyType(bodies), tuple(links))


@cache
def read_holidays(path: Path) -> Mapping[date, str]:
    """The dates of a calendar file with their names; CatalogueProblem with every fault.

    Read once: pages ask for it with everything that counts working days.
    """
    faults: list[str] = []
    days: dict[date, str] = {}
    for place, row in lines_of(path, faults):
        try:
            days[date.fromisoformat(row["date"])] = row["name"]
        except (KeyError, ValueError) as why:
            faults.append(f"{place}: {why}")
    if faults:
        raise CatalogueProblem(faults)
    return MappingProxyType(days)


def _body(row: Mapping[str, str]) -> Body:
    first, last = span_of(row)
    evidence, confidence = mark_of(row)
    return Body(
        code=filled(row, "code"),
        kind=one_of(row["kind"], KINDS),
        name=filled(row, "name"),
        also=tuple(part.strip() for part in row["also"].split(";") if part.strip()),
        valid_from=first,
        valid_to=last,
        ons_code=row["ons_code"],
        evidence=evidence,
        confidence=confidence,
        note=row["note"],
    )


def _link(row: Mapping[str, str]) -> Link:
    first, last = span_of(row)
    evidence, confidence = mark_of(row)
    share = float(row["share"]) if row["share"] else None
    if share is not None and not 0 < share <= 1:
        raise ValueError(f"share {share} is not between 0 and 1")
    return Link(
        code=filled(row, "code"),
        link=one_of(row["link"], LINKS),
        other=filled(row, "other"),
        valid_from=first,
        valid_to=last,
        share=share,
        evidence=evidence,
        confidence=confidence,
        note=row["note"],
    )
