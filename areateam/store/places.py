"""Where a register may lie, and where what belongs to this computer is kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from platformdirs import user_config_path, user_state_path

from areateam.core.problems import RegisterProblem

_NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "afs", "9p", "davfs", "afpfs"}
)
_SYNCED_WORDS = ("dropbox", "onedrive", "google drive", "icloud drive", "box sync", "nextcloud")


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


def refuse_unsafe_place(path: Path) -> None:
    """Refuse a register on a network or in a synchronised folder: either loses confirmed work.

    Locks do not hold on network file systems, and a synchroniser copies a file between two of
    its own writes. AREATEAM_ANY_PLACE=1 lets a person decide otherwise.
    Raises RegisterProblem("register-on-network" or "register-in-synced-folder").
    """
    if os.environ.get("AREATEAM_ANY_PLACE") == "1":
        return
    text = str(path)
    if text.startswith(("\\\\", "//")) or file_system_type(path) in _NETWORK_TYPES:
        raise RegisterProblem("register-on-network", path)
    for part in path.parts:
        if part.lower().startswith(_SYNCED_WORDS):
            raise RegisterProblem("register-in-synced-folder", path, folder=part)


def file_system_type(path: Path) -> str:
    """The type of the file system a path lies on, in lower case; "" where it is not known."""
    if sys.platform == "win32":
        return _windows_drive_type(path)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    best, found = "", ""
    resolved = str(path.resolve())
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        inside = resolved == place or resolved.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(best):
            best, found = place, kind.lower()
    return found


def _windows_drive_type(path: Path) -> str:
    if sys.platform != "win32":
        return ""
    import ctypes

    remote = 4
    kind: int = ctypes.windll.kernel32.GetDriveTypeW(path.resolve().anchor)
    return "cifs" if kind == remote else ""
