"""Work in progress, in the status bar: what, how many of how many, bar, time left, Cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui.style.fonts import SMALL, font
from ui.widgets.buttons import LINK, make_button, make_label

_STEPS = 1000


class ProgressLine(QWidget):
    """Hidden while nothing runs; `cancelled` is sent by its button."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = make_label("", size=SMALL)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(120)
        self._bar.setTextVisible(False)
        self._left = make_label("", size=SMALL)
        self._cancel = make_button("Cancel", kind=LINK, on_click=self.cancelled.emit)
        self._cancel.setFont(font(SMALL))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self._words, self._bar, self._left, self._cancel):
            layout.addWidget(part)
        self.hide()

    def show_progress(self, what: str, done: int, total: int, seconds_left: float | None) -> None:
        """Show that `done` of `total` are done; with `total` 0 the bar moves without an end."""
        numbers = f", {done:,} of {total:,}" if total else f", {done:,}" if done else ""
        self._words.setText(what + numbers)
        self._bar.setRange(0, _STEPS if total else 0)
        self._bar.setValue(round(_STEPS * min(done, total) / total) if total else 0)
        self._bar.setAccessibleName(what)
        self._left.setText(time_left(seconds_left))
        self.show()

    def set_cancellable(self, *, cancellable: bool) -> None:
        """Whether the work can be stopped."""
        self._cancel.setVisible(cancellable)

    def finish(self) -> None:
        """Nothing runs any more."""
        self.hide()


def time_left(seconds: float | None) -> str:
    """The words for the time left: "4 s left", "2 min left"; "" when it is not known."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{max(1, round(seconds))} s left"
    return f"{round(seconds / 60)} min left"
