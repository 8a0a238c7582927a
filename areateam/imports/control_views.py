"""Reads the control totals of an import and reconciles them with what landed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.imports.control_rules import (
    MEASURES,
    WHY_WORDS,
    Explained,
    Reconciliation,
    Stated,
    explain_line,
    read_control,
    told_of,
)
from areateam.imports.statements import live_batches

__all__ = [
    "MEASURES",
    "WHY_WORDS",
    "Reconciliation",
    "control_totals",
    "measures_of",
    "read_control",
    "reconciliations",
    "told_of",
]

_REPEATED = ("key-repeated", "several-lines-one-record")


def control_totals(connection: sqlite3.Connection, batch: int) -> dict[str, int]:
    """The control totals of an import, by measure, in the order of the measures."""
    found = dict(
        connection.execute(
            "SELECT measure, amount FROM control_total WHERE batch = ?", (batch,)
        ).fetchall()
    )
    return {key: found[key] for key in MEASURES if key in found}


def measures_of(connection: sqlite3.Connection, batch: int) -> list[str]:
    """What can be reconciled of an import: its rows, and what its layout states."""
    kept = _kept(connection, batch)[2].get("amounts", {})
    return [key for key in MEASURES if key == "rows" or key in kept]


def reconciliations(connection: sqlite3.Connection, batch: int) -> list[Reconciliation]:
    """Each control total of an import against what landed; raises UserProblem("no-such-import").

    A total of something that the file does not state is explained by none of its lines.
    """
    lines, held_now, kept = _kept(connection, batch)
    names = _names(connection, batch)
    found = []
    for key, control in control_totals(connection, batch).items():
        if key == "rows":
            amounts: Mapping[str, Any] = {
                "landed": lines - held_now,
                "lines": [[line, 1, None] for line in names],
            }
        else:
            amounts = kept.get("amounts", {}).get(key, {"landed": 0, "lines": []})
        later = _later(connection, batch, key)
        landed = amounts["landed"] + sum(each.landed or 0 for each in later.values())
        explained = tuple(
            replaced(each, code=names.get(each.line, ("", "", ""))[1],
                    name=names.get(each.line, ("", "", ""))[2])
            for each in _explain(amounts["lines"], later, names)
        )  # fmt: skip
        found.append(Reconciliation(MEASURES[key], control, landed, explained))
    return found


def _explain(
    lines: list[list[Any]], later: Mapping[int, Stated], names: Mapping[int, tuple[str, str, str]]
) -> Iterator[Explained]:
    for row in lines:
        at_import = Stated(*row)
        held = names.get(at_import.line, ("", "", ""))[0]
        explained = explain_line(at_import, later.get(at_import.line), held)
        if explained is not None:
            yield explained


def _kept(connection: sqlite3.Connection, batch: int) -> tuple[int, int, dict[str, Any]]:
    """How many lines an import had, how many were held, and what it kept."""
    row = connection.execute(
        "SELECT lines, doubtful + rejected, settings FROM batch WHERE id = ?", (batch,)
    ).fetchone()
    if row is None:
        raise UserProblem("no-such-import", ref=f"B{batch}")
    return int(row[0]), int(row[1]), json.loads(row[2])


def _names(connection: sqlite3.Connection, batch: int) -> dict[int, tuple[str, str, str]]:
    """By line, why it was held, and the code and name on it; lines that went in are not here."""
    found: dict[int, tuple[str, str, str]] = {}
    for line, outcome, code, name, codes in connection.execute(
        "SELECT h.line, h.outcome, coalesce(h.code, ''), coalesce(h.name, ''),"
        " (SELECT group_concat(f.code, ' ') FROM batch_finding AS f"
        "  WHERE f.batch_id = h.batch_id AND f.line = h.line AND f.weight <> 'note')"
        " FROM held_line AS h WHERE h.batch_id = ? ORDER BY h.line",
        (batch,),
    ):
        said = (codes or "").split()
        why = "doubtful" if outcome == "doubtful" else "refused"
        if "left-out" in said:
            why = "left-out"
        elif any(code in said for code in _REPEATED):
            why = "repeated"
        found[line] = (why, code, name)
    return found


def _later(connection: sqlite3.Connection, batch: int, measure: str) -> dict[int, Stated]:
    """By line, what waiting lines brought that were taken in later and still are."""
    found: dict[int, Stated] = {}
    live = set(live_batches(connection))
    rows = connection.execute(
        "SELECT id, settings FROM batch WHERE settings ->> 'part_of' = ?", (batch,)
    ).fetchall()
    for part, settings in rows:
        if part not in live:
            continue
        if measure == "rows":
            taken = connection.execute(
                "SELECT h.line FROM waiting_line AS w JOIN held_line AS h ON h.id = w.held"
                " WHERE h.batch_id = ? AND w.closed = 'taken-in'",
                (batch,),
            )
            found |= {line: Stated(line, 1, 1) for (line,) in taken}
            continue
        kept = json.loads(settings).get("amounts", {}).get(measure, {"lines": []})
        found |= {row[0]: Stated(*row) for row in kept["lines"]}
    return found
