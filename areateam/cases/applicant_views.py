"""Reads the applicant of a case, and says what a grant would open."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.problems import UserProblem


class ApplicantView(msgspec.Struct, frozen=True):
    """Who applies, for what, and where; a person has neither contractor nor premises."""

    id: int
    name: str
    group: str
    contract_type: str
    contractor: int | None
    site: int | None
    address: tuple[str, ...]
    postcode: str
    pct: str
    contract: int | None
    """The contract of the case, once that was granted."""

    @property
    def is_person(self) -> bool:
        """Whether a person applies, for themselves."""
        return self.contractor is None


def applicant_view(connection: sqlite3.Connection, case: int) -> ApplicantView:
    """The applicant of a case; UserProblem("case-without-applicant") where it has none."""
    row = connection.execute(
        "SELECT a.id, a.name, a.group_key, coalesce(a.contract_type, ''), a.contractor_id,"
        " a.site_id, s.address_1, s.address_2, s.address_3, coalesce(s.postcode, ''),"
        " coalesce(a.pct_code, ''), c.contract_id FROM case_file c"
        " JOIN applicant a ON a.id = c.applicant_id LEFT JOIN site s ON s.id = a.site_id"
        " WHERE c.id = ?",
        (case,),
    ).fetchone()
    if row is None:
        raise UserProblem("case-without-applicant")
    address = tuple(filter(None, row[6:9]))
    return ApplicantView(
        row[0], row[1], row[2], row[3], row[4], row[5], address, row[9], row[10], row[11]
    )


def granted_words(catalogue: Catalogue, view: ApplicantView) -> str:
    """What a grant opens, in words: "Pharmacy for Example Ltd at 1 High St, AB1 2CD"."""
    kind = catalogue.types[view.contract_type]
    place = ", ".join((*view.address, *filter(None, (view.postcode,))))
    return f"{kind.short} for {view.name}{f' at {place}' if place else ''}"


class KnownContractor(msgspec.Struct, frozen=True):
    """A contractor of the register, with how many contracts it holds."""

    id: int
    name: str
    contracts: int


def contractors_named(
    connection: sqlite3.Connection, text: str, limit: int = 20
) -> list[KnownContractor]:
    """The contractors whose name has a text in it, those that begin with it first."""
    if not (words := text.strip()):
        return []
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = connection.execute(
        "SELECT k.id, k.name, (SELECT count(*) FROM contract c WHERE c.contractor_id = k.id)"
        " FROM contractor k WHERE k.name LIKE :any ESCAPE '\\'"
        " ORDER BY k.name NOT LIKE :start ESCAPE '\\', k.name, k.id LIMIT :limit",
        {"any": f"%{escaped}%", "start": f"{escaped}%", "limit": limit},
    )
    return [KnownContractor(*row) for row in rows]
