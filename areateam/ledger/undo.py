"""Undo and redo of any operation, across restarts, refused where later work would be lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from areateam.core.problems import UserProblem
from areateam.ledger.clashes import Clash, clashes
from areateam.ledger.ledger import Ledger, Write, Written
from areateam.ledger.revert import lost_records, revert

__all__ = [
    "Clash",
    "Standing",
    "clashes",
    "next_redo",
    "next_undo",
    "redo",
    "standings",
    "undo",
]

_STANDINGS = (
    "SELECT b.id, b.label,"
    " (SELECT max(u.id) FROM operation u WHERE u.undoes = b.id),"
    " (SELECT max(r.id) FROM operation r WHERE r.redoes = b.id)"
    " FROM operation b WHERE b.undoes IS NULL AND b.redoes IS NULL"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """An operation that a person made, and whether it is in force.

    `effective` is the operation whose journal holds its present effect: itself or its last redo;
    `undone_by` the operation that last undid it.
    """

    operation: int
    label: str
    live: bool
    effective: int
    undone_by: int | None


def standings(connection: sqlite3.Connection) -> list[Standing]:
    """Every operation that is not itself an undo or redo, oldest first."""
    return [_standing(*row) for row in connection.execute(f"{_STANDINGS} ORDER BY b.id")]


def standing_of(connection: sqlite3.Connection, operation: int) -> Standing | None:
    """The standing of one operation; None where there is none, or it is an undo or redo."""
    row = connection.execute(f"{_STANDINGS} AND b.id = ?", (operation,)).fetchone()
    return _standing(*row) if row else None


def next_undo(connection: sqlite3.Connection) -> Standing | None:
    """The operation that an undo without a name would take back; the first one made stands."""
    row = connection.execute(
        "SELECT coalesce(x.redoes, x.id) AS base FROM operation x"
        " WHERE x.undoes IS NULL AND base > 1 AND NOT EXISTS (SELECT 1 FROM operation l"
        "  WHERE (l.undoes = base OR l.redoes = base) AND l.id > x.id)"
        " ORDER BY x.id DESC LIMIT 1"
    ).fetchone()
    return standing_of(connection, row[0]) if row else None


def next_redo(connection: sqlite3.Connection) -> Standing | None:
    """The operation last undone, unless something new was done since."""
    row = connection.execute(
        "SELECT x.undoes FROM operation x WHERE x.undoes IS NOT NULL AND x.id > ("
        "  SELECT n.id FROM operation n WHERE n.undoes IS NULL AND n.redoes IS NULL"
        "  ORDER BY n.id DESC LIMIT 1)"
        " AND NOT EXISTS (SELECT 1 FROM operation l"
        "  WHERE (l.undoes = x.undoes OR l.redoes = x.undoes) AND l.id > x.id)"
        " ORDER BY x.id DESC LIMIT 1"
    ).fetchone()
    return standing_of(connection, row[0]) if row else None


def undo(ledger: Ledger, operation: int | None = None) -> Written[Standing]:
    """Take an operation back, the last one if none is named.

    Raises UserProblem: nothing-to-undo, undo-not-live, undo-of-undo, undo-in-use,
    unknown-operation, or undo-blocked with the clashes.
    """
    connection = ledger.store.connection
    standing = next_undo(connection) if operation is None else _named(connection, operation)
    if standing is None or standing.operation == 1:
        raise UserProblem("nothing-to-undo")
    if not standing.live:
        raise UserProblem("undo-not-live", label=standing.label)
    return _take_back(ledger, "Undo", standing, standing.effective)


def redo(ledger: Ledger, operation: int | None = None) -> Written[Standing]:
    """Bring an undone operation back, the last one if none is named.

    Raises UserProblem: nothing-to-redo, redo-not-undone, redo-records-gone, undo-in-use,
    unknown-operation, or undo-blocked with the clashes.
    """
    connection = ledger.store.connection
    standing = next_redo(connection) if operation is None else _named(connection, operation)
    if standing is None:
        raise UserProblem("nothing-to-redo")
    if standing.live or standing.undone_by is None:
        raise UserProblem("redo-not-undone", label=standing.label)
    if lost_records(connection, ledger.kinds, standing.undone_by):
        raise UserProblem("redo-records-gone", label=standing.label)
    return _take_back(ledger, "Redo", standing, standing.undone_by)


def _take_back(ledger: Ledger, verb: str, standing: Standing, reverted: int) -> Written[Standing]:
    """Revert one operation in a write of its own; `reverted` is an undo where `verb` is Redo."""
    base = standing.operation
    found, records = clashes(ledger.store.connection, ledger.kinds, reverted, base)
    if found:
        raise UserProblem("undo-blocked", label=standing.label, clashes=found, count=records)

    def act(write: Write) -> Standing:
        revert(write, ledger.kinds, reverted)
        return standing

    names: dict[str, int] = {"undoes" if verb == "Undo" else "redoes": base}
    return _guarded(ledger, f"{verb}: {standing.label}", act, standing, names)


def _guarded(
    ledger: Ledger,
    label: str,
    act: Callable[[Write], Standing],
    standing: Standing,
    names: dict[str, int],
) -> Written[Standing]:
    try:
        return ledger.write(
            label,
            act,
            even_if_empty=True,
            undoes=names.get("undoes"),
            redoes=names.get("redoes"),
        )
    except sqlite3.IntegrityError as error:
        # A record made by this operation is in use by a later one, or its key is taken.
        raise UserProblem("undo-in-use", label=standing.label, detail=str(error)) from error


def _named(connection: sqlite3.Connection, operation: int) -> Standing:
    """The standing of a named operation; of a redo, that of the operation it brought back."""
    row = connection.execute(
        "SELECT label, undoes, redoes FROM operation WHERE id = ?", (operation,)
    ).fetchone()
    if row is None:
        raise UserProblem("unknown-operation", operation=operation)
    label, undoes, redoes = row
    if undoes is not None:
        raise UserProblem("undo-of-undo", label=label)
    standing = standing_of(connection, redoes or operation)
    if standing is None:
        raise UserProblem("unknown-operation", operation=operation)
    return standing


def _standing(operation: int, label: str, undone: int | None, redone: int | None) -> Standing:
    return Standing(
        operation=operation,
        label=label,
        live=undone is None or (redone or 0) > undone,
        effective=redone or operation,
        undone_by=undone,
    )
