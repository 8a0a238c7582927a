"""Opens a spreadsheet in a process of its own first: a damaged one may ask for all memory there is.

The library works out the area of a sheet from the places its cells claim, and ends the whole
process where that does not fit. `is_readable` finds out beside us; as a program this module reads
every sheet of the file that it is given.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SECONDS = 15
_MEMORY = 1_000_000_000
_ROOT = Path(__file__).resolve().parents[2]


def is_readable(path: Path) -> bool:
    """Whether all sheets can be read in 15 seconds and 1 GB; a refusal in words is readable."""
    command = [sys.executable, "-m", "areateam.imports.sheet_probe", str(path.absolute())]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and a path
            command, cwd=_ROOT, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _limit_memory() -> None:
    if sys.platform == "win32":
        # Windows refuses what it cannot back, and so needs no limit.
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, most))


def _read(path: Path) -> int:
    """0 where the library reads the file, or says in words that it does not; 1 where it breaks."""
    from python_calamine import CalamineWorkbook

    try:
        with path.open("rb") as stream:
            book = CalamineWorkbook.from_filelike(stream)
            for name in book.sheet_names:
                book.get_sheet_by_name(name)
    except Exception:  # noqa: BLE001 - said again, with its reason, where the file is read
        return 0
    return 0


if __name__ == "__main__":
    _limit_memory()
    sys.exit(_read(Path(sys.argv[1])))
