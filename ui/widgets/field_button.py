"""A button that looks like a field: icon, words, and a key or an arrow at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ui.style.fonts import BODY, SMALL, font
from ui.style.icons import icon
from ui.widgets.buttons import make_label


class FieldButton(QPushButton):
    """Opens something when pressed; `set_words(quiet, strong)` gives what it says."""

    def __init__(
        self, icon_name: str, *, key: str = "", arrow: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "outlined")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self._quiet = make_label("", tone="text_2")
        self._strong = make_label("", strong=True)
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(IconLabel(icon_name, 16, "text" if arrow else "text_2"))
        layout.addWidget(self._quiet)
        layout.addWidget(self._strong)
        layout.addStretch(1)
        if key:
            layout.addWidget(key_label(key))
        if arrow:
            layout.addWidget(IconLabel("down", 12, "text_2"))
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_words(self, quiet: str, strong: str = "", tip: str = "") -> None:
        """Say `quiet` in the second text colour and `strong` in semibold."""
        self._quiet.setText(quiet)
        self._strong.setText(strong)
        self._strong.setVisible(bool(strong))
        self.setAccessibleName(f"{quiet} {strong}".strip())
        self.setToolTip(tip)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as what it says."""
        return QSize(self._row.sizeHint().width(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()


def key_label(key: str) -> QLabel:
    """The name of a key in a small box, "Ctrl+K"."""
    label = QLabel(key)
    label.setProperty("part", "key")
    label.setFont(font(SMALL))
    label.setFixedHeight(18)
    return label


class IconLabel(QLabel):
    """An icon that only accompanies words, drawn in the palette of the moment."""

    def __init__(self, name: str, size: int = 16, ink: str = "text_2") -> None:
        super().__init__()
        self._icon = icon(name, ink)
        self._size = size
        self.setFixedSize(size, size)
        self.setFont(font(BODY))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon in the whole label."""
        self._icon.paint(QPainter(self), self.rect())
