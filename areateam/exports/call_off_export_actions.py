"""Writes a call-off to a file as open contracting data."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from areateam.calloffs.call_off_views import CallOffBook, call_off
from areateam.calloffs.paper_views import papers_of
from areateam.exports.call_off_release import Publisher, release
from areateam.exports.export_file import export_file
from areateam.organisations.organisation_views import own_area_team


def release_of(
    connection: sqlite3.Connection, book: CallOffBook, number: int, prefix: str = ""
) -> dict[str, Any]:
    """The release of a call-off, published by the area team under a registered prefix, if any.

    UserProblem("unknown-record").
    """
    view = call_off(connection, book, number)
    publisher = Publisher(*own_area_team(connection), prefix.strip())
    return release(view, book, papers_of(connection, number), publisher)


def package_of(
    connection: sqlite3.Connection, book: CallOffBook, numbers: Iterable[int], prefix: str = ""
) -> dict[str, Any]:
    """The releases of call-offs as one release package, published on the day of the book.

    Its `uri` is a name and no address, because a register is on no server.
    """
    code, name = own_area_team(connection)
    day = book.today.isoformat()
    return {
        "uri": uuid5(NAMESPACE_OID, f"{prefix}{code} {day}").urn,
        "version": "1.1",
        "publishedDate": f"{day}T00:00:00Z",
        "publisher": {"name": name or code or "Area team"},
        "releases": [release_of(connection, book, number, prefix) for number in numbers],
    }


def write_document(document: dict[str, Any], path: Path) -> None:
    """Write a release or a package; raises as `export_file`."""
    with export_file(path) as temporary:
        words = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)
        temporary.write_text(f"{words}\n", encoding="utf-8", newline="\n")


def export_release(
    connection: sqlite3.Connection, book: CallOffBook, number: int, path: Path, prefix: str = ""
) -> Path:
    """Write the release of a call-off, and return the path; raises as both that it calls."""
    write_document(release_of(connection, book, number, prefix), path)
    return path
