"""Figures that cannot be right go to the query list and into no chart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.indicator_definitions import indicators
from areateam.contracts.contract_actions import amend_contract
from areateam.core.wording import finding_sentence
from areateam.demo.demo_imports import BatchCounts, add_batch
from areateam.variation.query_rules import Doubt, Past, doubt_of_figure
from areateam.variation.query_views import ever_tenfold, queried
from areateam.variation.variation_views import funnel_view
from areateam.variation.verdict_actions import judge
from areateam.variation.verdict_rules import Judgement, VerdictKind
from tests.variation.practice_register import TODAY, make_practices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

CATALOGUE = load_catalogue()
VALUE = CATALOGUE.fields["annual_value"]
LIST = CATALOGUE.fields["list_weighted"]
GONE = 900


@pytest.mark.parametrize(
    ("figure", "past", "doubt"),
    [
        (1000, Past(100, 100, 1), Doubt.TENFOLD),
        (999, Past(100, 100, 1), None),
        (1000, Past(100, 1000, 2), None),
        (10, Past(100, 100, 1), None),
        (10, Past(100, 120, 2), Doubt.TENTH),
        (11, Past(100, 120, 2), None),
        (1000, None, None),
        (0, Past(100, 120, 2), None),
    ],
)
def test_ten_times_all_that_it_was_is_asked_about(
    figure: float, past: Past | None, doubt: Doubt | None
) -> None:
    assert doubt_of_figure(figure, past) is doubt


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_practices(tmp_path / "q55.areateam", CATALOGUE)
    yield made
    made.close()


def _asked(office: Office) -> list[tuple[str, str, Doubt]]:
    found = queried(office.store.connection, CATALOGUE, TODAY, "gp")
    return [(each.indicator.code, each.whose.ref, each.doubt) for each in found]


def test_an_extra_digit_leaves_the_chart_and_is_asked_about(office: Office) -> None:
    connection = office.store.connection
    assert _asked(office) == []
    before = funnel_view(connection, CATALOGUE, "I01", TODAY)
    wrong = 10 * 90 * 100 * (3_000 + 150 * 5)
    office.write("Slip", lambda write: amend_contract(write, VALUE, 5, wrong))
    after = funnel_view(connection, CATALOGUE, "I01", TODAY)
    assert _asked(office) == [("I01", "C99005", Doubt.TENFOLD)]
    assert len(after.points) == len(before.points) - 1
    assert "C99005" not in {point.ref for point in after.points}
    assert [each.ref for each in after.doubtful] == ["C99005"]
    (figure,) = queried(connection, CATALOGUE, TODAY)
    assert finding_sentence(figure.finding()) == (
        "£3,375,000.00 is ten times what it was before, at most £337,500.00, or more."
    )
    said = "1 of 38 GP practices has a figure that cannot be right; see the query list."
    assert any(words.startswith(said) for words in after.trust)
    office.undo()
    assert _asked(office) == []


def test_ten_times_what_a_file_stated_is_asked_about_the_short_way_too(office: Office) -> None:
    connection = office.store.connection
    known = [indicators(CATALOGUE).named("I01")]
    assert ever_tenfold(connection, CATALOGUE, known) == set()
    made = office.write("Import", _state_a_tenth).result
    assert ever_tenfold(connection, CATALOGUE, known) == {5, made, GONE}
    whole = funnel_view(connection, CATALOGUE, "I01", TODAY)
    assert {each.contract for each in whole.doubtful} == {5, made}
    assert funnel_view(connection, CATALOGUE, "I01", TODAY, tenfold={5, made}) == whole


def _state_a_tenth(write: Write) -> int:
    """Files stated a tenth of what two hold, half of what one holds, and something of one gone.

    Returns the second: nothing of it was ever changed, so that the journal has no line of it.
    """
    made = write.execute(
        "INSERT INTO contract (made, group_key, contract_type, name, contractor_id, start_date,"
        " pct_code, annual_value_pence, terms) SELECT ?, group_key, contract_type, 'As made',"
        " contractor_id, start_date, pct_code, annual_value_pence, terms FROM contract"
        " WHERE id = 5",
        (write.operation,),
    ).lastrowid
    assert made is not None
    batch = add_batch(write, "Payments.csv", BatchCounts(4, new=1, changed=3))
    right = 90 * 100 * (3_000 + 150 * 5)
    stated = [(5, right // 10), (made, right // 10), (6, right // 2), (GONE, right)]
    write.connection.executemany(
        "INSERT INTO claim (batch_id, line, kind, record, field, value)"
        " VALUES (?, 1, 'contract', ?, 'annual_value_pence', ?)",
        [(batch, record, value) for record, value in stated],
    )
    return made


def test_a_slip_put_right_is_not_asked_about(office: Office) -> None:
    right = 90 * 100 * 3_750
    office.write("Slip", lambda write: amend_contract(write, VALUE, 5, 10 * right))
    office.write("Put right", lambda write: amend_contract(write, VALUE, 5, right))
    assert _asked(office) == []


def test_what_is_impossible_is_asked_about_without_a_history(office: Office) -> None:
    office.write("Slip", lambda write: amend_contract(write, LIST, 37, 2_000))
    assert _asked(office) == [("I01", "C99037", Doubt.IMPOSSIBLE)]
    (figure,) = queried(office.store.connection, CATALOGUE, TODAY)
    assert finding_sentence(figure.finding()).endswith(
        " cannot be: what can be is £20.00 to £1,000.00."
    )


def test_what_was_found_right_goes_into_the_chart_and_is_asked_no_more(office: Office) -> None:
    connection = office.store.connection
    office.write("Slip", lambda write: amend_contract(write, LIST, 37, 2_000))
    chart = funnel_view(connection, CATALOGUE, "I01", TODAY)
    judgement = Judgement(
        VerdictKind.JUSTIFIED, "A walk-in centre", "R. Osei", "Contract", date(2013, 5, 1)
    )
    point = chart.point("C99037")
    office.write("Judge", lambda write: judge(write, chart, point, judgement, TODAY))
    assert _asked(office) == []
    after = funnel_view(connection, CATALOGUE, "I01", TODAY)
    assert after.point("C99037").verdict is VerdictKind.JUSTIFIED
