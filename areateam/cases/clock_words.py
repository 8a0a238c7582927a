"""Says where a day comes from: one sentence fit for a letter, and the steps one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from areateam.cases.clock_rules import Pause, StatutoryDate, Step, Timer
from areateam.catalogue.clock_definitions import (
    OWN_TARGET,
    ClockRule,
    Count,
    Gives,
    OwnClockRule,
    Unit,
)
from areateam.catalogue.definitions import Evidence
from areateam.core.count_words import counted, working_days
from areateam.core.dates import format_date, format_weekday_date

_HOW = {
    Evidence.SOURCE: "source read",
    Evidence.SISTER: "a sister provision read",
    Evidence.OWN: "own knowledge, to be confirmed",
}


def explain(found: StatutoryDate | Timer) -> str:
    """One sentence: what is due when, from which start, by which rule, each pause and holiday."""
    rule, steps = found.rule, found.steps
    parts = [f"{rule.text} {_by(found)}{_to_act(found)}"]
    parts.append(f": {', '.join(_clauses(rule, steps))}")
    parts.append(f", under {authority(rule)}.")
    return "".join(parts)


def explain_steps(found: StatutoryDate | Timer) -> list[str]:
    """The steps in order, each a phrase that begins with a capital letter and has no full stop."""
    phrases = [_phrase(found.rule, step) for step in found.steps]
    phrases.append(authority(found.rule))
    return [phrase[0].upper() + phrase[1:] for phrase in phrases]


def authority(rule: ClockRule) -> str:
    """The regulation with the rule and how it is known; a target of our own is neither."""
    if is_own_target(rule):
        return rule.regulation
    return f"{rule.regulation} ({rule.id}; {how_known(rule)})"


def is_own_target(rule: ClockRule) -> bool:
    """Whether a rule is a target that we set ourselves, which no regulation knows."""
    return rule.id == OWN_TARGET


def how_known(rule: ClockRule) -> str:
    """How a rule is known: who set or confirmed it here, else its evidence with the confidence."""
    if isinstance(rule, OwnClockRule):
        return _own_words(rule)
    sure = f", {rule.confidence}%" if rule.confidence is not None else ""
    return f"{_HOW[rule.evidence]}{sure}"


def pause_words(pause: Pause) -> str:
    """A pause with its reason and days: "waiting for list figures, 24 Oct to 26 Oct"."""
    first = format_date(pause.first.isoformat())
    last = f"to {format_date(pause.last.isoformat())}" if pause.last else "until now"
    if pause.first == pause.last:
        return f"{pause.reason}, {first}"
    return f"{pause.reason}, {first} {last}"


def _own_words(rule: OwnClockRule) -> str:
    """Who set a figure here, when, from what; the shipped one where it is another."""
    did, instead = "confirmed here", ""
    if not rule.is_as_shipped:
        did, instead = "figure set here", f", in place of {figure_words(rule.shipped)}"
    return f"{did} by {rule.author} on {said(rule.set_on)} from {rule.source}{instead}"


def figure_words(rule: ClockRule) -> str:
    """The figure of a rule in words: "21 days", "3 months", "31 Oct every year"; "" for none."""
    if rule.count is Count.FIXED:
        if rule.on is not None:
            return format_date(rule.on.isoformat())
        days = [format_date(f"2001-{day}").rsplit(" ", 1)[0] for day in rule.every]
        return f"{' and '.join(days)} every year"
    if rule.unit is not None:
        return amount_words(rule.value, rule.unit)
    if rule.scale == "£":
        return f"£{rule.number}" if not rule.number.isdecimal() else f"£{int(rule.number):,}"
    gap = "" if rule.scale.startswith("%") else " "
    return f"{rule.number}{gap}{rule.scale}".strip()


def amount_words(value: int, unit: Unit) -> str:
    """A number of units in words: "21 days", "1 month", "22½ working days"."""
    if unit is Unit.HALF_DAYS:
        whole, half = divmod(value, 2)
        return working_days(f"{whole or ''}½" if half else whole)
    return counted(str(value), unit.value.removesuffix("s"))


def _by(found: StatutoryDate | Timer) -> str:
    day = said(found.legal)
    if found.rule.gives is Gives.FIRST_DAY and found.steps[0].code != "notice-backwards":
        return f"no earlier than {day}"
    return f"on {day}" if found.rule.on else f"by {day}"


def _to_act(found: StatutoryDate | Timer) -> str:
    for step in found.steps:
        if step.code == "working":
            return f" ({_off(step)}the last working day before it is {said(found.working)})"
        if step.code == "first-working":
            return f" ({_off(step)}the next working day is {said(found.working)})"
    return ""


def _off(step: Step) -> str:
    why = dict(step.facts).get("why")
    return f"{why}; " if why else ""


def _clauses(rule: ClockRule, steps: Sequence[Step]) -> Iterator[str]:
    holidays = [step for step in steps if step.code == "holiday"]
    for step in steps:
        if step.code not in ("holiday", "working", "first-working", "ends"):
            yield _phrase(rule, step)
    if holidays:
        yield "leaving out " + _listed([_phrase(rule, step) for step in holidays])


def _phrase(rule: ClockRule, step: Step) -> str:
    if step.code in ("counted", "timer"):
        return _count_phrase(rule, step)
    if step.code == "paused":
        return _pause_phrase(step)
    day = said(step.day) if step.day else ""
    if step.code == "notice-backwards":
        effect = said_fact(step, "start")
        return f"the latest day not less than {_amount(step)} before {effect} ({rule.start_words})"
    if step.code == "agreed":
        return f"{day} in its place, agreed by {step.fact('by')} ({step.fact('evidence')})"
    if step.code == "holiday":
        return f"{step.fact('name')} on {day}"
    return {
        "short-month": f"that month having no such day, its last one, {day}",
        "fixed": f"a fixed day, {day}",
        "ends": f"the last of them falls on {day}",
        "working": f"{_off(step)}the last working day before it is {day}",
        "first-working": f"{_off(step)}the next working day is {day}",
    }[step.code]


def _count_phrase(rule: ClockRule, step: Step) -> str:
    start = f"{rule.start_words} on {said_fact(step, 'start')}"
    amount = _amount(step)
    match step.fact("count"):
        case Count.BEGINNING_WITH:
            return f"{amount} beginning with {start}, which is day 1"
        case Count.NOT_LESS_THAN:
            return f"not less than {amount} from {start}"
        case _:
            return f"{amount} after {start}, the day after which is day 1"


def _pause_phrase(step: Step) -> str:
    last = step.fact("last")
    until = f" to {said(last)}" if isinstance(last, date) else " until today"
    days = step.fact("days")
    counted = f"{days} day{'' if days == 1 else 's'}"
    late = step.fact("late")
    noted = f"; late evidence, noted on {said(late)}" if isinstance(late, date) else ""
    return (
        f"standing still from {said_fact(step, 'first')}{until}, {counted}"
        f" ({step.fact('reason')}; {step.fact('evidence')}{noted})"
    )


def _amount(step: Step) -> str:
    value, unit = step.fact("value"), step.fact("unit")
    assert isinstance(value, int)
    assert isinstance(unit, Unit)
    return amount_words(value, unit)


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def said(day: date) -> str:
    """A day as sentences have it: "Sun 23 Sep 2012"."""
    return format_weekday_date(day.isoformat())


def said_fact(step: Step, name: str) -> str:
    """A day among the facts of a step as sentences have it."""
    day = step.fact(name)
    assert isinstance(day, date)
    return said(day)
