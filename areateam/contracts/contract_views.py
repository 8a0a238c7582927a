"""Reads contracts: one with all that hangs on it, and figures about many."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.definitions import ContractType
from areateam.contracts.contract_note_views import NoteView, notes_of
from areateam.contracts.contract_rows import Contract
from areateam.contracts.contract_rules import (
    Derived,
    Facts,
    Status,
    dates_to_act,
    decide_months,
    explain_status,
    status_on,
    status_sql,
)
from areateam.core.dates import add_months
from areateam.core.fields import Field, Value
from areateam.core.problems import UserProblem
from areateam.ledger.history import HistoryLine, record_history
from areateam.ledger.triggers import columns_of
from areateam.organisations.alias_views import merged_into, records_known_as, standing_record


class SiteView(msgspec.Struct, frozen=True):
    """A site with its address in lines."""

    id: int
    name: str
    ods_code: str
    address: tuple[str, ...]
    postcode: str
    phone: str
    main: bool


class RoleView(msgspec.Struct, frozen=True):
    """A person and what they are to the contractor."""

    name: str
    role: str
    valid_from: str | None
    valid_to: str | None


class Source(msgspec.Struct, frozen=True):
    """The import that last stated something about the record: file, line and day."""

    file: str
    line: int
    at: str
    batch: int


class ContractRecord(msgspec.Struct, frozen=True):
    """One contract with everything that hangs on it, as at a day.

    `values` are the stored values by field key, real columns and terms alike.
    """

    id: int
    ref: str
    day: date
    type: ContractType
    group_label: str
    values: Mapping[str, Value]
    status: Status
    derived: tuple[Derived, ...]
    contractor_id: int
    contractor_name: str
    manager_name: str
    pct_name: str
    area_team_name: str
    sites: tuple[SiteView, ...]
    roles: tuple[RoleView, ...]
    notes: tuple[NoteView, ...]
    tags: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def name(self) -> str:
        """The name the contract is held under."""
        return str(self.values["name"])

    def source_of(self, operation_at: str) -> Source | None:
        """The import that was applied at that moment, if one was."""
        return next((s for s in self.sources if s.at == operation_at), None)


def ref_of(contract_id: int) -> str:
    """The short stable name of a contract that every command takes."""
    return f"C{contract_id}"


def contract_id_of(connection: sqlite3.Connection, ref: str) -> int:
    """The contract that a name means: C12, a contract number, or an ODS code of only one.

    What a merged contract was called means the one that stands for it.

    Raises UserProblem("unknown-record") or ("ambiguous-record").
    """
    word = ref.strip()
    if word[:1] in "Cc" and word[1:].isdigit():
        row = connection.execute("SELECT id FROM contract WHERE id = ?", (int(word[1:]),))
        if found := row.fetchone():
            return int(found[0])
    rows = connection.execute(
        "SELECT id FROM contract WHERE contract_no = :w UNION SELECT id FROM contract"
        " WHERE ods_code = :w LIMIT 3",
        {"w": word.upper()},
    ).fetchall()
    found = [int(record) for (record,) in rows] or _known_before(connection, word)
    if len(found) > 1:
        raise UserProblem("ambiguous-record", ref=ref)
    if not found:
        raise UserProblem("unknown-record", ref=ref)
    return found[0]


def _known_before(connection: sqlite3.Connection, word: str) -> list[int]:
    """The contracts that stand for those that once had this name or code."""
    if word[:1] in "Cc" and word[1:].isdigit():
        standing = standing_record(connection, "contract", int(word[1:]))
        if standing is not None:
            return [standing]
    return records_known_as(connection, "contract", word.upper())


def contract_record(
    connection: sqlite3.Connection, catalogue: Catalogue, contract_id: int, day: date
) -> ContractRecord:
    """One contract; UserProblem("unknown-record") where there is none of that id."""
    values = contract_values(connection, contract_id)
    if values is None:
        raise UserProblem("unknown-record", ref=ref_of(contract_id))
    kind = catalogue.types[str(values["contract_type"])]
    facts = facts_of(values)
    months = decide_months(kind)
    end = values["end_date"]
    notice = values["notice_months"]
    derived = [
        explain_status(facts, day, months),
        *dates_to_act(str(end) if end else None, kind, notice if isinstance(notice, int) else None),
    ]
    contractor_id = int(values["contractor_id"] or 0)
    return ContractRecord(
        id=contract_id,
        ref=ref_of(contract_id),
        day=day,
        type=kind,
        group_label=catalogue.groups[kind.group].label,
        values=values,
        status=status_on(facts, day, months),
        derived=tuple(derived),
        contractor_id=contractor_id,
        contractor_name=_one(connection, "SELECT name FROM contractor WHERE id = ?", contractor_id),
        manager_name=_one(connection, "SELECT name FROM person WHERE id = ?", values["manager_id"]),
        pct_name=body_name(connection, values["pct_code"], "pct"),
        area_team_name=body_name(connection, values["area_team_code"], "area_team"),
        sites=_sites(connection, contract_id),
        roles=_roles(connection, contractor_id),
        notes=notes_of(connection, contract_id),
        tags=tuple(
            name
            for (name,) in connection.execute(
                "SELECT name FROM tag JOIN tagging ON tag_id = tag.id WHERE contract_id = ?"
                " ORDER BY name",
                (contract_id,),
            )
        ),
        sources=_sources(connection, contract_id),
    )


def contract_values(connection: sqlite3.Connection, contract_id: int) -> dict[str, Value] | None:
    """The stored values of a contract by column and term; None where there is none."""
    names = columns_of(Contract)
    columns = ", ".join(f'"{name}"' for name in names)
    row = connection.execute(f"SELECT {columns} FROM contract WHERE id = ?", (contract_id,))
    found = row.fetchone()
    if found is None:
        return None
    values: dict[str, Any] = dict(zip(names, found, strict=True))
    values.update(json.loads(values.pop("terms")))
    return values


def value_of(values: Mapping[str, Value], field: Field) -> Value:
    """The value of a field in a contract's values, whether a column or a term."""
    return values.get(field.column or field.key)


def facts_of(values: Mapping[str, Value]) -> Facts:
    """What a status hangs on, out of a contract's values."""
    return Facts(**{name: values.get(name) for name in Facts.__struct_fields__})  # type: ignore[arg-type]  # dates and decision are texts


def contract_history(
    connection: sqlite3.Connection, contract_id: int, limit: int = 500
) -> list[HistoryLine]:
    """The changes of a contract and of those merged into it, newest first."""
    records = [contract_id, *merged_into(connection, "contract", contract_id)]
    lines = [each for r in records for each in record_history(connection, Contract, r, limit)]
    return sorted(lines, key=lambda line: -line.operation)[:limit]


class Ending(msgspec.Struct, frozen=True):
    """How many contracts end within so many days, and how many of them have no decision."""

    within: tuple[tuple[int, int], ...]
    total: int
    undecided: int
    until: date


def endings(connection: sqlite3.Connection, catalogue: Catalogue, day: date) -> Ending:
    """Contracts that end in the 90 days after `day`, by 30, 60 and 90 days (each band alone)."""
    months = {key: decide_months(kind) for key, kind in catalogue.types.items()}
    status = status_sql(day, months)
    ended = f"('{Status.ENDED}', '{Status.TERMINATED}')"
    rows = connection.execute(
        f"SELECT end_date, decision FROM contract c WHERE end_date >= ? AND end_date <= ?"
        f" AND {status} NOT IN {ended}",
        (day.isoformat(), (day + timedelta(days=90)).isoformat()),
    ).fetchall()
    bands = []
    for low, high in ((0, 30), (31, 60), (61, 90)):
        first = (day + timedelta(days=low)).isoformat()
        last = (day + timedelta(days=high)).isoformat()
        bands.append((high, sum(first <= end <= last for end, _ in rows)))
    return Ending(
        within=tuple(bands),
        total=len(rows),
        undecided=sum(decision is None for _, decision in rows),
        until=day + timedelta(days=90),
    )


class DueDate(msgspec.Struct, frozen=True):
    """A date by which somebody must act on a contract."""

    contract_id: int
    contract_no: str
    name: str
    derived: Derived


def due_dates(
    connection: sqlite3.Connection, catalogue: Catalogue, day: date, within: int
) -> list[DueDate]:
    """Decisions and notices that fall due up to `within` days after `day`, late ones first.

    Contracts that have ended, or whose next step is decided, ask for nothing.
    """
    leads = [decide_months(kind) for kind in catalogue.types.values()]
    horizon = add_months((day + timedelta(days=within)).isoformat(), max(leads))
    rows = connection.execute(
        "SELECT id, coalesce(contract_no, ods_code, ''), name, contract_type, end_date,"
        " notice_months FROM contract WHERE end_date >= ? AND end_date <= ?"
        " AND decision IS NULL AND terminated_on IS NULL AND notice_given_on IS NULL",
        (day.isoformat(), horizon),
    ).fetchall()
    last = (day + timedelta(days=within)).isoformat()
    found = [
        DueDate(record, number, name, derived)
        for record, number, name, kind, end, months in rows
        for derived in dates_to_act(end, catalogue.types[kind], months)
        if derived.value <= last
    ]
    return sorted(found, key=lambda due: (due.derived.value, due.name))


def contract_count(connection: sqlite3.Connection) -> int:
    """How many contracts the register holds."""
    (count,) = connection.execute("SELECT count(*) FROM contract").fetchone()
    return int(count)


def body_name(connection: sqlite3.Connection, code: Value, kind: str) -> str:
    """The name of a body of a kind; the code itself where it is not known, "" for none."""
    if not code:
        return ""
    found = connection.execute(
        "SELECT name FROM body WHERE code = ? ORDER BY kind_of <> ? LIMIT 1", (code, kind)
    ).fetchone()
    return str(found[0]) if found else str(code)


def managers(connection: sqlite3.Connection) -> list[tuple[int, str, str, int]]:
    """The people who may manage contracts: id, name, job, and how many they manage."""
    return connection.execute(
        "SELECT p.id, p.name, coalesce(p.job, ''),"
        " (SELECT count(*) FROM contract c WHERE c.manager_id = p.id)"
        " FROM person p WHERE p.team IS NOT NULL ORDER BY p.name"
    ).fetchall()


def tag_names(connection: sqlite3.Connection) -> list[str]:
    """Every word that was ever put on a contract, in order."""
    return [str(name) for (name,) in connection.execute("SELECT name FROM tag ORDER BY name")]


def _one(connection: sqlite3.Connection, sql: str, value: Value) -> str:
    row = connection.execute(sql, (value,)).fetchone() if value else None
    return str(row[0]) if row else ""


def _sites(connection: sqlite3.Connection, contract_id: int) -> tuple[SiteView, ...]:
    rows = connection.execute(
        "SELECT s.id, s.name, coalesce(s.ods_code, ''), s.address_1, s.address_2, s.address_3,"
        " s.address_4, s.address_5, coalesce(s.postcode, ''), coalesce(s.phone, ''),"
        " s.id IS c.site_id FROM contract c JOIN site s ON s.id = c.site_id OR s.id IN"
        " (SELECT site_id FROM contract_site WHERE contract_id = c.id)"
        " WHERE c.id = ? ORDER BY 11 DESC, s.name",
        (contract_id,),
    ).fetchall()
    return tuple(
        SiteView(r[0], r[1], r[2], tuple(a for a in r[3:8] if a), r[8], r[9], bool(r[10]))
        for r in rows
    )


def _roles(connection: sqlite3.Connection, contractor_id: int) -> tuple[RoleView, ...]:
    rows = connection.execute(
        "SELECT p.name, r.role, r.valid_from, r.valid_to FROM role r"
        " JOIN person p ON p.id = r.person_id WHERE r.contractor_id = ? ORDER BY r.role, p.name",
        (contractor_id,),
    ).fetchall()
    return tuple(RoleView(*row) for row in rows)


def _sources(connection: sqlite3.Connection, contract_id: int) -> tuple[Source, ...]:
    rows = connection.execute(
        "SELECT b.file, s.line, o.at, b.id FROM source_line s JOIN batch b ON b.id = s.batch_id"
        " JOIN operation o ON o.id = b.operation"
        " WHERE s.kind = 'contract' AND s.record IN (SELECT :id UNION SELECT was FROM alias"
        "  WHERE kind_of = 'contract' AND record = :id) ORDER BY b.id DESC",
        {"id": contract_id},
    ).fetchall()
    return tuple(Source(*row) for row in rows)
