"""Copies of a register that were opened and counted before they count."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from areateam.core.problems import RegisterProblem
from areateam.store.failures import register_failures
from areateam.store.files import sweep_parts_of_the_dead, whole_file, write_whole
from areateam.store.places import private_folder

_LIST = "list.json"
_MANY = 1000


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
    """The copies that our own list names and that are still there, oldest first.

    Where the list cannot be read, the copies that can be opened and bear a name of ours.
    """
    folder = backup_folder(register)
    try:
        rows = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        listed = [_backup_from(row) for row in rows]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return _found_in(folder, register.suffix)
    return [backup for backup in listed if (folder / backup.name).is_file()]


def back_up_file(register: Path, reason: str, at: datetime | None = None) -> Backup:
    """Copy a register into its backup folder, check the copy, enter it in the list, thin the list.

    `at` is the moment for the name; without it, the file's own last change.
    Raises RegisterProblem when the copy cannot be made or is not sound.
    """
    with register_failures(register):
        at = at or datetime.fromtimestamp(register.stat().st_mtime)
        folder = private_folder(backup_folder(register))
        target = _free_name(folder, f"{at:%Y-%m-%d %H.%M.%S} {_words(reason)}", register.suffix)
        for suffix in (register.suffix, ".json"):
            sweep_parts_of_the_dead(folder, suffix)
        with register_failures(target), whole_file(target) as temporary:
            operation, contracts = copy_pages(register, temporary, target)
            made = Backup(
                target.name, at.isoformat(timespec="seconds"), reason, operation, contracts
            )
            listed = [*backups_of(register), made]
            # Before the copy takes its name: after a kill a name without a file is passed over,
            # but a file without a name in the list would lie there for ever.
            _write_list(folder, listed)
        _thin(folder, listed)
    return made


def _thin(folder: Path, listed: list[Backup]) -> None:
    """Remove the copies that are no longer needed, and then their names, for the same reason."""
    kept = thinned(listed)
    gone = [backup for backup in listed if backup not in kept]
    for backup in gone:
        (folder / backup.name).unlink(missing_ok=True)
    if gone:
        _write_list(folder, kept)


def copy_register(source: Path, target: Path) -> tuple[int, int]:
    """Copy a register, consistently even while it is in use; the copy is opened and counted.

    What stood under the name `target` is replaced. Returns the last operation and the number of
    contracts. Raises RegisterProblem: backup-unsound, backup-onto-itself, disk-full, …
    """
    with register_failures(target):
        if target.exists() and source.samefile(target):
            raise RegisterProblem("backup-onto-itself", target)
        with whole_file(target) as temporary:
            return copy_pages(source, temporary, target)


def copy_pages(source: Path, temporary: Path, target: Path) -> tuple[int, int]:
    """Copy a register into the empty file `temporary`, as one file without a log beside it.

    Returns the last operation and the number of contracts, which are those of the source.
    Raises RegisterProblem: backup-unsound, register-changed; and sqlite3.Error.
    """
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=5, isolation_level=None)) as reader,
        closing(sqlite3.connect(temporary, isolation_level=None)) as writer,
    ):
        # Within one transaction, or a write between the count and the copy would part them.
        reader.execute("BEGIN")
        if not _has_tables(reader):
            raise RegisterProblem("register-changed", source)
        counts = _counts(reader)
        # The copy counts only once it is whole and synced: nothing in it needs a journal before.
        writer.execute("PRAGMA journal_mode = OFF")
        writer.execute("PRAGMA synchronous = OFF")
        reader.backup(writer, pages=-1)
        reader.execute("COMMIT")
        writer.execute("PRAGMA journal_mode = DELETE")
        # Whether each value keeps its column's rule is the register's own check; here it is
        # asked whether the copy is whole, which takes half as long.
        writer.execute("PRAGMA ignore_check_constraints = ON")
        (answer,) = writer.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok" or counts != _counts(writer):
            raise RegisterProblem("backup-unsound", target, detail=str(answer))
    return counts


def thinned(backups: list[Backup]) -> list[Backup]:
    """Which copies to keep: the last ten, then one an hour for a day, a day for a month, a week.

    Given oldest first; counted back from the newest copy, not from the clock, so that copies
    are not lost because a machine stood still. Of each period the newest is kept.
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


def _words(reason: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", reason.lower()).strip("-") or "copy"


def _free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A name in the folder that no file has; two copies of one second are both kept."""
    names = (f"{stem}{f' {n}' if n > 1 else ''}{suffix}" for n in range(1, _MANY))
    return next(folder / name for name in names if not (folder / name).exists())


def _backup_from(row: dict[str, object]) -> Backup:
    """One entry of the list; raises ValueError, TypeError or KeyError where it is not ours."""
    name, made = row["name"], row["made"]
    operation, contracts = row["operation"], row["contracts"]
    if not isinstance(name, str) or Path(name).name != name or not isinstance(made, str):
        raise TypeError(name)
    if not isinstance(operation, int) or not isinstance(contracts, int):
        raise TypeError(operation)
    datetime.fromisoformat(made)
    return Backup(name, made, str(row["reason"]), operation, contracts)


def _found_in(folder: Path, suffix: str) -> list[Backup]:
    name = re.compile(r"(\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d) ([a-z0-9-]+)( \d+)?" + re.escape(suffix))
    found = []
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return []
    for path in paths:
        if match := name.fullmatch(path.name):
            try:
                at = datetime.fromisoformat(match[1].replace(".", ":"))
                address = f"{path.absolute().as_uri()}?mode=ro"
                with closing(sqlite3.connect(address, uri=True)) as connection:
                    operation, contracts = _counts(connection)
            except (ValueError, sqlite3.Error):
                continue
            reason = match[2].replace("-", " ")
            found.append(Backup(path.name, at.isoformat(), reason, operation, contracts))
    return found


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    (operation,) = connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()
    (contracts,) = connection.execute("SELECT count(*) FROM contract").fetchone()
    return operation, contracts


def _has_tables(connection: sqlite3.Connection) -> bool:
    """Whether there is anything to count: a file from elsewhere may only look like ours."""
    (count,) = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
        " AND name IN ('operation', 'contract')"
    ).fetchone()
    return bool(count == 2)


def _write_list(folder: Path, backups: list[Backup]) -> None:
    rows = [asdict(backup) for backup in backups]
    write_whole(folder / _LIST, json.dumps(rows, indent=1).encode())
