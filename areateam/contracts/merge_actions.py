"""Writes what a person decides about two records: they are one, or they are not the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.comparison_views import parts_for, record_values, ref_in
from areateam.contracts.contract_rows import Contract, ContractSite
from areateam.contracts.merge_rules import Part, SideOf, known_as, merged_values
from areateam.core.dates import format_date
from areateam.core.fields import Value
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.organisations.alias_views import KNOWN_BY
from areateam.organisations.contractor_rows import Contractor, Site
from areateam.organisations.duplicate_rows import Alias, NotSame
from areateam.store.row_types import Record

_ROWS: dict[str, type[Record]] = {"contractor": Contractor, "site": Site, "contract": Contract}
_BEGINS = {"site": "open_from", "contract": "start_date"}

_AT_CONTRACT = (
    "note",
    "case_file",
    "document",
    "call_off",
    "plan_line",
    "verdict",
    "series_base",
)
"""What hangs on one contract and can never be there twice."""


def merge_records(
    write: Write,
    catalogue: Catalogue,
    kind: str,
    pair: tuple[int, int],
    choices: Mapping[str, SideOf],
    day: date,
) -> int:
    """Make two records one and return how many links moved; the first of the pair stands.

    `choices` are by the key of a part; where none is made the rules of `merge_rules` say whose
    value stands. Everything that hung on the other hangs on the first then; what both were known
    by stays known, to `day`. Raises UserProblem: merge-itself, merge-of-groups,
    merge-needs-choice with the labels, unknown-field, side-states-nothing, end-before-start,
    unknown-record.
    """
    left, right = pair
    if left == right:
        raise UserProblem("merge-itself", ref=ref_in(kind, left))
    mine, theirs = (record_values(write.connection, kind, each) for each in pair)
    if kind == "contract" and mine["group_key"] != theirs["group_key"]:
        raise UserProblem("merge-of-groups", name=mine["name"], other=theirs["name"])
    parts = parts_for(catalogue, kind, mine, theirs)
    _refuse_choices(choices, parts, (mine, theirs))
    taken, open_parts = merged_values(parts, mine, theirs, choices)
    if open_parts:
        raise UserProblem("merge-needs-choice", labels=", ".join(part.label for part in open_parts))
    _remember(write, kind, left, (right, theirs), day)
    if any(column in taken and mine[column] is not None for column in KNOWN_BY[kind]):
        _remember(write, kind, left, (left, mine), day)
    moved = _move_links(write, kind, pair, mine | taken, (mine, theirs))
    _follow(write, kind, pair, mine | taken)
    write.remove(_ROWS[kind], right)
    _set(write, kind, left, mine, taken)
    return moved


def keep_apart(write: Write, kind: str, pair: tuple[int, int]) -> None:
    """Remember that two records are not the same; they are not offered again.

    Raises UserProblem: merge-itself, unknown-record.
    """
    one, other = sorted(pair)
    if one == other:
        raise UserProblem("merge-itself", ref=ref_in(kind, one))
    known = [
        known_as(record_values(write.connection, kind, e), KNOWN_BY[kind]) for e in (one, other)
    ]
    there = write.execute(
        "SELECT 1 FROM not_same WHERE kind_of = ? AND one = ? AND other = ?", (kind, one, other)
    ).fetchone()
    if there is None:
        write.insert(
            NotSame, kind_of=kind, one=one, other=other, one_known=known[0], other_known=known[1]
        )


def _refuse_choices(
    choices: Mapping[str, SideOf],
    parts: Sequence[Part],
    values: tuple[Mapping[str, Value], Mapping[str, Value]],
) -> None:
    """Refuse a choice of what is not there; a value never gives way to nothing."""
    known = {part.key: part for part in parts}
    for key, side in choices.items():
        if key not in known:
            raise UserProblem("unknown-field", name=key, known=", ".join(sorted(known)))
        chosen = values[0 if side is SideOf.LEFT else 1]
        if all(value is None for value in known[key].values(chosen)):
            raise UserProblem("side-states-nothing", label=known[key].label)


def _remember(
    write: Write, kind: str, record: int, former: tuple[int, Mapping[str, Value]], day: date
) -> None:
    """Keep what a record was known by."""
    was, values = former
    begins = values.get(_BEGINS.get(kind, ""))
    for column in KNOWN_BY[kind]:
        if values[column] is not None:
            write.insert(
                Alias,
                kind_of=kind,
                record=record,
                was=was,
                field=column,
                value=str(values[column]),
                valid_from=begins,
                valid_to=day.isoformat(),
            )


def _move_links(
    write: Write,
    kind: str,
    pair: tuple[int, int],
    merged: Mapping[str, Value],
    values: tuple[Mapping[str, Value], Mapping[str, Value]],
) -> int:
    """Hang what hung on the right record on the left one; what both had stays once."""
    to = {"left": pair[0], "right": pair[1]}
    if kind == "contractor":
        moved = _move(write, "contract", "contractor_id", to)
        moved += _move(write, "applicant", "contractor_id", to)
        return moved + _move_once(
            write, "role", "contractor_id", ("person_id", "role", "valid_from", "valid_to"), to
        )
    if kind == "site":
        moved = _move(write, "contract", "site_id", to) + _move(write, "applicant", "site_id", to)
        moved += _move_once(write, "contract_site", "site_id", ("contract_id",), to)
        write.execute(
            "DELETE FROM contract_site WHERE site_id = :left AND EXISTS ("
            " SELECT 1 FROM contract AS c WHERE c.id = contract_site.contract_id"
            "  AND c.site_id = contract_site.site_id)",
            to,
        )
        write.execute(
            "UPDATE alias SET value = :left WHERE field = 'site_id' AND value = :right",
            {key: str(value) for key, value in to.items()},
        )
        return moved
    return _move_contract_links(write, to, merged, *values)


def _move_contract_links(
    write: Write,
    to: dict[str, int],
    merged: Mapping[str, Value],
    mine: Mapping[str, Value],
    theirs: Mapping[str, Value],
) -> int:
    moved = sum(_move(write, table, "contract_id", to) for table in _AT_CONTRACT)
    moved += _move_once(write, "tagging", "contract_id", ("tag_id",), to)
    moved += _move_once(write, "contract_site", "contract_id", ("site_id",), to)
    moved += _move_once(write, "stocktake_line", "contract_id", (), to)
    for site in {mine["site_id"], theirs["site_id"]} - {None, merged["site_id"]}:
        there = write.execute(
            "SELECT 1 FROM contract_site WHERE contract_id = ? AND site_id = ?", (to["left"], site)
        ).fetchone()
        if there is None:
            write.insert(ContractSite, contract=to["left"], site=site)
            moved += 1
    write.execute(
        "DELETE FROM contract_site WHERE contract_id = ? AND site_id = ?",
        (to["left"], merged["site_id"]),
    )
    return moved + _move_memberships(write, to, merged, theirs)


def _move_memberships(
    write: Write, to: dict[str, int], merged: Mapping[str, Value], theirs: Mapping[str, Value]
) -> int:
    """A practice's bodies go by its code: under a code that gives way nobody would find them."""
    old, new = theirs["ods_code"], merged["ods_code"]
    used = write.execute(
        "SELECT 1 FROM contract WHERE ods_code = :old AND id NOT IN (:left, :right)",
        {**to, "old": old},
    ).fetchone()
    if old is None or new is None or old == new or used:
        return 0
    return write.execute(
        "UPDATE membership SET member_code = :new WHERE member_code = :old AND NOT EXISTS ("
        " SELECT 1 FROM membership AS m WHERE m.member_code = :new"
        "  AND m.body_code = membership.body_code AND m.valid_from = membership.valid_from)",
        {"old": old, "new": new},
    ).rowcount


def _move(write: Write, table: str, column: str, to: dict[str, int]) -> int:
    return write.execute(
        f'UPDATE "{table}" SET {column} = :left WHERE {column} = :right', to
    ).rowcount


def _move_once(
    write: Write, table: str, column: str, same: tuple[str, ...], to: dict[str, int]
) -> int:
    """As `_move`; what the left record has already, by the columns `same`, goes.

    Without columns the left record may have one line at most.
    """
    alike = " AND ".join(f'o.{name} IS "{table}".{name}' for name in same) or "TRUE"
    write.execute(
        f'DELETE FROM "{table}" WHERE {column} = :right AND EXISTS ('
        f' SELECT 1 FROM "{table}" AS o WHERE o.{column} = :left AND {alike})',
        to,
    )
    return _move(write, table, column, to)


def _follow(write: Write, kind: str, pair: tuple[int, int], merged: Mapping[str, Value]) -> None:
    """What was decided and remembered of the right record holds for the left one."""
    left, right = pair
    write.execute(
        "UPDATE alias SET record = ? WHERE kind_of = ? AND record = ?", (left, kind, right)
    )
    known = known_as(merged, KNOWN_BY[kind])
    rows = write.execute(
        "SELECT id, one, other, one_known, other_known FROM not_same"
        " WHERE kind_of = ? AND ? IN (one, other)",
        (kind, right),
    ).fetchall()
    for record, one, other, one_known, other_known in rows:
        write.remove(NotSame, record)
        third, third_known = (other, other_known) if one == right else (one, one_known)
        there = write.execute(
            "SELECT 1 FROM not_same WHERE kind_of = ? AND one = ? AND other = ?",
            (kind, min(left, third), max(left, third)),
        ).fetchone()
        if third == left or there:
            continue
        low, high = sorted(((left, known), (third, third_known)))
        write.insert(
            NotSame,
            kind_of=kind,
            one=low[0],
            other=high[0],
            one_known=low[1],
            other_known=high[1],
        )


def _set(
    write: Write, kind: str, record: int, mine: Mapping[str, Value], taken: Mapping[str, Value]
) -> None:
    columns = set(_ROWS[kind].columns())
    values = {key: value for key, value in taken.items() if key in columns}
    terms = {key: value for key, value in taken.items() if key not in columns}
    for column, value in values.items():
        write.execute(f'UPDATE "{kind}" SET "{column}" = ? WHERE id = ?', (value, record))
    for key, value in terms.items():
        write.execute(
            "UPDATE contract SET terms = json_set(terms, ?1, json(?2)) WHERE id = ?3",
            (f'$."{key}"', json.dumps(value, ensure_ascii=False), record),
        )
    if kind == "contract":
        merged = {**mine, **taken}
        start, end = merged["start_date"], merged["end_date"]
        if start is not None and end is not None and str(end) < str(start):
            raise UserProblem(
                "end-before-start",
                value=format_date(str(end)),
                detail=format_date(str(start)),
                name=merged["name"],
            )
