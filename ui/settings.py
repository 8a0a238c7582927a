"""What one person prefers on one computer: theme, columns, window; no record text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from areateam.store.places import settings_folder, state_folder

_LONGEST_RECENT = 8


class Settings:
    """Plain JSON values by name, kept in the person's own settings folder."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or settings_folder() / "window.json"
        self._values: dict[str, Any] = {}
        try:
            read = json.loads(self._path.read_text(encoding="utf-8"))
            self._values = read if isinstance(read, dict) else {}
        except (OSError, ValueError):
            # A missing or spoilt file costs the preferences and nothing else.
            self._values = {}

    def get(self, name: str, default: Any = None) -> Any:
        """The value kept under a name."""
        return self._values.get(name, default)

    def set(self, name: str, value: Any) -> None:
        """Keep a value; where the disk refuses, it holds until the window closes."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        # Nothing is written before the first window is painted, so this need not be there either.
        from areateam.store.files import write_whole

        try:
            write_whole(self._path, json.dumps(self._values, indent=1).encode())
        except OSError:
            return


@dataclass(frozen=True, slots=True)
class RegisterUse:
    """A register used before: its title, when it was used, and the age of its newest backup."""

    path: Path
    title: str
    used: str
    is_there: bool
    backed_up: str

    @property
    def is_demo(self) -> bool:
        """Whether it is the demonstration register that the program made itself."""
        return self.path == demo_path()


def uses_of(settings: Settings) -> list[RegisterUse]:
    """The registers used before, the newest first; none of them is opened."""
    # Backups bring SQLite with them, which the settings alone do not need.
    from areateam.store.backup import backups_of

    found = []
    for kept in settings.get("recent", ()):
        path = Path(str(kept["path"]))
        is_there = path.exists()
        backups = backups_of(path) if is_there else []
        made = backups[-1].made if backups else ""
        found.append(RegisterUse(path, str(kept["title"]), str(kept["used"]), is_there, made))
    return found


def note_use(settings: Settings, path: Path, title: str, at: str) -> None:
    """Put a register at the head of the list, and open it again next time."""
    rest = [kept for kept in settings.get("recent", ()) if kept["path"] != str(path)]
    settings.set(
        "recent", [{"path": str(path), "title": title, "used": at}, *rest][:_LONGEST_RECENT]
    )
    settings.set("last", str(path))


def forget_use(settings: Settings, path: Path) -> None:
    """Take a register off the list; its file is not touched."""
    kept = settings.get("recent", ())
    settings.set("recent", [each for each in kept if each["path"] != str(path)])


def demo_path() -> Path:
    """Where the demonstration register lies once it was made."""
    return state_folder() / "demo.areateam"


def keep_report(text: str) -> str:
    """Keep a report of a fault; returns where, "" where the disk refuses."""
    from areateam.store.files import write_whole

    path = state_folder() / "report.txt"
    try:
        write_whole(path, text.encode())
    except OSError:
        return ""
    return str(path)
