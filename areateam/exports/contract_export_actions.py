"""Writes the contract list to a file as the window shows it: its columns, order and filter."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.contracts.contract_filter import Filter
from areateam.contracts.contract_list import ContractList, Sort
from areateam.contracts.contract_views import ref_of
from areateam.core.dates import format_date
from areateam.core.progress import Progress
from areateam.exports.export_table import export_table

_PAGE = 2_000


def export_contracts(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    day: date,
    path: Path,
    keys: Sequence[str],
    wanted: Filter,
    sort: Sort,
    *,
    only: Collection[int] | None = None,
    narrowed: str = "",
    progress: Progress | None = None,
) -> int:
    """Write the columns `keys` of the contracts that a filter leaves and return how many.

    With `only`, just those of them. The ending of `path` decides the format: .xlsx or CSV.
    `narrowed` says in words what the list is narrowed to. Raises as `export_table` does.
    """
    every = contract_columns(catalogue, day)
    known = columns_by_key(every)
    columns = tuple(known[key] for key in keys)
    listed = ContractList(connection, every, columns, wanted, sort)
    ids = listed.ordered_ids(connection)
    if only is not None:
        kept = frozenset(only)
        ids = type(ids)("q", (record for record in ids if record in kept))
    listed.use_ids(ids)
    return export_table(
        path,
        "xlsx" if path.suffix.lower() == ".xlsx" else "csv",
        "Contracts",
        columns,
        _every_row(listed),
        progress,
        total=len(ids),
        about=(
            ("As at", format_date(day.isoformat())),
            ("Narrowed to", narrowed or "everything"),
        ),
        ref=ref_of,
    )


def _every_row(listed: ContractList) -> Iterator[tuple[Any, ...]]:
    first = 0
    while page := listed.rows(first, _PAGE):
        yield from page
        first += len(page)
