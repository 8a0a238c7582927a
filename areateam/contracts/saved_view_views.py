"""Reads the views that people keep by name: what narrows a list, its columns and its order."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.contracts.contract_filter import Condition, Filter
from areateam.contracts.contract_list import ContractList, Sort
from areateam.core.columns import Column
from areateam.core.problems import UserProblem

OPERATORS = frozenset({"in", "=", "!=", "<", "<=", ">", ">=", "~"})


class SavedView(msgspec.Struct, frozen=True):
    """A view as it was kept; `columns` is the list's own note of its columns, by whatever key."""

    id: int
    page: str
    name: str
    filter: Filter
    sort: Sort
    columns: Mapping[str, Any]


def saved_views(connection: sqlite3.Connection, page: str = "contracts") -> tuple[SavedView, ...]:
    """The views kept for a page, in the order of their names."""
    rows = connection.execute(
        "SELECT id, page, name, content FROM saved_view WHERE page = ?"
        " ORDER BY name COLLATE NOCASE, id",
        (page,),
    ).fetchall()
    return tuple(_view(*row) for row in rows)


def saved_view(connection: sqlite3.Connection, view: int) -> SavedView:
    """One view; UserProblem("unknown-record") where there is none of that number."""
    row = connection.execute(
        "SELECT id, page, name, content FROM saved_view WHERE id = ?", (view,)
    ).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=str(view))
    return _view(*row)


def view_named(connection: sqlite3.Connection, page: str, name: str) -> int | None:
    """The view of that name on a page, however it is written; None where there is none."""
    row = connection.execute(
        "SELECT id FROM saved_view WHERE page = ? AND name = ? COLLATE NOCASE", (page, name)
    ).fetchone()
    return int(row[0]) if row else None


def counted_views(
    connection: sqlite3.Connection, catalogue: Catalogue, day: date
) -> tuple[tuple[SavedView, int], ...]:
    """The views of the contract list, each with how many contracts it leaves on a day."""
    every = contract_columns(catalogue, day)
    views = (fitting(view, every) for view in saved_views(connection))
    return tuple(
        (view, ContractList(connection, every, (), view.filter, view.sort).count())
        for view in views
    )


def fitting(view: SavedView, every: tuple[Column, ...]) -> SavedView:
    """The view less what a list with these columns knows nothing of, such as a retired field."""
    known = columns_by_key(every)
    conditions = tuple(c for c in view.filter.conditions if c.key in known)
    sort = view.sort if view.sort.key in known and known[view.sort.key].sort else Sort()
    return SavedView(
        view.id, view.page, view.name, Filter(conditions, view.filter.text), sort, view.columns
    )


def content_of(wanted: Filter, sort: Sort, columns: Mapping[str, Any]) -> dict[str, Any]:
    """What a view is kept as: plain lists, words and numbers."""
    return {
        "where": [[c.key, c.operator, list(c.values)] for c in wanted.conditions],
        "text": wanted.text,
        "sort": [sort.key, sort.descending],
        "columns": dict(columns),
    }


def _view(record: int, page: str, name: str, content: str) -> SavedView:
    kept = json.loads(content)
    conditions = tuple(
        Condition(str(key), str(operator), tuple(values))
        for key, operator, values in kept.get("where", ())
        if operator in OPERATORS and values
    )
    key, descending = kept.get("sort", ("name", False))
    return SavedView(
        id=record,
        page=page,
        name=name,
        filter=Filter(conditions, str(kept.get("text", ""))),
        sort=Sort(str(key), bool(descending)),
        columns=kept.get("columns", {}),
    )
