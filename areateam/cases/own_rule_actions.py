"""Sets figures of rules and days off for this office, and reckons the open cases anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from areateam.cases.case_clock_actions import reckon_cases
from areateam.cases.case_move_views import cases_over, cases_under
from areateam.cases.case_rows import OwnDay, OwnRule
from areateam.cases.case_rules import Rulebook
from areateam.cases.own_rule_rules import check_day_off, check_figure
from areateam.cases.rulebook_views import own_days, rulebook
from areateam.catalogue.clock_definitions import ClockRule, OwnFigure
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


def add_days_off(write: Write, book: Rulebook, days: Mapping[date, str]) -> int:
    """Add days on which this office does not work, each with its reason; returns how many moved.

    That is how many steps of open cases have other days now. Raises what `check_day_off` refuses.
    """
    off = {**book.catalogue.holidays(), **own_days(write.connection)}
    for day, name in days.items():
        check_day_off(day, name, off)
        write.insert(OwnDay, day=day.isoformat(), name=" ".join(name.split()))
    return _reckon(write, book, cases_over(write.connection, days))


def remove_days_off(write: Write, book: Rulebook, days: Sequence[date]) -> int:
    """Work on days again that were off for this office alone; returns how many steps moved.

    Raises UserProblem("own-day-unknown").
    """
    for day in days:
        row = write.execute("SELECT id FROM own_day WHERE day = ?", (day.isoformat(),)).fetchone()
        if row is None:
            raise UserProblem("own-day-unknown", day=day.isoformat())
        write.remove(OwnDay, row[0])
    return _reckon(write, book, cases_over(write.connection, days))


def set_figure(write: Write, book: Rulebook, figure: OwnFigure) -> int:
    """Set or confirm the figure of a rule from a day on; returns how many steps moved.

    It takes the place of one set from the same day. Raises UserProblem: clock-rule-unknown,
    clock-rule-not-in-force, and what `check_figure` refuses.
    """
    check_figure(shipped_rule(book, figure.rule, figure.first), figure)
    there = _figure_id(write, figure.rule, figure.first)
    values = {
        "rule": figure.rule, "first_on": figure.first.isoformat(), "number": figure.number,
        "unit": figure.unit, "source": figure.source.strip(), "author": figure.author,
        "set_on": figure.set_on.isoformat(),
    }  # fmt: skip
    if there is None:
        write.insert(OwnRule, **values)
    else:
        write.amend(OwnRule, there, **values)
    return _reckon(write, book, cases_under(write.connection, figure.rule))


def clear_figure(write: Write, book: Rulebook, rule: str, first: date) -> int:
    """Take away what was set or confirmed of a rule from a day on; returns how many steps moved.

    Raises UserProblem("rule-not-set").
    """
    there = _figure_id(write, rule, first)
    if there is None:
        raise UserProblem("rule-not-set", rule=rule, day=first.isoformat())
    write.remove(OwnRule, there)
    return _reckon(write, book, cases_under(write.connection, rule))


def shipped_rule(book: Rulebook, rule: str, day: date) -> ClockRule:
    """The rule of that day as the product states it.

    Raises UserProblem: clock-rule-unknown, clock-rule-not-in-force.
    """
    return book.catalogue.shipped.clock_rules.on(rule, day)


def _figure_id(write: Write, rule: str, first: date) -> int | None:
    row = write.execute(
        "SELECT id FROM own_rule WHERE rule = ? AND first_on = ?", (rule, first.isoformat())
    ).fetchone()
    return int(row[0]) if row else None


def _reckon(write: Write, book: Rulebook, cases: Sequence[int]) -> int:
    """Reckon cases by the book as it is after what was just written."""
    return reckon_cases(write, rulebook(write.connection, book.catalogue, book.today), cases)
