"""What this computer last saw of a register, so that a file put back in silence is noticed.

An anchor beside the register would be a second commit. It is written after the first: whenever
it lags, it names an operation that the register still holds, and both ends are valid. It is not
synced, which would triple the time of an edit: what a power cut leaves of it is read, or is none.
"""

from __future__ import annotations

import json

from areateam.core.wording import sentence
from areateam.store.files import write_whole
from areateam.store.places import forget_seen, seen_note
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
        write_whole(seen_note(store.path), note.encode(), sync=False)
    except OSError:
        forget_seen(store.path)


def anchor_faults(store: Store) -> list[str]:
    """A sentence where the register is older than, or parted from, what was last seen here.

    Another register under the same name is no fault: what was seen is of its own register.
    """
    try:
        note = json.loads(seen_note(store.path).read_text(encoding="utf-8"))
        operation, seal, register = note["operation"], note["seal"], note["register"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    (own,) = store.connection.execute("SELECT uid FROM operation WHERE id = 1").fetchone() or ("",)
    if own != register:
        return []
    row = store.connection.execute("SELECT digest FROM seal WHERE id = ?", (operation,)).fetchone()
    if row is None:
        return [sentence("check-older-than-seen", operation=operation)]
    if row[0] != seal:
        return [sentence("check-not-as-seen", operation=operation)]
    return []
