"""The schedule: against a calculation of another kind, and rule by rule."""

from __future__ import annotations

import random
import timeit
from datetime import date, timedelta

import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types of its own
import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.programme_definitions import LinkKind
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.core.work_calendar import WorkCalendar
from areateam.transition.schedule_rules import (
    Forecast,
    PlanLink,
    PlanTask,
    WorkDays,
    planned_span,
    schedule,
    work_days,
)

VESTING = date(2013, 4, 1)
TODAY = date(2012, 11, 1)
CALENDAR = WorkCalendar(load_catalogue().holidays())
DAYS = WorkDays(CALENDAR, date(2011, 1, 1), date(2015, 12, 31))
BEGIN = "begin"
FS, SS, FF = LinkKind.FINISH_START, LinkKind.START_START, LinkKind.FINISH_FINISH


def one(
    key: int = 1, due: date = date(2013, 3, 15), length: int = 5, **more: object
) -> PlanTask[int]:
    return PlanTask(key, due, length, **more)  # type: ignore[arg-type]  # a test names only some


def run(*tasks: PlanTask[int], today: date = TODAY) -> dict[int, Forecast]:
    return schedule(tasks, DAYS, today, VESTING)


# ---- against networkx: every plan as a graph of events, its days as longest paths


def random_plan(draw: random.Random) -> list[PlanTask[int]]:
    tasks = []
    for key in range(draw.randint(1, 30)):
        links = tuple(
            PlanLink(other, draw.choice(list(LinkKind)), draw.randint(-3, 8))
            for other in draw.sample(range(key), min(key, draw.randint(0, 3)))
        )
        due = date(2012, 6, 1) + timedelta(days=draw.randint(0, 480))
        state = draw.random()
        started = TODAY - timedelta(days=draw.randint(0, 60)) if state < 0.4 else None
        done = (started or TODAY) + timedelta(days=1) if state < 0.2 else None
        hand = due + timedelta(days=draw.randint(-9, 30)) if state > 0.9 else None
        tasks.append(
            PlanTask(
                key,
                due,
                draw.randint(1, 40),
                draw.randint(0, 9),
                started,
                min(done, TODAY) if done else None,
                hand,
                links,
            )
        )
    draw.shuffle(tasks)
    return tasks


def events(tasks: list[PlanTask[int]]) -> nx.DiGraph:
    """Start and finish of each task as nodes; an edge says how many days later at least."""
    graph = nx.DiGraph()
    today = DAYS.at_or_after(TODAY)
    fixed = {task.key: task for task in tasks if task.done or task.by_hand}

    def later(first: object, then: object, days: int) -> None:
        known = graph.get_edge_data(first, then, {}).get("weight", -(10**9))
        graph.add_edge(first, then, weight=max(days, known))

    for task in tasks:
        start, finish = (task.key, "start"), (task.key, "finish")
        if task.key in fixed:
            first, last = settled(task, today)
            later(BEGIN, start, first)
            later(BEGIN, finish, last)
            continue
        if task.started:
            later(BEGIN, start, DAYS.at_or_after(task.started))
            later(BEGIN, finish, today)
        else:
            later(BEGIN, start, max(planned_span(task, DAYS)[0], today))
        later(start, finish, task.length - 1)
        for link in task.links:
            own = finish if task.started else start
            before = (link.other, "start" if link.kind is SS else "finish")
            if link.kind is FS:
                later(before, own, link.lag + 1)
            elif link.kind is SS and not task.started:
                later(before, start, link.lag)
            elif link.kind is FF:
                later(before, own, link.lag - (0 if task.started else task.length - 1))
    return graph


def settled(task: PlanTask[int], today: int) -> tuple[int, int]:
    begun = DAYS.at_or_after(task.started) if task.started else None
    if task.done:
        last = DAYS.at_or_before(task.done)
        first = last - task.length + 1 if begun is None else begun
    else:
        assert task.by_hand
        last = max(DAYS.at_or_before(task.by_hand), today)
        first = max(last - task.length + 1, today) if begun is None else begun
    return min(first, last), last


def longest(graph: nx.DiGraph, source: object) -> dict[object, int]:
    reversed_weights = nx.DiGraph()
    reversed_weights.add_nodes_from(graph)
    for first, then, data in graph.edges(data=True):
        reversed_weights.add_edge(first, then, weight=-data["weight"])
    lengths = nx.single_source_bellman_ford_path_length(reversed_weights, source)
    return {node: -length for node, length in lengths.items()}


def step_back(
    task: PlanTask[int], other: PlanTask[int], link: PlanLink[int], span: dict[int, int]
) -> int | None:
    """From the latest finish of a task to that of what comes first; None where nothing holds."""
    if link.kind is FS:
        return -(0 if task.started else span[task.key]) - 1 - link.lag
    if link.kind is FF:
        return -link.lag
    if task.started or other.started:
        return None
    return -span[task.key] - link.lag + span[link.other]


def late_ends(tasks: list[PlanTask[int]], early: dict[object, int]) -> dict[int, int]:
    """The latest finish of each open task: the shortest way back from the ends of the plan."""
    known = {task.key: task for task in tasks}
    span = {key: early[(key, "finish")] - early[(key, "start")] for key in known}
    back = nx.DiGraph()
    switch = DAYS.at_or_before(VESTING - timedelta(days=1))
    for task in tasks:
        if task.done:
            continue
        own = switch if task.due < VESTING else DAYS.at_or_before(task.due)
        back.add_edge("end", task.key, weight=own)
        for link in task.links:
            other = known[link.other]
            step = step_back(task, other, link, span)
            if step is not None and not other.done:
                back.add_edge(task.key, link.other, weight=step)
    if not back:
        return {}
    lengths = nx.single_source_bellman_ford_path_length(back, "end")
    return {key: last for key, last in lengths.items() if key != "end"}


def test_five_hundred_random_plans_agree_with_longest_paths_in_a_graph() -> None:
    for seed in range(500):
        tasks = random_plan(random.Random(seed))
        found = run(*tasks)
        early = longest(events(tasks), BEGIN)
        late = late_ends(tasks, early)
        slack = {key: last - early[(key, "finish")] for key, last in late.items()}
        before = [slack[t.key] for t in tasks if t.key in slack and t.due < VESTING]
        limit = max(0, min(before, default=0))
        for task in tasks:
            forecast = found[task.key]
            assert DAYS.at_or_after(forecast.start) == early[(task.key, "start")], seed
            assert DAYS.at_or_after(forecast.finish) == early[(task.key, "finish")], seed
            assert forecast.slack == slack.get(task.key), seed
            critical = task.due < VESTING and slack.get(task.key, 10**6) <= limit
            assert forecast.critical == critical, seed


def test_a_pct_is_scheduled_as_fast_as_a_graph_is_gone_through() -> None:
    """Forwards and back over 67 tasks takes at most twice networkx' longest paths forwards."""
    (programme,) = (p for p in load_catalogue().programmes.known.values() if p.place_kind)
    number = {task.id: place for place, task in enumerate(programme.task)}
    plan = [
        PlanTask(
            number[task.id], programme.due_of(task), task.length, task.spare,
            links=tuple(PlanLink(number[link.task], link.kind, link.lag) for link in task.links()),
        )
        for task in programme.task
    ]  # fmt: skip
    assert len(plan) == 67
    graph, days = events(plan), work_days(CALENDAR, plan, TODAY, VESTING)

    def ours() -> None:
        schedule(plan, days, TODAY, VESTING)

    def theirs() -> None:
        longest(graph, BEGIN)

    took = [min(timeit.repeat(each, number=1, repeat=9)) for each in (ours, theirs)]
    assert took[0] < 2 * took[1]


# ---- rule by rule


def test_a_task_lies_where_it_is_planned_until_something_pushes_it() -> None:
    task = one(due=date(2013, 3, 15), length=5, spare=2)
    forecast = run(task)[1]
    assert (forecast.start, forecast.finish) == (date(2013, 3, 7), date(2013, 3, 13))
    assert (forecast.plan_start, forecast.plan_finish) == (forecast.start, forecast.finish)


def test_a_day_due_on_a_bank_holiday_leaves_the_working_day_before_it() -> None:
    forecast = run(one(due=date(2013, 3, 31), length=1))[1]
    assert forecast.finish == date(2013, 3, 28)  # 29 March is Good Friday


@pytest.mark.parametrize(
    ("link", "start"),
    [
        (PlanLink(1), date(2013, 3, 18)),
        (PlanLink(1, FS, 2), date(2013, 3, 20)),
        (PlanLink(1, SS, 1), date(2013, 3, 12)),
        (PlanLink(1, FF, 1), date(2013, 3, 14)),
    ],
)
def test_what_comes_first_pushes_by_its_kind_and_lag(link: PlanLink[int], start: date) -> None:
    first = one(1, date(2013, 3, 15), 5)  # 11 to 15 March
    then = one(2, date(2013, 1, 31), 3, links=(link,))
    assert run(first, then)[2].start == start


def test_nothing_that_has_not_begun_begins_before_today() -> None:
    forecast = run(one(due=date(2012, 10, 31), length=3))[1]
    assert (forecast.start, forecast.finish) == (date(2012, 11, 1), date(2012, 11, 5))


def test_what_was_done_or_dated_by_hand_stays_and_the_rest_follows_it() -> None:
    held = one(1, date(2012, 10, 31), 20, by_hand=date(2012, 11, 16))
    then = one(2, date(2012, 11, 5), 1, links=(PlanLink(1),))
    done = one(3, date(2012, 11, 5), 1, done=date(2012, 10, 29), links=(PlanLink(1),))
    found = run(held, then, done)
    assert found[1].finish == date(2012, 11, 16)
    assert found[2].start == date(2012, 11, 19)
    assert found[3].finish == date(2012, 10, 29)
    assert (found[1].stays, found[2].stays, found[3].stays) == (True, False, True)


def test_days_in_hand_are_counted_to_the_last_working_day_before_vesting() -> None:
    found = run(one(1, date(2013, 3, 22), 1), one(2, date(2013, 3, 28), 1))
    assert found[1].slack == 4
    assert found[1].late_finish == date(2013, 3, 28)
    assert found[2].slack == 0
    assert not found[1].critical
    assert found[2].critical


def test_the_latest_safe_start_leaves_room_for_all_that_follows() -> None:
    first = one(1, date(2013, 1, 31), 5)
    then = one(2, date(2013, 3, 15), 10, links=(PlanLink(1, FS, 2),))
    found = run(first, then)
    assert found[2].late_start == date(2013, 3, 15)
    assert found[1].late_finish == date(2013, 3, 12)
    assert found[1].late_start == date(2013, 3, 6)


def test_what_is_due_after_vesting_has_until_its_own_day_and_is_not_critical() -> None:
    forecast = run(one(due=date(2013, 4, 30), length=1))[1]
    assert forecast.late_finish == date(2013, 4, 30)
    assert not forecast.critical


def test_a_circle_is_refused_with_its_names() -> None:
    loop = (
        one(1, links=(PlanLink(2),)),
        one(2, links=(PlanLink(3),)),
        one(3, links=(PlanLink(1),)),
    )
    with pytest.raises(UserProblem) as refused:
        run(*loop)
    words = problem_sentence(refused.value)
    named = words.split(": ")[1].rstrip(".").split(" → ")
    assert sorted(named[:-1]) == ["1", "2", "3"]
    assert named[0] == named[-1]
