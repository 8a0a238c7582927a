"""The cases of the demo register: opened, worked on and closed by the same actions as any other."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from areateam.cases.applicant_actions import NewApplicant, open_for_applicant
from areateam.cases.case_actions import (
    NewCase,
    add_step,
    contract_managers,
    finish_step,
    note_entry,
    open_cases,
    skip_step,
)
from areateam.cases.case_end_actions import close_case
from areateam.cases.case_list_views import CASES, OPEN
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import case_facts, procedure_of_case
from areateam.cases.pause_actions import pause_step
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue, resources_folder
from areateam.catalogue.procedure_definitions import Risk, StepKind, Subject
from areateam.contracts.contract_filter import Condition, Filter
from areateam.contracts.saved_view_actions import save_view
from areateam.demo.demo_recipe import Draft, Recipe
from areateam.demo.demo_writing import Numbers
from areateam.ledger.ledger import Write

_RISKS = (Risk.LOW, Risk.MEDIUM, Risk.MEDIUM, Risk.HIGH)
_MIX_AT = "2012-10-24T10:30:00"
_STARTS = date(2012, 9, 10)
_MOST_STEPS = 40


@dataclass(frozen=True)
class CaseStep:
    """One labelled write at a moment by somebody."""

    at: str
    user: str
    label: str
    act: Callable[[Write], object]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A step as the working on it asks for it: the day it is due, and the day it was done."""

    key: str
    kind: str
    working: str | None
    done: str | None


class DemoCases:
    """Draws the cases with a chance of their own, so that the contracts stay as they were."""

    def __init__(
        self, recipe: Recipe, catalogue: Catalogue, drafts: Sequence[Draft], numbers: Numbers
    ) -> None:
        path = resources_folder() / "demo" / "cases.toml"
        self._cases: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
        self._random = Random(recipe["seed"] + 1)  # noqa: S311 - what is invented is no secret
        self._catalogue = catalogue
        self._day: date = recipe["stands_at"]
        self._drafts = drafts
        self._numbers = numbers
        self._story_case = 0
        self._books: dict[date, Rulebook] = {}
        self._taken: set[int] = set()

    def steps(self) -> list[CaseStep]:
        """Every write, oldest first."""
        found = [*self._story(), self._mixed(), *self._named(), *self._applicants(), self._view()]
        return sorted(found, key=lambda step: step.at)

    # ---- the case of the pictures

    def _story(self) -> Iterator[CaseStep]:
        story = self._cases["story"]
        contract = self._contract(story["contract"])

        def act(write: Write, at: str, what: str, words: str) -> None:
            day = datetime.fromisoformat(at).date()
            book = self._book(write, day)
            if what == "open":
                new = NewCase(
                    story["procedure"], story["received"],
                    manager=self._numbers.managers[story["manager"]], risk=Risk.MEDIUM,
                )  # fmt: skip
                (self._story_case,) = open_cases(write, book, [contract], new)
            elif what.startswith("pause "):
                pause_step(write, book, self._story_case, what.split()[1], **story["pause"])
            elif what != "entry":
                finish_step(write, book, self._story_case, what, day)
            if words:
                note_entry(write, self._story_case, day, "communication", words)

        for at, user, what, words in story["steps"]:
            said = words or {"open": "opened"}.get(what, f"{what} done")
            label = f"{story['words']}: {said[:1].lower()}{said[1:]}"

            def carry(write: Write, at: str = at, what: str = what, words: str = words) -> None:
                act(write, at, what, words)

            yield CaseStep(at, user, label, carry)

    # ---- the named ones

    def _named(self) -> Iterator[CaseStep]:
        for minute, line in enumerate(self._cases["case"]):
            contracts = [self._contract(name) for name in line["contracts"]]

            def act(write: Write, line: Recipe = line, ids: list[int] = contracts) -> None:
                manager = self._numbers.managers.get(line.get("manager", ""))
                dates = {key: day.isoformat() for key, day in line.get("dates", {}).items()}
                new = NewCase(
                    line["procedure"], line["received"], manager=manager, dates=dates,
                    owners=None if manager else contract_managers,
                )  # fmt: skip
                for case in open_cases(write, self._book(write, line["received"]), ids, new):
                    self._work(write, case, line["until"], line.get("leave", ()), line.get("done"))

            procedure = self._catalogue.procedures.named(line["procedure"])
            many = f"{len(contracts)} cases of" if len(contracts) > 1 else "a case of"
            label = f"Take over {many} {procedure.label.lower()} from the PCT"
            yield CaseStep(f"2012-10-25T14:{10 + minute}:00", line["user"], label, act)

    def _applicants(self) -> Iterator[CaseStep]:
        for minute, line in enumerate(self._cases["applicant"]):
            kind = self._catalogue.types[line["contract_type"]]
            who = NewApplicant(
                line["name"], kind.group, kind.key, site=line["site"], pct=line["pct"]
            )

            def act(write: Write, line: Recipe = line, who: NewApplicant = who) -> None:
                manager = self._numbers.managers[line["manager"]]
                dates = {key: day.isoformat() for key, day in line["dates"].items()}
                new = NewCase(line["procedure"], line["received"], manager=manager, dates=dates)
                book = self._book(write, line["received"])
                case = open_for_applicant(write, book, Subject.APPLICANT, who, new)
                self._work(write, case, line["until"], line["leave"], line["done"])

            procedure = self._catalogue.procedures.named(line["procedure"])
            label = f"Take over {procedure.title.lower()} for {who.name} from the PCT"
            yield CaseStep(f"2012-10-25T14:{30 + minute}:00", line["user"], label, act)

    def _view(self) -> CaseStep:
        """The view of one manager's open cases, as the pictures have it."""
        view, name = self._cases["view"], self._cases["manager"]
        own = (Condition("state", "in", (OPEN,)), Condition("manager", "in", (name,)))

        def act(write: Write) -> None:
            save_view(write, view["name"], Filter(own), CASES.usual, {}, "cases")

        return CaseStep(view["at"], name, f"Save the view {view['name']}", act)

    # ---- the others

    def _mixed(self) -> CaseStep:
        mix = self._cases["mix"]
        total = sum(sum(line[2:]) for line in mix["lines"])

        def act(write: Write) -> None:
            made: list[int] = []
            for procedure, group, in_time, late, closed in mix["lines"]:
                for place in range(in_time + late + closed):
                    kind = "open" if place < in_time else "late" if place < in_time + late else ""
                    case = self._one(write, procedure, group, kind)
                    made += [case] if kind else []
            self._share_out(write, made)

        label = f"Take over {total} cases from the PCTs' files"
        return CaseStep(_MIX_AT, mix["user"], label, act)

    def _one(self, write: Write, procedure: str, group: str, kind: str) -> int:
        """A case in time ("open"), late ("late"), or closed ("")."""
        rest = [d for d in self._drafts if d.group == group and d.record not in self._taken]
        draft = rest[self._random.randrange(len(rest))]
        self._taken.add(draft.record)
        received = _STARTS + timedelta(days=self._random.randrange(36))
        if kind == "late":
            received = self._cases["mix"]["late_received"]
        received = self._book(write, received).calendar.next_working_day(received)
        manager = draft.values["manager"]
        new = NewCase(
            procedure, received, risk=_RISKS[self._random.randrange(4)],
            manager=self._numbers.managers[str(manager)] if manager else None,
            value_pence=self._random.randrange(20, 900) * 10_000,
        )  # fmt: skip
        (case,) = open_cases(write, self._book(write, received), [draft.record], new)
        if kind == "open":
            self._work(write, case, date(2012, 11, 1 + self._random.randrange(1, 9)), ())
        elif not kind:
            self._work(write, case, self._day - timedelta(days=7), ())
        self._differ(write, case, procedure, draft.pct, received)
        if not kind:
            self._close(write, case)
        return case

    def _differ(self, write: Write, case: int, procedure: str, pct: str, received: date) -> None:
        """Work a case as its PCT did, where that is another way than the single model's."""
        book = self._book(write, received)
        for line in self._cases["mix"]["differs"]:
            if (line["procedure"], line["pct"]) != (procedure, pct):
                continue
            if "skip" in line:
                skip_step(write, book, case, line["skip"], line["reason"])
            else:
                own = add_step(write, book, case, line["add"])
                finish_step(write, book, case, own, received)

    def _close(self, write: Write, case: int) -> None:
        """Close a case with an outcome that leaves its contract as it is."""
        procedure = procedure_of_case(write.connection, case)
        outcome = next(each for each in procedure.outcome if not each.sets and not each.ask)
        reason = outcome.reasons[0] if outcome.reasons else ""
        day = date(2012, 10, 15) + timedelta(days=self._random.randrange(9))
        day = self._book(write, day).calendar.last_working_day(day)
        done = [step.done for step in _steps_of(write, case) if step.done]
        # A step is not done after its case is closed.
        day = max([day, *map(date.fromisoformat, done)])
        close_case(
            write, self._book(write, self._day), case, outcome.key, on=day, reason=reason,
            comment="Taken over with the PCT's file",
        )  # fmt: skip

    def _share_out(self, write: Write, made: Sequence[int]) -> None:
        """Let one manager have exactly so many open cases, those of the named ones among them."""
        wanted = self._cases["theirs"] - 1 - self._theirs_named()
        person = self._numbers.managers[self._cases["manager"]]
        others = [p for name, p in self._numbers.managers.items() if name != self._cases["manager"]]
        for place, case in enumerate(sorted(made, key=lambda case: (case * 7) % len(made))):
            now = person if place < wanted else others[case % len(others)]
            write.execute("UPDATE case_file SET manager_id = ? WHERE id = ?", (now, case))

    def _theirs_named(self) -> int:
        """How many of the named cases go to that manager with their contracts."""
        name = self._cases["manager"]
        by_name = {str(d.values["contract_no"]): d for d in self._drafts}
        return sum(
            by_name[number].values["manager"] == name
            for line in self._cases["case"]
            if "manager" not in line
            for number in line["contracts"]
        )

    # ---- working on a case

    def _work(
        self,
        write: Write,
        case: int,
        until: date,
        leave: Sequence[str],
        done: dict[str, date] | None = None,
    ) -> None:
        """Do the steps that are due up to a day, each shortly before its own; some are left."""
        given = done or {}
        facts = case_facts(write.connection, case)
        procedure = procedure_of_case(write.connection, case)
        needs = {step.key: step.needs for step in procedure.step}
        for _ in range(_MOST_STEPS):
            steps = _steps_of(write, case)
            step = _next_to_do(steps, needs, until.isoformat(), leave, given)
            if step is None:
                return
            role = ""
            if step.kind == StepKind.DECISION:
                role = procedure.decider_of(step.key, facts.value_pence, Risk(facts.risk))
            day = given.get(step.key) or self._day_for(write, step, facts.received, steps)
            decision = "Agreed" if step.kind == StepKind.DECISION else ""
            book = self._book(write, self._day)
            finish_step(write, book, case, step.key, day, decision=decision, role=role)

    def _day_for(
        self, write: Write, step: _Waiting, received: date, steps: Sequence[_Waiting]
    ) -> date:
        """A day shortly before a step is due; where it has none, that of the last one done."""
        last = max([s.done for s in steps if s.done] + [received.isoformat()])
        due = date.fromisoformat(step.working or last) - timedelta(days=self._random.randrange(3))
        day = self._book(write, self._day).calendar.last_working_day(due)
        return min(max(day, received), self._day - timedelta(days=1))

    def _book(self, write: Write, day: date) -> Rulebook:
        if day not in self._books:
            self._books[day] = rulebook(write.connection, self._catalogue, day)
        return self._books[day]

    def _contract(self, name: str) -> int:
        draft = next(d for d in self._drafts if name in (d.name, d.values["contract_no"]))
        self._taken.add(draft.record)
        return draft.record


def _steps_of(write: Write, case: int) -> list[_Waiting]:
    rows = write.execute(
        "SELECT key, step_kind, working, coalesce(done_on, skipped_on) FROM case_step"
        " WHERE case_id = ? ORDER BY position",
        (case,),
    )
    return [_Waiting(*row) for row in rows]


def _next_to_do(
    steps: Sequence[_Waiting],
    needs: Mapping[str, Sequence[str]],
    until: str,
    leave: Sequence[str],
    given: Mapping[str, date],
) -> _Waiting | None:
    """The next step that is due by then, or the one it waits for; None where all are done."""
    by_key = {step.key: step for step in steps}
    waiting = [step for step in steps if not step.done and step.key not in leave]
    due = [s for s in waiting if s.key in given or (s.working and s.working <= until)]
    for step in sorted(due, key=lambda s: s.working or "9999"):
        if step.kind != StepKind.MILESTONE or step.key in given:
            first = _free(step, by_key, needs, leave)
            if first is not None:
                return first
    return None


def _free(
    step: _Waiting,
    steps: Mapping[str, _Waiting],
    needs: Mapping[str, Sequence[str]],
    leave: Sequence[str],
) -> _Waiting | None:
    """The step, or the first that it waits for and that waits for none; None where one is left."""
    for key in needs.get(step.key, ()):
        if key in steps and not steps[key].done:
            return None if key in leave else _free(steps[key], steps, needs, leave)
    return step
