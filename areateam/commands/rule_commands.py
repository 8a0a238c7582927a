"""Commands about what cases are reckoned by: rules with their figures, days off, any date."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from areateam.cases.any_date_views import any_date
from areateam.cases.case_move_views import (
    CaseMove,
    moved_by_days,
    moved_by_figure,
    moved_without_figure,
)
from areateam.cases.clock_words import explain, explain_steps
from areateam.cases.own_rule_actions import (
    add_days_off,
    clear_figure,
    remove_days_off,
    set_figure,
    shipped_rule,
)
from areateam.cases.own_rule_rules import check_day_off, check_figure
from areateam.cases.rule_views import RuleLine, rule_lines
from areateam.cases.rulebook_views import own_days
from areateam.catalogue.clock_definitions import OwnFigure
from areateam.commands.case_commands import book_of
from areateam.commands.output import give, say, table
from areateam.core.count_words import counted
from areateam.core.dates import format_weekday_date
from areateam.core.problems import UserProblem
from areateam.imports.calendar_views import read_calendar, split_days
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.transition.day_off_views import TaskShift, shift_words, tasks_moved_by_days


def run_list(office: Office, options: Namespace) -> int:
    """List the rules: what each limits, its figure, from what, how known, how many open cases."""
    lines = rule_lines(office.store.connection, book_of(office))
    if options.unconfirmed:
        lines = tuple(line for line in lines if not line.rule.is_confirmed)
    headers = ("Rule", "Limits", "Figure", "Known", "From", "Open cases")
    cells = [
        (each.rule.id, each.rule.text, each.figure, each.known, _day(each.rule.valid_from),
         str(each.open_cases))
        for each in lines
    ]  # fmt: skip
    say(options, table(headers, cells, [False] * 5 + [True]))
    give(options, {"rows": [_document(each) for each in lines], "total": len(lines)})
    return 0


def run_show(office: Office, options: Namespace) -> int:
    """Show one rule in each of its versions."""
    wanted = options.rule.upper()
    lines = [x for x in rule_lines(office.store.connection, book_of(office)) if x.rule.id == wanted]
    if not lines:
        raise UserProblem("clock-rule-unknown", rule=options.rule)
    for each in lines:
        rule = each.rule
        say(options, f"{rule.id} {rule.text}: {each.figure or 'no figure'} ({rule.count.value})")
        say(options, f"  {rule.regulation}; {each.known}; {each.valid}")
        say(options, f"  used in {', '.join(each.procedures) or 'no procedure'}")
    give(options, {"rows": [_document(each) for each in lines], "total": len(lines)})
    return 0


def run_set(office: Office, options: Namespace) -> int:
    """Set the figure of an unconfirmed rule, from a day on."""
    first = options.first or office.today()
    figure = _figure(office, options, first, options.number, " ".join(options.unit))
    return _set(office, options, figure, f"{figure.rule} set to {options.number}")


def run_confirm(office: Office, options: Namespace) -> int:
    """Confirm the figure of a rule with its source; from the rule's first day on if none is given.

    No day moves by that alone.
    """
    book = book_of(office)
    rule = shipped_rule(book, options.rule.upper(), options.first or office.today())
    first = options.first or rule.valid_from or date(1948, 7, 5)
    return _set(office, options, _figure(office, options, first, "", ""), f"{rule.id} confirmed")


def run_clear(office: Office, options: Namespace) -> int:
    """Take away what was set or confirmed of a rule from a day on."""
    rule, book = options.rule.upper(), book_of(office)
    figure = _figure(office, options, options.first, "", "")
    moves = moved_without_figure(office.store.connection, book, figure)
    words = f"{rule} as shipped from {options.first}"
    return _carry_out(
        office, options, words, moves, lambda w: clear_figure(w, book, rule, options.first)
    )


def run_days(office: Office, options: Namespace) -> int:
    """List the days on which nobody works in a year: bank holidays and days of our own."""
    year = options.year or office.today().year
    own = own_days(office.store.connection)
    off = {**office.catalogue.holidays(), **own}
    rows = [
        (day, name, "own" if day in own else "")
        for day, name in sorted(off.items())
        if day.year == year
    ]
    cells = [(_day(day), name, whose) for day, name, whose in rows]
    say(options, table(("Day", "Why", ""), cells, [False] * 3))
    documents = [{"day": d.isoformat(), "name": n, "own": bool(w)} for d, n, w in rows]
    give(options, {"rows": documents, "total": len(rows)})
    return 0


def run_day_add(office: Office, options: Namespace) -> int:
    """Add a day off for this office with its reason."""
    return _add_days(office, options, {options.day: options.reason}, f"Day off {options.day}")


def run_day_remove(office: Office, options: Namespace) -> int:
    """Work again on a day that was off for this office, with the reason."""
    book = book_of(office)
    connection, days = office.store.connection, [options.day]
    moves = moved_by_days(connection, book, {}, days)
    tasks = tasks_moved_by_days(connection, book, {}, days)
    words = f"No day off {options.day}: {options.reason}"
    return _carry_out(
        office, options, words, moves, lambda w: remove_days_off(w, book, days), tasks
    )


def run_day_import(office: Office, options: Namespace) -> int:
    """Take days off from a calendar file; those that are off already are left as they are."""
    book = book_of(office)
    new, known, weekend = split_days(read_calendar(options.file), book.calendar.holidays)
    counts = f"new {len(new)}, off already {len(known)}, weekend {len(weekend)}"
    say(options, f"{options.file.name}: {counts}")
    return _add_days(office, options, new, f"Days off from {options.file.name}")


def explain_any(office: Office, options: Namespace) -> int:
    """Work out the day that a rule leads to from any start, outside a case."""
    found = any_date(book_of(office), options.ref.upper(), options.first, options.pause or ())
    sentence = explain(found)
    say(options, sentence)
    day = {
        "key": found.rule.id, "legal": found.legal.isoformat(),
        "working": found.working.isoformat(), "rule": found.rule.id, "sentence": sentence,
        "steps": explain_steps(found),
    }  # fmt: skip
    give(options, {"ref": found.rule.id, "dates": [day]})
    return 0


def _add_days(office: Office, options: Namespace, days: dict[date, str], label: str) -> int:
    book = book_of(office)
    for day, name in days.items():
        check_day_off(day, name, book.calendar.holidays)
    moves = moved_by_days(office.store.connection, book, days)
    tasks = tasks_moved_by_days(office.store.connection, book, days)
    return _carry_out(office, options, label, moves, lambda w: add_days_off(w, book, days), tasks)


def _set(office: Office, options: Namespace, figure: OwnFigure, words: str) -> int:
    book = book_of(office)
    check_figure(shipped_rule(book, figure.rule, figure.first), figure)
    moves = moved_by_figure(office.store.connection, book, figure)
    return _carry_out(office, options, words, moves, lambda w: set_figure(w, book, figure))


def _figure(office: Office, options: Namespace, first: date, number: str, unit: str) -> OwnFigure:
    source = getattr(options, "source", "")
    return OwnFigure(options.rule.upper(), first, number, unit, source, office.user, office.today())


def _carry_out(
    office: Office,
    options: Namespace,
    words: str,
    moves: Sequence[CaseMove],
    act: Callable[[Write], int],
    tasks: Sequence[TaskShift] = (),
) -> int:
    """Say which days of open cases and of tasks move, and write unless it is only tried."""
    for move in moves:
        was, will = _day_words(move.working_now), _day_words(move.working_then)
        say(options, f"{move.ref} {move.name}, {move.label}: {was} → {will}")
    for task in tasks:
        if task.moves:
            was, will = _day(task.finish_now), _day(task.finish_then)
            say(options, f"{task.place} {task.key} {task.title}: {was} → {will}")
    operation = None
    if not options.dry_run:
        operation = office.write(words, act).operation
    cases = len({move.case for move in moves})
    said = "would move" if options.dry_run else "moved"
    say(options, f"{words}: {counted(len(moves), 'day')} of {counted(cases, 'open case')} {said}")
    if tasks:
        say(options, f"{shift_words(tasks)}.")
    rows = [
        {"ref": m.ref, "key": m.key, "legal": m.legal_now, "working": m.working_now,
         "legal_then": m.legal_then, "working_then": m.working_then}
        for m in moves
    ]  # fmt: skip
    shifts = [
        {"ref": f"TA{t.task}", "place": t.place, "task": t.key,
         "finish": t.finish_now.isoformat(), "finish_then": t.finish_then.isoformat(),
         "slack": t.slack_now, "slack_then": t.slack_then}
        for t in tasks
    ]  # fmt: skip
    give(options, {"operation": operation, "moved": rows, "tasks": shifts})
    return 0


def _document(line: RuleLine) -> dict[str, Any]:
    rule = line.rule
    return {
        "ref": rule.id, "text": rule.text, "count": rule.count.value, "figure": line.figure,
        "start": rule.start_words, "regulation": rule.regulation, "evidence": rule.evidence.value,
        "confidence": rule.confidence, "known": line.known, "confirmed": rule.is_confirmed,
        "valid_from": _iso(rule.valid_from), "valid_to": _iso(rule.valid_to),
        "procedures": list(line.procedures), "open_cases": line.open_cases,
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(day: date | None) -> str:
    return format_weekday_date(day.isoformat()) if day else ""


def _day_words(day: str | None) -> str:
    return format_weekday_date(day) if day else "no day"
