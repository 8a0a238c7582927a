"""The changes of contracts in words: field labels, formatted values, and the file that said so."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_rows import Contract, ContractSite, Note, Tagging
from areateam.contracts.contract_views import body_name, contract_values, value_of
from areateam.core.amounts import format_money
from areateam.core.dates import format_date
from areateam.core.durations import format_duration
from areateam.core.fields import Field, Kind, Value
from areateam.core.values import format_value
from areateam.ledger.history import HistoryLine, record_history
from areateam.ledger.operation_views import changes_of
from areateam.organisations.alias_views import merged_into
from areateam.organisations.contractor_rows import Contractor, Site
from areateam.store.row_types import Record

EMPTY = "nothing"
_KINDS = {
    "body": "Organisation",
    "body_link": "Link between organisations",
    "body_address": "Address of the area team",
    "membership": "Membership",
    "person": "Person",
    "contractor": "Contractor",
    "site": "Site",
    "site_service": "Service of a site",
    "role": "Role",
    "contract": "Contract",
    "contract_site": "Further site",
    "note": "Note",
    "tag": "Tag",
    "tagging": "Tag",
    "saved_view": "Saved view",
    "alias": "Known before as",
    "not_same": "Not the same",
    "procedure_text": "Procedure",
    "case_file": "Case",
    "case_step": "Step",
    "case_pause": "Pause",
    "case_entry": "Line of the timeline",
    "case_hours": "Time spent",
    "staff_rate": "Rate of staff",
    "case_role": "Part in a case",
    "case_link": "Tie between cases",
    "own_day": "Day off",
    "own_rule": "Rule of our own",
    "programme_text": "Programme",
    "handover": "Plan of a hand-over",
    "transition_task": "Task",
    "task_link": "Tie between tasks",
    "task_evidence": "Evidence",
    "baseline": "Baseline",
    "baseline_line": "Line of a baseline",
    "stocktake_line": "Stocktake",
    "portfolio": "Portfolio",
    "absence": "Absence",
    "desk_pack": "Desk pack",
    "desk_line": "Line of a desk pack",
    "verdict": "Verdict on an outlier",
    "series_base": "New limits over time",
}
_VERBS = {"": "added", "*": "removed", "+": "brought back"}
_OWN_LABELS = {
    "group_key": "Group",
    "contractor_id": "Contractor record",
    "site_id": "Main site",
    "value_pence": "Value",
    "legal": "Last day by the rule",
    "working": "Last working day before it",
    "hand_on": "Day set by hand",
    "hand_reason": "Why by hand",
    "text": "What it says",
    "happened_on": "Day",
    "next_due": "Next day due",
    "other_id": "Other case",
    "worked_on": "Day",
    "minutes": "How long",
    "pence": "Rate an hour",
}
_TITLED = {"contract": "name", "case": "title", "other": "title", "step": "label"}
"""What a record is called by in the tables that others hang on, by the name of the link."""
_TABLES = {"case": "case_file", "other": "case_file", "step": "case_step", "manager": "person",
           "decided_by": "person"}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change in words.

    `what` is the label of the field; `before` and `after` are the values in words, `before` ""
    where something was added. `key` is the field's key where the value before can be put back,
    `old` that value. `source` is the file and line of an import, "" for work by hand.
    """

    number: int
    operation: int
    at: str
    who: str
    label: str
    name: str
    what: str
    before: str
    after: str
    key: str = ""
    old: Value = None
    source: str = ""


@dataclass
class _Words:
    """Turns journalled columns into labels and values; remembers names once looked up."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    _names: dict[tuple[str, Value], str] = field(default_factory=dict)

    def field_of(self, kind: str, journalled: str) -> Field | None:
        """The field that a journalled column of a kind belongs to."""
        column, _, key = journalled.replace(":", ".", 1).partition(".")
        listed = {
            "contract": self.catalogue.fields,
            "site": self.catalogue.site_fields,
            "contractor": self.catalogue.contractor_fields,
        }.get(kind, {})
        if key:
            return listed.get(key)
        return next((each for each in listed.values() if each.column == column), None)

    def label(self, kind: str, journalled: str) -> str:
        """The words for a journalled column."""
        found = self.field_of(kind, journalled)
        if found is not None:
            return found.label
        column = journalled.replace(":", ".", 1).partition(".")[2] or journalled
        return _OWN_LABELS.get(column, column.removesuffix("_id").replace("_", " ").capitalize())

    def value(self, kind: str, journalled: str, value: Any) -> str:
        """A journalled value as people say it."""
        if value is None or value == "":
            return EMPTY
        found = self.field_of(kind, journalled)
        if found is None:
            return self._record_name(journalled, value)
        if found.key == "contract_type" and value in self.catalogue.types:
            return self.catalogue.types[value].short
        if found.kind is Kind.PERSON:
            return self._named("person", value)
        if found.kind is Kind.BODY:
            name = body_name(self.connection, value, "".join(found.body_kinds[:1]))
            return value if name == value else f"{value} {name}"
        return format_value(found, value)

    def _record_name(self, column: str, value: Any) -> str:
        if column == "group_key" and value in self.catalogue.groups:
            return self.catalogue.groups[value].label
        link = column.removesuffix("_id")
        if link != column and link in (*_TABLES, "person", "contractor", "site", "tag"):
            return self._named(link, value)
        if column in ("value_pence", "pence"):
            return format_money(int(value))
        if column == "minutes":
            return format_duration(int(value))
        return format_date(value) if _DAY.fullmatch(str(value)) else str(value)

    def _named(self, link: str, record: Any) -> str:
        key = (link, record)
        if key not in self._names:
            table, name = _TABLES.get(link, link), _TITLED.get(link, "name")
            row = self.connection.execute(
                f'SELECT "{name}" FROM "{table}" WHERE id = ?', (record,)
            ).fetchone()
            self._names[key] = str(row[0]) if row else "no longer there"
        return self._names[key]

    def name_of(self, kind: str, whole: dict[str, Any]) -> str:
        """What a record is called: its own name, or that of the record it hangs on."""
        for own in ("name", "title"):
            if whole.get(own):
                return str(whole[own])
        for link in ("case_id", "step_id", "contract_id", "contractor_id", "site_id"):
            if whole.get(link):
                return self._named(link.removesuffix("_id"), whole[link])
        code = whole.get("code") or whole.get("member_code") or ""
        return str(code) or _KINDS.get(kind, kind)


def contract_changes(
    connection: sqlite3.Connection, catalogue: Catalogue, contract_id: int, limit: int = 1000
) -> tuple[ChangeLine, ...]:
    """Every change of a contract and what hangs on it, newest first.

    Its contractor, sites, notes and tags count; only its own values can be put back, and only
    while another value is stored.
    """
    words = _Words(connection, catalogue)
    values = contract_values(connection, contract_id) or {}
    files = _files(connection, contract_id)
    lines = []
    for number, (found, whole) in enumerate(_journal(connection, contract_id, values, limit)):
        line = _line(words, number, found, whole)
        lines.append(_with_source(_with_way_back(words, line, found, values), found, files))
    return tuple(lines)


def field_sources(
    connection: sqlite3.Connection, catalogue: Catalogue, contract_id: int
) -> dict[str, str]:
    """File and line of each stored value that came from an import, by field key."""
    words = _Words(connection, catalogue)
    files = _files(connection, contract_id)
    (made,) = connection.execute(
        "SELECT made FROM contract WHERE id = ?", (contract_id,)
    ).fetchone() or (0,)
    last = dict(
        connection.execute(
            "SELECT field, max(operation) FROM change WHERE kind = 'contract' AND record = ?"
            " GROUP BY field",
            (contract_id,),
        ).fetchall()
    )
    stated = {
        found.key: operation
        for journalled, operation in last.items()
        if (found := words.field_of("contract", journalled)) is not None
    }
    sources = {key: stated.get(key, made) for key in catalogue.fields}
    return {key: files[operation] for key, operation in sources.items() if operation in files}


def operation_lines(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    kinds: Sequence[type[Record]],
    operation: int,
    limit: int = 200,
) -> tuple[ChangeLine, ...]:
    """What one operation changed, in words, up to `limit` changes."""
    words = _Words(connection, catalogue)
    at, who, label = connection.execute(
        'SELECT at, "user", label FROM operation WHERE id = ?', (operation,)
    ).fetchone()
    lines = []
    for number, raw in enumerate(changes_of(connection, kinds, operation, limit)):
        found = HistoryLine(
            operation, at, who, label, raw.kind, raw.record, raw.field, raw.before, raw.after
        )
        lines.append(_line(words, number, found, raw.whole))
    return tuple(lines)


def _journal(
    connection: sqlite3.Connection, contract_id: int, values: dict[str, Value], limit: int
) -> list[tuple[HistoryLine, dict[str, Any]]]:
    """The journal of a contract and its surroundings with the records, newest first."""
    found: list[tuple[HistoryLine, dict[str, Any]]] = []
    hanging: tuple[type[Record], ...] = (ContractSite, Note, Tagging)
    for each in (contract_id, *merged_into(connection, "contract", contract_id)):
        own = record_history(connection, Contract, each, limit)
        found += [(line, dict(values)) for line in own]
        for kind in hanging:
            for record, whole in _hanging_on(connection, kind, each):
                lines = record_history(connection, kind, record, limit)
                found += [(line, whole) for line in lines]
    around: list[tuple[type[Record], Value]] = [(Contractor, values.get("contractor_id"))]
    around.append((Site, values.get("site_id")))
    for kind, around_id in around:
        if isinstance(around_id, int):
            lines = record_history(connection, kind, around_id, limit)
            # That the contractor or the site was made is no change of the contract.
            found += [(line, {}) for line in lines if line.field]
    found.sort(key=lambda pair: -pair[0].operation)
    return found[:limit]


def _hanging_on(
    connection: sqlite3.Connection, kind: type[Record], contract_id: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each record of a kind that hangs or once hung on the contract, with its values."""
    table = kind.kind()
    columns = kind.columns()
    listed = ", ".join(f'"{name}"' for name in columns)
    gone = connection.execute(
        "SELECT record, before FROM change WHERE kind = ? AND field = '*'"
        " AND json_extract(before, '$.contract_id') = ?",
        (table, contract_id),
    )
    wholes = {record: json.loads(before) for record, before in gone}
    there = connection.execute(
        f'SELECT {listed} FROM "{table}" WHERE contract_id = ?', (contract_id,)
    )
    wholes.update({row[0]: dict(zip(columns, row, strict=True)) for row in there})
    yield from wholes.items()


def _line(words: _Words, number: int, found: HistoryLine, whole: dict[str, Any]) -> ChangeLine:
    kind = found.kind
    what, before, after = _KINDS.get(kind, kind.replace("_", " ").capitalize()), "", ""
    if found.field in _VERBS:
        after = _VERBS[found.field]
        detail = _detail(words, kind, whole)
        after = f"{after}: {detail}" if detail else after
    else:
        label = words.label(kind, found.field)
        what = label if kind == "contract" else f"{what}: {label}"
        before = words.value(kind, found.field, found.before)
        after = words.value(kind, found.field, found.after)
    return ChangeLine(
        number=number,
        operation=found.operation,
        at=found.at,
        who=found.user,
        label=found.label,
        name=words.name_of(kind, whole) if whole else _KINDS.get(kind, kind),
        what=what,
        before=before,
        after=after,
    )


def _detail(words: _Words, kind: str, whole: dict[str, Any]) -> str:
    """What of a record says most where it was added or removed."""
    if kind in ("note", "case_entry"):
        return str(whole.get("text", ""))
    if kind == "case_step":
        return str(whole.get("label", ""))
    if kind == "case_pause":
        return str(whole.get("reason", ""))
    if kind == "case_hours":
        return format_duration(whole.get("minutes", 0))
    if kind == "staff_rate":
        return format_money(whole.get("pence", 0))
    column = {"tagging": "tag_id", "contract_site": "site_id", "role": "person_id",
              "case_role": "person_id", "case_link": "other_id"}.get(kind)  # fmt: skip
    return words.value(kind, column, whole.get(column)) if column else ""


def _with_way_back(
    words: _Words, line: ChangeLine, found: HistoryLine, values: dict[str, Value]
) -> ChangeLine:
    if found.kind != "contract" or found.field in _VERBS or ":" in found.field:
        return line
    known = words.field_of("contract", found.field)
    if known is None or not known.editable or value_of(values, known) == found.before:
        return line
    return replace(line, key=known.key, old=found.before)


def _with_source(line: ChangeLine, found: HistoryLine, files: dict[int, str]) -> ChangeLine:
    if found.operation not in files:
        return line
    return replace(line, source=files[found.operation])


def _files(connection: sqlite3.Connection, contract_id: int) -> dict[int, str]:
    """File and line of what imports stated about a contract, by operation."""
    rows = connection.execute(
        "SELECT b.operation, b.file, min(s.line) FROM batch b LEFT JOIN source_line s"
        " ON s.batch_id = b.id AND s.kind = 'contract' AND s.record IN (SELECT :id UNION"
        "  SELECT was FROM alias WHERE kind_of = 'contract' AND record = :id) GROUP BY b.id",
        {"id": contract_id},
    ).fetchall()
    corrected = _corrections(connection, contract_id)
    return {
        operation: (f"{file}, line {line}" if line else file) + corrected.get(operation, "")
        for operation, file, line in rows
    }


def _corrections(connection: sqlite3.Connection, contract_id: int) -> dict[int, str]:
    """By operation, what a person corrected in the lines of a contract before they went in."""
    rows = connection.execute(
        'SELECT b.operation, o."user", f.heading, f.place, f.before FROM batch_fix AS f'
        " JOIN batch AS b ON b.id = f.batch_id JOIN operation AS o ON o.id = b.operation"
        " WHERE f.kind = 'contract' AND f.record IN (SELECT :id UNION"
        "  SELECT was FROM alias WHERE kind_of = 'contract' AND record = :id) ORDER BY f.id",
        {"id": contract_id},
    ).fetchall()
    found: dict[int, str] = {}
    for operation, who, heading, place, before in rows:
        first = f", in which {who} corrected " if operation not in found else " and "
        said = f"{heading or f'column {place + 1}'} from {f'“{before}”' if before else 'a blank'}"
        found[operation] = found.get(operation, "") + first + said
    return found
