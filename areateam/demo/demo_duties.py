"""Who leaves the demo's team, and whom it names for its functions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial

from areateam.cases.case_actions import note_entry
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue, resources_folder
from areateam.demo.demo_cases import CaseStep
from areateam.demo.demo_recipe import Recipe
from areateam.desks import keep_desk
from areateam.duties.contact_actions import add_contact
from areateam.duties.desk_actions import tick_lines
from areateam.duties.duty_rules import Span
from areateam.duties.duty_views import matrix_view
from areateam.duties.portfolio_actions import give_portfolio, record_absence
from areateam.duties.portfolio_rules import Patch
from areateam.ledger.ledger import Write
from areateam.organisations.contractor_rows import Person
from areateam.organisations.team_address_actions import set_team_address


def _leave(write: Write, *, person: int, last: str) -> None:
    write.amend(Person, person, valid_to=last)


def duty_steps(catalogue: Catalogue, managers: Mapping[str, int]) -> list[CaseStep]:
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
        set_team_address(write, story["address"])
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
    steps.append(CaseStep(story["contacts_at"], story["user"], words, contacts))
    return [*steps, *_team_steps(story, managers), *_desk_steps(catalogue, story, managers)]


def _team_steps(story: Recipe, managers: Mapping[str, int]) -> Iterator[CaseStep]:
    """Who looks after what, and who is away."""
    since, leave = Span(story["portfolios_from"], None), story["leave"]

    def portfolios(write: Write) -> None:
        for name, groups in story["portfolios"].items():
            for group, places in groups.items():
                for pct in places:
                    give_portfolio(write, managers[name], Patch(None, group, pct), since)

    def away(write: Write) -> None:
        days = Span(leave["first"], leave["last"])
        cover = managers[leave["cover"]]
        record_absence(write, managers[leave["person"]], days, cover, leave["reason"])

    user = story["user"]
    yield CaseStep(story["portfolios_at"], user, "Share out the groups and PCTs", portfolios)
    yield CaseStep(leave["at"], user, f"Leave of {leave['person']}", away)


def _desk_steps(
    catalogue: Catalogue, story: Recipe, managers: Mapping[str, int]
) -> Iterator[CaseStep]:
    """The pack of the leaver's desk, and its first half ticked off."""
    desk = story["desk"]
    person, receiver = desk["person"], desk["receiver"]

    def rang(write: Write) -> None:
        day = datetime.fromisoformat(desk["rang_at"]).date()
        (case,) = write.execute(
            "SELECT min(id) FROM case_file WHERE manager_id = ? AND closed_on IS NULL",
            (managers[person],),
        ).fetchone()
        note_entry(write, case, day, "communication", desk["rang"])

    def pack(write: Write) -> None:
        day = datetime.fromisoformat(desk["at"]).date()
        book = rulebook(write.connection, catalogue, day)
        keep_desk(write, book, managers[person], managers[receiver])

    def tick(write: Write) -> None:
        day = datetime.fromisoformat(desk["ticked_at"]).date()
        lines = [line for (line,) in write.execute("SELECT id FROM desk_line ORDER BY position")]
        tick_lines(write, lines[: len(lines) // 2], day, receiver)

    yield CaseStep(desk["rang_at"], person, "Closure of the list: rang the practice", rang)
    yield CaseStep(desk["at"], person, f"Desk of {person} for {receiver}", pack)
    words = f"Take over half of the desk of {person}"
    yield CaseStep(desk["ticked_at"], receiver, words, tick)
