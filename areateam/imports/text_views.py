"""Reads a small text file as a whole, in whatever encoding it is."""

from __future__ import annotations

from pathlib import Path

from areateam.core.problems import FileProblem
from areateam.imports.encodings import survey


def whole_text(path: Path) -> str:
    """The text of a file; raises FileProblem where it is missing, unreadable or no text."""
    encoding = survey(path).encoding
    try:
        return path.read_bytes().decode(encoding)
    except OSError as why:
        raise FileProblem("file-unreadable", path, reason=str(why)) from why
