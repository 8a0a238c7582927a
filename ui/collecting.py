"""When objects that nothing leads to any more are looked for: while nothing is read or written.

Left to itself Python looks for them whenever many objects have been made, so in the middle of a
long read: it holds up the window meanwhile, a tenth of a second and more, and takes parts of the
window away in a thread that must not touch them.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QGuiApplication

_EVERY = 5_000
"""Milliseconds between two looks."""
_YOUNG, _ALL = 1, 2


class Collecting(QObject):
    """Looks for such objects in the window's thread, from when it is made until it is ended.

    Every few seconds among those made lately; among all of them when the user turns to another
    program.
    """

    def __init__(self, app: QGuiApplication, is_idle: Callable[[], bool]) -> None:
        super().__init__(app)
        self._is_idle = is_idle
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app.applicationStateChanged.connect(self._turned)
        gc.disable()

    def end(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    def look(self, generation: int = _YOUNG) -> None:
        """Look for them, unless something is read or written."""
        if self._is_idle():
            gc.collect(generation)

    def _turned(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive:
            self.look(_ALL)
