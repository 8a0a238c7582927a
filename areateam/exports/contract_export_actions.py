"""Writes the contract list to a file as the window shows it: its columns, order and filter."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.contracts.contract_filter import Filter
from areateam.contracts.contract_list import ContractList, Sort
from areateam.contracts.contract_views import ref_of
from areateam.core.progress import Progress
from areateam.exports.list_export import export_list


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

    See `export_list`.
    """
    every = contract_columns(catalogue, day)
    known = columns_by_key(every)
    columns = tuple(known[key] for key in keys)
    listed = ContractList(connection, every, columns, wanted, sort)
    return export_list(
        listed, day, path, "Contracts", ref_of, only=only, narrowed=narrowed, progress=progress
    )
