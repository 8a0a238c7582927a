"""Shows the whole register as an operation left it: whatever reads it then reads of then."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from areateam.ledger.revert import split_field
from areateam.ledger.triggers import AS_JSON, BROUGHT_BACK, REMOVED
from areateam.store.register_file import connect_reader

_STRUCTURE = f"('{REMOVED}', '{BROUGHT_BACK}')"
_SPAN = "id BETWEEN :first AND :end AND +kind = :kind"
KindsRead = Mapping[str, Collection[str] | None]
"""The kinds that a reader reads; of each the fields in JSON objects ("terms.qof_points"), or all.

All of them stands as None. Fields of their own columns are always there.
"""

# What first happened after the operation: to a record as a whole, and to each field of one.
_TURNS = (
    "CREATE TEMP TABLE past_turn (record INTEGER PRIMARY KEY, first INTEGER, field TEXT,"
    " before TEXT) STRICT"
)
_FIRSTS = (
    "CREATE TEMP TABLE past_first (record INTEGER, field TEXT, as_json INTEGER, before ANY,"
    " PRIMARY KEY (record, field)) STRICT, WITHOUT ROWID"
)


def last_operation(connection: sqlite3.Connection, day: date) -> int:
    """The last operation up to the end of a day; 0 where there was none.

    What counts is the last one and not each one's own time, since clocks are put back.
    """
    (last,) = connection.execute(
        "SELECT coalesce(max(id), 0) FROM operation WHERE at <= ?", (f"{day.isoformat()}T23:59:59",)
    ).fetchone()
    return int(last)


def stands_at(connection: sqlite3.Connection) -> int | None:
    """The operation that a reader of a `Past` shows the register at; None for the present."""
    (back,) = connection.execute(
        "SELECT count(*) FROM temp.sqlite_schema WHERE name = 'operation'"
    ).fetchone()
    if not back:
        return None
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()
    return int(last)


@contextmanager
def past_of(
    connection: sqlite3.Connection, last: int, only: KindsRead | None = None
) -> Iterator[Past]:
    """A reader of the register that `connection` is of, as operation `last` left it.

    Where only some kinds and fields are read, the others need not be taken back.
    """
    (path,) = connection.execute(
        "SELECT file FROM pragma_database_list WHERE name = 'main'"
    ).fetchone()
    with closing(connect_reader(Path(path))) as reader:
        past = Past(reader, only)
        past.step_to(last)
        yield past


@dataclass(frozen=True, slots=True)
class _Table:
    """A journalled table: its columns with their types, and those that hold a JSON object."""

    columns: tuple[tuple[str, str], ...]
    json: frozenset[str]

    @property
    def names(self) -> str:
        return ", ".join(f'"{name}"' for name, _ in self.columns)


class Past:
    """A reader on which every journalled table is as an operation left it.

    The tables of then are in memory and stand before those of now under the same names, so that
    no query needs to know. A table that nothing was added to since is read where it lies. Of what
    imports leave beside the journal, batches and statements of then are shown.

    Where it is made for `only` some kinds, to read another is an error and never one of now. Of
    the JSON objects of a kind, keys that are not among its fields are of no day.
    """

    def __init__(self, reader: sqlite3.Connection, only: KindsRead | None = None) -> None:
        self.connection = reader
        self.connection.execute("PRAGMA temp_store = MEMORY")
        # One look at the file: what is written meanwhile is neither of now nor of then.
        self.connection.execute("BEGIN")
        self._tables, self._beside = self._described()
        self._only: KindsRead = dict.fromkeys(self._tables) if only is None else only
        self._held: set[str] = set()
        self.last = self._number("SELECT coalesce(max(id), 0) FROM main.operation")
        self._end = self._number("SELECT coalesce(max(id), 0) FROM main.change")
        with self._open():
            self.connection.execute(_TURNS)
            self.connection.execute(_FIRSTS)
            for kind in self._tables.keys() - self._only.keys():
                self._shut(kind)

    def step_to(self, last: int) -> None:
        """Go back to what operation `last` left; one after the other goes further back."""
        first = 1 + self._number("SELECT coalesce(max(last), 0) FROM main.seal WHERE id = ?", last)
        # By kind, whether any record of it came or went.
        changed: dict[str, bool] = {}
        for kind, turned in self.connection.execute(
            f"SELECT DISTINCT kind, field IN {_STRUCTURE} FROM main.change"
            " WHERE id BETWEEN ? AND ?",
            (first, self._end),
        ):
            changed[kind] = changed.get(kind, False) or bool(turned)
        stretch = {"first": first, "end": self._end, "last": last}
        with self._open():
            for kind in self._only:
                table = self._tables[kind]
                if kind in changed:
                    self._step_back(kind, table, stretch, turned=changed[kind])
                elif kind in self._held:
                    self.connection.execute(f'DELETE FROM temp."{kind}" WHERE made > ?', (last,))
                elif self._number(f'SELECT count(*) FROM main."{kind}" WHERE made > ?', last):
                    self._show(kind, f"+made <= {last}")
            for name, condition in self._beside.items():
                self._show(name, condition.format(last=last, end=first - 1))
        self.last, self._end = last, first - 1

    @contextmanager
    def _open(self) -> Iterator[None]:
        """Let the tables in memory be changed; the file is only read by this connection."""
        self.connection.execute("PRAGMA query_only = OFF")
        try:
            yield
        finally:
            self.connection.execute("PRAGMA query_only = ON")

    def _described(self) -> tuple[dict[str, _Table], dict[str, str]]:
        """The journalled tables, and the conditions on what lies beside them."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        for table, *column in self.connection.execute(
            "SELECT m.name, p.name, p.type, coalesce(p.dflt_value, '') FROM main.sqlite_schema m"
            " JOIN pragma_table_info(m.name, 'main') p WHERE m.type = 'table'"
        ):
            found.setdefault(table, []).append((column[0], column[1], column[2]))
        kinds: dict[str, _Table] = {}
        beside = {"operation": "id <= {last}", "seal": "id <= {last}", "change": "id <= {end}"}
        batches = "(SELECT coalesce(max(id), 0) FROM main.batch WHERE operation <= {last})"
        for table, columns in found.items():
            names = {name for name, _, _ in columns}
            if {"uid", "made"} <= names:
                # A JSON object is never null: its column alone begins as an empty one.
                objects = frozenset(name for name, _, default in columns if default == "'{}'")
                kinds[table] = _Table(tuple((name, kind) for name, kind, _ in columns), objects)
            elif table in ("batch", "derivation"):
                beside[table] = "operation <= {last}"
            elif "batch_id" in names:
                beside[table] = f"batch_id <= {batches}"
        return kinds, beside

    def _number(self, sql: str, *values: int) -> int:
        (number,) = self.connection.execute(sql, values).fetchone()
        return int(number)

    def _show(self, name: str, condition: str) -> None:
        """Let a name mean only those records of now that a condition leaves."""
        self.connection.execute(f'DROP VIEW IF EXISTS temp."{name}"')
        self.connection.execute(
            f'CREATE TEMP VIEW "{name}" AS SELECT * FROM main."{name}" WHERE {condition}'
        )

    def _shut(self, kind: str) -> None:
        """Let a name mean nothing, so that who reads it fails."""
        self.connection.execute(
            f'CREATE TEMP VIEW "{kind}" AS SELECT * FROM temp."{kind}, which is not read"'
        )

    def _step_back(
        self, kind: str, table: _Table, stretch: dict[str, int], *, turned: bool
    ) -> None:
        """Take back in a table in memory what a stretch of the journal did to it.

        `turned` says whether any record came or went other than by being made.
        """
        values: dict[str, int | str] = {"kind": kind, **stretch}
        new = kind not in self._held
        if new:
            self._hold(kind, table, stretch["last"])
        if turned:
            self._turn_back(kind, table, values)
        else:
            self.connection.execute(f'DELETE FROM temp."{kind}" WHERE made > :last', values)
        self._put_back_fields(kind, table, values)
        if new:
            self._index(kind)

    def _turn_back(self, kind: str, table: _Table, values: dict[str, int | str]) -> None:
        """Bring back what was removed in the stretch, and take out what was brought back in it."""
        self.connection.execute("DELETE FROM past_turn")
        self.connection.execute(
            "INSERT INTO past_turn SELECT record, min(id), field, before FROM main.change"
            f" WHERE {_SPAN} AND field IN {_STRUCTURE} GROUP BY record",
            values,
        )
        self.connection.execute(
            f'DELETE FROM temp."{kind}" WHERE made > :last OR id IN (SELECT record FROM past_turn)',
            values,
        )
        whole = ", ".join(f"json_extract(before, '$.{name}')" for name, _ in table.columns)
        self.connection.execute(
            f'INSERT INTO temp."{kind}" ({table.names}) SELECT {whole} FROM past_turn'
            f" WHERE field = '{REMOVED}' AND json_extract(before, '$.made') <= :last",
            values,
        )

    def _hold(self, kind: str, table: _Table, last: int) -> None:
        """Copy a table into memory, as it stands from the journal's present end on."""
        columns = ", ".join(
            f'"{name}" {stored}{" PRIMARY KEY" if name == "id" else ""}'
            for name, stored in table.columns
        )
        self.connection.execute(f'DROP VIEW IF EXISTS temp."{kind}"')
        self.connection.execute(f'CREATE TEMP TABLE "{kind}" ({columns}) STRICT')
        self.connection.execute(
            f'INSERT INTO temp."{kind}" SELECT {", ".join(self._held_sql(kind, table))}'
            f' FROM main."{kind}" WHERE +made <= ?',
            (last,),
        )
        self._held.add(kind)

    def _held_sql(self, kind: str, table: _Table) -> Iterator[str]:
        """The columns as a table in memory holds them: JSON objects with the fields read alone."""
        fields = self._only[kind]
        for name, _ in table.columns:
            if fields is None or name not in table.json:
                yield f'"{name}"'
                continue
            keys = ", ".join(f"'{field.partition('.')[2]}'" for field in fields)
            yield (
                f'(SELECT json_group_object(key, "{name}" -> fullkey) FROM json_each("{name}")'
                f" WHERE key IN ({keys}))"
            )

    def _index(self, kind: str) -> None:
        """Give a table in memory the indexes that the file's has; no key is unique on the way."""
        rows = self.connection.execute(
            "SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ?"
            " AND sql IS NOT NULL AND name NOT LIKE '%!_made' ESCAPE '!'",
            (kind,),
        ).fetchall()
        for (sql,) in rows:
            plain = sql.replace("CREATE UNIQUE INDEX ", "CREATE INDEX ", 1)
            self.connection.execute(plain.replace("CREATE INDEX ", "CREATE INDEX temp.", 1))

    def _put_back_fields(self, kind: str, table: _Table, values: dict[str, int | str]) -> None:
        """Set each field to what it was before its first change in the stretch.

        What is brought back is as it was removed, so that what came first still says how it was.
        """
        fields = self._only[kind]
        chosen = ""
        if fields is not None:
            listed = ", ".join(repr(name) for name in fields)
            chosen = f" AND (instr(field, '.') = 0 OR ltrim(field, '{AS_JSON}') IN ({listed}))"
        self.connection.execute("DELETE FROM past_first")
        self.connection.execute(
            f"INSERT OR IGNORE INTO past_first SELECT record, ltrim(field, '{AS_JSON}'),"
            f" field LIKE '{AS_JSON}%', before FROM main.change WHERE {_SPAN}"
            f" AND field NOT IN {_STRUCTURE}{chosen} ORDER BY id",
            values,
        )
        names = self.connection.execute("SELECT DISTINCT field, as_json FROM past_first").fetchall()
        # A field of JSON that stands whole only changed its order or its blanks.
        plain = [name for name, as_json in names if not as_json and name not in table.json]
        self._put_back_plain(kind, plain)
        for name, as_json in names:
            if as_json:
                self._put_back_json(kind, name)

    def _put_back_plain(self, kind: str, names: list[str]) -> None:
        """Set columns, and the texts and whole numbers in JSON columns, all of a record at once."""
        parts = [split_field(name) for name in names]
        objects = sorted({column for column, key in parts if key is not None})
        columns = [column for column, key in parts if key is None]
        found = [
            f"json_group_object(substr(field, {len(column) + 2}), before) FILTER (WHERE NOT as_json"
            f" AND substr(field, 1, {len(column) + 1}) = '{column}.') AS o{number}"
            for number, column in enumerate(objects)
        ]
        found += [
            f"max(field = '{column}') AS h{number},"
            f" max(iif(field = '{column}', before, NULL)) AS v{number}"
            for number, column in enumerate(columns)
        ]
        put = [
            f'"{column}" = json_patch(t."{column}", p.o{number})'
            for number, column in enumerate(objects)
        ]
        put += [
            f'"{column}" = iif(p.h{number}, p.v{number}, t."{column}")'
            for number, column in enumerate(columns)
        ]
        if put:
            self.connection.execute(
                f'UPDATE temp."{kind}" AS t SET {", ".join(put)} FROM (SELECT record,'
                f" {', '.join(found)} FROM past_first GROUP BY record) AS p WHERE p.record = t.id"
            )

    def _put_back_json(self, kind: str, name: str) -> None:
        """Set one key whose values stand in the journal as JSON."""
        column, key = split_field(name)
        self.connection.execute(
            f'UPDATE temp."{kind}" AS t SET "{column}" = iif(f.before IS NULL,'
            f' json_remove(t."{column}", :path), json_set(t."{column}", :path, json(f.before)))'
            " FROM past_first f WHERE f.field = :name AND f.as_json AND f.record = t.id",
            {"name": name, "path": f'$."{key}"'},
        )
