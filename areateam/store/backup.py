"""Copies of a register that were opened and counted before they count."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from areateam.core.problems import RegisterProblem
from areateam.store.failures import register_failures
from areateam.store.files import whole_file, write_whole
from areateam.store.places import private_folder

_LIST = "list.json"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy in our own list: its file name, when and why it was made, and what it holds."""

    name: str
    made: str
    reason: str
    operation: int
    contracts: int

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made)


def backup_folder(register: Path) -> Path:
    """The folder beside a register that holds its copies."""
    return register.with_name(register.stem + " backups")


def backups_of(register: Path) -> list[Backup]:
    """The copies that our own list names and that are still there, oldest first."""
    folder = backup_folder(register)
    try:
        rows = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        listed = [Backup(**row) for row in rows]
    except (OSError, ValueError, TypeError):
        return []
    return [backup for backup in listed if (folder / backup.name).is_file()]


def back_up_file(register: Path, reason: str, at: datetime | None = None) -> Backup:
    """Copy a register into its backup folder, check the copy, enter it in the list, thin the list.

    `at` is the moment for the name; without it, the file's own last change.
    Raises RegisterProblem when the copy cannot be made or is not sound.
    """
    at = at or datetime.fromtimestamp(register.stat().st_mtime)
    folder = private_folder(backup_folder(register))
    words = re.sub(r"[^a-z0-9]+", "-", reason.lower()).strip("-")
    name = f"{at:%Y-%m-%d %H.%M.%S} {words}{register.suffix}"
    operation, contracts = copy_register(register, folder / name)
    made = Backup(name, at.isoformat(timespec="seconds"), reason, operation, contracts)
    listed = [b for b in backups_of(register) if b.name != name] + [made]
    kept = thinned(listed)
    _write_list(folder, kept)
    for backup in listed:
        if backup not in kept:
            (folder / backup.name).unlink(missing_ok=True)
    return made


def copy_register(source: Path, target: Path) -> tuple[int, int]:
    """Copy a register, consistently even while it is in use; the copy is opened and counted.

    Returns its last operation and its number of contracts. Raises RegisterProblem.
    """
    with register_failures(target), whole_file(target) as temporary:
        reader = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        writer = sqlite3.connect(temporary)
        try:
            reader.backup(writer, pages=-1)
            writer.execute("PRAGMA journal_mode = DELETE")
            (answer,) = writer.execute("PRAGMA quick_check(1)").fetchone()
            counts = _counts(writer)
            if answer != "ok" or counts != _counts(reader):
                raise RegisterProblem("backup-unsound", target, detail=str(answer))
        finally:
            writer.close()
            reader.close()
    return counts


def thinned(backups: list[Backup]) -> list[Backup]:
    """Which copies to keep: the last ten, then one an hour for a day, a day for a month, a week.

    Given oldest first; counted back from the newest copy, not from the clock, so that copies
    are not lost because a machine stood still.
    """
    if not backups:
        return []
    newest = backups[-1].made_at
    kept = set(backups[-10:])
    seen: set[str] = set()
    for backup in reversed(backups):
        age = newest - backup.made_at
        if age.days < 1:
            period = f"{backup.made_at:%Y-%m-%d %H}"
        elif age.days < 31:
            period = f"{backup.made_at:%Y-%m-%d}"
        else:
            period = f"{backup.made_at:%G-W%V}"
        if period not in seen:
            seen.add(period)
            kept.add(backup)
    return [backup for backup in backups if backup in kept]


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    (operation,) = connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()
    (contracts,) = connection.execute("SELECT count(*) FROM contract").fetchone()
    return operation, contracts


def _write_list(folder: Path, backups: list[Backup]) -> None:
    rows = [asdict(backup) for backup in backups]
    write_whole(folder / _LIST, json.dumps(rows, indent=1).encode())
