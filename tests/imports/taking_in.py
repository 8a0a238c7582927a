"""Takes files into a register as the program does, and looks at what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from areateam.core.problems import FileProblem
from areateam.imports.import_actions import (
    ImportSettings,
    Staged,
    side_file_for,
    stage_file,
    understand,
)
from areateam.imports.rejects import write_rejects
from areateam.office import Office


def take_in(office: Office, path: Path, *, rejects: Path | None = None, **settings: Any) -> Staged:
    """Import one file; every line must have an outcome, and nothing of the side file may stay."""
    wishes = ImportSettings(**settings)
    understood = understand(path, office.catalogue, wishes)
    side = side_file_for(office.path)
    try:
        staged = stage_file(understood, wishes, office.path, side, office.catalogue)
        office.apply_staged(staged)
        if rejects:
            write_rejects(staged, rejects)
    finally:
        side.unlink(missing_ok=True)
    assert staged.adds_up
    return staged


def take_text(office: Office, folder: Path, text: str, **settings: Any) -> Staged:
    """Import a file of this text."""
    path = folder / "taken.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return take_in(office, path, **settings)


def codes(staged: Staged) -> list[tuple[int, str, str, str]]:
    """What was found: line, column, code, weight."""
    return [(f.line, f.column, f.code, f.weight.value) for f in staged.findings]


def outcomes(staged: Staged) -> dict[str, int]:
    """The outcomes that any line had."""
    return {word: count for word, count in staged.counts.items() if count}


def rows(office: Office, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    return office.store.connection.execute(sql, values).fetchall()


def ods_line(code: str, **cells: str) -> str:
    """A line of the 27 columns that ODS gives organisations in; `cells` by name."""
    line = [""] * 27
    line[0] = code
    given = {"name": f"PRACTICE {code}", "region": "Y54", "opened": "19740401", "status": "A",
             "sub": "B", "amended": "1", "setting": "4", **cells}  # fmt: skip
    places = {"name": 1, "region": 2, "a1": 4, "a2": 5, "a3": 6, "a4": 7, "a5": 8, "postcode": 9,
              "opened": 10, "closed": 11, "status": 12, "sub": 13, "phone": 17, "amended": 21,
              "setting": 25}  # fmt: skip
    for name, text in given.items():
        line[places[name]] = text
    return ",".join(f'"{cell}"' for cell in line) + "\r\n"


__all__ = ["FileProblem", "codes", "ods_line", "outcomes", "rows", "take_in", "take_text"]
