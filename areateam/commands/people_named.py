"""Whom a name on the command line means: nobody is entered by a slip of the keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from areateam.contracts.contract_actions import person_named
from areateam.core.problems import UserProblem
from areateam.duties.portfolio_views import known_person
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.organisation_views import people_of_team

_NEAREST, _ALIKE = 3, 0.55


@dataclass(frozen=True, slots=True)
class Named:
    """A person by name; without an id somebody new, who is entered with what is done."""

    id: int | None
    name: str

    def entered(self, write: Write) -> int:
        """The id, of somebody new once they are entered."""
        return person_named(write, self.name) if self.id is None else self.id


def named_person(office: Office, name: str, *, new: bool) -> Named:
    """The one person that a name, or a part of it, means; with `new`, somebody new.

    With `new` nobody is meant by a part of their name.

    UserProblem("person-not-entered") with the nearest names.
    """
    word = " ".join(name.split())
    people = people_of_team(office.store.connection).values()
    if new and word and word.casefold() not in {each.casefold() for each in people}:
        return Named(None, word)
    try:
        return Named(*known_person(office.store.connection, word))
    except UserProblem as unknown:
        near = str(unknown.facts["known"]) or " or ".join(_nearest(people, word))
        raise UserProblem("person-not-entered", value=name, known=near) from unknown


def _nearest(people: Iterable[str], word: str) -> list[str]:
    """The people whose names are most like a word, the likest first."""
    names = {name.casefold(): name for name in people}
    found = get_close_matches(word.casefold(), names, _NEAREST, _ALIKE)
    return [names[each] for each in found]
