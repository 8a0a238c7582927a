"""Backups count only once they were opened and counted; a restore loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.contracts.contract_rows import Contract
from areateam.core.problems import RegisterProblem
from areateam.core.wording import problem_sentence
from areateam.office import SCHEMA, Office, open_office
from areateam.store.backup import (
    Backup,
    back_up_file,
    backup_folder,
    backups_of,
    copy_register,
    thinned,
)
from areateam.store.restore import restore_register
from areateam.store.schema import APPLICATION_ID
from tests.conftest import nine_o_clock
from tests.ledger.made_records import add_contract


def contracts_in(path: Path) -> list[str]:
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        rows = connection.execute("SELECT name FROM contract ORDER BY id").fetchall()
    return [name for (name,) in rows]


def code_of(backup: Path, register: Path) -> str:
    """The code with which a restore is refused; nothing beside is changed."""
    before = {path: path.read_bytes() for path in register.parent.iterdir() if path.is_file()}
    with pytest.raises(RegisterProblem) as caught:
        restore_register(backup, register, SCHEMA)
    after = {path: path.read_bytes() for path in register.parent.iterdir() if path.is_file()}
    assert {p: b for p, b in after.items() if b or p in before} == before
    assert problem_sentence(caught.value)
    return caught.value.code


def test_a_copy_holds_what_was_committed_and_is_one_file(office: Office, tmp_path: Path) -> None:
    add_contract(office, name="In the log")
    assert Path(f"{office.path}-wal").stat().st_size > 0
    target = tmp_path / "out" / "copy.areateam"
    target.parent.mkdir()
    operation, contracts = copy_register(office.path, target)
    assert (operation, contracts) == (2, 1)
    assert contracts_in(target) == ["In the log"]
    assert [path.name for path in target.parent.iterdir()] == ["copy.areateam"]
    assert target.stat().st_mode & 0o777 == 0o600
    copy = open_office(target, user="x", now=nine_o_clock)
    assert copy.check() == []
    copy.close()


def test_a_copy_is_not_written_over_the_register(office: Office) -> None:
    with pytest.raises(RegisterProblem) as caught:
        copy_register(office.path, office.path)
    assert caught.value.code == "backup-onto-itself"
    assert problem_sentence(caught.value)
    assert office.check() == []


def test_a_damaged_register_gives_no_copy_and_takes_no_earlier_one(
    full_register: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.areateam"
    copy_register(full_register, target)
    good = target.read_bytes()
    with full_register.open("r+b") as handle:
        handle.seek(full_register.stat().st_size // 2 // 4096 * 4096)
        handle.write(b"\xee" * 4096 * 20)
    with pytest.raises(RegisterProblem) as caught:
        copy_register(full_register, target)
    assert caught.value.code in ("backup-unsound", "register-damaged")
    assert target.read_bytes() == good
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name]


def test_backups_are_listed_with_when_why_and_what(office: Office) -> None:
    add_contract(office)
    made = office.back_up("Before import: £ list.csv")
    assert made.name == "2012-11-01 09.00.00 before-import-list-csv.areateam"
    assert (made.operation, made.contracts, made.made_at) == (2, 1, nine_o_clock())
    again = office.back_up("Before import: £ list.csv")
    assert again.name == "2012-11-01 09.00.00 before-import-list-csv 2.areateam"
    assert backups_of(office.path) == [made, again]
    assert office.last_backup() == again
    folder = backup_folder(office.path)
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / again.name).unlink()
    assert backups_of(office.path) == [made]


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"name": "../x"}]', "null", '"x"', "[[]]"])
def test_a_damaged_list_is_made_up_from_the_copies(office: Office, content: str) -> None:
    made = office.back_up("by hand")
    folder = backup_folder(office.path)
    (folder / "list.json").write_text(content)
    (folder / "2012-01-01 10.00.00 not-a-register.areateam").write_text("x")
    (folder / "notes.areateam").write_text("x")
    (found,) = backups_of(office.path)
    assert (found.name, found.operation, found.contracts) == (made.name, 1, 0)


def test_thinning_removes_only_what_the_list_names(office: Office) -> None:
    folder = backup_folder(office.path)
    at = nine_o_clock()
    for minutes in range(30):
        back_up_file(office.path, "often", at + timedelta(minutes=minutes))
        (folder / "somebody's own.areateam").touch()
    kept = backups_of(office.path)
    assert len(kept) < 30
    assert [b.name for b in kept[-10:]] == [
        f"2012-11-01 09.{minutes}.00 often.areateam" for minutes in range(20, 30)
    ]
    names = {path.name for path in folder.iterdir()}
    assert names == {b.name for b in kept} | {"list.json", "somebody's own.areateam"}


def test_what_a_killed_copy_left_goes_with_the_next(office: Office) -> None:
    folder = backup_folder(office.path)
    office.back_up("by hand")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = [f".2012-11-01 08.00.00 by-hand.areateam.{gone.pid}.part{e}" for e in ("", "-journal")]
    left += [f".list.json.{gone.pid}.part"]
    own = [f".2012-11-01 08.00.00 by-hand.areateam.{os.getpid()}.part", ".notes.part", "notes.part"]
    for name in (*left, *own):
        (folder / name).touch()
    office.back_up("by hand")
    names = {path.name for path in folder.iterdir()}
    assert names.isdisjoint(left)
    assert names >= set(own)


@given(st.lists(st.integers(1, 60 * 24 * 40), min_size=1, max_size=60))
def test_thinning_keeps_what_was_promised(minutes_between: list[int]) -> None:
    at = datetime.fromisoformat("2012-01-01T00:00")
    backups = []
    for number, minutes in enumerate(minutes_between):
        at += timedelta(minutes=minutes)
        backups.append(Backup(f"{number}", at.isoformat(), "r", number, 0))
    kept = thinned(backups)
    assert kept == [backup for backup in backups if backup in kept], "in order, none invented"
    assert kept[-10:] == backups[-10:]
    assert thinned(kept) == kept
    newest = backups[-1].made_at
    for backup in backups:
        age = newest - backup.made_at
        of_day = age < timedelta(days=1)
        same = [
            other
            for other in kept
            if (
                other.made_at.strftime("%Y%m%d%H") == backup.made_at.strftime("%Y%m%d%H")
                if of_day
                else (age < timedelta(days=31) and other.made_at.date() == backup.made_at.date())
                or (
                    age >= timedelta(days=31)
                    and other.made_at.isocalendar()[:2] == backup.made_at.isocalendar()[:2]
                )
            )
        ]
        assert same, "of every period there is one"


def test_a_copy_is_made_after_half_an_hour_of_change(register: Path) -> None:
    now = nine_o_clock()
    office = open_office(register, user="x", now=lambda: now)
    add_contract(office)
    now += timedelta(minutes=29)
    add_contract(office)
    assert backups_of(register) == []
    now += timedelta(minutes=2)
    add_contract(office)
    (made,) = backups_of(register)
    assert (made.reason, made.contracts) == ("half an hour of change", 3)
    add_contract(office)
    assert backups_of(register) == [made]
    office.close()


def test_a_copy_that_cannot_be_made_does_not_undo_the_work(register: Path) -> None:
    backup_folder(register).write_text("a file where the folder should be")
    now = nine_o_clock()
    office = open_office(register, user="x", now=lambda: now)
    now += timedelta(minutes=31)
    add_contract(office, name="Kept")
    assert office.backup_problem is not None
    assert problem_sentence(office.backup_problem)
    office.close()
    assert contracts_in(register) == ["Kept"]


def test_a_restore_keeps_the_replaced_register_beside_it(office: Office) -> None:
    add_contract(office, name="Early")
    made = office.back_up("by hand")
    add_contract(office, name="Late")
    path = office.path
    office.close()
    backup = backup_folder(path) / made.name
    kept = restore_register(backup, path, SCHEMA)
    assert kept is not None
    assert kept.parent == path.parent
    assert kept.name.startswith("register replaced ")
    assert contracts_in(kept) == ["Early", "Late"]
    assert contracts_in(backup) == ["Early"], "the backup is still one"
    again = open_office(path, user="x", now=nine_o_clock)
    assert again.check() == []
    assert contracts_in(path) == ["Early"]
    again.write("Go on", lambda w: w.amend(Contract, 1, name="On"))
    again.close()
    second = restore_register(backup, path, SCHEMA)
    assert second is not None
    assert second != kept


def test_a_restore_keeps_what_a_killed_process_left_in_the_log(
    office: Office, tmp_path: Path
) -> None:
    made = office.back_up("by hand")
    add_contract(office, name="In the log")
    folder = tmp_path / "killed"
    folder.mkdir()
    for ending in ("", "-wal"):
        shutil.copyfile(f"{office.path}{ending}", folder / f"register.areateam{ending}")
    path = folder / "register.areateam"
    kept = restore_register(backup_folder(office.path) / made.name, path, SCHEMA)
    assert kept is not None
    assert contracts_in(kept) == ["In the log"]
    assert contracts_in(path) == []


def test_a_damaged_register_is_replaced_and_kept_as_it_was(office: Office) -> None:
    add_contract(office, name="Early")
    made = office.back_up("by hand")
    office.close()
    path = office.path
    damaged = path.read_bytes()[:5000]
    path.write_bytes(damaged)
    kept = restore_register(backup_folder(path) / made.name, path, SCHEMA)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert contracts_in(path) == ["Early"]


def test_a_restore_to_a_new_place(office: Office, tmp_path: Path) -> None:
    add_contract(office, name="Early")
    target = tmp_path / "new.areateam"
    assert restore_register(office.path, target, SCHEMA) is None
    assert contracts_in(target) == ["Early"]
    with pytest.raises(RegisterProblem) as caught:
        restore_register(office.path, tmp_path / "no" / "new.areateam", SCHEMA)
    assert caught.value.code == "folder-missing"


def test_a_register_in_use_is_not_replaced(office: Office) -> None:
    made = office.back_up("by hand")
    backup = backup_folder(office.path) / made.name
    assert code_of(backup, office.path) == "register-locked"
    add_contract(office)
    assert office.check() == []


def test_what_is_no_sound_backup_is_refused(full: Office, tmp_path: Path) -> None:
    made = full.back_up("by hand")
    path = full.path
    full.close()
    whole = (backup_folder(path) / made.name).read_bytes()
    folder = tmp_path / "backups"
    folder.mkdir()
    bad = folder / "bad.areateam"
    assert code_of(bad, path) == "register-missing"
    assert code_of(path, path) == "backup-same-file"
    for content, code in (
        (b"", "register-empty"),
        (b"text", "register-not-ours"),
        (whole[:-4096], "register-damaged"),
        (whole[: len(whole) // 2], "register-damaged"),
    ):
        bad.write_bytes(content)
        assert code_of(bad, path) == code
    for statement, code in (
        ("PRAGMA user_version = 99", "register-newer"),
        ("PRAGMA user_version = 0", "register-damaged"),
        ("CREATE VIEW v AS SELECT 1", "register-changed"),
        ("CREATE TRIGGER t AFTER INSERT ON site BEGIN SELECT 1; END", "register-changed"),
    ):
        bad.write_bytes(whole)
        with closing(sqlite3.connect(bad, isolation_level=None)) as connection:
            connection.execute(statement)
        assert code_of(bad, path) == code
    bad.unlink()
    with closing(sqlite3.connect(bad, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE t (a)")
    assert code_of(bad, path) == "register-changed"
    flipped = bytearray(whole)
    for at in range(len(whole) // 2, len(whole) // 2 + 8):
        flipped[at // 4096 * 4096 + at % 8] ^= 0xFF
    bad.write_bytes(flipped)
    assert code_of(bad, path) in ("register-damaged", "backup-unsound")
    again = open_office(path, user="x", now=nine_o_clock)
    assert again.check() == []
    again.close()


def test_the_list_is_plain_json_of_our_own(office: Office) -> None:
    office.back_up("by hand")
    rows = json.loads((backup_folder(office.path) / "list.json").read_text())
    assert [sorted(row) for row in rows] == [["contracts", "made", "name", "operation", "reason"]]
