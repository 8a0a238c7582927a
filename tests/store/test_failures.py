"""What goes wrong below reaches a person as one problem with a sentence."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import peewee
import pytest

from areateam.core.problems import RegisterProblem
from areateam.core.wording import problem_sentence
from areateam.store.failures import register_failures, sqlite_failures
from areateam.store.files import part_of, sweep_parts, whole_file, write_whole

HERE = Path("/somewhere/r.areateam")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EFBIG, "disk-full"),
        (errno.EACCES, "register-no-permission"),
        (errno.EROFS, "register-read-only"),
        (errno.ENOENT, "register-missing"),
        (errno.EIO, "disk-error"),
        (errno.ESTALE, "register-unreadable"),
    ],
)
def test_the_systems_failures(number: int, code: str) -> None:
    with pytest.raises(RegisterProblem) as caught, register_failures(HERE):
        raise OSError(number, os.strerror(number))
    assert caught.value.code == code
    assert "r.areateam" in problem_sentence(caught.value) or code == "register-missing"
    with pytest.raises(OSError, match=os.strerror(number)), sqlite_failures(HERE):
        raise OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("database or disk is full", "disk-full"),
        ("database is locked", "register-locked"),
        ("attempt to write a readonly database", "register-read-only"),
        ("database disk image is malformed", "register-damaged"),
        ("disk I/O error", "disk-error"),
        ("unable to open database file", "register-unreadable"),
        ("Could not decode to UTF-8 column 'name' with text 'x'", "register-damaged"),
    ],
)
def test_sqlites_failures_by_their_words_even_through_peewee(words: str, code: str) -> None:
    for kind in (sqlite3.OperationalError, sqlite3.DatabaseError, peewee.OperationalError):
        with pytest.raises(RegisterProblem) as caught, register_failures(HERE):
            raise kind(words)
        assert caught.value.code == code
        assert problem_sentence(caught.value)


def test_sqlites_failures_by_their_number(tmp_path: Path) -> None:
    full = sqlite3.connect(tmp_path / "full.db", isolation_level=None)
    full.execute("PRAGMA max_page_count = 2")
    full.execute("CREATE TABLE t (a)")
    with closing(full), pytest.raises(RegisterProblem) as caught, register_failures(HERE):
        full.execute("INSERT INTO t VALUES (zeroblob(100000))")
    assert caught.value.code == "disk-full"
    (tmp_path / "junk.db").write_bytes(b"SQLite format 3\0" + b"\xee" * 5000)
    junk = sqlite3.connect(tmp_path / "junk.db")
    with closing(junk), pytest.raises(RegisterProblem) as caught, register_failures(HERE):
        junk.execute("SELECT * FROM t")
    assert caught.value.code == "register-damaged"


@pytest.mark.parametrize(
    "error", [peewee.IntegrityError("x"), sqlite3.IntegrityError("x"), KeyError("x")]
)
def test_our_own_faults_pass_as_they_are(error: Exception) -> None:
    with pytest.raises(type(error)), register_failures(HERE):
        raise error


def test_a_statement_of_ours_that_is_wrong_is_our_own_fault(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a.db")
    with closing(connection), pytest.raises(sqlite3.OperationalError), register_failures(HERE):
        connection.execute("SELECT json('{')")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    write_whole(path, b"old")

    def fail(temporary: Path) -> None:
        temporary.write_bytes(b"half")
        raise LookupError

    with pytest.raises(LookupError), whole_file(path) as temporary:
        fail(temporary)
    assert path.read_bytes() == b"old"
    write_whole(path, b"new", sync=False)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["list.json"]


def test_a_stale_part_of_our_own_is_not_written_on(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    part_of(path).write_bytes(b"long stale content")
    with whole_file(path) as temporary:
        assert temporary.read_bytes() == b""
        temporary.write_bytes(b"new")
    assert path.read_bytes() == b"new"
    sweep_parts(tmp_path / "no folder" / "x")
