"""Reads what was said of outliers: the verdict that stands, and whether it still holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from areateam.cases.case_texts import case_ref
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Level, indicators
from areateam.contracts.contract_views import ref_of
from areateam.core.findings import Finding, Weight
from areateam.variation.verdict_rules import VerdictKind, holds_on

_COLUMNS = {
    "id": "v.id",
    "indicator": "v.indicator",
    "level": "v.level",
    "contract": "v.contract_id",
    "body": "v.body_code",
    "chart_on": "v.chart_on",
    "judged_on": "v.judged_on",
    "kind": "v.verdict",
    "reason": "v.reason",
    "evidence": "v.evidence",
    "reviewer": "v.reviewer",
    "review_by": "v.review_by",
    "case": "v.case_id",
    "received": "f.received_on",
    "closed": "f.closed_on",
    "frozen": "v.frozen",
    "ref": "coalesce(c.ods_code, c.contract_no, v.body_code)",
    "name": "coalesce(c.name, (SELECT min(b.name) FROM body b WHERE b.code = v.body_code))",
}


class VerdictView(msgspec.Struct, frozen=True):
    """One judgement; `unit` is a contract's id as text, or a body's code.

    `kind` is what was said, `now` what it is worth on the day asked for. `frozen` has the numbers
    of the chart as it was judged.
    """

    id: int
    indicator: str
    level: Level
    unit: str
    contract: int | None
    ref: str
    name: str
    chart_on: date
    judged_on: date
    kind: VerdictKind
    now: VerdictKind
    reason: str
    evidence: str
    reviewer: str
    review_by: date | None
    case: int | None
    case_ref: str
    case_received: date | None
    case_closed: date | None
    frozen: dict[str, Any]

    @property
    def lapsed(self) -> bool:
        """Whether its review date has passed."""
        return self.now is not self.kind


def verdicts_of(
    connection: sqlite3.Connection, on: date, indicator: str = "", level: Level | None = None
) -> dict[tuple[str, Level, str], VerdictView]:
    """The verdicts that stand on a day, by indicator, level and unit; of one indicator if named."""
    rows = connection.execute(
        f"SELECT {', '.join(_COLUMNS.values())}"
        " FROM verdict v LEFT JOIN contract c ON c.id = v.contract_id"
        " LEFT JOIN case_file f ON f.id = v.case_id"
        " WHERE v.judged_on <= ?1 AND (?2 = '' OR v.indicator = ?2)"
        " AND (?3 IS NULL OR v.level = ?3) ORDER BY v.judged_on, v.id",
        (on.isoformat(), indicator, level.value if level else None),
    )
    found = (_view(dict(zip(_COLUMNS, row, strict=True)), on) for row in rows)
    return {(each.indicator, each.level, each.unit): each for each in found}


def verdict_of_case(connection: sqlite3.Connection, case: int, on: date) -> VerdictView | None:
    """The judgement that a case was opened with, chart and all; None for other cases."""
    found = connection.execute("SELECT id FROM verdict WHERE case_id = ?", (case,)).fetchone()
    if found is None:
        return None
    every = verdicts_of(connection, on).values()
    return next((each for each in every if each.id == found[0]), None)


def review_findings(
    connection: sqlite3.Connection, catalogue: Catalogue, on: date
) -> Iterator[Finding]:
    """The verdicts whose review date has passed: their outliers are unexplained again."""
    known = indicators(catalogue).known
    for each in verdicts_of(connection, on).values():
        if each.lapsed and each.review_by and each.indicator in known:
            label = f"{known[each.indicator].label}, {each.ref} {each.name}"
            day = each.review_by.isoformat()
            yield Finding(0, each.ref, "verdict-review-past", label, day, Weight.NOTE)


def _view(stored: dict[str, Any], on: date) -> VerdictView:
    kind, review = VerdictKind(stored["kind"]), _day(stored["review_by"])
    closed = _day(stored["closed"])
    case = stored["case"]
    return VerdictView(
        id=stored["id"],
        indicator=stored["indicator"],
        level=Level(stored["level"]),
        unit=stored["body"] if stored["contract"] is None else str(stored["contract"]),
        contract=stored["contract"],
        ref=stored["ref"] or ref_of(stored["contract"]),
        name=stored["name"] or "",
        chart_on=date.fromisoformat(stored["chart_on"]),
        judged_on=date.fromisoformat(stored["judged_on"]),
        kind=kind,
        now=holds_on(kind, review, on),
        reason=stored["reason"],
        evidence=stored["evidence"] or "",
        reviewer=stored["reviewer"],
        review_by=review,
        case=case,
        case_ref=case_ref(case) if case else "",
        case_received=_day(stored["received"]),
        case_closed=closed if closed and closed <= on else None,
        frozen=json.loads(stored["frozen"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
