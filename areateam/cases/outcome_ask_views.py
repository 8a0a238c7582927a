"""Reads what an outcome asks for of the contract, and checks what was stated of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec

from areateam.cases.applicant_views import applicant_view
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import case_facts, procedure_of_case
from areateam.catalogue.procedure_definitions import HOLDER
from areateam.contracts.contract_views import contract_values, value_of
from areateam.core.fields import Field, Value
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem
from areateam.core.values import parse_value

_NAME_LENGTH = 120
PERIODS = (("suspended_from", "suspended_to"), ("start_date", "end_date"))
"""Days of a contract of which the second cannot lie before the first."""


class Asked(msgspec.Struct, frozen=True):
    """A value that an outcome asks for: its field, what the contract has now, whether it must."""

    field: Field
    now: Value
    required: bool


def outcome_asks(
    connection: sqlite3.Connection, book: Rulebook, case: int, outcome: str
) -> tuple[Asked, ...]:
    """What an outcome asks for at the contract of a case, without what its type does not have.

    For an applicant it is asked for the contract that a grant opens. Raises
    UserProblem("outcome-unknown").
    """
    facts = case_facts(connection, case)
    spec = procedure_of_case(connection, case).outcome_of(outcome)
    values: Mapping[str, Value] = {}
    if facts.contract is not None:
        values = contract_values(connection, facts.contract) or {}
        kind = str(values["contract_type"])
    elif spec.opens:
        kind = applicant_view(connection, case).contract_type
    else:
        return ()
    known = {field.key for field in book.catalogue.fields_for(kind)}
    found = []
    for ask in spec.ask:
        if ask.field == HOLDER:
            field = Field(HOLDER, "Contractor", max_length=_NAME_LENGTH, required=ask.required)
            found.append(Asked(field, _holder(connection, facts.contract), ask.required))
        elif ask.field in known:
            field = book.catalogue.fields[ask.field]
            now = value_of(values, field)
            found.append(Asked(replace(field, required=ask.required), now, ask.required))
    return tuple(found)


def values_asked(asks: Sequence[Asked], stated: Mapping[str, str]) -> list[tuple[Asked, Value]]:
    """What was stated of what is asked for; what is blank and need not be stays as it is.

    Raises UserProblem: outcome-asks-no, value-needed, days-backwards, and what a field refuses.
    """
    known = {asked.field.key for asked in asks}
    for key in stated:
        if key not in known:
            raise UserProblem(
                "outcome-asks-no", field=key, known=", ".join(sorted(known)) or "nothing"
            )
    found = []
    for asked in asks:
        text = stated.get(asked.field.key, "").strip()
        if text:
            found.append((asked, _checked(asked.field, text)))
        elif asked.required:
            raise UserProblem("value-needed", field=asked.field.label)
    _refuse_backwards(asks, found)
    return found


def _refuse_backwards(asks: Sequence[Asked], found: Sequence[tuple[Asked, Value]]) -> None:
    then = {asked.field.key: asked.now for asked in asks}
    then |= {asked.field.key: value for asked, value in found}
    labels = {asked.field.key: asked.field.label for asked in asks}
    for first, last in PERIODS:
        begins, ends = then.get(first), then.get(last)
        if isinstance(begins, str) and isinstance(ends, str) and ends < begins:
            raise UserProblem("days-backwards", first=labels[first], last=labels[last])


def _checked(field: Field, text: str) -> Value:
    value = parse_value(field, text)
    if isinstance(value, Fault):
        raise UserProblem(value.code, label=field.label, value=text, detail=value.detail)
    return value


def _holder(connection: sqlite3.Connection, contract: int | None) -> Value:
    row = connection.execute(
        "SELECT h.name FROM contract k JOIN contractor h ON h.id = k.contractor_id WHERE k.id = ?",
        (contract,),
    ).fetchone()
    return str(row[0]) if row else None
