"""Registers made once in a run and copied for each test: to make one takes five times as long."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from tempfile import TemporaryDirectory

from areateam.office import new_office
from tests.conftest import at_home, nine_o_clock

_MADE: dict[Hashable, bytes] = {}


def copy_of(what: Hashable, path: Path, make: Callable[[Path], object]) -> Path:
    """Put a copy of a register at `path`; `make` makes it where `what` is asked for first."""
    if what not in _MADE:
        with TemporaryDirectory() as folder, at_home(Path(folder)):
            place = Path(folder) / "made.areateam"
            make(place)
            _MADE[what] = place.read_bytes()
    path.touch(mode=0o600)
    path.write_bytes(_MADE[what])
    return path


def fresh_register(path: Path, area_team: str = "Q55") -> Path:
    """Put a register into which nothing was entered at `path`.

    Its one operation is from nine o'clock on 1 November 2012.
    """

    def make(place: Path) -> None:
        new_office(place, area_team=area_team, user="tester", now=nine_o_clock).close()

    return copy_of(("fresh", area_team), path, make)
