"""The figures of a dental contract as letters name them, worked out by the rules of its year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from areateam.cases.letter_rules import long_date
from areateam.contracts.dental_rules import (
    STREAMS,
    MidYear,
    Stream,
    YearEnd,
    half_streams,
    repaid_in_all,
    year_streams,
)
from areateam.core.amounts import format_decimal, format_money


def dental_values(
    values: Mapping[str, object], dates: Mapping[str, str], dated: date
) -> Iterator[tuple[str, str]]:
    """The fields of letters with their texts, blank where nothing follows.

    The letter speaks of the units about which something is to be said, dental before
    orthodontic; what else a year asks for stands in `dental.also`. `values` are those of the
    contract, `dates` the days of the case, `dated` the day of the letter.
    """
    terms = {key: value for key, value in values.items() if isinstance(value, int)}
    day = date.fromisoformat(dates.get("half-year-end", dated.isoformat()))
    halves = half_streams(terms, terms.get("annual_value_pence"), day)
    half = next((pair for pair in halves if pair[1].triggered), None) or next(iter(halves), None)
    years = year_streams(terms)
    units = [pair for pair in years if pair[0].carries]
    year = next((pair for pair in units if pair[1].repaid), None) or next(iter(units), None)
    about = year if year and ("year-end" in dates or half is None) else half
    stream = about[0] if about else STREAMS[0]
    if terms.get(stream.owed):
        yield from _unit_values(stream, terms)
    if half:
        yield from _half_values(half[1])
    if year:
        yield from _year_values(*year, terms)
        others = (_also(*pair, terms) for pair in years if pair != year)
        yield "dental.also", " ".join(filter(None, others))
        in_all = repaid_in_all(each for _, each in years)
        yield "dental.repaid_in_all", format_money(in_all) if in_all else ""


def _unit_values(stream: Stream, terms: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    owed, price = terms.get(stream.owed), terms.get(stream.price)
    yield "dental.units", stream.words
    yield "dental.contracted", f"{owed:,}"
    yield "dental.price", format_money(price) if price is not None else ""


def _half_values(position: MidYear) -> Iterator[tuple[str, str]]:
    yield "dental.half_delivered", _units(position.delivered)
    yield "dental.half_share", _percent(position.share)
    yield "dental.half_threshold", _units(position.threshold)
    yield "dental.half_ceiling", format_money(position.ceiling) if position.ceiling else ""
    yield "dental.half_end", long_date(position.last.isoformat())
    yield "dental.review_by", long_date(position.review_by.isoformat())


def _year_values(
    stream: Stream, year: YearEnd, terms: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    yield "dental.year_delivered", _units(terms[stream.delivered])
    yield "dental.year_share", _percent(year.share)
    yield "dental.repaid_units", _units(year.repaid) if year.repaid else ""
    yield "dental.repaid", format_money(year.repaid_pence) if year.repaid_pence else ""
    yield "dental.carried", _units(year.carried) if year.carried > 0 else ""
    yield "dental.ahead", _units(-year.carried) if year.carried < 0 else ""


def _also(stream: Stream, year: YearEnd, terms: Mapping[str, int]) -> str:
    """A sentence about activity beside the units of the letter; "" where nothing follows."""
    done = terms[stream.delivered]
    done_words = _units(done) if stream.carries else f"{done:,}"
    begins = f"Of {terms[stream.owed]:,} {stream.words} {done_words} were delivered, "
    if year.repaid:
        missing = _units(year.repaid) if stream.carries else f"{year.repaid // 100:,}"
        money = f": {format_money(year.repaid_pence)}" if year.repaid_pence is not None else ""
        return f"{begins}so that {missing} are to be repaid{money}."
    if year.carried > 0:
        return f"{begins}so that {_units(year.carried)} are carried into the next year."
    if year.carried < 0:
        return f"{begins}of which {_units(-year.carried)} count in the next year."
    return f"{begins}and what is beyond 100% does not count." if year.lost else ""


def _units(hundredths: int) -> str:
    return format_decimal(hundredths, 2)


def _percent(share: int) -> str:
    return f"{format_decimal(share, 2)}%"
