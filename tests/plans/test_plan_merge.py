"""Plans that become one: identities kept, money to the penny, clashes told, one undo."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from areateam import cli
from areateam.office import new_office
from areateam.plans.plan_actions import (
    LineStated,
    MeasureStated,
    add_actual,
    add_aim,
    add_line,
    add_measure,
    add_plan,
    set_control,
)
from areateam.plans.plan_before_views import kin_of, plan_before
from areateam.plans.plan_gap_views import drift_between
from areateam.plans.plan_merge_actions import merge_plans
from areateam.plans.plan_merge_rules import MergeStated, check_merge, usual_period
from areateam.plans.plan_money_rules import added_up
from areateam.plans.plan_version_actions import refresh_plan
from areateam.plans.plan_views import plans
from tests.plans.test_plans_in_the_register import APRIL, done, refused, view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

DAY = date(2013, 4, 2)
FAIR = "Fair prices"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = new_office(tmp_path_factory.mktemp("merge") / "p.areateam", area_team="Q55")
    yield opened
    opened.close()


def two_plans(write: Write) -> tuple[int, int]:
    """One of 5N6 over three years from April 2012, one of 5N7 over four from October."""
    one = add_plan(write, "Derbyshire", "5N6", APRIL, 3)
    fair = add_aim(write, one, FAIR, "B1")
    premium = MeasureStated("Premium", "£", 2, "down", 1250)
    measure = add_measure(write, fair, premium, {2012: 1100})
    add_actual(write, measure, date(2012, 8, 1), 1200, "Payments")
    add_line(write, one, LineStated("Team", 10_000_001, APRIL, aim=fair))
    set_control(write, one, 2012, 20_000_000, "Board")
    set_control(write, one, 2014, 9_000_000, "Board")
    two = add_plan(write, "Derby", "5N7", date(2012, 10, 1), 4)
    same = add_aim(write, two, "  fair PRICES", "B3")
    add_measure(write, same, MeasureStated("premium", "£", 2, "down", 900), {2016: 300})
    add_aim(write, two, "Less waiting", "B2")
    add_line(write, two, LineStated("Team", 3_333_333, date(2013, 1, 17), aim=same))
    add_line(write, two, LineStated("Rent", -50, date(2013, 1, 1), body="5N8", nature="saving"))
    set_control(write, two, 2012, 1_000_000, "Letter")
    return one, two


def joined(office: Office, pair: tuple[int, int], **changed: Any) -> MergeStated:
    """The two plans in the hands of the area team, their aims of one name joined."""
    first, years = usual_period([view(office, plan) for plan in pair])
    one, two = (view(office, plan) for plan in pair)
    stated = {
        "plans": pair, "name": "Both", "body": "Q55", "first": first, "years": years,
        "join": {two.aims[0].id: one.aims[0].id},
    }  # fmt: skip
    return MergeStated(**{**stated, **changed})


def test_aims_measures_and_money_keep_their_identity_and_their_figures(office: Office) -> None:
    pair = done(office, two_plans)
    one, two = (view(office, plan) for plan in pair)
    made = view(office, done(office, lambda w: merge_plans(w, joined(office, pair), DAY)))
    assert (made.head.starts_on, made.head.length, made.head.version) == (APRIL, 5, 1)
    assert [aim.lineage for aim in made.aims] == [a.lineage for a in (*one.aims, *two.aims)]
    kept, gone, other = made.aims
    assert gone.drop_reason == f"One aim with {kept.ref} “{FAIR}” since the plans were merged"
    assert (gone.dropped_on, gone.measures) == (DAY.isoformat(), ())
    assert [m.name for m in kept.measures] == [
        "Premium, Derbyshire County PCT", "premium, Derby City PCT",
    ]  # fmt: skip
    assert [m.baseline for m in kept.measures] == [1250, 900]
    assert kept.measures[0].actuals == (("2012-08-01", 1200, "Payments"),)
    assert other.name == "Less waiting"


def test_money_stays_whose_it_was_and_limits_are_added_up(office: Office) -> None:
    pair = done(office, two_plans)
    one, two = (view(office, plan) for plan in pair)
    made = view(office, done(office, lambda w: merge_plans(w, joined(office, pair), DAY)))
    kept = made.aims[0]
    assert [line.aim for line in made.lines] == [kept.id, kept.id, None]
    assert [line.body for line in made.lines] == ["5N6", "5N7", "5N8"]
    assert [line.lineage for line in made.lines] == [n.lineage for n in (*one.lines, *two.lines)]
    both = added_up((one.totals, two.totals))
    assert made.totals == {year: both.get(year, 0) for year in made.years}
    assert {y: c.pence for y, c in made.controls.items()} == {2012: 21_000_000}
    assert made.controls[2012].explanation == (
        "Derbyshire County PCT £200,000.00: Board; Derby City PCT £10,000.00: Letter"
    )


def test_what_went_into_a_plan_is_what_it_is_compared_with(office: Office) -> None:
    pair = done(office, two_plans)
    made = view(office, done(office, lambda w: merge_plans(w, joined(office, pair), DAY)))
    connection = office.store.connection
    before = plan_before(connection, made.head)
    assert before is not None
    drift = drift_between(before, made)
    assert [aim.name.strip() for aim in drift.dropped] == ["fair PRICES"]
    assert (drift.added, drift.softened, drift.lines) == ((), (), ())
    heads = plans(connection)
    assert {head.id for head in kin_of(heads, made.head)} == {*pair, made.head.id}
    one = view(office, pair[0]).head
    assert (one.is_current, one.state) == (False, f"version 1, merged into {made.head.ref}")
    assert {h.id for h in kin_of(heads, one)} == {*pair, made.head.id}
    assert refused(office, lambda w: add_aim(w, pair[0], "Late", "B1")) == "plan-closed"
    office.undo()
    assert view(office, pair[0]).head.is_current
    assert made.head.id not in {head.id for head in plans(connection)}
    assert office.check() == []


def test_what_does_not_agree_is_told_before_it_is_done(office: Office) -> None:
    pair = done(office, two_plans)
    views = [view(office, plan) for plan in pair]
    stated = joined(office, pair, join={})
    check = check_merge(views, stated)
    assert [clash.code for clash in check.clashes] == [
        "merge-same-aim", "merge-same-line", "merge-limit", "merge-period", "merge-period",
    ]  # fmt: skip
    assert check.clashes[2].words.startswith("Only Derbyshire (5N6) has a limit for 2014-15")
    assert refused(office, lambda w: merge_plans(w, stated, DAY)) == "plan-merge-undecided"
    apart = joined(
        office, pair, join={}, apart=frozenset([(views[0].aims[0].id, views[1].aims[0].id)])
    )
    made = view(office, done(office, lambda w: merge_plans(w, apart, DAY)))
    assert [aim.is_dropped for aim in made.aims] == [False, False, False]
    office.undo()
    codes = [c.code for c in check_merge(views, joined(office, pair)).clashes]
    assert codes[:2] == ["merge-benefit", "merge-measure"]
    short = check_merge(views, joined(office, pair, years=3)).clashes
    (told,) = (c.words for c in short if c.code == "merge-target")
    assert told.startswith("“premium” of Derby (5N7) has a target for 2016-17, which is outside")


def test_what_cannot_be_merged_is_refused(office: Office) -> None:
    pair = done(office, two_plans)
    one, two = (view(office, plan) for plan in pair)

    def why(**changed: Any) -> str:
        stated = joined(office, pair, **changed)
        return refused(office, lambda w: merge_plans(w, stated, DAY))

    assert why(plans=(pair[0], pair[0])) == "plan-merge-two"
    assert why(name=" ") == "plan-name-needed"
    assert why(years=6) == "plan-length"
    assert why(body="5N6") == "plan-body-unlinked"
    assert why(join={one.aims[0].id: two.aims[0].id}) == "plan-merge-join"
    assert why(join={two.aims[0].id: 10**6}) == "plan-merge-join"
    done(office, lambda w: refresh_plan(w, pair[0]))
    assert why() == "plan-closed"


sums = st.lists(
    st.tuples(
        st.integers(-(10**9), 10**9),
        st.booleans(),
        st.dates(date(2012, 4, 1), date(2015, 3, 31)),
        st.none() | st.integers(0, 900),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(mine=sums, theirs=sums)
def test_every_year_costs_what_it_cost_apart(
    office: Office, mine: list[Any], theirs: list[Any]
) -> None:
    def act(write: Write) -> int:
        made = []
        for body, length, lines in (("5N6", 3, mine), ("5N7", 5, theirs)):
            plan = add_plan(write, body, body, APRIL, length)
            for pence, recurrent, first, days in lines:
                last = None if days is None else date.fromordinal(first.toordinal() + days)
                add_line(write, plan, LineStated("x", pence, first, last, recurrent))
            made.append(plan)
        views = [view(office, plan) for plan in made]
        first, years = usual_period(views)
        stated = MergeStated(tuple(made), "Both", "Q55", first, years, {})
        before = added_up(each.totals for each in views)
        whole = view(office, merge_plans(write, stated, DAY))
        assert all(pence == before.get(year, 0) for year, pence in whole.totals.items())
        assert sum(whole.totals.values()) == sum(before.values())
        return 0

    office.write("Try", act)
    office.undo()


def test_the_command_shows_a_merge_and_does_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = tmp_path / "a.areateam"
    opened = new_office(register, area_team="Q55")
    done(opened, two_plans)
    opened.close()

    def run(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = cli.main(["--register", str(register), "--json", *words])
        return code, json.loads(capsys.readouterr().out or "null")

    code, shown = run("plan", "merge", "PL1", "PL2", "--check")
    assert (code, shown["pairs"]) == (1, [{"first": "AIM1", "second": "AIM2", "joined": None}])
    assert run("list", "plans")[1]["total"] == 2
    assert run("plan", "merge", "PL1", "PL2")[0] == 3
    code, made = run("plan", "merge", "PL1", "PL2", "--join", "AIM2=AIM1", "--name", "Both")
    assert (code, made["ref"], made["aims"], made["body"]) == (0, "PL3", 2, "Q55")
    assert run("plan", "compare", "PL3")[1]["against"] == "the plans that were merged into it"
    assert run("undo")[0] == 0
    assert run("plan", "merge", "PL1", "PL2", "--same", "apart")[1]["aims"] == 3
