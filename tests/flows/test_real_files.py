"""The files that the public bodies published, all into one register, in more than one order.

Where the files are not there, the same questions are put to small files made here.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from areateam.core.findings import Weight
from areateam.imports.import_actions import ImportSettings, Staged, in_order, understand
from areateam.ledger.seals import chain_faults, content_faults
from areateam.office import KINDS, Office, new_office
from tests.imports.taking_in import ods_line, take_in

FOLDERS = ("lookups", "gp", "dental", "pharmacy", "optometry")
PRACTICES = 7_800
REFUSED = {("Pharmacy.csv", "key-repeated"): 10}
"""Pharmacies whose ODS code stands on two lines: five codes, and no telling which line is right."""
DOUBTED = {
    ("GP.csv", "several-lines-one-record"): 36,
    ("epraccur_2015-08.csv", "key-ambiguous"): 1,
}
"""Two entries of NHS Choices for one practice at one postcode, seen from either side."""


@dataclass
class Story:
    """One register and what each file came to, in the order in which they went in."""

    office: Office
    files: list[Path]
    first: list[Staged]
    second: list[Staged]


def _made_up(folder: Path) -> list[Path]:
    """Small files in place of the real ones: practices, and who they belonged to."""
    codes = [f"C8{number:04}" for number in range(200)]
    members = "".join(
        f'"{code}","5N6","W","20061001","20130331","0"\r\n"{code}","04R","W","20130401","","0"\r\n'
        for code in codes
    )
    texts = {
        "epraccur.csv": "".join(ods_line(c, postcode="DE1 2AB", amended="0") for c in codes),
        "epcmem.csv": members,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [folder / name for name in texts]


def _files(folder: Path) -> tuple[list[Path], bool]:
    home = Path(__file__).resolve().parents[2]
    shared = Path(os.environ.get("AREATEAM_SHARED") or home.parent / "shared") / "data"
    found = [path for name in FOLDERS for path in sorted((shared / name).glob("*.csv"))]
    return (found, True) if found else (_made_up(folder), False)


@pytest.fixture(scope="module", params=["as they lie", "by profile"])
def story(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    """Every file taken in one by one, and then once more from the last to the first."""
    folder = tmp_path_factory.mktemp("real")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        files, _ = _files(folder)
        office = new_office(folder / "real.areateam", user="tester")
        if request.param == "by profile":
            known = [understand(path, office.catalogue, ImportSettings()) for path in files]
            files = [each.shape.path for each in in_order(known)]
        first = [take_in(office, path) for path in files]
        second = [take_in(office, path) for path in reversed(files)]
        yield Story(office, files, first, second)
        office.close()


def _digest(office: Office) -> str:
    """A digest of every journalled record, but for the operation that an undo puts in its place."""
    digest = hashlib.sha256()
    for kind in KINDS:
        columns = ", ".join(f'"{name}"' for name in kind.columns() if name != "made")
        for row in office.store.connection.execute(
            f'SELECT {columns} FROM "{kind.kind()}" ORDER BY id'
        ):
            digest.update(repr(row).encode())
    return digest.hexdigest()


@pytest.mark.timeout(120)
def test_every_file_goes_in_and_every_line_is_accounted_for(story: Story) -> None:
    for staged in story.first:
        assert staged.rows == sum(staged.counts.values()) > 0
        assert staged.profile.key != "contract-list", staged.shape.path.name
    lines = sum(staged.rows for staged in story.first)
    rejected = sum(staged.counts["rejected"] for staged in story.first)
    assert rejected * 1000 < lines


def test_what_is_refused_or_doubtful_is_so_for_a_reason_that_is_known(story: Story) -> None:
    found: dict[Weight, dict[tuple[str, str], int]] = {Weight.REFUSED: {}, Weight.DOUBTFUL: {}}
    for staged in story.first:
        for finding in staged.findings:
            if finding.weight in found:
                key = staged.shape.path.name, finding.code
                counted = found[finding.weight]
                counted[key] = counted.get(key, 0) + 1
    assert found[Weight.REFUSED].items() <= REFUSED.items()
    assert found[Weight.DOUBTFUL].items() <= DOUBTED.items()


def test_all_files_once_more_bring_nothing_new_and_change_nothing(story: Story) -> None:
    again = {staged.shape.path.name: staged.counts for staged in story.second}
    assert {name: c for name, c in again.items() if c["new"] or c["changed"]} == {}
    assert {s.shape.path.name: s.absent for s in story.second if s.absent} == {}


def test_active_practices_have_exactly_one_pct(story: Story) -> None:
    connection = story.office.store.connection
    (found,) = connection.execute(
        "SELECT count(*) FROM contract AS c JOIN body AS b ON b.code = c.pct_code"
        " AND b.kind_of = 'pct' WHERE c.group_key = 'gp' AND c.end_date IS NULL"
    ).fetchone()
    assert found >= (PRACTICES if len(story.files) > 2 else 200)
    (double,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM contract WHERE group_key = 'gp'"
        " GROUP BY ods_code HAVING count(*) > 1)"
    ).fetchone()
    assert double == 0


def test_no_body_is_there_twice_and_every_code_is_known(story: Story) -> None:
    connection = story.office.store.connection
    assert connection.execute(
        "SELECT kind_of, count(*) FROM body WHERE kind_of IN ('pct', 'ccg', 'sha', 'area_team')"
        " GROUP BY 1 ORDER BY 1"
    ).fetchall() == [("area_team", 28), ("ccg", 211), ("pct", 151), ("sha", 10)]
    for column in ("pct_code", "ccg_code", "area_team_code"):
        (stray,) = connection.execute(
            f"SELECT count(*) FROM contract WHERE {column} NOT IN (SELECT code FROM body)"
        ).fetchone()
        assert stray == 0, column


def test_the_largest_import_can_be_taken_back_and_done_again(story: Story) -> None:
    """Runs on what the other tests leave: it ends where it began."""
    office = story.office
    largest = max(story.first, key=lambda staged: staged.rows)
    whole = _digest(office)
    (operation,) = office.store.connection.execute(
        "SELECT operation FROM batch WHERE sha256 = ? ORDER BY id", (largest.shape.sha256,)
    ).fetchone()
    office.undo(operation)
    without = _digest(office)
    assert without != whole
    again = take_in(office, largest.shape.path)
    assert again.counts["new"] == largest.counts["new"]
    office.undo()
    assert _digest(office) == without
    office.redo()
    assert take_in(office, largest.shape.path).counts["new"] == 0
    connection = office.store.connection
    assert list(chain_faults(connection)) == []
    assert list(content_faults(connection, KINDS)) == []
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
