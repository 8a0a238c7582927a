"""Writes the case list to a file as the window shows it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from areateam.cases.case_list_views import case_columns, case_list
from areateam.cases.case_texts import case_ref
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import columns_by_key
from areateam.contracts.contract_filter import Filter
from areateam.contracts.contract_list import Sort
from areateam.core.progress import Progress
from areateam.exports.case_calendar import export_calendar
from areateam.exports.list_export import export_list


def export_cases(
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
    """Write the columns `keys` of the cases that a filter leaves and return how many.

    A name that ends in .ics gets the days by law of these cases as a calendar, and how many
    those are is returned. See `export_list` and `export_calendar`.
    """
    book = rulebook(connection, catalogue, day)
    every = case_columns(book)
    known = columns_by_key(every)
    listed = case_list(connection, every, tuple(known[key] for key in keys), wanted, sort)
    if path.suffix.lower() == ".ics":
        listed_ids = {row[0] for row in listed.rows(0, listed.count())} if only is None else only
        return export_calendar(connection, book, path, only=listed_ids, progress=progress)
    return export_list(
        listed, day, path, "Cases", case_ref, only=only, narrowed=narrowed, progress=progress
    )
