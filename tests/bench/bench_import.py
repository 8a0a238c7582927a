"""Import beside its peers: a 100,000-row contract file, the same again with 1% changed."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.contract_file import write_contract_file
from tests.bench.stopwatch import Timed, in_turn, report

MAIN = str(Path(__file__).resolve().parents[2] / "main.py")
READ, WRITTEN = "reading alone (--dry-run)", "writing the rows alone"
ROWS = str(Path(__file__).resolve().parent / "rows_child.py")


def main() -> None:
    """Measure and print the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--peers", type=Path, help="folder with csvs-to-sqlite and sqlite-utils")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.rows, given.runs, given.peers)


def measure(folder: Path, rows: int, runs: int, peers: Path | None) -> None:
    """Time our import, our re-import and the peers' in turn."""
    first, second = folder / "contracts.csv", folder / "contracts-changed.csv"
    write_contract_file(first, rows)
    write_contract_file(second, rows, changed=0.01)
    empty, filled, register = (folder / f"{n}.areateam" for n in ("empty", "filled", "register"))
    python = sys.executable
    in_turn({"new": [python, MAIN, "new", str(empty)]}, {}, 1)
    shutil.copy(empty, filled)
    take = [python, MAIN, "--register", str(register), "import"]
    in_turn({"fill": [python, MAIN, "--register", str(filled), "import", str(first)]}, {}, 1)

    def fresh(source: Path) -> None:
        for ending in ("", "-wal", "-shm"):
            register.with_name(register.name + ending).unlink(missing_ok=True)
        # Copies made before earlier runs would be counted and thinned in later ones.
        shutil.rmtree(register.with_name(f"{register.stem} backups"), ignore_errors=True)
        shutil.copy(source, register)

    commands = {"import": [*take, str(first)], "re-import, 1% changed": [*take, str(second)]}
    before = {"import": lambda: fresh(empty), "re-import, 1% changed": lambda: fresh(filled)}
    # The two halves of an import: neither can be left out, nor done while the other is.
    commands[READ] = [*take, "--dry-run", str(first)]
    commands[WRITTEN] = [python, ROWS, str(register), str(filled)]
    before |= {READ: before["import"], WRITTEN: before["import"]}
    target = folder / "peer.db"
    if peers:
        gone = lambda: target.unlink(missing_ok=True)  # noqa: E731 - one line beside its use
        commands["csvs-to-sqlite"] = [str(peers / "csvs-to-sqlite"), str(first), str(target)]
        commands["sqlite-utils insert"] = [
            str(peers / "sqlite-utils"), "insert", str(target), "c", str(first), "--csv",
        ]  # fmt: skip
        before |= {"csvs-to-sqlite": gone, "sqlite-utils insert": gone}
    timed = in_turn(commands, before, runs)
    report(timed)
    _ratios(timed)


def _ratios(timed: dict[str, Timed]) -> None:
    print(f"{'':34}{'by clock':>10}{'by CPU':>8}{'goal':>14}")
    _ratio(timed, "re-import, 1% changed", "import", "at most 0.30")
    if "csvs-to-sqlite" in timed:
        _ratio(timed, "import", "csvs-to-sqlite", "at most 1.00")
        _ratio(timed, READ, "csvs-to-sqlite", "")
        _ratio(timed, WRITTEN, "csvs-to-sqlite", "")
        _ratio(timed, "sqlite-utils insert", "import", "at least 6.0")


def _ratio(timed: dict[str, Timed], one: str, other: str, goal: str) -> None:
    clock = timed[one].median / timed[other].median
    worked = timed[one].median_worked / timed[other].median_worked
    print(f"{f'{one} / {other}':34}{clock:10.2f}{worked:8.2f}{goal:>14}")


if __name__ == "__main__":
    main()
