"""Enters people: the only place where somebody new comes into the register by name."""

from __future__ import annotations

from areateam.ledger.ledger import Write
from areateam.organisations.contractor_rows import Person
from areateam.organisations.people_views import Named

_TEAM = "area team"


def entered(
    write: Write, named: Named, *, own: bool = True, phone: str = "", email: str = ""
) -> int:
    """The id of a person; somebody new is entered: not `own`, as of another body.

    A number or an address that is given takes the place of the one known.
    """
    given = {key: text for key, text in (("phone", phone), ("email", email)) if text}
    if named.id is None:
        return write.insert(Person, name=named.name, team=_TEAM if own else None, **given)
    if given:
        write.amend(Person, named.id, **given)
    return named.id
