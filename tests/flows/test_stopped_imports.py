"""An import that is stopped or has no room: over within a second, in a sentence, and no trace."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from areateam.imports.staged_file import remove_stale_stages
from areateam.store.side_file import open_side_file
from tests.bench.contract_file import write_contract_file
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals and sets limits")

COMMAND = [sys.executable, str(ROOT / "main.py"), "--register"]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Lists of 1,000, 7,000 and 30,000 lines."""
    folder = tmp_path_factory.mktemp("lists")
    paths = folder / "small.csv", folder / "middle.csv", folder / "large.csv"
    for path, count in zip(paths, (1000, 7000, 30_000), strict=True):
        write_contract_file(path, count)
    return paths


@pytest.fixture(scope="module")
def filled(
    _template: Path, lists: tuple[Path, Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A register into which the small list was imported."""
    path = Path(shutil.copy(_template, tmp_path_factory.mktemp("filled")))
    command = [*COMMAND, str(path), "import", str(lists[0])]
    subprocess.run(command, check=True, capture_output=True)
    return path


def beside(register: Path) -> list[str]:
    """What lies beside a register, less itself, its copies, and what SQLite keeps for readers."""
    names = {path.name for path in register.parent.iterdir() if path.is_file()}
    return sorted(names - {f"{register.name}{ending}" for ending in ("", "-wal", "-shm")})


@pytest.mark.parametrize("phase", ["Reading", "Comparing"])
def test_the_reading_process_ends_within_a_second_and_leaves_nothing(
    phase: str, register: Path, lists: tuple[Path, Path, Path]
) -> None:
    """As the window stops it, which then takes away the side file or does so at its next start."""
    side = register.with_name(f".{register.name}.1.1.stage")
    command = [*COMMAND, str(register), "--json", "import", str(lists[2]), "--dry-run"]
    process = subprocess.Popen(
        [*command, "--progress", "--stage", str(side)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if json.loads(line)["words"].startswith(phase):
            break
    began = time.monotonic()
    process.terminate()
    process.wait(10)
    process.stderr.close()
    assert time.monotonic() - began < 1
    gone = side.rename(side.with_name(f".{register.name}.{process.pid}.1.stage"))
    assert remove_stale_stages(register) == 1
    assert not gone.exists()
    assert beside(register) == []


def test_an_import_stopped_from_the_keyboard_is_over_within_a_second(
    register: Path, lists: tuple[Path, Path, Path]
) -> None:
    before = register.read_bytes()
    process = subprocess.Popen(
        [*COMMAND, str(register), "--quiet", "import", str(lists[2])], stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    while not [name for name in beside(register) if name.endswith(".stage")]:
        time.sleep(0.01)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert (process.wait(10), process.stderr.read()) == (130, b"")
    process.stderr.close()
    assert time.monotonic() - began < 1
    assert (register.read_bytes(), beside(register)) == (before, [])


def test_a_long_statement_hears_of_an_interrupt(register: Path, tmp_path: Path) -> None:
    with closing(open_side_file(tmp_path / "side.stage", register)) as connection:
        timer = threading.Timer(0.2, lambda: signal.pthread_kill(main, signal.SIGINT))
        main = threading.main_thread().ident or 0
        timer.start()
        began = time.monotonic()
        with pytest.raises(sqlite3.OperationalError) as caught:
            connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                " SELECT max(i) FROM n"
            ).fetchone()
        timer.join()
    assert caught.value.sqlite_errorname == "SQLITE_INTERRUPT"
    assert time.monotonic() - began < 1


WITH_LIMIT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from areateam.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    ("limit", "phase"), [(100_000, "staging"), (700_000, "the copy"), (2_800_000, "the writing")]
)
def test_without_room_an_import_says_so_and_goes_through_once_there_is(
    limit: int, phase: str, filled: Path, register: Path, lists: tuple[Path, Path, Path]
) -> None:
    large = lists[1]
    shutil.copyfile(filled, register)
    arguments = ["--register", str(register), "--quiet", "import", str(large)]
    done = subprocess.run(
        [sys.executable, "-c", WITH_LIMIT, str(limit), *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines())) == (4, 1), done.stderr
    assert "Nothing was changed" in done.stderr
    assert operations(register) == operations(filled)
    assert beside(register) == []
    again = subprocess.run([*COMMAND[:2], *arguments], check=False, capture_output=True, text=True)
    assert (again.returncode, again.stderr) == (0, "")
    assert operations(register) == operations(filled) + 1
    checked = subprocess.run(
        [*COMMAND, str(register), "check"], check=False, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout


def operations(register: Path) -> int:
    with closing(sqlite3.connect(register)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM operation").fetchone()
    return int(count)
