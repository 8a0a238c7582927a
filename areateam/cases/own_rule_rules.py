"""What an office may set for itself: figures of unconfirmed rules, and days off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from areateam.catalogue.clock_definitions import DATED, ClockKind, ClockRule, Count, OwnFigure, Unit
from areateam.catalogue.definitions import Evidence
from areateam.core.problems import UserProblem

UNITS = (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS, Unit.WORKING_DAYS)
"""What a period may be set to; a rule in hours or half-days may keep its own."""
_MOST = 9_999
_FIRST_YEAR, _LAST_YEAR = 2000, 2050


def has_period(rule: ClockRule) -> bool:
    """Whether the figure of a rule is a period, a number of units."""
    return rule.count in DATED and rule.count is not Count.FIXED


def has_figure(rule: ClockRule) -> bool:
    """Whether a rule has a figure that could be another: a period or a threshold."""
    return has_period(rule) or bool(rule.number)


def units_for(rule: ClockRule) -> tuple[Unit, ...]:
    """The units that a period may be set to; a timer's targets are in its own unit alone."""
    assert rule.unit is not None
    if rule.kind is ClockKind.TIMER:
        return (rule.unit,)
    return UNITS if rule.unit in UNITS else (rule.unit, *UNITS)


def check_figure(rule: ClockRule, figure: OwnFigure) -> None:
    """Refuse what cannot be set of a rule; `rule` is the shipped one.

    Raises UserProblem: rule-is-confirmed, rule-source-needed, rule-has-no-figure,
    rule-number-wrong, rule-unit-wrong.
    """
    if rule.evidence is not Evidence.OWN:
        raise UserProblem("rule-is-confirmed", rule=rule.id, regulation=rule.regulation)
    if not figure.source.strip():
        raise UserProblem("rule-source-needed", rule=rule.id)
    if not figure.number:
        return
    if not has_figure(rule):
        raise UserProblem("rule-has-no-figure", rule=rule.id)
    if has_period(rule):
        _check_period(rule, figure)
    elif not _is_number(figure.number):
        raise UserProblem("rule-number-wrong", rule=rule.id, value=figure.number)
    elif figure.unit:
        raise UserProblem("rule-unit-wrong", rule=rule.id, value=figure.unit, known=rule.scale)


def _check_period(rule: ClockRule, figure: OwnFigure) -> None:
    is_count = figure.number.isascii() and figure.number.isdecimal()
    if not is_count or not 1 <= int(figure.number) <= _MOST:
        raise UserProblem("rule-number-wrong", rule=rule.id, value=figure.number)
    known = [unit.value for unit in units_for(rule)]
    if figure.unit and figure.unit not in known:
        raise UserProblem(
            "rule-unit-wrong", rule=rule.id, value=figure.unit, known=", ".join(known)
        )


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and Decimal(text) >= 0
    except InvalidOperation:
        return False


def check_day_off(day: date, name: str, off: Mapping[date, str]) -> None:
    """Refuse a day on which nobody works anyway, and one without a reason; `off` are those known.

    Raises UserProblem: own-day-reason, own-day-known, own-day-weekend, own-day-far.
    """
    if not name.strip():
        raise UserProblem("own-day-reason", day=day.isoformat())
    if day in off:
        raise UserProblem("own-day-known", day=day.isoformat(), name=off[day])
    if day.weekday() >= 5:
        raise UserProblem("own-day-weekend", day=day.isoformat())
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise UserProblem("own-day-far", day=day.isoformat())
