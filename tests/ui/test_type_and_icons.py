"""Equal figures, the three sizes, and icons in the colours of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QImage

from ui.style.fonts import BODY, SMALL, TITLE, family, font
from ui.style.icons import NAMES, icon
from ui.style.theme import theme
from ui.style.tokens import DARK

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.mark.parametrize("size", [TITLE, BODY, SMALL])
@pytest.mark.parametrize("strong", [True, False])
def test_figures_are_equally_wide(qapp: QApplication, size: int, strong: bool) -> None:
    sizes = QFontMetricsF(font(size, strong=strong))
    widths = [sizes.horizontalAdvance(figure * 8) for figure in "0123456789"]
    assert max(widths) - min(widths) < 0.5  # hinting rounds each figure to a 64th of a pixel
    assert font(size).pixelSize() == size


def test_the_application_uses_the_family(qapp: QApplication) -> None:
    assert qapp.font().family() == family()


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something(qapp: QApplication, name: str) -> None:
    image = icon(name).pixmap(QSize(16, 16)).toImage()
    assert _inked(image) > 10


def test_an_unknown_icon_is_our_fault(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        icon("no-such-thing")


def test_icons_follow_the_theme(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    made = icon("check", "accent")
    light = _darkest(made)
    monkeypatch.setattr(theme, "tokens", DARK)
    assert _darkest(made) == QColor(DARK.accent).name()
    assert _darkest(made) != light


def test_an_unknown_theme_is_our_fault(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="pink"):
        theme.apply(qapp, "pink")


def _inked(image: QImage) -> int:
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(image.pixelColor(x, y).alpha() > 60 for x, y in places)


def _darkest(made: QIcon) -> str:
    image = made.pixmap(QSize(48, 48)).toImage()
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    solid = [image.pixelColor(x, y) for x, y in places]
    return next(colour.name() for colour in solid if colour.alpha() == 255)
