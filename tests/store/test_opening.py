"""A register that cannot be used says why, and lies there byte for byte as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from areateam.core.problems import RegisterProblem
from areateam.core.wording import problem_sentence
from areateam.office import SCHEMA, Office, new_office, open_office
from areateam.store.examine import refuse_unlike
from areateam.store.lock import RegisterLock, holder, lock_path
from areateam.store.places import file_system_type, refuse_unsafe_place
from areateam.store.register_file import create_store, open_store
from tests.conftest import ROOT, nine_o_clock


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file in a folder with its bytes, but for what SQLite makes beside one that it reads."""
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    return {
        name: data
        for name, data in found.items()
        if not name.endswith("-shm") and (data or not name.endswith("-wal"))
    }


def refusal(path: Path, *, writable: bool = True) -> str:
    """The code with which a register is refused, once it is seen that nothing was changed."""
    before = files_of(path.parent) if path.parent.is_dir() else {}
    with pytest.raises(RegisterProblem) as caught:
        open_store(path, SCHEMA, writable=writable).close()
    assert (files_of(path.parent) if path.parent.is_dir() else {}) == before
    assert problem_sentence(caught.value)
    return caught.value.code


def flip(path: Path, at: int, length: int = 1) -> None:
    data = bytearray(path.read_bytes())
    for place in range(at, at + length):
        data[place] ^= 0xFF
    path.write_bytes(data)


def with_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def closed(full_register: Path) -> Path:
    """A register with a record of every kind, closed."""
    return full_register


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.areateam") == "register-missing"
    assert refusal(tmp_path / "no folder" / "none.areateam") == "register-missing"
    (tmp_path / "folder.areateam").mkdir()
    assert refusal(tmp_path / "folder.areateam") == "register-is-folder"
    assert refusal(tmp_path / ("n" * 300 + ".areateam")) in (
        "register-missing",
        "register-unreadable",
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "register-empty"),
        (b"code,name\nA,B\n", "register-not-ours"),
        (b"PK\x03\x04" + b"x" * 5000, "register-not-ours"),
        (b"SQLite format 3\x00", "register-not-ours"),
        (bytes(4096), "register-damaged"),
    ],
    ids=["empty", "text", "zip", "stump", "zeros"],
)
def test_other_files(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "other.areateam"
    path.write_bytes(content)
    assert refusal(path) == code
    assert refusal(path, writable=False) == code


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "other.areateam"
    with_sql(path, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    assert refusal(path) == "register-not-ours"


def test_a_newer_register_is_told_kindly(closed: Path) -> None:
    with_sql(closed, f"PRAGMA user_version = {SCHEMA.version + 1}", "PRAGMA wal_checkpoint")
    assert refusal(closed) == "register-newer"
    assert refusal(closed, writable=False) == "register-newer"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER spy AFTER INSERT ON contract BEGIN SELECT 1; END",
        "CREATE VIEW v AS SELECT * FROM contract",
        "CREATE TABLE extra (a)",
        "ALTER TABLE site ADD COLUMN extra TEXT",
        "CREATE INDEX spy ON contract (name, cqc_no)",
        "DROP TRIGGER contract_guarded",
        "CREATE TABLE search_names_x (a)",
    ],
)
def test_a_schema_that_is_not_ours_is_refused(closed: Path, statement: str) -> None:
    with_sql(closed, statement, "PRAGMA wal_checkpoint(TRUNCATE)")
    assert refusal(closed) == "register-changed"
    assert refusal(closed, writable=False) == "register-changed"


def test_a_damaged_header_is_told_from_another_programs_file(closed: Path) -> None:
    whole = closed.read_bytes()
    for at in (0, 5, 15, 68, 71):
        closed.write_bytes(whole)
        flip(closed, at)
        assert refusal(closed) == "register-damaged", at
    for at in (16, 17, 18, 19, 20, 21, 22, 47):
        closed.write_bytes(whole)
        flip(closed, at)
        assert refusal(closed) == "register-damaged", at
    closed.write_bytes(whole)
    flip(closed, 0, 100)
    assert refusal(closed) == "register-damaged"


def test_a_damaged_page_is_refused(closed: Path) -> None:
    whole = closed.read_bytes()
    pages = len(whole) // 4096
    refused = 0
    for page in range(1, pages, max(1, pages // 25)):
        closed.write_bytes(whole)
        flip(closed, page * 4096, 12)
        refused += refusal(closed) in ("register-damaged", "register-changed")
    assert refused >= 25


def test_a_register_cut_short_is_refused(closed: Path) -> None:
    whole = closed.read_bytes()
    for length in (len(whole) - 1, len(whole) - 4096, len(whole) // 2, 8192, 4096, 200, 99, 20):
        closed.write_bytes(whole[:length])
        assert refusal(closed) in ("register-damaged", "register-not-ours"), length


def test_an_older_register_is_not_upgraded_to_be_read(closed: Path) -> None:
    later = type(SCHEMA)(SCHEMA.triggers, _folder_with_step(closed.parent / "steps"))
    before = closed.read_bytes()
    with pytest.raises(RegisterProblem) as caught:
        open_store(closed, later, writable=False)
    assert caught.value.code == "register-older"
    assert closed.read_bytes() == before


def _folder_with_step(folder: Path) -> Path:
    shutil.copytree(SCHEMA.steps_folder, folder)
    (folder / "0999_next.sql").write_text("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;\n")
    return folder


HOLD = """
import sys
from pathlib import Path
from areateam.office import open_office
office = open_office(Path(sys.argv[1]), user="holder")
print("held", flush=True)
sys.stdin.read()
office.close()
"""


def test_a_register_in_use_is_told_with_who_has_it_and_can_be_read(closed: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(closed)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(RegisterProblem) as caught:
            open_store(closed, SCHEMA)
        assert caught.value.code == "register-locked"
        assert caught.value.facts["process"] == other.pid
        assert "in use by" in problem_sentence(caught.value)
        with pytest.raises(RegisterProblem):
            open_store(closed, SCHEMA, wait_seconds=0.2)
        reading = open_office(closed, writable=False)
        assert reading.check() == []
        reading.close()
        other.kill()
    office = open_office(closed, user="next")
    office.close()
    assert not lock_path(closed).exists()


@pytest.mark.parametrize(
    "left",
    [b"", b"garbage \xff", b"[1, 2]", b'{"process": 999999, "host": "gone", "user": "dead"}'],
)
def test_a_lock_that_was_left_behind_clears_itself(closed: Path, left: bytes) -> None:
    lock_path(closed).write_bytes(left)
    assert set(holder(lock_path(closed))) == {"user", "host", "process", "since"}
    office = open_office(closed, user="next")
    assert holder(lock_path(closed))["process"] == os.getpid()
    office.close()
    assert not lock_path(closed).exists()


def test_two_locks_of_one_process_exclude_each_other_too(closed: Path) -> None:
    first, second = RegisterLock(closed), RegisterLock(closed)
    first.acquire()
    with pytest.raises(RegisterProblem):
        second.acquire(wait_seconds=0.1)
    first.release()
    second.acquire()
    second.release()
    second.release()


def test_one_register_by_two_names_has_one_lock(closed: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "link.areateam").symlink_to(closed)
    office = open_office(closed, user="first")
    with pytest.raises(RegisterProblem) as caught:
        open_store(other / "link.areateam", SCHEMA)
    assert caught.value.code == "register-locked"
    office.close()


AS_NOBODY = """
import os, sys
from pathlib import Path
from areateam.core.problems import RegisterProblem
from areateam.office import SCHEMA, open_office
path = Path(sys.argv[1])
SCHEMA.made_by_steps()
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
def attempt(writable):
    try:
        office = open_office(path, user="nobody", writable=writable)
    except RegisterProblem as problem:
        return problem.code
    found = office.check()
    office.close()
    return "sound" if not found else found[0]
print(attempt(True), attempt(False))
"""


@pytest.mark.parametrize(
    ("of_file", "of_folder", "expected"),
    [
        (0o444, 0o777, "register-no-permission sound"),
        (0o666, 0o555, "register-no-permission sound"),
        (0o444, 0o555, "register-no-permission sound"),
        (0o000, 0o555, "register-no-permission register-no-permission"),
    ],
)
def test_a_register_that_may_not_be_written(
    register: Path, of_file: int, of_folder: int, expected: str
) -> None:
    import tempfile

    # In the system's own folder, since the tests' folders are shut to others.
    folder = Path(tempfile.mkdtemp(prefix="areateam-"))
    try:
        path = folder / "shut.areateam"
        shutil.copyfile(register, path)
        path.chmod(of_file)
        folder.chmod(of_folder)
        state = {**os.environ, "XDG_STATE_HOME": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(path)],
            cwd=ROOT,
            env=state,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.strip() == expected, done.stderr
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home/shared nfs4 rw 0 0
//server/data /mnt/team\\040data cifs rw 0 0
/dev/sdb1 /home/shared/local ext4 rw 0 0
root / 9p rw 0 0
"""


def place_code(path: str, mounts: Path) -> str:
    try:
        refuse_unsafe_place(Path(path), mounts)
    except RegisterProblem as problem:
        return problem.code if problem_sentence(problem) else "no sentence"
    return ""


def test_network_drives_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert place_code("/home/shared/a.areateam", mounts) == "register-on-network"
    assert place_code("/mnt/team data/sub/a.areateam", mounts) == "register-on-network"
    assert place_code("//server/share/a.areateam", mounts) == "register-on-network"
    assert place_code("/home/shared/local/a.areateam", mounts) == ""
    assert place_code("/home/shared2/a.areateam", mounts) == ""
    assert place_code("/home/own/a.areateam", mounts) == "", "whatever the system runs from"
    assert place_code("/home/own/a.areateam", tmp_path / "none") == ""
    assert file_system_type(Path("/home/shared/a"), mounts) == "nfs4"
    monkeypatch.setenv("AREATEAM_ANY_PLACE", "1")
    assert place_code("/home/shared/a.areateam", mounts) == ""


def test_folders_kept_in_step_are_refused(tmp_path: Path) -> None:
    none = tmp_path / "none"
    for folder in ("Dropbox", "OneDrive - NHS", "Google Drive", "iCloud Drive", "Nextcloud"):
        assert place_code(f"/home/jo/{folder}/x/a.areateam", none) == "register-in-synced-folder"
    assert place_code("/home/jo/Documents/Dropbox.areateam", none) == ""


def test_a_register_in_a_synced_folder_is_neither_made_nor_opened(
    closed: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    for action in (
        lambda: create_store(folder / "new.areateam", SCHEMA),
        lambda: open_store(Path(shutil.copy(closed, folder)), SCHEMA),
    ):
        _refused_with(action, "register-in-synced-folder")


def _refused_with(action: Callable[[], object], code: str) -> None:
    with pytest.raises(RegisterProblem) as caught:
        action()
    assert caught.value.code == code


def test_a_new_register_never_takes_anothers_place(closed: Path, tmp_path: Path) -> None:
    before = closed.read_bytes()
    _refused_with(lambda: new_office(closed, user="x"), "register-exists")
    assert closed.read_bytes() == before
    _refused_with(lambda: create_store(tmp_path / "no" / "a.areateam", SCHEMA), "folder-missing")


def test_a_new_register_is_private_whole_and_alone(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    office = new_office(folder / "new.areateam", user="x", now=nine_o_clock)
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert set(modes.values()) == {0o600}
    office.close()
    assert [path.name for path in folder.iterdir()] == ["new.areateam"]
    refuse_unlike(folder / "new.areateam")


def test_what_a_killed_process_left_is_swept_and_nothing_else(closed: Path) -> None:
    left = closed.with_name(f".{closed.name}.4711.part")
    for name in (left, left.with_name(left.name + "-wal")):
        name.write_bytes(b"half")
    others = closed.with_name(".other.areateam.4711.part"), closed.with_name(f"{closed.name}.part")
    for name in others:
        name.write_bytes(b"not ours")
    open_office(closed, user="x").close()
    assert not left.exists()
    assert all(name.read_bytes() == b"not ours" for name in others)


def test_another_thread_is_not_given_the_writing_connection(office: Office) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool, pytest.raises(Exception, match="not opened"):
        pool.submit(lambda: office.store.connection).result()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_count_bodies, office).result() > 100


def _count_bodies(office: Office) -> int:
    with closing(office.store.reader()) as reader:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("DELETE FROM body")
        return int(reader.execute("SELECT count(*) FROM body").fetchone()[0])
