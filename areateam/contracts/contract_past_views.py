"""One contract as it stood at the end of an earlier day, read back from the journal."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import Any

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_note_views import NoteView
from areateam.contracts.contract_rows import Contract, Note, Tag, Tagging
from areateam.contracts.contract_rules import dates_to_act, decide_months, explain_status, status_on
from areateam.contracts.contract_views import (
    ContractRecord,
    body_name,
    contract_record,
    facts_of,
)
from areateam.core.copies import replaced
from areateam.core.dates import format_date
from areateam.core.fields import Value
from areateam.core.problems import UserProblem
from areateam.ledger.correction_views import corrections_of
from areateam.ledger.history import as_at
from areateam.ledger.past import last_operation, past_of
from areateam.organisations.contractor_rows import Contractor, Person
from areateam.store.row_types import Record


def contract_record_as_at(
    connection: sqlite3.Connection, catalogue: Catalogue, contract_id: int, day: date
) -> ContractRecord:
    """A contract with its values, notes and tags as they stood at the end of `day`.

    Sites and roles are those of now, but of a contract that was removed or merged since those
    of then. Raises UserProblem("not-there-then") for a contract that was not in the register on
    that day, ("unknown-record") for one that never was.
    """
    there = "SELECT 1 FROM contract WHERE id = ?"
    if connection.execute(there, (contract_id,)).fetchone() is None:
        with past_of(connection, last_operation(connection, day)) as past:
            return contract_record(past.connection, catalogue, contract_id, day)
    record = contract_record(connection, catalogue, contract_id, day)
    values = _values_at(connection, contract_id, day)
    if values is None:
        raise UserProblem("not-there-then", name=record.name, day=format_date(day.isoformat()))
    kind = catalogue.types.get(str(values["contract_type"]), record.type)
    facts, months = facts_of(values), decide_months(kind)
    end, notice = values["end_date"], values["notice_months"]
    own_notice = notice if isinstance(notice, int) else None
    contractor = _at(connection, Contractor, values["contractor_id"], day)
    manager = _at(connection, Person, values["manager_id"], day)
    return replaced(
        record,
        type=kind,
        values=values,
        status=status_on(facts, day, months),
        derived=(
            explain_status(facts, day, months),
            *dates_to_act(str(end) if end else None, kind, own_notice),
        ),
        contractor_name=str(contractor.get("name", "")),
        manager_name=str(manager.get("name", "")),
        pct_name=body_name(connection, values["pct_code"], "pct"),
        area_team_name=body_name(connection, values["area_team_code"], "area_team"),
        notes=_notes_at(connection, contract_id, day),
        tags=_tags_at(connection, contract_id, day),
        sources=tuple(source for source in record.sources if source.at[:10] <= day.isoformat()),
    )


def _values_at(
    connection: sqlite3.Connection, contract_id: int, day: date
) -> dict[str, Value] | None:
    found = as_at(connection, Contract, contract_id, day.isoformat())
    if found is None:
        return None
    values: dict[str, Value] = dict(found)
    values.update(json.loads(str(values.pop("terms"))))
    return values


def _at(
    connection: sqlite3.Connection, kind: type[Record], record: Value, day: date
) -> dict[str, Any]:
    if not isinstance(record, int):
        return {}
    return as_at(connection, kind, record, day.isoformat()) or {}


def _hung_on(
    connection: sqlite3.Connection, kind: type[Record], contract_id: int, day: date
) -> dict[int, dict[str, Any]]:
    """The records of a kind that hung on the contract at the end of the day, by their ids."""
    rows = connection.execute(
        f'SELECT id FROM "{kind.kind()}" WHERE contract_id = :contract'
        " UNION SELECT record FROM change WHERE kind = :kind AND field = '*'"
        " AND json_extract(before, '$.contract_id') = :contract",
        {"contract": contract_id, "kind": kind.kind()},
    ).fetchall()
    found = {record: _at(connection, kind, record, day) for (record,) in rows}
    return {record: values for record, values in found.items() if values}


def _notes_at(connection: sqlite3.Connection, contract_id: int, day: date) -> tuple[NoteView, ...]:
    found = _hung_on(connection, Note, contract_id, day)
    corrected = corrections_of(connection, Note, "text", found, day)
    notes = [
        NoteView(note, str(n["written_on"]), str(n["author"]), str(n["text"]),
                 corrected.get(note, ()))
        for note, n in found.items()
    ]  # fmt: skip
    return tuple(sorted(notes, key=lambda note: (note.on, note.id), reverse=True))


def _tags_at(connection: sqlite3.Connection, contract_id: int, day: date) -> tuple[str, ...]:
    links = _hung_on(connection, Tagging, contract_id, day)
    names = (_at(connection, Tag, link["tag_id"], day).get("name") for link in links.values())
    return tuple(sorted(str(name) for name in names if name))
