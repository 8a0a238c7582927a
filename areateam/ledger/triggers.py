"""The SQL of the triggers that journal every change, made from the row classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from areateam.store.row_types import JsonText, Record, Row

BLOCK_BITS = 8
"""256 records share a content seal: small enough to take anew at each edit."""

REMOVED = "*"
"""The journal's field for a record removed; its `before` is the whole record."""
BROUGHT_BACK = "+"
"""The journal's field for a removed record put back as it was, by an undo or a redo."""

AS_JSON = ":"
"""What a journalled field begins with where its values stand as JSON."""

_NOW = "(SELECT operation FROM writing)"
_SHUT = "NOT EXISTS (SELECT 1 FROM writing)"
_INTO = "INSERT INTO change (operation, kind, record, field, before, after)"


def journal_triggers(
    kinds: Sequence[type[Record]], beside: Sequence[type[Row]] = ()
) -> Iterator[str]:
    """Every trigger of a register; `beside` are tables that are sealed, not journalled.

    Outside the gateway `writing` is empty and every change is refused, whoever has opened the
    file. The refusal is RAISE(ABORT), because under OR IGNORE a constraint refuses nothing.
    """
    for kind in kinds:
        yield from _triggers_of(kind)
    for row in beside:
        yield from _triggers_beside(row.table())
    for table in ("operation", "change", "seal"):
        for verb in ("UPDATE", "DELETE"):
            yield (
                f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}"'
                f" BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
            )
        own = "id" if table == "operation" else "operation"
        agrees = "1" if table == "seal" else f"NEW.{own} IS {_NOW}"
        yield (
            f'CREATE TRIGGER "{table}_added" BEFORE INSERT ON "{table}"'
            f" WHEN {_SHUT} OR NOT {agrees}"
            f" BEGIN SELECT RAISE(ABORT, 'only the ledger writes the journal'); END"
        )


def columns_of(kind: type[Row]) -> list[str]:
    """The names of a kind's columns, in order."""
    return kind.columns()


def json_columns_of(kind: type[Record]) -> set[str]:
    """The columns that hold a JSON object, journalled by key."""
    return {f.column_name for f in kind.meta().sorted_fields if isinstance(f, JsonText)}


def _triggers_of(kind: type[Record]) -> Iterator[str]:
    table = kind.kind()
    columns = kind.columns()
    yield (
        f'CREATE TRIGGER "{table}_added" AFTER INSERT ON "{table}"'
        f" WHEN NEW.made IS NOT {_NOW} BEGIN"
        f" SELECT RAISE(ABORT, 'only the ledger adds records') WHERE {_SHUT} OR NOT EXISTS ("
        f"SELECT 1 FROM change WHERE kind = '{table}' AND record = NEW.id"
        f" AND field = '{REMOVED}' AND json_extract(before, '$.uid') = NEW.uid"
        f" AND json_extract(before, '$.made') = NEW.made);"
        f" {_INTO} VALUES ({_NOW}, '{table}', NEW.id, '{BROUGHT_BACK}', NULL, NULL); END"
    )
    whole = ", ".join(f"'{name}', OLD.\"{name}\"" for name in columns)
    yield (
        f'CREATE TRIGGER "{table}_removed" AFTER DELETE ON "{table}" BEGIN'
        f" SELECT RAISE(ABORT, 'only the ledger removes records') WHERE {_SHUT};"
        f" {_INTO} VALUES ({_NOW}, '{table}', OLD.id, '{REMOVED}', json_object({whole}), NULL);"
        " END"
    )
    # Not "UPDATE OF id": a statement that sets `rowid` does not count as one that sets `id`.
    yield (
        f'CREATE TRIGGER "{table}_guarded" BEFORE UPDATE ON "{table}" WHEN {_SHUT}'
        " OR NEW.id IS NOT OLD.id OR NEW.uid IS NOT OLD.uid OR NEW.made IS NOT OLD.made BEGIN"
        " SELECT RAISE(ABORT, 'only the ledger changes records, and never their names'); END"
    )
    json_columns = json_columns_of(kind)
    for name in columns:
        if name in ("id", "uid", "made"):
            continue
        body = (
            _json_change(table, name)
            if name in json_columns
            else f"{_INTO} VALUES ({_NOW}, '{table}', NEW.id, '{name}',"
            f' OLD."{name}", NEW."{name}");'
        )
        yield (
            f'CREATE TRIGGER "{table}_amended_{name}" AFTER UPDATE OF "{name}" ON "{table}"'
            f' WHEN OLD."{name}" IS NOT NEW."{name}" BEGIN {body} END'
        )


def _triggers_beside(table: str) -> Iterator[str]:
    """A table that is not journalled: no change outside the gateway, and its seal made anew."""
    refusal = " BEGIN SELECT RAISE(ABORT, 'only the ledger changes records'); END"
    for verb in ("INSERT", "UPDATE", "DELETE"):
        yield (
            f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}"'
            f" WHEN {_SHUT}{refusal}"
        )
    for verb, row in (("UPDATE", "NEW"), ("DELETE", "OLD")):
        yield (
            f'CREATE TRIGGER "{table}_after_{verb.lower()}" AFTER {verb} ON "{table}" BEGIN'
            f" UPDATE content_seal SET digest = '' WHERE kind = '{table}'"
            f" AND block = {row}.id >> {BLOCK_BITS} AND digest <> ''; END"
        )


def _json_change(table: str, name: str) -> str:
    """One journal row for each key of an object that came, went or changed its value.

    Texts and whole numbers stand under "terms.KEY" as they are. Where either side is anything
    else, both stand under ":terms.KEY" as JSON, which alone tells true from 1 and null from
    nothing. An object that only changed its order or its blanks is one row, whole.
    """
    # LIMIT -1 has each object read once into a table of its own: without it SQLite would read
    # the one anew for every key of the other. NEW is no name for a side: it is the row.
    was, now = (
        f'(SELECT key, type, value FROM json_each({row}."{name}") LIMIT -1)'
        for row in ("OLD", "NEW")
    )
    plain = " AND ".join(
        f"coalesce({side}.type, 'text') IN ('text', 'integer')" for side in ("was", "now")
    )
    before, after = (f"iif({plain}, {side}.value, {_as_json(side)})" for side in ("was", "now"))
    return (
        f"{_INTO} SELECT {_NOW}, '{table}', NEW.id,"
        f" iif({plain}, '', '{AS_JSON}') || '{name}.' || coalesce(was.key, now.key),"
        f" {before}, {after} FROM {was} AS was FULL JOIN {now} AS now ON now.key = was.key"
        " WHERE was.type IS NOT now.type OR was.value IS NOT now.value;"
        f" {_INTO} SELECT {_NOW}, '{table}', NEW.id, '{name}', OLD.\"{name}\", NEW.\"{name}\""
        # Inside a trigger, changes() counts the statement before: no key was journalled.
        " WHERE changes() = 0;"
    )


def _as_json(side: str) -> str:
    """SQL for the JSON text of a value that json_each gave."""
    return (
        f"CASE WHEN {side}.type IS NULL THEN NULL"
        f" WHEN {side}.type IN ('array', 'object') THEN {side}.value"
        f" WHEN {side}.type IN ('true', 'false', 'null') THEN {side}.type"
        f" ELSE json_quote({side}.value) END"
    )
