"""Whom a name means, and that no command and no panel enters somebody new unasked."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from areateam import cli
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.organisations.people_views import Named, known_person, named_person
from tests.house.source_tree import name_of, sources, tree_of, walked
from tests.people_entered import person_named

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

ENTERS = "areateam/organisations/person_actions.py"


def test_a_name_means_who_bears_it_or_the_only_one_of_the_team_in_whose_name_it_stands(
    office: Office,
) -> None:
    connection = office.store.connection

    def enter(write: Write) -> None:
        for name in ("Éva Osei", "Jan Patel", "Jana Patel"):
            person_named(write, name)
        person_named(write, "Pat Lee", own=False)

    office.write("People", enter)
    assert named_person(connection, "ÉVA  OSEI").name == "Éva Osei"
    assert named_person(connection, "osei").name == "Éva Osei"
    assert named_person(connection, "Jan Patel").name == "Jan Patel"
    assert named_person(connection, "pat lee").name == "Pat Lee"
    assert named_person(connection, "Jana Patel", new=True).id is not None
    # A part of a name is nobody where somebody new is meant, or somebody of another body.
    assert named_person(connection, "Osei", new=True) == Named(None, "Osei")
    with pytest.raises(UserProblem, match="person-not-entered"):
        named_person(connection, "Osei", own=False)
    with pytest.raises(UserProblem) as several:
        named_person(connection, "Patel")
    assert several.value.facts["known"] == "Jan Patel or Jana Patel"
    with pytest.raises(UserProblem) as mistyped:
        named_person(connection, "Pat Lea", own=False)
    assert "The nearest is Pat Lee" in problem_sentence(mistyped.value)
    with pytest.raises(UserProblem, match="person-not-entered"):
        named_person(connection, " ", new=True)
    with pytest.raises(UserProblem, match="person-unknown"):
        known_person(connection, "")


COMMANDS = (
    "amend 1 manager=Nobdy",
    "add contract contract_type=gds name=Elm contract_no=2 manager=Nobdy",
    "case open breach-dental 1 manager=Nobdy",
    "case apply performers-list Nova manager=Nobdy",
    "plan aim PL1 Fair --benefit b1 --owner Nobdy",
    "plan measure AIM1 Days --owner Nobdy",
    "plan follow PM1 --owner Nobdy",
    "transition assign 5N6-T01 --to Nobdy",
    "duties contact AT Nobdy",
    "duties contact AT Somebody --deputy Nobdy",
    "duties portfolio Nobdy",
    "duties leave Nobdy --from 2013-04-02",
    "duties reassign Nobdy",
)


def test_no_command_enters_a_mistyped_name(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(words: str) -> tuple[int, str]:
        code = cli.main(["--register", str(register), "--as-at", "2012-11-01", *words.split()])
        return code, capsys.readouterr().err

    for words in (
        "add contract contract_type=gds name=Oak contract_no=1 pct_code=5N6",
        "plan new Care --from 2012-04-01 --body Q55",
        "plan aim PL1 Fairer --benefit b1",
        "plan measure AIM1 Weeks",
        "transition start pct-handover-2013 --pct 5N6",
        "duties contact AT Somebody --new-person",
    ):
        assert told(words)[0] == 0, words
    for words in COMMANDS:
        code, said = told(words)
        assert (code, "Nobody called “Nobdy” was entered so far." in said) == (3, True), words
        assert "--new-person" in said


def test_people_are_entered_in_one_place() -> None:
    enters = {
        name_of(path)
        for path in sources("areateam", "ui")
        if not name_of(path).startswith("areateam/demo/")
        for node in walked(tree_of(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "insert"
        and getattr(next(iter(node.args), None), "id", "") == "Person"
    }
    assert enters == {ENTERS}
