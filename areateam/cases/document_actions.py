"""Files documents: copied into the register by their SHA-256, dated, never lost."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import msgspec

from areateam.cases.document_rows import Document
from areateam.core.problems import FileProblem, UserProblem
from areateam.ledger.ledger import Write

MOST_MB = 25
"""The largest document that a register takes."""
STATES = ("received", "draft", "sent")


class Filing(msgspec.Struct, frozen=True):
    """Where a document belongs and what it is; what begins with `letter` is for our own letters."""

    contract: int | None
    title: str
    dated: date
    case: int | None = None
    step: int | None = None
    state: str = "received"
    letter: str = ""
    follows: int | None = None
    letter_version: int | None = None
    template: int | None = None


def read_document(path: Path) -> bytes:
    """The bytes of a file that is to be filed.

    Raises FileProblem: file-missing, file-is-folder, file-unreadable, document-empty,
    document-too-large.
    """
    if path.is_dir():
        raise FileProblem("file-is-folder", path)
    try:
        size = path.stat().st_size
        _check_size(path.name, size, path)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FileProblem("file-missing", path) from error
    except OSError as error:
        raise FileProblem("file-unreadable", path, reason=error.strerror or "") from error
    _check_size(path.name, len(content), path)
    return content


def file_document(write: Write, filing: Filing, name: str, content: bytes) -> int:
    """File a document and return its id; bytes that the register has already are kept once.

    `name` is the file's own, without a folder. Raises FileProblem: document-empty,
    document-too-large.
    """
    own = Path(name.replace("\\", "/")).name or "document"
    digest = keep_content(write, own, content)
    return write.insert(
        Document,
        contract=filing.contract,
        case=filing.case,
        step=filing.step,
        sha256=digest,
        size=len(content),
        name=own,
        title=filing.title.strip() or own,
        dated_on=filing.dated.isoformat(),
        state=filing.state,
        letter=filing.letter or None,
        follows=filing.follows,
        letter_version=filing.letter_version,
        template=filing.template,
    )


def name_document(write: Write, document: int, title: str, dated: date) -> None:
    """Give a document that came in another title and the day that it bears.

    Raises UserProblem: document-unknown, document-is-letter for one of ours, document-untitled.
    """
    row = write.execute("SELECT state FROM document WHERE id = ?", (document,)).fetchone()
    if row is None:
        raise UserProblem("document-unknown", ref=f"D{document}")
    if row[0] != "received":
        raise UserProblem("document-is-letter")
    if not title.strip():
        raise UserProblem("document-untitled")
    write.amend(Document, document, title=title.strip(), dated_on=dated.isoformat())


def keep_content(write: Write, name: str, content: bytes) -> str:
    """Keep bytes that the register has not yet, and return their SHA-256.

    Raises FileProblem: document-empty, document-too-large.
    """
    _check_size(name, len(content), Path(name))
    digest = hashlib.sha256(content).hexdigest()
    write.execute(
        "INSERT OR IGNORE INTO document_content (sha256, size, content) VALUES (?, ?, ?)",
        (digest, len(content), content),
    )
    return digest


def remove_document(write: Write, document: int) -> None:
    """Take a document out of its place; its bytes stay in the register, and undo brings it back.

    What followed it follows the version before it. Raises UserProblem("document-unknown").
    """
    write.execute(
        "UPDATE document AS d SET follows_id = o.follows_id FROM document AS o"
        " WHERE o.id = ? AND d.follows_id = o.id",
        (document,),
    )
    if not write.remove(Document, document):
        raise UserProblem("document-unknown", ref=f"D{document}")


def _check_size(name: str, size: int, path: Path) -> None:
    if not size:
        raise FileProblem("document-empty", path, name=name)
    if size > MOST_MB * 1_000_000:
        raise FileProblem(
            "document-too-large", path, name=name, size=-(-size // 1_000_000), limit=MOST_MB
        )
