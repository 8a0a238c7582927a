"""Finds later work on the same fields of the same records, which an undo would lose."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from areateam.ledger.spans import span_of
from areateam.ledger.triggers import AS_JSON, BROUGHT_BACK, REMOVED
from areateam.store.row_types import Record

_SHOWN = 50
_WHOLE = (REMOVED, BROUGHT_BACK)
_WHOLE_SQL = f"('{REMOVED}', '{BROUGHT_BACK}')"

_LAST_OF_ITS_BASE = (
    "NOT EXISTS (SELECT 1 FROM operation l WHERE l.id > o.id AND"
    " (l.undoes = coalesce(o.redoes, o.id) OR l.redoes = coalesce(o.redoes, o.id)))"
)
_ANYTHING_SINCE = (
    "SELECT 1 FROM operation o WHERE o.id > :op AND (coalesce(o.undoes, o.redoes) < :op"
    f" OR o.undoes IS NULL AND {_LAST_OF_ITS_BASE}) LIMIT 1"
)
_LATER = (
    f"SELECT c.kind, c.record, c.field, iif(c.field = '{REMOVED}', NULL, c.before), c.after,"
    " c.operation, o.label, o.undoes IS NULL AND coalesce(o.redoes, o.id) > :base"
    f"  AND {_LAST_OF_ITS_BASE}"
)


@dataclass(frozen=True, slots=True)
class Clash:
    """A record that later work touched: what, which field, and the later operation's label."""

    kind: str
    record: int
    field: str
    operation: int
    label: str


@dataclass(slots=True)
class _Later:
    """What later operations made of one field: its value before the first, after the last."""

    before: Any
    after: Any
    gone: bool
    last: Clash
    by_newer_work: Clash | None

    @property
    def clash(self) -> Clash | None:
        """The clash, where newer work in force touched the field or it ended up otherwise.

        Work that was undone since, or that stood before and was only done again, leaves the
        field as it was and is no clash.
        """
        if self.by_newer_work:
            return self.by_newer_work
        return self.last if self.gone or self.before != self.after else None


def clashes(
    connection: sqlite3.Connection, kinds: Sequence[type[Record]], reverted: int, base: int
) -> tuple[list[Clash], int]:
    """What happened since operation `reverted` to the same fields of its records.

    `base` is the operation that a person knows it by: itself, or what it undoes or redoes.
    Returns the first fifty clashes and the number of records that clash. Where all that was done
    since was taken back, nothing is in force that could clash. Else the cost grows with what
    `reverted` touched and, but for one pass over its removals, not with the later journal.
    """
    if not connection.execute(_ANYTHING_SINCE, {"op": reverted}).fetchone():
        return [], 0
    later: dict[tuple[str, int, str], _Later] = {}
    for clash, before, after, newer in _later_lines(connection, kinds, reverted, base):
        whole = clash.field in _WHOLE
        key = (clash.kind, clash.record, "" if whole else clash.field.lstrip(AS_JSON))
        known = later.setdefault(key, _Later(before, after, False, clash, None))
        known.after = after
        known.gone = clash.field == REMOVED
        known.last = clash
        if newer:
            known.by_newer_work = clash
    found = [known.clash for known in later.values() if known.clash]
    return found[:_SHOWN], len({(each.kind, each.record) for each in found})


def _later_lines(
    connection: sqlite3.Connection, kinds: Sequence[type[Record]], reverted: int, base: int
) -> Iterator[tuple[Clash, Any, Any, bool]]:
    """The later changes of what `reverted` touched: each record's in order, some perhaps twice."""
    values: dict[str, Any] = {**span_of(connection, reverted).values, "base": base}
    yield from _lines(
        connection,
        f"{_LATER} FROM (SELECT DISTINCT kind, record, ltrim(field, '{AS_JSON}') AS field"
        "  FROM change WHERE id BETWEEN :first AND :last) e"
        " CROSS JOIN change c ON c.kind = e.kind AND c.record = e.record AND c.id > :last"
        " JOIN operation o ON o.id = c.operation"
        f" WHERE e.field IN {_WHOLE_SQL} OR c.field IN {_WHOLE_SQL}"
        f"  OR e.field = ltrim(c.field, '{AS_JSON}') ORDER BY c.id",
        values,
    )
    for kind in kinds:
        name = kind.kind()
        yield from _lines(
            connection,
            f'{_LATER} FROM "{name}" t CROSS JOIN change c ON c.kind = :kind'
            " AND c.record = t.id AND c.id > :last JOIN operation o ON o.id = c.operation"
            " WHERE t.made = :op ORDER BY c.id",
            {**values, "kind": name},
        )
    tables = {kind.kind() for kind in kinds}
    for clash, *rest in _lines(
        connection,
        f"{_LATER} FROM change c JOIN operation o ON o.id = c.operation WHERE c.id > :last"
        f" AND c.field = '{REMOVED}' AND json_extract(c.before, '$.made') = :op ORDER BY c.id",
        values,
    ):
        if clash.kind in tables and not _is_there(connection, clash):
            yield clash, *rest


def _lines(
    connection: sqlite3.Connection, sql: str, values: dict[str, Any]
) -> Iterator[tuple[Clash, Any, Any, bool]]:
    for kind, record, field, before, after, operation, label, newer in connection.execute(
        sql, values
    ):
        clash = Clash(kind, record, field, operation, label)
        yield clash, _comparable(field, before), _comparable(field, after), bool(newer)


def _comparable(field: str, value: Any) -> Any:
    """A journalled value as JSON where its key can also stand as JSON; nothing stays nothing."""
    if value is None or field.startswith(AS_JSON) or "." not in field:
        return value
    return json.dumps(value, ensure_ascii=False)


def _is_there(connection: sqlite3.Connection, clash: Clash) -> bool:
    row = connection.execute(
        f'SELECT 1 FROM "{clash.kind}" WHERE id = ?', (clash.record,)
    ).fetchone()
    return row is not None
