"""Reads one case with all that hangs on it, and how it stands on a day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from areateam.cases.case_rules import (
    Rulebook,
    StepClock,
    missing_before,
    reckon_step,
    start_words,
)
from areateam.cases.case_texts import (
    CONTRACTOR,
    GROUP,
    NAME,
    NUMBER,
    PCT,
    SUBJECT,
    case_facts,
    case_ref,
    read_procedure,
)
from areateam.cases.clock_rules import Pause, StatutoryDate, Timer, late_while
from areateam.catalogue.procedure_definitions import Procedure, StepKind
from areateam.core.working_days import working_days_between

AT_RISK_DAYS = 5
"""Working days before its day from which a step counts as at risk."""


class Standing(StrEnum):
    """How a step or a case stands on a day; derived, never typed."""

    LATE = "late"
    AT_RISK = "at risk"
    ON_TRACK = "on track"
    PAUSED = "paused"
    NOTHING_DUE = "nothing due"
    DONE = "done"
    SKIPPED = "skipped"
    CLOSED = "closed"


class StepView(msgspec.Struct, frozen=True):
    """One step of a case as the page shows it; `clock` is None where it has none that runs."""

    id: int
    key: str
    label: str
    stage: str
    kind: str
    role: str
    role_label: str
    person: str
    standing: Standing
    start_on: str | None
    legal: str | None
    working: str | None
    left: int | None
    """Working days after today up to and including `working`; negative once it has passed."""
    by_hand: str
    agreed_evidence: str
    optional: bool
    added: bool
    letter: str
    done_on: str | None
    decision: str
    decided_role: str
    decided_by: str
    skipped_reason: str
    note: str
    waits_for: tuple[str, ...]
    why: str
    clock: StatutoryDate | Timer | None
    pauses: tuple[Pause, ...]
    late_days: tuple[str, str] | None
    """First and last day on which it stood as late before late evidence moved it."""


class CaseView(msgspec.Struct, frozen=True):
    """One case as its page shows it."""

    id: int
    ref: str
    title: str
    procedure: Procedure
    contract: int | None
    """None for an applicant, whose name is `contract_name` then."""
    applicant: int | None
    contract_name: str
    contract_no: str
    group: str
    pct: str
    manager: str
    received_on: str
    opened_on: str
    risk: str
    value_pence: int | None
    origin: str
    dates: Mapping[str, str]
    closed_on: str | None
    outcome: str
    outcome_reason: str
    outcome_note: str
    standing: Standing
    stage: str
    next_due: str | None
    steps: tuple[StepView, ...]
    others: tuple[tuple[int, str], ...]
    """Other open cases at the same contractor: id and title."""


def standing_on(working: str | None, paused_from: str | None, book: Rulebook) -> Standing:
    """How an open step with that day stands today."""
    if paused_from:
        return Standing.PAUSED
    if working is None:
        return Standing.NOTHING_DUE
    left = days_left(book, working)
    if left < 0:
        return Standing.LATE
    return Standing.AT_RISK if left <= AT_RISK_DAYS else Standing.ON_TRACK


def days_left(book: Rulebook, day: str) -> int:
    """Working days after the day looked at up to and including a day; negative once it is over."""
    due = date.fromisoformat(day)
    if due < book.today:
        return -max(1, working_days_between(due, book.today, book.calendar.holidays))
    return working_days_between(book.today, due, book.calendar.holidays)


def case_view(connection: sqlite3.Connection, book: Rulebook, case: int) -> CaseView:
    """A case with its steps; UserProblem("unknown-record") where there is none of that id."""
    case_facts(connection, case)
    row = connection.execute(
        f"SELECT c.title, t.content, c.contract_id, {NAME}, {NUMBER},"
        f" {GROUP}, coalesce(p.name, ''), c.received_on, c.opened_on, c.risk,"
        " c.value_pence, coalesce(c.origin, ''), c.dates, c.closed_on, coalesce(c.outcome, ''),"
        " coalesce(c.outcome_reason, ''), coalesce(c.outcome_note, ''), coalesce(c.stage, ''),"
        f" c.next_due, {CONTRACTOR}, {PCT}, c.applicant_id"
        f" FROM case_file c JOIN procedure_text t ON t.id = c.procedure_id {SUBJECT}"
        " LEFT JOIN person p ON p.id = c.manager_id"
        " WHERE c.id = ?",
        (case,),
    ).fetchone()
    procedure = read_procedure(row[1])
    steps = _steps(connection, book, case, procedure, date.fromisoformat(row[7]))
    return CaseView(
        id=case, ref=case_ref(case), title=row[0], procedure=procedure, contract=row[2],
        applicant=row[21],
        contract_name=row[3], contract_no=row[4], group=row[5], pct=row[20], manager=row[6],
        received_on=row[7], opened_on=row[8], risk=row[9], value_pence=row[10], origin=row[11],
        dates=json.loads(row[12]), closed_on=row[13], outcome=row[14], outcome_reason=row[15],
        outcome_note=row[16], standing=_standing_of_case(row[13], steps), stage=row[17],
        next_due=row[18], steps=steps, others=_others(connection, case, row[19]),
    )  # fmt: skip


def _standing_of_case(closed_on: str | None, steps: tuple[StepView, ...]) -> Standing:
    if closed_on:
        return Standing.CLOSED
    worst = (Standing.LATE, Standing.AT_RISK, Standing.ON_TRACK, Standing.PAUSED)
    there = {step.standing for step in steps}
    return next((standing for standing in worst if standing in there), Standing.NOTHING_DUE)


def _others(
    connection: sqlite3.Connection, case: int, contractor: int | None
) -> tuple[tuple[int, str], ...]:
    rows = connection.execute(
        f"SELECT c.id, c.title FROM case_file c {SUBJECT}"
        f" WHERE {CONTRACTOR} = ? AND c.id <> ? AND c.closed_on IS NULL ORDER BY c.id",
        (contractor, case),
    )
    return tuple(rows)


_STEP = (
    "s.id, s.key, s.label, s.stage, s.step_kind, s.role, coalesce(p.name, '') AS person,"
    " s.start_on, s.legal, s.working, s.hand_on, s.hand_reason, s.agreed_on, s.agreed_evidence,"
    " s.optional, s.added, s.letter, s.done_on, s.decision, s.decided_role,"
    " coalesce(d.name, '') AS decided_by, s.skipped_on, s.skipped_reason, s.note, s.rule, s.days,"
    " s.start, s.target, s.paused_from, s.gives_first_day"
)


def _steps(
    connection: sqlite3.Connection, book: Rulebook, case: int, procedure: Procedure, received: date
) -> tuple[StepView, ...]:
    cursor = connection.execute(
        f"SELECT {_STEP} FROM case_step s LEFT JOIN person p ON p.id = s.person_id"
        " LEFT JOIN person d ON d.id = s.decided_by_id WHERE s.case_id = ?"
        " ORDER BY s.position, s.id",
        (case,),
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    finished = {row["key"]: bool(row["done_on"] or row["skipped_on"]) for row in rows}
    labels = {row["key"]: row["label"] for row in rows} | {d.key: d.label for d in procedure.date}
    specs = {step.key: step for step in procedure.step}
    pauses = case_pauses(connection, case)
    found = []
    for row in rows:
        own, spec = pauses.get(row["id"], ()), specs.get(row["key"])
        waits = missing_before(spec, finished) if spec else ()
        clock = _clock(row, received, labels, own, book)
        found.append(_step_view(row, waits, spec.why if spec and waits else "", clock, own, book))
    return tuple(found)


_SAME = (
    "id", "key", "label", "stage", "role", "person", "start_on", "legal", "working", "done_on",
    "decided_by",
)  # fmt: skip


def _step_view(
    row: dict[str, Any],
    waits: tuple[str, ...],
    why: str,
    clock: StatutoryDate | Timer | None,
    pauses: tuple[Pause, ...],
    book: Rulebook,
) -> StepView:
    roles = book.catalogue.procedures.roles
    late = None
    if isinstance(clock, Timer):
        late = late_while(clock.rule, clock.start, book.calendar, book.today, pauses, row["target"])
    texts = ("agreed_evidence", "letter", "decision", "decided_role", "skipped_reason", "note")
    plain: dict[str, Any] = {name: row[name] for name in _SAME}
    plain |= {name: row[name] or "" for name in texts}
    return StepView(
        **plain,
        kind=row["step_kind"],
        role_label=roles[row["role"]].label if row["role"] in roles else row["role"],
        standing=_standing_of_step(row, book),
        left=days_left(book, row["working"]) if row["working"] else None,
        by_hand=row["hand_reason"] or "",
        optional=bool(row["optional"]),
        added=bool(row["added"]),
        waits_for=waits,
        why=why,
        clock=clock,
        pauses=pauses,
        late_days=(late[0].isoformat(), late[1].isoformat()) if late else None,
    )


def _standing_of_step(row: dict[str, Any], book: Rulebook) -> Standing:
    if row["done_on"]:
        return Standing.DONE
    if row["skipped_on"]:
        return Standing.SKIPPED
    if row["gives_first_day"] or row["step_kind"] == StepKind.MILESTONE:
        return Standing.NOTHING_DUE
    return standing_on(row["working"], row["paused_from"], book)


def _clock(
    row: dict[str, Any],
    received: date,
    labels: Mapping[str, str],
    pauses: tuple[Pause, ...],
    book: Rulebook,
) -> StatutoryDate | Timer | None:
    """The clock of a step with its way, where one runs."""
    if row["hand_on"] or not row["start_on"] or not (row["rule"] or row["days"]):
        return None
    clock = StepClock(
        row["label"],
        row["rule"] or "",
        row["days"] or 0,
        row["start"],
        start_words(row["start"], labels),
        received,
        row["target"],
        pauses,
        date.fromisoformat(row["agreed_on"]) if row["agreed_on"] else None,
        row["agreed_evidence"] or "",
    )
    return reckon_step(clock, date.fromisoformat(row["start_on"]), book)


def case_pauses(connection: sqlite3.Connection, case: int) -> dict[int, tuple[Pause, ...]]:
    """The pauses of a case by the id of their step, in the order of their first days."""
    found: dict[int, list[Pause]] = {}
    for step, first, last, reason, evidence, author, entered in connection.execute(
        "SELECT p.step_id, p.first_on, p.last_on, p.reason, p.evidence, p.author, p.entered_on"
        " FROM case_pause p JOIN case_step s ON s.id = p.step_id WHERE s.case_id = ?"
        " ORDER BY p.first_on",
        (case,),
    ):
        pause = Pause(
            date.fromisoformat(first), date.fromisoformat(last) if last else None, reason,
            evidence, author, date.fromisoformat(entered),
        )  # fmt: skip
        found.setdefault(step, []).append(pause)
    return {step: tuple(pauses) for step, pauses in found.items()}
