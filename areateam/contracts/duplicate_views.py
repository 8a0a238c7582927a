"""Reads possible duplicates: the pairs that a person has still to decide about."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

import msgspec

from areateam.contracts.comparison_views import record_values, ref_in
from areateam.contracts.contract_duplicate_rules import Agreement, find_contract_pairs
from areateam.contracts.merge_rules import known_as
from areateam.organisations.alias_views import KNOWN_BY
from areateam.organisations.duplicate_rules import Likeness, Pair, Subject, find_pairs

__all__ = ["Likeness"]


KINDS = {"contractors": "contractor", "sites": "site", "contracts": "contract"}


class Candidate(msgspec.Struct, frozen=True):
    """Two records that may be the same, with names and details to know them by."""

    kind: str
    one: int
    other: int
    score: int
    likeness: Likeness
    reasons: tuple[str, ...]
    one_name: str
    other_name: str
    one_detail: str
    other_detail: str

    @property
    def refs(self) -> tuple[str, str]:
        """The names that commands take."""
        return ref_in(self.kind, self.one), ref_in(self.kind, self.other)

    @property
    def words(self) -> str:
        """The score in words."""
        return "Very likely the same" if self.likeness is Likeness.SAME else "May be the same"


def duplicates(connection: sqlite3.Connection, kind: str) -> list[Candidate]:
    """The pairs of a kind that a person has not decided about, the likeliest first.

    `kind` is "contractor", "site" or "contract".
    """
    found = _pairs_of(connection, kind)
    if not found:
        return []
    found = _undecided(connection, kind, found)
    told = _told(connection, kind, {each for pair in found for each in (pair.one, pair.other)})
    return [
        Candidate(
            kind,
            pair.one,
            pair.other,
            pair.score,
            pair.likeness,
            pair.reasons,
            *(told[each][0] for each in (pair.one, pair.other)),
            *(told[each][1] for each in (pair.one, pair.other)),
        )
        for pair in found
    ]


def all_duplicates(connection: sqlite3.Connection) -> list[Candidate]:
    """The pairs of every kind, one kind after another."""
    return [each for kind in KINDS.values() for each in duplicates(connection, kind)]


def _pairs_of(connection: sqlite3.Connection, kind: str) -> list[Pair]:
    if kind == "contract":
        rows = connection.execute(
            "SELECT id, group_key, contract_type, coalesce(contract_no, ''),"
            " coalesce(ods_code, ''), name, contractor_id, coalesce(site_id, 0),"
            " coalesce(pct_code, '') FROM contract"
        )
        return find_contract_pairs([Agreement(*row) for row in rows])
    return find_pairs(_contractors(connection) if kind == "contractor" else _sites(connection))


def _contractors(connection: sqlite3.Connection) -> list[Subject]:
    """Contractors with the postcodes and telephones of the premises of their contracts."""
    cursor = connection.execute(
        "SELECT k.id, k.name, k.phone, k.email, coalesce(k.company_no, ''), s.postcode, s.phone"
        " FROM contractor AS k LEFT JOIN contract AS c ON c.contractor_id = k.id"
        " LEFT JOIN site AS s ON s.id = c.site_id ORDER BY k.id"
    )
    found = []
    for record, rows in groupby(cursor, itemgetter(0)):
        (_, name, phone, email, number, postcode, place_phone), *others = rows
        postcodes, phones = (postcode,), (phone, place_phone)
        if others:
            postcodes = tuple({postcode, *(row[5] for row in others)})
            phones = tuple({phone, place_phone, *(row[6] for row in others)})
        found.append(
            Subject(
                record,
                name,
                tuple(filter(None, postcodes)),
                tuple(filter(None, phones)),
                (email,) if email else (),
                number,
            )
        )
    return found


def _sites(connection: sqlite3.Connection) -> list[Subject]:
    return [
        Subject(
            record,
            name,
            (postcode,) if postcode else (),
            (phone,) if phone else (),
            (email,) if email else (),
        )
        for record, name, postcode, phone, email in connection.execute(
            "SELECT id, name, postcode, phone, email FROM site"
        )
    ]


def _undecided(connection: sqlite3.Connection, kind: str, found: Sequence[Pair]) -> list[Pair]:
    """The pairs without those that a person said are not the same.

    A decision about records that are gone holds for others that are known by the same.
    """
    decided: set[tuple[int, int]] = set()
    gone: set[frozenset[str]] = set()
    for one, other, one_known, other_known, there in connection.execute(
        "SELECT n.one, n.other, n.one_known, n.other_known,"
        f' (SELECT count(*) FROM "{kind}" AS t WHERE t.id IN (n.one, n.other))'
        " FROM not_same AS n WHERE n.kind_of = ?",
        (kind,),
    ):
        decided.add((one, other))
        if there < 2:
            gone.add(frozenset((one_known, other_known)))
    found = [pair for pair in found if (pair.one, pair.other) not in decided]
    if not gone:
        return found
    known = {
        each: known_as(record_values(connection, kind, each), KNOWN_BY[kind])
        for pair in found
        for each in (pair.one, pair.other)
    }
    return [p for p in found if frozenset((known[p.one], known[p.other])) not in gone]


def _told(
    connection: sqlite3.Connection, kind: str, records: Iterable[int]
) -> dict[int, tuple[str, str]]:
    """The name of each record, and a detail that tells it from others."""
    details = {
        "contractor": "SELECT t.id, t.name, t.code, (SELECT s.postcode FROM contract AS c"
        "  JOIN site AS s ON s.id = c.site_id WHERE c.contractor_id = t.id LIMIT 1)"
        " FROM contractor AS t WHERE t.id = ?",
        "site": "SELECT t.id, t.name, coalesce(t.ods_code, t.choices_id), t.postcode"
        " FROM site AS t WHERE t.id = ?",
        "contract": "SELECT t.id, t.name, coalesce(t.contract_no, t.ods_code), t.pct_code"
        " FROM contract AS t WHERE t.id = ?",
    }
    found = {}
    for each in records:
        record, name, *parts = connection.execute(details[kind], (each,)).fetchone()
        found[record] = (name, " · ".join(part for part in parts if part))
    return found
