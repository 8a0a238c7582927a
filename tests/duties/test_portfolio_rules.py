"""Who looks after work: the closest patch, then the cover, then a deputy who is there."""

from __future__ import annotations

from datetime import date

from areateam.duties.duty_rules import Span
from areateam.duties.portfolio_rules import Away, Held, Owner, Patch, Work, owner_on

DAY = date(2013, 2, 4)
WORK = Work(frozenset((7,)), "dental", "5N6")
ALWAYS = Span()


def test_a_function_weighs_more_than_a_pct_and_a_pct_more_than_a_group() -> None:
    held = [
        Held(1, Patch(), ALWAYS),
        Held(2, Patch(group="dental"), ALWAYS),
        Held(3, Patch(pct="5N6"), ALWAYS),
        Held(4, Patch(function=7), ALWAYS),
    ]
    for count, expected in ((1, 1), (2, 2), (3, 3), (4, 4)):
        assert owner_on(WORK, DAY, held[:count], []) == Owner(expected)


def test_a_patch_of_another_group_or_another_time_does_not_count() -> None:
    ended = Span(None, date(2013, 2, 3))
    held = [Held(1, Patch(group="gp"), ALWAYS), Held(2, Patch(group="dental"), ended)]
    assert owner_on(WORK, DAY, held, []) is None


def test_the_cover_stands_in_then_a_deputy_then_the_holder_all_the_same() -> None:
    held = [Held(1, Patch(), ALWAYS), Held(2, Patch(), ALWAYS, deputy=True)]
    leave = Span(date(2013, 2, 1), date(2013, 2, 8))
    assert owner_on(WORK, DAY, held, [Away(1, leave, 3)]) == Owner(3, 1)
    assert owner_on(WORK, DAY, held, [Away(1, leave)]) == Owner(2, 1)
    both = [Away(1, leave, 3), Away(3, leave)]
    assert owner_on(WORK, DAY, held, both) == Owner(2, 1)
    assert owner_on(WORK, DAY, held, [Away(1, leave), Away(2, leave)]) == Owner(1)
    assert owner_on(WORK, date(2013, 2, 9), held, [Away(1, leave, 3)]) == Owner(1)


def test_a_deputy_alone_looks_after_what_nobody_leads() -> None:
    assert owner_on(WORK, DAY, [Held(2, Patch(), ALWAYS, deputy=True)], []) == Owner(2)


def test_of_two_absences_on_a_day_the_one_with_a_cover_counts() -> None:
    held = [Held(1, Patch(), ALWAYS)]
    leave = Span(date(2013, 2, 1), date(2013, 2, 8))
    assert owner_on(WORK, DAY, held, [Away(1, leave), Away(1, leave, 3)]) == Owner(3, 1)
