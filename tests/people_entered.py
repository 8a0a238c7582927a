"""People of a test register by name, entered where they are new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.organisations.people_views import Named
from areateam.organisations.person_actions import entered

if TYPE_CHECKING:
    from areateam.ledger.ledger import Write


def person_named(write: Write, name: str, *, own: bool = True, phone: str = "") -> int:
    """The id of a person; not `own`, of another body."""
    row = write.execute("SELECT id FROM person WHERE name = ?", (name,)).fetchone()
    return entered(write, Named(row[0] if row else None, name), own=own, phone=phone)
