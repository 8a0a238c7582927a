"""Commands that add to a matrix: a function, a body, whom to ring there."""

from __future__ import annotations

from argparse import Namespace

from areateam.commands.output import give, say
from areateam.core.problems import UserProblem
from areateam.duties.contact_actions import add_contact, person_at
from areateam.duties.duty_actions import add_body, add_function
from areateam.duties.duty_views import matrix_view
from areateam.ledger.ledger import Write
from areateam.office import Office


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


def run_contact(office: Office, options: Namespace) -> int:
    """Name whom to ring at a body, for everything or for one function."""
    matrix = matrix_view(office.store.connection, options.matrix)
    sought = options.body.strip().casefold()
    body = next((each for each in matrix.bodies if each.code.casefold() == sought), None)
    if body is None:
        raise UserProblem("unknown-code", value=options.body)
    function = matrix.function(options.function) if options.function else None
    person, deputy = options.person.strip(), options.deputy.strip()

    def act(write: Write) -> int:
        return add_contact(
            write,
            body.id,
            person_at(write, person, own=body.own),
            function=function.id if function else None,
            deputy=person_at(write, deputy, own=body.own) if deputy else None,
            first=options.first,
            last=options.last,
        )

    what = function.code if function else "everything"
    written = office.write(f"{person} answers at {body.code} for {what}", act)
    say(options, f"{person} answers at {body.code} for {what}")
    give(options, {"ref": body.code, "person": person, "operation": written.operation})
    return 0
