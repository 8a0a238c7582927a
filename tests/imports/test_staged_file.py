"""A staged file outlives its process: what is read back from it applies to the same result."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.core.dates import DateOrder
from areateam.core.problems import FileProblem
from areateam.imports.import_views import batch_kinds, batches, held_lines, waiting_counts
from areateam.imports.stage_actions import decide, ready_to_apply, remove_stale_stages
from areateam.imports.stage_views import stage_summary
from areateam.imports.staged_file import load_staged
from tests.imports.pharmacy_lists import COUNTS, Places, copied, make_places, stage, write_list

if TYPE_CHECKING:
    from areateam.office import Office

MAIN = Path(__file__).resolve().parents[2] / "main.py"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


@pytest.fixture
def places(made: Places, tmp_path: Path) -> Places:
    return copied(made, tmp_path)


def contents(office: Office) -> list[tuple[Any, ...]]:
    """Every contract, without what differs from register to register by nature."""
    return office.store.connection.execute(
        "SELECT ods_code, name, contract_type, pct_code, start_date, terms FROM contract"
        " ORDER BY ods_code"
    ).fetchall()


def test_what_is_read_back_is_what_was_staged(places: Places) -> None:
    office = places.open()
    try:
        staged = stage(office, places.later)
        again = load_staged(staged.path, office.path, office.catalogue)
        for name in staged.__struct_fields__:
            if name != "seconds":
                assert getattr(again, name) == getattr(staged, name), name
        assert again.counts == COUNTS
        assert again.adds_up
    finally:
        office.close()


def test_what_is_read_back_applies_to_the_same_result(made: Places, tmp_path: Path) -> None:
    results = []
    for name in ("straight", "read-back"):
        folder = tmp_path / name
        folder.mkdir()
        places = copied(made, folder)
        office = places.open()
        try:
            staged = stage(office, places.later)
            if name == "read-back":
                staged = ready_to_apply(office.path, staged.path, office.catalogue)
            batch, _ = office.apply_staged(staged)
            held = held_lines(office.store.connection, batch)
            results.append((contents(office), [(h.line, h.outcome, h.cells) for h in held]))
            staged.path.unlink()
        finally:
            office.close()
    assert results[0] == results[1]
    assert len(results[0][0]) == 22
    assert [line for line, *_ in results[0][1]] == [11, 12, 14]


def test_a_made_up_profile_and_the_pct_are_kept(places: Places) -> None:
    office = places.open()
    try:
        staged = stage(office, places.later)
        again = load_staged(staged.path, office.path, office.catalogue)
        assert again.profile.key == "contract-list"
        assert {c.at for c in again.profile.columns} == set(range(7))
        assert again.layover.unmapped == ("Shelf",)
    finally:
        office.close()


def test_a_line_left_out_is_refused_by_you_and_can_be_taken_again(places: Places) -> None:
    office = places.open()
    try:
        path = stage(office, places.later).path
        facts = (office.path, path, office.catalogue)
        assert decide(*facts, 6, leave=True, alike=False) == 1
        summary = stage_summary(*facts)
        assert summary.counts == {**COUNTS, "changed": 2, "rejected": 3}
        assert sum(summary.counts.values()) == summary.lines
        assert decide(*facts, 6, leave=False, alike=False) == 1
        assert stage_summary(*facts).counts == COUNTS
        assert decide(*facts, 6, leave=False, alike=False) == 0
    finally:
        office.close()


def test_one_decision_for_all_alike(places: Places) -> None:
    office = places.open()
    try:
        path = stage(office, places.later).path
        facts = (office.path, path, office.catalogue)
        # Lines 3 and 6 change the hours; line 9 only the telephone.
        assert decide(*facts, 3, leave=True, alike=True) == 2
        assert stage_summary(*facts).counts["changed"] == 1
        assert decide(*facts, 21, leave=True, alike=True) == 2
        assert stage_summary(*facts).counts["new"] == 0
        assert decide(*facts, 3, leave=False, alike=True) == 2
        assert stage_summary(*facts).counts["changed"] == 3
    finally:
        office.close()


def test_what_was_left_out_does_not_go_in_and_is_kept_whole(places: Places) -> None:
    office = places.open()
    try:
        before = contents(office)
        path = stage(office, places.later).path
        facts = (office.path, path, office.catalogue)
        decide(*facts, 3, leave=True, alike=False)
        decide(*facts, 21, leave=True, alike=False)
        batch, _ = office.apply_staged(ready_to_apply(*facts))
        after = {row[0]: row for row in contents(office)}
        assert after["FZ001"] == before[1]
        assert "FZ101" not in after
        assert "FZ102" in after
        held = {h.line: h.cells for h in held_lines(office.store.connection, batch)}
        assert held[21][:2] == ("FZ101", "New Chemist 1")
        assert held[3][6] == "30"
        kinds = batch_kinds(office.store.connection, office.catalogue, batch)
        left = next(kind for kind in kinds if kind.code == "left-out")
        assert (left.lines, left.title) == (2, "Left out by you")
        assert waiting_counts(office.store.connection) == (1, 4)
        (view, _) = batches(office.store.connection)
        assert view.lines == view.new + view.changed + view.same + view.doubtful + view.rejected
    finally:
        office.close()


def test_a_line_left_out_whose_file_is_gone_is_still_left_out(places: Places) -> None:
    office = places.open()
    try:
        path = stage(office, places.later).path
        places.later.unlink()
        assert decide(office.path, path, office.catalogue, 3, leave=True, alike=False) == 1
    finally:
        office.close()


def test_a_register_changed_since_must_be_compared_again(places: Places) -> None:
    office = places.open()
    try:
        path = stage(office, places.later).path
        facts = (office.path, path, office.catalogue)
        assert stage_summary(*facts).current
        office.write(
            "Rename",
            lambda write: write.execute("UPDATE contract SET name = 'X' WHERE ods_code = 'FZ000'"),
        )
        assert not stage_summary(*facts).current
        with pytest.raises(FileProblem) as caught:
            ready_to_apply(*facts)
        assert caught.value.code == "stage-outdated"
    finally:
        office.close()


def test_a_side_file_that_is_gone_or_not_whole_is_said(places: Places, tmp_path: Path) -> None:
    office = places.open()
    try:
        for content in (None, b"", b"not a side file at all" * 400):
            path = tmp_path / "broken.stage"
            if content is not None:
                path.write_bytes(content)
            with pytest.raises(FileProblem) as caught:
                load_staged(path, office.path, load_catalogue())
            assert caught.value.code == "stage-missing"
    finally:
        office.close()


def test_the_order_of_dates_is_told_with_its_proof(places: Places) -> None:
    office = places.open()
    try:
        path = stage(office, places.later).path
        summary = stage_summary(office.path, path, office.catalogue)
        assert summary.dates is DateOrder.DMY
        assert summary.proving > 5
        lines = [[*line[:5], "2012-10-13", *line[6:]] for line in old_dates()]
        path = stage(office, write_list(places.later.with_name("iso.csv"), lines)).path
        assert stage_summary(office.path, path, office.catalogue).dates is None
    finally:
        office.close()


def old_dates() -> list[list[str]]:
    return [[f"FZ{n:03d}", f"Chemist {n}", "Pharmacy", "5N6", "", "", "1", "x"] for n in range(3)]


def test_only_our_own_leavings_are_cleaned_up(tmp_path: Path) -> None:
    register = tmp_path / "made.areateam"
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    now = time.monotonic_ns()
    stale = [f".made.areateam.{gone.pid}.1.stage", f".made.areateam.{os.getpid()}.1.stage"]
    kept = [
        f".made.areateam.{os.getpid()}.{now}.stage",
        f".made.areateam.{os.getppid()}.1.stage",
        f".other.areateam.{gone.pid}.1.stage",
        f".made.areateam.{gone.pid}.stage",
        f"made.areateam.{gone.pid}.1.stage",
        f".made.areateam.{gone.pid}.1.stage.txt",
    ]
    for name in (*stale, *kept):
        (tmp_path / name).touch()
    assert remove_stale_stages(register) == len(stale)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(kept)


def run(*args: str) -> tuple[int, dict[str, Any], list[str]]:
    done = subprocess.run(
        [sys.executable, str(MAIN), *args], capture_output=True, text=True, check=False
    )
    return done.returncode, json.loads(done.stdout), done.stderr.splitlines()


def test_the_command_leaves_the_side_file_and_tells_how_far_it_is(
    places: Places, tmp_path: Path
) -> None:
    side_file = tmp_path / "kept.stage"
    code, document, told = run(
        "--register", str(places.register), "--json", "import", str(places.later),
        "--dry-run", "--progress", "--stage", str(side_file),
    )  # fmt: skip
    assert code == 0
    (one,) = document["files"]
    assert {key: one[key] for key in COUNTS} == COUNTS
    assert (one["batch"], one["rows"]) == (None, 21)
    steps = [json.loads(line) for line in told]
    assert steps[-1]["words"] == "Comparing with the register"
    assert steps[-1]["done"] == steps[-1]["total"]
    office = places.open()
    try:
        assert load_staged(side_file, office.path, office.catalogue).counts == COUNTS
    finally:
        office.close()


def test_the_command_leaves_nothing_of_a_file_that_it_declines(
    places: Places, tmp_path: Path
) -> None:
    other = tmp_path / "shopping.csv"
    other.write_text("item,price\nmilk,1\nbread,2\n", encoding="utf-8")
    side_file = tmp_path / "kept.stage"
    code, document, _ = run(
        "--register", str(places.register), "--json", "import", str(other),
        "--dry-run", "--stage", str(side_file),
    )  # fmt: skip
    assert code == 3
    (declined,) = document["declined"]
    assert declined["seen"].startswith("item, price")
    assert "contract number" in declined["needed"]
    assert not side_file.exists()


def test_the_side_file_needs_a_dry_run(places: Places, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(MAIN), "--register", str(places.register), "import",
         str(places.later), "--stage", str(tmp_path / "kept.stage")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert list(tmp_path.glob("*.stage")) == []
