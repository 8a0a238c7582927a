"""Says what ending a case would do, and what there is beside it: links, people, other cases."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

import msgspec

from areateam.cases.applicant_views import applicant_view, granted_words
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import (
    CONTRACTOR,
    NAME,
    SUBJECT,
    CaseFacts,
    case_facts,
    procedure_of_case,
    read_procedure,
)
from areateam.cases.case_views import Standing, standing_on
from areateam.cases.outcome_ask_views import outcome_asks, values_asked
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.procedure_definitions import OutcomeSpec, Procedure
from areateam.contracts.contract_actions import checked_value
from areateam.contracts.contract_views import contract_values, value_of
from areateam.core.amounts import format_money
from areateam.core.count_words import counted
from areateam.core.fields import Field, Value
from areateam.core.problems import UserProblem
from areateam.core.values import format_value

VALUE, ONE_MORE, STEP = "value", "+1", "step:"
"""What an outcome may set a field to beside a text and a day: the case's value, one more."""


class Effect(msgspec.Struct, frozen=True):
    """One field of the contract that an outcome sets; now and then in words."""

    label: str
    now: str
    then: str


class CaseLine(msgspec.Struct, frozen=True):
    """A case in one line, beside a contract or another case."""

    id: int
    title: str
    procedure: str
    contract_name: str
    standing: Standing
    next_due: str | None
    manager: str
    closed_on: str | None
    outcome: str
    why: str = ""


class RoleLine(msgspec.Struct, frozen=True):
    """Who was what to a case, from when to when."""

    person: str
    role: str
    valid_from: str
    valid_to: str | None


def outcome_value(
    value: str, procedure: Procedure, spec: OutcomeSpec, facts: CaseFacts, now: Value
) -> str:
    """The text that an outcome sets a field to that has the value `now`.

    Raises UserProblem: outcome-day-missing, outcome-value-missing.
    """
    if value == "received":
        return facts.received.isoformat()
    if value == VALUE:
        if facts.value_pence is None:
            raise UserProblem("outcome-value-missing", outcome=spec.label)
        return format_money(facts.value_pence)
    if value == ONE_MORE:
        return str((now if isinstance(now, int) else 0) + 1)
    if not value.startswith("date:"):
        return value  # a fixed text, or a step of which the day is looked up
    name = value.removeprefix("date:")
    if name not in facts.dates:
        labels = {each.key: each.label for each in procedure.date}
        raise UserProblem("outcome-day-missing", date=labels[name], outcome=spec.label)
    return facts.dates[name]


def outcome_effects(
    connection: sqlite3.Connection,
    book: Rulebook,
    case: int,
    outcome: str,
    stated: Mapping[str, str] | None = None,
) -> tuple[Effect, ...]:
    """What an outcome would set on the contract, with what is `stated` of what it asks for.

    Raises UserProblem: outcome-unknown, outcome-day-missing, outcome-value-missing, and what the
    fields refuse.
    """
    facts = case_facts(connection, case)
    procedure = procedure_of_case(connection, case)
    spec = procedure.outcome_of(outcome)
    found = []
    values: dict[str, Value] = {}
    if facts.contract is not None:
        values = contract_values(connection, facts.contract) or {}
    elif spec.opens:
        granted = granted_words(book.catalogue, applicant_view(connection, case))
        found.append(Effect("New contract", "none", granted))
    else:
        return ()
    for field, then in values_set(connection, book, facts, procedure, spec, values):
        now = format_value(field, value_of(values, field)) or "nothing"
        found.append(Effect(field.label, now, format_value(field, then)))
    asks = outcome_asks(connection, book, case, outcome)
    for asked, then in values_asked(asks, stated) if stated is not None else ():
        if then != asked.now:
            now = format_value(asked.field, asked.now) or "nothing"
            found.append(Effect(asked.field.label, now, format_value(asked.field, then)))
    return tuple(found)


def values_set(
    connection: sqlite3.Connection,
    book: Rulebook,
    facts: CaseFacts,
    procedure: Procedure,
    spec: OutcomeSpec,
    values: Mapping[str, Value],
) -> list[tuple[Field, Value]]:
    """The fields that an outcome sets on a contract with these values, each to what.

    Raises UserProblem as `outcome_value` does, and what the fields refuse.
    """
    done = dict(
        connection.execute(
            "SELECT key, done_on FROM case_step WHERE case_id = ? AND done_on IS NOT NULL",
            (facts.id,),
        )
    )
    found = []
    for key, value in spec.sets.items():
        field = book.catalogue.fields[key]
        text = outcome_value(value, procedure, spec, facts, value_of(values, field))
        if text.startswith(STEP):
            text = done.get(text.removeprefix(STEP), "")
        if text:
            found.append((field, checked_value(book.catalogue, field, text)))
    return found


_LINE = (
    f"SELECT c.id, c.title, c.procedure_key, {NAME}, c.next_due, coalesce(p.name, ''), c.closed_on,"
    " coalesce(c.outcome, ''), EXISTS (SELECT 1 FROM case_step w WHERE w.case_id = c.id"
    " AND w.paused_from IS NOT NULL AND w.done_on IS NULL AND w.skipped_on IS NULL)"
)
_FROM = f" FROM case_file c {SUBJECT} LEFT JOIN person p ON p.id = c.manager_id"
_ORDER = " ORDER BY c.closed_on IS NOT NULL, coalesce(c.next_due, '9999'), c.id"


def cases_of_contract(
    connection: sqlite3.Connection, book: Rulebook, contract: int
) -> tuple[CaseLine, ...]:
    """The cases at a contract, open ones first by what is due next."""
    rows = connection.execute(
        f"{_LINE}, ''{_FROM} WHERE c.contract_id = ?{_ORDER}", (contract,)
    ).fetchall()
    return tuple(_case_line(row, book) for row in rows)


def cases_beside(
    connection: sqlite3.Connection, book: Rulebook, case: int
) -> tuple[tuple[CaseLine, ...], tuple[CaseLine, ...]]:
    """The cases tied to one, with the reason, and the other open ones at its contractor."""
    tied = connection.execute(
        f"{_LINE}, l.reason FROM case_link l JOIN case_file c"
        " ON c.id = CASE WHEN l.case_id = :case THEN l.other_id ELSE l.case_id END"
        f" {SUBJECT} LEFT JOIN person p ON p.id = c.manager_id"
        f" WHERE :case IN (l.case_id, l.other_id){_ORDER}",
        {"case": case},
    ).fetchall()
    (contractor,) = connection.execute(
        f"SELECT {CONTRACTOR} FROM case_file c {SUBJECT} WHERE c.id = ?", (case,)
    ).fetchone()
    others = connection.execute(
        f"{_LINE}, ''{_FROM} WHERE c.closed_on IS NULL AND c.id <> :case"
        f" AND {CONTRACTOR} = :of{_ORDER}",
        {"case": case, "of": contractor},
    ).fetchall()
    return (
        tuple(_case_line(row, book) for row in tied),
        tuple(_case_line(row, book) for row in others),
    )


def _case_line(row: tuple[object, ...], book: Rulebook) -> CaseLine:
    number, title, key, name, due, manager, closed, outcome, paused, why = row
    procedure = book.catalogue.procedures.known.get(str(key))
    labels = {spec.key: spec.label for spec in procedure.outcome} if procedure else {}
    next_due = str(due) if due else None
    standing = standing_on(next_due, "paused" if paused and not due else None, book)
    return CaseLine(
        id=int(str(number)),
        title=str(title),
        procedure=procedure.label if procedure else str(key),
        contract_name=str(name),
        standing=Standing.CLOSED if closed else standing,
        next_due=next_due,
        manager=str(manager),
        closed_on=str(closed) if closed else None,
        outcome=labels.get(str(outcome), str(outcome)),
        why=str(why),
    )


def roles_of_case(connection: sqlite3.Connection, case: int) -> tuple[RoleLine, ...]:
    """Who held which part in a case, those who hold it now first."""
    rows = connection.execute(
        "SELECT p.name, r.role, r.valid_from, r.valid_to FROM case_role r"
        " JOIN person p ON p.id = r.person_id WHERE r.case_id = ?"
        " ORDER BY r.valid_to IS NOT NULL, r.valid_from DESC, r.id DESC",
        (case,),
    )
    return tuple(RoleLine(*row) for row in rows)


class BulkStanding(msgspec.Struct, frozen=True):
    """Many cases before something is done with all of them.

    `same` are with the manager already, `others` are not; `procedures` are those of the open ones.
    """

    open: int
    same: int
    others: int
    procedures: tuple[Procedure, ...]


def bulk_standing(
    connection: sqlite3.Connection, cases: Sequence[int], manager: str = ""
) -> BulkStanding:
    """How these cases stand before they are assigned to `manager` ("" nobody), or closed."""
    among = (
        "FROM case_file c LEFT JOIN person p ON p.id = c.manager_id"
        " WHERE c.id IN (SELECT value FROM json_each(?))"
    )
    ids = json.dumps(list(cases))
    total, open_ones, same = connection.execute(
        "SELECT count(*), total(c.closed_on IS NULL), total(coalesce(p.name, '') = ?) " + among,
        (manager, ids),
    ).fetchone()
    texts = connection.execute(
        "SELECT content FROM procedure_text WHERE id IN (SELECT max(c.procedure_id) "
        f"{among} AND c.closed_on IS NULL GROUP BY c.procedure_key)",
        (ids,),
    ).fetchall()
    found = tuple(read_procedure(content) for (content,) in texts)
    return BulkStanding(int(open_ones), int(same), total - int(same), found)


def fields_set(catalogue: Catalogue, spec: OutcomeSpec, count: int) -> tuple[Effect, ...]:
    """Which fields an outcome sets on each of so many contracts, in words."""
    where = "this contract" if count == 1 else counted(count, "contract")
    return tuple(
        Effect(catalogue.fields[key].label, where, _value_words(catalogue, key, value))
        for key, value in spec.sets.items()
    )


def _value_words(catalogue: Catalogue, key: str, value: str) -> str:
    if value == "received":
        return "the day of receipt"
    if value.startswith(STEP):
        return "the day that the step was done"
    if value.startswith("date:"):
        return "the day of the case"
    if value == VALUE:
        return "the value of the case"
    if value == ONE_MORE:
        return "one more"
    return format_value(catalogue.fields[key], value)


class Openable(msgspec.Struct, frozen=True):
    """What stands before a case is opened at contracts: their groups, and who has one open."""

    groups: frozenset[str]
    name: str
    open_at: tuple[tuple[int, int, str], ...]
    """Case, contract, and the day of receipt of each open case of the procedure."""


def openable(connection: sqlite3.Connection, contracts: Sequence[int], procedure: str) -> Openable:
    """What there is before a case of a procedure is opened at contracts (C08)."""
    ids = json.dumps(list(contracts))
    among = "IN (SELECT value FROM json_each(?))"
    groups = connection.execute(
        f"SELECT DISTINCT group_key FROM contract WHERE id {among}", (ids,)
    ).fetchall()
    name = connection.execute(
        f"SELECT min(name) FROM contract WHERE id {among} HAVING count(*) = 1", (ids,)
    ).fetchone()
    rows = connection.execute(
        "SELECT id, contract_id, received_on FROM case_file WHERE closed_on IS NULL"
        f" AND procedure_key = ? AND contract_id {among} ORDER BY id",
        (procedure, ids),
    ).fetchall()
    return Openable(frozenset(g for (g,) in groups), name[0] if name else "", tuple(rows))
