"""The only modal dialogs: confirming what cannot be undone, and choosing files.

Pages take an `Ask` so that a test can give them one that answers by itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.style.marks import Tone
from ui.widgets.buttons import FILLED, make_button, make_label
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Sequence


class Ask:
    """Asks the user, over the window given at the start."""

    def __init__(self, window: QWidget | None = None) -> None:
        self._window = window

    def confirm(self, title: str, words: str, verb: str) -> bool:
        """Whether the user wants what cannot be undone; `verb` names it on the button."""
        return make_confirm(self._window, title, words, verb).exec() == QDialog.DialogCode.Accepted

    def open_file(self, title: str, kinds: str = "", folder: Path | None = None) -> Path | None:
        """An existing file, or None; `kinds` as Qt has them: "Lists (*.csv *.xlsx)"."""
        path, _ = QFileDialog.getOpenFileName(self._window, title, str(folder or ""), kinds)
        return Path(path) if path else None

    def open_files(self, title: str, kinds: str = "", folder: Path | None = None) -> Sequence[Path]:
        """Existing files, or none."""
        paths, _ = QFileDialog.getOpenFileNames(self._window, title, str(folder or ""), kinds)
        return [Path(path) for path in paths]

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path | None:
        """Where to write a file, or None; replacing one is confirmed by the system's dialog."""
        path, _ = QFileDialog.getSaveFileName(self._window, title, str(suggested), kinds)
        return Path(path) if path else None

    def folder(self, title: str, begin: Path | None = None) -> Path | None:
        """An existing folder, or None."""
        path = QFileDialog.getExistingDirectory(self._window, title, str(begin or ""))
        return Path(path) if path else None


def make_confirm(window: QWidget | None, title: str, words: str, verb: str) -> QDialog:
    """The dialog that asks once before what cannot be undone; Cancel is what Enter presses."""
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    dialog.setFixedWidth(452)
    cancel = make_button("Cancel", on_click=dialog.reject)
    cancel.setDefault(True)
    buttons = QHBoxLayout()
    buttons.addStretch(1)
    buttons.addWidget(cancel)
    buttons.addWidget(make_button(verb, kind=FILLED, on_click=dialog.accept))
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(12)
    column.addWidget(make_label(title, strong=True))
    column.addWidget(SpanLabel(words, tone=Tone.QUIET, wrap=True))
    column.addLayout(buttons)
    return dialog
