"""Whom a name means: nobody is entered by a slip of the keyboard."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from areateam.core.problems import UserProblem
from areateam.organisations.organisation_views import people_of_team

_NEAREST, _ALIKE = 3, 0.55
_SAID = 5


class Named(msgspec.Struct, frozen=True):
    """A person by name; without an id somebody new, who is entered with what is done."""

    id: int | None
    name: str


def named_person(
    connection: sqlite3.Connection, name: str, *, new: bool = False, own: bool = True
) -> Named:
    """The one person that a name, or a part of it, means; with `new`, somebody new.

    With `new` nobody is meant by a part of their name, and a name that somebody bears already is
    theirs. Not `own`, it is somebody of another body, where no part of a name stands for one.

    UserProblem("person-not-entered") with the nearest names.
    """
    word = " ".join(name.split())
    known = _bearing(connection, word)
    if known is None and own and not new:
        known = _alone(_holding(connection, word))
    if known is not None:
        return known
    if new and word:
        return Named(None, word)
    near = [each.name for each in _holding(connection, word)[:_SAID]] if own and word else []
    nearest = near or _nearest(_names(connection, own=own), word)
    raise UserProblem("person-not-entered", value=name, known=" or ".join(nearest))


def known_person(connection: sqlite3.Connection, name: str) -> tuple[int, str]:
    """The id and the name of the one person that a name or a part of it means.

    UserProblem("person-unknown") with those it may be.
    """
    word = " ".join(name.split())
    held = _holding(connection, word)
    found = _bearing(connection, word) or _alone(held)
    if found is None or found.id is None:
        known = " or ".join(each.name for each in held[:_SAID])
        raise UserProblem("person-unknown", value=name, known=known)
    return found.id, found.name


def _bearing(connection: sqlite3.Connection, word: str) -> Named | None:
    """Who bears exactly this name, in whatever letters: of the team before all others."""
    folded = word.casefold()
    for person, name in people_of_team(connection).items():
        if name.casefold() == folded:
            return Named(person, name)
    row = connection.execute(
        "SELECT id, name FROM person WHERE name = ? COLLATE NOCASE ORDER BY id", (word,)
    ).fetchone()
    return Named(int(row[0]), str(row[1])) if row else None


def _holding(connection: sqlite3.Connection, word: str) -> list[Named]:
    """The team's people in whose names a word stands."""
    team = people_of_team(connection).items()
    return [Named(*each) for each in team if word and word.casefold() in each[1].casefold()]


def _alone(found: list[Named]) -> Named | None:
    return found[0] if len(found) == 1 else None


def _names(connection: sqlite3.Connection, *, own: bool) -> Iterable[str]:
    if own:
        return people_of_team(connection).values()
    return [str(name) for (name,) in connection.execute("SELECT name FROM person ORDER BY name")]


def _nearest(people: Iterable[str], word: str) -> list[str]:
    """The people whose names are most like a word, the likest first."""
    names = {name.casefold(): name for name in people}
    found = get_close_matches(word.casefold(), names, _NEAREST, _ALIKE)
    return [names[each] for each in found]
