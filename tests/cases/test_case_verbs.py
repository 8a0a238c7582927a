"""Every action on a case and its steps, in every state there is: allowed, or said why not."""

from __future__ import annotations

from itertools import product

import pytest

from areateam.cases.case_verb_rules import (
    CaseState,
    CaseVerb,
    StepState,
    StepVerb,
    case_why_not,
    is_offered,
    step_why_not,
)

LOCKED = "The register is open for reading only."
CLOSED = "The case is closed. Open it again first."
FLAGS = (False, True)
STEPS = [
    StepState(over, waits, clock, pause and clock, extend and clock, paused, pauses)
    for over, waits, clock, pause, extend, paused, pauses in product(
        FLAGS, ("", "Consult first."), FLAGS, FLAGS, FLAGS, FLAGS, (0, 1)
    )
    if not (paused and not pauses) and not (pauses and not clock)
]


@pytest.mark.parametrize(("verb", "closed", "locked"), list(product(CaseVerb, FLAGS, ("", LOCKED))))
def test_a_case_says_of_each_action_why_not(verb: CaseVerb, locked: str, *, closed: bool) -> None:
    why = case_why_not(verb, CaseState(locked, closed=closed))
    if verb is CaseVerb.REOPEN:
        assert why == (locked if closed else "The case is open already.")
    elif verb is CaseVerb.HOURS:
        assert why == locked
    elif closed:
        assert why == CLOSED
    elif verb is CaseVerb.SUPPOSE:
        assert why == "", "days are only supposed; nothing is written"
    else:
        assert why == locked


NO_CLOCK = "No clock runs for this step."
OVER = "The step is done or skipped. Take that back first."
PAUSES = (StepVerb.CORRECT, StepVerb.UNPAUSE)


def wanted(verb: StepVerb, step: StepState) -> str:
    """What the criteria say, one after the other as a person would ask them."""
    if verb is StepVerb.ADD:
        return ""
    if verb is StepVerb.BACK:
        return "" if step.over else "The step is neither done nor skipped."
    if step.over:
        return OVER
    table = {
        StepVerb.DONE: [(bool(step.waits), "Consult first. Until then it must wait.")],
        StepVerb.PAUSE: [
            (not step.has_clock, NO_CLOCK),
            (not step.may_pause, "Nothing stops this clock: its rule allows no pause."),
            (step.paused, "The clock stands still already. Go on first."),
        ],
        StepVerb.GO_ON: [(not step.paused, "The clock is not standing still.")],
        StepVerb.CORRECT: [(not step.pauses, "This step has no pause.")],
        StepVerb.UNPAUSE: [(not step.pauses, "This step has no pause.")],
        StepVerb.AGREE: [
            (not step.has_clock, NO_CLOCK),
            (not step.may_extend, "Its rule does not let both sides agree another day."),
        ],
    }
    return next((why for fails, why in table.get(verb, []) if fails), "")


@pytest.mark.parametrize("verb", list(StepVerb))
def test_a_step_says_of_each_action_why_not_in_every_state(verb: StepVerb) -> None:
    assert len(STEPS) == 64
    for step in STEPS:
        assert step_why_not(verb, CaseState(), step) == wanted(verb, step), step
        assert step_why_not(verb, CaseState(LOCKED), step) == LOCKED
        assert step_why_not(verb, CaseState("", closed=True), step) == CLOSED
        assert step_why_not(verb, CaseState(LOCKED, closed=True), step) == CLOSED


@pytest.mark.parametrize("verb", list(StepVerb))
def test_what_is_hidden_could_not_be_done_and_what_waits_is_shown(verb: StepVerb) -> None:
    for step in STEPS:
        why = step_why_not(verb, CaseState(), step)
        if not is_offered(verb, step):
            assert why, (verb, step)
        elif why:
            assert verb is StepVerb.DONE
            assert step.waits
    assert step_why_not(verb, CaseState(), None) == (
        "" if verb is StepVerb.ADD else "No step is chosen."
    )
