"""Puts invented contracts into a register: many at a time, through the one gateway."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from areateam.contracts.contract_rows import Contract, ContractSite, Note
from areateam.demo.demo_recipe import Draft, Recipe
from areateam.demo.demo_story import Edit, Step
from areateam.ledger.ledger import Write
from areateam.organisations.contractor_rows import Contractor, Person, Role, Site
from areateam.store.row_types import Record

_COLUMNS = frozenset(f.column_name for f in Contract.meta().sorted_fields)


@dataclass
class Numbers:
    """The ids given out: contracts, contractors and main sites share theirs."""

    contracts: int = 0
    sites: int = 0
    people: int = 0
    managers: dict[str, int] = field(default_factory=dict)


def number_drafts(drafts: Sequence[Draft]) -> Numbers:
    """Give every contract its id, from 1."""
    for record, draft in enumerate(drafts, start=1):
        draft.record = record
    return Numbers(contracts=len(drafts), sites=len(drafts))


def insert_rows(write: Write, kind: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows by column name; all of them state the columns that any of them states."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not rows:
        return
    marks = ", ".join("?" * (len(names) + 1))
    listed = ", ".join(f'"{name}"' for name in names)
    write.connection.executemany(
        f'INSERT INTO "{kind.kind()}" (made, {listed}) VALUES ({marks})',
        [(write.operation, *(row.get(name) for name in names)) for row in rows],
    )


def add_managers(write: Write, recipe: Recipe, numbers: Numbers) -> None:
    """The people of the team."""
    rows = []
    for person in recipe["people"]:
        numbers.people += 1
        numbers.managers[person["name"]] = numbers.people
        rows.append(
            {
                "id": numbers.people,
                "name": person["name"],
                "job": person["job"],
                "team": person["team"],
                "email": f"{person['mail']}@areateam.example.org",
            }
        )
    insert_rows(write, Person, rows)


def add_contracts(write: Write, drafts: Sequence[Draft], numbers: Numbers, area_team: str) -> None:
    """Contracts with their contractors, sites, branches and people."""
    insert_rows(write, Contractor, [{"id": d.record, **d.contractor} for d in drafts])
    sites = [{"id": d.record, **d.site} for d in drafts]
    links: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    roles: list[dict[str, Any]] = []
    for draft in drafts:
        for branch in draft.branches:
            numbers.sites += 1
            sites.append({"id": numbers.sites, **branch})
            links.append({"contract_id": draft.record, "site_id": numbers.sites})
        for name, job, role in draft.people:
            numbers.people += 1
            people.append({"id": numbers.people, "name": name, "job": job})
            start = draft.values["start_date"]
            roles.append(
                {"person_id": numbers.people, "contractor_id": draft.record, "role": role,
                 "valid_from": start}
            )  # fmt: skip
    insert_rows(write, Site, sites)
    insert_rows(write, Contract, [_contract(d, numbers, area_team) for d in drafts])
    insert_rows(write, ContractSite, links)
    insert_rows(write, Person, people)
    insert_rows(write, Role, roles)


def _contract(draft: Draft, numbers: Numbers, area_team: str) -> dict[str, Any]:
    values = {key: value for key, value in draft.values.items() if key != "manager"}
    manager = draft.values["manager"]
    return {
        "id": draft.record,
        "group_key": draft.group,
        "contract_type": draft.type.key,
        "name": draft.name,
        "contractor_id": draft.record,
        "site_id": draft.record,
        "pct_code": draft.pct,
        "area_team_code": area_team,
        "manager_id": numbers.managers[str(manager)] if manager else None,
        "terms": json.dumps(draft.terms, ensure_ascii=False, separators=(",", ":")),
        **values,
    }


def carry_out(write: Write, step: Step, numbers: Numbers) -> None:
    """Carry out the edits and notes of one step."""
    apply_edits(write, step.edits, numbers)
    insert_rows(
        write,
        Note,
        [
            {
                "contract_id": draft.record,
                "written_on": write.at.date().isoformat(),
                "author": step.user,
                "text": text,
            }
            for draft, text in step.notes
        ],
    )


def apply_edits(write: Write, edits: Iterable[Edit], numbers: Numbers) -> None:
    """Set the values of edits, key by key."""
    by_key: dict[str, list[tuple[Any, int]]] = {}
    for edit in edits:
        after = numbers.managers[str(edit.after)] if edit.key == "manager" else edit.after
        by_key.setdefault(edit.key, []).append((after, edit.draft.record))
    for key, values in by_key.items():
        column = "manager_id" if key == "manager" else key
        if column in _COLUMNS:
            sql = f'UPDATE contract SET "{column}" = ? WHERE id = ?'
        else:
            sql = f"UPDATE contract SET terms = json_set(terms, '$.{key}', ?) WHERE id = ?"
        write.connection.executemany(sql, values)
