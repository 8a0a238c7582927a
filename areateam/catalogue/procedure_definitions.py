"""Procedures as files: the steps of a case, who decides, what must come first, how it may end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from areateam.catalogue.definitions import Mark
from areateam.core.problems import UserProblem

RECEIVED, OPENED = "received", "opened"
"""The starts that every case has, beside its own dates and its steps."""


class StepKind(StrEnum):
    """What a step is."""

    TASK = "task"
    LETTER = "letter"
    CONSULT = "consult"
    DECISION = "decision"
    MILESTONE = "milestone"
    """A day that comes by itself: an appeal window ends, a notice expires."""


class Risk(StrEnum):
    """How much is at stake; from the least to the most."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Subject(StrEnum):
    """What a case can be about."""

    CONTRACT = "contract"
    APPLICANT = "applicant"
    """A contractor who asks for a contract or a listing and has none yet."""
    PERSON = "person"
    """A performer."""


class RoleSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who can do or decide something. One of higher rank may stand in, one of the same not."""

    key: str
    label: str
    rank: int


class DateSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day that a case of this procedure asks for beside its receipt."""

    key: str
    label: str


class StageSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the procedure: a column of the board."""

    key: str
    label: str


class StepSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step.

    `rule` is the clock it must keep, counted from `start`: "received", "opened", a date of the
    case or the key of a step, whose day it is done on. `days` is our own target in working days
    where no rule sets one. `needs` are steps that come first: done, or skipped with a reason;
    `why` says so to the person who must wait. `letter` is the letter it sends.
    """

    key: str
    label: str
    stage: str
    kind: StepKind = StepKind.TASK
    role: str = "contract-manager"
    rule: str = ""
    start: str = ""
    days: int = 0
    needs: tuple[str, ...] = ()
    why: str = ""
    letter: str = ""
    optional: bool = False
    help: str = ""


class DeciderSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the delegation: who decides a step up to a value and a risk.

    `below_pence` 0 means any value. Lines are tried in their order; the first that fits holds.
    """

    step: str
    role: str
    below_pence: int = 0
    risk: Risk = Risk.HIGH


class CheckSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must hold between two days of a case before it may end with one of `outcomes`.

    `first` and `last` are dates of the case, or "received". The rules `at_least` and `at_most`
    say how far apart they lie, in months or hours; `not_before` is a rule of notice counted from
    `first`, before whose day `last` may not lie.
    """

    first: str
    last: str
    outcomes: tuple[str, ...]
    at_least: str = ""
    at_most: str = ""
    not_before: str = ""


HOLDER = "holder"
"""What an outcome asks for where the contract goes to another contractor."""


class AskSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value of the contract that is asked for when a case ends: a field of it, or its holder.

    What is not `required` may be left blank and stays as it is then.
    """

    field: str
    required: bool = True


class OutcomeSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a case may end.

    `sets` says which fields of the contract follow: to "date:KEY" of the case, "received", the
    "value" of the case, one more ("+1"), the day that a step was done on ("step:KEY", nothing
    where it was not), or a fixed text; `ask` which are asked for. `appeal` is the rule of the time
    to appeal, `appeal_to` to whom, `appeal_case` the procedures that answer it, of which the one
    for the case's group is opened. `opens`: for an applicant it opens the contract, with what it
    `sets`.
    """

    key: str
    label: str
    reasons: tuple[str, ...] = ()
    comment: bool = False
    appeal: str = ""
    appeal_to: str = ""
    appeal_case: tuple[str, ...] = ()
    sets: dict[str, str] = {}
    ask: tuple[AskSpec, ...] = ()
    opens: bool = False


class Procedure(Mark, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A procedure in one version; the evidence is that of its steps, which no regulation lists."""

    key: str
    id: str
    label: str
    groups: tuple[str, ...]
    about: str
    stage: tuple[StageSpec, ...]
    step: tuple[StepSpec, ...]
    outcome: tuple[OutcomeSpec, ...]
    version: int = 1
    subjects: tuple[Subject, ...] = (Subject.CONTRACT,)
    date: tuple[DateSpec, ...] = ()
    decider: tuple[DeciderSpec, ...] = ()
    check: tuple[CheckSpec, ...] = ()
    title: str = ""
    """The beginning of a case's title; the label where it is not given."""
    proposal: str = ""
    """The proposal that opens its cases: "mid-year" or "year-end" from a contract's activity."""

    def step_of(self, key: str) -> StepSpec:
        """The step of that key; UserProblem("step-unknown") where there is none."""
        for step in self.step:
            if step.key == key:
                return step
        raise UserProblem("step-unknown", step=key, known=", ".join(s.key for s in self.step))

    def outcome_of(self, key: str) -> OutcomeSpec:
        """The outcome of that key; UserProblem("outcome-unknown") where there is none."""
        for outcome in self.outcome:
            if outcome.key == key:
                return outcome
        known = ", ".join(o.key for o in self.outcome)
        raise UserProblem("outcome-unknown", outcome=key, known=known)

    def decider_of(self, step: str, value_pence: int | None, risk: Risk) -> str:
        """The role that decides a step at this value and risk; "" where anyone may.

        A value that nobody has stated counts as above every limit.
        """
        lines = [line for line in self.decider if line.step == step]
        for line in lines:
            small = not line.below_pence or (
                value_pence is not None and value_pence < line.below_pence
            )
            if small and _RISKS.index(risk) <= _RISKS.index(line.risk):
                return line.role
        return lines[-1].role if lines else ""


_RISKS = list(Risk)


class Procedures(msgspec.Struct, frozen=True):
    """Every procedure by its key, and the roles by theirs."""

    known: Mapping[str, Procedure]
    roles: Mapping[str, RoleSpec]

    def named(self, key: str) -> Procedure:
        """The procedure of that key or id; UserProblem("procedure-unknown") if there is none."""
        found = self.known.get(key) or next(
            (p for p in self.known.values() if p.id.upper() == key.upper()), None
        )
        if found is None:
            raise UserProblem("procedure-unknown", procedure=key, known=", ".join(self.known))
        return found

    def with_own(self, procedures: Iterable[Procedure]) -> Procedures:
        """These procedures with the newer versions, and those that are new, laid over them."""
        known = dict(self.known)
        for procedure in procedures:
            there = known.get(procedure.key)
            if there is None or procedure.version > there.version:
                known[procedure.key] = procedure
        return Procedures(known, self.roles)

    def proposed_by(self, proposal: str) -> Procedure:
        """The procedure that a proposal opens; UserProblem("procedure-unknown") for none."""
        for procedure in self.known.values():
            if procedure.proposal == proposal:
                return procedure
        raise UserProblem("procedure-unknown", procedure=proposal, known=", ".join(self.known))

    def keeping_notice(self, rule: str) -> Procedure:
        """The procedure that checks a notice by a rule; UserProblem("procedure-unknown")."""
        for procedure in self.known.values():
            if any(check.not_before == rule for check in procedure.check):
                return procedure
        raise UserProblem("procedure-unknown", procedure=rule, known=", ".join(self.known))

    def of_group(self, group: str) -> tuple[Procedure, ...]:
        """The procedures for contracts of a group, by label."""
        fitting = [p for p in self.known.values() if group in p.groups]
        return tuple(sorted(fitting, key=lambda p: p.label))

    def may_decide(self, role: str, wanted: str) -> bool:
        """Whether a role may take a decision that another is meant for: only one above it.

        One of the same rank may not. Each panel and each adviser has matters of its own: the
        performers-list panel decides on practitioners, the pharmaceutical services panel on
        market entry, and neither for the other. The scheme of delegation (K01 to K31 of the
        case types, who decides) names roles, not grades.
        """
        if not wanted or role == wanted:
            return True
        return self.roles[role].rank > self.roles[wanted].rank

    def check_decider(self, role: str, wanted: str) -> None:
        """Refuse a decision to a role that may not take it; nothing for one meant for nobody.

        UserProblem: decision-role-needed, role-unknown, decision-not-delegated with who decides.
        """
        if not wanted:
            return
        label = self.roles[wanted].label
        if not role:
            raise UserProblem("decision-role-needed", wanted=label)
        if role not in self.roles:
            raise UserProblem("role-unknown", role=role, known=", ".join(self.roles))
        if not self.may_decide(role, wanted):
            above = f"{label}, or a role above it"
            raise UserProblem("decision-not-delegated", role=self.roles[role].label, wanted=above)


def starts_of(procedure: Procedure) -> set[str]:
    """What a clock of the procedure may be counted from."""
    return {
        RECEIVED,
        OPENED,
        *(date.key for date in procedure.date),
        *(step.key for step in procedure.step),
    }
