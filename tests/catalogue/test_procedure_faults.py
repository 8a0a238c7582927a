"""What the loader says about faulty procedures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from areateam.catalogue.catalogue import CatalogueProblem, load_catalogue
from areateam.catalogue.procedure_definitions import (
    Procedures,
)
from areateam.catalogue.procedure_files import ROLES_FILE, check_procedures, read_procedures

ROLES = """
[[role]]
key = "clerk"
label = "Clerk"
rank = 10

[[role]]
key = "panel"
label = "Panel"
rank = 60
"""
TOY = """
key = "toy"
id = "K99"
label = "Toy procedure"
groups = ["gp"]
about = "For trying things out."
evidence = "K"
confidence = 80

[[date]]
key = "ends"
label = "Ends"

[[stage]]
key = "first"
label = "First"

[[stage]]
key = "last"
label = "Last"

[[step]]
key = "log"
label = "Log it"
stage = "first"
role = "clerk"
days = 1
start = "received"

[[step]]
key = "ask"
label = "Ask"
stage = "first"
kind = "letter"
letter = "acknowledgement"
role = "clerk"
rule = "GP-01"
start = "opened"

[[step]]
key = "decide"
label = "Decide"
stage = "last"
kind = "decision"
role = "panel"
rule = "GP-02"
start = "log"
needs = ["ask"]
why = "The question comes first."

[[decider]]
step = "decide"
role = "panel"

[[outcome]]
key = "done"
label = "Done"
appeal = "GP-22"
appeal_to = "NHS dispute resolution"

[outcome.sets]
terminated_on = "date:ends"
"""


def read_toy(folder: Path, text: str = TOY, roles: str = ROLES) -> Procedures:
    """What the loader makes of a folder with the toy procedure alone."""
    (folder / ROLES_FILE).write_text(roles, encoding="utf-8")
    (folder / "toy.toml").write_text(text, encoding="utf-8")
    return read_procedures(folder)


def faults_of_names(folder: Path, text: str) -> list[str]:
    """The faults of what the toy names, held against the shipped definitions."""
    catalogue = load_catalogue()
    toy = read_toy(folder, text)
    return check_procedures(toy, catalogue.clock_rules, catalogue.groups, catalogue.fields)


def test_the_toy_is_without_fault(tmp_path: Path) -> None:
    assert faults_of_names(tmp_path, TOY) == []
    assert list(read_procedures(tmp_path).known) == ["toy"]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('key = "toy"', 'key = "ball"', "it must be the file's name"),
        ('key = "log"', 'key = "ask"', "step ask stands twice"),
        ('key = "last"', 'key = "first"', "stage first stands twice"),
        (
            "[[decider]]",
            '[[outcome]]\nkey = "done"\nlabel = "Too"\n[[decider]]',
            "outcome done stands twice",
        ),
        ('stage = "last"', 'stage = "attic"', "step decide: there is no stage attic"),
        ('stage = "last"', 'stage = "first"', "no step is in last"),
        (
            'label = "Log it"\nstage = "first"',
            'label = "Log it"\nstage = "last"',
            "not in the order",
        ),
        ('needs = ["ask"]', 'needs = ["kite"]', "step decide: there is no step kite"),
        ('start = "received"', 'start = "noon"', "step log: its clock begins with 'noon'"),
        ('start = "received"', "", "step log: its clock begins with ''"),
        ("days = 1\n", "", "step log: a start without a rule or a number of days"),
        ("days = 1\n", 'days = 1\nrule = "GP-01"\n', "step log: both a rule and our own number"),
        ('start = "received"', 'start = "log"', "step log: its clock begins with itself"),
        ('why = "The question comes first."', "", "step decide: it must say why it waits"),
        ('step = "decide"', 'step = "dance"', "a delegation names step dance"),
        ('"date:ends"', '"date:begins"', "outcome done: there is no date begins"),
        ('stage = "first"\nrole = "clerk"', 'stage = "first"\nrole = "king"', "no role king"),
        ('step = "decide"\nrole = "panel"', 'step = "decide"\nrole = "king"', "no role king"),
        ('kind = "letter"', 'kind = "song"', "Invalid enum value 'song'"),
        ('role = "clerk"\ndays = 1', 'role = "clerk"\nday = 1', "unknown field `day`"),
        ('about = "For trying things out."', "", "missing required field `about`"),
        ('evidence = "K"', 'evidence = "Z"', "Invalid enum value 'Z'"),
        ('id = "K99"', "id =", "Invalid value"),
    ],
)
def test_each_fault_is_named_with_its_file(tmp_path: Path, was: str, now: str, said: str) -> None:
    assert was in TOY
    with pytest.raises(CatalogueProblem) as raised:
        read_toy(tmp_path, TOY.replace(was, now, 1))
    faults = raised.value.faults
    assert any("toy" in fault and said in fault for fault in faults), faults


def test_steps_that_wait_for_each_other_are_named(tmp_path: Path) -> None:
    circle = TOY.replace(
        'rule = "GP-01"', 'rule = "GP-01"\nneeds = ["decide"]\nwhy = "Round and round."'
    )
    with pytest.raises(CatalogueProblem) as raised:
        read_toy(tmp_path, circle)
    (fault,) = raised.value.faults
    assert fault.endswith("these steps wait for each other: ask, decide")


def test_a_procedure_that_cannot_end_is_refused(tmp_path: Path) -> None:
    endless = TOY[: TOY.index("[[outcome]]")].replace("[[date]]", "outcome = []\n[[date]]", 1)
    with pytest.raises(CatalogueProblem, match="no way to end"):
        read_toy(tmp_path, endless)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('groups = ["gp"]', 'groups = ["gp", "play"]', "toy: there is no group play"),
        ('rule = "GP-02"', 'rule = "GP-99"', "toy: there is no rule GP-99"),
        ('rule = "GP-02"', 'rule = "GP-03"', "toy: rule GP-03 leads to no day"),
        ('appeal = "GP-22"', 'appeal = "PH-98"', "toy: there is no rule PH-98"),
        ('appeal = "GP-22"', 'appeal = "PH-19"', "toy: rule PH-19 leads to no day"),
        ("terminated_on =", "ended_on =", "toy: there is no field ended_on"),
    ],
)
def test_what_a_procedure_names_must_be_there(
    tmp_path: Path, was: str, now: str, said: str
) -> None:
    assert was in TOY
    assert faults_of_names(tmp_path, TOY.replace(was, now, 1)) == [said]


def test_all_faults_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "worse.toml").write_text("key = ", encoding="utf-8")
    (tmp_path / "other.toml").write_text(TOY, encoding="utf-8")
    with pytest.raises(CatalogueProblem) as raised:
        read_toy(tmp_path, TOY.replace('"date:ends"', '"date:begins"'), ROLES.replace("panel", "x"))
    faults = "\n".join(raised.value.faults)
    for said in (
        "worse.toml: Invalid value",
        "other.toml: key is 'toy'",
        "toy.toml: outcome done: there is no date begins",
        "toy: there is no role panel",
    ):
        assert said in faults


def test_without_roles_no_procedure_is_read(tmp_path: Path) -> None:
    (tmp_path / "toy.toml").write_text(TOY, encoding="utf-8")
    with pytest.raises(CatalogueProblem, match=ROLES_FILE):
        read_procedures(tmp_path)


def test_a_catalogue_with_a_faulty_procedure_is_refused(tmp_path: Path) -> None:
    shipped = load_catalogue().folder
    folder = tmp_path / "definitions"
    shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("*.py"))
    faulty = TOY.replace("GP-02", "GP-99").replace('"clerk"', '"panel"')
    (folder / "procedures" / "toy.toml").write_text(faulty, encoding="utf-8")
    with pytest.raises(CatalogueProblem, match="toy: there is no rule GP-99"):
        _ = load_catalogue(folder).procedures
