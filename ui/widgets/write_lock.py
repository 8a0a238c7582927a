"""Buttons and menu lines that change the register: all are off while nothing can be changed.

A page says only that a button writes. What stands above it in the window says for all of them why
nothing can be changed now, and each takes that for its tooltip until it is let go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QMenu, QPushButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

_LOCK = "writelock"


def lock_writing(top: QWidget, why: str) -> None:
    """Turn off everything in a window that writes, and say why; "" turns it on as pages want it."""
    top.setProperty(_LOCK, why)
    for button in top.findChildren(WritingButton):
        button.relock()


def why_locked(part: QObject) -> str:
    """Why nothing can be changed where a part stands; "" where it can."""
    above: QObject | None = part
    while above is not None:
        why = above.property(_LOCK)
        if why is not None:
            return str(why)
        above = above.parent()
    return ""


class WritingButton(QPushButton):
    """A button that writes, or opens what does; `setEnabled` counts while nothing is locked."""

    _wanted = True
    _tip = ""

    def setEnabled(self, enabled: bool) -> None:
        """Offer it or not, once things can be changed."""
        self._wanted = enabled
        self.relock()

    def setToolTip(self, tip: str) -> None:
        """What it says of itself where it is not locked."""
        self._tip = tip
        self.relock()

    def relock(self) -> None:
        """Look again whether anything can be changed."""
        why = why_locked(self)
        super().setEnabled(self._wanted and not why)
        super().setToolTip(why or self._tip)

    def showEvent(self, event: QShowEvent) -> None:
        """One that was made meanwhile is locked as the others are."""
        self.relock()
        super().showEvent(event)


class WritingAction(QAction):
    """A line of a menu that writes; off, and says why, while nothing can be changed."""

    _wanted = True

    def setEnabled(self, enabled: bool) -> None:
        """Offer it or not, once things can be changed."""
        self._wanted = enabled
        self.relock()

    def relock(self) -> None:
        """Look again whether anything can be changed."""
        why = why_locked(self)
        self.setToolTip(why)
        super().setEnabled(self._wanted and not why)


def add_writing(menu: QMenu, words: str, act: Callable[[], object]) -> WritingAction:
    """Add a line that writes to a menu, which looks each time it opens whether it may."""
    action = WritingAction(words, menu)
    action.triggered.connect(lambda _: act())
    menu.addAction(action)
    menu.setToolTipsVisible(True)
    menu.aboutToShow.connect(action.relock)
    return action
