"""Where a register may lie, and where what belongs to this computer is kept."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path, user_state_path

from areateam.core.problems import RegisterProblem

_NETWORK_TYPES = frozenset(
    (
        *("9p", "afpfs", "afs", "ceph", "cifs", "davfs", "glusterfs", "ncpfs", "nfs", "nfs4"),
        *("smb3", "smbfs", "sshfs"),
        *("fuse.davfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    )
)
_SYNCED_WORDS = (
    "box sync",
    "cloudstorage",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "onedrive",
    "owncloud",
)


def private_folder(folder: Path) -> Path:
    """Make a folder that only its owner can read, and give it back."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def settings_folder() -> Path:
    """Where this person's settings for the window are kept."""
    return private_folder(user_config_path("areateam", appauthor=False))


def state_folder() -> Path:
    """Where this computer keeps what it has last seen of each register."""
    return private_folder(user_state_path("areateam", appauthor=False))


def seen_note(register: Path) -> Path:
    """Where this computer notes what it last saw of a register; the note need not be there."""
    name = hashlib.sha256(str(register.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return private_folder(state_folder() / "anchors") / f"{name[:32]}.json"


def forget_seen(register: Path) -> None:
    """Drop what was noted, after a change of the file that a person asked for."""
    with suppress(OSError):
        seen_note(register).unlink(missing_ok=True)


def refuse_unsafe_place(path: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """Refuse a register on a network or in a synchronised folder: either loses confirmed work.

    Locks do not hold on network file systems, and a synchroniser copies a file between two of
    its own writes. AREATEAM_ANY_PLACE=1 lets a person decide otherwise. `mounts` is the system's
    list of what is mounted where.
    Raises RegisterProblem("register-on-network" or "register-in-synced-folder").
    """
    if os.environ.get("AREATEAM_ANY_PLACE") == "1":
        return
    text = str(path)
    if text.startswith(("\\\\", "//")) or file_system_type(path, mounts) in _NETWORK_TYPES:
        raise RegisterProblem("register-on-network", path)
    for part in path.parts[:-1]:
        if part.lower().startswith(_SYNCED_WORDS):
            raise RegisterProblem("register-in-synced-folder", path, folder=part)


def file_system_type(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The type of the file system a path lies on, in lower case; "" where it is not known.

    What the whole system runs from counts as this computer's own disk, whatever its type.
    """
    if os.name == "nt":
        return _windows_drive_type(path)
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, found = "/", ""
    resolved = str(path.resolve())
    for line in lines:
        _, place, kind, *_ = [*line.split(" "), "", "", ""]
        place = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), place)
        inside = resolved == place or resolved.startswith(place.rstrip("/") + "/")
        if place and place != "/" and inside and len(place) >= len(best):
            best, found = place, kind.lower()
    return found


if sys.platform == "win32":
    import ctypes

    def _windows_drive_type(path: Path) -> str:
        remote = 4
        kind: int = ctypes.windll.kernel32.GetDriveTypeW(path.resolve().anchor)
        return "cifs" if kind == remote else ""

else:

    def _windows_drive_type(_: Path) -> str:
        return ""
