"""A funnel of 8,000 points: first drawing, then frames while it is zoomed, moved and pointed at."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

POINTS = 8_000
FIRST = 0.3
FRAME = 1 / 30


def main() -> int:
    """Print the milliseconds of each; 1 where a drawing takes longer than it may."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.perf_counter()
    from ui.app import make_application

    app = make_application([], choice="light")
    loaded = time.perf_counter()
    from tests.ui.chart_samples import funnel, ranked
    from ui.charts.chart_view import ChartView

    print(f"{'window parts loaded':32}{1000 * (loaded - began):8.1f} ms")
    print(f"{'chart library loaded':32}{1000 * (time.perf_counter() - loaded):8.1f} ms")
    view = ChartView("Bench")
    view.resize(1000, 700)
    view.show()
    app.processEvents()

    def draw() -> None:
        view.grab()

    def first() -> None:
        view.show_picture(funnel(POINTS))
        view.pick(["P1"])
        draw()

    def zoom() -> None:
        view.zoom(0.97)
        draw()

    def move() -> None:
        view._room.translateBy(x=5.0, y=0.0)
        draw()

    def point() -> None:
        view._hover((view.hovered + 7) % POINTS)
        draw()

    def bars() -> None:
        view.show_picture(ranked(POINTS))
        draw()

    slow = [
        timed(f"{POINTS:,} points drawn", first, 1, FIRST),
        timed("drawn again", first, 5, FIRST),
        timed("a frame while zooming", zoom, 30, FRAME),
        timed("a frame while moving", move, 30, FRAME),
        timed("a frame while pointing", point, 30, FRAME),
        timed(f"{POINTS:,} ranked bars drawn", bars, 5, FIRST),
    ]
    view.close()
    return int(any(slow))


def timed(words: str, act: Callable[[], None], runs: int, limit: float) -> bool:
    """Print the median of so many runs; whether it is over the limit in seconds."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    median = statistics.median(seconds)
    worst = max(seconds)
    print(f"{words:32}{1000 * median:8.1f} ms{1000 * worst:10.1f} worst{1000 * limit:8.0f} limit")
    return median > limit


if __name__ == "__main__":
    sys.exit(main())
