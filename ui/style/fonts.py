"""The one type family in its three sizes and two weights, with figures of equal width."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

FAMILIES = ("Segoe UI", "SF Pro Text", "Inter", "Noto Sans", "DejaVu Sans")

TITLE, BODY, SMALL = 20, 13, 12
LINE_HEIGHTS = {TITLE: 28, BODY: 20, SMALL: 16}


@cache
def family() -> str:
    """The first preferred family that is installed, else the last of the list."""
    return next((name for name in FAMILIES if QFontDatabase.hasFamily(name)), FAMILIES[-1])


@cache
def font(size: int = BODY, *, strong: bool = False, struck: bool = False) -> QFont:
    """The font of `size` logical pixels, regular or semibold; do not change the returned object."""
    made = QFont(family())
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setStrikeOut(struck)
    # Full hinting makes widths differ between scales, so that texts cut at 100 % only.
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


@cache
def metrics(size: int = BODY, *, strong: bool = False) -> QFontMetricsF:
    """The measures of `font(size, strong=strong)`, kept because every cell asks for them."""
    return QFontMetricsF(font(size, strong=strong))


def text_width(text: str, size: int = BODY, *, strong: bool = False) -> int:
    """The whole pixels that `text` takes on one line."""
    return int(metrics(size, strong=strong).horizontalAdvance(text)) + 1
