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
from areateam.imports.import_actions import Staged
from areateam.ledger.seals import chain_faults, content_faults
from areateam.office import KINDS, Office, new_office
from tests.imports.taking_in import ods_line, take_in

pytestmark = pytest.mark.timeout(180)

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
    by_profile: list[Path]
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


def _files(folder: Path) -> list[Path]:
    home = Path(__file__).resolve().parents[2]
    shared = Path(os.environ.get("AREATEAM_SHARED") or home.parent / "shared") / "data"
    found = [path for name in FOLDERS for path in sorted((shared / name).glob("*.csv"))]
    return found or _made_up(folder)


@pytest.fixture(scope="module")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("real")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(name, str(folder / "home"))
        yield folder


@pytest.fixture(scope="module")
def story(_home: Path) -> Iterator[Story]:
    """Every file taken in one by one as the folders lie, and then once more by profile."""
    office = new_office(_home / "real.areateam", user="tester")
    files = _files(_home)
    first = [take_in(office, path) for path in files]
    ordered = [s.shape.path for s in sorted(first, key=lambda s: s.profile.order)]
    second = [take_in(office, path) for path in ordered]
    yield Story(office, files, ordered, first, second)
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


_STATE = (
    "SELECT contract_type, count(*), count(pct_code), count(area_team_code), count(ccg_code)"
    " FROM contract GROUP BY 1 ORDER BY 1"
)


def test_by_profile_the_files_come_to_the_same_register(story: Story, tmp_path: Path) -> None:
    office = new_office(tmp_path / "sorted.areateam", user="tester")
    try:
        for path in story.by_profile:
            take_in(office, path)
        connection, other = office.store.connection, story.office.store.connection
        assert connection.execute(_STATE).fetchall() == other.execute(_STATE).fetchall()
        ours, theirs = (
            dict(each.execute("SELECT ods_code, name FROM contract WHERE group_key = 'gp'"))
            for each in (connection, other)
        )
        # An amendment that goes in before the full file of an earlier month is overtaken by it.
        differing = {
            code for code in ours.keys() | theirs.keys() if ours.get(code) != theirs.get(code)
        }
        assert len(differing) <= 125
        assert list(content_faults(connection, KINDS)) == []
    finally:
        office.close()


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
