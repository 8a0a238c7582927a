"""Which tokens are in use now, and the change from light to dark."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor

from ui.style.fonts import BODY, font
from ui.style.palette import make_palette
from ui.style.sheet import make_sheet
from ui.style.tokens import DARK, LIGHT, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

THEMES = ("light", "dark", "system")


class Theme(QObject):
    """The theme of this process.

    `changed` is sent after the new tokens are in use; painted parts need not listen, because
    the new palette repaints them.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = LIGHT
        self.choice = "light"
        self._follows = False
        self._dressed: tuple[QApplication, Tokens] | None = None

    def apply(self, app: QApplication, choice: str) -> None:
        """Put "light", "dark" or "system" in force for every window of `app`."""
        if choice not in THEMES:
            raise ValueError(choice)
        self.choice = choice
        if choice == "system" and not self._follows:
            self._follows = True
            app.styleHints().colorSchemeChanged.connect(lambda _: self._follow(app))
        self._set(app, self._wanted(app))

    def _wanted(self, app: QApplication) -> Tokens:
        dark_system = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = self.choice == "dark" or (self.choice == "system" and dark_system)
        return DARK if dark else LIGHT

    def _follow(self, app: QApplication) -> None:
        if self.choice == "system" and self._wanted(app) is not self.tokens:
            self._set(app, self._wanted(app))

    def _set(self, app: QApplication, tokens: Tokens) -> None:
        # Dressing every widget again costs most of a second in a full window.
        if self._dressed == (app, tokens):
            return
        self._dressed = (app, tokens)
        self.tokens = tokens
        app.setFont(font(BODY))
        app.setPalette(make_palette(tokens))
        app.setStyleSheet(make_sheet(tokens))
        self.changed.emit()


theme = Theme()


def tokens() -> Tokens:
    """The tokens in use now."""
    return theme.tokens


def colour(name: str) -> QColor:
    """The colour of the token `name` in the palette in use, for painting; do not change it."""
    return _made(getattr(theme.tokens, name))


@contextmanager
def on_paper() -> Iterator[None]:
    """Paint in the light palette, whatever the window is: paper is white."""
    shown = theme.tokens
    theme.tokens = LIGHT
    try:
        yield
    finally:
        theme.tokens = shown


@cache
def _made(written: str) -> QColor:
    return QColor(written)
