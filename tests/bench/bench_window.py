"""Start to window shown beside a bare window of the same library, as whole processes."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.stopwatch import in_turn, report

CHILD = str(Path(__file__).parent / "window_child.py")


def main() -> None:
    """Measure and print the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=9)
    given = options.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = home
        commands = {name: [sys.executable, CHILD, name] for name in ("bare", "ours")}
        in_turn(commands, {}, 1)
        timed = in_turn(commands, {}, given.runs)
    report(timed)
    print(f"ours / bare: {timed['ours'].median / timed['bare'].median:.2f} (goal 2.50)")


if __name__ == "__main__":
    main()
