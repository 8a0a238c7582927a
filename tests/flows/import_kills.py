"""Kills imports at random moments with SIGKILL, and looks after each what is there.

As a program: `python -m tests.flows.import_kills --rounds 200 --seed 1`. Each round takes a copy
of a filled register, has our command line import a changed list into it, kills the process, and
demands: the register is sound and its chain whole; its content is that of before or of after, never
between; the same import then goes through; nothing is left beside the register. It prints in
which phase the kills fell, and ends with 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from areateam.office import BESIDE, KINDS, new_office, open_office
from areateam.store.backup import backup_folder, backups_of
from areateam.store.register_file import connect_reader
from tests.bench.contract_file import write_contract_file
from tests.conftest import ROOT

_OWN = {"id", "uid", "made", "operation"}
_LEFT = re.compile(r".*\.(stage|part)(-wal|-shm|-journal)?")


@dataclass(frozen=True, slots=True)
class Scene:
    """A filled register, the list that is imported into it, and what it then holds."""

    filled: Path
    file: Path
    before: str
    after: str
    twice: str
    seconds: float


def set_up(folder: Path, lines: int) -> Scene:
    """Fill a register with a list and find out what a changed list makes of it, and how fast."""
    first, second = folder / "first.csv", folder / "second.csv"
    write_contract_file(first, lines)
    write_contract_file(second, lines + lines // 5, changed=0.3)
    filled = folder / "filled.areateam"
    new_office(filled, user="filler").close()
    _require(_import(filled, first).wait() == 0, "the first import failed")
    whole = _copy(filled, folder / "whole")
    began = time.perf_counter()
    _require(_import(whole, second).wait() == 0, "the second import failed")
    took = time.perf_counter() - began
    after = content_of(whole)
    _require(_import(whole, second).wait() == 0, "the third import failed")
    return Scene(filled, second, content_of(filled), after, content_of(whole), took)


def content_of(register: Path) -> str:
    """A digest of everything that records and imports hold, less what differs from run to run."""
    digest = hashlib.sha256()
    with closing(connect_reader(register)) as connection:
        for kind in (*KINDS, *BESIDE):
            table = kind._meta.table_name
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            columns = ", ".join(f'"{name}"' for name in names if name not in _OWN)
            rows = [repr(row) for row in connection.execute(f"SELECT {columns} FROM {table}")]
            digest.update("\n".join([table, *sorted(rows)]).encode())
    return digest.hexdigest()


def one_round(scene: Scene, folder: Path, chance: random.Random) -> tuple[str, list[str]]:
    """Import, kill at random, look; the phase that it fell in, and what is wrong."""
    register = _copy(scene.filled, folder)
    process = _import(register, scene.file)
    _wait(register, process, chance.choice(SIGNS), _some_seconds(scene, chance))
    process.send_signal(signal.SIGKILL)
    killed = process.wait() == -signal.SIGKILL
    phase = _phase(register) if killed else "ended by itself"
    content, found = _look(register)
    if content not in (scene.before, scene.after):
        found.append("the content is neither that of before nor that of after")
    if not killed and content != scene.after:
        found.append("it said that it was done, and is not")
    again = _import(register, scene.file)
    if again.wait() != 0:
        found.append(f"the next import ended with {again.returncode}")
    wanted = scene.twice if content == scene.after else scene.after
    content, more = _look(register)
    if content != wanted:
        found.append("the next import did not make up for it")
    return phase, found + more + _left_behind(register)


SIGNS = ("", ".register*.stage", "register backups/.*.part", "register backups/2*", "*-wal")
"""What to wait for before the random wait begins; "" is the start of the process."""


def _wait(register: Path, process: subprocess.Popen[bytes], sign: str, seconds: float) -> None:
    """Wait until a file is there that is not empty, or the process has ended; then so long."""
    while sign and process.poll() is None:
        with suppress(FileNotFoundError):
            if any(path.stat().st_size for path in register.parent.glob(sign)):
                break
        time.sleep(0.0005)
    time.sleep(seconds)


def _some_seconds(scene: Scene, chance: random.Random) -> float:
    """A wait: some are short, since a commit is over in a few milliseconds."""
    return chance.uniform(0.0, chance.choice((0.01, 0.1, scene.seconds / 3)))


def _look(register: Path) -> tuple[str, list[str]]:
    """The content, and the sentences of the check, which reads records, journal and chain."""
    office = open_office(register, user="after", writable=True)
    try:
        return content_of(register), office.check()
    finally:
        office.close()


def _phase(register: Path) -> str:
    """How far the import was, as the files that it left tell."""
    log = register.with_name(register.name + "-wal")
    copies = list(backup_folder(register).glob("*")) if backup_folder(register).exists() else []
    with closing(connect_reader(register)) as connection:
        (operations,) = connection.execute("SELECT count(*) FROM operation").fetchone()
    if operations > 2:
        return "after the commit"
    if log.exists() and log.stat().st_size:
        return "during the commit"
    if any(path.name.endswith(".part") for path in copies):
        return "while copying"
    if list(register.parent.glob("*.stage")):
        return "while reading, matching or applying"
    return "after the copy" if copies else "before the file was opened"


def _left_behind(register: Path) -> list[str]:
    """What an import has no business leaving: side files, parts, copies that no list names."""
    folder = backup_folder(register)
    names = [path.name for path in register.parent.iterdir() if _LEFT.fullmatch(path.name)]
    copies = {path.name for path in folder.iterdir()} - {"list.json"}
    names += sorted(copies - {backup.name for backup in backups_of(register)})
    return [f"{name} was left behind" for name in names]


def _copy(register: Path, folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copy(register, folder / "register.areateam"))


def _import(register: Path, file: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "main.py", "--register", str(register), "--quiet", "import"]
    return subprocess.Popen([*command, str(file)], cwd=ROOT, stdout=subprocess.DEVNULL)


def _require(kept: bool, words: str) -> None:
    if not kept:
        raise RuntimeError(words)


def main() -> int:
    """Run the rounds; 1 where any promise was broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=200)
    options.add_argument("--seed", type=int, default=2012)
    options.add_argument("--lines", type=int, default=4000)
    given = options.parse_args()
    return run(given.rounds, given.seed, given.lines)


def run(rounds: int, seed: int, lines: int) -> int:
    """Run so many rounds and print what came of them; 1 where any promise was broken."""
    chance = random.Random(seed)
    phases: Counter[str] = Counter()
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        scene = set_up(Path(place), lines)
        for number in range(rounds):
            folder = Path(place) / f"round {number}"
            phase, found = one_round(scene, folder, chance)
            phases[phase] += 1
            broken += [f"round {number}, killed {phase}: {fault}" for fault in found]
            shutil.rmtree(folder)
    for phase, count in phases.most_common():
        sys.stdout.write(f"{count:5} {phase}\n")
    sys.stdout.write("\n".join([*broken, f"{rounds} rounds, {len(broken)} faults", ""]))
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
