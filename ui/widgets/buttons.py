"""Buttons in their kinds, small icon buttons, and labels in the three sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QWidget

from ui.style.fonts import BODY, LINE_HEIGHTS, font
from ui.style.icons import icon
from ui.widgets.write_lock import WritingButton

if TYPE_CHECKING:
    from collections.abc import Callable

FILLED, OUTLINED, TEXT, BAR, QUIET, LINK = "filled", "outlined", "text", "bar", "quiet", "link"


def make_button(
    text: str,
    *,
    kind: str = OUTLINED,
    writes: bool = False,
    icon_name: str = "",
    tip: str = "",
    on_click: Callable[[], object] | None = None,
    parent: QWidget | None = None,
) -> QPushButton:
    """A button: "filled" (one a page), "outlined", "text", "bar" (28 high), "quiet" or "link".

    One that `writes` is off while nothing can be changed.
    """
    button = (WritingButton if writes else QPushButton)(text, parent)
    button.setProperty("kind", kind)
    button.setFont(font(BODY, strong=kind == FILLED))
    button.setAutoDefault(False)
    # A click must not take the focus from the list that the button acts on.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(text)
    if icon_name:
        button.setIcon(icon(icon_name, "on_accent" if kind == FILLED else "text"))
        button.setIconSize(QSize(20, 16))
    if tip:
        button.setToolTip(tip)
    if kind == LINK:
        button.setCursor(Qt.CursorShape.PointingHandCursor)
    if on_click is not None:
        button.clicked.connect(lambda _: on_click())
    return button


def make_icon_button(
    icon_name: str,
    tip: str,
    *,
    ink: str = "text",
    size: int = 16,
    on_click: Callable[[], object] | None = None,
    parent: QWidget | None = None,
) -> QToolButton:
    """A square button with an icon only; its tooltip is also its accessible name."""
    button = QToolButton(parent)
    button.setIcon(icon(icon_name, ink))
    button.setIconSize(QSize(size, size))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if size < 14:
        button.setProperty("kind", "small")
    if on_click is not None:
        button.clicked.connect(lambda _: on_click())
    return button


def make_label(
    text: str, *, size: int = BODY, strong: bool = False, tone: str = "text", wrap: bool = False
) -> QLabel:
    """A label of plain text in one of the sizes; `tone` is the name of a token."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font(size, strong=strong))
    label.setProperty("tone", tone)
    label.setWordWrap(wrap)
    label.setMinimumHeight(LINE_HEIGHTS[size])
    return label


def make_frame(part: str, parent: QWidget | None = None) -> QFrame:
    """A frame whose ground and border the style sheet knows by `part`."""
    frame = QFrame(parent)
    frame.setProperty("part", part)
    return frame


def restyle(widget: QWidget) -> None:
    """Make the style sheet look again after a dynamic property was changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
