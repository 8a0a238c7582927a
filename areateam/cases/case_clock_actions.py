"""Keeps the days of a case's steps: works them out anew, agrees, sets and moves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from areateam.cases.case_day_views import Supposed, moved_steps, pauses_of_steps
from areateam.cases.case_rows import CaseFile, CasePause, CaseStep
from areateam.cases.case_rules import (
    Rulebook,
    StepClock,
    rule_of,
)
from areateam.cases.case_texts import case_facts, procedure_of_case, step_facts
from areateam.cases.clock_rules import check_pauses
from areateam.catalogue.clock_definitions import ClockKind
from areateam.catalogue.procedure_definitions import StepKind
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


def reckon_cases(write: Write, book: Rulebook, cases: Sequence[int], *, alike: bool = False) -> int:
    """Work out anew the days of every step of these cases, and return how many moved.

    `alike`: they were opened together, so that the first one's days are those of all.
    """
    if not cases:
        return 0
    wanted = list(cases[:1] if alike else cases)
    found: list[tuple[Any, ...]] = []
    for part in (wanted[n : n + 500] for n in range(0, len(wanted), 500)):
        found += moved_steps(write.connection, book, part)
    sets = "UPDATE case_step SET start_on = ?, legal = ?, working = ?, paused_from = ?"
    if alike:
        write.connection.executemany(
            f"{sets} WHERE key = ? AND case_id BETWEEN ? AND ?",
            [(*days, key, cases[0], cases[-1]) for _, key, *days in found],
        )
    else:
        write.connection.executemany(
            f"{sets} WHERE id = ?", [(*days, step) for step, _, *days in found]
        )
    _keep_next(write, cases)
    return len(found) * (len(cases) if alike else 1)


_WAITING = "s.done_on IS NULL AND s.skipped_on IS NULL"
_DUE = (
    f"{_WAITING} AND s.working IS NOT NULL AND NOT s.gives_first_day AND s.paused_from IS NULL"
    f" AND s.step_kind <> '{StepKind.MILESTONE}'"
)
# Of steps that may stay undone, those behind the last one done: the others were passed by.
_NEXT = (
    "s.optional, s.optional AND s.position < (SELECT coalesce(max(d.position), 0)"
    " FROM case_step AS d WHERE d.case_id = s.case_id AND d.done_on IS NOT NULL), s.position"
)


def _keep_next(write: Write, cases: Sequence[int]) -> None:
    """Note in each case its stage, and the step that is due next with its day."""
    write.execute("CREATE TEMP TABLE IF NOT EXISTS reckoned (id INTEGER PRIMARY KEY)")
    write.execute("DELETE FROM temp.reckoned")
    write.connection.executemany(
        "INSERT OR IGNORE INTO temp.reckoned VALUES (?)", [(case,) for case in cases]
    )
    first = "FROM case_step AS s WHERE s.case_id = r.id AND"
    write.execute(
        "UPDATE case_file AS c SET stage = n.stage, next_step = n.step, next_due = n.due FROM ("
        " SELECT r.id,"
        f" (SELECT s.stage {first} {_WAITING} ORDER BY {_NEXT} LIMIT 1) AS stage,"
        f" (SELECT s.key {first} {_DUE} ORDER BY s.working, s.position LIMIT 1) AS step,"
        f" (SELECT s.working {first} {_DUE} ORDER BY s.working LIMIT 1) AS due"
        " FROM temp.reckoned AS r) AS n WHERE c.id = n.id"
        " AND (c.stage, c.next_step, c.next_due) IS NOT (n.stage, n.step, n.due)"
    )


def agree_day(
    write: Write, book: Rulebook, case: int, key: str, agreed: date | None, evidence: str
) -> None:
    """Put an agreed day in place of the one by law, where the rule allows that; None takes it away.

    Raises UserProblem: evidence-needed, and what `clock_rules.agreed_date` refuses.
    """
    case_facts(write.connection, case).refuse_closed()
    step = step_facts(write.connection, case, key)
    if agreed and not evidence.strip():
        raise UserProblem("evidence-needed", what="an agreed day")
    write.amend(
        CaseStep, step.id, agreed_on=agreed.isoformat() if agreed else None,
        agreed_evidence=evidence.strip() or None if agreed else None,
    )  # fmt: skip
    reckon_cases(write, book, [case])


def set_target(write: Write, book: Rulebook, case: int, key: str, target: int | None) -> None:
    """Give a timer another target in its own unit; what has elapsed stays. None: the rule's own.

    Raises UserProblem("clock-is-statutory") for a date fixed by law, "target-too-small".
    """
    case_facts(write.connection, case).refuse_closed()
    step = step_facts(write.connection, case, key)
    clock = clock_of(write, case, key)
    rule = rule_of(clock, book)
    if rule.kind is not ClockKind.TIMER:
        raise UserProblem("clock-is-statutory", rule=rule.id)
    if target is not None and target < 1:
        raise UserProblem("target-too-small")
    write.amend(CaseStep, step.id, target=target)
    reckon_cases(write, book, [case])


def set_day_by_hand(
    write: Write, book: Rulebook, case: int, key: str, day: date | None, reason: str
) -> None:
    """Set the day of a step by hand, with the reason; None has it worked out again.

    Raises UserProblem("reason-needed").
    """
    case_facts(write.connection, case).refuse_closed()
    step = step_facts(write.connection, case, key)
    if day and not reason.strip():
        raise UserProblem("reason-needed", what="set a day by hand")
    write.amend(
        CaseStep, step.id, hand_on=day.isoformat() if day else None,
        hand_reason=reason.strip() if day else None,
    )  # fmt: skip
    reckon_cases(write, book, [case])


def set_case_day(write: Write, book: Rulebook, case: int, key: str, day: date | None) -> None:
    """Set a day that the procedure asks for, or the day of receipt ("received").

    All that hangs on it moves. Raises UserProblem: date-unknown, received-later.
    """
    facts = case_facts(write.connection, case)
    facts.refuse_closed()
    if key == "received":
        if day is None or day > book.today:
            raise UserProblem("received-later", day=format_date(day.isoformat()) if day else "")
        write.amend(CaseFile, case, received_on=day.isoformat())
    else:
        known = [spec.key for spec in procedure_of_case(write.connection, case).date]
        if key not in known:
            raise UserProblem("date-unknown", date=key, known=", ".join(known) or "none")
        dates = {**facts.dates, key: day.isoformat() if day else None}
        kept = {name: value for name, value in dates.items() if value}
        write.amend(CaseFile, case, dates=kept)
    reckon_cases(write, book, [case])


def accept_supposed(write: Write, book: Rulebook, case: int, supposed: Supposed) -> None:
    """Make what was supposed of a case so: its days, and the last days of pauses.

    Steps that were supposed done stay to be done: nobody has done them yet. Raises as the actions
    of each do.
    """
    if supposed.received:
        set_case_day(write, book, case, "received", supposed.received)
    for key, day in supposed.dates.items():
        set_case_day(write, book, case, key, date.fromisoformat(day))
    for key, pauses in supposed.pauses.items():
        case_facts(write.connection, case).refuse_closed()
        step = step_facts(write.connection, case, key)
        (pause,) = write.execute(
            "SELECT id FROM case_pause WHERE step_id = ? ORDER BY first_on DESC LIMIT 1", (step.id,)
        ).fetchone()
        last = pauses[-1].last
        write.amend(CasePause, pause, last_on=last.isoformat() if last else None)
        check_pauses_of(write, book, case, key)
        reckon_cases(write, book, [case])


def check_pauses_of(write: Write, book: Rulebook, case: int, key: str) -> None:
    """Refuse pauses that the step's rule does not allow.

    Raises UserProblem: step-without-clock, clock-is-statutory, and what `check_pauses` refuses.
    """
    clock = clock_of(write, case, key)
    step = step_facts(write.connection, case, key)
    if step.start_on is None:
        raise UserProblem("step-without-clock", label=step.label)
    rule = rule_of(clock, book)
    if rule.kind is not ClockKind.TIMER:
        raise UserProblem("clock-is-statutory", rule=rule.id)
    check_pauses(rule, date.fromisoformat(step.start_on), clock.pauses)


def clock_of(write: Write, case: int, key: str) -> StepClock:
    """What the day of a step hangs on, with its pauses; UserProblem("step-without-clock")."""
    step = step_facts(write.connection, case, key)
    if not step.rule and not step.days:
        raise UserProblem("step-without-clock", label=step.label)
    facts = case_facts(write.connection, case)
    pauses = tuple(pauses_of_steps(write.connection, [case]).get(step.id, ()))
    return StepClock(step.label, step.rule, step.days, "", "", facts.received, None, pauses)
