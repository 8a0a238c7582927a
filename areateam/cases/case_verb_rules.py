"""What can be done with a case and its steps as they stand, and of the rest why it cannot."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from areateam.core.wording import sentence


class CaseVerb(StrEnum):
    """What can be done with a case as a whole."""

    CLOSE = "close"
    REOPEN = "reopen"
    SUPPOSE = "suppose"
    ASSIGN = "assign"
    PROCEDURE = "procedure"
    ROLE = "role"
    LINK = "link"
    HOURS = "hours"


class StepVerb(StrEnum):
    """What can be done with a step."""

    DONE = "done"
    SKIP = "skip"
    PAUSE = "pause"
    GO_ON = "go_on"
    CORRECT = "correct"
    UNPAUSE = "unpause"
    AGREE = "agree"
    BY_HAND = "by_hand"
    BACK = "back"
    ADD = "add"


class CaseState(msgspec.Struct, frozen=True):
    """How a case stands; `locked` says why nothing can be changed here, "" where it can."""

    locked: str = ""
    closed: bool = False


class StepState(msgspec.Struct, frozen=True):
    """How a step stands; `waits` says what it waits for, "" where it need not."""

    over: bool = False
    waits: str = ""
    has_clock: bool = False
    may_pause: bool = False
    may_extend: bool = False
    paused: bool = False
    pauses: int = 0


def case_why_not(verb: CaseVerb, case: CaseState) -> str:
    """Why something cannot be done with a case now, as a sentence; "" where it can.

    Days can be supposed wherever the case is open: nothing is written. Time spent is entered on a
    closed case too.
    """
    if verb is CaseVerb.HOURS:
        return case.locked
    if verb is CaseVerb.REOPEN:
        return case.locked if case.closed else sentence("case-is-open")
    if case.closed:
        return sentence("verb-case-closed")
    return "" if verb is CaseVerb.SUPPOSE else case.locked


def step_why_not(verb: StepVerb, case: CaseState, step: StepState | None) -> str:
    """Why something cannot be done with a step now, as a sentence; "" where it can."""
    if case.closed:
        return sentence("verb-case-closed")
    return case.locked or unfit_for(verb, step)


def unfit_for(verb: StepVerb, step: StepState | None) -> str:
    """Why a verb does not fit a step, whatever the case; "" where it does."""
    if verb is StepVerb.ADD:
        return ""
    if step is None:
        return sentence("verb-no-step")
    if verb is StepVerb.BACK:
        return "" if step.over else sentence("verb-step-open")
    if step.over:
        return sentence("verb-step-over")
    if verb in _OF_PAUSES:
        code = _pause_code(verb, step)
        return sentence(code) if code else ""
    if verb is StepVerb.AGREE and not step.may_extend:
        return sentence("verb-not-agreed" if step.has_clock else "verb-no-clock")
    if verb is StepVerb.DONE and step.waits:
        return sentence("verb-step-waits", why=step.waits)
    return ""


_OF_PAUSES = (StepVerb.PAUSE, StepVerb.GO_ON, StepVerb.CORRECT, StepVerb.UNPAUSE)


def _pause_code(verb: StepVerb, step: StepState) -> str:
    """The code of why a pause cannot be begun, ended, corrected or taken away; "" where it can."""
    if verb is StepVerb.GO_ON:
        return "" if step.paused else "verb-not-paused"
    if verb is not StepVerb.PAUSE:
        return "" if step.pauses else "verb-no-pauses"
    if not step.has_clock:
        return "verb-no-clock"
    if not step.may_pause:
        return "verb-no-pause-allowed"
    return "verb-paused" if step.paused else ""


def is_offered(verb: StepVerb, step: StepState | None) -> bool:
    """Whether a verb stands beside a step at all; one that only waits is shown with its reason."""
    if step is None:
        return verb in (StepVerb.DONE, StepVerb.ADD)
    waiting = verb is StepVerb.DONE and not step.over
    return waiting or not unfit_for(verb, step)
