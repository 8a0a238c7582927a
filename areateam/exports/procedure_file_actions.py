"""Writes a procedure to a file for another office, and reads one."""

from __future__ import annotations

from pathlib import Path

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.procedure_definitions import Procedure
from areateam.catalogue.procedure_exchange import procedure_text, read_procedure_text
from areateam.core.problems import FileProblem
from areateam.exports.export_file import export_file

_MOST_BYTES = 1_000_000


def write_procedure_file(procedure: Procedure, path: Path) -> None:
    """Write a procedure as it stands here. Raises FileProblem as `export_file` does."""
    with export_file(path) as temporary:
        temporary.write_text(procedure_text(procedure), encoding="utf-8")


def read_procedure_file(path: Path, catalogue: Catalogue) -> Procedure:
    """The procedure of a file, checked against these definitions.

    Raises FileProblem: procedure-unreadable for what is no text, or no file; UserProblem as
    `read_procedure_text` does.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileProblem("procedure-unreadable", path)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as why:
        raise FileProblem("procedure-unreadable", path) from why
    return read_procedure_text(text, catalogue)
