"""What the PCTs returned of the demo's contracts month by month before its story begins."""

from __future__ import annotations

import json
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from math import exp, log
from random import Random

from areateam.catalogue.catalogue import Catalogue, resources_folder
from areateam.core.fields import Field
from areateam.demo.demo_cases import CaseStep
from areateam.demo.demo_recipe import Draft, Recipe
from areateam.ledger.ledger import Write

BEGAN = date(2011, 4, 4)
"""The day of the first lists."""
_DAY = 11
"""The day of a month on which returns come in, or the Monday after."""
_FRIDAY = 4
_YEAR = 365.25

Way = Sequence[float]
"""The logarithms of a figure at the first list and at each return, over what it is at the last."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """A field as it is returned: for each day its level, and the years to the last return.

    What goes along another field has for each day the place of that one's way on it.
    """

    field: Field
    stated: Recipe
    levels: Way
    years: Sequence[float]
    behind: Sequence[int] = ()

    def way(self, random: Random, along: Way | None) -> Way:
        """The way of one contract: level, what it goes along, drift, scatter and a change."""
        stated, last = self.stated, len(self.levels) - 1
        spread = random.gauss(0, stated.get("spread", 0) / 100)
        noise = stated.get("noise", 0) / 100
        moves = random.random() * 100 < stated.get("moved", 0)
        turn = random.randint(1, last)
        size = 0.0
        if moves:
            size = log(1 + random.uniform(*stated["by"]) / 100) * random.choice((-1, 1))
        way = [
            level + spread * years + random.gauss(0, noise) - (size if place < turn else 0.0)
            for place, (level, years) in enumerate(zip(self.levels, self.years, strict=True))
        ]
        way[last] = 0.0
        if along is not None:
            share = stated["share"] / 100
            way = [step + share * along[at] for step, at in zip(way, self.behind, strict=True)]
        return way

    def figures(self, held: int, way: Way) -> list[int]:
        """The figures of a way that ends at the one that is held."""
        most, unit = self.stated.get("most", 10**12), self.stated.get("step", 1)
        steps = [round(held * exp(step) / unit) * unit for step in way[:-1]]
        return [*(max(unit, min(step, most)) for step in steps), held]


@dataclass(frozen=True, slots=True)
class _Return:
    """One kind of return: its days with that of the first list, and the fields that it brings."""

    stated: Recipe
    days: tuple[date, ...]
    brought: tuple[_Figure, ...]


class Returns:
    """The figures that came before those that the drafts hold when the story begins.

    The same seed gives the same ones. Contracts without a figure, or with nought, send none.
    """

    def __init__(self, catalogue: Catalogue, drafts: Sequence[Draft]) -> None:
        path = resources_folder() / "demo" / "returns.toml"
        story: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
        self._random = Random(story["seed"])  # noqa: S311 - what is invented is no secret
        self._ways: dict[tuple[int, str], Way] = {}
        self._figures: list[tuple[_Return, list[tuple[Draft, list[list[int]]]]]] = []
        for made in _returns(story, catalogue):
            group = made.stated["group"]
            sent = [(d, self._of(made, d)) for d in drafts if d.group == group and not d.is_new]
            self._figures.append((made, [each for each in sent if any(each[1])]))

    def _of(self, made: _Return, draft: Draft) -> list[list[int]]:
        """The figures of each field on each day; none where the draft has none to end at."""
        found: list[list[int]] = []
        for each in made.brought:
            held = _held(draft, each.field)
            if not held:
                found.append([])
                continue
            along = self._ways.get((draft.record, each.stated.get("along", "")))
            way = each.way(self._random, along)
            self._ways[draft.record, each.field.key] = way
            found.append(each.figures(held, way))
        return found

    def begin(self) -> None:
        """Give the drafts the figures of the first lists."""
        self._set(0)

    def end(self) -> None:
        """Give the drafts back the figures that they held."""
        self._set(-1)

    def _set(self, place: int) -> None:
        for made, sent in self._figures:
            for draft, figures in sent:
                for brought, each in zip(made.brought, figures, strict=True):
                    if each:
                        field = brought.field
                        values = draft.values if field.column else draft.terms
                        values[field.column or field.key] = each[place]

    def steps(self) -> Iterator[CaseStep]:
        """Each return as a step of the story."""
        for made, sent in self._figures:
            stated = made.stated
            for place, day in enumerate(made.days[1:], start=1):
                rows = [
                    (draft.record, *changed)
                    for draft, figures in sent
                    if any(changed := _changed(made.brought, figures, place))
                ]
                yield CaseStep(
                    f"{day.isoformat()}T{stated['time']}:00",
                    stated["user"],
                    f"Import {stated['what']} of {len(rows)} {stated['of']}"
                    f" from Q55_{stated['file']}_{day:%Y-%m}.csv",
                    partial(_take_in, rows),
                )


def _returns(story: Recipe, catalogue: Catalogue) -> Iterator[_Return]:
    """The kinds of returns; a field goes along one of a return before it, or of its own."""
    days_of: dict[str, Sequence[date]] = {}
    for stated in story["return"]:
        days = tuple(_days(stated))
        years = [(day - days[-1]).days / _YEAR for day in days]
        brought = []
        for each in stated["field"]:
            levels = [log(level) for level in each.get("levels", [1] * len(days))]
            along = days_of.get(each.get("along", ""), ())
            behind = [bisect_right(along, day) - 1 for day in days] if along else ()
            brought.append(_Figure(catalogue.fields[each["key"]], each, levels, years, behind))
            days_of[each["key"]] = days
        yield _Return(stated, days, tuple(brought))


def _days(stated: Recipe) -> Iterator[date]:
    """The day of the first list and those of the returns, which come in on working days."""
    yield BEGAN
    for month in stated["months"]:
        day = date.fromisoformat(f"{month}-{_DAY}")
        yield day + timedelta(days=7 - day.weekday() if day.weekday() > _FRIDAY else 0)


def _held(draft: Draft, field: Field) -> int:
    values = draft.values if field.column else draft.terms
    return int(str(values.get(field.column or field.key) or 0))


def _changed(
    brought: Sequence[_Figure], figures: Sequence[Sequence[int]], place: int
) -> tuple[dict[str, int], dict[str, int]]:
    """The columns and the terms that a return sets anew, with their figures."""
    columns: dict[str, int] = {}
    terms: dict[str, int] = {}
    for returned, each in zip(brought, figures, strict=True):
        if each and each[place] != each[place - 1]:
            field = returned.field
            kept = columns if field.column else terms
            kept[field.column or field.key] = each[place]
    return columns, terms


def _take_in(rows: Sequence[tuple[int, dict[str, int], dict[str, int]]], write: Write) -> None:
    """Set what one return states; `rows` are contracts with their columns and terms."""
    columns = {name for _, stated, _ in rows for name in stated}
    named = [f'"{each}" = coalesce(v.value ->> \'$[1].{each}\', c."{each}")' for each in columns]
    if any(terms for *_, terms in rows):
        named.append("terms = json_patch(c.terms, v.value -> 2)")
    write.execute(
        f"UPDATE contract AS c SET {', '.join(named)}"
        " FROM json_each(?) AS v WHERE c.id = v.value ->> 0",
        (json.dumps(rows),),
    )
