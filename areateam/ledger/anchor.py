"""What this computer last saw of a register, so that a file put back in silence is noticed.

An anchor beside the register would be a second commit. It is written after the first: whenever
it lags, it names an operation that the register still holds, and both ends are valid.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from areateam.store.files import write_whole
from areateam.store.places import private_folder, state_folder
from areateam.store.register_file import Store


def remember(store: Store, operation: int) -> None:
    """Note the seal of the operation just committed.

    A computer that cannot keep the note loses a check, not the register: the commit stands.
    """
    row = store.connection.execute(
        "SELECT digest, (SELECT uid FROM operation WHERE id = 1) FROM seal WHERE id = ?",
        (operation,),
    ).fetchone()
    note = json.dumps({"operation": operation, "seal": row[0], "register": row[1]})
    try:
        write_whole(_place(store.path), note.encode())
    except OSError:
        forget(store.path)


def forget(path: Path) -> None:
    """Drop what was noted, after a restore that a person asked for."""
    try:
        _place(path).unlink(missing_ok=True)
    except OSError:
        return


def anchor_faults(store: Store) -> list[str]:
    """A sentence where the register is older than, or parted from, what was last seen here."""
    try:
        note = json.loads(_place(store.path).read_text(encoding="utf-8"))
        operation, seal, register = note["operation"], note["seal"], note["register"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    (own,) = store.connection.execute("SELECT uid FROM operation WHERE id = 1").fetchone() or ("",)
    if own != register:
        return []
    row = store.connection.execute("SELECT digest FROM seal WHERE id = ?", (operation,)).fetchone()
    if row is None:
        return [f"the file is older than what was last seen here, operation {operation}"]
    if row[0] != seal:
        return [f"operation {operation} is not the one that was last seen here"]
    return []


def _place(path: Path) -> Path:
    name = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:32]
    return private_folder(state_folder() / "anchors") / f"{name}.json"
