"""A case of each contract group from the file that brought the contract to the last undo.

The days are counted by hand from the regulations named; today is Thursday, 1 November 2012.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from areateam.cases.case_actions import finish_step, skip_step
from areateam.cases.case_clock_actions import set_case_day
from areateam.cases.case_end_actions import close_case, reopen_case
from areateam.cases.case_rules import OWN_PAUSES
from areateam.cases.case_views import Standing
from areateam.cases.pause_actions import pause_step, remove_pause
from areateam.contracts.contract_rules import Status
from areateam.core.problems import UserProblem
from areateam.office import Office
from tests.flows.case_story import CaseStory, list_file, profile_file

TODAY = date(2012, 11, 1)


@pytest.fixture
def story(office: Office) -> CaseStory:
    return CaseStory(office)


def refused(code: str, act: Callable[..., Any], *values: Any, **named: Any) -> UserProblem:
    """The problem that an action raises, which must be of this code."""
    with pytest.raises(UserProblem) as caught:
        act(*values, **named)
    assert caught.value.code == code
    return caught.value


def take_in_practice(story: CaseStory, tmp_path: Path) -> None:
    """A practice and its PCT from the list sizes, its kind and address from what it was paid."""
    sizes = {"Practice Code": "C81001", "Practice Name": "FOUNTAIN SURGERY", "PCO Code": "5N600",
             "Male 0-4": "2810", "Female 75+": "2800"}  # fmt: skip
    story.take_in(profile_file("gp-list-sizes", tmp_path / "list sizes.csv", **sizes))
    payments = {"PracticeCode": "C81001", "PracticeName": "FOUNTAIN SURGERY",
                "PracticeAddress": "2 FOUNTAIN STREET, ALFRETON", "PracticePostCode": "DE55 7AB",
                "ContractType": "GMS", "DispensingPractice": "No"}  # fmt: skip
    story.take_in(profile_file("nhs-payments-gp", tmp_path / "payments.csv", **payments))


def check_clocks_of_a_closure(story: CaseStory) -> None:
    """The day of the decision, and a pause that comes late and goes again."""
    # Day 1 is the day of receipt: 22 October and 20 days more. Sunday; Friday is the last day to
    # act (GMS Regulations 2004 Sch 6 para 29A, SI 2012/970).
    assert story.days("decide") == ("2012-11-11", "2012-11-09")
    assert story.says("decide") == (
        "Decide an application to close the list of patients by Sun 11 Nov 2012 (the last working"
        " day before it is Fri 9 Nov 2012): 21 days beginning with receipt of the application on"
        " Mon 22 Oct 2012, which is day 1, under GMS Regulations 2004 Sch 6 paras 29A-29D, inserted"
        " by SI 2012/970, and the same for PMS (GP-02; own knowledge, to be confirmed, 80%)."
    )

    # Ten working days after 22 October: Monday, 5 November. Three of them stood still.
    assert story.days("consult")[0] == "2012-11-05"
    pause = {"reason": OWN_PAUSES[1], "evidence": "LMC mail of 24 October"}
    first, last = date(2012, 10, 24), date(2012, 10, 26)
    refused("clock-is-statutory", story.does, pause_step, "decide", first=first, **pause)
    story.does(pause_step, "consult", first=first, last=last, **pause)
    assert story.days("consult")[0] == "2012-11-08"
    assert "late evidence, noted on Thu 1 Nov 2012" in story.says("consult")
    story.does(remove_pause, "consult", first, "Never was")
    assert story.days("consult")[0] == "2012-11-05"
    refused("pause-unknown", story.does, remove_pause, "consult", first, "Never was")


def test_a_practice_closes_its_list(story: CaseStory, tmp_path: Path) -> None:
    take_in_practice(story, tmp_path)
    story.open("list-closure", date(2012, 10, 22))

    check_clocks_of_a_closure(story)
    refused("letter-unfilled", story.draft, "acknowledge")
    story.send("acknowledge", TODAY, what="application to close your list")
    story.does(finish_step, "support", TODAY)
    story.does(skip_step, "consult", "Asked in September")
    decided = {"decision": "the list may close for six months"}
    named = refused(
        "decision-not-delegated", story.does, finish_step, "decide", TODAY,
        role="contract-manager", **decided,
    )  # fmt: skip
    assert named.facts["wanted"] == "Primary care panel, or a role above it"
    story.does(finish_step, "decide", TODAY, role="panel", **decided)
    # Five working days after the decision.
    assert story.days("notify")[0] == "2012-11-08"

    story.does(set_case_day, "closes", date(2012, 12, 1))
    story.does(set_case_day, "reopening", date(2013, 6, 1))
    missing = refused("letter-unfilled", story.draft, "notify")
    assert missing.facts["detail"] == "Reasons (reasons)"
    reasons = "Two of five doctors leave in November.\nThe practice nearest to it has room."
    letter = story.opened(story.send("notify", TODAY, reasons=reasons))
    assert "Derbyshire County PCT" in letter
    assert "2 Fountain Street, Alfreton".upper() in letter
    assert "Our decision: the list may close for six months." in letter
    assert letter[letter.index("Our reasons:") + 1 :][:2] == reasons.split("\n")
    assert "The list is closed from 1 December 2012 and opens again on 1 June 2013." in letter
    # Three years beginning with the day of the letter (GMS Regulations 2004 Sch 6 para 101).
    assert any("The last day to do so is 31 October 2015." in line for line in letter)
    assert story.step("notify").standing is Standing.DONE

    story.does(close_case, "approved", on=TODAY, reason="Shortage of clinicians")
    values = story.record().values
    assert (values["list_status"], values["closed_from"], values["reopens_on"]) == (
        "closed", "2012-12-01", "2013-06-01",
    )  # fmt: skip
    assert story.changes()["terms.reopens_on"] == (None, "2013-06-01")
    told = " | ".join(story.timeline())
    ends = "Closed, approved: Shortage of clinicians"
    for what in ("Discuss with the practice", "Decide on the closure", ends):
        assert what in told
    story.undo_all()


def test_a_dentist_under_30_per_cent_has_money_withheld(story: CaseStory, tmp_path: Path) -> None:
    line = {"Contract No": "700466", "Provider Name": "Riverside Dental Care",
            "Contract Type": "GDS", "PCT": "5N6", "Address 1": "4 River Street", "Town": "Derby",
            "Postcode": "DE1 2AB", "Annual UDAs": "10,000", "UDA Value": "£24.60",
            "Annual Value": "£246,000.00", "UDAs Delivered H1": "2,400"}  # fmt: skip
    story.take_in(list_file(tmp_path / "dental list.csv", line))
    story.open(
        "dental-mid-year", date(2012, 10, 8), value_pence=12_792_000,
        dates={"half-year-end": "2012-09-30"},
    )  # fmt: skip
    story.does(finish_step, "flag", date(2012, 10, 10))

    # GDS Regulations 2005 Sch 3 para 58: by 31 October, a fixed day.
    assert story.days("ask") == ("2012-10-31", "2012-10-31")
    asked = {"meeting": "14 November 2012", "reply_by": "7 November 2012"}
    letter = story.opened(story.send("ask", date(2012, 10, 24), **asked))
    assert "24 October 2012" in letter
    assert any("2,400 units, which is 24% of the year" in line for line in letter)
    assert any("could be withheld is £127,920.00" in line for line in letter)

    # 15 working days after 24 October: 14 November; three of them stood still, noted late.
    assert story.days("evidence")[0] == "2012-11-14"
    pause = {"reason": OWN_PAUSES[0], "evidence": "Call of 29 October"}
    first = date(2012, 10, 29)
    story.does(pause_step, "evidence", first=first, last=date(2012, 10, 31), **pause)
    assert story.days("evidence")[0] == "2012-11-19"
    assert "standing still from Mon 29 Oct 2012 to Wed 31 Oct 2012" in story.says("evidence")
    story.does(remove_pause, "evidence", first, "Never was")
    assert story.days("evidence")[0] == "2012-11-14"

    for step in ("evidence", "record", "money"):
        story.does(finish_step, step, TODAY)
    # £127,920 is above what the head of primary care decides.
    decided = {"decision": "to withhold £127,920.00"}
    refused(
        "decision-not-delegated", story.does, finish_step, "decide", TODAY,
        role="head-of-primary-care", **decided,
    )  # fmt: skip
    story.does(finish_step, "decide", TODAY, role="finance-director", **decided)
    refused("letter-unfilled", story.draft, "notify", reasons="No plan was made.")
    stated = {"reasons": "No plan was made.", "first_payment": "January 2013"}
    story.draft("notify", **stated)
    letter = story.opened(story.send("notify", TODAY, **stated))
    assert any(
        "We shall withhold £127,920.00" in line
        and "paragraph 59(3) of Schedule 3 to the NHS (General Dental Services" in line
        for line in letter
    )

    refused("comment-needed", story.does, close_case, "withheld", on=TODAY)
    story.does(close_case, "withheld", on=TODAY, reason="No plan", comment="Nothing was proposed")
    assert story.record().values["withheld_gbp"] == 12_792_000
    assert story.changes()["terms.withheld_gbp"] == (None, 12_792_000)
    assert {"Closed, withhold: No plan", "Nothing was proposed"} <= set(story.timeline())
    story.undo_all()


def test_a_pharmacy_leaves_the_list(story: CaseStory, tmp_path: Path) -> None:
    shop = {"OrganisationID": "13001", "OrganisationCode": "FQ421", "City": "Belper",
            "OrganisationType": "Pharmacy", "SubType": "Community Pharmacy",
            "OrganisationName": "High Street Chemist", "Address1": "12 High Street",
            "Postcode": "DE56 1AA", "ParentODSCode": "5N6"}  # fmt: skip
    story.take_in(profile_file("nhs-choices-pharmacies", tmp_path / "Pharmacy.csv", **shop))
    received = date(2012, 10, 1)
    story.open("pharmacy-closure", received, dates={"notice-standard": "2012-10-01"})

    # SI 2012/1909 reg 67(2)(a): three months' notice, the day of the notice not counted.
    # New Year's Day is the corresponding day; nobody works on it.
    assert story.days("three-months") == ("2013-01-01", "2013-01-02")
    assert story.says("three-months") == (
        "Premises leave the pharmaceutical list on notice no earlier than Tue 1 Jan 2013 (New"
        " Year's Day; the next working day is Wed 2 Jan 2013): not less than 3 months from the"
        " notice of withdrawal on Mon 1 Oct 2012, under SI 2012/1909 reg 67(2)(a) (PH-11; source"
        " read)."
    )
    # Ten working days after 1 October: Monday the 15th; three of them stood still.
    assert story.days("gap")[0] == "2012-10-15"
    pause = {"reason": OWN_PAUSES[1], "evidence": "PNA group met on the 8th"}
    story.does(pause_step, "gap", first=date(2012, 10, 4), last=date(2012, 10, 8), **pause)
    assert story.days("gap")[0] == "2012-10-18"
    assert story.step("gap").late_days is not None

    decided = {"decision": "it closes on 2 January 2013"}
    refused("step-waits", story.does, finish_step, "accept", TODAY, role="panel", **decided)
    story.does(finish_step, "gap", TODAY)
    refused(
        "decision-not-delegated", story.does, finish_step, "accept", TODAY,
        role="contract-officer", **decided,
    )  # fmt: skip
    story.does(finish_step, "accept", TODAY, role="contract-manager", **decided)
    refused("letter-unfilled", story.draft, "confirm")
    duties = "A notice on the door.\nEPS nominations moved."
    letter = story.opened(story.send("confirm", TODAY, last_day="2 Jan 2013", duties=duties))
    assert "12 High Street" in letter
    assert any("services under it cease, at the end of 2 January 2013" in line for line in letter)

    story.does(set_case_day, "closes", date(2012, 12, 31))
    refused("case-days-too-short", story.does, close_case, "closed", on=TODAY)
    story.does(set_case_day, "closes", date(2013, 1, 2))
    story.does(close_case, "closed", on=TODAY, reason="Not viable")
    assert story.record().values["notice_given_on"] == "2012-10-01"
    assert story.record().status is Status.NOTICE
    assert story.record(date(2013, 1, 3)).status is Status.TERMINATED
    assert story.changes()["terminated_on"] == (None, "2013-01-02")
    story.undo_all()


def test_a_visit_is_notified_too_late(story: CaseStory, tmp_path: Path) -> None:
    firm = {"OrganisationID": "26001", "OrganisationCode": "5N6 0042", "City": "Ripley",
            "OrganisationType": "Opticians", "OrganisationName": "Homesight Mobile Eyecare",
            "Address1": "3 Mill Lane", "Postcode": "DE5 3BB",
            "ParentODSCode": "Q55"}  # fmt: skip
    story.take_in(profile_file("nhs-choices-opticians", tmp_path / "Opticians.csv", **firm))
    story.open("mobile-visit-many", date(2012, 10, 15), dates={"visit": "2012-10-30"})

    # GOS Contracts Regulations 2008: three weeks' notice of a visit to three patients or more.
    assert story.says("earliest") == (
        "Visit three or more patients at an address no earlier than Mon 5 Nov 2012: not less than 3"
        " weeks from the notice of the visit on Mon 15 Oct 2012, under GOS Contracts Regulations"
        " 2008 (additional services) (OP-02; own knowledge, to be confirmed, 80%)."
    )
    # 40 working days after 30 October, without Christmas Day and Boxing Day: 27 December.
    assert story.days("match")[0] == "2012-12-27"
    said = story.says("match")
    assert "leaving out Christmas Day on Tue 25 Dec 2012 and Boxing Day on Wed 26 Dec 2012" in said
    pause = {"reason": OWN_PAUSES[0], "evidence": "Their claims come in November"}
    first = date(2012, 10, 31)
    story.does(pause_step, "match", first=first, last=TODAY, **pause)
    assert story.days("match")[0] == "2012-12-31"
    story.does(remove_pause, "match", first, "Never was")
    assert story.days("match")[0] == "2012-12-27"

    story.does(finish_step, "log", TODAY)
    decided = {"decision": "the notice is late"}
    refused("decision-role-needed", story.does, finish_step, "check", TODAY, **decided)
    story.does(finish_step, "check", TODAY, role="contract-officer", **decided)
    refused("letter-unfilled", story.draft, "late")
    stated = {"reasons": "Fifteen days are less than three weeks.", "next": "Give notice afresh."}
    letter = story.opened(story.send("late", TODAY, **stated))
    assert "Our decision is: the notice is late" in letter
    assert "What you should do now: Give notice afresh." in letter

    refused("case-days-too-short", story.does, close_case, "valid", on=TODAY)
    why = {"reason": "Less than three weeks", "comment": "Fifteen days"}
    story.does(close_case, "late", on=TODAY, **why)
    values = story.record().values
    assert (values["visit_notices"], values["late_notices"]) == (1, 1)
    assert story.changes()["terms.late_notices"] == (None, 1)
    # One notice is one notice, however often its case is closed.
    story.does(reopen_case)
    values = story.record().values
    assert (values["visit_notices"], values["late_notices"]) == (0, 0)
    story.does(close_case, "late", on=TODAY, **why)
    values = story.record().values
    assert (values["visit_notices"], values["late_notices"]) == (1, 1)
    story.undo_all()
