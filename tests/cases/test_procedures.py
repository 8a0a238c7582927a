"""What the shipped procedures hold, and who may decide what."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.cases.case_rules import Rulebook, day_faults
from areateam.catalogue.catalogue import Catalogue, load_catalogue
from areateam.catalogue.clock_definitions import DATED
from areateam.catalogue.procedure_definitions import (
    Procedure,
    Procedures,
    Risk,
    StepKind,
    starts_of,
)
from areateam.catalogue.procedure_files import shipped_versions
from areateam.core.problems import UserProblem
from areateam.core.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPS = {"GP": "gp", "Dental": "dental", "Pharmacy": "pharmacy", "Optometry": "optometry"}
RULE = re.compile(r"([A-Z]{2})-(\d\d)(?:(\.\.|/)(?:[A-Z]{2}-)?(\d\d))?")
FIRST_LETTERS = 5
LIMITS = (None, 0, 999_999, 1_000_000, 4_999_999, 5_000_000, 11_305_700, 100_000_000)
CASE_TYPES = 33
LONGEST_LABEL, LONGEST_HELP = 66, 240  # a line of the checklist, a few lines below it


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The shipped definitions."""
    return load_catalogue()


@pytest.fixture(scope="module")
def procedures(catalogue: Catalogue) -> Procedures:
    """The shipped procedures."""
    return catalogue.procedures


@pytest.fixture(scope="module")
def listed(shared: Path | None) -> list[dict[str, str]]:
    """The case types of the list that the procedures were written from; none without it."""
    if shared is None:
        return []
    text = (shared / "domain" / "case_types.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def family(procedures: Procedures, case_type: str) -> list[Procedure]:
    """The procedures of a case type: its clocks may differ from group to group."""
    return [p for p in procedures.known.values() if p.id.rstrip("abcdefgh") == case_type]


def rules_in(text: str) -> set[str]:
    """Rule ids as the list writes them: "GP-08/09, PH-19..21" names five."""
    found = set()
    for prefix, first, link, last in RULE.findall(text):
        numbers = range(int(first), int(last) + 1) if link == ".." else (first, last or first)
        found |= {f"{prefix}-{int(number):02}" for number in numbers}
    return found


def rules_of(procedure: Procedure) -> set[str]:
    """The rules that a procedure's steps and ways to end are bound by."""
    steps = {step.rule for step in procedure.step}
    return (steps | {outcome.appeal for outcome in procedure.outcome}) - {""}


def beginnings(text: str) -> set[str]:
    """The words of a text by their first letters, without the short ones."""
    return {w[:FIRST_LETTERS] for w in re.findall(r"[a-z0-9]+", text.lower()) if len(w) > 3}


def texts_of(procedure: Procedure) -> Iterator[str]:
    """All that a person reads of a procedure."""
    yield from (procedure.label, procedure.about)
    yield from (stage.label for stage in procedure.stage)
    yield from (date.label for date in procedure.date)
    for step in procedure.step:
        yield from (step.label, step.why, step.help)
    for outcome in procedure.outcome:
        yield from (outcome.label, *outcome.reasons)


def test_every_case_type_has_its_procedures(procedures: Procedures) -> None:
    # What is of our own charts and in no list of case types has an F.
    numbers = {int(p.id[1:3]) for p in procedures.known.values() if p.id.startswith("K")}
    assert numbers == set(range(1, CASE_TYPES + 1))
    ids = [p.id for p in procedures.known.values()]
    assert len(ids) == len(set(ids))
    labels = [p.label for p in procedures.known.values()]
    assert len(labels) == len(set(labels))


def test_the_listed_case_types_are_there_for_their_groups(
    procedures: Procedures, listed: list[dict[str, str]]
) -> None:
    for line in listed:
        found = family(procedures, line["id"])
        assert line["id"] in {p.id for p in found}
        wanted = set(GROUPS.values())
        if line["groups"] != "All":
            wanted = {GROUPS[group.strip()] for group in line["groups"].split(",")}
        assert {group for p in found for group in p.groups} == wanted, line["id"]


def test_no_listed_stage_or_outcome_is_forgotten(
    procedures: Procedures, listed: list[dict[str, str]]
) -> None:
    missing = {}
    for line in listed:
        told = beginnings(" ".join(t for p in family(procedures, line["id"]) for t in texts_of(p)))
        wanted = beginnings(f"{line['stages']} {line['outcomes']}")
        if line["stages"].startswith("nine stages"):
            assert len(procedures.named(line["id"]).stage) == 9
            wanted = beginnings(line["outcomes"])
        if left := wanted - told:
            missing[line["id"]] = sorted(left)
    assert not missing


def test_every_listed_rule_with_a_day_is_a_clock_of_its_procedures(
    catalogue: Catalogue, listed: list[dict[str, str]]
) -> None:
    missing = {}
    for line in listed:
        found = family(catalogue.procedures, line["id"])
        used = {rule for p in found for rule in rules_of(p)}
        dated = {
            rule
            for rule in rules_in(line["clock_rules"])
            if any(version.count in DATED for version in catalogue.clock_rules.rules[rule])
        }
        if left := dated - used:
            missing[line["id"]] = sorted(left)
    assert not missing


def test_each_group_is_offered_its_procedures_by_label(procedures: Procedures) -> None:
    offered = {group: procedures.of_group(group) for group in GROUPS.values()}
    for group, found in offered.items():
        assert [p.label for p in found] == sorted(p.label for p in found)
        assert all(group in p.groups for p in found)
    everywhere = set.intersection(*({p.key for p in found} for found in offered.values()))
    assert everywhere == {
        "agreed-variation", "appeal-tribunal", "call-off", "figure-query", "patient-complaint",
        "performance-concern",
        "performers-list", "serious-incident",
    }  # fmt: skip
    assert "list-closure" in {p.key for p in offered["gp"]}
    assert "list-closure" not in {p.key for p in offered["dental"]}
    assert procedures.of_group("play") == ()


@pytest.mark.parametrize("name", ["market-entry-not-notified", "K16b", "k16B"])
def test_a_procedure_is_found_by_key_or_id(procedures: Procedures, name: str) -> None:
    assert procedures.named(name).key == "market-entry-not-notified"


def test_an_unknown_name_is_said_with_those_there_are(procedures: Procedures) -> None:
    with pytest.raises(UserProblem) as raised:
        procedures.named("K99")
    assert raised.value.code == "procedure-unknown"
    with pytest.raises(UserProblem) as raised:
        procedures.named("contract-dispute").step_of("duel")
    assert raised.value.code == "step-unknown"
    with pytest.raises(UserProblem) as raised:
        procedures.named("contract-dispute").outcome_of("duel")
    assert raised.value.code == "outcome-unknown"


def test_the_kinds_of_step_have_what_they_need(procedures: Procedures) -> None:
    for procedure in procedures.known.values():
        delegated = {line.step for line in procedure.decider}
        gates = {key for step in procedure.step for key in step.needs}
        for step in procedure.step:
            where = f"{procedure.key}: {step.key}"
            assert (step.kind is StepKind.DECISION) == (step.key in delegated), where
            assert step.letter or step.kind is not StepKind.LETTER, where
            assert not step.letter or step.kind in (StepKind.LETTER, StepKind.CONSULT), where
            if step.kind is StepKind.MILESTONE:
                assert step.start, where
                assert not step.needs, where
                assert step.optional != (step.key in gates), where


def test_a_clock_begins_with_what_is_known_before_it(procedures: Procedures) -> None:
    for procedure in procedures.known.values():
        keys = [step.key for step in procedure.step]
        days = {date.key for date in procedure.date}
        assert not days & set(keys), procedure.key
        assert len(days) == len(procedure.date), procedure.key
        for place, step in enumerate(procedure.step):
            assert not set(keys[place:]) & {step.start, *step.needs}, f"{procedure.key}: {step.key}"


def test_every_day_a_case_asks_for_has_a_use(procedures: Procedures) -> None:
    for procedure in procedures.known.values():
        used = {step.start for step in procedure.step}
        used |= {v.removeprefix("date:") for o in procedure.outcome for v in o.sets.values()}
        unused = {date.key for date in procedure.date} - used
        assert not unused, (procedure.key, unused)
        assert used & starts_of(procedure), procedure.key


def before(procedure: Procedure, key: str) -> set[str]:
    """All steps that come before a step, however far back."""
    needs = procedure.step_of(key).needs
    return set(needs).union(*(before(procedure, need) for need in needs))


NOTICES = {"remedial-notice", "breach-notice", "termination-notice", "variation-notice"}


def test_a_notice_goes_out_only_checked_and_decided(procedures: Procedures) -> None:
    found = 0
    for procedure in procedures.known.values():
        for step in procedure.step:
            if step.letter in NOTICES:
                found += 1
                first = before(procedure, step.key)
                assert "valid" in first, procedure.key
                assert first & {line.step for line in procedure.decider}, procedure.key
    assert found == 12


@pytest.mark.parametrize("key", ["serve-remedial", "serve-breach"])
def test_a_pharmacy_notice_waits_for_local_resolution(procedures: Procedures, key: str) -> None:
    procedure = procedures.named("breach-pharmacy")
    gate = procedure.step_of("local")
    assert "local" in before(procedure, key)
    assert not gate.optional
    for word in ("nothing new", "hours", "safety", "financial loss"):
        assert word in gate.help


def test_details_of_a_complaint_wait_for_consent(procedures: Procedures) -> None:
    step = procedures.named("patient-complaint").step_of("pass-on")
    assert step.needs == ("consent",)
    assert "consent" in step.why


def test_market_entry_keeps_the_clock_of_its_kind(procedures: Procedures) -> None:
    notified, quiet = procedures.named("K16"), procedures.named("K16b")
    assert rules_of(notified) & {"PH-02", "PH-03"} == {"PH-02"}
    assert rules_of(quiet) & {"PH-01", "PH-02", "PH-03"} == {"PH-03"}
    assert {"notify", "representations"} <= before(notified, "decide")


def test_refusals_ask_why_and_say_who_hears_an_appeal(procedures: Procedures) -> None:
    for procedure in procedures.known.values():
        for outcome in procedure.outcome:
            where = f"{procedure.key}: {outcome.key}"
            assert outcome.appeal_to or not outcome.appeal, where
            if outcome.key in ("refused", "rejected"):
                assert outcome.comment, where
                assert outcome.reasons, where
                assert outcome.appeal_to, where


def test_versions_read_alone_are_those_of_the_procedures(
    catalogue: Catalogue, procedures: Procedures
) -> None:
    alone = shipped_versions(catalogue.folder / "procedures")
    assert alone == {key: each.version for key, each in procedures.known.items()}


def test_what_an_outcome_sets_fits_the_contract(
    catalogue: Catalogue, procedures: Procedures
) -> None:
    for procedure in procedures.known.values():
        for outcome in procedure.outcome:
            for key, value in outcome.sets.items():
                field, where = catalogue.fields[key], f"{procedure.key}: {outcome.key}: {key}"
                assert not field.group or {field.group} == set(procedure.groups), where
                if value in ("value", "+1"):
                    assert field.kind == {"value": "money", "+1": "integer"}[value], where
                elif field.choices:
                    assert value in {choice.value for choice in field.choices}, where
                else:
                    assert field.kind == "date", where
                    days = {"received", *(f"step:{step.key}" for step in procedure.step)}
                    assert value in days or value.startswith("date:"), where


@pytest.mark.parametrize(
    ("value", "risk", "role"),
    [
        (999_999, Risk.LOW, "contract-manager"),
        (1_000_000, Risk.LOW, "head-of-primary-care"),
        (0, Risk.MEDIUM, "head-of-primary-care"),
        (5_000_000, Risk.LOW, "panel"),
        (11_305_700, Risk.LOW, "finance-director"),
        (0, Risk.HIGH, "finance-director"),
        (None, Risk.LOW, "finance-director"),
    ],
)
def test_value_and_risk_say_who_decides(
    procedures: Procedures, value: int | None, risk: Risk, role: str
) -> None:
    assert procedures.named("agreed-variation").decider_of("approve", value, risk) == role


def test_a_step_that_nobody_is_named_for_may_be_done_by_anyone(procedures: Procedures) -> None:
    assert procedures.named("agreed-variation").decider_of("log", 0, Risk.HIGH) == ""
    assert procedures.may_decide("contract-officer", "")


def test_more_value_or_risk_never_asks_for_a_lower_role(procedures: Procedures) -> None:
    amounts = [*(v for v in LIMITS if v is not None), None]
    for procedure in procedures.known.values():
        for step in {line.step for line in procedure.decider}:
            ranks = [
                [procedures.roles[procedure.decider_of(step, v, risk)].rank for v in amounts]
                for risk in Risk
            ]
            for line in (*ranks, *(list(column) for column in zip(*ranks, strict=True))):
                assert line == sorted(line), f"{procedure.key}: {step}"


def test_a_higher_role_may_stand_in_and_one_of_the_same_rank_not(
    procedures: Procedures,
) -> None:
    assert procedures.may_decide("director", "panel")
    assert procedures.may_decide("panel", "panel")
    assert not procedures.may_decide("pharmacy-panel", "panel")
    assert not procedures.may_decide("head-of-primary-care", "panel")
    for low in procedures.roles.values():
        for high in procedures.roles.values():
            may = high == low or high.rank > low.rank
            assert procedures.may_decide(high.key, low.key) == may


def test_what_a_person_reads_is_written_as_sentences(procedures: Procedures) -> None:
    for procedure in procedures.known.values():
        assert procedure.about.endswith("."), procedure.key
        assert procedure.title, procedure.key
        for text in texts_of(procedure):
            assert not set(text) & set("'!\"_"), (procedure.key, text)
            assert not text or not text[0].islower(), (procedure.key, text)
        for step in procedure.step:
            assert not step.label.endswith("."), (procedure.key, step.key)
            assert len(step.label) <= LONGEST_LABEL, (procedure.key, step.key)
            assert len(step.help) <= LONGEST_HELP, (procedure.key, step.key)
            for sentence in (step.why, step.help):
                assert not sentence or sentence.endswith("."), (procedure.key, step.key)


@pytest.mark.parametrize(
    ("key", "outcome", "days", "code", "allowed"),
    [
        # Three to twelve months (GMS Regulations 2004 Sch 6 para 29A(1)(d)).
        ("list-closure", "approved", ("closes", "2012-11-30", "reopening", "2013-02-27"),
         "too-short", "2013-02-28"),
        ("list-closure", "approved", ("closes", "2012-11-30", "reopening", "2013-02-28"), "", ""),
        ("list-closure", "approved", ("closes", "2012-11-30", "reopening", "2013-12-01"),
         "too-long", "2013-11-30"),
        ("list-closure", "rejected", ("closes", "2012-11-30", "reopening", "2012-12-01"), "", ""),
        # A whole day between (NHS Pension Scheme rules, 24 hours).
        ("retirement-24-hour", "kept", ("leaves", "2012-11-30", "returns", "2012-12-01"),
         "too-short", "2012-12-02"),
        # Three weeks' notice of a visit to three or more; 90 days of supplementary hours.
        ("mobile-visit-many", "valid", ("received", "2013-03-11", "visit", "2013-03-31"),
         "too-short", "2013-04-01"),
        ("supplementary-hours", "noted", ("received", "2013-01-02", "begins", "2013-04-02"),
         "", ""),
        ("pharmacy-closure", "closed", ("notice-100-hour", "2013-01-31", "closes", "2013-07-30"),
         "too-short", "2013-07-31"),
    ],
)  # fmt: skip
def test_the_days_of_a_case_must_fit_its_outcome(
    key: str, outcome: str, days: tuple[str, str, str, str], code: str, allowed: str
) -> None:
    catalogue = load_catalogue()
    book = Rulebook(catalogue, WorkCalendar(catalogue.holidays()), date(2013, 8, 1))
    given = {days[0]: date.fromisoformat(days[1]), days[2]: date.fromisoformat(days[3])}
    procedure = catalogue.procedures.named(key)
    found = day_faults(procedure, outcome, {"received": date(2012, 11, 1)} | given, book)
    expected = [(code, date.fromisoformat(allowed))] if code else []
    assert [(fault.code, fault.allowed) for fault in found] == expected
