"""Hostile files through our command line: each taken or declined, within 20 seconds and 1 GB.

Each is read by a process of its own that is watched from outside: what it said, its exit code,
its wall seconds and the largest memory it ever had.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.hostile_files import HOSTILE, Maker, good_lines, huge_list

MAIN = str(Path(__file__).resolve().parents[2] / "main.py")
SECONDS, MEGABYTES = 20.0, 1000.0
_PATIENCE = 120.0
_PLAIN = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""Before a command: root, too, may then read only what its mode says."""
_CODES = {0: "taken", 3: "declined", 4: "register"}


@dataclass(frozen=True, slots=True)
class Watched:
    """How a process went: exit code, its last line of stderr, wall seconds, peak memory in MB."""

    code: int
    said: str
    seconds: float
    megabytes: float

    @property
    def word(self) -> str:
        """The outcome: taken, declined, or what it should never be."""
        return _CODES.get(self.code, f"code {self.code}")

    @property
    def is_kept(self) -> bool:
        """Whether the promise held: taken, or declined with a sentence, in time and memory."""
        fits = self.seconds <= SECONDS and self.megabytes <= MEGABYTES
        return fits and (self.code == 0 or (self.code == 3 and bool(self.said)))


def watch(command: list[str]) -> Watched:
    """Run a command to its end, or for two minutes; see `Watched`."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
        )
        alarm = threading.Timer(_PATIENCE, process.send_signal, [signal.SIGKILL])
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").split("\n")
    last = next((line for line in reversed(lines) if line.strip()), "")
    return Watched(process.returncode, last, took, usage.ru_maxrss / 1024)


def dry_run(register: Path, path: Path) -> list[str]:
    """The command that reads a file and writes nothing."""
    plain = _PLAIN if os.geteuid() == 0 and shutil.which(_PLAIN[0]) else []
    begin = [*plain, sys.executable, MAIN, "--register", str(register), "--quiet", "import"]
    return [*begin, str(path), "--dry-run"]


@contextmanager
def changed_meanwhile(path: Path, change: Callable[[Path], None], after: float) -> Iterator[None]:
    """Change the file once, some seconds after the block has begun."""
    timer = threading.Timer(after, change, [path])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _shrink(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _grow(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write("".join(good_lines(1000)).encode())


def _overwrite(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(path.stat().st_size // 2)
        stream.write("".join(good_lines(100_000)).upper().encode())


def _remove(path: Path) -> None:
    path.unlink()


MEANWHILE = {
    "it shrinks while it is read": _shrink,
    "it grows while it is read": _grow,
    "it is overwritten while it is read": _overwrite,
    "it is removed while it is read": _remove,
}


def measure(folder: Path, only: str) -> Iterator[tuple[str, Watched]]:
    """Each file in turn, made before it is read and removed after."""
    register = folder / "register.areateam"
    subprocess.run([sys.executable, MAIN, "new", str(register)], check=True, capture_output=True)
    for name, (make, size, _) in HOSTILE.items():
        if only in name:
            yield name, _one(folder, register, make, size)
    for name, change in MEANWHILE.items():
        if only in name:
            path = huge_list(folder, 60_000_000)
            with changed_meanwhile(path, change, 2.0):
                yield name, watch(dry_run(register, path))
            path.unlink(missing_ok=True)


def _one(folder: Path, register: Path, make: Maker, size: int) -> Watched:
    path = make(folder, size)
    try:
        return watch(dry_run(register, path))
    finally:
        if folder in path.parents:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def main() -> int:
    """Measure and print; 1 where a promise was broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="", help="only files whose name holds this")
    given = options.parse_args()
    broken = 0
    print(f"{'':38}{'outcome':>10}{'seconds':>9}{'MB':>7}  said")
    with tempfile.TemporaryDirectory() as place:
        for name, found in measure(Path(place), given.only):
            mark = " " if found.is_kept else "!"
            broken += not found.is_kept
            said = f"{found.word:>10}{found.seconds:9.2f}{found.megabytes:7.0f}  {found.said[:110]}"
            print(f"{mark} {name:36}{said}", flush=True)
    print(f"{broken} broken" if broken else "every one within 20 s and 1 GB")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
