"""What the PCTs returned of the demo's contracts month by month before its story begins."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from math import exp, log
from random import Random

from areateam.catalogue.catalogue import Catalogue, resources_folder
from areateam.core.dates import add_months
from areateam.core.fields import Field
from areateam.demo.demo_cases import CaseStep
from areateam.demo.demo_recipe import Draft, Recipe
from areateam.ledger.ledger import Write

BEGAN = date(2011, 4, 4)
"""The day of the first lists."""
_DAY = 11
"""The day of a month on which returns come in, or the Monday after."""
_YEAR = 365.25

Way = Sequence[float]
"""The logarithms of a figure at the first list and at each return, over what it is at the last."""


@dataclass(frozen=True, slots=True)
class _Return:
    """One kind of return: its days with that of the first list, and its fields as stated."""

    stated: Recipe
    days: tuple[date, ...]
    fields: tuple[Field, ...]


class Returns:
    """The figures that came before those that the drafts hold when the story begins.

    The same seed gives the same ones. Contracts without a figure, or with nought, send none.
    """

    def __init__(self, catalogue: Catalogue, drafts: Sequence[Draft]) -> None:
        path = resources_folder() / "demo" / "returns.toml"
        story: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
        self._random = Random(story["seed"])  # noqa: S311 - what is invented is no secret
        self._ways: dict[tuple[int, str], tuple[Sequence[date], Way]] = {}
        self._figures: list[tuple[_Return, list[tuple[Draft, list[list[int]]]]]] = []
        for stated in story["return"]:
            keys = [each["key"] for each in stated["field"]]
            made = _Return(
                stated, tuple(_days(stated)), tuple(catalogue.fields[key] for key in keys)
            )
            sent = [d for d in drafts if d.group == stated["group"] and not d.is_new]
            figures = [(draft, [self._of(made, at, draft) for at in range(len(keys))])
                       for draft in sent]  # fmt: skip
            self._figures.append((made, [each for each in figures if any(each[1])]))

    def _of(self, made: _Return, at: int, draft: Draft) -> list[int]:
        """The figures of a field on each day; none where the draft has none to end at."""
        field, stated = made.fields[at], made.stated["field"][at]
        last = _held(draft, field)
        if not last:
            return []
        way = self._way(made.days, stated, draft)
        self._ways[draft.record, field.key] = (made.days, way)
        most, unit = stated.get("most", 10**12), stated.get("step", 1)
        steps = (max(unit, min(round(last * exp(step) / unit) * unit, most)) for step in way[:-1])
        return [*steps, last]

    def _way(self, days: Sequence[date], stated: Recipe, draft: Draft) -> Way:
        """The way of one figure: its level, what it goes along, drift, scatter and a change."""
        random, last = self._random, len(days) - 1
        levels = stated.get("levels", [1] * len(days))
        spread = random.gauss(0, stated.get("spread", 0) / 100)
        noise = stated.get("noise", 0) / 100
        moves = random.random() * 100 < stated.get("moved", 0)
        turn = random.randint(1, last)
        low, high = stated.get("by", (0, 0))
        size = log(1 + random.uniform(low, high) / 100) * random.choice((-1, 1)) if moves else 0.0
        behind, share = self._ways.get((draft.record, stated.get("along", ""))), 0.0
        if behind is not None:
            share = stated["share"] / 100
        way = []
        for place, day in enumerate(days):
            away = (day - days[last]).days / _YEAR
            scatter = random.gauss(0, noise) if place < last else 0.0
            step = log(levels[place]) + spread * away + scatter - (size if place < turn else 0.0)
            way.append(step + (share * _step_on(day, *behind) if behind is not None else 0.0))
        every = stated.get("every", 1)
        return [way[max(place - (place - last) % every, 0)] for place in range(last)] + [0.0]

    def begin(self) -> None:
        """Give the drafts the figures of the first lists."""
        self._set(0)

    def end(self) -> None:
        """Give the drafts back the figures that they held."""
        self._set(-1)

    def _set(self, place: int) -> None:
        for made, sent in self._figures:
            for draft, figures in sent:
                for field, each in zip(made.fields, figures, strict=True):
                    if each:
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
                    if any(changed := _changed(made.fields, figures, place))
                ]
                yield CaseStep(
                    f"{day.isoformat()}T{stated['time']}:00",
                    stated["user"],
                    f"Import {stated['what']} of {len(rows)} {stated['of']}"
                    f" from Q55_{stated['file']}_{day:%Y-%m}.csv",
                    partial(_take_in, rows),
                )


def _days(stated: Mapping[str, object]) -> Iterator[date]:
    """The day of the first list and those of the returns, which come in on working days."""
    yield BEGAN
    month = f"{stated['from']}-{_DAY:02}"
    while month[:7] <= str(stated["until"]):
        day = date.fromisoformat(month)
        yield day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)
        month = add_months(month, int(str(stated["months"])))


def _step_on(day: date, days: Sequence[date], way: Way) -> float:
    """How far along its way a figure was on a day: as the last return before it left it."""
    known = [place for place, each in enumerate(days) if each <= day]
    return way[known[-1]]


def _held(draft: Draft, field: Field) -> int:
    values = draft.values if field.column else draft.terms
    return int(str(values.get(field.column or field.key) or 0))


def _changed(
    fields: Sequence[Field], figures: Sequence[Sequence[int]], place: int
) -> tuple[dict[str, int], dict[str, int]]:
    """The columns and the terms that a return sets anew, with their figures."""
    columns: dict[str, int] = {}
    terms: dict[str, int] = {}
    for field, each in zip(fields, figures, strict=True):
        if each and each[place] != each[place - 1]:
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
