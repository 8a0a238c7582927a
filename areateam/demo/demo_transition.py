"""The hand-over of the demo register: started, worked on and half accepted by the usual actions."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from areateam.cases.case_rules import Rulebook
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue, resources_folder
from areateam.catalogue.programme_definitions import Programme, Side
from areateam.demo.demo_cases import CaseStep
from areateam.demo.demo_recipe import Recipe
from areateam.ledger.ledger import Write
from areateam.transition.readiness_rules import Light
from areateam.transition.task_actions import (
    assign_tasks,
    begin_task,
    expect_task,
    file_evidence,
    override_light,
    query_task,
    sign_task,
)
from areateam.transition.transition_actions import start_plans, take_baseline
from areateam.transition.transition_views import plans, task_facts, task_id_of

_SENDERS = {"5N6": "A. Fenwick", "5N7": "C. Royle", "5N8": "H. Dalby", "5EM": "K. Oyelaran"}
_AT = timedelta(hours=9, minutes=40)


class DemoTransition:
    """The steps of the hand-over, each one labelled write; see `resources/demo/transition.toml`."""

    def __init__(
        self, recipe: Recipe, catalogue: Catalogue, managers: dict[str, int], places: Sequence[str]
    ) -> None:
        path = resources_folder() / "demo" / "transition.toml"
        self._story: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
        self._day: date = recipe["stands_at"]
        self._catalogue = catalogue
        self._managers = managers
        self._places = places

    def steps(self) -> list[CaseStep]:
        """Every write, oldest first."""
        found = [*self._start(), *self._accepted(), *self._begun(), *self._one_by_one()]
        return sorted(found, key=lambda step: step.at)

    def _programme(self) -> Programme:
        known = self._catalogue.programmes.known.values()
        return next(each for each in known if each.place_kind == self._story["kind"])

    def _book(self, write: Write, day: date) -> Rulebook:
        return rulebook(write.connection, self._catalogue, day)

    def _start(self) -> Iterator[CaseStep]:
        at: datetime = self._story["started"]
        programme = self._programme()

        def start(write: Write) -> None:
            book = self._book(write, at.date())
            start_plans(write, book, programme, self._places)
            for plan in plans(write.connection, book):
                for task in plan.tasks:
                    owner = self._story["owners"].get(task.facts.workstream)
                    if owner:
                        assign_tasks(write, [task.id], self._managers[owner])

        def keep(write: Write) -> None:
            book = self._book(write, at.date())
            found = plans(write.connection, book)
            take_baseline(write, book, programme.key, self._story["baseline"], found)

        label = f"Start “{programme.label}” for {len(self._places)} {programme.place_word}s"
        yield self._step(at, label, start)
        yield self._step(at + timedelta(minutes=30), f"Baseline {self._story['baseline']}", keep)

    def _step(self, at: datetime, label: str, act: Callable[[Write], object]) -> CaseStep:
        return CaseStep(at.isoformat(), self._story["user"], label, act)

    def _accepted(self) -> Iterator[CaseStep]:
        begin: datetime = self._story["started"]
        for number, (key, day, places) in enumerate(self._story["accepted"]):

            def act(
                write: Write, key: str = key, day: date = day, places: Sequence[str] = places
            ) -> None:
                for place in places:
                    self._accept(write, key, day, place)

            at = datetime.combine(day, datetime.min.time()) + _AT + timedelta(seconds=number)
            # What was done before the plan was started is entered with it.
            at = max(at, begin + timedelta(minutes=5, seconds=number))
            many = f"{len(places)} PCTs" if len(places) > 1 else places[0]
            yield self._step(at, f"Accept {key} from {many}", act)

    def _accept(self, write: Write, key: str, day: date, place: str) -> None:
        task = task_id_of(write.connection, f"{place}-{key}")
        facts = task_facts(write.connection, task)
        begin_task(write, task, day - timedelta(days=facts.length), day)
        content = f"{place} {key} {facts.title}\n{facts.evidence}\n".encode()
        name = f"{place} {key}.txt"
        file_evidence(write, task, name, content, title=facts.evidence, dated=day)
        sender = _SENDERS[place]
        if facts.two_sided:
            sign_task(write, task, Side.SENDER, name=sender, on=day, today=day)
            sender = self._story["user"]
        sign_task(write, task, Side.RECEIVER, name=sender, on=day, today=day)

    def _begun(self) -> Iterator[CaseStep]:
        for number, (key, day, places) in enumerate(self._story["begun"]):

            def act(
                write: Write, key: str = key, day: date = day, places: Sequence[str] = places
            ) -> None:
                for place in places:
                    begin_task(write, task_id_of(write.connection, f"{place}-{key}"), day, day)

            at = datetime.combine(day, datetime.min.time()) + timedelta(hours=11, seconds=number)
            yield self._step(at, f"{key} begun in {', '.join(places)}", act)

    def _one_by_one(self) -> Iterator[CaseStep]:
        """What was done to one task of one place at a time."""
        story = self._story
        for key, day, place, name in story["sent"]:

            def sign(write: Write, task: int, day: date = day, name: str = name) -> None:
                sign_task(write, task, Side.SENDER, name=name, on=day, today=day)

            yield self._single(day, 12, key, place, "Sign {} as sender", sign)
        for key, day, place, text in story["queried"]:

            def ask(write: Write, task: int, day: date = day, text: str = text) -> None:
                query_task(write, task, text, day)

            yield self._single(day, 13, key, place, "Query {}", ask)
        for key, day, place, on, why in story["expected"]:

            def move(write: Write, task: int, on: date = on, why: str = why) -> None:
                expect_task(write, task, on, why)

            yield self._single(day, 14, key, place, "Expect {} later", move)
        for key, day, place, light, why in story["lights"]:

            def show(
                write: Write, task: int, day: date = day, light: str = light, why: str = why
            ) -> None:
                override_light(write, task, Light(light), why, day)

            yield self._single(day, 15, key, place, "Set the light of {}", show)

    def _single(
        self,
        day: date,
        hour: int,
        key: str,
        place: str,
        label: str,
        act: Callable[[Write, int], object],
    ) -> CaseStep:
        at = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)
        return self._step(
            at,
            label.format(f"{key} of {place}"),
            lambda write: act(write, task_id_of(write.connection, f"{place}-{key}")),
        )
