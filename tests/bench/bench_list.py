"""The contracts page at 10,000 and at 1,000,000 contracts: first paint, middle, order, memory."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main() -> None:
    """Measure both sizes, each in a process of its own, and print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    options.add_argument("--child", type=Path)
    given = options.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if given.child:
        print(json.dumps(measure(given.child)))
        return
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            path = Path(folder) / f"{size}.areateam"
            make(path, size)
            child = [sys.executable, __file__, "--child", str(path)]
            said = subprocess.run(child, capture_output=True, text=True, check=True).stdout
            print(f"{size:>9,}", said.strip())


def make(path: Path, size: int) -> None:
    """A register with so many contracts, written by SQL."""
    from areateam.office import open_office
    from tests.contracts.small_register import DAY, fill_fast, make_register

    make_register(path, 0)
    office = open_office(path, as_at=DAY)
    office.write("Fill", lambda write: fill_fast(write, size))
    office.close()


def measure(path: Path) -> dict[str, int]:
    """Milliseconds until each is painted, the best of three after the first, and memory in MB."""
    from PySide6.QtWidgets import QApplication

    from tests.ui.contracts_desk import Table
    from ui.app import make_application

    make_application()
    table = Table(path, path.with_suffix(".json"))
    table.shell.resize(1280, 800)
    table.shell.show()

    def painted(act: object) -> int:
        assert callable(act)
        began = time.perf_counter()
        act()
        QApplication.processEvents()
        table.shell.grab()
        return round((time.perf_counter() - began) * 1000)

    found = {"first paint": painted(lambda: table.shell.open("contracts"))}
    deadline = time.monotonic() + 60
    while table.page.reading._cube is None and time.monotonic() < deadline:
        QApplication.processEvents()
        time.sleep(0.01)
    view = table.page.table
    rows = view.rows_model.rowCount()
    bar = view.verticalScrollBar()
    places = [rows // 2, rows // 3, rows // 2 + 977]
    found["middle"] = min(painted(lambda p=p: bar.setValue(p)) for p in places)
    found["order by end"] = painted(lambda: view.sort_by("end_date", descending=False))
    found["order by number"] = painted(lambda: view.sort_by("contract_no", descending=False))
    found["memory MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    table.close()
    return found


if __name__ == "__main__":
    main()
