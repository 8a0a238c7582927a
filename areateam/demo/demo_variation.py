"""The exceptions that the demo's practices were allowed, and the verdicts on those that differ."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from math import asin, exp, sin, sqrt
from random import Random
from typing import Any

from areateam.catalogue.catalogue import Catalogue, resources_folder
from areateam.demo.demo_cases import CaseStep
from areateam.demo.demo_recipe import Draft, Recipe
from areateam.ledger.ledger import Write
from areateam.variation.variation_views import funnel_view
from areateam.variation.verdict_actions import judge
from areateam.variation.verdict_rules import Judgement, verdict_named

INDICATOR = "qof-exception-rate"
_USUAL = 2.6


def variation_steps(catalogue: Catalogue, drafts: Sequence[Draft]) -> list[CaseStep]:
    """The steps of the story in `resources/demo/variation.toml`."""
    path = resources_folder() / "demo" / "variation.toml"
    story: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
    figures = list(_figures(story, [draft for draft in drafts if draft.group == "gp"]))
    label = f"Import QOF exceptions of {len(figures)} practices from {story['file']}"
    judged = [each for each in story["outliers"] if "verdict" in each]
    return [
        CaseStep(story["taken_in_at"], story["user"], label, partial(_take_in, figures)),
        *(
            CaseStep(
                each["at"],
                story["judged_by"],
                f"QOF exception rate, {each['code']}: {each['verdict']}",
                partial(_judge, catalogue, story["judged_by"], each),
            )
            for each in judged
        ),
    ]


def _figures(story: Recipe, practices: Sequence[Draft]) -> list[tuple[int, int, str]]:
    """Patients counted and excepted of each practice that sent figures, with its code."""
    random = Random(story["seed"])  # noqa: S311 - what is invented here is no secret
    far = {each["code"]: each["sd"] for each in story["outliers"]}
    rate, (low, high) = story["rate"] / 10_000, story["counted"]
    found = []
    for draft in practices:
        patients = int(str(draft.terms["list_raw"] or 0))
        whole = patients * random.randint(low, high) // 100
        own = rate * exp(random.gauss(0, story["spread"] / 100))
        noise = random.gauss(0, 1)
        code = str(draft.values["ods_code"])
        usual, step = asin(sqrt(rate)), 1 / (2 * sqrt(whole))
        # The rest stay inside the limits, so that those outside are the ones that are named.
        steps = max(-_USUAL, min(_USUAL, (asin(sqrt(own)) - usual) / step + noise))
        root = usual + far.get(code, steps) * step
        excepted = round(whole * sin(max(root, 0.0)) ** 2)
        if code not in story["sent_nothing"]:
            found.append((whole - excepted, excepted, code))
    return found


def _take_in(figures: Sequence[tuple[int, int, str]], write: Write) -> None:
    write.connection.executemany(
        "UPDATE contract SET terms = json_set(terms, '$.qof_counted', ?, '$.qof_excepted', ?)"
        " WHERE ods_code = ? AND group_key = 'gp'",
        figures,
    )


def _judge(catalogue: Catalogue, reviewer: str, each: Mapping[str, Any], write: Write) -> None:
    day = date.fromisoformat(each["at"][:10])
    view = funnel_view(write.connection, catalogue, INDICATOR, day)
    judgement = Judgement(
        verdict_named(each["verdict"]),
        each["reason"],
        reviewer,
        each["evidence"],
        each["review_by"],
    )
    judge(write, view, view.point(each["code"]), judgement, day)
