"""A procedure goes out to a file and comes in the same; a faulty file is told line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.catalogue.procedure_definitions import Procedures
from areateam.catalogue.procedure_exchange import procedure_text, read_procedure_text
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence

if TYPE_CHECKING:
    from areateam.catalogue.catalogue import Catalogue

CATALOGUE = load_catalogue()
KNOWN = CATALOGUE.procedures.known


@pytest.mark.parametrize("key", sorted(KNOWN))
def test_every_procedure_comes_back_the_same(key: str) -> None:
    newer = replaced(KNOWN[key], version=KNOWN[key].version + 1)
    assert read_procedure_text(procedure_text(newer), CATALOGUE) == newer


def test_any_text_comes_back_the_same() -> None:
    odd = 'A "quoted" \\ back\tslash\nand a line, £½ \x7f 😀'
    newer = replaced(KNOWN["list-closure"], version=9, about=odd)
    assert read_procedure_text(procedure_text(newer), CATALOGUE).about == odd


def text_with(old: str, new: str) -> tuple[str, int]:
    """The file of a newer list closure with one line changed, and the number of that line."""
    newer = replaced(KNOWN["list-closure"], version=9)
    lines = procedure_text(newer).splitlines()
    at = lines.index(old)
    lines[at] = new
    return "\n".join(lines), at + 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('rule = "GP-02"', 'rule = "GP-99"', "there is no rule GP-99"),
        ('rule = "GP-02"', "rule = GP", "it cannot be read"),
        ('role = "panel"', 'role = "pannel"', "there is no role pannel"),
        ('kind = "decision"', 'kind = "decisoin"', "invalid enum value"),
        ('label = "Decide on the closure"', 'labell = "Decide"', "labell"),
        ('needs = ["support", "consult"]', 'needs = ["suport"]', "there is no step suport"),
        ('groups = ["gp"]', 'groups = ["dentists"]', "there is no group dentists"),
        ("version = 9", 'version = "two"', "expected `int`, got `str`"),
        ('reopens_on = "date:reopening"', 'reopens_on = "date:opening"', "there is no date"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, words: str) -> None:
    text, line = text_with(old, new)
    with pytest.raises(UserProblem) as told:
        read_procedure_text(text, CATALOGUE)
    said = problem_sentence(told.value)
    assert f"line {line}: " in said
    assert words in said


def test_the_same_version_does_not_come_in_again() -> None:
    text = procedure_text(KNOWN["list-closure"])
    with pytest.raises(UserProblem, match="procedure-not-newer"):
        read_procedure_text(text, CATALOGUE)


def test_a_procedure_that_is_not_here_comes_in() -> None:
    others = {key: each for key, each in KNOWN.items() if key != "list-closure"}
    without: Catalogue = replace(CATALOGUE)
    without.__dict__["procedures"] = Procedures(others, CATALOGUE.procedures.roles)
    text = procedure_text(KNOWN["list-closure"])
    assert read_procedure_text(text, without) == KNOWN["list-closure"]
