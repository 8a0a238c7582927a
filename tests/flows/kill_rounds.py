"""Writes to a register and is killed, runs out of room, or meets others who write: run by tests.

As a program: `python -m tests.flows.kill_rounds kills REGISTER ROUNDS SEED`, and likewise
`crowd REGISTER PROCESSES WRITES`, `room REGISTER` and `disk REGISTER`. It prints what it found,
and ends with 1 where a promise was broken.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from areateam.core.problems import RegisterProblem
from areateam.core.wording import problem_sentence
from areateam.ledger.ledger import Write
from areateam.office import Office, open_office
from areateam.organisations.contractor_rows import Contractor
from areateam.store.backup import backup_folder, backups_of

_SITES = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :size)"
    " INSERT INTO site (made, name, phone) SELECT :op, 'Site ' || i, :op FROM n"
)
_PARTIAL = (
    "SELECT o.id FROM operation o WHERE o.label LIKE 'Add %' AND"
    " (SELECT count(*) FROM site WHERE made = o.id) NOT IN (0, CAST(substr(o.label, 5) AS INTEGER))"
    " OR o.label LIKE 'Add %' AND (SELECT count(*) FROM site WHERE made = o.id) = 0"
    " AND NOT EXISTS (SELECT 1 FROM operation u WHERE u.undoes = o.id)"
)


def add_sites(office: Office, size: int) -> int:
    """Add so many sites in one operation, amend them, and return the operation."""

    def act(write: Write) -> None:
        write.insert(Contractor, name="Kill")
        write.execute(_SITES, {"size": size, "op": write.operation})
        write.execute("UPDATE site SET fax = id WHERE made = ?", (write.operation,))

    changes = office.write(f"Add {size}", act).changes
    assert changes is not None
    return changes.operation


def work_until_killed(path: Path, seed: int, tell: Callable[[str], None]) -> None:
    """Work at random, and tell each operation once its commit has returned."""
    chance = random.Random(seed)
    office = open_office(path, user="worker")
    tell("open\n")
    for number in count():
        step = chance.random()
        if step < 0.05:
            office.back_up(f"round {seed} {number}")
        elif step < 0.10:
            office.close()
            office = open_office(path, user="worker")
        elif step < 0.25 and number:
            undone = office.undo().changes
            assert undone is not None
            tell(f"{undone.operation}\n")
        else:
            tell(f"{add_sites(office, chance.choice([1, 2, 3, 40, 600]))}\n")


def faults(path: Path, told: list[int]) -> list[str]:
    """What is wrong after a kill: it opens, everything told is there, and nothing in part."""
    office = open_office(path, user="after")
    found = office.check()
    connection = office.store.connection
    known = {operation for (operation,) in connection.execute("SELECT id FROM seal")}
    found += [f"operation {number} was told and is gone" for number in told if number not in known]
    found += [f"operation {number} is there in part" for (number,) in connection.execute(_PARTIAL)]
    office.close()
    for backup in backups_of(path)[-2:]:
        copy = open_office(backup_folder(path) / backup.name, writable=False)
        found += [f"backup {backup.name}: {fault}" for fault in copy.check()]
        copy.close()
    left = [p.name for p in path.parent.iterdir() if p.name.endswith(".part")]
    return found + [f"{name} was left behind" for name in left]


def kills(path: Path, rounds: int, seed: int) -> list[str]:
    """Start, kill and look, so many times."""
    chance = random.Random(seed)
    told: list[int] = []
    for number in range(rounds):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            work_until_killed(path, seed * 1000 + number, partial(_tell, writing))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as lines:
            if chance.random() < 0.8:
                lines.readline()
            time.sleep(chance.uniform(0.0, 0.15))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            told += [int(line) for line in lines if line.endswith("\n") and line[0] != "o"]
        if found := faults(path, told):
            return [f"round {number}: {fault}" for fault in found]
    _say(f"{rounds} kills, {len(told)} operations told, all there")
    return [] if told else ["nothing was ever told"]


def crowd(path: Path, processes: int, writes: int) -> list[str]:
    """So many processes write in turn, each opening the register for each of its writes."""
    children = []
    for number in range(processes):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os._exit(_one_of_many(path, number, writes, writing))
        os.close(writing)
        children.append((child, reading))
    told: list[str] = []
    busy = 0
    broken = 0
    for child, reading in children:
        with os.fdopen(reading) as lines:
            said = lines.read().split()
        broken += os.waitpid(child, 0)[1] != 0
        busy += said.count("busy")
        told += [name for name in said if name != "busy"]
    office = open_office(path, user="after")
    rows = office.store.connection.execute("SELECT name FROM contractor").fetchall()
    found = office.check()
    office.close()
    _say(f"{len(told)} writes told, {busy} times in use")
    if sorted(name for (name,) in rows) != sorted(told):
        found.append("what was told is not what is there")
    if broken or len(told) + busy != processes * writes:
        found.append(f"{broken} processes failed")
    return found


def _one_of_many(path: Path, number: int, writes: int, pipe: int) -> int:
    for each in range(writes):
        name = f"w{number}-{each}"
        try:
            office = open_office(path, user=name, wait_seconds=10)
            office.write("Add", partial(Write.insert, kind=Contractor, name=name))
            office.close()
        except RegisterProblem as problem:
            if problem.code != "register-locked":
                return 1
            name = "busy"
        _tell(pipe, f"{name}\n")
    return 0


def room(path: Path) -> list[str]:
    """Write until no file may grow any more, then go on once it may."""

    def shut() -> None:
        # As low as the largest file is: what is in the log cannot come into the register either.
        largest = max(p.stat().st_size for p in path.parent.iterdir() if p.is_file())
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 200_000, resource.RLIM_INFINITY))

    def free() -> None:
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)

    return _out_of_room(path, shut, free)


def disk(path: Path) -> list[str]:
    """The same on a small disk that is filled by another file."""
    filler = path.with_name("filler")

    def shut() -> None:
        with filler.open("wb", buffering=0) as handle:
            try:
                while handle.write(b"x" * 4096):
                    pass
            except OSError:
                return

    def free() -> None:
        filler.unlink()

    return _out_of_room(path, shut, free)


def _out_of_room(path: Path, shut: Callable[[], None], free: Callable[[], None]) -> list[str]:
    office = open_office(path, user="full")
    told = [add_sites(office, 40)]
    shut()
    problem = None
    for _ in range(200):
        try:
            told.append(add_sites(office, 200))
        except RegisterProblem as refused:
            problem = refused
            break
    if problem is None:
        return ["the disk was never full"]
    found = [] if problem.code in ("disk-full", "disk-error") else [f"told as {problem.code}"]
    _say(problem_sentence(problem))
    found += office.check()
    try:
        office.back_up("no room")
        _say("a copy still had room")
    except RegisterProblem as refused:
        _say(problem_sentence(refused))
    free()
    told.append(add_sites(office, 200))
    office.back_up("room again")
    office.close()
    return found + faults(path, told)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def _tell(pipe: int, words: str) -> None:
    os.write(pipe, words.encode())


def main(job: str, register: str, *numbers: str) -> int:
    """Do one of the jobs; 0 where every promise was kept."""
    jobs: dict[str, Callable[..., list[str]]] = {
        "kills": kills,
        "crowd": crowd,
        "room": room,
        "disk": disk,
    }
    found = jobs[job](Path(register), *(int(number) for number in numbers))
    _say("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
