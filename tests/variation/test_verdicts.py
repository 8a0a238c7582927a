"""What is said of an outlier: what it needs, how long it holds, and the case that acts on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.cases.case_views import case_view
from areateam.catalogue.catalogue import load_catalogue
from areateam.commands.case_commands import book_of
from areateam.contracts.contract_actions import remove_contract
from areateam.core.problems import UserProblem
from areateam.core.wording import finding_sentence
from areateam.owners import case_owners
from areateam.variation.variation_views import FunnelView, funnel_view
from areateam.variation.verdict_actions import act_on, judge
from areateam.variation.verdict_rules import (
    Judgement,
    VerdictKind,
    check_judgement,
    holds_on,
    verdict_named,
)
from areateam.variation.verdict_views import review_findings, verdict_of_case, verdicts_of
from tests.variation.changing_register import merge_contracts
from tests.variation.practice_register import DEAR, TODAY, make_practices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

LATER = date(2013, 5, 1)
JUSTIFIED = Judgement(VerdictKind.JUSTIFIED, "Two prisons", "R. Osei", "Letter of 3 Oct", LATER)
ACTING = Judgement(VerdictKind.ACTING, "Ask for the build-up.", "R. Osei")
CATALOGUE = load_catalogue()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_practices(tmp_path / "q55.areateam", CATALOGUE)
    yield made
    made.close()


def view(office: Office, on: date = TODAY) -> FunnelView:
    return funnel_view(office.store.connection, office.catalogue, "I01", on)


@pytest.mark.parametrize(
    ("judgement", "code"),
    [
        (Judgement(VerdictKind.UNEXPLAINED, " ", "R. Osei"), "verdict-reason-needed"),
        (Judgement(VerdictKind.UNEXPLAINED, "Why", ""), "verdict-reviewer-needed"),
        (Judgement(VerdictKind.JUSTIFIED, "Why", "A", "", LATER), "verdict-evidence-needed"),
        (Judgement(VerdictKind.DATA_ERROR, "Why", "A", "Letter"), "verdict-review-needed"),
        (Judgement(VerdictKind.JUSTIFIED, "Why", "A", "B", TODAY), "verdict-review-passed"),
    ],
)
def test_a_verdict_that_lacks_something_is_refused(judgement: Judgement, code: str) -> None:
    with pytest.raises(UserProblem) as refused:
        check_judgement(judgement, TODAY)
    assert refused.value.code == code


def test_a_verdict_holds_up_to_its_review_date() -> None:
    assert holds_on(VerdictKind.JUSTIFIED, LATER, LATER) is VerdictKind.JUSTIFIED
    assert holds_on(VerdictKind.JUSTIFIED, LATER, date(2013, 5, 2)) is VerdictKind.UNEXPLAINED
    assert holds_on(VerdictKind.ACTING, None, date(2020, 1, 1)) is VerdictKind.ACTING


def test_verdicts_are_named_with_a_blank_or_a_hyphen() -> None:
    assert verdict_named("Data-error") is VerdictKind.DATA_ERROR
    with pytest.raises(UserProblem):
        verdict_named("guilty")


def test_an_outlier_is_unexplained_until_judged_and_again_past_its_review(office: Office) -> None:
    before = view(office)
    assert (len(before.outliers), before.judged) == (1, 0)
    assert before.outliers[0].verdict is VerdictKind.UNEXPLAINED
    office.write("Judge", lambda write: judge(write, before, before.outliers[0], JUSTIFIED, TODAY))
    after = view(office)
    assert (after.outliers[0].verdict, after.judged) == (VerdictKind.JUSTIFIED, 1)
    late = view(office, date(2013, 5, 2))
    assert (late.outliers[0].verdict, late.judged) == (VerdictKind.UNEXPLAINED, 0)
    connection = office.store.connection
    assert list(review_findings(connection, CATALOGUE, LATER)) == []
    (finding,) = review_findings(connection, CATALOGUE, date(2013, 5, 2))
    assert finding_sentence(finding) == (
        "£ per weighted patient, C99036 Practice 36 was to be looked at again by 1 May 2013:"
        " it is unexplained again."
    )
    office.undo()
    assert view(office).outliers[0].verdict is VerdictKind.UNEXPLAINED


def test_what_was_an_outlier_then_is_judged_as_what_stands_for_it_now(office: Office) -> None:
    chart = view(office)
    (point,) = chart.outliers

    def judge_it() -> None:
        office.write("Judge", lambda write: judge(write, chart, point, JUSTIFIED, TODAY))

    merge_contracts(office, (1, DEAR), TODAY)
    judge_it()
    (said,) = verdicts_of(office.store.connection, TODAY).values()
    assert (said.contract, said.frozen["point"]["ref"]) == (1, "C99036")
    office.undo()
    office.undo()
    office.write("Remove", lambda write: remove_contract(write, DEAR))
    with pytest.raises(UserProblem) as gone:
        judge_it()
    assert gone.value.code == "verdict-of-gone"


def test_acting_opens_a_case_with_the_chart_frozen_inside(office: Office) -> None:
    chart = view(office)
    point = chart.point("c99036")
    book = book_of(office)
    case = office.write(
        "Act",
        lambda write: act_on(
            write, book, chart, point, ACTING, "outlier-qof", owners=case_owners
        ),
    ).result  # fmt: skip
    connection = office.store.connection
    held = verdict_of_case(connection, case, TODAY)
    assert held is not None
    assert (held.kind, held.case, held.ref) == (VerdictKind.ACTING, case, "C99036")
    frozen = held.frozen
    assert frozen["point"]["shown"] == "£180.00"
    assert frozen["method"] == "own spread"
    assert len(frozen["points"]) == len(chart.points) == 37
    assert frozen["limits"][3] < frozen["point"]["value"]
    assert frozen["trust"] == list(chart.trust)
    assert point.sentence in str(case_view(connection, book, case).origin)
    name, content = connection.execute(
        "SELECT d.name, b.content FROM document d JOIN document_content b USING (sha256)"
        " WHERE d.case_id = ?",
        (case,),
    ).fetchone()
    assert name == "I01-C99036-2012-11-01.html"
    page = bytes(content).decode("utf-8")
    assert page.count("<circle") == len(chart.points) + 1
    assert "£180.00" in page
    assert chart.trust[0] in page
    office.write("Change", lambda write: _halve(write, point.contract))
    assert view(office).outliers == ()
    again = verdict_of_case(connection, case, TODAY)
    assert again is not None
    assert again.frozen == frozen


def _halve(write: Write, contract: int | None) -> None:
    write.execute(
        "UPDATE contract SET annual_value_pence = annual_value_pence / 2 WHERE id = ?", (contract,)
    )


def test_acting_without_a_case_and_a_stranger_are_refused(office: Office) -> None:
    chart = view(office)
    with pytest.raises(UserProblem) as refused:
        office.write("Act", lambda write: judge(write, chart, chart.points[0], ACTING, TODAY))
    assert refused.value.code == "verdict-needs-case"
    with pytest.raises(UserProblem) as stranger:
        chart.point("C99999")
    assert stranger.value.code == "verdict-not-outlier"
