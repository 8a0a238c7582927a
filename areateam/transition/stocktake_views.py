"""The stocktake as a list: every contract with its profile, and totals that agree."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import contract_columns
from areateam.contracts.contract_facet_views import FacetCube, read_cube
from areateam.contracts.contract_filter import Filter
from areateam.contracts.contract_list import ListTable, RecordList, Sort
from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from areateam.transition.stocktake_rules import FIELDS, StocktakeStage

STOCKTAKE = ListTable(
    "contract",
    ("c.name", "c.contract_no", "c.ods_code"),
    {
        "p": "LEFT JOIN person p ON p.id = c.manager_id",
        "s": "LEFT JOIN site s ON s.id = c.site_id",
        "k": "LEFT JOIN stocktake_line k ON k.contract_id = c.id",
    },
    Sort("name"),
)
"""The contracts with their profile."""

FACETS = ("stage", "group_key", "pct_code", "signed_copy", "parties_right", "manager")
"""The columns that the stocktake is narrowed by."""

FIRST_SHOWN = ("stage", "name", "signed_copy", "end_date", "transfer_risk")
WHERE_ROOM = ("group_key", "pct_code", "annual_value", "document_score", "open_cases")
_FROM_REGISTER = (
    "contract_no", "name", "group_key", "contract_type", "pct_code", "manager", "signed_copy",
    "end_date", "annual_value", "notice_months",
)  # fmt: skip
_WIDTHS = {"stage": 92, "name": 172, "transfer_risk": 104, "document_score": 92, "open_cases": 84}
_STAGE = f"coalesce(k.stage, '{StocktakeStage.STOCKTAKE}')"
_RISK = "coalesce(k.likelihood * k.impact, c.risk_score)"
_CASES = "(SELECT count(*) FROM case_file f WHERE f.contract_id = c.id AND f.closed_on IS NULL)"


def stocktake_columns(catalogue: Catalogue, day: date) -> tuple[Column, ...]:
    """Every column of the stocktake: its own, and what the register knows of the contract."""
    known = {column.key: column for column in contract_columns(catalogue, day)}
    own = [_column(field, f"k.{field.column}") for field in FIELDS if field.key != "stage"]
    stage = next(field for field in FIELDS if field.key == "stage")
    return (
        _column(stage, _STAGE),
        *(known[key] for key in _FROM_REGISTER if key in known),
        _column(Field("transfer_risk", "Transfer risk", Kind.INTEGER, editable=False), _RISK),
        _column(Field("open_cases", "Open cases", Kind.INTEGER, editable=False), _CASES),
        *own,
    )


def _column(field: Field, sql: str) -> Column:
    return Column(field, sql, sql, _WIDTHS.get(field.key, 104), field.key in FIRST_SHOWN)


def stocktake_list(
    connection: sqlite3.Connection,
    every: tuple[Column, ...],
    shown: Sequence[Column],
    wanted: Filter | None = None,
    sort: Sort | None = None,
    *,
    read: Collection[str] | None = None,
) -> RecordList:
    """One reading of the stocktake; see `RecordList`."""
    return RecordList(connection, STOCKTAKE, every, shown, wanted, sort, read=read)


def stocktake_of(
    connection: sqlite3.Connection, every: tuple[Column, ...], contract: int
) -> tuple[Any, ...] | None:
    """The stored value of each column for one contract; None where there is none of that id."""
    shown = ", ".join(column.sql for column in every)
    row: tuple[Any, ...] | None = connection.execute(
        f"SELECT {shown} FROM {STOCKTAKE.source(shown)} WHERE c.id = ?", (contract,)
    ).fetchone()
    return row


def read_stocktake_cube(
    connection: sqlite3.Connection, every: tuple[Column, ...], wanted: Filter
) -> FacetCube:
    """The cube of the contracts that the filter's text and free conditions leave, with pence."""
    sums = ("total(c.annual_value_pence)", "total(k.spend_traced_pence)")
    return read_cube(connection, STOCKTAKE, every, wanted, FACETS, sums)


class StageTotal(msgspec.Struct, frozen=True):
    """The contracts of one stage, what they are worth in a year, and what was traced to them."""

    stage: StocktakeStage
    contracts: int
    value_pence: int
    traced_pence: int


class StocktakeTotals(msgspec.Struct, frozen=True):
    """The stages of a place's contracts, held against the register itself.

    `register_contracts` and `register_pence` are counted from the contracts alone.
    """

    stages: tuple[StageTotal, ...]
    register_contracts: int
    register_pence: int

    @property
    def agrees(self) -> bool:
        """Whether the stages add up to the register."""
        contracts = sum(stage.contracts for stage in self.stages)
        pence = sum(stage.value_pence for stage in self.stages)
        return (contracts, pence) == (self.register_contracts, self.register_pence)


def stocktake_totals(connection: sqlite3.Connection, pct: str = "") -> StocktakeTotals:
    """The totals by stage of one PCT's contracts, or of all."""
    rows = {
        row[0]: row[1:]
        for row in connection.execute(
            f"SELECT {_STAGE}, count(*), total(c.annual_value_pence), total(k.spend_traced_pence)"
            " FROM contract c LEFT JOIN stocktake_line k ON k.contract_id = c.id"
            " WHERE ? IN ('', c.pct_code) GROUP BY 1",
            (pct,),
        )
    }
    contracts, pence = connection.execute(
        "SELECT count(*), total(annual_value_pence) FROM contract WHERE ? IN ('', pct_code)", (pct,)
    ).fetchone()
    stages = tuple(
        StageTotal(stage, *(int(each) for each in rows.get(stage.value, (0, 0, 0))))
        for stage in StocktakeStage
    )
    return StocktakeTotals(stages, contracts, int(pence))
