"""The plans of the demo register: one that the area team took over, with a scenario; a PCT's."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import partial
from typing import Any

from areateam.catalogue.catalogue import resources_folder
from areateam.demo.demo_cases import CaseStep
from areateam.demo.demo_recipe import Recipe
from areateam.ledger.ledger import Write
from areateam.plan_ties import call_off_titles, change_tied_line
from areateam.plans.plan_actions import (
    LineStated,
    MeasureStated,
    add_actual,
    add_aim,
    add_line,
    add_measure,
    add_plan,
    change_line,
    drop_aim,
    set_control,
    set_target,
)
from areateam.plans.plan_version_actions import add_scenario, refresh_plan
from areateam.plans.plan_views import PlanView, plan_id_of, plan_view


def plan_steps() -> list[CaseStep]:
    """The steps of the story in `resources/demo/plans.toml`."""
    path = resources_folder() / "demo" / "plans.toml"
    story: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
    user, name, second = story["user"], story["name"], story["second"]
    return [
        CaseStep(story["begun_at"], user, f"Plan {name}", lambda w: _begin(w, story)),
        CaseStep(second["begun_at"], user, f"Plan {second['name']}", lambda w: _begin(w, second)),
        CaseStep(story["refreshed_at"], user, f"Refresh {name}", lambda w: _refresh(w, story)),
        CaseStep(story["tried_at"], user, f"Scenario of {name}", lambda w: _try_out(w, story)),
    ]


def tie_steps() -> list[CaseStep]:
    """The steps that tie money of the plan to call-offs, once there are any."""
    path = resources_folder() / "demo" / "plans.toml"
    story: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        CaseStep(
            story["tied_at"], story["user"], f"Tie {tie['line']}", partial(_tie, story=story, **tie)
        )
        for tie in story["tie"]
    ]


def _tie(write: Write, *, story: Recipe, line: str, call_off: str) -> None:
    plan = plan_view(write.connection, plan_id_of(write.connection, story["name"]))
    kept = next(each for each in plan.lines if each.name == line)
    titles = call_off_titles(write.connection)
    number = next(number for number, title in titles.items() if title == call_off)
    stated = LineStated(
        kept.name,
        kept.stream.pence,
        kept.stream.first,
        date.fromisoformat(kept.ends_on) if kept.ends_on else None,
        kept.stream.recurrent,
        kept.nature,
        kept.aim,
        kept.body or "",
        calloff=number,
    )
    change_tied_line(write, kept.id, stated)


def _begin(write: Write, story: Recipe) -> None:
    plan = add_plan(write, story["name"], story["body"], story["starts_on"], story["years"])
    aims = {}
    for aim in story["aim"]:
        made = aims[aim["name"]] = add_aim(
            write, plan, aim["name"], aim["benefit"], domain=aim.get("domain")
        )
        for measure in aim.get("measure", ()):
            _add_measure(write, made, dict(measure))
    for line in story["line"]:
        stated = {**line, "aim": aims.get(line.get("aim", ""))}
        add_line(write, plan, LineStated(**stated))
    for control in story["control"]:
        set_control(write, plan, control["year"], control["pence"], control["explanation"])


def _add_measure(write: Write, aim: int, stated: dict[str, Any]) -> None:
    targets = {int(year): target for year, target in stated.pop("targets").items()}
    actuals = stated.pop("actuals", ())
    if name := stated.pop("owner", ""):
        row = write.execute("SELECT id FROM person WHERE name = ?", (name,)).fetchone()
        stated["owner"] = row[0] if row else None
    measure = add_measure(write, aim, MeasureStated(**stated), targets)
    for actual in actuals:
        add_actual(write, measure, actual["on"], actual["figure"], actual["source"])


def _refresh(write: Write, story: Recipe) -> None:
    plan = plan_id_of(write.connection, story["name"])
    made = plan_view(write.connection, refresh_plan(write, plan, body=story["refreshed_by"]))
    reasons = {aim["name"]: aim["drop"] for aim in story["aim"] if "drop" in aim}
    for aim in made.aims:
        if aim.name in reasons:
            drop_aim(write, aim.id, write.at.date(), reasons[aim.name])
    for softer in story["softer"]:
        measure = next(a for a in made.aims if a.name == softer["aim"]).measures[0]
        set_target(write, measure.id, softer["year"], softer["target"])


def _try_out(write: Write, story: Recipe) -> None:
    """A scenario in which the first line of money costs half as much."""
    plan = plan_id_of(write.connection, story["name"])
    made: PlanView = plan_view(write.connection, add_scenario(write, plan, story["scenario"]))
    line = made.lines[0]
    half = LineStated(
        line.name, line.stream.pence // 2, line.stream.first, aim=line.aim, body=line.body or ""
    )
    change_line(write, line.id, half)
