"""Who still works a procedure in another way than the single model says: pure rules and words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from areateam.core.count_words import counted
from areateam.core.durations import format_duration
from areateam.core.proportions import wilson_interval
from areateam.core.quantiles import quantile

ENOUGH_HERE, ENOUGH_ELSEWHERE = 3, 5
"""How many closed cases must be here, and elsewhere, before their days are compared."""

_MOST = 0.9

OWN_RULE = (
    "Days differ where the middle of 3 or more closed cases here takes longer than 9 of 10 of 5 or"
    " more elsewhere: a rule of our own, from own knowledge and to be confirmed."
)
"""How it is known when days are called different."""


class StepChange(msgspec.Struct, frozen=True):
    """A step that was passed over, or added by hand, in some `cases`, with the reasons given."""

    label: str
    cases: int
    reasons: tuple[str, ...] = ()


class OutcomeShare(msgspec.Struct, frozen=True):
    """How many of the closed cases ended so, with the interval of that share."""

    key: str
    label: str
    cases: int
    of: int

    @property
    def share(self) -> float:
        """The share of the closed cases, from 0 to 1."""
        return self.cases / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95% interval of the share."""
        return wilson_interval(self.cases, self.of)

    @property
    def words(self) -> str:
        """The share with its interval: "Agreed 60%, 23 to 88%"."""
        low, high = self.interval
        return f"{self.label or 'No outcome'} {self.share:.0%}, {low * 100:.0f} to {high:.0%}"


class Days(msgspec.Struct, frozen=True):
    """The days from opening to closing of the closed cases: the middle, and 9 of 10."""

    median: float
    most: float
    cases: int


class Spent(msgspec.Struct, frozen=True):
    """The time spent on closed cases that have any entered: the middle, in minutes."""

    median: float
    cases: int

    @property
    def words(self) -> str:
        """The middle as people say it, to the minute: "7 h 45 min"."""
        return format_duration(round(self.median))


def spent_of(minutes: Sequence[int]) -> Spent | None:
    """The middle of the time spent; None where none is entered."""
    return Spent(quantile(minutes, 0.5), len(minutes)) if minutes else None


def days_of(lengths: Sequence[int]) -> Days | None:
    """The middle of the lengths and what 9 of 10 stay within; None without any."""
    if not lengths:
        return None
    return Days(quantile(lengths, 0.5), quantile(lengths, _MOST), len(lengths))


def slower_than(here: Sequence[int], elsewhere: Sequence[int]) -> float | None:
    """What 9 of 10 cases elsewhere stay within, where the middle case here does not; else None.

    A definition of our own: too few cases are not compared.
    """
    if len(here) < ENOUGH_HERE or len(elsewhere) < ENOUGH_ELSEWHERE:
        return None
    limit = quantile(elsewhere, _MOST)
    return limit if quantile(here, 0.5) > limit else None


def differences(
    *,
    skipped: Sequence[StepChange],
    added: Sequence[StepChange],
    old: Sequence[tuple[int, int]],
    newest: int,
    days: Days | None,
    limit: float | None,
    letters: Sequence[str] = (),
) -> tuple[str, ...]:
    """One sentence for each way in which a PCT's cases differ from the single model.

    `old` has the open cases by earlier version; `limit` is what `slower_than` found,
    and `letters` what was written in another way, in sentences.
    """
    said = [f"{_cases(each.cases)} passed over “{each.label}”{_why(each)}." for each in skipped]
    said += [f"{_cases(each.cases)} added “{each.label}”." for each in added]
    said += [
        f"{_cases(count)} still open under version {version}; the single model is {newest}."
        for version, count in old
    ]
    if days and limit is not None:
        said.append(
            f"The middle case takes {counted(f'{days.median:g}', 'day')};"
            f" 9 of 10 elsewhere are closed within {limit:g}."
        )
    return (*said, *letters)


def _cases(count: int) -> str:
    return f"{count:,} case{'' if count == 1 else 's'}"


def _why(change: StepChange) -> str:
    return f" ({'; '.join(change.reasons)})" if change.reasons else ""
