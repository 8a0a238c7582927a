"""What one person prefers on one computer: theme, columns, window; no record text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from areateam.store.files import write_whole
from areateam.store.places import settings_folder


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
        try:
            write_whole(self._path, json.dumps(self._values, indent=1).encode())
        except OSError:
            return
