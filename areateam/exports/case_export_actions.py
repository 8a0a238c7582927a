"""Writes the case list to a file as the window shows it."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from areateam.cases.case_list_views import case_columns, case_list
from areateam.cases.case_texts import case_ref
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_list import ListAsked
from areateam.exports.case_calendar import export_calendar
from areateam.exports.list_export import export_list


def export_cases(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    day: date,
    path: Path,
    asked: ListAsked,
) -> int:
    """Write the columns of the cases that a filter leaves and return how many.

    A name that ends in .ics gets the days by law of these cases as a calendar, and how many
    those are is returned. See `export_list` and `export_calendar`.
    """
    book = rulebook(connection, catalogue, day)
    every = case_columns(book)
    columns = asked.columns(every)
    listed = case_list(connection, every, columns, asked.wanted, asked.sort)
    if path.suffix.lower() == ".ics":
        listed_ids = (
            {row[0] for row in listed.rows(0, listed.count())} if asked.only is None else asked.only
        )
        return export_calendar(connection, book, path, only=listed_ids)
    return export_list(listed, day, path, "Cases", case_ref, asked)
