"""Figures of the demo as an area has them: PCTs near each other, money that comes in by and by."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from math import sqrt

from areateam.catalogue.catalogue import Catalogue, resources_folder
from areateam.catalogue.indicator_definitions import Indicator, indicators
from areateam.demo.demo_recipe import Draft, Recipe
from areateam.demo.demo_story import Edit, Step
from areateam.variation.figure_sql import PATIENTS


def even_out(catalogue: Catalogue, drafts: Sequence[Draft], day: date) -> None:
    """Bring each PCT's figures of the indicators of `variation.toml` to what chance could give.

    A dozen contracts drawn one by one add up to a PCT as no PCT is, and a funnel of four such
    says nothing but that.
    """
    held = [draft for draft in drafts if not _is_over(draft, day)]
    listed = [draft for draft in held if not draft.values.get("suspended_from")]
    patients = {
        pct: sum(int(str(d.terms.get(PATIENTS) or 0)) for d in listed if d.pct == pct)
        for pct in {draft.pct for draft in drafts}
    }
    for line in _story()["even"]:
        indicator = indicators(catalogue).named(line["indicator"])
        counted = [draft for draft in held if _counts(indicator, draft)]
        rate = _sum(indicator, counted) / sum(patients.values())
        chance = rate * (1 - rate) if indicator.measure == "proportion" else rate
        keys = (*indicator.numerator.sum, *line["along"])
        for pct, off in line["off"].items():
            wanted = rate * patients[pct] + off * sqrt(patients[pct] * chance)
            mine = [draft for draft in counted if draft.pct == pct]
            _scale(mine, keys, wanted / _sum(indicator, mine))


def _scale(drafts: Sequence[Draft], keys: Sequence[str], factor: float) -> None:
    for draft in drafts:
        for key in keys:
            if key in draft.terms:
                draft.terms[key] = round(int(str(draft.terms[key])) * factor)


def money_steps(drafts: Sequence[Draft]) -> Iterator[Step]:
    """The imports in which the money of `variation.toml` came in, the last of all it is now."""
    story = _story()["money"]
    key, shares = story["field"], [each["share"] for each in story["steps"]]
    paid = [d for d in drafts if d.terms.get(key) and not (d.is_named or d.is_new)]
    befores = (story["first"], *shares)
    for before, step in zip(befores, story["steps"], strict=False):
        edits = [
            Edit(d, key, _part(d.terms[key], before), _part(d.terms[key], step["share"]))
            for d in paid
        ]
        label = f"Import clawbacks of {len(edits)} contracts from {step['file']}"
        yield Step(step["at"], story["user"], label, edits)


def _story() -> Recipe:
    path = resources_folder() / "demo" / "variation.toml"
    story: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
    return story


def _is_over(draft: Draft, day: date) -> bool:
    """Whether a contract is no longer in force: terminated, or given up and ended."""
    if draft.values.get("terminated_on"):
        return True
    end = str(draft.values.get("end_date") or "")
    return bool(end) and end < day.isoformat() and "notice_given_on" in draft.values


def _counts(indicator: Indicator, draft: Draft) -> bool:
    of_type = not indicator.types or draft.type.key in indicator.types
    keys = indicator.numerator.sum
    return draft.group == indicator.group and of_type and all(k in draft.terms for k in keys)


def _sum(indicator: Indicator, drafts: Sequence[Draft]) -> int:
    return sum(int(str(d.terms[key])) for d in drafts for key in indicator.numerator.sum)


def _part(value: object, share: int) -> int:
    """So many hundredths of a sum, to the pound."""
    return int(str(value)) * share // 10_000 * 100
