"""Commands about the time that staff spend on cases, and what an hour of it costs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import Any

from areateam.cases.case_texts import case_id_of, case_label, case_ref
from areateam.cases.hours_actions import (
    clear_rate,
    correct_hours,
    enter_hours,
    remove_hours,
    set_rate,
)
from areateam.cases.hours_rules import StatedHours, StatedRate, stated_minutes, stated_rate
from areateam.cases.hours_views import HoursView, hours_of_case, rates, total_of_case
from areateam.commands.output import give, say, table
from areateam.commands.people_named import person_asked, person_or_none
from areateam.core.amounts import format_money, plain_money
from areateam.core.copies import replaced
from areateam.core.dates import format_date
from areateam.core.durations import format_duration
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.people_views import Named
from areateam.organisations.person_actions import entered


def run_hours(office: Office, options: Namespace) -> int:
    """List the time spent on a case, or enter, correct or remove some of it."""
    case = case_id_of(office.store.connection, options.ref)
    if options.remove and (options.correct or options.length):
        raise UserProblem("hours-twice")
    if options.remove:
        return _remove(office, options, case)
    if options.correct:
        return _correct(office, options, case)
    said = (options.by, options.step, options.on, options.note)
    if not options.length and any(said):
        raise UserProblem("hours-length-needed")
    return _enter(office, options, case) if options.length else _list(office, options, case)


def _enter(office: Office, options: Namespace, case: int) -> int:
    if not options.by.strip():
        raise UserProblem("hours-person-needed")
    who = person_asked(office, options, options.by)
    on, minutes = options.on or office.today(), stated_minutes(options.length)

    def act(write: Write) -> None:
        person = entered(write, who)
        stated = StatedHours(person, on, minutes, options.step or "", options.note or "")
        enter_hours(write, case, stated, office.today())

    day = format_date(on.isoformat())
    return _done(office, options, case, f"{format_duration(minutes)} of {who.name} on {day}", act)


def _correct(office: Office, options: Namespace, case: int) -> int:
    entry = _entry(office, case, options.correct)
    named = person_or_none(office, options, options.by)
    who = named or Named(entry.person_id, entry.person)
    minutes = stated_minutes(options.length) if options.length else entry.minutes
    stated = StatedHours(
        entry.person_id,
        options.on or date.fromisoformat(entry.on),
        minutes,
        entry.step if options.step is None else options.step,
        entry.note if options.note is None else options.note,
    )

    def act(write: Write) -> None:
        whole = replaced(stated, person=entered(write, who))
        correct_hours(write, case, entry.id, whole, office.today(), options.reason)

    words = f"time spent corrected, {entry.shown} of {entry.person} before"
    return _done(office, options, case, words, act)


def _remove(office: Office, options: Namespace, case: int) -> int:
    entry = _entry(office, case, options.remove)
    words = f"{entry.shown} of {entry.person} on {format_date(entry.on)} removed"

    def act(write: Write) -> None:
        remove_hours(write, case, entry.id, office.today(), options.reason)

    return _done(office, options, case, words, act)


def _entry(office: Office, case: int, number: int) -> HoursView:
    """The entry of a number as it is listed; UserProblem("hours-unknown")."""
    for each in hours_of_case(office.store.connection, case, office.today()):
        if each.id == number:
            return each
    raise UserProblem("hours-unknown", entry=str(number))


def _done(
    office: Office, options: Namespace, case: int, words: str, act: Callable[[Write], None]
) -> int:
    label = f"{case_label(office.store.connection, case)}: {words}"
    operation = office.write(label, act).operation
    ref = case_ref(case)
    say(options, f"{ref}: {words}" if operation else f"{ref}: as it was")
    give(options, {"ref": ref, "operation": operation} | _total(office, case))
    return 0


def _list(office: Office, options: Namespace, case: int) -> int:
    connection, ref = office.store.connection, case_ref(case)
    entries = hours_of_case(connection, case, office.today())
    headers = ("Entry", "Day", "How long", "Who", "Step", "What for")
    cells = [
        (str(x.id), format_date(x.on), x.shown, x.person, x.step, x.note) for x in entries
    ]  # fmt: skip
    if entries:
        say(options, table(headers, cells, [True, False, True, False, False, False]))
    total = total_of_case(connection, case, office.today())
    cost = "" if total.pence is None else f", {format_money(total.pence)} by the rate of each day"
    unrated = f", {total.unrated} before any rate of staff" if total.unrated else ""
    none = f"{ref}: no time is entered"
    said = f"{ref}: {format_duration(total.minutes)} in all{cost}{unrated}"
    say(options, said if entries else none)
    rows = [_document(each) for each in entries]
    give(options, {"ref": ref, "rows": rows, "total": len(rows)} | _total(office, case))
    return 0


def _document(entry: HoursView) -> dict[str, Any]:
    return {
        "entry": entry.id, "on": entry.on, "minutes": entry.minutes, "person": entry.person,
        "step": entry.step or None, "note": entry.note or None, "author": entry.author,
    }  # fmt: skip


def _total(office: Office, case: int) -> dict[str, Any]:
    total = total_of_case(office.store.connection, case, office.today())
    return {
        "minutes": total.minutes,
        "cost": None if total.pence is None else plain_money(total.pence),
        "unrated": total.unrated,
    }


def run_rates(office: Office, options: Namespace) -> int:
    """List what an hour of staff costs, from when on, and how that is known."""
    found = rates(office.store.connection)
    headers = ("From", "An hour", "Known", "Source", "Stated by")
    cells = [
        (format_date(x.stated.first.isoformat()), format_money(x.stated.pence), x.stated.known,
         x.stated.source, x.stated.author)
        for x in found
    ]  # fmt: skip
    nothing = "No rate of staff is stated. “rate set” states one."
    say(options, table(headers, cells, [False, True, False, False, False]) if found else nothing)
    rows = [
        {
            "from": x.stated.first.isoformat(), "rate": plain_money(x.stated.pence),
            "source": x.stated.source, "confidence": x.stated.confidence,
            "author": x.stated.author, "set_on": x.set_on,
        }
        for x in found
    ]  # fmt: skip
    give(options, {"rows": rows, "total": len(rows)})
    return 0


def run_rate_set(office: Office, options: Namespace) -> int:
    """Set what an hour of staff costs from a day on."""
    author = options.by or options.user
    pence = stated_rate(options.rate)
    stated = StatedRate(options.first, pence, options.source, author, options.sure)
    words = f"Rate of staff: {stated.words} from {format_date(options.first.isoformat())}"
    return _rate_done(office, options, words, lambda w: set_rate(w, stated, office.today()))


def run_rate_clear(office: Office, options: Namespace) -> int:
    """Take away the rate that begins on a day."""
    words = f"Rate of staff from {format_date(options.first.isoformat())} taken away"
    return _rate_done(office, options, words, lambda w: clear_rate(w, options.first))


def _rate_done(
    office: Office, options: Namespace, words: str, act: Callable[[Write], object]
) -> int:
    operation = office.write(words, act).operation
    say(options, words if operation else f"{words}: as it was")
    give(options, {"operation": operation})
    return 0
