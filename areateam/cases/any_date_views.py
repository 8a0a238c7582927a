"""Works out the day that a rule leads to from any start, outside a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from areateam.cases.case_rules import Rulebook
from areateam.cases.clock_rules import Pause, StatutoryDate, Timer, statutory_date, timer
from areateam.catalogue.clock_definitions import DATED, ClockKind, ClockRule
from areateam.core.problems import UserProblem

STATED = "as stated"
"""What evidences a pause that is only supposed."""


def dated_rules(book: Rulebook) -> tuple[ClockRule, ...]:
    """The rules that lead to a day, each once, by id."""
    found = {rule.id: rule for rule in book.catalogue.clock_rules if rule.count in DATED}
    return tuple(sorted(found.values(), key=lambda rule: rule.id))


def any_date(
    book: Rulebook, rule: str, start: date, pauses: Sequence[tuple[date, date]] = ()
) -> StatutoryDate | Timer:
    """The day that the rule in force on `start` leads to from it, standing still in the pauses.

    Raises UserProblem: clock-rule-unknown, clock-rule-not-in-force, clock-rule-undated,
    clock-is-statutory for a pause of what the law does not let stand still, and what
    `clock_rules.check_pauses` refuses.
    """
    found = book.catalogue.clock_rules.on(rule, start)
    if found.kind is not ClockKind.TIMER:
        if pauses:
            raise UserProblem("clock-is-statutory", rule=rule)
        return statutory_date(found, start, book.calendar)
    reason = next(iter(found.may_pause), "")
    stops = [Pause(first, last, reason, STATED) for first, last in pauses]
    return timer(found, start, book.calendar, book.today, stops)
