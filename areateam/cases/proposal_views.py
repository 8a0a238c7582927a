"""Which contracts ask for a case by their own figures, why, and over how much."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

import msgspec

from areateam.cases.rulebook_views import definitions
from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import types_with_mid_year
from areateam.contracts.dental_rules import (
    MidYear,
    Stream,
    YearEnd,
    half_streams,
    repaid_in_all,
    year_streams,
)
from areateam.contracts.pharmacy_hours_rules import HUNDRED, core_hours
from areateam.core.amounts import format_decimal, format_money

MID_YEAR, YEAR_END, HOURS, REVIEWS = "mid-year", "year-end", "hours", "reviews"
"""The proposals, by which a procedure says that it is theirs."""
LABELS: Mapping[str, str] = {
    MID_YEAR: "Dental under 30% at mid-year",
    YEAR_END: "Dental year end",
    HOURS: "Pharmacies under their core hours",
    REVIEWS: "Pharmacies over their medicines use reviews",
}
_MOST_REVIEWS = "PH-25"


class Proposal(msgspec.Struct, frozen=True):
    """A contract that asks for a case, why, and the sum in pence; None where it cannot be said.

    `order` puts the worst first. `case` is the open case of the same procedure that the contract
    already has.
    """

    contract: int
    number: str
    name: str
    pct: str
    manager: int | None
    sentence: str
    value_pence: int | None
    order: Fraction
    case: int | None


class _Line(msgspec.Struct, frozen=True):
    """A contract as the proposals look at it."""

    contract: int
    number: str
    name: str
    pct: str
    manager: int | None
    kind: str
    value: int | None
    terms: Mapping[str, int | str]
    case: int | None

    @property
    def numbers(self) -> dict[str, int]:
        return {key: value for key, value in self.terms.items() if isinstance(value, int)}


_Why = tuple[str, int | None, Fraction]
"""The sentence, the sum and the place in the order of a contract that asks for a case."""


def proposals(
    connection: sqlite3.Connection, catalogue: Catalogue, day: date, kind: str
) -> list[Proposal]:
    """The contracts that ask for a case of a kind, a key of `LABELS`; the worst first.

    Numbers of rules are those of the office where it set its own.

    Mid-year: strictly under 30% at 30 September (GDS and PDS Regulations 2005 Sch 3 paras 58 and
    59(3)). Year end: what is carried or repaid (GDS Regulations 2005 reg 19, PDS Regulations 2005
    reg 15, the national year-end policy). Hours: core hours under those owed (SI 2012/1909 and
    SI 2013/349 Sch 4 para 23, reg 65). Reviews: more than are paid for (2005/2013 Directions).
    """
    catalogue, why = definitions(connection, catalogue), _WHY[kind]
    found = []
    for line in _lines(connection, catalogue, kind):
        reason = why(line, catalogue, day)
        if reason is not None:
            words, pence, order = reason
            found.append(
                Proposal(
                    line.contract, line.number, line.name, line.pct, line.manager, words, pence,
                    order, line.case,
                )
            )  # fmt: skip
    return sorted(found, key=lambda p: (p.order, p.contract))


def unread_hours(connection: sqlite3.Connection, catalogue: Catalogue, day: date) -> int:
    """How many pharmacies state core hours that cannot be added up, so that nothing is said."""
    catalogue = definitions(connection, catalogue)
    return sum(
        bool(line.terms.get("pharmacy_core_hours")) and _hours(line, catalogue, day) is None
        for line in _lines(connection, catalogue, HOURS)
    )


def _lines(connection: sqlite3.Connection, catalogue: Catalogue, kind: str) -> Iterator[_Line]:
    procedure = catalogue.procedures.proposed_by(kind).key
    types = (
        types_with_mid_year(catalogue)
        if kind in (MID_YEAR, YEAR_END)
        else tuple(key for key, spec in catalogue.types.items() if spec.core_hours)
    )
    marks = ", ".join("?" * len(types))
    rows = connection.execute(
        "SELECT c.id, coalesce(c.contract_no, c.ods_code, ''), c.name, coalesce(c.pct_code, ''),"
        " c.manager_id, c.contract_type, c.annual_value_pence, c.terms,"
        " (SELECT min(f.id) FROM case_file f WHERE f.contract_id = c.id"
        "  AND f.procedure_key = ? AND f.closed_on IS NULL)"
        f" FROM contract c WHERE c.contract_type IN ({marks}) AND c.terminated_on IS NULL",
        (procedure, *types),
    )
    for contract, number, name, pct, manager, key, value, terms, case in rows:
        known = json.loads(terms or "{}")
        yield _Line(contract, number, name, pct, manager, key, value, known, case)


def _mid_year(line: _Line, _: Catalogue, day: date) -> _Why | None:
    under = [pair for pair in half_streams(line.numbers, line.value, day) if pair[1].triggered]
    if not under:
        return None
    known = [half.ceiling for _, half in under if half.ceiling is not None]
    words = "; ".join(_mid_year_words(stream, half) for stream, half in under)
    least = min(Fraction(half.delivered, half.contracted) for _, half in under)
    return words, sum(known) if len(known) == len(under) else None, least


def _year_end(line: _Line, _: Catalogue, __: date) -> _Why | None:
    years = year_streams(line.numbers)
    told = [(stream, year) for stream, year in years if year.carried or year.repaid or year.lost]
    if not told:
        return None
    words = "; ".join(_year_end_words(stream, year) for stream, year in told)
    return words, repaid_in_all(y for _, y in told), Fraction(min(y.share for _, y in told))


def _hours(line: _Line, catalogue: Catalogue, day: date) -> _Why | None:
    """None where the hours are unreadable too; an order of nought where they are enough."""
    key = HUNDRED if line.terms.get("hundred_hours") else catalogue.types[line.kind].core_hours
    rule = catalogue.clock_rules.on(key, day)
    found = core_hours(str(line.terms.get("pharmacy_core_hours") or ""), rule)
    if found is None:
        return None
    words = (
        f"{_number(found.core)} core hours a week of the {_number(found.owed)} owed,"
        f" {_number(found.short)} short ({rule.regulation})"
    )
    return words, None, -found.short


def _short_hours(line: _Line, catalogue: Catalogue, day: date) -> _Why | None:
    found = _hours(line, catalogue, day)
    return found if found and found[2] < 0 else None


def _reviews(line: _Line, catalogue: Catalogue, day: date) -> _Why | None:
    done = line.numbers.get("mur_count_year")
    rule = catalogue.clock_rules.on(_MOST_REVIEWS, day)
    if done is None or rule.is_met_by(done):
        return None
    over = done - int(rule.number)
    words = f"{done:,} medicines use reviews, {over:,} more than the {rule.number} that are paid"
    return f"{words} for in a year ({rule.regulation})", None, Fraction(-over)


_WHY: Mapping[str, Callable[[_Line, Catalogue, date], _Why | None]] = {
    MID_YEAR: _mid_year,
    YEAR_END: _year_end,
    HOURS: _short_hours,
    REVIEWS: _reviews,
}


def _mid_year_words(stream: Stream, half: MidYear) -> str:
    return (
        f"{_units(half.delivered)} of {_units(half.contracted)} {stream.label} by 30 September,"
        f" {_percent(half.share)}: {_units(half.short)} below 30%"
    )


def _year_end_words(stream: Stream, year: YearEnd) -> str:
    share = f"{_percent(year.share)} of the year\u2019s {stream.label}"
    if year.repaid:
        money = f", {format_money(year.repaid_pence)}" if year.repaid_pence is not None else ""
        return f"{share}: {_units(year.repaid)} are to be repaid{money}"
    if year.carried > 0:
        return f"{share}: {_units(year.carried)} go into the next year"
    if not stream.carries:
        return f"{share}: {_units(year.lost)} beyond 100% do not count"
    lost = f", {_units(year.lost)} beyond 102% do not count" if year.lost else ""
    return f"{share}: {_units(-year.carried)} count next year{lost}"


def _units(hundredths: int) -> str:
    return format_decimal(hundredths, 2).removesuffix(".00")


def _number(hours: Fraction) -> str:
    return f"{float(hours):.2f}".rstrip("0").rstrip(".")


def _percent(share: int) -> str:
    return f"{format_decimal(share, 2)}%"
