"""Plans in a register: versions, what is dropped or softened, money that adds up, scenarios."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from areateam import cli
from areateam.contracts.contract_actions import add_contract, remove_contract
from areateam.core.problems import UserProblem
from areateam.office import new_office
from areateam.plans.plan_actions import (
    LineStated,
    MeasureStated,
    add_actual,
    add_aim,
    add_line,
    add_measure,
    add_plan,
    drop_aim,
    set_control,
    set_target,
    tie_line,
)
from areateam.plans.plan_gap_views import drift_between, gaps_of
from areateam.plans.plan_version_actions import (
    add_scenario,
    adopt_scenario,
    discard_scenario,
    refresh_plan,
)
from areateam.plans.plan_views import PlanView, plan_id_of, plan_view
from areateam.plans.plan_words import crosswalk_sentence, drift_sentence, limit_sentences
from areateam.plans.roll_up_views import roll_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

APRIL = date(2012, 4, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = new_office(tmp_path_factory.mktemp("plans") / "p.areateam", area_team="Q55")
    yield office
    office.close()


@pytest.fixture
def office(made: Office) -> Iterator[Office]:
    before = made.store.connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    yield made
    while _standing(made) > before:
        made.undo()


def _standing(office: Office) -> int:
    """The last operation that stands."""
    (last,) = office.store.connection.execute(
        "SELECT max(id) FROM operation o WHERE undoes IS NULL AND redoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM operation u WHERE u.undoes = o.id)"
    ).fetchone()
    return int(last)


def done(office: Office, act: Callable[[Write], Any]) -> Any:
    return office.write("Test", act).result


def refused(office: Office, act: Callable[[Write], Any]) -> str:
    with pytest.raises(UserProblem) as caught:
        office.write("Test", act)
    return caught.value.code


def plan_of_two_aims(office: Office, body: str = "Q55") -> tuple[int, int, int]:
    """A plan, an aim with money and a measure, and an aim without."""

    def act(write: Write) -> tuple[int, int, int]:
        plan = add_plan(write, "Primary care", body, APRIL, 3)
        funded = add_aim(write, plan, "Fair prices", "B1")
        bare = add_aim(write, plan, "Less waiting", "B2", domain=4)
        stated = MeasureStated("Premium", "£ a patient", 2, "down", 1250)
        add_measure(write, funded, stated, {2012: 1100, 2013: 1000})
        add_line(write, plan, LineStated("Team", 12_000_000, date(2012, 10, 1), aim=funded))
        return plan, funded, bare

    result: tuple[int, int, int] = done(office, act)
    return result


def view(office: Office, plan: int) -> PlanView:
    return plan_view(office.store.connection, plan)


def test_money_without_aim_and_aims_without_money_by_year(office: Office) -> None:
    plan, funded, bare = plan_of_two_aims(office)
    loose = LineStated("Parties", 300_000, date(2013, 1, 1), date(2013, 6, 30), recurrent=False)
    line = done(office, lambda w: add_line(w, plan, loose))
    gaps = gaps_of(view(office, plan))
    assert [(g.year, g.with_aim, g.without_aim) for g in gaps.years] == [
        (2012, 6_000_000, 150_000),
        (2013, 12_000_000, 150_000),
        (2014, 12_000_000, 0),
    ]
    assert [aim.id for aim in gaps.aims] == [bare]
    assert [each.id for each in gaps.lines] == [line]
    assert crosswalk_sentence(gaps) == (
        "£300,000.00 serves an aim, £3,000.00 serves none; 1 aim without money."
    )
    done(office, lambda w: tie_line(w, line, bare))
    gaps = gaps_of(view(office, plan))
    assert (gaps.lines, gaps.aims) == ((), ())
    assert [aim.id for aim in gaps.years[2].unfunded] == [bare]
    assert gaps.years[0].unfunded == ()
    done(office, lambda w: drop_aim(w, funded, APRIL, "Done"))
    assert gaps_of(view(office, plan)).without_aim == 30_000_000


def test_over_and_under_the_limit_to_the_penny(office: Office) -> None:
    plan, _, _ = plan_of_two_aims(office)
    assert refused(office, lambda w: set_control(w, plan, 2012, 5, " ")) == "explanation-needed"
    assert refused(office, lambda w: set_control(w, plan, 2016, 5, "x")) == "plan-year-outside"
    done(office, lambda w: set_control(w, plan, 2012, 5_999_999, "Board"))
    done(office, lambda w: set_control(w, plan, 2013, 12_000_000, "Board"))
    assert limit_sentences(view(office, plan)) == [
        "2012-13 costs £60,000.00, £0.01 over the limit of £59,999.99 (Board).",
        "2013-14 costs £120,000.00, exactly at the limit of £120,000.00 (Board).",
    ]
    assert view(office, plan).over(2014) is None


def test_a_refresh_keeps_identity_and_shows_what_was_dropped_and_softened(office: Office) -> None:
    plan, funded, bare = plan_of_two_aims(office)
    first = view(office, plan)
    second = done(office, lambda w: refresh_plan(w, plan, years=4))
    now = view(office, second)
    assert [a.lineage for a in now.aims] == [a.lineage for a in first.aims]
    assert not {a.id for a in now.aims} & {funded, bare}
    assert now.lines[0].aim == now.aims[0].id
    assert (now.head.version, now.years, now.totals[2015]) == (
        2,
        (2012, 2013, 2014, 2015),
        12_000_000,
    )
    measure = now.aims[0].measures[0]

    def act(write: Write) -> None:
        assert refusal(write, now.aims[1].id) == "drop-reason-needed"
        drop_aim(write, now.aims[1].id, date(2013, 4, 1), "CCGs do it")
        set_target(write, measure.id, 2012, 1150)
        set_target(write, measure.id, 2013, 900)
        add_actual(write, measure.id, date(2013, 3, 31), 1120, "Payments")

    done(office, act)
    now = view(office, second)
    drift = drift_between(first, now)
    assert [(a.name, a.drop_reason) for a in drift.dropped] == [("Less waiting", "CCGs do it")]
    assert [(s.year, s.before, s.now) for s in drift.softened] == [(2012, 1100, 1150)]
    assert drift_sentence(drift) == (
        "Since the version before: 1 aim dropped, 1 target softer, 1 line of money changed;"
        " £120,000.00 more over all years."
    )
    assert view(office, plan).aims[0].measures[0].actuals == (("2013-03-31", 1120, "Payments"),)
    assert now.aims[0].measures[0].met(2012)
    assert not view(office, plan).aims[0].measures[0].met(2012)
    third = view(office, done(office, lambda w: refresh_plan(w, second)))
    assert [aim.name for aim in third.aims] == ["Fair prices"]
    assert refused(office, lambda w: add_aim(w, plan, "Late", "B1")) == "plan-closed"


def refusal(write: Write, aim: int) -> str:
    with pytest.raises(UserProblem) as caught:
        drop_aim(write, aim, APRIL, " ")
    return caught.value.code


def test_a_plan_passes_to_the_area_team_and_the_money_stays_the_pcts(office: Office) -> None:
    plan, _, _ = plan_of_two_aims(office, "5N6")
    assert refused(office, lambda w: refresh_plan(w, plan, body="Q56")) == "plan-body-unlinked"
    second = done(office, lambda w: refresh_plan(w, plan, body="Q55"))
    now = view(office, second)
    assert (now.head.body, now.lines[0].body) == ("Q55", "5N6")
    assert drift_between(view(office, plan), now).is_none


def test_money_rolls_up_from_contract_to_region(office: Office) -> None:
    plan, aim, _ = plan_of_two_aims(office)
    stated = {"contract_type": "gds", "name": "Oak", "contract_no": "1", "pct_code": "5N6"}
    contract = done(office, lambda w: add_contract(w, office.catalogue, stated))
    tied = LineStated("Chairs", 77_777, APRIL, date(2013, 5, 9), aim=aim, contract=contract)
    done(office, lambda w: add_line(w, plan, tied))
    done(office, lambda w: add_line(w, plan, LineStated("Rent", 1_001, APRIL, body="5N8")))
    whole = view(office, plan)
    sums = roll_up(office.store.connection, whole)
    assert [s.name for s in sums if s.level < 3] == [
        "Midlands and East",
        "Derbyshire and Nottinghamshire",
        "Derbyshire County PCT",
        "Nottinghamshire County Teaching PCT",
        "PCT not named",
    ]
    for level in range(4):
        parts = [s for s in sums if s.level == level]
        for year in whole.years:
            assert sum(s.costs.get(year, 0) for s in parts) == whole.totals[year]
    assert f"Oak (C{contract})" in [s.name for s in sums]
    assert refused(office, lambda w: remove_contract(w, contract)) == "contract-has-cases"


def test_scenarios_are_compared_adopted_or_discarded(office: Office) -> None:
    plan, _, _ = plan_of_two_aims(office)
    tried = done(office, lambda w: add_scenario(w, plan, "Half the team"))
    other = done(office, lambda w: add_scenario(w, plan, "No team"))
    line = view(office, tried).lines[0].id
    half = LineStated("Team", 6_000_000, date(2012, 10, 1), aim=view(office, tried).aims[0].id)

    def act(write: Write) -> None:
        write.execute("DELETE FROM plan_line WHERE id = ?", (line,))
        add_line(write, tried, half)

    done(office, act)
    assert view(office, plan).totals[2012] == 6_000_000
    assert drift_between(view(office, plan), view(office, tried)).totals[0] == (
        6_000_000,
        3_000_000,
    )
    assert plan_id_of(office.store.connection, "") == plan
    done(office, lambda w: adopt_scenario(w, tried))
    assert plan_id_of(office.store.connection, "") == tried
    assert (view(office, tried).head.version, view(office, tried).head.name) == (2, "Primary care")
    assert refused(office, lambda w: adopt_scenario(w, other)) == "scenario-outdated"
    done(office, lambda w: discard_scenario(w, other))
    assert refused(office, lambda w: adopt_scenario(w, other)) == "plan-closed"
    assert refused(office, lambda w: adopt_scenario(w, tried)) == "plan-not-scenario"


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (LineStated("", 5, APRIL), "plan-name-needed"),
        (LineStated("x", 5, APRIL, nature="saving"), "saving-not-negative"),
        (LineStated("x", 5, APRIL, nature="gift"), "nature-unknown"),
        (LineStated("x", 5, date(2016, 4, 1)), "days-backwards"),
        (LineStated("x", 10**16, APRIL), "amount-too-large"),
        (LineStated("x", 5, APRIL, body="ZZZ"), "body-unknown"),
        (LineStated("x", 5, APRIL, aim=10**6), "aim-elsewhere"),
    ],
)
def test_what_no_line_may_be_is_refused(office: Office, stated: LineStated, code: str) -> None:
    plan, _, _ = plan_of_two_aims(office)
    assert refused(office, lambda w: add_line(w, plan, stated)) == code


def test_a_plan_without_an_aim_does_not_say_that_every_aim_has_money(office: Office) -> None:
    plan = done(office, lambda w: add_plan(w, "Bare", "Q55", APRIL, 3))
    gaps = gaps_of(view(office, plan))
    assert crosswalk_sentence(gaps) == "There is no aim yet; £0.00 serves none."
    assert gaps.is_apart
    aim = done(office, lambda w: add_aim(w, plan, "Fair prices", "B1"))
    done(office, lambda w: add_line(w, plan, LineStated("Team", 500, APRIL, aim=aim)))
    gaps = gaps_of(view(office, plan))
    assert crosswalk_sentence(gaps).endswith("every aim has money.")
    assert not gaps.is_apart
    done(office, lambda w: drop_aim(w, aim, APRIL, "Not asked for"))
    assert crosswalk_sentence(gaps_of(view(office, plan))).startswith("There is no aim yet")


def test_what_no_plan_may_be_is_refused(office: Office) -> None:
    assert refused(office, lambda w: add_plan(w, "x", "Q55", APRIL, 2)) == "plan-length"
    assert refused(office, lambda w: add_plan(w, "x", "Q55", APRIL, 6)) == "plan-length"
    assert refused(office, lambda w: add_plan(w, "x", "ZZZ", APRIL, 3)) == "body-unknown"
    plan, _, _ = plan_of_two_aims(office)
    assert refused(office, lambda w: add_aim(w, plan, "x", "B4")) == "benefit-unknown"
    assert refused(office, lambda w: add_aim(w, plan, "x", "B1", domain=6)) == "domain-unknown"


def test_the_commands_make_a_plan_and_show_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = tmp_path / "a.areateam"

    def run(*words: str) -> Any:
        capsys.readouterr()
        code = cli.main(["--register", str(register), "--json", "--as-at", "2012-11-01", *words])
        return code, json.loads(capsys.readouterr().out or "null")

    assert cli.main(["new", str(register), "--area-team", "Q55"]) == 0
    assert cli.main(["--register", str(register), "plan", "show"]) == 3
    run("plan", "new", "Primary care", "--from", "2012-04-01")
    aim = ("plan", "aim", "PL1", "Fair prices", "--benefit", "b1", "--owner", "Ann Osei")
    assert run(*aim)[0] == 3
    run(*aim, "--new-person")
    run("plan", "aim", "PL1", "Less waiting", "--benefit", "B2")
    words = ("AIM1", "Premium", "--unit", "£", "--places", "2", "--less", "--target", "2012-13=11")
    run("plan", "measure", *words, "--indicator", "I02")
    run("plan", "actual", "PM1", "10.50", "--source", "Payments")
    run("plan", "line", "PL1", "Team", "120,000", "--from", "2012-10-01", "--aim", "AIM1")
    run("plan", "line", "PL1", "Less rent", "-600", "--from", "2012-10-01")
    run("plan", "limit", "PL1", "2013-14", "100000", "--because", "Board")
    assert run("plan", "follow", "PM1", "--owner", "Ann Osei", "--check-in", "6")[0] == 0
    assert run("plan", "follow", "PM1", "--check-in", "25")[0] == 3
    code, shown = run("plan", "show")
    assert code == 0
    followed = shown["aims"][0]["measures"][0]
    assert (followed["owner"], followed["check_in_months"]) == ("Ann Osei", 6)
    assert [year["total_pence"] for year in shown["years"]] == [5970000, 11940000, 11940000]
    assert shown["years"][1]["over_pence"] == 1940000
    assert shown["aims"][0]["measures"][0]["actuals"][0]["figure"] == 1050
    assert shown["aims"][0]["measures"][0]["indicator"]
    assert shown["lines"][1]["nature"] == "Saving"
    code, gaps = run("plan", "gaps")
    assert (code, gaps["aims_without_money"], gaps["money_without_aim"]) == (1, ["AIM2"], ["PI2"])
    run("plan", "tie", "PI2", "AIM2")
    assert run("plan", "gaps")[0] == 0
    assert run("list", "aims")[1]["total"] == 2
    assert run("show", "pl1")[1] == run("plan", "show")[1]
    shown = run("show", "AIM1")[1]
    assert (shown["plan"], [line["ref"] for line in shown["lines"]]) == ("PL1", ["PI1"])
    assert shown["measures"][0]["ref"] == "PM1"
    assert cli.main(["--register", str(register), "show", "AIM2"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("AIM2  Less waiting (B2 Better outcomes)\nPL1  Primary care · ")
    assert "PI2  Less rent" in said
    assert [run("show", ref)[0] for ref in ("AIM99", "PL99")] == [3, 3]
    assert [s["total_pence"] for s in run("plan", "money")[1]["sums"]] == [29850000] * 4
    run("plan", "refresh", "PL1")
    run("plan", "drop", "AIM4", "Nobody asked for it")
    assert run("plan", "compare", "PL2")[1]["aims_dropped"] == [
        {"name": "Less waiting", "reason": "Nobody asked for it"}
    ]
    out = tmp_path / "plan.csv"
    assert run("plan", "export", "-o", str(out))[1]["rows"] == 2
    assert "2012-13" in out.read_text(encoding="utf-8-sig")
    assert run("check")[1]["sound"]
