"""Which of the invented contracts end, are under notice, suspended or over, and what is decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from areateam.catalogue.definitions import Term
from areateam.demo.demo_recipe import Draft, Draw, Recipe

_DECIDED = ("renew", "renew", "re-let", "end")
_DECIDED_ON = "2012-10-02"


Ends = dict[str, Any]
"""The recipe's table of ends."""


def set_ends(recipe: Recipe, draw: Draw, drafts: list[Draft]) -> None:
    """Spread ends, decisions, notices and the like as the recipe says."""
    ends = recipe["ends"]
    free = _Free(draw, drafts)
    _end_soon(ends, draw, free)
    _end_near(ends, draw, free)
    _end_later(ends, draw, free)
    for key in ends["terminated"]:
        draft = free.take(key)
        draft.values["terminated_on"] = f"2012-{draw.between(5, 9):02}-{draw.between(1, 28):02}"
    for key in ends["ended"]:
        _give_notice(draw, free.take(key), f"2012-{draw.between(6, 9):02}-28")
    for key in ends["suspended"]:
        draft = free.take(key)
        draft.values |= {"suspended_from": "2012-10-22", "suspended_to": "2013-01-21"}
    for draft in drafts:
        if draft.values.get("end_date") and "pds_end" in {f.key for f in draft.type.fields}:
            draft.terms["pds_end"] = draft.values["end_date"]


class _Free:
    """Contracts of which nothing special is said yet, in a drawn order."""

    def __init__(self, draw: Draw, drafts: list[Draft]) -> None:
        self._left = [d for d in drafts if not d.is_named]
        draw.random.shuffle(self._left)

    def take(self, type_key: str) -> Draft:
        """One of the type."""
        draft = next(d for d in self._left if d.type.key == type_key)
        self._left.remove(draft)
        return draft

    def those_that_must_end(self) -> list[Draft]:
        """What is left of the types that always end."""
        return [d for d in self._left if d.type.term is Term.FIXED]


def _end_soon(ends: Ends, draw: Draw, free: _Free) -> None:
    days = list(_days_soon(ends["windows"], draw))
    draw.random.shuffle(days)
    undecided = list(ends["undecided"])
    for key, count in ends["soon"]:
        for _ in range(count):
            draft, day = free.take(key), days.pop()
            if draft.type.term is Term.OPEN:
                _give_notice(draw, draft, day)
                continue
            draft.values["end_date"] = day
            if key in undecided:
                undecided.remove(key)
            else:
                _decide(draw, draft)


def _days_soon(windows: list[list[str | int]], draw: Draw) -> Iterator[str]:
    for first, last, count in windows:
        start = date.fromisoformat(str(first))
        width = (date.fromisoformat(str(last)) - start).days
        # The first and last day are among them, so that a limit that is out by one shows.
        offsets = [0, width, *(draw.between(1, width - 1) for _ in range(int(count) - 2))]
        yield from ((start + timedelta(days=offset)).isoformat() for offset in offsets)


def _end_near(ends: Ends, draw: Draw, free: _Free) -> None:
    undecided = ends["near_undecided"]
    for key, count in ends["near"]:
        for number in range(count):
            draft = free.take(key)
            draft.values["end_date"] = ends["near_dates"][number % len(ends["near_dates"])]
            if undecided:
                undecided -= 1
            else:
                _decide(draw, draft)


def _end_later(ends: Ends, draw: Draw, free: _Free) -> None:
    """Ends beyond the next year: some whose decision is wanted in the next days, none late."""
    due = list(ends["due_dates"])
    for draft in free.those_that_must_end():
        rule = draft.type.decide_before_end
        early = rule is not None and rule.months >= ends["due_months"]
        if early and due:
            draft.values["end_date"] = due.pop()
            continue
        draft.values["end_date"] = draw.one(ends["far_dates"])
        if early and draft.values["end_date"] == ends["far_dates"][0]:
            draft.values |= {"decision": "renew", "decision_date": "2012-07-17"}


def _decide(draw: Draw, draft: Draft) -> None:
    draft.values |= {"decision": draw.one(_DECIDED), "decision_date": _DECIDED_ON}


def _give_notice(draw: Draw, draft: Draft, day: str) -> None:
    """The contractor leaves on a day: notice some months before, and what comes after decided."""
    months = 3 + draw.between(0, 1)
    given = date.fromisoformat(day) - timedelta(days=30 * months)
    draft.values |= {
        "end_date": day,
        "notice_given_on": given.isoformat(),
        "notice_by": "contractor",
        "decision": draw.one(["end", "re-let"]),
        "decision_date": (given + timedelta(days=21)).isoformat(),
    }
