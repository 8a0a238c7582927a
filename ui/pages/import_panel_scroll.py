"""Holds a panel as high as it wants to be, and scrolls it where the window is too low for that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.buttons import make_frame

_LEAST = 120


class PanelScroll(QScrollArea):
    """`PanelScroll(panel, other)`: one stands below the other; hidden ones need no room."""

    def __init__(self, *panels: QWidget) -> None:
        super().__init__()
        self.setProperty("part", "surface")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(_LEAST)
        self._content = make_frame("surface")
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for panel in panels:
            column.addWidget(panel)
        column.addStretch(1)
        self.setWidget(self._content)
        self._content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """As high as the panels are at the width there is."""
        width = self.width()
        layout = self._content.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else -1
        return QSize(width, max(height, _LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height when a panel shows something else."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
