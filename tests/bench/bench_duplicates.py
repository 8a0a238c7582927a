"""Duplicates among 40,000 contractors: time, recall and precision, beside two simpler ways.

The peers run in the same process on the same names: one postcode at a time with rapidfuzz's
token_sort_ratio, and every pair of a sample, reckoned up to the whole.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rapidfuzz import fuzz, process

from areateam.contracts.duplicate_views import duplicates
from areateam.ledger.ledger import Write
from areateam.office import new_office
from areateam.organisations.duplicate_rules import Likeness, Subject, find_pairs
from tests.organisations.planted_contractors import Planted, planted_register

T = TypeVar("T")
Pairs = set[tuple[int, int]]
Spent = tuple[float, float]
"""Wall and CPU seconds."""
_ALIKE = 80
_SAMPLE = 2000


def main() -> None:
    """Measure and print; the best of `--runs` counts, because the machine is shared."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=40_000)
    options.add_argument("--planted", type=int, default=500)
    options.add_argument("--seed", type=int, default=2012)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    planted = planted_register(given.count, given.planted, given.seed)
    subjects = planted.subjects
    ours, found = best(lambda: find_pairs(subjects), given.runs)
    peer, by_postcode = best(lambda: one_postcode_at_a_time(subjects), given.runs)
    sample, _ = best(lambda: every_pair(subjects[:_SAMPLE]), 1)
    whole = [seconds * (given.count / _SAMPLE) ** 2 for seconds in sample]
    print(f"{'':34}{'s':>8}{'CPU s':>8}{'recall':>9}{'precision':>11}")
    tell("ours, all that is offered", ours, planted, {(p.one, p.other) for p in found})
    sure = {(p.one, p.other) for p in found if p.likeness is Likeness.SAME}
    tell("ours, very likely the same", ours, planted, sure)
    tell("one postcode at a time", peer, planted, by_postcode)
    print(f"{'every pair, reckoned':34}{whole[0]:8.1f}{whole[1]:8.1f}")
    print(f"ours against every pair: {ours[1] / whole[1]:.5f} of the CPU time")
    read, count = from_register(subjects, given.runs)
    print(f"{'from a register, with the list':34}{read[0]:8.2f}{read[1]:8.2f}  {count} pairs")


def best(work: Callable[[], T], runs: int) -> tuple[Spent, T]:
    """The least wall and CPU seconds of several runs, and what the last gave."""
    spent = []
    for _ in range(runs):
        began, before = time.perf_counter(), time.process_time()
        result = work()
        spent.append((time.perf_counter() - began, time.process_time() - before))
    return (min(wall for wall, _ in spent), min(cpu for _, cpu in spent)), result


def tell(words: str, spent: Spent, planted: Planted, found: Pairs) -> None:
    """One line of figures."""
    recall, precision = planted.figures(found)
    print(f"{words:34}{spent[0]:8.2f}{spent[1]:8.2f}{recall:9.1%}{precision:11.1%}")


def one_postcode_at_a_time(subjects: list[Subject]) -> Pairs:
    """The simple way: names at one postcode that are alike in whatever order of words."""
    blocks: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        for postcode in subject.postcodes:
            blocks[postcode].append(subject)
    return {
        (one.id, other.id)
        for block in blocks.values()
        for one, other in combinations(block, 2)
        if fuzz.token_sort_ratio(one.name.casefold(), other.name.casefold()) >= _ALIKE
    }


def every_pair(subjects: list[Subject]) -> Pairs:
    """Every name against all that follow it, each against the rest in C."""
    names = [subject.name.casefold() for subject in subjects]
    found = set()
    for place, name in enumerate(names):
        hits = process.extract(
            name, names[place + 1 :], scorer=fuzz.token_sort_ratio, score_cutoff=90, limit=None
        )
        found |= {(subjects[place].id, subjects[place + 1 + at].id) for _, _, at in hits}
    return found


def from_register(subjects: list[Subject], runs: int) -> tuple[Spent, int]:
    """The same out of a register, read from the disk, with names for the list."""
    with tempfile.TemporaryDirectory() as folder:
        office = new_office(Path(folder) / "bench.areateam")
        try:
            office.write("Fill", lambda write: fill(write, subjects))
            spent, found = best(lambda: duplicates(office.store.connection, "contractor"), runs)
        finally:
            office.close()
    return spent, len(found)


def fill(write: Write, subjects: list[Subject]) -> None:
    """A contractor, a site and a contract for each subject."""
    put = write.connection.executemany
    put(
        "INSERT INTO contractor (id, made, name) VALUES (?, ?, ?)",
        [(s.id, write.operation, s.name) for s in subjects],
    )
    put(
        "INSERT INTO site (id, made, name, postcode, phone) VALUES (?, ?, ?, ?, ?)",
        [
            (s.id, write.operation, s.name, *(s.postcodes or (None,)), *(s.phones or (None,)))
            for s in subjects
        ],
    )
    put(
        "INSERT INTO contract (made, group_key, contract_type, name, contractor_id, site_id)"
        " VALUES (?, 'gp', 'gms', ?, ?, ?)",
        [(write.operation, s.name, s.id, s.id) for s in subjects],
    )


if __name__ == "__main__":
    main()
