"""The backups of a register with what they hold, each with a button to put it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.style.marks import Tone
from ui.widgets.buttons import BAR, make_button, make_frame
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup in words: its file name, when and why it was made, how much it holds."""

    key: str
    made: str
    reason: str
    holds: str


class BackupList(QFrame):
    """A card of backups, newest first; `put_back(key)` when one is to come back."""

    put_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self.setAccessibleName("Backups")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)

    def set_backups(self, backups: Sequence[BackupLine]) -> None:
        """Show these; says so where there are none."""
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, backup in enumerate(backups):
            if place:
                self._column.addWidget(make_frame("soft-line"))
            self._column.addWidget(self._line(backup))
        if not backups:
            none = SpanLabel("There is no backup of this register yet.", tone=Tone.QUIET)
            row = QWidget()
            inner = QHBoxLayout(row)
            inner.setContentsMargins(16, 8, 16, 8)
            inner.addWidget(none)
            self._column.addWidget(row)

    def _line(self, backup: BackupLine) -> QWidget:
        line = QWidget()
        line.setFixedHeight(44)
        row = QHBoxLayout(line)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(16)
        made = SpanLabel([Span(backup.made, strong=True)])
        made.setFixedWidth(176)
        reason = SpanLabel(backup.reason, tone=Tone.QUIET)
        holds = SpanLabel(backup.holds, tone=Tone.QUIET)
        holds.setFixedWidth(128)
        row.addWidget(made)
        row.addWidget(reason, 1)
        row.addWidget(holds)
        button = make_button("Put back", kind=BAR, on_click=lambda: self.put_back.emit(backup.key))
        button.setAccessibleName(f"Put back the backup of {backup.made}")
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return line
