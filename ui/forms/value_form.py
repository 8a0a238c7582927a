"""The values of a record beneath each other, from field definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.value_editors import Reader, read_text
from ui.forms.value_row import LABEL_WIDTH, ValueRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.core.fields import Choice, Field, Value


class ValueForm(QWidget):
    """One `ValueRow` for each field; `committed(key, value)` and `reason_asked(key)` of any."""

    committed = Signal(str, object)
    reason_asked = Signal(str)

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        read: Reader = read_text,
        choices: Mapping[str, Sequence[Choice]] | None = None,
        label_width: int = LABEL_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows: dict[str, ValueRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for field in fields:
            offered = (choices or {}).get(field.key, ())
            row = ValueRow(field, read=read, choices=offered, label_width=label_width)
            row.committed.connect(self.committed)
            row.reason_asked.connect(self.reason_asked)
            self.rows[field.key] = row
            column.addWidget(row)

    def set_values(self, values: Mapping[str, Value]) -> None:
        """Show stored values by key; a field that is being edited is left alone."""
        for key, row in self.rows.items():
            if row.editor is None and key in values:
                row.set_value(values[key])

    def set_editable(self, *, editable: bool) -> None:
        """Whether anything can be changed here and now."""
        for row in self.rows.values():
            row.set_editable(editable=editable)
