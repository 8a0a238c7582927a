"""How late the window's event loop is while a 100,000-row list is read and while it is applied."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

_EVERY_MS = 2
_LONGEST = 120.0


def main() -> None:
    """Measure and print the lateness of a timer, in milliseconds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from areateam.office import new_office
    from tests.bench.contract_file import write_contract_file
    from tests.ui.contracts_desk import Table
    from ui.app import make_application
    from ui.pages.import_queue import queue_of

    make_application()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, register = folder / "list.csv", folder / "register.areateam"
        write_contract_file(source, 100_000)
        new_office(register, area_team="Q55").close()
        table = Table(register, folder / "window.json")
        table.desk.set_home_day(None)
        table.shell.show()
        table.shell.open("contracts")
        queue = queue_of(table.desk)
        applied: list[int] = []
        queue.applied.connect(lambda batch, _: applied.append(batch))
        print(f"{'':10}{'p50':>8}{'p99':>8}{'max':>8}  ms late (goal: p99 under 16)")
        began = time.monotonic()
        report("idle", lateness(lambda: time.monotonic() - began > 1))
        queue.add([source])
        report("reading", lateness(lambda: queue.stage is not None))
        queue.apply()
        report("applying", lateness(lambda: bool(applied)))
        table.close()


def lateness(is_over: Callable[[], bool]) -> list[float]:
    """Milliseconds by which a timer was late, each time it went, until something is over."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    late: list[float] = []
    loop, timer = QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    last = began = time.perf_counter()

    def went() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(max(0.0, (now - last) * 1000 - _EVERY_MS))
        last = now
        if is_over() or now - began > _LONGEST:
            loop.quit()

    timer.timeout.connect(went)
    timer.start(_EVERY_MS)
    loop.exec()
    timer.stop()
    return sorted(late)


def report(name: str, late: list[float]) -> None:
    """Print the median, the 99th percentile and the largest."""
    middle, high = late[len(late) // 2], late[int(len(late) * 0.99)]
    print(f"{name:10}{middle:8.1f}{high:8.1f}{late[-1]:8.1f}")


if __name__ == "__main__":
    main()
