"""Cases by stage: how many stand in each, and the cards of one in their order."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from areateam.cases.case_list_views import CASES
from areateam.cases.case_rules import Phase
from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import columns_by_key
from areateam.contracts.contract_filter import Condition, Filter, filter_sql
from areateam.core.columns import Column
from areateam.core.copies import replaced
from areateam.core.fields import Value

PHASE, STAGE = "phase", "stage"


class BoardColumn(msgspec.Struct, frozen=True):
    """One stage: its value in the column that the board is laid out by, and how many are in it."""

    value: Value
    title: str
    count: int


class BoardCard(msgspec.Struct, frozen=True):
    """A case on the board: its title, contractor, next step, the day it is due, how it stands."""

    id: int
    title: str
    name: str
    step: str
    due: str | None
    standing: str | None
    manager: str


def board_columns(
    connection: sqlite3.Connection,
    every: tuple[Column, ...],
    catalogue: Catalogue,
    wanted: Filter,
    procedure: str = "",
) -> tuple[BoardColumn, ...]:
    """The stages of a procedure, or the phases that all have in common, with their counts.

    With a procedure only its own cases count; those with no step left stand in a last column.
    """
    if not procedure:
        counts = _counts(connection, every, wanted, PHASE)
        return tuple(
            BoardColumn(phase.value, phase.value.capitalize(), counts.get(phase.value, 0))
            for phase in Phase
        )
    held = wanted.choosing("procedure", (procedure,))
    counts = _counts(connection, every, held, STAGE)
    stages = catalogue.procedures.named(procedure).stage
    columns = [BoardColumn(spec.key, spec.label, counts.get(spec.key, 0)) for spec in stages]
    return (*columns, BoardColumn(None, "All steps done", counts.get(None, 0)))


def _counts(
    connection: sqlite3.Connection, every: tuple[Column, ...], wanted: Filter, key: str
) -> dict[Value, int]:
    known = columns_by_key(every)
    where, values = filter_sql(known, wanted, CASES.text)
    sql = known[key].sql
    rows = connection.execute(
        f"SELECT {sql}, count(*) FROM {CASES.source(where, sql)} WHERE {where} GROUP BY 1", values
    )
    return dict(rows.fetchall())


def board_ids(
    connection: sqlite3.Connection,
    every: tuple[Column, ...],
    wanted: Filter,
    value: Value,
    procedure: str = "",
) -> list[int]:
    """The cases of one column, the earliest day first; those with none due come last."""
    key = STAGE if procedure else PHASE
    held = wanted.choosing("procedure", (procedure,)) if procedure else wanted
    # A stage chosen among the facets holds beside the column's own.
    narrowed = replaced(held, conditions=(*held.conditions, Condition(key, "in", (value,))))
    known = columns_by_key(every)
    where, values = filter_sql(known, narrowed, CASES.text)
    rows = connection.execute(
        f"SELECT c.id FROM {CASES.source(where)} WHERE {where}"
        " ORDER BY c.next_due IS NULL, c.next_due, c.id",
        values,
    )
    return [record for (record,) in rows]


def board_cards(
    connection: sqlite3.Connection, every: tuple[Column, ...], ids: Sequence[int]
) -> list[BoardCard]:
    """The cards of these cases, in the order given; of one removed since, none."""
    known = columns_by_key(every)
    keys = ("title", "name", "next_step", "next_due", "standing", "manager")
    shown = ", ".join(known[key].sql for key in keys)
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        f"SELECT c.id, {shown} FROM {CASES.source(shown)} WHERE c.id IN ({marks})", list(ids)
    )
    found = {
        row[0]: BoardCard(row[0], row[1], row[2], row[3] or "", row[4], row[5], row[6] or "")
        for row in rows
    }
    return [found[record] for record in ids if record in found]
