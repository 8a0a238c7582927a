"""What decides the next step with one contract, for the panel beside the list."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_facet_views import short_body_name
from areateam.contracts.contract_rules import Derived, Status
from areateam.contracts.contract_views import ContractRecord, SiteView, contract_record
from areateam.contracts.dental_rules import MidYear, mid_year
from areateam.core.dates import days_between, format_date
from areateam.core.fields import Value

MID_YEAR_PLACE = "Sch 3 para 58"
"""Where the GDS and the PDS Regulations 2005 both call for a review under 30%."""


class ContractPreview(msgspec.Struct, frozen=True):
    """One contract as at a day: its record, its mid-year and how far off its end is.

    `mid_year` is None where the type knows none or its units are not known. `days_left` counts
    to the last day, below nought once it has passed; None without an end.
    """

    record: ContractRecord
    mid_year: MidYear | None
    days_left: int | None

    @property
    def number(self) -> str:
        """What the contract is known by: its number, else its ODS code."""
        values = self.record.values
        return str(values.get("contract_no") or values.get("ods_code") or "")

    @property
    def place(self) -> str:
        """Its PCT as people say it: "5N6 Derbyshire County"; "" where none is stated."""
        code = self.record.values.get("pct_code")
        return f"{code} {short_body_name(self.record.pct_name)}" if code else ""

    @property
    def main_site(self) -> SiteView | None:
        """The site it is mainly done at."""
        return next((site for site in self.record.sites if site.main), None)

    @property
    def regulations(self) -> str:
        """The regulations in force for it on the day, by their short name."""
        rules = self.record.type.rules_on(self.record.day)
        return rules.short if rules else ""

    @property
    def status_reason(self) -> Derived:
        """The status with the fact that decides it."""
        return next(d for d in self.record.derived if d.key == "status")

    @property
    def to_act(self) -> tuple[Derived, ...]:
        """The dates by which somebody must act; none once it has ended or is decided."""
        done = self.record.status in (Status.ENDED, Status.TERMINATED, Status.NOTICE)
        if done or self.record.values.get("decision"):
            return ()
        return tuple(d for d in self.record.derived if d.key != "status")

    def withheld_sentence(self) -> str:
        """How the most that may be withheld was reached; "" where nothing may be."""
        found = self.mid_year
        if found is None or not found.triggered:
            return ""
        return (
            f"The annual value less the price of twice the {_units(found.delivered)} delivered by"
            f" {format_date(found.last.isoformat())}"
            f" ({self.regulations}, Sch 3 para 59(3))."
        )

    def mid_year_sentence(self) -> str:
        """What was delivered by mid-year and what would have been enough; "" where not known."""
        found = self.mid_year
        if found is None:
            return ""
        return (
            f"{_units(found.delivered)} UDAs of {_units(found.contracted)} by"
            f" {format_date(found.last.isoformat())}; 30% needs {_units(found.threshold)}"
            f" ({self.regulations}, {MID_YEAR_PLACE})."
        )


def contract_preview(
    connection: sqlite3.Connection, catalogue: Catalogue, contract_id: int, day: date
) -> ContractPreview:
    """One contract; UserProblem("unknown-record") where there is none of that number."""
    record = contract_record(connection, catalogue, contract_id, day)
    values = record.values
    end = values.get("end_date")
    found = None
    if any(field.key == "h1_pct" for field in record.type.fields):
        found = mid_year(
            _number(values.get("uda_contracted")),
            _number(values.get("uda_delivered_h1")),
            _number(values.get("uda_value_gbp")),
            _number(values.get("annual_value_pence")),
            day,
        )
    return ContractPreview(record, found, days_between(day.isoformat(), str(end)) if end else None)


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _units(hundredths: int) -> str:
    whole, rest = divmod(abs(hundredths), 100)
    return ("-" if hundredths < 0 else "") + f"{whole:,}" + (f".{rest:02}" if rest else "")
