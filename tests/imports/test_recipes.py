"""What was corrected and left out in one reading is done again in another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from areateam.imports.fix_actions import Correction, correct_cell
from areateam.imports.import_actions import ImportSettings
from areateam.imports.recipe_actions import (
    Recipe,
    read_recipe,
    recipe_of_batch,
    recipe_of_stage,
    replay,
    write_recipe,
)
from areateam.imports.stage_actions import decide, ready_to_apply
from areateam.imports.stage_views import stage_summary
from areateam.office import Office
from tests.imports.pharmacy_lists import Places, copied, make_places, stage


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


class Decided:
    """The October list with one date corrected and two lines left out, one of them corrected."""

    def __init__(self, places: Places) -> None:
        self.office: Office = places.open()
        self.places = places
        self.path = stage(self.office, places.later).path
        correct_cell(*self.where, Correction(11, 5, "29/02/2012"))
        correct_cell(*self.where, Correction(22, 1, "Newer Chemist 2"))
        for line in (3, 22):
            decide(*self.where, line, leave=True, alike=False)

    @property
    def where(self) -> tuple[Path, Path, Any]:
        return self.office.path, self.path, self.office.catalogue

    def done_again(self, recipe: Recipe) -> dict[str, int]:
        """The counts of a new reading of the list with a recipe."""
        self.path = stage(self.office, self.places.later).path
        assert replay(*self.where, recipe).without_line == ()
        summary = stage_summary(*self.where)
        assert (summary.left_out, summary.lines) == (2, sum(summary.counts.values()))
        return dict(summary.counts)


@pytest.fixture
def decided(made: Places, tmp_path: Path) -> Iterator[Decided]:
    opened = Decided(copied(made, tmp_path))
    yield opened
    opened.office.close()


def test_a_stage_gives_its_decisions_to_the_next(decided: Decided, tmp_path: Path) -> None:
    before = dict(stage_summary(*decided.where).counts)
    recipe = recipe_of_stage(*decided.where)
    assert recipe.settings == ImportSettings(), "what is said of the file is said anew"
    assert [(f.column, f.before, f.after) for f in recipe.fixes] == [
        ("Start date", "31/02/2012", "29/02/2012"),
        ("Pharmacy name", "New Chemist 2", "Newer Chemist 2"),
    ]
    write_recipe(recipe, tmp_path / "kept.recipe")
    assert read_recipe(tmp_path / "kept.recipe") == recipe
    assert decided.done_again(recipe) == before


def test_a_batch_keeps_the_same(decided: Decided) -> None:
    recipe = recipe_of_stage(*decided.where)
    batch, _ = decided.office.apply_staged(ready_to_apply(*decided.where))
    kept = recipe_of_batch(decided.office.store.connection, batch)
    assert (kept.fixes, kept.left_out) == (recipe.fixes, recipe.left_out)
    decided.office.undo()
    decided.done_again(kept)
