"""The one signal by which pages hear that the register was changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Refresh(QObject):
    """`changed(changes)` carries what the ledger says was changed, or None for everything."""

    changed = Signal(object)

    def announce(self, changes: object = None) -> None:
        """Tell every open page."""
        self.changed.emit(changes)
