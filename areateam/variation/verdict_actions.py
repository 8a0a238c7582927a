"""Writes what is said of an outlier, and opens the case that acts on it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from areateam.cases.case_actions import Owners
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_template_actions import Source, open_from
from areateam.cases.document_actions import Filing, file_document
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.organisations.alias_views import standing_record
from areateam.variation.chart_pages import chart_page
from areateam.variation.frozen_charts import frozen_chart
from areateam.variation.verdict_rows import Verdict
from areateam.variation.verdict_rules import Judgement, VerdictKind, check_judgement

if TYPE_CHECKING:
    from areateam.variation.point_views import ChartPoint
    from areateam.variation.variation_views import FunnelView


def judge(
    write: Write, view: FunnelView, point: ChartPoint, judgement: Judgement, today: date
) -> int:
    """Say what a point of a chart is, with the chart's numbers frozen beside it; returns its id.

    UserProblem: as `check_judgement`; verdict-needs-case for acting, which `act_on` is for;
    verdict-of-gone where the contract of an earlier day's chart is no longer there.
    """
    check_judgement(judgement, today)
    if judgement.kind is VerdictKind.ACTING:
        raise UserProblem("verdict-needs-case")
    return _insert(write, view, _standing(write, point), judgement, today, None)


def act_on(
    write: Write,
    book: Rulebook,
    view: FunnelView,
    point: ChartPoint,
    judgement: Judgement,
    template: str,
    *,
    owners: Owners,
) -> int:
    """Open a case at a contract outside the limits and return its id; see `open_from`.

    The chart, its numbers and its method are kept with the verdict as they stand now and filed in
    the case as a page; what the point says begins its timeline. UserProblem: as
    `check_judgement` and `open_from`; verdict-of-body where the point is no contract,
    verdict-of-gone as `judge`.
    """
    point = _standing(write, point)
    if point.contract is None:
        raise UserProblem("verdict-of-body", name=point.name)
    acting = replaced(judgement, kind=VerdictKind.ACTING)
    check_judgement(acting, book.today)
    words = f"{view.title}: {point.sentence} {acting.reason.strip()}"
    source = Source(view.indicator.code, words)
    case = open_from(write, book, template, point.contract, source, owners=owners)
    _insert(write, view, point, acting, book.today, case)
    page = chart_page(view.indicator, frozen_chart(view, point))
    title = f"Chart of {view.indicator.label}, {point.ref}"
    filing = Filing(point.contract, title, view.on, case=case)
    name = f"{view.indicator.code}-{point.ref}-{view.on.isoformat()}.html"
    file_document(write, filing, name, page.encode("utf-8"))
    return case


def _standing(write: Write, point: ChartPoint) -> ChartPoint:
    """The point with the contract that stands for its own, where that was merged since."""
    there = "SELECT 1 FROM contract WHERE id = ?"
    if point.contract is None or write.execute(there, (point.contract,)).fetchone():
        return point
    standing = standing_record(write.connection, "contract", point.contract)
    if standing is None:
        raise UserProblem("verdict-of-gone", name=point.name)
    return replaced(point, contract=standing)


def _insert(
    write: Write,
    view: FunnelView,
    point: ChartPoint,
    judgement: Judgement,
    today: date,
    case: int | None,
) -> int:
    return write.insert(
        Verdict,
        indicator=view.indicator.key,
        level=view.level.value,
        contract=point.contract,
        body_code=None if point.contract else point.ref,
        chart_on=view.on.isoformat(),
        judged_on=today.isoformat(),
        verdict=judgement.kind.value,
        reason=judgement.reason.strip(),
        evidence=judgement.evidence.strip() or None,
        reviewer=judgement.reviewer.strip(),
        review_by=judgement.review_by.isoformat() if judgement.review_by else None,
        case=case,
        frozen=json.dumps(frozen_chart(view, point), ensure_ascii=False, allow_nan=False),
    )
