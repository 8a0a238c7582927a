"""One value of a record: label and plain text, which turns into a field in the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from areateam.core.count_words import unit_for
from areateam.core.findings import Fault
from areateam.core.values import format_value
from areateam.core.wording import sentence
from ui.forms.value_editors import Editor, Reader, TextEditor, likely_text, make_editor, read_text
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.style.theme import colour
from ui.widgets.buttons import make_label
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent

    from areateam.core.fields import Choice, Field, Value

LABEL_WIDTH = 141
_OPENERS = (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ValueRow(QWidget):
    """Label and value of one field.

    `committed(key, value)` asks for a change; the row shows the old value until `set_value`
    brings the new one back from the register, and `refuse` says why it did not come.
    `reason_asked(key)` is sent by a value that can explain itself.
    """

    committed = Signal(str, object)
    reason_asked = Signal(str)

    def __init__(
        self,
        field: Field,
        value: Value = None,
        *,
        read: Reader = read_text,
        choices: Sequence[Choice] = (),
        label_width: int = LABEL_WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self.editor: Editor | None = None
        self._read = read
        self._choices = choices
        self._value: Value = None
        self._editable = field.editable
        label = make_label(field.label, tone="text_2", wrap=True)
        label.setFixedWidth(label_width)
        label.setMinimumHeight(32)
        label.setToolTip(field.help)
        self._shown = SpanLabel()
        self._shown.linked.connect(self._follow)
        self._fault = SpanLabel(size=SMALL, wrap=True)
        self._ways = SpanLabel(size=SMALL, tone=Tone.QUIET)
        self._ways.linked.connect(self._take_likely)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        for part in (self._shown, self._fault, self._ways):
            self._column.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._show_fault("")
        self.set_value(value)

    # ---- what is shown

    def set_value(
        self, value: Value, *, note: str = "", shown: str = "", reason: bool = False
    ) -> None:
        """Show a stored value: `shown` replaces its usual text, `note` follows it.

        With `reason` it has the dotted underline and explains itself. An open editor closes.
        """
        self._close()
        self._value = value
        text = shown or format_value(self.field, value)
        unit = f" {unit_for(text, self.field.unit)}" if text and self.field.unit else ""
        spans = [Span(text + unit, link=self.field.key if reason else "", reason=reason)]
        if not text:
            spans = [Span("not recorded", tone=Tone.QUIET)]
        if note:
            spans.append(Span(f"  {note}", tone=Tone.QUIET))
        self._shown.set_spans(spans)
        self.setAccessibleName(f"{self.field.label}: {self._shown.text()}")
        self.set_editable(editable=self.field.editable)

    def set_editable(self, *, editable: bool) -> None:
        """Whether the value can be changed here and now."""
        self._editable = editable and self.field.editable
        policy = Qt.FocusPolicy.StrongFocus if self._editable else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        shape = Qt.CursorShape.IBeamCursor if self._editable else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def refuse(self, words: str) -> None:
        """Say why the register did not take the value; the editor stays open."""
        self.edit()
        self._show_fault(words)

    def _show_fault(self, words: str, likely: str = "") -> None:
        wrong = bool(words)
        if self.editor is not None:
            self.editor.set_invalid(invalid=wrong)
            self.editor.setAccessibleDescription(words)
        self._fault.setVisible(wrong)
        self._ways.setVisible(wrong)
        if not wrong:
            return
        kept = format_value(self.field, self._value) or "empty"
        stays = f"{words} {self.field.label} stays {kept} until this is right."
        self._fault.set_spans([Span(stays, mark=Shape.LATE)])
        ways = [Span(f"Use {likely}", link=likely), Span("   ")] if likely else []
        self._ways.set_spans([*ways, Span(f"Esc puts {kept} back")])

    def _follow(self, link: str) -> None:
        self.reason_asked.emit(self.field.key)

    # ---- editing

    def edit(self) -> None:
        """Turn the value into a field; nothing happens where it cannot be changed."""
        if self.editor is not None or not self._editable:
            return
        editor = self.editor = make_editor(self.field, self._value, self._choices)
        editor.entered.connect(self.commit)
        editor.dropped.connect(self.drop)
        editor.left.connect(self._left)
        self._shown.hide()
        self._column.insertWidget(0, editor)
        self.setFocusProxy(editor)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> None:
        """Ask for the typed value to be stored, or say beside it why it cannot be."""
        if self.editor is None:
            return
        text = self.editor.text()
        value = self._read(self.field, text)
        if isinstance(value, Fault):
            likely = likely_text(self.field, text, self._read)
            self._show_fault(fault_words(self.field, text, value), likely)
        elif value == self._value:
            self.drop()
        else:
            self._show_fault("")
            self.committed.emit(self.field.key, value)

    def drop(self) -> None:
        """Put the old value back."""
        self._close()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _left(self) -> None:
        # Going elsewhere with a changed, right value stores it; a wrong one waits, shown as such.
        if self.editor is None:
            return
        if self._read(self.field, self.editor.text()) == self._value:
            self._close()
        else:
            self.commit()

    def _take_likely(self, likely: str) -> None:
        if isinstance(self.editor, TextEditor):
            self.editor.setText(likely)
            self.commit()

    def _close(self) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            editor.blockSignals(True)
            self.setFocusProxy(None)  # type: ignore[arg-type]  # the stub leaves out the None
            self._column.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self._show_fault("")
        self._shown.show()

    # ---- keyboard and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and Enter open the field."""
        if event.key() in _OPENERS and self.editor is None and self._editable:
            self.edit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the value opens the field."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.edit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the focus frame round the value while no field is open."""
        super().paintEvent(event)
        if self.hasFocus() and self.editor is None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("accent"), 2))
            box = self._shown.geometry().adjusted(-3, -3, 1, 3)
            painter.drawRoundedRect(box.intersected(self.rect().adjusted(1, 1, -1, -1)), 4, 4)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus frame."""
        super().focusInEvent(event)
        self.update()


def fault_words(field: Field, text: str, fault: Fault) -> str:
    """The sentence beside the field; the typed text stands there already and is not repeated."""
    if fault.code == "date-impossible":
        return f"{fault.detail[:1].upper()}{fault.detail[1:]}."
    return sentence(fault.code, value=text, detail=fault.detail, label=field.label)
