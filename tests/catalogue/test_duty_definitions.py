"""The shipped matrices: whole, sourced and without a gap; a faulty one is told with its place."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from areateam.catalogue.catalogue import Catalogue, load_catalogue, resources_folder
from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.definitions import Evidence
from areateam.catalogue.duty_definitions import check_matrices, read_matrices

FIRST, SECOND = "primary-care-2013", "primary-care-2023"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_the_first_matrix_has_sixty_functions_and_goes_into_every_register(
    catalogue: Catalogue,
) -> None:
    matrix = catalogue.matrices.known[FIRST]
    assert len(matrix.functions) == 60
    assert [each.head.key for each in catalogue.matrices.seeded] == [FIRST]
    assert matrix.head.change_on == date(2013, 4, 1)
    ends = {body.code: body.valid_to for body in matrix.bodies}
    assert (ends["PCT"], ends["SHA"], ends["AT"]) == ("2013-03-31", "2013-03-31", None)


def test_every_cell_says_how_it_is_known(catalogue: Catalogue) -> None:
    for matrix in catalogue.matrices.known.values():
        for duty in matrix.duties:
            assert duty.known.source
            assert (duty.known.evidence is Evidence.OWN) == (duty.known.confidence is not None)


def test_the_second_matrix_is_data_alone(catalogue: Catalogue) -> None:
    moved = {
        duty.function
        for duty in catalogue.matrices.known[SECOND].duties
        if "A" in duty.letters and duty.valid_from == "2023-04-01"
    }
    assert len(moved) == 12


def faulty(tmp_path: Path, file: str, old: str, new: str) -> list[str]:
    """The faults of the first matrix with one text put in another's place."""
    folder = tmp_path / "duties" / FIRST
    shutil.copytree(resources_folder() / "duties" / FIRST, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueProblem) as told:
        read_matrices(tmp_path / "duties")
    return told.value.faults


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("duties.csv", "F01,SoS,A,", "F99,SoS,A,", "there is no function F99"),
        ("duties.csv", "F01,SoS,A,", "F01,XX,A,", "there is no body XX"),
        ("duties.csv", "F01,SoS,A,", "F01,SoS,Z,", "'Z' is not one of"),
        ("duties.csv", ",2013-03-31,", ",2013-04-31,", "day is out of range"),
        ("duties.csv", ",2013-03-31,", ",,", "SoS is two things to F01 at once"),
        ("functions.csv", "F02,", "F01,", "function F01 stands twice"),
        ("matrix.toml", "seeded = true", "seeded = 1", "Expected `bool`"),
    ],
)
def test_a_fault_is_told_with_its_file(
    tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    assert any(told in fault for fault in faulty(tmp_path, file, old, new))


def test_a_function_names_only_what_is_defined(catalogue: Catalogue) -> None:
    matrices = catalogue.matrices
    assert check_matrices(matrices, catalogue.groups, catalogue.types, catalogue.procedures) == []
    faults = check_matrices(matrices, [], catalogue.types, catalogue.procedures)
    assert f"{FIRST}, function F07: there is no group gp" in faults
