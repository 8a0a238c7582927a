"""Indicators: what is divided by what, for whom, which way is better, and what to hold it against.

An indicator over fields of contracts is a file alone; one over cases, visits or call-offs names
the figures that `areateam.variation` counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.definitions import Evidence, Mark
from areateam.core.fields import Field, Kind
from areateam.core.funnel_limits import Measure
from areateam.core.problems import UserProblem
from areateam.core.xmr import Direction

if TYPE_CHECKING:
    from areateam.catalogue.catalogue import Catalogue

COUNTABLE = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)


class Benefit(StrEnum):
    """The benefits of the single operating model, as its text of 2012 names them."""

    CONSISTENCY = "consistency"
    OUTCOMES = "outcomes"
    EFFICIENCY = "efficiency"


class Level(StrEnum):
    """Whose figures are compared."""

    CONTRACT = "contract"
    PCT = "pct"
    CCG = "ccg"
    AREA_TEAM = "area_team"


class Figures(StrEnum):
    """What is counted from other records than contracts."""

    DEADLINES = "deadlines"
    CASE_DAYS = "case-days"
    DECISIONS = "decisions"
    CASE_COST = "case-cost"
    VISITS = "visits"
    CALL_OFFS = "call-offs"
    VERDICTS = "verdicts"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is counted, above or below the line; exactly one way of counting it.

    `sum` adds fields of the contract less those in `less`; where one is missing the sum is too.
    `field` counts a contract that has one of the values `among`; any other value holds only from
    the day in the field `since` and until the one in `until`, where they are named. `number` is a
    figure for each contract, 1 to count contracts themselves; `patients` is the registered
    patients of the area. `words` say what it is: "patients excepted".
    """

    words: str
    sum: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    field: str = ""
    among: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    number: float | None = None
    patients: bool = False

    def fields(self) -> tuple[str, ...]:
        """The keys of the fields that it is reckoned from."""
        return (*self.sum, *self.less, *((self.field,) if self.field else ()))


class Benchmark(Mark, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to hold values against, in the unit shown, with its source and the day it is of.

    Own knowledge is shown as unconfirmed and never draws a line.
    """

    words: str
    value: float | None = None
    source: str
    as_of: date

    @property
    def is_sure(self) -> bool:
        """Whether a source was read for it."""
        return self.evidence is not Evidence.OWN


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One indicator as its file states it.

    A value is numerator over denominator times `scale`, shown with `places` decimals and `unit`.
    `plausible` bounds what can be true, in the unit shown. `minimum` is the least denominator
    that is ranked. `group` is "" for every group; `types` narrows it.
    """

    key: str
    code: str
    label: str
    of: str
    benefit: Benefit
    measure: Measure
    formula: str
    why: str
    numerator: Part
    denominator: Part
    better: Direction
    author: str
    checked_by: str
    review: date
    group: str = ""
    types: tuple[str, ...] = ()
    levels: tuple[Level, ...] = tuple(Level)
    unit: str = ""
    scale: float = 1
    places: int = 1
    minimum: float = 0
    plausible: tuple[float, float] | None = None
    figures: Figures | None = None
    benchmark: Benchmark | None = None

    def parts(self) -> tuple[Part, Part]:
        """What stands above and below the line."""
        return self.numerator, self.denominator

    def fields(self) -> tuple[str, ...]:
        """The keys of every field that it is reckoned from, each once."""
        found = (key for part in self.parts() for key in part.fields())
        return tuple(dict.fromkeys(found))

    def shown(self, value: float) -> str:
        """A value in its unit: "8.2%", "£136.40", "21.5 a 100,000"."""
        figure = f"{abs(value) * self.scale:,.{self.places}f}"
        sign = "-" if value < 0 and float(figure.replace(",", "")) else ""
        if self.unit == "£":
            return f"{sign}£{figure}"
        return f"{sign}{figure}{self.unit if self.unit == '%' else f' {self.unit}'.rstrip()}"


class Indicators(msgspec.Struct, frozen=True):
    """The indicators by key, in the order of their codes."""

    known: Mapping[str, Indicator]

    def named(self, word: str) -> Indicator:
        """The indicator with this key or code; UserProblem("indicator-unknown")."""
        found = self.known.get(word.lower())
        for each in self.known.values():
            if found is None and each.code.lower() == word.lower():
                found = each
        if found is None:
            known = ", ".join(each.code for each in self.known.values())
            raise UserProblem("indicator-unknown", indicator=word, known=known)
        return found


def indicators(catalogue: Catalogue) -> Indicators:
    """Every indicator of a catalogue's folder; CatalogueProblem if a file is faulty."""
    return _checked(catalogue.folder / "indicators", _Known.of(catalogue))


class _Known(msgspec.Struct, frozen=True):
    """What indicators may name."""

    fields: tuple[Field, ...]
    computed: frozenset[str]
    groups: tuple[str, ...]
    types: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, catalogue: Catalogue) -> _Known:
        return cls(
            fields=tuple(catalogue.fields.values()),
            computed=catalogue.computed,
            groups=tuple(catalogue.groups),
            types=tuple((kind.key, kind.group) for kind in catalogue.types.values()),
        )


@cache
def _checked(folder: Path, known: _Known) -> Indicators:
    found: dict[str, Indicator] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            text = tomllib.loads(path.read_text(encoding="utf-8"))
            each = msgspec.convert({"key": path.stem, **text}, Indicator)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as why:
            faults.append(f"{path}: {why}")
            continue
        found[each.key] = each
        faults += [f"{path}: {fault}" for fault in _faults(each, known)]
    codes = [each.code for each in found.values()]
    faults += [f"{folder}: {code} stands twice" for code in set(codes) if codes.count(code) > 1]
    if faults:
        raise CatalogueProblem(faults)
    return Indicators(dict(sorted(found.items(), key=lambda item: item[1].code)))


def _faults(each: Indicator, known: _Known) -> Iterator[str]:
    """What is wrong with an indicator."""
    if each.group and each.group not in known.groups:
        yield f"there is no group {each.group}"
    of_group = [key for key, group in known.types if each.group in ("", group)]
    yield from (f"{key} is no type of the group" for key in each.types if key not in of_group)
    if not all((each.label.strip(), each.of.strip(), each.why.strip(), each.formula.strip())):
        yield "label, of, why and formula are needed"
    if not each.levels:
        yield "no level"
    if each.benchmark and (each.benchmark.confidence is None) is (not each.benchmark.is_sure):
        yield "the benchmark: own knowledge, and nothing else, has a confidence"
    if each.plausible and each.plausible[0] >= each.plausible[1]:
        yield "plausible is from less to more"
    if each.figures is None:
        for part in each.parts():
            yield from _part_faults(part, known)


def _part_faults(part: Part, known: _Known) -> Iterator[str]:
    if not part.words.strip():
        yield "what is counted needs words"
    ways = (bool(part.sum), bool(part.field), part.number is not None, part.patients)
    if sum(ways) != 1:
        yield f"{part.words}: one way of counting, of sum, field, number and patients"
    fields = {field.key: field for field in known.fields}
    for key in part.fields():
        if key not in fields or key in known.computed:
            yield f"there is no field {key}"
        elif key != part.field and fields[key].kind not in COUNTABLE:
            yield f"{key} is no number"
    if part.field and not part.among:
        yield f"{part.field}: among which values"
    for key in filter(None, (part.since, part.until)):
        if not part.field or key not in fields or fields[key].kind is not Kind.DATE:
            yield f"{key} is no day for which a value holds"
