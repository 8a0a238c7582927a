"""Call-offs in a register: opened, worked through, paused, governed in proportion, awarded."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from areateam import cli
from areateam.calloffs.bidder_actions import (
    PaperFile,
    add_bidder,
    award,
    claim_saving,
    declare_interests,
    file_paper,
    rank_bidder,
    reject_award,
    state_need,
    validate_saving,
)
from areateam.calloffs.call_off_actions import (
    Opening,
    complete_stage,
    note_loss,
    open_call_off,
    reopen_stage,
)
from areateam.calloffs.call_off_report_views import (
    WhatIf,
    budget,
    day_reasons,
    move_sentence,
    needed_words,
    verdict,
    what_if,
    would_end,
)
from areateam.calloffs.call_off_views import (
    CallOffBook,
    CallOffView,
    call_off,
    call_off_book,
    call_offs,
)
from areateam.calloffs.finished_views import finished_chart, savings_of
from areateam.calloffs.gate_actions import (
    TierChange,
    change_gate,
    change_tier,
    pass_gate,
    set_tier,
    weigh_again,
)
from areateam.calloffs.gate_views import gate_notes
from areateam.calloffs.paper_views import paper_list
from areateam.calloffs.state_actions import (
    pause_call_off,
    resume_call_off,
    stop_call_off,
    tell_bidders,
)
from areateam.calloffs.way_rules import Maker
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.search import find

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

TODAY = date(2012, 11, 1)
MEDIUM = {"patients": 2, "data": 1, "novelty": 1, "exit": 1, "interests": 0}
NEED = Opening(
    title="Dental needs assessment", need="Where is care missing", sponsor="A. Marsh",
    area="assessment", lot="micro", value_pence=8_650_000, answers=MEDIUM, start=date(2012, 10, 8),
)  # fmt: skip
TOP = Maker("region", "B. Director")
Act = Callable[["Write", CallOffBook, int], object]


def book(office: Office, on: date = TODAY) -> CallOffBook:
    return call_off_book(office.store.connection, office.catalogue, on)


def opened(office: Office, **changes: Any) -> int:
    opening = Opening(**{**{n: getattr(NEED, n) for n in Opening.__struct_fields__}, **changes})
    return office.write("Open", lambda write: open_call_off(write, book(office), opening)).result


def do(office: Office, number: int, act: Act, on: date = TODAY) -> Any:
    return office.write("Work", lambda write: act(write, book(office, on), number)).result


def seen(office: Office, number: int, on: date = TODAY) -> CallOffView:
    return call_off(office.store.connection, book(office, on), number)


def refused(office: Office, number: int, act: Act, on: date = TODAY) -> str:
    with pytest.raises(UserProblem) as caught:
        do(office, number, act, on)
    assert problem_sentence(caught.value)
    return caught.value.code


def finish(office: Office, number: int, *days: date, on: date = date(2013, 6, 3)) -> None:
    """Pass gates, ask one bidder, and do the stages on these days."""
    keys = [stage.facts.key for stage in seen(office, number).clock.stages]

    def act(write: Write, found: CallOffBook, number: int) -> None:
        if not call_off(write.connection, found, number).bidders:
            add_bidder(write, found, number, "Supplier A", interests="none")
            rank_bidder(write, found, number, "Supplier A", 1)
            award(write, found, number, "Supplier A", maker=TOP)
        for line in call_off(write.connection, found, number).gates:
            if line.applies and not line.passed_on:
                pass_gate(write, found, number, line.gate.key, days[0], TOP)
        for key, day in zip(keys, days, strict=False):
            if key == "notice":
                tell_bidders(write, found, number, days[keys.index("award")])
            complete_stage(write, found, number, key, day, maker=TOP)

    do(office, number, act, on)


DRAWN = (date(2012, 10, 9), date(2012, 10, 15), date(2012, 10, 17), date(2012, 10, 18),
         date(2012, 10, 29))  # fmt: skip


def test_it_says_that_it_will_miss_and_by_how_much(office: Office) -> None:
    made = opened(office)
    finish(office, made, *DRAWN)
    view = seen(office, made)
    assert (view.number, view.tier, view.state) == ("12/01", 2, "running")
    assert verdict(view).text == "Will miss 4½ weeks by 1½ working days"
    assert verdict(view).detail == "the plan is 22 days, the forecast 24"
    assert view.clock.finish == date(2012, 11, 8)
    assert would_end(view, book(office)) == date(2013, 4, 12)


def test_stages_are_done_in_their_order_and_on_days_that_can_be(office: Office) -> None:
    made = opened(office)
    done = complete_stage
    assert (
        refused(office, made, lambda w, b, n: done(w, b, n, "sift", TODAY)) == "stage-not-current"
    )
    early, later = date(2012, 10, 5), date(2012, 11, 2)
    assert refused(office, made, lambda w, b, n: done(w, b, n, "need", early)) == "stage-too-early"
    assert refused(office, made, lambda w, b, n: done(w, b, n, "need", later)) == "stage-later"
    assert refused(office, made, lambda w, b, n: done(w, b, n, "x", TODAY)) == "stage-unknown"
    do(office, made, lambda w, b, n: done(w, b, n, "1", DRAWN[0]))
    do(office, made, lambda w, b, n: done(w, b, n, "2", DRAWN[1]))
    assert refused(office, made, lambda w, b, n: done(w, b, n, "3", DRAWN[2])) == "gate-not-passed"
    assert do(office, made, lambda w, b, n: reopen_stage(w, b, n, "need")) == 2
    assert seen(office, made).clock.stages[0].facts.done_on is None


def test_a_pause_needs_a_reason_of_the_list_and_may_not_meet_another(office: Office) -> None:
    made = opened(office)

    def paused(reason: str, first: date, last: date | None = None) -> Act:
        return lambda w, b, n: pause_call_off(w, b, n, reason, first=first, last=last)

    assert refused(office, made, paused("tired", TODAY)) == "choice-unknown"
    do(office, made, paused("purdah", date(2012, 10, 30)))
    assert seen(office, made).state == "paused"
    assert refused(office, made, paused("legal", TODAY)) == "call-off-pauses-meet"
    do(office, made, lambda w, b, n: resume_call_off(w, b, n, date(2012, 10, 31)))
    view = seen(office, made)
    assert view.state == "running"
    assert view.clock.paused == 4
    assert refused(office, made, lambda w, b, n: resume_call_off(w, b, n, TODAY)) == (
        "call-off-not-paused"
    )


def test_value_and_risk_give_the_tier_and_the_rule_says_why(office: Office) -> None:
    low = dict.fromkeys(MEDIUM, 0)
    high = dict.fromkeys(MEDIUM, 2)
    for value, answers, lot, tier in (
        (999_999, low, "micro", 0),
        (1_000_000, low, "micro", 1),
        (999_999, MEDIUM, "micro", 1),
        (5_000_000, low, "micro", 2),
        (11_305_700, low, "micro", 3),
        (999_999, high, "micro", 3),
        (100_000_001, low, "micro", 4),
        (999_999, low, "end-to-end", 4),
    ):
        made = opened(office, value_pence=value, answers=answers, lot=lot)
        assert seen(office, made).tier == tier, (value, answers, lot)
    (note, *_) = gate_notes(office.store.connection, book(office).framework, made)
    assert note.decided == "applies"
    assert "the lot is end-to-end (tier 4)" in note.rule


def test_every_gate_is_in_the_ledger_with_the_rule_that_skipped_or_kept_it(office: Office) -> None:
    made = opened(office)
    notes = gate_notes(office.store.connection, book(office).framework, made)
    assert len(notes) == len(book(office).framework.gate)
    skipped = {note.gate for note in notes if note.decided == "skipped"}
    assert skipped == {
        "Privacy impact assessed", "Equality impact assessed", "Bidders interviewed",
        "Legal advice taken", "Agreed by the region",
    }  # fmt: skip
    for note in notes:
        assert "£86,500.00 is below £113,057.00 (tier 2)" in note.rule
        assert (note.value_pence, note.risk_points) == (8_650_000, 5)


def test_another_tier_of_one_gate_moves_the_forecast_by_its_length(office: Office) -> None:
    made = opened(office)
    before = seen(office, made)
    do(office, made, lambda w, b, n: change_gate(w, b, n, "permission", TierChange(3, "Contested")))
    after = seen(office, made)
    assert after.clock.stages[2].facts.target == 4
    assert after.clock.planned - before.clock.planned == 2
    assert after.tier == 2
    last = gate_notes(office.store.connection, book(office).framework, made)[-1]
    assert (last.tier, last.reason) == (3, "Contested")
    assert budget(after, book(office)).over == 1
    assert "½ working day over the 22½ working days" in budget(after, book(office)).sentence


def test_raising_needs_a_reason_and_lowering_a_second_person(office: Office) -> None:
    made = opened(office)

    def to(tier: int, reason: str = "", second: str = "") -> Act:
        return lambda w, b, n: change_tier(w, b, n, TierChange(tier, reason, second))

    assert refused(office, made, to(4)) == "reason-needed"
    assert refused(office, made, to(5, "x")) == "tier-unknown"
    assert refused(office, made, to(2, "x")) == "tier-same"
    do(office, made, to(4, "Contentious"))
    raised = seen(office, made)
    assert (raised.tier, raised.ruled_tier, raised.clock.planned) == (4, 2, 50)
    assert budget(raised, book(office)).over == 5
    assert "2½ working days over" in budget(raised, book(office)).sentence
    assert refused(office, made, to(2, "Settled")) == "second-person-needed"
    assert refused(office, made, to(2, "Settled", office.user)) == "second-person-same"
    do(office, made, to(2, "Settled", "C. Head"))
    last = gate_notes(office.store.connection, book(office).framework, made)[-1]
    assert last.decided == "dropped"
    assert (last.second, last.by) == ("C. Head", office.user)
    assert seen(office, made).clock.planned == 44


def test_another_value_raises_the_tier_at_once_and_never_lowers_it(office: Office) -> None:
    made = opened(office)
    assert do(office, made, lambda w, b, n: weigh_again(w, b, n, value_pence=20_000_000)) == 3
    assert seen(office, made).tier == 3
    assert do(office, made, lambda w, b, n: weigh_again(w, b, n, value_pence=100)) == 1
    assert (seen(office, made).tier, seen(office, made).ruled_tier) == (3, 1)


def test_a_conflict_of_interest_holds_a_call_off_at_its_gate(office: Office) -> None:
    made = opened(office)

    def passed(w: Write, b: CallOffBook, n: int) -> None:
        pass_gate(w, b, n, "interests", TODAY, TOP)

    assert refused(office, made, passed) == "interests-open"
    do(office, made, lambda w, b, n: add_bidder(w, b, n, "Supplier A"))
    assert refused(office, made, passed) == "interests-open"
    do(
        office,
        made,
        lambda w, b, n: declare_interests(w, b, n, "supplier a", "conflict", "Runs it"),
    )
    assert refused(office, made, passed) == "interests-conflict"
    assert refused(office, made, lambda w, b, n: award(w, b, n, "Supplier A")) == (
        "interests-conflict"
    )
    do(office, made, lambda w, b, n: declare_interests(w, b, n, "Supplier A", "managed", "Walls"))
    do(office, made, passed)
    assert refused(office, made, passed) == "gate-passed-already"


def test_a_rejected_award_goes_to_the_next_in_rank_with_its_reason(office: Office) -> None:
    made = opened(office)

    def two_bids(w: Write, b: CallOffBook, n: int) -> None:
        for rank, name in enumerate(("A", "B"), 1):
            add_bidder(w, b, n, name, interests="none")
            rank_bidder(w, b, n, name, rank)

    do(office, made, two_bids)
    assert refused(office, made, lambda w, b, n: rank_bidder(w, b, n, "B", 1)) == "rank-taken"
    assert refused(office, made, lambda w, b, n: award(w, b, n, "B")) == "award-out-of-rank"
    do(office, made, lambda w, b, n: award(w, b, n, "A", maker=TOP))
    assert refused(office, made, lambda w, b, n: reject_award(w, b, n, " ")) == "reason-needed"
    assert do(office, made, lambda w, b, n: reject_award(w, b, n, "Insolvent", TOP)) == "B"
    bidders = {bidder.name: bidder for bidder in seen(office, made).bidders}
    assert (bidders["A"].state, bidders["A"].reason) == ("rejected", "Insolvent")
    assert bidders["B"].state == "awarded"


def test_no_contract_is_signed_before_the_standstill_ends(office: Office) -> None:
    made = opened(office, standstill=True)
    assert seen(office, made).clock.planned == 44
    days = [date(2012, 10, d) for d in (8, 10, 11, 12, 19, 23, 24)]
    finish(office, made, *days)
    do(office, made, lambda w, b, n: tell_bidders(w, b, n, date(2012, 10, 24)))
    view = seen(office, made)
    assert view.standstill_ends == date(2012, 11, 3)
    assert view.state == "standstill"
    assert refused(
        office, made, lambda w, b, n: complete_stage(w, b, n, "notice", TODAY)
    ) == "standstill-runs"  # fmt: skip
    later = date(2012, 11, 5)
    do(office, made, lambda w, b, n: complete_stage(w, b, n, "notice", date(2012, 11, 3)), later)
    assert refused(
        office, made,
        lambda w, b, n: complete_stage(w, b, n, "contract", date(2012, 11, 3), maker=TOP), later,
    ) == "standstill-runs"  # fmt: skip
    do(office, made, lambda w, b, n: complete_stage(w, b, n, "contract", later, maker=TOP), later)
    assert seen(office, made, later).outcome == "signed"


def test_what_if_moves_a_copy_and_writes_nothing(office: Office) -> None:
    made = opened(office)
    finish(office, made, *DRAWN)
    before = seen(office, made)
    count = office.store.connection.execute("SELECT count(*) FROM operation").fetchone()
    after = what_if(before, book(office), WhatIf({"evaluation": 10}, {"award": 4}))
    assert after.clock.total == 48 + 4 + 2
    assert move_sentence(before, after) == (
        "It ends on Tue 13 Nov 2012, 3 working days later than Thu 8 Nov 2012."
    )
    assert seen(office, made).clock.stages == before.clock.stages
    assert count == office.store.connection.execute("SELECT count(*) FROM operation").fetchone()


def test_lost_time_is_given_a_cause_and_no_more_than_was_lost(office: Office) -> None:
    made = opened(office)
    finish(office, made, *DRAWN)
    do(office, made, lambda w, b, n: note_loss(w, b, n, "requirement", "paper", 2, "sent back"))
    assert refused(
        office, made, lambda w, b, n: note_loss(w, b, n, "requirement", "paper", 1, "")
    ) == "loss-above-overrun"  # fmt: skip
    assert refused(
        office, made, lambda w, b, n: note_loss(w, b, n, "permission", "weather", 1, "")
    ) == "choice-unknown"  # fmt: skip


def test_papers_that_a_done_stage_lacks_are_gaps(office: Office) -> None:
    made = opened(office)
    finish(office, made, DRAWN[0])
    connection = office.store.connection

    def gaps() -> set[str]:
        listed = paper_list(connection, seen(office, made), book(office).framework)
        return {each.key for each in listed if each.is_gap}

    assert gaps() == {"case-2"}
    filed = PaperFile("case-2", "case.txt", b"The case", "", TODAY)
    do(office, made, lambda w, b, n: file_paper(w, b, n, filed))
    assert gaps() == set()
    assert office.check() == []


def test_finished_call_offs_are_charted_in_their_order(office: Office) -> None:
    for last in (5, 7, 6):
        made = opened(office)
        days = [*DRAWN, *(date(2012, 11, d) for d in (1, 2, 3, last))]
        finish(office, made, *days)
    stopped = opened(office)
    do(office, stopped, lambda w, b, n: stop_call_off(w, b, n, TODAY, "No need", TOP))
    late = date(2013, 1, 7)
    chart = finished_chart(call_offs(office.store.connection, book(office, late)), book(office))
    assert [point.half_days for point in chart.points] == [42, 44, 46]
    assert (chart.kept, chart.median, chart.ninth) == (2, 22, 23)
    assert chart.saved_half_days == 3 * 260 - 132
    assert refused(office, stopped, lambda w, b, n: stop_call_off(w, b, n, TODAY, "x", TOP)) == (
        "call-off-ended"
    )


def test_a_tier_set_here_holds_for_call_offs_opened_from_then_on(office: Office) -> None:
    first = opened(office)
    stated = {"below_pence": "8000000", "permission": "3", "source": "Board, 1 Nov 2012"}
    office.write("Set", lambda w: set_tier(w, book(office), 2, stated))
    assert seen(office, first).tier == 2
    assert seen(office, opened(office)).tier == 3
    assert seen(office, opened(office, value_pence=7_000_000)).clock.planned == 45
    assert refused(office, first, lambda w, b, n: set_tier(w, b, 2, {"risk": "low"})) == (
        "rule-source-needed"
    )


def test_a_saving_is_claimed_validated_and_only_in_part_cashable(office: Office) -> None:
    made = opened(office)
    saving = do(office, made, lambda w, b, n: claim_saving(w, b, n, "Fewer visits", 1000))
    office.write("Validate", lambda w: validate_saving(w, saving, 800, 300, "D. Finance"))
    (found,) = savings_of(office.store.connection, made)
    assert (found.claimed_pence, found.validated_pence, found.cashable_pence) == (1000, 800, 300)
    with pytest.raises(UserProblem, match="saving-parts"):
        office.write("Validate", lambda w: validate_saving(w, saving, 800, 900, "D. Finance"))


def test_the_day_of_need_says_how_far_the_end_is_from_it(office: Office) -> None:
    made = opened(office)
    end = seen(office, made).clock.finish
    assert end == date(2012, 11, 29)
    cases: dict[date | None, object] = {
        None: (True, ""),
        end: (True, "Thu 29 Nov 2012, to the day"),
        date(2012, 12, 2): (True, "Sun 2 Dec 2012, 1 working day in hand"),
        date(2012, 11, 25): (False, "Sun 25 Nov 2012: it ends 4 working days later"),
    }

    def need(by: date | None) -> None:
        do(office, made, lambda write, b, n: state_need(write, b, n, by, ""))

    for by, said in cases.items():
        need(by)
        assert needed_words(seen(office, made), book(office)) == said


def test_a_call_off_is_found_by_number_first_then_by_words(office: Office) -> None:
    first = opened(office)
    other = opened(office, title="Review 12/01 letters", need="Dental letters are late")
    connection = office.store.connection
    assert [hit.id for hit in find(connection, "12/01") if hit.kind == "calloff"] == [first, other]
    assert find(connection, "12/0")[0].ref == "12/02"
    assert {hit.id for hit in find(connection, "dental")} == {first, other}
    assert find(connection, "12/1_") == []


def test_every_day_of_a_call_off_is_explained(office: Office) -> None:
    made = opened(office, needed_by=date(2012, 12, 14))
    finish(office, made, *DRAWN)
    reasons = {each.key: each for each in day_reasons(seen(office, made), book(office))}
    assert reasons["finish"].day == "2012-11-08"
    assert reasons["would_end"].sentence == "130 working days from Mon 8 Oct 2012."
    assert reasons["needed_by"].sentence.startswith("Stated for this call-off; Fri 14 Dec 2012, ")
    assert reasons["sift"].day == "2012-10-18"
    assert reasons["sift"].sentence == (
        "From Thu 18 Oct 2012, 1 working day; the target is 1, as done."
    )
    assert reasons["contract"].sentence.endswith("as forecast.")


def run(path: Path, *words: str, on: str = "2012-11-01") -> int:
    return cli.main(["--register", str(path), "--as-at", on, "--json", *words])


def test_the_command_line_opens_plans_and_back_plans(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    path = office.path
    office.close()
    risk = [f"{key}={points}" for key, points in MEDIUM.items()]
    words = ("--need", "N", "--sponsor", "S", "--area", "assessment", "--lot", "micro")
    assert run(path, "calloff", "open", "T", *words, "--value", "86,500", "--start", "2013-01-07",
               "--risk", *risk) == 0  # fmt: skip
    made = json.loads(capsys.readouterr().out)
    assert (made["ref"], made["finish"], made["target_half_days"]) == ("12/01", "2013-02-05", 44)
    assert run(path, "calloff", "plan", "12/01") == 0
    assert json.loads(capsys.readouterr().out)["stages"][8]["planned_last"] == "2013-02-05"
    assert run(path, "calloff", "plan", "--start", "2013-01-07") == 0
    routes = {each["route"]: each for each in json.loads(capsys.readouterr().out)["routes"]}
    assert routes["fast"]["finish"] == "2013-02-05"
    assert run(path, "calloff", "last-start", "--needed-by", "2013-03-28") == 0
    routes = {each["route"]: each for each in json.loads(capsys.readouterr().out)["routes"]}
    assert (routes["classic"]["start"], routes["classic"]["possible"]) == ("2012-09-25", False)
    assert (routes["fast"]["start"], routes["fast"]["possible"]) == ("2013-02-26", True)
    for command in (("waterfall", "12/01"), ("gates", "12/01"), ("chart",), ("tiers",),
                    ("what-if", "12/01", "--stage", "sift=1.5", "--gate", "permission=4"),
                    ("file", "12/01"), ("gates",)):  # fmt: skip
        assert run(path, "calloff", *command) == 0, command
        assert json.loads(capsys.readouterr().out)
    assert run(path, "calloff", "raise", "12/01", "--gate", "permission", "--to", "3", "--reason",
               "Contested") == 0  # fmt: skip
    assert json.loads(capsys.readouterr().out)["finish"] == "2013-02-06"
    assert run(path, "list", "calloffs") == 0
    assert json.loads(capsys.readouterr().out)["total"] == 1
    assert run(path, "list", "gates") == 0
    assert json.loads(capsys.readouterr().out)["total"] == 10
    assert run(path, "explain", "12/01", "finish") == 0
    (explained,) = json.loads(capsys.readouterr().out)["dates"]
    assert explained["legal"] == "2013-02-06"
    assert "Will miss 4½ weeks by ½ working day" in explained["sentence"]
    assert run(path, "explain", "12/01", "colour") != 0
    assert run(path, "calloff", "need", "12/01", "--by", "2013-02-04") == 0
    assert run(path, "calloff", "need", "12/01", "--task", "5N8-T99") == 3
    capsys.readouterr()
    out = path.with_name("ledger.csv")
    assert run(path, "export", "gates", "-o", str(out)) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 10
    assert "£86,500.00 is below £113,057.00 (tier 2)" in out.read_text(encoding="utf-8-sig")
    assert run(path, "show", "12/01") == 0
    assert json.loads(capsys.readouterr().out)["ref"] == "12/01"
