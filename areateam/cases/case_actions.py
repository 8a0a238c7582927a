"""Opens cases, one or thousands at once, and works on their steps."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from areateam.cases.case_clock_actions import reckon_cases
from areateam.cases.case_rows import CaseEntry, CaseFile, CaseStep, ProcedureText
from areateam.cases.case_rules import Rulebook, check_skip, missing_before, ordered
from areateam.cases.case_texts import case_facts, case_id_of, procedure_of_case, step_facts
from areateam.catalogue.clock_definitions import Gives
from areateam.catalogue.procedure_definitions import (
    Procedure,
    Risk,
    StepKind,
    StepSpec,
    Subject,
)
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write

CATEGORIES = ("milestone", "communication", "decision", "file", "note")
"""What a person may enter on a case's timeline; the programme's own lines come from the journal."""

Owners = Callable[[sqlite3.Connection, str, Sequence[int], date], Mapping[int, int | None]]
"""Finds to whom new cases of a procedure go on a day: by contract, None for nobody."""


class NewCase(msgspec.Struct, frozen=True):
    """What is said of a case when it is opened; `dates` are ISO days by the procedure's keys.

    With `owners` each case goes to whom that finds for its contract.
    """

    procedure: str
    received: date
    title: str = ""
    manager: int | None = None
    risk: Risk = Risk.MEDIUM
    value_pence: int | None = None
    origin: str = ""
    dates: Mapping[str, str] = msgspec.field(default_factory=dict)
    owners: Owners | None = None


def open_case(write: Write, book: Rulebook, contract: int, new: NewCase) -> int:
    """Open a case at a contract and return its id; raises as `open_cases` does."""
    return open_cases(write, book, [contract], new)[0]


def open_cases(write: Write, book: Rulebook, contracts: Sequence[int], new: NewCase) -> list[int]:
    """Open the same case at many contracts and return their ids, in the order of the contracts.

    Set-based: the days are reckoned once, because the clocks begin on the same days. Raises
    UserProblem: procedure-unknown, procedure-not-of-contracts, procedure-of-another-group,
    unknown-record, received-later.
    """
    procedure = book.catalogue.procedures.named(new.procedure)
    if Subject.CONTRACT not in procedure.subjects:
        raise UserProblem("procedure-not-of-contracts", procedure=procedure.label)
    _refuse_other_groups(write, procedure, contracts)
    managers = (
        new.owners(write.connection, procedure.key, contracts, book.today) if new.owners else {}
    )
    places = [(contract, None, managers.get(contract, new.manager)) for contract in contracts]
    return insert_cases(write, book, procedure, new, places)


def insert_cases(
    write: Write,
    book: Rulebook,
    procedure: Procedure,
    new: NewCase,
    places: Sequence[tuple[int | None, int | None, int | None]],
) -> list[int]:
    """Insert cases alike, each at a contract or for an applicant, with its manager.

    Returns their ids in that order. Raises UserProblem("received-later").
    """
    if new.received > book.today:
        raise UserProblem("received-later", day=format_date(new.received.isoformat()))
    text = keep_text(write, procedure)
    (last,) = write.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?",
                            ("case_file",)).fetchone() or (0,)  # fmt: skip
    write.connection.executemany(
        "INSERT INTO case_file (made, contract_id, applicant_id, procedure_id, procedure_key,"
        " title, received_on, opened_on, manager_id, risk, value_pence, origin, dates)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                write.operation, contract, applicant, text, procedure.key,
                new.title or procedure.title or procedure.label, new.received.isoformat(),
                book.today.isoformat(), manager, new.risk.value,
                new.value_pence, new.origin or None, msgspec.json.encode(dict(new.dates)).decode(),
            )
            for contract, applicant, manager in places
        ],
    )  # fmt: skip
    cases = [
        row[0]
        for row in write.execute("SELECT id FROM case_file WHERE id > ? ORDER BY id", (last,))
    ]
    add_steps(write, book, procedure.step, cases)
    reckon_cases(write, book, cases, alike=True)
    return cases


def finish_step(
    write: Write,
    book: Rulebook,
    case: int,
    key: str,
    on: date,
    *,
    decision: str = "",
    role: str = "",
    person: int | None = None,
    note: str = "",
) -> None:
    """Mark a step as done on a day; a decision also with what was decided, in which role.

    Raises UserProblem: step-waits with what must come first, decision-needed,
    decision-not-delegated with the role that decides, done-later, case-is-closed.
    """
    facts, procedure = case_facts(write.connection, case), procedure_of_case(write.connection, case)
    facts.refuse_closed()
    step = step_facts(write.connection, case, key)
    if on > book.today:
        raise UserProblem("done-later", day=format_date(on.isoformat()))
    steps = {spec.key: spec for spec in procedure.step}
    if key in steps:
        waits = missing_before(steps[key], facts.finished(write.connection))
        if waits:
            raise UserProblem("step-waits", label=step.label, why=steps[key].why)
    values: dict[str, Any] = {"done_on": on.isoformat(), "skipped_on": None, "skipped_reason": None}
    if step.kind == StepKind.DECISION:
        wanted = procedure.decider_of(key, facts.value_pence, Risk(facts.risk))
        _check_decision(book, decision, role, wanted)
        values |= {"decision": decision, "decided_role": role or None, "decided_by": person}
    write.amend(CaseStep, step.id, note=note or step.note, **values)
    reckon_cases(write, book, [case])


def reopen_step(write: Write, book: Rulebook, case: int, key: str) -> None:
    """Take back that a step was done or skipped."""
    case_facts(write.connection, case).refuse_closed()
    step = step_facts(write.connection, case, key)
    cleared = dict.fromkeys(
        ("done_on", "decision", "decided_role", "decided_by", "skipped_on", "skipped_reason")
    )
    write.amend(CaseStep, step.id, **cleared)
    reckon_cases(write, book, [case])


def skip_step(write: Write, book: Rulebook, case: int, key: str, reason: str) -> None:
    """Pass over a step, with the reason; raises UserProblem("reason-needed")."""
    case_facts(write.connection, case).refuse_closed()
    step = step_facts(write.connection, case, key)
    check_skip(reason, kind="step")
    write.amend(
        CaseStep, step.id, skipped_on=book.today.isoformat(), skipped_reason=reason, done_on=None
    )
    reckon_cases(write, book, [case])


def add_step(
    write: Write,
    book: Rulebook,
    case: int,
    label: str,
    *,
    after: str = "",
    due: date | None = None,
    person: int | None = None,
) -> str:
    """Add a step of one's own and return its key; a day given is one set by hand.

    Raises UserProblem("label-needed").
    """
    case_facts(write.connection, case).refuse_closed()
    if not label.strip():
        raise UserProblem("label-needed")
    rows = write.execute(
        "SELECT key, stage, id FROM case_step WHERE case_id = ? ORDER BY position", (case,)
    ).fetchall()
    keys = [row[0] for row in rows]
    own = f"own-{sum(key.startswith('own-') for key in keys) + 1}"
    stage = next((row[1] for row in rows if row[0] == after), rows[-1][1])
    step = write.insert(
        CaseStep, case=case, key=own, position=len(keys), label=label.strip(), stage=stage,
        step_kind=StepKind.TASK.value, role="contract-manager", person=person, gives_first_day=0,
        optional=1, added=1,
    )  # fmt: skip
    if due:
        write.amend(CaseStep, step, hand_on=due.isoformat(), hand_reason="set with the step")
    order = ordered(keys, after, own)
    ids = {row[0]: row[2] for row in rows} | {own: step}
    write.connection.executemany(
        "UPDATE case_step SET position = ? WHERE id = ? AND position <> ?",
        [(place, ids[key], place) for place, key in enumerate(order)],
    )
    reckon_cases(write, book, [case])
    return own


def note_entry(write: Write, case: int, on: date, category: str, text: str) -> int:
    """Enter something on a case's timeline and return its id.

    Raises UserProblem: category-unknown, text-needed.
    """
    stated = _stated_entry(category, text)
    return write.insert(
        CaseEntry, case=case, happened_on=on.isoformat(), author=write.user, **stated
    )


def correct_entry(
    write: Write,
    case: int,
    entry: int,
    *,
    on: date | None = None,
    category: str | None = None,
    text: str | None = None,
) -> None:
    """Put another day, category or text in place of those of an entry; None leaves one as it is.

    The history keeps what it said. Raises UserProblem: entry-unknown, category-unknown,
    text-needed.
    """
    row = write.execute(
        "SELECT happened_on, category, text FROM case_entry WHERE id = ? AND case_id = ?",
        (entry, case),
    ).fetchone()
    if row is None:
        raise UserProblem("entry-unknown", entry=str(entry))
    was_on, was_of, was = row
    stated = _stated_entry(category or was_of, was if text is None else text)
    write.amend(CaseEntry, entry, happened_on=on.isoformat() if on else was_on, **stated)


def remove_entry(write: Write, case: int, entry: int) -> None:
    """Take an entry off the timeline; UserProblem("entry-unknown") where the case has none."""
    row = write.execute("SELECT 1 FROM case_entry WHERE id = ? AND case_id = ?", (entry, case))
    if row.fetchone() is None:
        raise UserProblem("entry-unknown", entry=str(entry))
    write.remove(CaseEntry, entry)


def _stated_entry(category: str, text: str) -> dict[str, str]:
    if category not in CATEGORIES:
        raise UserProblem("category-unknown", value=category, known=", ".join(CATEGORIES))
    if not text.strip():
        raise UserProblem("text-needed")
    return {"category": category, "text": text.strip()}


def assign_cases(write: Write, cases: Sequence[int], manager: int | None) -> int:
    """Give cases to a manager, or to nobody, and return how many changed hands."""
    return write.execute(
        "UPDATE case_file SET manager_id = ? WHERE id IN (SELECT value FROM json_each(?))"
        " AND manager_id IS NOT ?",
        (manager, _listed(cases), manager),
    ).rowcount


def assign_steps(write: Write, steps: Sequence[int], person: int | None) -> int:
    """Give steps to a person by name, or to nobody, and return how many changed hands."""
    return write.execute(
        "UPDATE case_step SET person_id = ? WHERE id IN (SELECT value FROM json_each(?))"
        " AND person_id IS NOT ?",
        (person, _listed(steps), person),
    ).rowcount


def _listed(ids: Sequence[int]) -> str:
    """Any number of ids as one value for SQL."""
    return json.dumps(list(ids), separators=(",", ":"))


def contract_managers(
    connection: sqlite3.Connection, _procedure: str, contracts: Sequence[int], _day: date
) -> dict[int, int | None]:
    """The manager of each contract: who a case goes to where portfolios say nothing else."""
    return dict(
        connection.execute(
            "SELECT id, manager_id FROM contract WHERE id IN (SELECT value FROM json_each(?))",
            (_listed(contracts),),
        ).fetchall()
    )


def case_named(write: Write, ref: str) -> int:
    """The case of a number such as CA12; UserProblem("unknown-record") where there is none."""
    return case_id_of(write.connection, ref)


def set_case_facts(
    write: Write, case: int, *, risk: Risk, value_pence: int | None, title: str = ""
) -> None:
    """Set what the delegation of a case hangs on, and its title where one is given.

    Raises UserProblem("case-is-closed").
    """
    facts = case_facts(write.connection, case)
    facts.refuse_closed()
    write.amend(
        CaseFile, case, risk=risk.value, value_pence=value_pence, title=title.strip() or facts.title
    )


def _refuse_other_groups(write: Write, procedure: Procedure, contracts: Sequence[int]) -> None:
    rows = write.execute(
        "SELECT id, group_key, name FROM contract WHERE id IN (SELECT value FROM json_each(?))",
        (_listed(contracts),),
    ).fetchall()
    if len(rows) != len(set(contracts)):
        raise UserProblem("unknown-record", ref="contract")
    for _, group, name in rows:
        if group not in procedure.groups:
            raise UserProblem("procedure-of-another-group", procedure=procedure.label, name=name)


def keep_text(write: Write, procedure: Procedure) -> int:
    """The id of the procedure's text as it stands now, kept on first use."""
    content = msgspec.json.encode(procedure)
    digest = hashlib.sha256(content).hexdigest()
    row = write.execute("SELECT id FROM procedure_text WHERE digest = ?", (digest,)).fetchone()
    if row:
        return int(row[0])
    return write.insert(
        ProcedureText, key=procedure.key, version=procedure.version, digest=digest,
        content=content.decode(),
    )  # fmt: skip


def add_steps(
    write: Write, book: Rulebook, steps: Sequence[StepSpec], cases: Sequence[int]
) -> None:
    """Add steps to every one of these cases, in their order; their days are reckoned later."""
    first_days = {rule.id for rule in book.catalogue.clock_rules if rule.gives is Gives.FIRST_DAY}
    write.connection.executemany(
        "INSERT INTO case_step (made, case_id, key, position, label, stage, step_kind, role, rule,"
        " days, start, gives_first_day, letter, optional, added)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        [
            (
                write.operation, case, step.key, place, step.label, step.stage, step.kind.value,
                step.role, step.rule or None, step.days or None, step.start or None,
                int(step.rule in first_days), step.letter or None, int(step.optional),
            )
            for case in cases
            for place, step in enumerate(steps)
        ],
    )  # fmt: skip


def _check_decision(book: Rulebook, decision: str, role: str, wanted: str) -> None:
    if not decision.strip():
        raise UserProblem("decision-needed")
    book.catalogue.procedures.check_decider(role, wanted)
