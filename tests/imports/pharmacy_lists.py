"""An invented pharmacy list, the same a month later, and a register that holds the first."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from areateam.catalogue.catalogue import load_catalogue
from areateam.imports.import_actions import (
    ImportSettings,
    Staged,
    side_file_for,
    stage_file,
    understand,
)
from areateam.imports.staged_file import keep_staged, last_operation
from areateam.office import Office, open_office
from tests.fresh_register import copy_of, fresh_register

HEADER = "ODS code,Pharmacy name,Type,PCT,Telephone,Start date,Supplementary hours,Shelf"
NOW = datetime(2012, 11, 1, 9, 30)  # noqa: DTZ001 - the office's own wall clock


def old_lines() -> list[list[str]]:
    """Twenty pharmacies, on lines 2 to 21."""
    return [
        [
            f"FZ{n:03d}",
            f"Invented Chemist {n}",
            "Pharmacy",
            "5N6",
            f"01632 9600{n:02d}",
            f"{n % 27 + 1:02d}/04/2005",
            str(n),
            "x",
        ]
        for n in range(20)
    ]


def new_lines() -> list[list[str]]:
    """The next month: 2 new, 3 changed (one in two fields), 1 in doubt, 2 refused, 13 same."""
    lines = old_lines()
    lines[1][6] = "30"
    lines[4][6] = "40"
    lines[4][4] = "01632 960999"
    lines[7][4] = "01632 960777"
    lines[9][5] = "31/02/2012"  # no such date
    lines[10][0] = ""  # no key
    lines[12][0] = "FZ013"  # the record of line 15, which stands as it stood
    del lines[19]
    lines.append(["FZ101", "New Chemist 1", "Pharmacy", "5N6", "", "13/10/2012", "5", "x"])
    lines.append(["FZ102", "New Chemist 2", "Pharmacy", "5N6", "", "13/10/2012", "5", "x"])
    return lines


COUNTS = {"new": 2, "changed": 3, "same": 13, "doubtful": 1, "rejected": 2}


def write_list(path: Path, lines: list[list[str]]) -> Path:
    """Write a list as a CSV file."""
    text = "\r\n".join([HEADER, *(",".join(line) for line in lines)])
    path.write_text(text + "\r\n", encoding="utf-8")
    return path


@dataclass(frozen=True)
class Places:
    """A register that holds the first list, and the file of the second."""

    register: Path
    later: Path

    def open(self) -> Office:
        """Open the register to write."""
        return open_office(self.register, user="Ruth Osei", now=lambda: NOW)


def make_places(folder: Path) -> Places:
    """Make the register and both lists in a folder."""
    write_list(folder / "first.csv", old_lines())
    register = copy_of("pharmacies", folder / "made.areateam", _make)
    return Places(register, write_list(folder / "October list.csv", new_lines()))


def _make(register: Path) -> None:
    first = write_list(register.with_name("first.csv"), old_lines())
    office = open_office(fresh_register(register), user="Ruth Osei", now=lambda: NOW)
    try:
        staged = stage(office, first)
        office.apply_staged(staged)
        staged.path.unlink()
    finally:
        office.close()


def copied(places: Places, folder: Path) -> Places:
    """The same in another folder, so that a test may change it."""
    names = [places.register, places.later]
    register, later = (Path(shutil.copy(each, folder / each.name)) for each in names)
    return Places(register, later)


def stage(office: Office, path: Path) -> Staged:
    """Read a file into a side file that can be reviewed."""
    return stage_beside(office.path, last_operation(office.store.connection), path)


def stage_beside(register: Path, operation: int, path: Path) -> Staged:
    """The same, for a register whose last operation is known."""
    settings = ImportSettings()
    catalogue = load_catalogue()
    understood = understand(path, catalogue, settings)
    staged = stage_file(understood, settings, register, side_file_for(register), catalogue)
    keep_staged(staged, register, operation)
    return staged
