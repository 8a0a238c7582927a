"""JSON: the same shape as the lists of the command line, one record to a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from areateam.exports.export_cells import Rows


def json_key(field: Field) -> str:
    """The key of a field's value; money is in pence, and its key says so."""
    if field.kind is not Kind.MONEY:
        return field.key
    return f"{field.key.removesuffix('_gbp').removesuffix('_pence')}_pence"


def json_value(field: Field, value: object) -> object:
    """A stored value as JSON carries it: ISO dates, pence, yes and no as true and false.

    A decimal is a number; the shortest text of its double is exact to 15 digits.
    """
    if field.kind is Kind.FLAG and value in (0, 1):
        return bool(value)
    if field.kind is Kind.DECIMAL and isinstance(value, int):
        return value / 10**field.places
    return value


def json_rows(
    columns: Sequence[Column],
    rows: Sequence[tuple[object, ...]],
    ref: Callable[[int], str] = str,
) -> list[dict[str, object]]:
    """Rows, (record id, value of each column), as objects that begin with their `ref`."""
    if not rows:
        return []
    keys = ("ref", *(json_key(column.field) for column in columns))
    records, *values = zip(*rows, strict=True)
    for place, column in enumerate(columns):
        field = column.field
        if field.kind in (Kind.FLAG, Kind.DECIMAL):
            values[place] = tuple(json_value(field, value) for value in values[place])
    refs = (ref(record) for record in records)
    return [dict(zip(keys, row, strict=True)) for row in zip(refs, *values, strict=True)]


def write_json(
    path: Path, columns: Sequence[Column], rows: Rows, *, ref: Callable[[int], str] = str
) -> None:
    """Write {"rows": […], "total": N}."""
    total = 0
    dump = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    with path.open("w", encoding="utf-8", newline="\n", buffering=1 << 18) as stream:
        stream.write('{"rows": [')
        for chunk in rows:
            lines = ",\n".join([dump(row) for row in json_rows(columns, chunk, ref)])
            stream.write(f"{',' if total else ''}\n{lines}")
            total += len(chunk)
        stream.write(f'\n], "total": {total}}}\n')
