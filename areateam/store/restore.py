"""Put a backup in a register's place, keeping what it replaces beside it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from areateam.core.problems import RegisterProblem
from areateam.store.backup import copy_pages
from areateam.store.examine import (
    read_version,
    refuse_damage,
    refuse_unlike,
    refuse_unsound,
    refuse_version,
)
from areateam.store.failures import register_failures
from areateam.store.files import part_of, replace, sweep_parts, sync_file, sync_folder, whole_file
from areateam.store.lock import RegisterLock
from areateam.store.places import forget_seen, refuse_unsafe_place
from areateam.store.schema import Schema

_BESIDE = ("-wal", "-shm")


def restore_register(backup: Path, register: Path, schema: Schema) -> Path | None:
    """Make `register` hold what `backup` holds; returns where the replaced file is kept.

    None where there was none. The backup is copied and the copy is examined; an older one is
    upgraded when the register is next opened. A damaged register is replaced and kept like any
    other. Raises RegisterProblem: that of the backup as `open_store` names it, or
    register-locked, backup-same-file, disk-full; the register is then as it was.
    """
    with register_failures(backup):
        backup = backup.resolve()
        refuse_unlike(backup)
    with register_failures(register):
        register = register.resolve()
        refuse_unsafe_place(register)
        if not register.parent.is_dir():
            raise RegisterProblem("folder-missing", register, folder=str(register.parent))
        if register.is_dir():
            raise RegisterProblem("register-is-folder", register)
        if register.exists() and backup.samefile(register):
            raise RegisterProblem("backup-same-file", register)
        lock = RegisterLock(register)
        lock.acquire()
        try:
            return _restore(backup, register, schema)
        finally:
            lock.release()


def _restore(backup: Path, register: Path, schema: Schema) -> Path | None:
    sweep_parts(register)
    temporary = part_of(register)
    try:
        temporary.touch(mode=0o600)
        _copy_and_examine(backup, temporary, schema)
        sync_file(temporary)
        kept = _keep(register) if register.exists() else None
        # What the log held is in the file by now, or with what is kept. Left here, it would be
        # read as the log of the file that comes.
        for ending in _BESIDE:
            register.with_name(register.name + ending).unlink(missing_ok=True)
        sync_folder(register.parent)
        replace(temporary, register)
    finally:
        for ending in ("", "-journal", *_BESIDE):
            temporary.with_name(temporary.name + ending).unlink(missing_ok=True)
    forget_seen(register)
    return kept


def _copy_and_examine(backup: Path, temporary: Path, schema: Schema) -> None:
    """Copy a backup and refuse the copy, under the backup's name, where it cannot be used."""
    with register_failures(backup):
        copy_pages(backup, temporary, backup)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            version = read_version(connection)
            refuse_version(backup, version, schema)
            if version == schema.version:
                refuse_unsound(connection, backup, schema, whole=True)
            else:
                refuse_damage(connection, backup, whole=True)
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise RegisterProblem("register-damaged", backup, detail="Its links are broken")


def _keep(register: Path) -> Path:
    """Copy the register's files, as they lie, to a name that says they were replaced."""
    _fold_log(register)
    at = datetime.fromtimestamp(register.stat().st_mtime)
    kept = next(name for name in _kept_names(register, at) if not name.exists())
    # The log first: a kept file is complete from the moment that it has its name.
    for ending in (*_BESIDE, ""):
        source = register.with_name(register.name + ending)
        if source.exists():
            with whole_file(kept.with_name(kept.name + ending)) as temporary:
                shutil.copyfile(source, temporary)
    return kept


def _kept_names(register: Path, at: datetime) -> Iterator[Path]:
    stem = f"{register.stem} replaced {at:%Y-%m-%d %H.%M.%S}"
    yield register.with_name(f"{stem}{register.suffix}")
    for number in range(2, 1000):
        yield register.with_name(f"{stem} {number}{register.suffix}")


def _fold_log(register: Path) -> None:
    """Bring the log into the file, so that one file is all there is to keep.

    A file too damaged for it is kept as it is, with its log.
    """
    if not register.with_name(register.name + "-wal").exists():
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(register, timeout=5)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            return
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
