"""Writes the area team's own name, address and telephone."""

from __future__ import annotations

from collections.abc import Mapping

from areateam.core.fields import Value
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.organisations.body_rows import BodyAddress
from areateam.organisations.organisation_views import own_area_team
from areateam.organisations.team_address_views import FIELDS


def set_team_address(write: Write, stated: Mapping[str, Value]) -> None:
    """State the address of the register's own area team, whole; with nothing it has none.

    Raises UserProblem: area-team-none, address-incomplete.
    """
    code, _ = own_area_team(write.connection)
    if not code:
        raise UserProblem("area-team-none")
    values = {field.key: stated.get(field.key) or None for field in FIELDS}
    row = write.execute("SELECT id FROM body_address WHERE code = ?", (code,)).fetchone()
    if not any(values.values()):
        if row:
            write.remove(BodyAddress, int(row[0]))
        return
    if not values["address_1"]:
        raise UserProblem("address-incomplete")
    if row:
        write.amend(BodyAddress, int(row[0]), **values)
    else:
        write.insert(BodyAddress, code=code, **values)
