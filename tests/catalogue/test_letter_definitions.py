"""Letters as definitions: every one that a procedure names is there, and every fault is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from areateam.catalogue.catalogue import CatalogueProblem, load_catalogue
from areateam.catalogue.letter_definitions import check_letters, fields_in, read_letters

GOOD = 'key = "{key}"\nlabel = "A"\nsubject = "S"\nparagraphs = ["{text}"]\n'


def faults_of(folder: Path, text: str, more: str = "", key: str = "one") -> str:
    (folder / "one.toml").write_text(
        GOOD.replace("{key}", key).replace("{text}", text) + more, encoding="utf-8"
    )
    try:
        letters = read_letters(folder)
    except CatalogueProblem as problem:
        return str(problem)
    catalogue = load_catalogue()
    return "\n".join(
        check_letters(
            letters, catalogue.procedures, catalogue.clock_rules, catalogue.groups, catalogue.types
        )
    )


def test_every_letter_that_a_procedure_names_is_there_and_used() -> None:
    catalogue = load_catalogue()
    named = {s.letter for p in catalogue.procedures.known.values() for s in p.step if s.letter}
    assert set(catalogue.letters.known) == named
    assert len(named) >= 25


def test_a_notice_that_can_be_appealed_says_so_for_every_group() -> None:
    letters = load_catalogue().letters.known
    for key in ("remedial-notice", "breach-notice", "termination-notice", "decision-with-reasons"):
        assert {group for appeal in letters[key].appeal for group in appeal.groups} == {
            "gp",
            "dental",
            "pharmacy",
            "optometry",
        }
        assert "letter.appeal" in fields_in(" ".join(letters[key].paragraphs))


@pytest.mark.parametrize("day", [date(2012, 11, 1), date(2013, 5, 1)])
def test_what_a_letter_cites_is_fit_for_a_notice(day: date) -> None:
    catalogue = load_catalogue()
    cited = {
        (spec.key, kind.key): spec.law_of(kind.key, kind.group)
        for spec in catalogue.letters.known.values()
        for kind in catalogue.types.values()
        if spec.law_of(kind.key, kind.group)
    }
    assert len(cited) > 60
    for place, law in cited.items():
        words = law if " " in law else catalogue.clock_rules.on(law, day).regulation
        assert not any(mark in words for mark in (";", "twin", "equivalent", "?")), (place, words)


@pytest.mark.parametrize(
    ("text", "more", "told"),
    [
        ("Dear {{ contract.nmae }}", "", "there is no field contract.nmae"),
        ("Dear {{ ask.who }}", "", "there is no field ask.who"),
        ("Dear {{ contract.name }", "", "a bracket too many"),
        ("[never {{ contract.name }}", "", "a bracket too many"),
        ("Dear {% if x %}", "", "a bracket too many"),
        ("[no field]", "", "could never be left out"),
        ("Dear", '[[ask]]\nkey = "who"\nlabel = "Who"\n', "asked for and never used"),
        ("Dear", 'law = { gp = "XX-1" }\n', "there is no rule XX-1"),
        ("Dear", 'law = { vets = "GP-08" }\n', "there is no group or type vets"),
        ("Dear", '[[appeal]]\ngroups = ["gp"]\ntext = "T"\nrule = "GP-03"\n', "leads to no day"),
        (
            "Dear",
            '[[appeal]]\ngroups = ["gp"]\ntext = "{{ appeal.last_day }}"\n',
            "no rule that gives it",
        ),
        ("Dear", "surprise = 1\n", "surprise"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, text: str, more: str, told: str) -> None:
    assert told in faults_of(tmp_path, text, more)


def test_a_letter_must_have_what_its_procedures_can_give(tmp_path: Path) -> None:
    (tmp_path / "acknowledgement.toml").write_text(
        GOOD.replace("{key}", "acknowledgement").replace(
            "{text}", "On {{ date.closes }} by {{ letter.law }}"
        ),
        encoding="utf-8",
    )
    catalogue = load_catalogue()
    found = check_letters(
        read_letters(tmp_path),
        catalogue.procedures,
        catalogue.clock_rules,
        catalogue.groups,
        catalogue.types,
    )
    assert any("for core-hours there is no day closes" in fault for fault in found)
    assert not any("for list-closure there is no day" in fault for fault in found)
    assert any("it cites no regulation for pharmacy" in fault for fault in found)
    assert any("there is no letter breach-notice" in fault for fault in found)


def test_a_letter_bears_the_name_of_its_file(tmp_path: Path) -> None:
    assert "it must be the file's name" in faults_of(tmp_path, "Dear", key="two")
