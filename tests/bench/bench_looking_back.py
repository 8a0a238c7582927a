"""How late the window's event loop is while it goes to an earlier day and counts outliers there."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

DAYS = (date(2012, 3, 1), date(2011, 9, 1), None)
_REST = 2.0


def _note(moments: list[float]) -> None:
    moments.append(time.perf_counter())


def main() -> None:
    """Go from day to day on two pages; print the time until a day is there, and the lateness."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--contracts", type=int, default=10_000)
    options.add_argument("--left", action="store_true", help="leave collecting to Python")
    given = options.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tests.bench.bench_variation import returned_register

    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = home
        register = Path(home) / "returns.areateam"
        returned_register(register, given.contracts).close()
        print(f"{'':28}{'there':>8}{'p50':>8}{'p99':>8}{'max':>8}  s, then ms late (goal: max 100)")
        go_back(register, left=given.left)


def go_back(register: Path, *, left: bool) -> None:
    """Open the window, and go from day to day on the contracts and on the charts."""
    from areateam.commands.command_parser import parser
    from tests.bench.bench_events import lateness
    from ui.app import Entrance, make_application
    from ui.collecting import Collecting
    from ui.settings import Settings

    app = make_application()
    entrance = Entrance(Settings(), parser().parse_args([]))
    collecting = None if left else Collecting(app, lambda: entrance.is_idle)
    entrance.shell.show()
    entrance.open_register(register)
    lateness(lambda: entrance.window is not None)
    assert entrance.window is not None
    desk = entrance.window.desk
    lateness(resting(desk))
    for page in ("contracts", "variation"):
        entrance.shell.open(page)
        lateness(resting(desk))
        for day in DAYS:
            began, there = time.perf_counter(), list[float]()
            link = desk.date_changed.connect(partial(_note, there))
            desk.look_at(day)
            late = lateness(resting(desk))
            desk.date_changed.disconnect(link)
            middle, high = late[len(late) // 2], late[int(len(late) * 0.99)]
            name = f"{page}, {day or 'today'}"
            print(f"{name:28}{there[0] - began:8.2f}{middle:8.1f}{high:8.1f}{late[-1]:8.1f}")
    entrance.finish()
    if collecting is not None:
        collecting.end()


def resting(desk: Any) -> Callable[[], bool]:
    """Whether nothing was read for a while, so that what waits for a rest has begun too."""
    last = time.perf_counter()

    def is_over() -> bool:
        nonlocal last
        if not desk.is_idle:
            last = time.perf_counter()
        return time.perf_counter() - last > _REST

    return is_over


if __name__ == "__main__":
    main()
