"""Counts where dental contracts stand at mid-year."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import contract_columns, types_with_mid_year
from areateam.contracts.contract_facet_views import read_contract_cube
from areateam.contracts.contract_filter import Condition, Filter
from areateam.contracts.contract_rules import mid_year_sql

_TRIGGER = "midyear_trigger"


class MidYearStanding(msgspec.Struct, frozen=True):
    """How many contracts are under 30% at mid-year, of how many whose delivery is known.

    `withheld` is the most that may be withheld from them in pence; `unpriced` is how many of
    them have neither a price nor a value, so that the sum leaves them out.
    """

    under: int
    known: int
    withheld: int
    unpriced: int


def mid_year_standing(
    connection: sqlite3.Connection, catalogue: Catalogue, day: date, manager: str = ""
) -> MidYearStanding:
    """Where the contracts stand on a day; only those of one manager where one is named.

    GDS and PDS Regulations 2005 Sch 3 paras 58 and 59(3), as `contract_rules.mid_year_sql`.
    """
    every = contract_columns(catalogue, day)
    own = (Condition("manager", "=", (manager,)),) if manager else ()
    rules = mid_year_sql(types_with_mid_year(catalogue))
    cube = read_contract_cube(connection, every, Filter(own), rules, keys=(_TRIGGER,))
    under = [cell for cell in cube.cells if cell.values[0] == 1]
    return MidYearStanding(
        under=sum(cell.count for cell in under),
        known=sum(cell.count for cell in cube.cells if cell.values[0] is not None),
        withheld=sum(cell.sums[0] for cell in under),
        unpriced=sum(cell.count - cell.sums[1] for cell in under),
    )
