"""Writes what a hand-over gives out: the task list, the stocktake, papers, evidence."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_list import ListAsked
from areateam.exports.export_file import export_file
from areateam.exports.list_export import export_list
from areateam.transition.evidence_views import evidence_bytes
from areateam.transition.signature_file_views import Bundle, bundle_bytes
from areateam.transition.stocktake_views import stocktake_columns, stocktake_list
from areateam.transition.task_list_views import TaskLists, task_columns
from areateam.transition.transition_views import task_ref


def export_tasks(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    day: date,
    path: Path,
    asked: ListAsked,
) -> int:
    """Write the columns of the tasks that a filter leaves; see `export_list`."""
    every = task_columns()
    lists = TaskLists(lambda reader: rulebook(reader, catalogue, day))
    columns = asked.columns(every)
    listed = lists.make(connection, every, columns, asked.wanted, asked.sort)
    return export_list(listed, day, path, "Tasks", task_ref, asked)


def export_stocktake(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    day: date,
    path: Path,
    asked: ListAsked,
) -> int:
    """Write the columns of the stocktake that a filter leaves; see `export_list`."""
    every = stocktake_columns(catalogue, day)
    columns = asked.columns(every)
    listed = stocktake_list(connection, every, columns, asked.wanted, asked.sort)
    return export_list(listed, day, path, "Stocktake", lambda record: f"C{record}", asked)


def save_evidence(connection: sqlite3.Connection, evidence: int, path: Path) -> Path:
    """Write the bytes of a task's document to a file, and return its path.

    Raises UserProblem("document-unknown") and what `export_file` raises.
    """
    _, content = evidence_bytes(connection, evidence)
    with export_file(path) as temporary:
        temporary.write_bytes(content)
    return path


def write_paper(path: Path, html: str) -> None:
    """Write a page of HTML whole or not at all; raises as `export_file` does."""
    with export_file(path) as temporary:
        temporary.write_bytes(html.encode("utf-8", "replace"))


def write_signatures(path: Path, bundle: Bundle) -> None:
    """Write a file of signatures whole or not at all; raises as `export_file` does."""
    with export_file(path) as temporary:
        temporary.write_bytes(bundle_bytes(bundle))
