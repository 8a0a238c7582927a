"""Commands that add to a matrix: a function, a body, whom to ring there."""

from __future__ import annotations

from argparse import Namespace

from areateam.commands.output import give, say
from areateam.commands.people_named import person_asked
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.duties.cell_views import consequences, with_body_days
from areateam.duties.contact_actions import add_contact, end_contact
from areateam.duties.duty_actions import (
    add_body,
    add_function,
    rename_body,
    rename_function,
    set_body_days,
    state_known,
)
from areateam.duties.duty_views import matrix_view
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.person_actions import entered


def run_add_function(office: Office, options: Namespace) -> int:
    """Add a function at the foot of a matrix."""
    matrix = matrix_view(office.store.connection, options.matrix)
    code, name = options.code.strip(), options.name.strip()
    written = office.write(
        f"Add function {code}",
        lambda write: add_function(write, matrix.head.id, code, name, options.area),
    )
    say(options, f"{code} {name}, added to {matrix.head.label}")
    give(options, {"ref": code, "operation": written.operation})
    return 0


def run_add_body(office: Office, options: Namespace) -> int:
    """Add a body as the last column of a matrix."""
    matrix = matrix_view(office.store.connection, options.matrix)
    code, name = options.code.strip(), options.name.strip()
    if options.first and options.last and options.last < options.first:
        days = {"first": options.first.isoformat(), "last": options.last.isoformat()}
        raise UserProblem("days-backwards", **days)
    written = office.write(
        f"Add body {code}",
        lambda write: add_body(write, matrix.head.id, code, name, options.first, options.last),
    )
    say(options, f"{code} {name}, added to {matrix.head.label}")
    give(options, {"ref": code, "operation": written.operation})
    return 0


def run_rename(office: Office, options: Namespace) -> int:
    """Call a function or a body otherwise; its code stays."""
    matrix = matrix_view(office.store.connection, options.matrix)
    code, name = options.code.strip(), options.name.strip()
    function = next((f for f in matrix.functions if f.code.casefold() == code.casefold()), None)
    if function is not None:
        area = function.area if options.area is None else options.area
        label = f"Rename function {function.code}"
        written = office.write(label, lambda w: rename_function(w, function.id, name, area))
    else:
        body = matrix.body(code)
        label = f"Rename body {body.code}"
        written = office.write(label, lambda w: rename_body(w, body.id, name))
    say(options, f"{code} is called {name}")
    give(options, {"ref": code, "name": name, "operation": written.operation})
    return 0


def run_contact(office: Office, options: Namespace) -> int:
    """Name whom to ring at a body, for everything or for one function."""
    matrix = matrix_view(office.store.connection, options.matrix)
    body = matrix.body(options.body)
    function = matrix.function(options.function) if options.function else None
    person = person_asked(office, options, options.person, own=body.own)
    deputy = person_asked(office, options, options.deputy, own=body.own) if options.deputy else None

    def act(write: Write) -> int:
        return add_contact(
            write,
            body.id,
            entered(write, person, own=body.own),
            function=function.id if function else None,
            deputy=entered(write, deputy, own=body.own) if deputy else None,
            first=options.first,
            last=options.last,
        )

    what = function.code if function else "everything"
    written = office.write(f"{person.name} answers at {body.code} for {what}", act)
    say(options, f"{person.name} answers at {body.code} for {what}")
    give(options, {"ref": body.code, "person": person.name, "operation": written.operation})
    return 0


def run_end_contact(office: Office, options: Namespace) -> int:
    """Set the last day on which somebody is to be rung at a body."""
    matrix = matrix_view(office.store.connection, options.matrix)
    body, name = matrix.body(options.body), options.person.strip()
    last = options.on or office.today()
    function = matrix.function(options.function).code if options.function else None
    named = [
        contact.id
        for contact in matrix.contacts
        if contact.body == body.code
        and contact.person.casefold() == name.casefold()
        and contact.span.holds_on(last)
        and function in (None, contact.function)
    ]
    if not named:
        raise UserProblem("unknown-record", ref=f"{name} at {body.code}")

    def act(write: Write) -> None:
        for contact in named:
            end_contact(write, contact, last)

    written = office.write(f"{name} no longer at {body.code}", act)
    say(options, f"{name} no longer answers at {body.code} after {format_date(last.isoformat())}")
    give(options, {"ref": body.code, "ended": len(named), "operation": written.operation})
    return 0


def run_days(office: Office, options: Namespace) -> int:
    """Set from when to when a body exists, and say what that leaves without one."""
    matrix = matrix_view(office.store.connection, options.matrix)
    body = matrix.body(options.body)
    first = options.first or body.exists.first
    last = options.last or body.exists.last
    made = consequences(matrix, with_body_days(matrix, body, first, last))
    for sentence in made:
        say(options, sentence)
    written = office.write(
        f"Days of {body.code}", lambda write: set_body_days(write, body.id, first, last)
    )
    say(options, f"{body.code} {body.name}: days set")
    give(options, {"ref": body.code, "makes": made, "operation": written.operation})
    return 0


def run_source(office: Office, options: Namespace) -> int:
    """Say how a duty is known; what is not named stays as it is."""
    matrix = matrix_view(office.store.connection, options.matrix)
    day = options.on or office.today()
    function, body = matrix.function(options.function), matrix.body(options.body)
    ref = f"{function.code}-{body.code}"
    duty = matrix.cells_on(day).get((function.code, body.code))
    if duty is None:
        raise UserProblem("unknown-record", ref=f"{ref} on {format_date(day.isoformat())}")
    evidence = duty.evidence if options.evidence is None else options.evidence.strip().upper()
    source = duty.source if options.source is None else options.source
    note = duty.note if options.note is None else options.note
    sure = duty.confidence if options.confidence is None else options.confidence
    written = office.write(
        f"Source of {function.code} at {body.code}",
        lambda write: state_known(write, duty.id, source, evidence, sure, note),
    )
    say(options, f"{ref}: {source or 'no source'}")
    give(options, {"ref": ref, "source": source, "operation": written.operation})
    return 0
