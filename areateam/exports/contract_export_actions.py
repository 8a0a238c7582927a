"""Writes the contract list to a file as the window shows it: its columns, order and filter."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import contract_columns
from areateam.contracts.contract_list import ContractList, ListAsked
from areateam.contracts.contract_views import ref_of
from areateam.exports.list_export import export_list


def export_contracts(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    day: date,
    path: Path,
    asked: ListAsked,
) -> int:
    """Write the columns of the contracts that a filter leaves and return how many.

    See `export_list`.
    """
    every = contract_columns(catalogue, day)
    columns = asked.columns(every)
    listed = ContractList(connection, every, columns, asked.wanted, asked.sort)
    return export_list(listed, day, path, "Contracts", ref_of, asked)
