"""The changes of contracts in words: field labels, formatted values, and the file that said so."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.change_word_views import VERBS, ChangeWords, kind_words
from areateam.contracts.contract_rows import Contract, ContractSite, Note, Tagging
from areateam.contracts.contract_views import contract_values, value_of
from areateam.core.amounts import format_money
from areateam.core.copies import replaced
from areateam.core.durations import format_duration
from areateam.core.fields import Value
from areateam.ledger.history import HistoryLine, record_history
from areateam.ledger.operation_views import changes_of
from areateam.organisations.alias_views import merged_into
from areateam.organisations.contractor_rows import Contractor, Site
from areateam.store.row_types import Record


class ChangeLine(msgspec.Struct, frozen=True):
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


def contract_changes(
    connection: sqlite3.Connection, catalogue: Catalogue, contract_id: int, limit: int = 1000
) -> tuple[ChangeLine, ...]:
    """Every change of a contract and what hangs on it, newest first.

    Its contractor, sites, notes and tags count; only its own values can be put back, and only
    while another value is stored.
    """
    words = ChangeWords(connection, catalogue)
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
    words = ChangeWords(connection, catalogue)
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
    words = ChangeWords(connection, catalogue)
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


def in_words(
    connection: sqlite3.Connection, catalogue: Catalogue, lines: Sequence[HistoryLine]
) -> tuple[ChangeLine, ...]:
    """Changes of any records in words, in the order in which they are given."""
    words = ChangeWords(connection, catalogue)
    return tuple(_line(words, number, line, {}) for number, line in enumerate(lines))


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


def _line(words: ChangeWords, number: int, found: HistoryLine, whole: dict[str, Any]) -> ChangeLine:
    kind = found.kind
    what, before, after = kind_words(kind), "", ""
    if found.field in VERBS:
        after = VERBS[found.field]
        detail = _detail(words, kind, whole) if whole else ""
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
        name=words.name_of(kind, whole) if whole else kind_words(kind),
        what=what,
        before=before,
        after=after,
    )


def _detail(words: ChangeWords, kind: str, whole: dict[str, Any]) -> str:
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
    words: ChangeWords, line: ChangeLine, found: HistoryLine, values: dict[str, Value]
) -> ChangeLine:
    if found.kind != "contract" or found.field in VERBS or ":" in found.field:
        return line
    known = words.field_of("contract", found.field)
    if known is None or not known.editable or value_of(values, known) == found.before:
        return line
    return replaced(line, key=known.key, old=found.before)


def _with_source(line: ChangeLine, found: HistoryLine, files: dict[int, str]) -> ChangeLine:
    if found.operation not in files:
        return line
    return replaced(line, source=files[found.operation])


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
