"""The one QApplication: style, theme, name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from ui.style.drawing import DrawnStyle
from ui.style.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence


def make_application(
    args: Sequence[str] | None = None, *, choice: str = "system", name: str = "Area team register"
) -> QApplication:
    """The application in our style and the theme `choice` ("light", "dark" or "system").

    A running application is dressed and returned, because Qt allows only one.
    """
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(list(args or sys.argv[:1]))
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app.setApplicationName("areateam")
    app.setApplicationDisplayName(name)
    app.setStyle(DrawnStyle())
    theme.apply(app, choice)
    return app
