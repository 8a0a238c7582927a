"""Reads whom a letter is about: the contractor of a contract, or an applicant who has none yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date

import msgspec

from areateam.cases.applicant_views import applicant_view
from areateam.cases.case_views import CaseView
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.definitions import ContractType
from areateam.contracts.contract_views import body_name, contract_record
from areateam.core.fields import Value


class LetterParty(msgspec.Struct, frozen=True):
    """Whom a letter is about; `values` are those of the contract by field, none without one."""

    name: str
    contractor_name: str
    type: ContractType
    values: Mapping[str, Value]
    address: tuple[str, ...]
    postcode: str
    pct: str
    pct_name: str
    area_team_name: str


def letter_party(
    connection: sqlite3.Connection, catalogue: Catalogue, view: CaseView, day: date
) -> LetterParty:
    """The party of a case as at a day."""
    if view.contract is None:
        return _applicant(connection, catalogue, view)
    record = contract_record(connection, catalogue, view.contract, day)
    site = next((site for site in record.sites if site.main), None)
    return LetterParty(
        record.name,
        record.contractor_name,
        record.type,
        record.values,
        site.address if site else (),
        site.postcode if site else "",
        str(record.values.get("pct_code") or ""),
        record.pct_name,
        record.area_team_name,
    )


def _applicant(connection: sqlite3.Connection, catalogue: Catalogue, view: CaseView) -> LetterParty:
    found = applicant_view(connection, view.id)
    # A person is on no contract; the group's contract of no stated kind has its regulations.
    kinds = catalogue.types_of(found.group)
    kind = catalogue.types[found.contract_type] if found.contract_type else kinds[-1]
    pct = body_name(connection, found.pct or None, "pct")
    return LetterParty(
        found.name, found.name, kind, {}, found.address, found.postcode, found.pct or "", pct, ""
    )  # fmt: skip
