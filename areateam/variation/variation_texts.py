"""The sentences that go with a chart of variation: what it shows, and how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from areateam.catalogue.indicator_definitions import Indicator, Level
from areateam.core.amounts import format_money
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.funnel import Flag, Funnel, MethodVerdict, NotAdjusted
from areateam.core.funnel_limits import ACTION, WARNING, Measure, Method
from areateam.core.funnel_units import LeftOut
from areateam.variation.decile_rules import Worth

LEVEL_WORDS = {
    Level.CONTRACT: "contractors",
    Level.PCT: "PCTs",
    Level.CCG: "CCGs",
    Level.AREA_TEAM: "area teams",
}
METHOD_WORDS = {
    Method.BINOMIAL: "exact binomial",
    Method.ARCSINE: "approximate, arcsine",
    Method.ARCSINE_ADJUSTED: "approximate, arcsine, widened for over-dispersion",
    Method.POISSON: "exact Poisson",
    Method.LOGARITHM: "approximate, logarithm",
    Method.LOGARITHM_ADJUSTED: "approximate, logarithm, widened for over-dispersion",
    Method.SPREAD: "from the contractors' own spread",
    Method.SPREAD_ADJUSTED: "from the contractors' own spread, widened for over-dispersion",
}
_FLAG_WORDS = {
    0: "inside the limits",
    1: "beyond the 95% limits",
    2: "beyond the 99.8% limits",
}
_LEFT_OUT = {
    LeftOut.NO_FIGURES: "sent no figures",
    LeftOut.NO_DENOMINATOR: "have nothing to divide by",
    LeftOut.NEGATIVE: "have a figure below zero",
    LeftOut.MORE_THAN_ALL: "have more above the line than below it",
}
_LEFT_OUT_ONE = {
    LeftOut.NO_FIGURES: "sent no figures",
    LeftOut.NO_DENOMINATOR: "has nothing to divide by",
    LeftOut.NEGATIVE: "has a figure below zero",
    LeftOut.MORE_THAN_ALL: "has more above the line than below it",
}


class Told(msgspec.Struct, frozen=True):
    """What the sentences of a chart are made of; `of` is who is compared, as people say it.

    `held` says whose figures they are, where they are not those of now on the day of now;
    `without` how many of those counted have no figure of their own.
    """

    indicator: Indicator
    of: str
    on: date
    chart: Funnel
    left_out: Mapping[LeftOut, int]
    dormant: int = 0
    queried: int = 0
    missing: Sequence[str] = ()
    held: str = ""
    without: str = ""


def compared(indicator: Indicator, level: Level) -> str:
    """Who is compared at a level: "GP practices", "PCTs"."""
    return indicator.of if level is Level.CONTRACT else LEVEL_WORDS[level]


def many(count: int, of: str) -> str:
    """How many of those who are compared: "226 dental contracts", "1 pharmacy"."""
    return counted(count, _one(of), of)


def _one(of: str) -> str:
    return f"{of.removesuffix('ies')}y" if of.endswith("ies") else of.removesuffix("s")


def chart_sentence(told: Told) -> str:
    """The chart in a sentence or two, for those who do not see it."""
    chart, indicator = told.chart, told.indicator
    day = format_date(told.on.isoformat())
    if not chart.points:
        return f"{indicator.label} on {day}: {_nothing(told)}"
    count = len(chart.points)
    average = indicator.shown(chart.shape.target)
    above = sum(point.flag is Flag.FAR_HIGH for point in chart.points)
    below = sum(point.flag is Flag.FAR_LOW for point in chart.points)
    first = f"{indicator.label} on {day}, {many(count, told.of)}: the average is {average}."
    if not above + below:
        return f"{first} None lies beyond the 99.8% limits."
    lie = "lies" if above + below == 1 else "lie"
    return (
        f"{first} {above + below:,} {lie} beyond the 99.8% limits:"
        f" {above:,} above and {below:,} below."
    )


def trust_sentences(told: Told) -> tuple[str, ...]:
    """How far to trust the chart, one thing at a time, the most telling first."""
    first = [told.held] if told.held else []
    if not told.chart.points:
        nothing = _nothing(told)
        return (*first, f"{nothing[:1].upper()}{nothing[1:]}")
    found = [*first, _chance(told.chart, told.of), _dispersion(told.chart), *_left_out(told)]
    found.append(_average(told))
    found.append(_limits(told.chart))
    if told.indicator.review < told.on:
        day = format_date(told.indicator.review.isoformat())
        found.append(
            f"The definition was to be looked at again by {day} ({told.indicator.author})."
        )
    return tuple(found)


def methods_sentence(verdicts: Sequence[MethodVerdict]) -> str:
    """What every method says of one contractor, and whether they agree."""
    said = "; ".join(
        f"{METHOD_WORDS[each.method]}: {_FLAG_WORDS[abs(each.flag)]}" for each in verdicts
    )
    agree = len({each.flag for each in verdicts}) < 2
    return f"{said[:1].upper()}{said[1:]}." if agree else f"The methods disagree. {said}."


def worth_sentence(worth: Worth) -> str:
    """What moving would come to, as a range, in figures no finer than the question is."""
    return (
        f"If those above the median came to it, about {pounds(worth.to_median)} a year; to the"
        f" lowest tenth, about {pounds(worth.to_lowest_tenth)}: the ends of a range, not a promise."
    )


def own_worth_sentence(worth: Worth) -> str:
    """The same for one contractor, who may be at the median or below it already."""
    lowest = f"to the lowest tenth about {pounds(worth.to_lowest_tenth)} a year"
    if not worth.to_median:
        return f"It is below the median; {lowest}: not a promise."
    return f"To the median about {pounds(worth.to_median)}, {lowest}: a range, not a promise."


def pounds(amount: float) -> str:
    """An estimate with the two digits that it is worth: "£4,400,000"."""
    whole = float(f"{amount:.2g}")
    return f"£{whole:,.0f}"


def point_sentence(
    indicator: Indicator, figures: tuple[float, float], value: float, z: float, excess: float
) -> str:
    """One contractor: "189 of 2,310 patients excepted, 8.2%: 6.0 SD above our average."."""
    numerator, denominator = figures
    side = "above" if z >= 0 else "below"
    more = "more" if excess >= 0 else "fewer"
    if indicator.unit == "£":
        more = "more" if excess >= 0 else "less"
    return (
        f"{_made_of(indicator, numerator, denominator)}, {indicator.shown(value)}:"
        f" {abs(z):.1f} SD {side} our average."
        f" About {amount_shown(indicator, abs(excess))} {more} than expected."
    )


def amount_shown(indicator: Indicator, amount: float) -> str:
    """A numerator as people write it: "£12,400", "189", "3.5"."""
    whole = f"{amount:,.0f}" if amount >= 10 or amount == int(amount) else f"{amount:,.1f}"
    return f"£{amount:,.0f}" if indicator.unit == "£" else whole


def _made_of(indicator: Indicator, numerator: float, denominator: float) -> str:
    above, below = indicator.parts()
    # Beside a value to the penny a small sum stands to the penny too.
    small = indicator.unit == "£" and abs(numerator) < 1_000
    top = format_money(round(numerator * 100)) if small else amount_shown(indicator, numerator)
    bottom = f"{denominator:,.0f}"
    if indicator.measure is Measure.PROPORTION:
        return f"{top} of {bottom} {above.words}"
    return f"{top} {above.words} over {counted(bottom, _one(below.words), below.words)}"


def _nothing(told: Told) -> str:
    return lacking_words(told.indicator, told.missing, told.of)


def lacking_words(indicator: Indicator, missing: Sequence[str], of: str) -> str:
    """Why an indicator has no figures of those compared, from what `missing` says is nowhere."""
    if missing and indicator.figures:
        return f"the register has no {' and no '.join(f'“{m}”' for m in missing)}."
    if missing:
        return f"no contract has a figure for {' or '.join(f'“{m}”' for m in missing)}."
    return f"there are no figures of {of}."


def _chance(chart: Funnel, of: str) -> str:
    count = len(chart.points)
    by_chance = round(chart.expected_beyond(WARNING))
    far_by_chance = chart.expected_beyond(ACTION)
    far_words = f"{far_by_chance:.0f}" if far_by_chance >= 1 else "at most 1"
    near, far = chart.beyond(1), chart.beyond(2)
    return (
        f"By chance alone about {by_chance:,} of {many(count, of)} would lie beyond the 95% limits;"
        f" {near:,} {_do(near)}. Beyond the 99.8% limits chance gives {far_words};"
        f" {far:,} {_do(far)}."
    )


def _do(count: int) -> str:
    return "does" if count == 1 else "do"


def _small(value: float) -> str:
    """A small number to two digits that count, never with a power of ten: 0.000027."""
    return f"{Decimal(f'{value:.1e}'):f}"


def _dispersion(chart: Funnel) -> str:
    phi = "" if chart.phi is None else f" (φ = {chart.phi:.2f})"
    more = f"Points spread more than chance allows{phi}"
    question = "an outlier is a question, not a verdict"
    refused = chart.not_adjusted not in (None, NotAdjusted.NOT_ASKED)
    if chart.shape.measure is Measure.AMOUNT and refused:
        return f"The limits follow the spread of most of them{phi}: {question}."
    if chart.not_adjusted is None:
        return f"{more}, so the limits are widened (τ² = {_small(chart.tau2)}): {question}."
    if chart.not_adjusted is NotAdjusted.TOO_FEW:
        return f"With fewer than 10 to compare the limits are not widened for over-dispersion{phi}."
    if chart.not_adjusted is NotAdjusted.NOT_ASKED and chart.tau2 > 0:
        return f"{more}: {question}. The limits are not widened for it."
    even = f"Points spread no more than chance allows{phi}."
    if chart.not_adjusted is NotAdjusted.NOT_ASKED:
        return f"{even} The limits are not widened."
    return even


def _left_out(told: Told) -> list[str]:
    whole = len(told.chart.points) + sum(told.left_out.values()) + told.queried
    found = []
    for reason, count in told.left_out.items():
        words = (_LEFT_OUT_ONE if count == 1 else _LEFT_OUT)[reason]
        are = "It is" if count == 1 else "They are"
        found.append(
            f"{count:,} of {many(whole, told.of)} {words}. {are} left out, not counted as zero."
        )
    if told.without:
        found.append(told.without)
    if told.queried:
        verb = "has a figure" if told.queried == 1 else "have figures"
        found.append(
            f"{told.queried:,} of {many(whole, told.of)} {verb} that cannot be right;"
            " see the query list. They are left out."
        )
    if told.dormant:
        verb = "is" if told.dormant == 1 else "are"
        found.append(
            f"{told.dormant:,} {verb} suspended on the day: drawn hollow, outside the average."
        )
    return found


def _average(told: Told) -> str:
    indicator = told.indicator
    average = f"Limits use our own average, {indicator.shown(told.chart.shape.target)}."
    benchmark = indicator.benchmark
    if benchmark is None:
        return f"{average} We hold no national figure."
    if not benchmark.is_sure:
        held = f"The national figure we hold ({benchmark.words})"
        return f"{average} {held} is not confirmed and not used."
    return f"{average} Nationally: {benchmark.words}; shown for comparison, not used."


def _limits(chart: Funnel) -> str:
    methods = {chart.shape.drawn(point.denominator) for point in chart.points}
    words = "; ".join(METHOD_WORDS[method] for method in Method if method in methods)
    return f"Limits of 95% and 99.8%: {words}."
