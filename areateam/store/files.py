"""Writing a file so that a kill leaves the old one or the new one, never a part."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from areateam.store.processes import is_running

_RETRIED = frozenset({5, 32, 33})
"""Windows errors while a virus scanner or an indexer holds the file: denied, shared, locked."""
_RETRY_SECONDS = 2.5


@contextmanager
def whole_file(path: Path, *, sync: bool = True) -> Iterator[Path]:
    """Give a temporary name beside `path` to write to; it takes the name only when all went well.

    The temporary file and the folder are synced to the disk before and after the rename. Without
    `sync` a power cut may leave the old file, the new one or an empty one.
    """
    temporary = part_of(path)
    try:
        temporary.unlink(missing_ok=True)
        temporary.touch(mode=0o600)
        yield temporary
        if sync:
            sync_file(temporary)
        replace(temporary, path, sync=sync)
    finally:
        temporary.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """The temporary name beside a file that this process writes to."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def sweep_parts(path: Path) -> None:
    """Remove what a killed process left of a file that it was writing; ours alone, by name.

    Only for files that no other process may be writing just now.
    """
    name = re.compile(re.escape(f".{path.name}.") + r"\d+\.part(-wal|-shm|-journal)?")
    with suppress(OSError):
        for left in path.parent.iterdir():
            if name.fullmatch(left.name):
                left.unlink(missing_ok=True)


def sweep_parts_of_the_dead(folder: Path, suffix: str) -> None:
    """Remove from a folder what killed processes left of files with this ending; ours, by name."""
    name = re.compile(r"\..+" + re.escape(suffix) + r"\.(\d+)\.part(-wal|-shm|-journal)?")
    with suppress(OSError):
        for left in folder.iterdir():
            found = name.fullmatch(left.name)
            if found and not is_running(int(found[1])):
                left.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes, *, sync: bool = True) -> None:
    """Write bytes to a file in one step; see `whole_file`."""
    with whole_file(path, sync=sync) as temporary:
        temporary.write_bytes(content)


def sync_file(path: Path) -> None:
    """Have the system put a file's content on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path, *, sync: bool = True) -> None:
    """Rename over a file, trying again while Windows says that somebody holds it."""
    deadline = time.monotonic() + _RETRY_SECONDS
    while True:
        try:
            source.replace(target)
            break
        except OSError as error:
            held = getattr(error, "winerror", None) in _RETRIED
            if not held or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    if sync:
        sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Have the system put a folder's names on the disk; Windows has no such call."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
