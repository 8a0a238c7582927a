"""Who leaves the demo's team, and whom it names for its functions."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import partial

from areateam.catalogue.catalogue import resources_folder
from areateam.demo.demo_cases import CaseStep
from areateam.demo.demo_recipe import Recipe
from areateam.duties.contact_actions import add_contact
from areateam.duties.duty_views import matrix_view
from areateam.ledger.ledger import Write
from areateam.organisations.contractor_rows import Person


def _leave(write: Write, *, person: int, last: str) -> None:
    write.amend(Person, person, valid_to=last)


def duty_steps(managers: Mapping[str, int]) -> list[CaseStep]:
    """The steps of the story in `resources/demo/duties.toml`; `managers` are ids by name."""
    path = resources_folder() / "demo" / "duties.toml"
    story: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
    steps = [
        CaseStep(
            story["leaving_at"],
            story["user"],
            f"{leaver['name']} leaves",
            partial(_leave, person=managers[leaver["name"]], last=leaver["last_day"]),
        )
        for leaver in story["leaver"]
    ]

    def contacts(write: Write) -> None:
        matrix = matrix_view(write.connection)
        team = next(body.id for body in matrix.bodies if body.own)
        for contact in story["contact"]:
            codes: list[str] = contact.get("functions", [""])
            for code in codes:
                add_contact(
                    write,
                    team,
                    managers[contact["person"]],
                    function=matrix.function(code).id if code else None,
                    deputy=managers.get(contact.get("deputy", "")),
                )

    words = "Name whom to ring at the area team"
    return [*steps, CaseStep(story["contacts_at"], story["user"], words, contacts)]
