"""Where a series over time may begin anew, and at which of its values that is.

Nothing here happens by itself: limits that move to where the values went would call every change
common cause, which is why the makers of Making Data Count refuse it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.core.xmr import LOCK_AFTER, NewBase


class BaseStated(msgspec.Struct, frozen=True):
    """A new base as somebody states it; `locked` is after how many values its limits stay."""

    starts_on: date
    reason: str
    author: str
    locked: int | None = None


def check_base(stated: BaseStated, today: date) -> None:
    """Refuse what lacks something.

    UserProblem: base-reason-needed, base-author-needed, base-ahead for a day that has not come,
    base-lock outside 12 to 20 values.
    """
    if not stated.reason.strip():
        raise UserProblem("base-reason-needed")
    if not stated.author.strip():
        raise UserProblem("base-author-needed")
    if stated.starts_on > today:
        raise UserProblem("base-ahead", day=stated.starts_on.isoformat())
    if stated.locked is not None and stated.locked not in LOCK_AFTER:
        raise UserProblem("base-lock", count=stated.locked)


def placed(days: Sequence[date], bases: Sequence[BaseStated]) -> list[NewBase]:
    """The bases at the values of a series whose `days` are in order.

    A base begins with the first value on its day or later; of several at one value the latest
    counts, and one after the last value counts once there are values.
    """
    at: dict[int, BaseStated] = {}
    for base in sorted(bases, key=lambda each: each.starts_on):
        start = next((place for place, day in enumerate(days) if day >= base.starts_on), None)
        if start is not None:
            at[start] = base
    return [NewBase(start, reason_words(base), base.locked) for start, base in sorted(at.items())]


def reason_words(base: BaseStated) -> str:
    """Why, and who said so: "moved to new premises (R. Osei)"."""
    return f"{base.reason.strip()} ({base.author.strip()})"


def base_sentence(base: BaseStated) -> str:
    """A base in a sentence, without its full stop."""
    lock = f", kept to the first {counted(base.locked, 'value')}" if base.locked else ""
    day = format_date(base.starts_on.isoformat())
    return f"New limits from {day}{lock}: {reason_words(base)}"
