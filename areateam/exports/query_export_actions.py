"""Writes questions to a PCT to a file: a workbook, or a page where the name ends in .html."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from areateam.catalogue.catalogue import Catalogue
from areateam.core.dates import format_date
from areateam.core.queries import QueryLine
from areateam.exports.query_page import Change, PageAbout, write_query_page
from areateam.exports.query_sheet import write_query_sheet
from areateam.organisations.organisation_views import own_area_team

__all__ = ["Change", "write_query"]


def write_query(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    day: date,
    lines: Iterable[QueryLine],
    path: Path,
    *,
    about: str = "",
    counts: Sequence[tuple[str, int]] = (),
    changes: Sequence[Change] = (),
    changes_in_all: int = 0,
) -> int:
    """Write the lines and return how many there were.

    `about` names the file or list they are of; `counts` and `changes` stand on the page alone.
    Raises as `write_query_sheet` and `write_query_page` do.
    """
    name = own_area_team(connection)[1] or "the area team"
    asked_by = f"Asked by {name} on {format_date(day.isoformat())}"
    pcts = {body.code: body.name for body in catalogue.directory.of_kind("pct", day)}
    if path.suffix.lower() in (".html", ".htm"):
        title = f"Questions about {about or 'your list'}"
        page = PageAbout(title, asked_by, counts, changes, changes_in_all)
        return write_query_page(path, lines, pcts, page)
    return write_query_sheet(path, lines, pcts, asked_by=asked_by)
