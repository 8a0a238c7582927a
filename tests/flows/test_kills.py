"""A kill, a full disk and a crowd: what was confirmed is there, and nothing is there in part."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="starts its processes by fork and ends them by SIGKILL"
)

JOB = [sys.executable, "-m", "tests.flows.kill_rounds"]


def run(*arguments: object, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run a job of `kill_rounds` and hand back what it said."""
    command = [*before, *JOB, *(str(argument) for argument in arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_kill_at_any_moment_loses_nothing_that_was_told(register: Path) -> None:
    done = run("kills", register, 20, 2012)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("20 kills")


def test_an_import_killed_at_any_moment_is_all_or_nothing() -> None:
    job = [sys.executable, "-m", "tests.flows.import_kills", "--rounds", "4", "--lines", "300"]
    done = subprocess.run(job, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("4 rounds, 0 faults\n")


def test_every_write_of_a_crowd_is_there_once(register: Path) -> None:
    done = run("crowd", register, 8, 8)
    assert done.returncode == 0, done.stdout + done.stderr


def test_without_room_nothing_changes_and_with_room_it_goes_on(register: Path) -> None:
    done = run("room", register)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing was changed" in done.stdout


def test_a_full_disk_is_told_and_survived(register: Path, tmp_path: Path) -> None:
    """On a disk of eight megabytes of its own, where this computer lets a test have one."""
    small = tmp_path / "small"
    small.mkdir()
    script = f'mount -t tmpfs -o size=8m none "{small}" && cp "{register}" "{small}" && "$@"'
    alone = ("unshare", "-m", "sh", "-c", script, "sh")
    place = small / register.name
    possible = shutil.which("unshare") and not subprocess.call(
        [*alone, "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    done = run("disk", place, before=alone) if possible else run("room", register)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no room left" in done.stdout or not possible
