"""Cases proposed from the figures of contracts: dental at mid-year and year end, pharmacies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

from areateam.cases.case_views import case_view
from areateam.cases.letter_views import letter_text, suggested_asks
from areateam.cases.proposal_actions import open_proposed
from areateam.cases.proposal_views import (
    HOURS,
    MID_YEAR,
    REVIEWS,
    YEAR_END,
    proposals,
    unread_hours,
)
from areateam.cases.rulebook_views import rulebook
from areateam.core.problems import UserProblem
from areateam.ledger.check import content_digest
from areateam.ledger.ledger import Write
from areateam.office import KINDS, Office, open_office
from areateam.owners import case_owners
from tests.contracts.small_register import DAY, make_register

open_all = partial(open_proposed, owners=case_owners)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Twelve dental contracts of 10,000 units at £24.60 that delivered 24, 26, 28 … per cent."""
    make_register(tmp_path / "small.areateam", 12)
    opened = open_office(tmp_path / "small.areateam", as_at=DAY)
    yield opened
    opened.close()


def test_only_those_strictly_under_30_per_cent_are_proposed(office: Office) -> None:
    found = proposals(office.store.connection, office.catalogue, DAY, MID_YEAR)
    assert [p.order for p in found] == [Fraction(n, 100) for n in (24, 26, 28)]
    # £246,000 less twice 2,400 units at £24.60 (PDS Regulations 2005 Sch 3 para 59(3)).
    assert found[0].value_pence == 24_600_000 - 2 * 2_400 * 2_460
    assert "600 below 30%" in found[0].sentence


def test_their_cases_open_as_one_step_and_are_not_proposed_for_opening_again(
    office: Office,
) -> None:
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, DAY)
    before = content_digest(connection, KINDS)
    wanted = proposals(connection, office.catalogue, DAY, MID_YEAR)
    cases = office.write("Open 3", lambda write: open_all(write, book, wanted, MID_YEAR)).result
    views = [case_view(connection, book, case) for case in cases]
    assert [view.value_pence for view in views] == [p.value_pence for p in wanted]
    # By 31 October (GDS Regulations 2005 Sch 3 para 58), which has passed.
    assert next(s.legal for s in views[0].steps if s.key == "ask") == "2012-10-31"
    again = proposals(connection, office.catalogue, DAY, MID_YEAR)
    assert [p.case for p in again] == cases
    assert office.write("Again", lambda write: open_all(write, book, again, MID_YEAR)).result == []
    office.undo()
    assert content_digest(connection, KINDS) == before


def test_a_years_end_proposes_what_is_carried_and_what_is_repaid(office: Office) -> None:
    connection = office.store.connection
    ids = [
        row[0]
        for row in connection.execute("SELECT id FROM contract WHERE group_key = 'dental' LIMIT 4")
    ]
    delivered = (970_000, 959_999, 1_000_000, 1_030_000)

    def act(write: Write) -> None:
        for record, units in zip(ids, delivered, strict=True):
            write.execute(
                "UPDATE contract SET terms = json_set(terms, '$.uda_delivered_year', ?)"
                " WHERE id = ?",
                (units, record),
            )

    office.write("Year's end", act)
    found = {p.contract: p for p in proposals(connection, office.catalogue, DAY, YEAR_END)}
    assert set(found) == {ids[0], ids[1], ids[3]}
    assert "300 go into the next year" in found[ids[0]].sentence
    # 400.01 units at £24.60, half a penny up: under 96% all of it is repaid.
    assert found[ids[1]].value_pence == 984_025
    assert "100 beyond 102%" in found[ids[3]].sentence
    book = rulebook(connection, office.catalogue, date(2013, 6, 3))
    cases = office.write(
        "Open", lambda write: open_all(write, book, list(found.values()), YEAR_END)
    ).result
    assert len(cases) == 3


def amend_terms(office: Office, group: str, terms: list[dict[str, object]]) -> list[int]:
    """Put these values over the first contracts of a group, and return their ids."""
    connection = office.store.connection
    ids = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM contract WHERE group_key = ? ORDER BY id LIMIT ?", (group, len(terms))
        )
    ]

    def act(write: Write) -> None:
        for record, values in zip(ids, terms, strict=True):
            write.execute(
                "UPDATE contract SET terms = json_patch(terms, ?) WHERE id = ?",
                (json.dumps(values), record),
            )

    office.write("Figures", act)
    return ids


def test_orthodontic_units_and_sedation_courses_are_settled_beside_the_dental_units(
    office: Office,
) -> None:
    """GDS Regulations 2005 reg 19 and the national year-end policy, each kind by its own limit."""
    connection = office.store.connection
    (both, mid) = amend_terms(
        office,
        "dental",
        [
            {
                "uda_delivered_year": 1_000_000,
                "uoa_contracted": 1_000, "uoa_delivered_year": 95_999, "uoa_value_gbp": 6_000,
                "sedation_cot": 60, "sedation_delivered_year": 59, "sedation_value_gbp": 9_050,
            },
            {"uda_delivered_h1": 600_000, "uoa_contracted": 1_000, "uoa_delivered_h1": 29_999,
             "uoa_value_gbp": 6_000},
        ],
    )  # fmt: skip
    (found,) = (
        p for p in proposals(connection, office.catalogue, DAY, YEAR_END) if p.contract == both
    )
    # 40.01 units at £60.00 and one course at £90.50; the dental units were all delivered.
    assert found.value_pence == 240_060 + 9_050
    assert "40.01 are to be repaid, £2,400.60" in found.sentence
    assert "sedation courses: 1 are to be repaid, £90.50" in found.sentence
    halves = {p.contract: p for p in proposals(connection, office.catalogue, DAY, MID_YEAR)}
    # £60,000 less twice 299.99 units at £60.00.
    assert halves[mid].value_pence == 6_000_000 - 2 * 1_799_940
    assert "UOAs" in halves[mid].sentence


def test_the_letters_of_a_year_end_are_drafted_in_the_step_that_opens_the_cases(
    office: Office,
) -> None:
    connection = office.store.connection
    amend_terms(
        office,
        "dental",
        [
            {"uda_delivered_year": 959_999, "sedation_cot": 60, "sedation_delivered_year": 50,
             "sedation_value_gbp": 9_000},
            {"uda_delivered_year": 970_000},
        ],
    )  # fmt: skip
    before = content_digest(connection, KINDS)
    book = rulebook(connection, office.catalogue, DAY)
    found = proposals(connection, office.catalogue, DAY, YEAR_END)
    cases = office.write(
        "Open", lambda w: open_all(w, book, found, YEAR_END, {"reply_by": "2012-11-30"})
    ).result
    names = connection.execute(
        "SELECT case_id, letter, state FROM document ORDER BY case_id"
    ).fetchall()
    assert names == [(case, "year-end-reconciliation", "draft") for case in cases]
    view = case_view(connection, book, cases[0])
    text = letter_text(
        connection, book, cases[0], "letter", {"reply_by": "2012-11-30"}, dated=DAY, user="A"
    )
    whole = " ".join(text.filled.paragraphs)
    assert "400.01 units" in whole
    assert "£9,840.25" in whole
    assert (
        "Of 60 sedation courses 50 were delivered, so that 10 are to be repaid: £900.00." in whole
    )
    assert "In all £10,740.25 is to be repaid." in whole
    claw = letter_text(connection, book, cases[0], "claw", {}, dated=DAY, user="A")
    assert suggested_asks(claw)["amount"] == "£10,740.25"
    assert view.value_pence == 1_074_025
    office.undo()
    assert content_digest(connection, KINDS) == before


def test_a_letter_that_stays_blank_opens_nothing(office: Office) -> None:
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, DAY)
    found = proposals(connection, office.catalogue, DAY, MID_YEAR)
    with pytest.raises(UserProblem) as caught:
        office.write("Open", lambda w: open_all(w, book, found, MID_YEAR, {}))
    assert caught.value.code == "letter-unfilled"
    assert connection.execute("SELECT count(*) FROM case_file").fetchone() == (0,)


def test_pharmacies_under_their_40_or_100_hours_and_over_400_reviews_are_proposed(
    office: Office,
) -> None:
    """SI 2012/1909 Sch 4 para 23 and reg 65; 400 reviews a year by the Directions."""
    connection = office.store.connection
    few, hundred, enough, unread = amend_terms(
        office,
        "pharmacy",
        [
            {"pharmacy_core_hours": "Mon-Fri 09:00-13:00, 14:00-17:30", "mur_count_year": 400},
            {"pharmacy_core_hours": "99½", "hundred_hours": 1, "mur_count_year": 401},
            {"pharmacy_core_hours": "40"},
            {"pharmacy_core_hours": "as agreed"},
        ],
    )
    found = proposals(connection, office.catalogue, DAY, HOURS)
    assert [p.contract for p in found] == [few, hundred]
    assert "37.5 core hours a week of the 40 owed, 2.5 short" in found[0].sentence
    assert "99.5 core hours a week of the 100 owed, 0.5 short" in found[1].sentence
    assert enough not in {p.contract for p in found}
    assert unread
    assert unread_hours(connection, office.catalogue, DAY) == 1
    over = proposals(connection, office.catalogue, DAY, REVIEWS)
    assert [p.contract for p in over] == [hundred]
    book = rulebook(connection, office.catalogue, DAY)
    (case,) = office.write("Open", lambda w: open_all(w, book, over, REVIEWS)).result
    assert case_view(connection, book, case).procedure.key == "post-payment-verification"
