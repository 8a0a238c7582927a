"""A field to filter or search by typing, with its icon and key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from ui.widgets.buttons import restyle
from ui.widgets.field_button import IconLabel, key_label

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

REST = 150


class FilterField(QFrame):
    """`changed(text)` is sent when typing has rested for 150 ms, or at once on Enter."""

    changed = Signal(str)

    def __init__(
        self, words: str, *, icon_name: str = "filter", key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "field")
        self.setFixedHeight(32)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(words)
        self.edit.setAccessibleName(words)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(IconLabel(icon_name))
        layout.addWidget(self.edit, 1)
        if key:
            layout.addWidget(key_label(key))
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._send)
        self.edit.textEdited.connect(lambda _: self._rest.start())
        self.edit.returnPressed.connect(self._send)

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Show this text without sending it."""
        self._rest.stop()
        self.edit.setText(text)

    def _send(self) -> None:
        self._rest.stop()
        self.changed.emit(self.edit.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show on the frame that the cursor is in the field."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            restyle(self)
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The icon and the key belong to the field."""
        super().mousePressEvent(event)
        self.edit.setFocus()
