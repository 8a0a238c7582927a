"""Keeps, replaces and removes views that people have given a name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from areateam.contracts.contract_filter import Filter
from areateam.contracts.contract_list import Sort
from areateam.contracts.contract_rows import SavedView
from areateam.contracts.saved_view_views import content_of, view_named
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


def save_view(
    write: Write,
    name: str,
    wanted: Filter,
    sort: Sort,
    columns: Mapping[str, Any],
    page: str = "contracts",
) -> int:
    """Keep a view under a name, in place of one of the same name, and return its number.

    Raises UserProblem("name-missing").
    """
    name = " ".join(name.split())
    if not name:
        raise UserProblem("name-missing")
    content = json.dumps(content_of(wanted, sort, columns), ensure_ascii=False, sort_keys=True)
    view = view_named(write.connection, page, name)
    if view is None:
        return write.insert(SavedView, page=page, name=name, content=content)
    write.amend(SavedView, view, content=content)
    return view


def remove_view(write: Write, view: int) -> None:
    """Remove a view; UserProblem("unknown-record") where there is none of that number."""
    if not write.remove(SavedView, view):
        raise UserProblem("unknown-record", ref=str(view))
