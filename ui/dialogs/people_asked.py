"""Asks once more before a name that nobody bears enters somebody new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.problems import UserProblem
from areateam.core.wording import sentence
from areateam.organisations.people_views import named_person

if TYPE_CHECKING:
    from areateam.organisations.people_views import Named
    from ui.desk import Desk
    from ui.dialogs.panel import Panel

_AGAIN = "a second press"


class PeopleAsked:
    """Whom the names typed into a panel mean; the panel says when one means nobody."""

    def __init__(self, desk: Desk, panel: Panel) -> None:
        self._desk = desk
        self._panel = panel
        self._new: set[str] = set()

    def meant(self, *names: str, own: bool = True) -> list[Named] | None:
        """The people, without those left blank; None after the panel asked who is somebody new.

        The same name, given again, is somebody new. Not `own`, they are of another body.
        """
        found, asked, connection = [], [], self._desk.connection
        for name in filter(None, map(str.strip, names)):
            try:
                found.append(named_person(connection, name, new=name in self._new, own=own))
            except UserProblem as problem:
                self._new.add(name)
                asked.append(sentence(problem.code, **problem.facts, option=_AGAIN))
        if asked:
            self._panel.refuse(" ".join(asked))
        return None if asked else found
