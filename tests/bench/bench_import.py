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
        shutil.copy(source, register)

    commands = {"import": [*take, str(first)], "re-import, 1% changed": [*take, str(second)]}
    before = {"import": lambda: fresh(empty), "re-import, 1% changed": lambda: fresh(filled)}
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
    ours = timed["import"].median
    print(f"re-import / import: {timed['re-import, 1% changed'].median / ours:.2f} (goal 0.30)")
    if "csvs-to-sqlite" in timed:
        print(f"import / csvs-to-sqlite: {ours / timed['csvs-to-sqlite'].median:.2f} (goal 1.00)")
        faster = timed["sqlite-utils insert"].median / ours
        print(f"sqlite-utils / import: {faster:.1f} (goal 6.0)")


if __name__ == "__main__":
    main()
