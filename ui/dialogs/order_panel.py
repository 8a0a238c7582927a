"""The panel in which the sources of a field are put in order, with what that would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem

from ui.dialogs.panel import Panel
from ui.style.marks import Tone
from ui.widgets.buttons import make_button
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.imports.order_views import OrderChoices, Preview

WIDTH = 460
_SHOWN = 4
_LINE = 30
_REST = "The rest, by what their files may replace"


class OrderPanel(Panel):
    """`sources()` is the order as it stands; `moved()` is sent with each change of it.

    What stands above the line counts in that order; what stands below follows it.
    """

    moved = Signal()

    def __init__(self, choices: OrderChoices) -> None:
        super().__init__(f"Whose word counts: {choices.label}", "Change the order", width=WIDTH)
        self.setAccessibleName(f"Whose word counts for {choices.label}")
        self.choices = choices
        self._now = tuple(key for key, _ in choices.named)
        self.list = _Sources(self)
        self.list.setAccessibleName("Sources, the first counts most. Alt with an arrow moves one.")
        self._fill(choices.named, choices.others)
        self.body.addWidget(self.list)
        self.up = make_button("Move up", tip="Alt+Up", on_click=lambda: self.move_source(-1))
        self.down = make_button("Move down", tip="Alt+Down", on_click=lambda: self.move_source(1))
        self.reset = make_button("As it came with the program", on_click=self.take_shipped)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.up, self.down, self.reset):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self._effects = SpanLabel(tone=Tone.QUIET, wrap=True)
        self.body.addWidget(self._effects)
        self.setFocusProxy(self.list)
        self.list.currentRowChanged.connect(lambda _: self._tell_moves())
        self._tell()

    def sources(self) -> tuple[str, ...]:
        """The keys above the line, the first first."""
        keys = self._keys()
        return tuple(keys[: keys.index("")])

    def words_of(self, keys: Sequence[str]) -> list[str]:
        """The words for some of the sources."""
        words = {**dict(self.choices.named), **dict(self.choices.others)}
        return [words.get(key, key) for key in keys]

    def move_source(self, step: int) -> None:
        """Move the chosen source up (-1) or down (1); over the line it joins or leaves."""
        at = self.list.currentRow()
        to = at + step
        if not (0 <= to < self.list.count()) or not self._keys()[at]:
            return
        item = self.list.takeItem(at)
        self.list.insertItem(to, item)
        self.list.setCurrentRow(to)
        self._tell()
        self.moved.emit()

    def take_shipped(self) -> None:
        """Put the list back as the program has it."""
        words = {**dict(self.choices.named), **dict(self.choices.others)}
        named = [(key, words.get(key, key)) for key in self.choices.shipped]
        others = [(k, w) for k, w in words.items() if k not in self.choices.shipped]
        self.list.clear()
        self._fill(named, others)
        self._tell()
        self.moved.emit()

    def show_preview(self, preview: Preview) -> None:
        """Say what the order would change."""
        if self.sources() == self._now:
            self.say("Nothing is moved yet.")
            self._effects.set_spans("")
            return
        records = "value" if preview.count == 1 else "values"
        self.say([Span(f"{preview.count:,} {records} would change", strong=True),
                  Span(", as one step that can be undone.")])  # fmt: skip
        lines = [f"{each.name}: {each.before} → {each.after}" for each in preview.first[:_SHOWN]]
        more = preview.count - len(lines)
        if more > 0 and lines:
            lines.append(f"and {more:,} more")
        self._effects.set_spans("\N{LINE SEPARATOR}".join(lines))
        self.adjustSize()

    def _fill(self, named: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> None:
        for key, words in named:
            self._add(key, words)
        line = self._add("", _REST)
        line.setFlags(Qt.ItemFlag.NoItemFlags)
        for key, words in others:
            self._add(key, words)
        self.list.setFixedHeight(min(self.list.count(), 8) * _LINE + 4)
        self.list.setCurrentRow(0 if named else 1)

    def _add(self, key: str, words: str) -> QListWidgetItem:
        item = QListWidgetItem(words, self.list)
        item.setData(Qt.ItemDataRole.UserRole, key)
        return item

    def _keys(self) -> list[str]:
        items = [self.list.item(at) for at in range(self.list.count())]
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in items]

    def _tell(self) -> None:
        moved = self.sources() != self._now
        self.set_verb("Change the order", why_not="" if moved else "Nothing is moved yet.")
        self.reset.setEnabled(self.sources() != self.choices.shipped)
        self.say("Looking at what it would change…" if moved else "Nothing is moved yet.")
        self._tell_moves()

    def _tell_moves(self) -> None:
        at, last = self.list.currentRow(), self.list.count() - 1
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < last)


class _Sources(QListWidget):
    """A list whose lines move with Alt and an arrow."""

    def __init__(self, panel: OrderPanel) -> None:
        super().__init__()
        self._panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up and Alt+Down move the chosen source."""
        steps = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self._panel.move_source(steps[event.key()])
        else:
            super().keyPressEvent(event)
