"""Times whole processes in turn, so that a machine that speeds up or slows down favours nobody."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass
class Timed:
    """The runs of one command: wall and processor seconds, and the largest memory in MB."""

    seconds: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    megabytes: float = 0.0

    @property
    def median(self) -> float:
        """The median of the wall seconds."""
        return statistics.median(self.seconds)

    @property
    def median_worked(self) -> float:
        """The median of the processor seconds, which say more where others use the machine."""
        return statistics.median(self.worked)


def run_once(command: Sequence[str]) -> tuple[float, float, float]:
    """Wall and processor seconds and peak memory in MB of one run; a failing command raises."""
    # The peers were compiled when they were installed; so must we be.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command}: {said.decode(errors='replace')[-800:]}")
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def in_turn(
    commands: Mapping[str, Sequence[str]],
    before: Mapping[str, Callable[[], None]],
    runs: int,
) -> dict[str, Timed]:
    """Run every command `runs` times, A B C A B C …; `before[name]` prepares each of its runs."""
    timed = {name: Timed() for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            if name in before:
                before[name]()
            seconds, worked, megabytes = run_once(command)
            timed[name].seconds.append(seconds)
            timed[name].worked.append(worked)
            timed[name].megabytes = max(timed[name].megabytes, megabytes)
    return timed


def report(timed: Mapping[str, Timed]) -> None:
    """Print each command's median, spread, processor seconds and memory."""
    print(f"{'':34}{'median s':>10}{'min':>8}{'max':>8}{'CPU s':>8}{'MB':>8}")
    for name, found in timed.items():
        low, high = min(found.seconds), max(found.seconds)
        spread = f"{found.median:10.2f}{low:8.2f}{high:8.2f}"
        print(f"{name:34}{spread}{found.median_worked:8.2f}{found.megabytes:8.0f}")
