"""How the file of a past import was laid out, so that its lines can be read once more."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.dates import DateOrder
from areateam.core.problems import Problem, UserProblem
from areateam.imports.candidates import settings_of
from areateam.imports.contract_lists import profile_by_headers
from areateam.imports.mapping import Layover, lay_over
from areateam.imports.profiles import Profile, load_profiles
from areateam.imports.reader import FileShape


class BatchLayout(msgspec.Struct, frozen=True):
    """What the file of a past import was and how it was read.

    `orders` is the order of day and month by staged column; `pct` what the person who imported
    said of every line.
    """

    batch: int
    shape: FileShape
    layover: Layover
    orders: Mapping[str, DateOrder]
    pct: str


def kept_layout(connection: sqlite3.Connection, layover: Layover, part_of: int) -> dict[str, Any]:
    """What a batch keeps of its file's layout; `stage` is attached."""
    row = connection.execute("SELECT value FROM stage.meta WHERE key = 'orders'").fetchone()
    kept = {
        "header": list(layover.header),
        "width": layover.width,
        "layout": msgspec.to_builtins(layover.profile),
        "orders": json.loads(row[0]) if row else {},
        **settings_of(layover),
    }
    return kept | ({"part_of": part_of} if part_of else {})


def batch_layout(connection: sqlite3.Connection, catalogue: Catalogue, batch: int) -> BatchLayout:
    """The layout of a past import.

    Raises UserProblem("batch-layout-gone") where the definitions have changed so far that the
    file can no longer be read.
    """
    row = connection.execute(
        "SELECT file, sha256, size, encoding, delimiter, profile, pct_code, settings FROM batch"
        " WHERE id = ?",
        (batch,),
    ).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=f"B{batch}")
    file, sha256, size, encoding, delimiter, profile_key, pct, settings = row
    kept = json.loads(settings)
    header = tuple(kept.get("header", ()))
    shape = FileShape(
        path=Path(file), sha256=sha256, size=size, kind="text" if encoding else "sheet",
        encoding=encoding, delimiter=delimiter, quoting=True, newline="\n", header_line=None,
        first_line=1, header=header, width=int(kept.get("width", len(header))),
    )  # fmt: skip
    try:
        code = catalogue.directory.code_from_words("pct", pct) if pct else None
        given = {"contract.pct_code": code} if code else {}
        profile = _profile_of(catalogue, kept, shape, profile_key, given)
        if not any(part.kind == "contract" for part in profile.parts):
            given = {}
        layover = lay_over(catalogue, profile, shape, given)
    except Problem as problem:
        raise UserProblem("batch-layout-gone", file=file) from problem
    orders = {slot: DateOrder(order) for slot, order in kept.get("orders", {}).items()}
    return BatchLayout(batch, shape, layover, orders, pct or "")


def _profile_of(
    catalogue: Catalogue,
    kept: Mapping[str, Any],
    shape: FileShape,
    key: str,
    given: Mapping[str, str],
) -> Profile:
    """The layout as it was kept; imports of earlier versions kept its name and their headings."""
    if "layout" in kept:
        return msgspec.convert(kept["layout"], Profile)
    known = load_profiles()
    if any(profile.key == key for profile in known.known):
        return known.named(key)
    columns = kept.get("columns", {})
    return profile_by_headers(catalogue, shape, (), columns, given.keys())[0]
