"""Icons from one set, drawn in the colours of the palette in use.

The set is Phosphor, bold weight, as shipped with qtawesome. Its font file is read straight from
that package, because importing the package loads every set it has (0.2 s of the start).
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPixmap,
    QRawFont,
)

from ui.style.theme import colour

NAMES = {
    "add": "plus",
    "back": "caret-left",
    "bars": "chart-bar",
    "briefcase": "briefcase",
    "calendar": "calendar-blank",
    "check": "check",
    "clock": "clock",
    "close": "x",
    "columns": "columns",
    "copy": "copy",
    "document": "file-text",
    "rules": "scales",
    "down": "caret-down",
    "download": "download-simple",
    "exchange": "arrows-left-right",
    "external": "arrow-square-out",
    "file": "file",
    "filter": "funnel",
    "folder": "folder-open",
    "forward": "caret-right",
    "gantt": "align-left",
    "grid": "squares-four",
    "help": "question",
    "history": "clock-counter-clockwise",
    "info": "info",
    "keyboard": "keyboard",
    "letter": "envelope-simple",
    "list": "list-bullets",
    "lock": "lock-simple",
    "matrix": "table",
    "minus": "minus",
    "more": "dots-three",
    "move": "dots-six-vertical",
    "pause": "pause",
    "people": "users",
    "person": "user",
    "pin": "push-pin",
    "print": "printer",
    "redo": "arrow-u-up-right",
    "remove": "trash-simple",
    "scatter": "chart-line",
    "search": "magnifying-glass",
    "settings": "sliders-horizontal",
    "split": "git-branch",
    "stopwatch": "timer",
    "undo": "arrow-u-up-left",
    "up": "caret-up",
    "upload": "upload-simple",
    "warning": "warning",
}


@cache
def _glyphs() -> tuple[str, dict[str, str]]:
    """The family name of the icon font and its glyph for each of our names."""
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("qtawesome")
    folder = Path(spec.submodule_search_locations[0]) / "fonts"
    (font_file,) = folder.glob("phosphor-[0-9]*.ttf")
    (map_file,) = folder.glob("phosphor-charmap-*.json")
    families = QFontDatabase.applicationFontFamilies(
        QFontDatabase.addApplicationFont(str(font_file))
    )
    codes = json.loads(map_file.read_text(encoding="utf-8"))
    return families[0], {ours: chr(int(codes[f"{its}-bold"], 16)) for ours, its in NAMES.items()}


@cache
def _outline(name: str, size: int) -> QPainterPath:
    family, glyphs = _glyphs()
    made = QFont(family)
    made.setPixelSize(size)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    raw = QRawFont.fromFont(made)
    return raw.pathForGlyph(raw.glyphIndexesForString(glyphs[name])[0])


def paint_icon(painter: QPainter, name: str, rect: QRect | QRectF, ink: QColor) -> None:
    """Draw the icon `name` (a key of `NAMES`) to fill the square `rect` in colour `ink`."""
    path = _outline(name, int(rect.height()))
    # The glyphs stand on a baseline with their own side space; the box is centred instead.
    offset = QPointF(QRectF(rect).center()) - path.boundingRect().center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path.translated(offset), ink)
    painter.restore()


class _TintedEngine(QIconEngine):
    """Draws a glyph in the token colour of the moment, so that a change of theme needs nothing."""

    def __init__(self, name: str, ink: str) -> None:
        super().__init__()
        self._name = name
        self._ink = ink

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ink = "control" if mode == QIcon.Mode.Disabled else self._ink
        # A button gives a wider place to keep its words away; the glyph stays square at the left.
        square = QRect(rect.x(), rect.y(), min(rect.width(), rect.height()), rect.height())
        paint_icon(painter, self._name, square, colour(ink))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _TintedEngine(self._name, self._ink)


@cache
def icon(name: str, ink: str = "text") -> QIcon:
    """The icon `name` (a key of `NAMES`) in the token colour `ink`, kept for the next caller."""
    if name not in NAMES:
        raise KeyError(name)
    return QIcon(_TintedEngine(name, ink))
