"""Writes documents out: a copy to keep, or one to be opened in a folder of this user alone."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from areateam.calloffs.paper_views import paper_bytes
from areateam.cases.document_views import document_bytes
from areateam.cases.letter_views import Template
from areateam.core.problems import FileProblem
from areateam.exports.export_file import export_file
from areateam.store.places import private_folder, state_folder
from areateam.store.processes import is_running

OPENED = frozenset(
    (
        *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".xls", ".xlsx", ".ods", ".csv"),
        *(".ppt", ".pptx", ".odp", ".msg", ".eml"),
        *(".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp"),
    )
)
"""The endings that a system opens to be read. What could run, or call a network, is saved only."""
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')
_LONGEST = 100


def safe_name(name: str) -> str:
    """A document's name as a file on any system may have it, with its ending."""
    plain = _UNFIT.sub("_", name).strip(" .") or "document"
    ending = Path(plain).suffix[:12]
    return Path(plain).stem[: _LONGEST - len(ending)] + ending


def save_document(connection: sqlite3.Connection, document: int, path: Path) -> Path:
    """Write a document's bytes to a file, and return its path.

    Raises UserProblem("document-unknown") and what `export_file` raises.
    """
    _, content = document_bytes(connection, document)
    with export_file(path) as temporary:
        temporary.write_bytes(content)
    return path


def save_template(template: Template, path: Path) -> Path:
    """Write a letter's template to a file, to be changed in Word; raises as `export_file` does."""
    with export_file(path) as temporary:
        temporary.write_bytes(template.content)
    return path


def open_copy(connection: sqlite3.Connection, document: int) -> Path:
    """Write a copy of a document that the system may open, and return where it is.

    Raises UserProblem("document-unknown"), and as `_opened_copy` does.
    """
    return _opened_copy(f"D{document}", *document_bytes(connection, document))


def open_paper(connection: sqlite3.Connection, paper: int) -> Path:
    """Write a copy of a paper of a call-off that the system may open; raises as `open_copy`."""
    return _opened_copy(f"P{paper}", *paper_bytes(connection, paper))


def save_paper(connection: sqlite3.Connection, paper: int, path: Path) -> Path:
    """Write the bytes of a paper of a call-off to a file; raises as `save_document` does."""
    _, content = paper_bytes(connection, paper)
    with export_file(path) as temporary:
        temporary.write_bytes(content)
    return path


def _opened_copy(ref: str, name: str, content: bytes) -> Path:
    """A copy in a folder of this user, who alone can read it.

    Those of programs that have ended are taken away. FileProblem: document-not-opened for a kind
    that is not opened, file-unwritable.
    """
    plain = safe_name(name)
    if Path(plain).suffix.lower() not in OPENED:
        raise FileProblem("document-not-opened", plain, name=plain)
    opened = private_folder(state_folder() / "opened")
    sweep_opened(opened)
    path = private_folder(opened / str(os.getpid())) / f"{ref} {plain}"
    try:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
    except OSError as error:
        raise FileProblem("file-unwritable", path, reason=error.strerror or "") from error
    return path


def sweep_opened(opened: Path) -> None:
    """Take away the copies of programs that have ended."""
    with suppress(OSError):
        for folder in opened.iterdir():
            if folder.name.isdecimal() and not is_running(int(folder.name)):
                shutil.rmtree(folder, ignore_errors=True)
