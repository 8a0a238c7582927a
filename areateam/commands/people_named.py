"""Whom a name on the command line means: somebody new is entered with --new-person only."""

from __future__ import annotations

from argparse import Namespace

from areateam.core.problems import UserProblem
from areateam.office import Office
from areateam.organisations.people_views import Named, named_person

_OPTION = "--new-person"


def person_asked(office: Office, options: Namespace, name: str, *, own: bool = True) -> Named:
    """The person that a command names; with --new-person it may be somebody new.

    UserProblem("person-not-entered") as `named_person`, with the option that enters them.
    """
    try:
        return named_person(office.store.connection, name, new=options.new_person, own=own)
    except UserProblem as problem:
        raise UserProblem(problem.code, **problem.facts, option=_OPTION) from problem


def person_or_none(office: Office, options: Namespace, name: str) -> Named | None:
    """The same, of a name that may be left out."""
    return person_asked(office, options, name) if name.strip() else None
