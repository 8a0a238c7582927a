"""What the loader says about faulty definitions, and definitions added without code."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.catalogue import Catalogue, CatalogueProblem, load_catalogue
from areateam.core.wording import problem_sentence

STATUS = """
[status_words]
not_started = "Not yet"
current = "In force"
ending = "Under notice"
suspended = "Suspended"
terminated = "Terminated"
ended = "Ended"
"""
TOY = """
key = "toy"
label = "Toy services"
short = "TOY"
group = "gp"
agreement = "contract"
term = "fixed"
help = "A contract for trying things out."
synonyms = ["Plaything"]
sections = ["agreement", "term", "toys"]

[[field]]
key = "toy_count"
label = "Toys"
kind = "integer"
unit = "toys"
minimum = 1
maximum = 9
indexed = true
help = "How many toys there are."
synonyms = ["No of toys"]

[[section]]
key = "toys"
label = "Toys"
fields = ["toy_count"]
"""


def write(folder: Path, name: str, text: str) -> Path:
    """The folder, with one more definition file in it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def load_toy(folder: Path, text: str = TOY) -> Catalogue:
    """The shipped catalogue with the toy type beside it."""
    return load_catalogue(extra=[write(folder, "contract_types/toy.toml", text + STATUS)])


def faults_of(folder: Path, text: str) -> list[str]:
    """What the loader says about a changed toy type."""
    with pytest.raises(CatalogueProblem) as raised:
        load_toy(folder, text)
    return raised.value.faults


def test_a_toy_type_needs_one_file_and_no_code(tmp_path: Path) -> None:
    catalogue = load_toy(tmp_path)
    toys = catalogue.fields["toy_count"]
    assert (toys.group, toys.minimum, toys.maximum, toys.indexed) == ("gp", 1, 9, True)
    assert [section.label for section in catalogue.sections_for("toy")][-1] == "Toys"
    assert catalogue.fields_for("toy")[-1] == toys
    assert toys not in catalogue.fields_for("gms")
    assert catalogue.type_from_words("gp", "play-thing") == "toy"
    assert catalogue.headers_of("gp")[bare_words("NO OF TOYS")] == toys
    offered = {choice.value: choice.label for choice in catalogue.fields["contract_type"].choices}
    assert offered["toy"] == "TOY"


def test_a_toy_field_and_group_may_stand_in_files_of_their_own(tmp_path: Path) -> None:
    head, _, tail = TOY.partition("[[field]]")
    fields = 'record = "contract"\n[group]\nkey = "play"\nlabel = "Play"\norder = 9\n[[field]]'
    write(tmp_path, "fields/play.toml", fields + tail)
    catalogue = load_toy(tmp_path, head.replace('"gp"', '"play"'))
    assert list(catalogue.groups) == ["gp", "dental", "pharmacy", "optometry", "play"]
    assert catalogue.types_of("play") == (catalogue.types["toy"],)
    assert catalogue.fields["toy_count"].group == "play"


def test_without_the_extra_folder_the_toy_is_unknown() -> None:
    assert "toy" not in load_catalogue().types
    with pytest.raises(KeyError):
        load_catalogue().fields_for("toy")


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('key = "toy"\n', 'key = "ball"\n', "must be the file's name"),
        ('group = "gp"', 'group = "games"', "group games is not known"),
        ('"toys"]', '"toys", "attic"]', "section attic is not known"),
        ('"toys"]', '"toys", "gos_visits"]', "belongs to the group optometry"),
        ('"toys"]', '"toys", "toys"]', "section toys is there twice"),
        ('"toys"]', '"toys"]\nomit = ["kite"]', "omit kite is not known"),
        ('term = "fixed"', 'term = "unstated"', "says what it may become"),
        ('term = "fixed"', 'term = "fixed"\nmay_become = ["gms"]', "says what it may become"),
        ('term = "fixed"', 'term = "unstated"\nmay_become = ["gds"]', "another group"),
        ('term = "fixed"', 'term = "unstated"\nmay_become = ["yoyo"]', "yoyo is not known"),
        ('term = "fixed"', 'term = "forever"', "term: Invalid enum value 'forever'"),
        ('"Plaything"', '"Perm GMS"', "may mean the types gms and toy"),
        ('"toy_count"]', '"toy_cuont"]', "field toy_cuont is not known"),
        ('fields = ["toy_count"]', "fields = []", "stands in no section"),
        ('key = "toy_count"', 'key = "list_raw"', "field contract.list_raw is defined already"),
        ('key = "toy_count"', 'key = "Toy-Count"', "small letters"),
        ('kind = "integer"', 'kind = "number"', "kind: Invalid enum value 'number'"),
        ('kind = "integer"', 'kind = "choice"', "has choices"),
        ('kind = "integer"', 'kind = "body"', "has body_kinds"),
        ('kind = "integer"', 'kind = "text"', "does not suit the kind text"),
        ('kind = "integer"', 'kind = "integer"\nplaces = 2', "only a decimal has places"),
        (
            'kind = "integer"',
            'kind = "integer"\ncolumn = "name"',
            "column contract.name is defined",
        ),
        ('kind = "integer"', 'kind = "integer"\ncomputed = true', "computed value is not stored"),
        ("minimum = 1", "minimum = 12", "minimum 12 is above maximum 9"),
        ("minimum = 1", "minimum = 2012-11-01", "does not suit the kind integer"),
        ('"No of toys"', '"List Size"', "header 'List Size' may mean list_raw and toy_count"),
        ('"How many toys there are."', '" "', "must say something"),
        ("indexed = true", "indexd = true", "indexd is not known here"),
        ('label = "Toys"\nkind', "kind", "field toy_count: label is missing"),
        ('short = "TOY"', "", "short is missing"),
        ('agreement = "contract"', "agreement = 7", "agreement: Expected `str`"),
        ('agreement = "contract"', "agreement =", "cannot be read"),
    ],
)
def test_each_fault_is_named_with_its_file(tmp_path: Path, was: str, now: str, said: str) -> None:
    assert was in TOY
    faults = faults_of(tmp_path, TOY.replace(was, now))
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('by = "contractor"\nsource = "x"\nevidence = "S"', "neither months nor words"),
        ('by = "nobody"\nsource = "x"\nmonths = 3\nevidence = "S"', "nobody"),
        ('by = "contractor"\nsource = "x"\nmonths = 3\nevidence = "K"', "has a confidence"),
        (
            'by = "contractor"\nsource = "x"\nmonths = 3\nevidence = "S"\nflag = "name"',
            "name is not a yes or no field",
        ),
        (
            'by = "contractor"\nsource = "x"\nmonths = 3\nevidence = "S"\nparties = ["duke"]',
            "duke is not a kind of contractor",
        ),
    ],
)
def test_a_faulty_notice_is_named(tmp_path: Path, more: str, said: str) -> None:
    faults = faults_of(tmp_path, f"{TOY}\n[[notice]]\n{more}\n")
    assert any(said in fault for fault in faults), faults


def test_rule_sets_may_neither_overlap_nor_leave_a_gap(tmp_path: Path) -> None:
    rules = '\n[[regulations]]\ntitle = "{0}"\nshort = "{0}"\nevidence = "S"\nvalid_from = {1}\n'
    ended = rules.format("Old", "2005-04-01") + "valid_to = 2012-08-31\n"
    load_toy(tmp_path, TOY + ended + rules.format("New", "2012-09-01"))
    for begins in ("2012-08-31", "2012-09-02"):
        faults = faults_of(tmp_path, TOY + ended + rules.format("New", begins))
        assert any("Old and New overlap or leave a gap" in fault for fault in faults)


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    broken = TOY
    for was, now in (
        ('kind = "integer"', 'kind = "number"'),
        ("minimum = 1", 'places = "x"'),
        ('short = "TOY"', "shirt = 1"),
    ):
        broken = broken.replace(was, now)
    write(tmp_path, "fields/odd.toml", 'record = "dragon"\n[[field]]\nkey = "scales"\n')
    write(tmp_path, "contract_types/worse.toml", "key = ")
    faults = "\n".join(faults_of(tmp_path, broken))
    for said in (
        "toy.toml: field toy_count: kind",
        "toy.toml: field toy_count: places",
        "toy.toml: short is missing",
        "toy.toml: shirt is not known here",
        "worse.toml: cannot be read",
        "odd.toml: record is 'dragon'",
        "odd.toml: field scales: help is missing",
        "odd.toml: field scales: label is missing",
        "odd.toml: field scales: kind is missing",
    ):
        assert said in faults


def test_a_choice_word_may_not_mean_two_choices(tmp_path: Path) -> None:
    choices = """kind = "choice"
choices = [
  { value = "a", label = "Ball", synonyms = ["Round thing"] },
  { value = "b", label = "Bear", synonyms = ["round-thing"] },
]"""
    text = TOY.replace('kind = "integer"', choices).replace("minimum = 1\nmaximum = 9\n", "")
    assert any("may mean a and b" in fault for fault in faults_of(tmp_path, text))


def test_a_folder_without_definitions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueProblem, match="no contract types"):
        load_catalogue(tmp_path)


def test_a_faulty_catalogue_has_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CatalogueProblem) as raised:
        load_toy(tmp_path, TOY.replace('short = "TOY"', ""))
    assert "short is missing" in problem_sentence(raised.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Contract No.", "CONTRACT_NO"),
        ("UDA's", "UDAs"),
        ("Value (£)", "value gbp"),
        ("Children & Exempt", "children AND exempt"),
        ("\ufeffName\xa0", "name"),
    ],
)
def test_words_are_compared_by_letters_and_digits(one: str, other: str) -> None:
    assert bare_words(one) == bare_words(other)


def test_signs_that_change_the_meaning_are_spelt_out() -> None:
    assert bare_words("Late FP17 %") != bare_words("Late FP17")
    assert bare_words("PDS+") == bare_words("PDS plus")


@given(st.text(max_size=40))
def test_bare_words_hold_only_letters_and_digits_and_stay_as_they_are(text: str) -> None:
    bare = bare_words(text)
    assert bare == "" or bare.isalnum()
    assert bare_words(bare) == bare
