"""Writes a list to a file as the window shows it: its columns, order and filter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from areateam.contracts.contract_list import ListAsked, RecordList
from areateam.core.dates import format_date
from areateam.exports.export_table import export_table

_PAGE = 2_000


def export_list(
    listed: RecordList,
    day: date,
    path: Path,
    title: str,
    ref: Callable[[int], str],
    asked: ListAsked,
) -> int:
    """Write the records of a list that are asked for, and return how many.

    The ending of `path` decides the format: .xlsx or CSV. `ref` gives a record's short name.
    Raises as `export_table` does.
    """
    ids = listed.ordered_ids(listed.connection)
    if asked.only is not None:
        kept = frozenset(asked.only)
        ids = type(ids)("q", (record for record in ids if record in kept))
    listed.use_ids(ids)
    return export_table(
        path,
        "xlsx" if path.suffix.lower() == ".xlsx" else "csv",
        title,
        listed.columns,
        _every_row(listed),
        total=len(ids),
        about=(
            ("As at", format_date(day.isoformat())),
            ("Narrowed to", asked.narrowed or "everything"),
        ),
        ref=ref,
    )


def _every_row(listed: RecordList) -> Iterator[tuple[Any, ...]]:
    first = 0
    while page := listed.rows(first, _PAGE):
        yield from page
        first += len(page)
