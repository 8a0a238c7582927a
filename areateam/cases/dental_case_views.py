"""Which dental contracts ask for a mid-year or a year-end case, and over how much."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import types_with_mid_year
from areateam.contracts.dental_rules import MidYear, YearEnd, mid_year, year_end
from areateam.core.amounts import format_decimal, format_money

MID_YEAR, YEAR_END = "mid-year", "year-end"
"""The proposals, by which a procedure says that it is theirs."""


@dataclass(frozen=True, slots=True)
class DentalProposal:
    """A contract that asks for a case, why, and the sum in pence; None where it cannot be said.

    `share` is in hundredths of a per cent. `case` is the open case of the same procedure that
    the contract already has.
    """

    contract: int
    number: str
    name: str
    pct: str
    manager: int | None
    share: int
    sentence: str
    value_pence: int | None
    case: int | None


def mid_year_proposals(
    connection: sqlite3.Connection, catalogue: Catalogue, day: date
) -> list[DentalProposal]:
    """The contracts under 30% at 30 September, those furthest below first.

    GDS and PDS Regulations 2005 Sch 3 paras 58 and 59(3), as `dental_rules.mid_year`: strictly
    under, compared before any rounding.
    """
    found = []
    for row in _rows(connection, catalogue, MID_YEAR):
        half = mid_year(row["owed"], row["half"], row["price"], row["value"], day)
        if half and half.triggered:
            found.append(_proposal(row, half.share, _mid_year_words(half), half.ceiling))
    return sorted(found, key=lambda p: (p.share, p.contract))


def year_end_proposals(
    connection: sqlite3.Connection, catalogue: Catalogue
) -> list[DentalProposal]:
    """The contracts from whose year something follows, those furthest below first.

    GDS Regulations 2005 reg 19, PDS Regulations 2005 reg 15, as `dental_rules.year_end`. The sum
    is what is to be repaid.
    """
    found = []
    for row in _rows(connection, catalogue, YEAR_END):
        year = year_end(row["owed"], row["year"], row["price"], carried_in=row["carried"] or 0)
        if year and (year.carried or year.repaid or year.lost):
            found.append(_proposal(row, year.share, _year_end_words(year), year.repaid_pence))
    return sorted(found, key=lambda p: (p.share, p.contract))


def _rows(
    connection: sqlite3.Connection, catalogue: Catalogue, proposal: str
) -> list[dict[str, Any]]:
    procedure = catalogue.procedures.proposed_by(proposal).key
    types = types_with_mid_year(catalogue)
    marks = ", ".join("?" * len(types))
    cursor = connection.execute(
        "SELECT c.id AS contract, coalesce(c.contract_no, c.ods_code, '') AS number, c.name,"
        " coalesce(c.pct_code, '') AS pct, c.manager_id AS manager,"
        " c.terms ->> '$.uda_contracted' AS owed, c.terms ->> '$.uda_value_gbp' AS price,"
        " c.terms ->> '$.uda_delivered_h1' AS half, c.terms ->> '$.uda_delivered_year' AS year,"
        " c.terms ->> '$.carry_in_units' AS carried, c.annual_value_pence AS value,"
        " (SELECT min(f.id) FROM case_file f WHERE f.contract_id = c.id"
        "  AND f.procedure_key = ? AND f.closed_on IS NULL) AS open_case"
        f" FROM contract c WHERE c.contract_type IN ({marks}) AND c.terminated_on IS NULL",
        (procedure, *types),
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _proposal(row: dict[str, Any], share: int, words: str, pence: int | None) -> DentalProposal:
    return DentalProposal(
        contract=row["contract"],
        number=row["number"],
        name=row["name"],
        pct=row["pct"],
        manager=row["manager"],
        share=share,
        sentence=words,
        value_pence=pence,
        case=row["open_case"],
    )


def _mid_year_words(half: MidYear) -> str:
    most = f"; at most {format_money(half.ceiling)} may be withheld" if half.ceiling else ""
    return (
        f"{_units(half.delivered)} of {_units(half.contracted)} units by 30 September,"
        f" {_percent(half.share)}: {_units(half.short)} below 30%{most}"
    )


def _year_end_words(year: YearEnd) -> str:
    share = _percent(year.share)
    if year.repaid:
        money = f", {format_money(year.repaid_pence)}" if year.repaid_pence is not None else ""
        return f"{share} of the year's units: {_units(year.repaid)} units are to be repaid{money}"
    if year.carried > 0:
        return f"{share} of the year's units: {_units(year.carried)} units go into the next year"
    lost = f", {_units(year.lost)} beyond 102% do not count" if year.lost else ""
    return f"{share} of the year's units: {_units(-year.carried)} units count next year{lost}"


def _units(hundredths: int) -> str:
    return format_decimal(hundredths, 2).removesuffix(".00")


def _percent(share: int) -> str:
    return f"{format_decimal(share, 2)}%"
