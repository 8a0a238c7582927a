"""Where one contractor or body stood among the tenths of all from day to day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.tenths import ORDINALS, TenthsDay, tenth_words
from areateam.variation.decile_rules import FEWEST

MOST_DAYS = 36
"""Days beyond which the last of each month stands for all of it."""


def spread_days(days: Sequence[date]) -> list[date]:
    """The days to read, oldest first: each, or where they are many the last of each month.

    Never more than `MOST_DAYS`, the latest ones.
    """
    ordered = sorted(set(days))
    if len(ordered) > MOST_DAYS:
        ordered = list({(day.year, day.month): day for day in ordered}.values())
    return ordered[-MOST_DAYS:]


def tenths_sentence(label: str, whose: str, days: Sequence[TenthsDay]) -> str:
    """The days in words: in which tenth one lay how often and lies now; `whose` is "" for none."""
    if not days:
        return f"{label}: no day with figures."
    banded = [each for each in days if each.marks]
    told = [f"{label}: {_span(days)}."]
    if not banded:
        few = f"Fewer than {FEWEST} are ranked on"
        told.append(f"{few} {'that day' if len(days) == 1 else 'every day'}: there are no tenths.")
        return " ".join(told)
    if whose:
        told.append(_own_sentence(whose, banded))
    if bare := len(days) - len(banded):
        told.append(f"On {_days(bare)} fewer than {FEWEST} are ranked, and there are no tenths.")
    return " ".join(told)


def _span(days: Sequence[TenthsDay]) -> str:
    first, last = format_date(days[0].day.isoformat()), format_date(days[-1].day.isoformat())
    if len(days) == 1:
        return f"the tenths of {days[0].ranked:,} on {first}"
    return f"the tenths of all on {counted(len(days), 'day')} from {first} to {last}"


def _own_sentence(whose: str, banded: Sequence[TenthsDay]) -> str:
    """How often it lay in the outermost tenths, and where it lies on the last day."""
    lain = [each.tenth for each in banded if each.tenth is not None]
    if not lain:
        return f"{whose} is in no tenth on any of them."
    now = banded[-1].tenth
    stands = "now in none" if now is None else f"now in the {ORDINALS[now - 1]}"
    missing = len(banded) - len(lain)
    left = f" It has no tenth on {_days(missing)}." if missing else ""
    if len(set(lain)) == 1:
        on = "" if len(lain) == 1 else f" on all {counted(len(lain), 'day')}"
        stands = f"; {stands}" if now is None else ""
        return f"{whose} lay in the {tenth_words(lain[0])}{on}{stands}.{left}"
    return f"{whose} lay {_outermost(lain)}; {stands}.{left}"


def _outermost(lain: Sequence[int]) -> str:
    """How often a contractor lay in the lowest and in the highest tenth."""
    low, high = lain.count(1), lain.count(10)
    of = f"of {_days(len(lain))}"
    if low and high:
        return f"in the lowest tenth on {low} and in the highest on {high} {of}"
    if not low and not high:
        return f"in neither the lowest nor the highest tenth on any {of}"
    return f"in the {tenth_words(1 if low else 10)} on {low or high} {of}"


def _days(count: int) -> str:
    return f"{count} day{'s' if count > 1 else ''}"
