"""The states of a call-off: who may take which way, what the clock does, and the two paths."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam import cli
from areateam.calloffs.bidder_actions import (
    add_bidder,
    award,
    link_contract,
    rank_bidder,
    reject_award,
    state_need,
)
from areateam.calloffs.call_off_actions import complete_stage, reopen_stage
from areateam.calloffs.call_off_clock_rules import PauseFacts
from areateam.calloffs.call_off_views import FRAMEWORK, Ending, call_offs
from areateam.calloffs.ending_views import ending_line
from areateam.calloffs.gate_actions import TierChange, change_tier, pass_gate, set_tier
from areateam.calloffs.path_actions import choose_path, set_bids_due, state_ending
from areateam.calloffs.state_actions import (
    pause_call_off,
    resume_call_off,
    stop_call_off,
    tell_bidders,
)
from areateam.calloffs.tie_views import call_offs_led_to, call_offs_serving
from areateam.calloffs.way_rules import Maker, StateFacts, moves, state_on, ways_from
from areateam.calloffs.way_views import clock_events, clock_sentence, move_lines, way_lines
from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.framework_definitions import read_framework
from areateam.catalogue.route_definitions import read_routes
from tests.calloffs.test_call_offs import (
    MEDIUM,
    TODAY,
    TOP,
    book,
    do,
    finish,
    opened,
    refused,
    seen,
)
from tests.ledger.made_records import add_contract

if TYPE_CHECKING:
    from areateam.calloffs.call_off_views import CallOffBook
    from areateam.ledger.ledger import Write
    from areateam.office import Office

CATALOGUE = load_catalogue()
FESC = read_framework(CATALOGUE.folder / FRAMEWORK, frozenset(CATALOGUE.procedures.roles))
DAYS = st.dates(date(2012, 10, 1), date(2012, 12, 31))
LOW = dict.fromkeys(MEDIUM, 0)


@given(start=DAYS, told=DAYS, first=DAYS, last=st.none() | DAYS, ended=st.none() | DAYS)
def test_every_move_is_a_way_of_the_machine_and_ends_in_the_state_of_the_day(
    start: date, told: date, first: date, last: date | None, ended: date | None
) -> None:
    pause = (PauseFacts(first, last, "legal"),) if first <= (last or first) else ()
    outcome = "stopped" if ended else ""
    told, over = max(start, told), max(start, told) + timedelta(days=10)
    facts = StateFacts(start, pause, told, over, ended, outcome)
    until = date(2013, 1, 31)
    made = moves(facts, FESC, until)
    assert (made[-1].to if made else "planned") == state_on(facts, until)
    for move in made:
        assert move.edge is not None
        assert (move.source, move.to) == (move.edge.source, move.edge.to)


def test_no_way_leads_out_of_a_state_that_ends_and_every_state_is_reached() -> None:
    ends = [state.key for state in FESC.state if state.ends]
    assert ends == ["signed", "stopped"]
    assert all(not ways_from(FESC, state) for state in ends)
    assert {edge.to for edge in FESC.edge} == {s.key for s in FESC.state} - {"planned"}


def test_steps_of_paths_gates_and_papers_lie_in_stages_that_there_are() -> None:
    stages = {stage.key for stage in read_routes(CATALOGUE.folder / "routes").fast.stage}
    named = {step.stage for path in FESC.path for step in path.step}
    named |= {gate.stage for gate in FESC.gate} | {paper.stage for paper in FESC.paper}
    named |= {stage for path in FESC.path for stage in path.skips}
    assert named <= stages


def test_a_gate_is_passed_only_in_a_role_that_may(office: Office) -> None:
    made = opened(office)

    def passed(role: str, gate: str = "permission") -> str:
        maker = Maker(role, "B. Someone")
        return refused(office, made, lambda w, b, n: pass_gate(w, b, n, gate, TODAY, maker))

    assert passed("") == "decision-role-needed"
    assert passed("king") == "role-unknown"
    assert passed("head-of-primary-care") == "decision-not-delegated"
    assert passed("head-of-primary-care", "finance") == "decision-not-delegated"
    director = Maker("director", "C. Director")
    do(office, made, lambda w, b, n: pass_gate(w, b, n, "permission", TODAY, director))
    line = next(g for g in seen(office, made).gates if g.gate.key == "permission")
    assert (line.passed_by, line.passed_role) == ("C. Director", "director")


def test_who_approves_follows_the_tier_and_what_the_office_set(office: Office) -> None:
    made = opened(office)
    do(office, made, lambda w, b, n: change_tier(w, b, n, TierChange(3, "Contested")))
    director = Maker("director", "C. Director")
    assert refused(
        office, made, lambda w, b, n: pass_gate(w, b, n, "permission", TODAY, director)
    ) == "decision-not-delegated"  # fmt: skip
    stated = {"approver_role": "director", "approver": "director", "source": "Board, 1 Oct 2012"}
    do(office, made, lambda w, b, _n: set_tier(w, b, 3, stated))
    do(office, made, lambda w, b, n: pass_gate(w, b, n, "permission", TODAY, director))


def test_only_the_sponsor_or_who_approves_stops_it(office: Office) -> None:
    made = opened(office)

    def stopped(maker: Maker) -> str:
        return refused(office, made, lambda w, b, n: stop_call_off(w, b, n, TODAY, "No", maker))

    assert stopped(Maker()) == "decision-role-needed"
    assert stopped(Maker("sponsor", "R. Osei")) == "decision-not-theirs"
    assert stopped(Maker("contract-manager")) == "decision-not-delegated"
    sponsor = Maker("sponsor", "a. marsh")
    do(office, made, lambda w, b, n: stop_call_off(w, b, n, TODAY, "No money", sponsor))
    last = move_lines(seen(office, made), book(office))[-1]
    assert (last.to, last.who, last.why) == ("stopped", "a. marsh, sponsor", "No money")


def test_the_contract_is_signed_and_opened_again_only_by_who_approves(office: Office) -> None:
    made = opened(office, answers=LOW, value_pence=100_000)
    days = [date(2012, 10, day) for day in (9, 10, 11, 12, 15, 16, 17, 18, 19)]
    finish(office, made, *days[:8], on=TODAY)

    def signed(maker: Maker) -> str:
        return refused(
            office, made, lambda w, b, n: complete_stage(w, b, n, "9", days[8], maker=maker)
        )

    assert signed(Maker()) == "decision-role-needed"
    assert signed(Maker("contract-officer")) == "decision-not-delegated"
    manager = Maker("contract-manager", "R. Osei")
    do(office, made, lambda w, b, n: complete_stage(w, b, n, "9", days[8], maker=manager))
    assert seen(office, made).state == "signed"
    assert refused(office, made, lambda w, b, n: reopen_stage(w, b, n, "9")) == (
        "decision-role-needed"
    )
    do(office, made, lambda w, b, n: reopen_stage(w, b, n, "9", manager))
    assert seen(office, made).state == "running"


def in_standstill(office: Office) -> int:
    """A call-off whose bidders were told on 24 Oct 2012: its standstill ends on 3 Nov."""
    made = opened(office, standstill=True)

    def act(write: Write, found: object, number: int) -> None:
        day = book(office)
        for rank, name in enumerate(("A", "B"), 1):
            add_bidder(write, day, number, name, interests="none")
            rank_bidder(write, day, number, name, rank)
        award(write, day, number, "A", maker=TOP)
        tell_bidders(write, day, number, date(2012, 10, 24))

    do(office, made, act)
    return made


def test_the_clock_ends_a_standstill_and_says_so(office: Office) -> None:
    made = in_standstill(office)
    view = seen(office, made)
    assert (view.state, view.standstill_ends) == ("standstill", date(2012, 11, 3))
    assert {line.who for line in way_lines(view, book(office))} >= {
        "the clock",
        "the sponsor, A. Marsh",
    }
    later = date(2012, 11, 5)
    known = book(office, later)
    views = call_offs(office.store.connection, known)
    assert clock_events(views, known, date(2012, 11, 4)) == ()
    (event,) = clock_events(views, known, TODAY)
    assert event.on == "2012-11-04"
    assert clock_sentence([event]) == (
        "12/01 Dental needs assessment, 4 Nov 2012: The standstill is over: it is running now."
    )
    assert seen(office, made, later).state == "running"
    assert clock_events(call_offs(office.store.connection, book(office)), book(office), TODAY) == ()


def test_a_challenge_in_the_standstill_holds_the_contract_and_a_rejection_ends_it(
    office: Office,
) -> None:
    made = in_standstill(office)
    first = date(2012, 10, 30)
    do(office, made, lambda w, b, n: pause_call_off(w, b, n, "legal", first=first))
    assert seen(office, made).state == "paused"
    assert refused(office, made, lambda w, b, n: tell_bidders(w, b, n, date(2012, 11, 9))) == (
        "stage-later"
    )
    assert refused(office, made, lambda w, b, n: reject_award(w, b, n, "Late", TOP)) == (
        "call-off-no-way"
    )
    do(office, made, lambda w, b, n: resume_call_off(w, b, n, TODAY))
    back = move_lines(seen(office, made, date(2012, 11, 2)), book(office, date(2012, 11, 2)))
    assert [(line.on[5:], line.to) for line in back[-3:]] == [
        ("10-24", "in standstill"), ("10-30", "paused"), ("11-02", "in standstill"),
    ]  # fmt: skip
    later = date(2012, 11, 2)
    assert refused(office, made, lambda w, b, n: reject_award(w, b, n, "Late"), later) == (
        "decision-role-needed"
    )
    do(office, made, lambda w, b, n: reject_award(w, b, n, "Late", TOP), later)
    assert seen(office, made, later).state == "running"


def test_a_contract_that_begins_in_the_standstill_is_not_the_one(office: Office) -> None:
    made = in_standstill(office)
    early = add_contract(office, start_date="2012-11-03")
    after = add_contract(office, start_date="2012-11-04", end_date="2013-03-31")
    assert refused(office, made, lambda w, b, n: link_contract(w, b, n, early)) == (
        "contract-before-standstill"
    )
    do(office, made, lambda w, b, n: link_contract(w, b, n, after))
    assert ending_line(seen(office, made), FESC).short == "ends by then"
    assert [each.number for each in call_offs_led_to(office.store.connection, after)] == ["12/01"]
    assert call_offs_led_to(office.store.connection, early) == []
    do(office, made, lambda w, b, n: state_need(w, b, n, None, "abc"))
    assert [each.id for each in call_offs_serving(office.store.connection, "abc")] == [made]


def test_bids_close_by_the_clock_and_the_stage_waits_for_it(office: Office) -> None:
    made = opened(office)
    due = date(2012, 11, 2)
    finish(office, made, *[date(2012, 10, day) for day in (9, 10, 11, 12)], on=TODAY)
    do(office, made, lambda w, b, n: set_bids_due(w, b, n, due))
    view = seen(office, made)
    assert view.clock.stages[4].last == due
    assert refused(office, made, lambda w, b, n: complete_stage(w, b, n, "5", TODAY)) == (
        "bids-still-open"
    )
    assert refused(office, made, lambda w, b, n: rank_bidder(w, b, n, "Supplier A", 1)) == (
        "bids-still-open"
    )
    after = date(2012, 11, 5)
    known = book(office, after)
    (event,) = clock_events(call_offs(office.store.connection, known), known, TODAY)
    assert (event.on, event.words) == (
        "2012-11-03", "Bids are closed; the stage waits to be completed.",
    )  # fmt: skip
    do(office, made, lambda w, b, n: complete_stage(w, b, n, "5", due), after)
    assert refused(office, made, lambda w, b, n: set_bids_due(w, b, n, due), after) == "bids-closed"


def test_a_direct_award_leaves_stages_out_and_needs_a_reason_and_who_approves(
    office: Office,
) -> None:
    made = opened(office, value_pence=2_000_000, answers=LOW)
    head = Maker("head-of-primary-care", "H. Head")

    def direct(reason: str, maker: Maker) -> str:
        return refused(office, made, lambda w, b, n: choose_path(w, b, n, "direct", reason, maker))

    assert direct("", head) == "reason-needed"
    assert direct("One supplier fits", Maker("contract-manager")) == "decision-not-delegated"
    before = seen(office, made).clock
    do(office, made, lambda w, b, n: choose_path(w, b, n, "direct", "One supplier fits", head))
    view = seen(office, made)
    left_out = [s.facts.key for s in view.clock.stages if s.facts.skipped]
    assert left_out == ["competition", "evaluation"]
    assert before.planned - view.clock.planned == 14 + 6
    assert view.clock.baseline == before.baseline
    days = [date(2012, 10, day) for day in (9, 10, 11, 12)]
    finish(office, made, *days, on=TODAY)
    assert refused(office, made, lambda w, b, n: complete_stage(w, b, n, "5", TODAY)) == (
        "stage-left-out"
    )
    do(office, made, lambda w, b, n: complete_stage(w, b, n, "award", TODAY))
    assert refused(
        office, made, lambda w, b, n: choose_path(w, b, n, "competition", "", head)
    ) == "path-too-late"  # fmt: skip


def test_a_direct_award_is_open_to_low_tiers_only(office: Office) -> None:
    made = opened(office)
    assert refused(
        office, made, lambda w, b, n: choose_path(w, b, n, "direct", "Why", TOP)
    ) == "path-not-open"  # fmt: skip
    low = opened(office, value_pence=100_000, answers=LOW, path="direct", path_reason="Why")
    assert seen(office, low).path.key == "direct"
    do(office, low, lambda w, b, n: change_tier(w, b, n, TierChange(2, "Contested")))
    finish(office, low, *[date(2012, 10, day) for day in (9, 10, 11, 12)], on=TODAY)
    assert refused(office, low, lambda w, b, n: complete_stage(w, b, n, "award", TODAY)) == (
        "path-not-open"
    )


def test_what_becomes_of_the_contract_is_a_gap_until_somebody_says_it(office: Office) -> None:
    made = opened(office)
    assert ending_line(seen(office, made), FESC).is_gap

    def said(write: Write, found: CallOffBook, number: int, *, ending: Ending) -> None:
        state_ending(write, found, number, ending)

    for ending, code in (
        (Ending(after="sold"), "choice-unknown"),
        (Ending(after="novated"), "after-needs-body"),
        (Ending(after="ended-early", early=False), "after-not-early"),
        (Ending(after="ends-before", term_ends_on=date(2013, 4, 1)), "after-still-runs"),
    ):
        assert refused(office, made, partial(said, ending=ending)) == code
    long = Ending(date(2014, 3, 31), early=True, terms="Three months' notice")
    do(office, made, lambda w, b, n: state_ending(w, b, n, long))
    line = ending_line(seen(office, made), FESC)
    assert line.is_gap
    assert line.words == (
        "The contract runs to 31 Mar 2014; nobody has said what becomes of it after 31 Mar 2013."
    )
    novated = Ending(date(2014, 3, 31), early=True, after="novated", body="NHS CB")
    do(office, made, lambda w, b, n: state_ending(w, b, n, novated))
    line = ending_line(seen(office, made), FESC)
    assert (line.is_gap, line.short) == (False, "novated")
    assert line.words.endswith("to NHS CB.")


def test_the_commands_state_and_take_away(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(office, needed_by=date(2013, 3, 28))
    office.close()

    def run(*words: str) -> tuple[int, str]:
        at = ("--register", str(office.path), "--as-at", TODAY.isoformat())
        code = cli.main([*at, "calloff", *words])
        found = capsys.readouterr()
        return code, found.out or found.err

    assert json.loads(run("need", "12/01", "--by", "-", "--json")[1])["needed_by"] is None
    code, said = run("states", "12/01", "--every", "--json")
    assert code == 0
    shown = json.loads(said)
    assert (shown["state"], len(shown["ways"])) == ("running", len(FESC.edge))
    assert run("ending", "12/01", "--early", "yes", "--terms", "One month")[0] == 0
    assert run("ending", "12/01", "--last-day", "2014-03-31")[0] == 0
    code, said = run("ending", "12/01", "--json")
    assert json.loads(said)["early_exit"] is True
    assert json.loads(said)["last_day"] == "2014-03-31"
    assert "One month" in run("ending", "12/01", "--last-day", "-")[1]
    assert run("bids", "12/01", "--until", "2012-11-09")[0] == 0
    assert "Further competition" in run("path", "12/01")[1]
    code, said = run("close", "12/01", "--reason", "No", "--role", "contract-manager")
    assert (
        code,
        "may not decide this. It is for: Area team director, or a role above it." in said,
    ) == (3, True)
    assert "moved nothing" in run("clock", "--since", "2012-10-31")[1]
    assert "it is running now" in run("clock", "--since", "2012-10-01")[1]
