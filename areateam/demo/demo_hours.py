"""The time that the team of the demo register spent on its cases, and the rate of an hour."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import partial
from random import Random
from typing import NamedTuple

from areateam.cases.case_texts import PCT, SUBJECT
from areateam.cases.hours_actions import enter_hours, set_rate
from areateam.cases.hours_rules import StatedHours, StatedRate, stated_rate
from areateam.catalogue.catalogue import resources_folder
from areateam.core.dates import format_date
from areateam.demo.demo_cases import CaseStep
from areateam.demo.demo_recipe import Recipe
from areateam.ledger.ledger import Write

_QUARTER = 15
_FULL = 7 * 60
"""Minutes that one person spends on cases on a day at most; others take the rest."""


class _Done(NamedTuple):
    case: int
    key: str
    kind: str
    on: str
    manager: int | None
    pct: str


def hours_steps(managers: Mapping[str, int]) -> list[CaseStep]:
    """The steps of the story in `resources/demo/hours.toml`; `managers` are people by name."""
    path = resources_folder() / "demo" / "hours.toml"
    story: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
    rate, entered = story["rate"], story["entered"]
    stated = StatedRate(rate["first"], stated_rate(rate["pounds"]), rate["source"], rate["author"])
    label = f"Rate of staff: {stated.words} from {format_date(stated.first.isoformat())}"
    set_on = date.fromisoformat(rate["at"][:10])
    return [
        CaseStep(rate["at"], rate["user"], label, lambda write: set_rate(write, stated, set_on)),
        CaseStep(
            entered["at"],
            entered["user"],
            entered["label"],
            partial(_enter, story, list(managers.values())),
        ),
    ]


def _enter(story: Recipe, people: list[int], write: Write) -> None:
    """Enter time for the steps that are done, case by case, with whoever had room on the day."""
    random = Random(story["seed"])  # noqa: S311 - what is invented here is no secret
    until: date = story["until"]
    spent: dict[tuple[int, str], int] = {}
    left_out: dict[int, bool] = {}
    for step in _done_steps(write, until):
        if left_out.setdefault(step.case, random.randrange(story["without"]) == 0):
            continue
        low, high = story["quarters"][step.kind]
        pace = story["pace"].get(step.pct, 100)
        quarters = max(1, round(random.randint(low, high) * pace / 100))
        first = people.index(step.manager) if step.manager in people else step.case
        turns = [people[(first + n) % len(people)] for n in range(len(people))]
        minutes = quarters * _QUARTER
        free = (p for p in turns if spent.get((p, step.on), 0) + minutes <= _FULL)
        person = next(free, turns[0])
        spent[person, step.on] = spent.get((person, step.on), 0) + minutes
        note = random.choice(story["notes"][step.kind])
        stated = StatedHours(person, date.fromisoformat(step.on), minutes, step.key, note)
        enter_hours(write, step.case, stated, until)


def _done_steps(write: Write, until: date) -> list[_Done]:
    rows = write.execute(
        f"SELECT c.id, s.key, s.step_kind, s.done_on, c.manager_id, {PCT}"
        f" FROM case_step s JOIN case_file c ON c.id = s.case_id {SUBJECT}"
        " WHERE s.done_on BETWEEN c.received_on AND ? AND s.step_kind <> 'milestone'"
        " ORDER BY c.id, s.done_on, s.position",
        (until.isoformat(),),
    )
    return [_Done(*row) for row in rows]
