"""The pharmacy list of October 2012: what it changed, and the lines that wait for a person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from areateam.core.dates import format_date
from areateam.demo.demo_imports import BatchCounts, add_batch, add_source_lines
from areateam.demo.demo_recipe import Draft, Draw, Recipe
from areateam.demo.demo_story import Edit
from areateam.demo.demo_writing import Numbers, add_contracts, apply_edits
from areateam.ledger.ledger import Write

_PLACE = {"owner": 2, "postcode": 9, "ods_code": 0, "pharmacy_core_hours": 11, "start_date": 5}
"""Where in a line each field that a finding names stands."""


@dataclass
class PharmacyList:
    """Which contracts the list made, changed, left alone or could not place.

    `candidates` names those that a line without a code may mean.
    """

    new: list[Draft]
    edits: list[Edit]
    held: list[tuple[Draft, list[Any]]]
    lines: list[tuple[int, Draft]]
    candidates: str


def plan_list(recipe: Recipe, draw: Draw, drafts: Sequence[Draft]) -> PharmacyList:
    """Decide what the list does, and set what the register holds of the pharmacies it names."""
    listed = recipe["pharmacy_list"]
    group = next(g for g in recipe["group"] if g["kind"] == "chemist")
    ours = [d for d in drafts if d.group == group["key"]]
    by_name = {d.name: d for d in ours}
    usual = group["types"][0]["key"]
    _shorten_hours(listed, by_name)
    plain = [d for d in ours if d.type.key == usual and not d.is_named and _is_plain(d)]
    new = _new_ones(listed, draw, by_name, plain)
    edits = _edits(listed, draw, by_name, [d for d in plain if not d.is_new])
    held = _held_ones(listed, by_name)
    twice = [d for d in ours if d.name == listed["twice"]]
    candidates = " and ".join(str(draft.values["ods_code"]) for draft in twice)
    waiting = {draft.name for draft, _ in held} | set(dict(listed["absent"]))
    matched = [d for d in ours if d.name not in waiting]
    return PharmacyList(new, edits, held, _lines(listed, by_name, matched), candidates)


def _shorten_hours(listed: Recipe, by_name: dict[str, Draft]) -> None:
    for name, hours in listed["under_hours"]:
        by_name[name].terms["pharmacy_core_hours"] = hours


def _new_ones(
    listed: Recipe, draw: Draw, by_name: dict[str, Draft], plain: list[Draft]
) -> list[Draft]:
    new = [by_name[name] for _, name, *_ in listed["new"]]
    new += draw.random.sample(plain, listed["more_new"])
    for draft in new:
        draft.is_new = True
        draft.values["start_date"] = "2012-10-01"
        draft.values["signed_on"] = draft.values["last_visit"] = None
    return new


def _held_ones(listed: Recipe, by_name: dict[str, Draft]) -> list[tuple[Draft, list[Any]]]:
    """The contract that each waiting line is about or, without a code, may be about."""
    held = [(by_name[listed["same_as"].get(row[2], row[2])], row) for row in listed["held"]]
    for draft, (_, _, _, _, key, _, before, _) in held:
        _hold(draft, key, before)
    return held


def _is_plain(draft: Draft) -> bool:
    """Whether nothing has ended it or is about to."""
    return not any(map(draft.values.get, ("end_date", "terminated_on", "suspended_from")))


def _edits(listed: Recipe, draw: Draw, by_name: dict[str, Draft], plain: list[Draft]) -> list[Edit]:
    """The changes that the recipe states, and as many more as it counts."""
    edits = [_edit(by_name[n], key, old, now) for _, n, _, key, old, now in listed["changed"]]
    more = listed["more_changed"]
    for draft in draw.random.sample(plain, more["count"]):
        now = int(draft.terms[more["field"]] or 0)
        edits.append(Edit(draft, more["field"], now - draw.between(3, 19), now))
    return edits


def _edit(draft: Draft, key: str, before: Any, after: Any) -> Edit:
    draft.terms[key] = after
    return Edit(draft, key, before, after)


def _hold(draft: Draft, key: str, before: Any) -> None:
    """Let the register hold what the list differs from."""
    if key == "postcode":
        draft.site["postcode"] = before
    elif key in ("owner", "pharmacy_core_hours"):
        draft.terms[key] = before


def _lines(
    listed: Recipe, by_name: dict[str, Draft], matched: Sequence[Draft]
) -> list[tuple[int, Draft]]:
    """The line of each contract that the list placed; the stated ones where they are stated."""
    stated = {by_name[name].record: line for line, name, *_ in (*listed["changed"], *listed["new"])}
    taken = set(stated.values()) | {row[0] for row in listed["held"]}
    free = iter([line for line in range(2, listed["lines"] + 2) if line not in taken])
    return [(stated.get(draft.record) or next(free), draft) for draft in matched]


def import_list(
    write: Write, recipe: Recipe, plan: PharmacyList, numbers: Numbers, area_team: str
) -> None:
    """Write what the list made and changed, and keep its doubtful and refused lines."""
    listed = recipe["pharmacy_list"]
    add_contracts(write, plan.new, numbers, area_team)
    apply_edits(write, plan.edits, numbers)
    outcomes = [row[1] for _, row in plan.held]
    changed = len({edit.draft.record for edit in plan.edits})
    counts = BatchCounts(
        lines=listed["lines"],
        new=len(plan.new),
        changed=changed,
        same=len(plan.lines) - len(plan.new) - changed,
        doubtful=outcomes.count("doubtful"),
        rejected=outcomes.count("rejected"),
        absent=len(listed["absent"]),
    )
    stated = dict.fromkeys((field.key for field in plan.new[0].type.fields), "set")
    batch = add_batch(write, listed["file"], counts, listed["header"], stated)
    add_source_lines(write, batch, [(line, draft.record) for line, draft in plan.lines])
    for draft, row in plan.held:
        _keep_held(write, batch, plan, draft, row)


def _keep_held(write: Write, batch: int, plan: PharmacyList, draft: Draft, row: list[Any]) -> None:
    line, outcome, name, _, key, code, before, now = row
    cells = _cells(draft)
    cells[1] = name
    if key != "ods_code":
        cells[_PLACE[key]] = now
    unplaced = code == "key-ambiguous"
    if unplaced:
        cells[0] = ""
    write.execute(
        "INSERT INTO held_line (batch_id, line, outcome, cells, record, pct_code, code, name)"
        " VALUES (:batch, :line, :outcome, :cells, :record,"
        " (SELECT pct_code FROM contract WHERE id = :contract), :code, :name)",
        {
            "batch": batch,
            "line": line,
            "outcome": outcome,
            "cells": _as_json(cells),
            "record": None if unplaced else draft.record,
            "contract": draft.record,
            "code": cells[0] or None,
            "name": name,
        },
    )
    weight = "doubtful" if outcome == "doubtful" else "refused"
    write.execute(
        "INSERT INTO batch_finding (batch_id, line, column_key, code, value, detail, weight)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (batch, line, key, code, now or cells[0], plan.candidates if unplaced else before, weight),
    )


def _as_json(cells: list[str]) -> str:
    return json.dumps(cells, ensure_ascii=False)


def _cells(draft: Draft) -> list[str]:
    """A line of the list about a pharmacy, in the order of the recipe's header."""
    terms, site = draft.terms, draft.site

    def said(key: str) -> str:
        return str(terms.get(key, ""))

    def yes(key: str) -> str:
        return "Y" if terms.get(key) else "N"

    return [
        str(draft.values["ods_code"]), draft.name, said("owner"), draft.pct, draft.type.short,
        format_date(str(draft.values["start_date"])), str(site["address_1"]), "",
        draft.town.name, str(site["postcode"]), str(site["phone"]), said("pharmacy_core_hours"),
        said("supplementary_hours"), yes("hundred_hours"), yes("bank_holiday_direction"),
        said("superintendent"), said("gphc_no"), said("mur_count_year"), said("nms_count"),
        said("items_month"), said("cpaf_score"), said("pna_locality"),
    ]  # fmt: skip
