"""What stands in place of a register that cannot be used: what happened, and ways on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.style.fonts import SMALL, TITLE
from ui.style.marks import Shape, Tone
from ui.widgets.backup_list import BackupLine, BackupList
from ui.widgets.banner import Banner
from ui.widgets.buttons import FILLED, OUTLINED, make_button, make_label
from ui.widgets.page_scroll import PageScroll
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

_WIDTH = 720


@dataclass(frozen=True, slots=True)
class Way:
    """A way on: its key, the verb on its button, and what it does in a few words."""

    key: str
    verb: str


_AGAIN = Way("again", "Look again")
_READ = Way("read", "Open for reading only")
_OPEN = Way("open", "Open another register")
_WELCOME = Way("welcome", "Start page")

_KINDS: Mapping[str, tuple[str, str, tuple[Way, ...]]] = {
    "register-locked": (
        "{file} is in use",
        "Only one program may write in a register at a time. Nothing was changed.",
        (_READ, _AGAIN, _OPEN),
    ),
    "register-newer": (
        "{file} needs a newer version of this program",
        "The file was left as it is. A backup from before the change can be used meanwhile.",
        (_OPEN, _AGAIN, _WELCOME),
    ),
    "register-older": (
        "{file} needs to be upgraded",
        "A checked copy is made first.",
        (_AGAIN, _OPEN, _WELCOME),
    ),
    "register-missing": (
        "{file} was not found",
        "The drive may be disconnected, or the file moved. Nothing was changed.",
        (_AGAIN, _OPEN, _WELCOME),
    ),
    "disk-full": (
        "There is no room for {file}",
        "Nothing was changed. Make room on the disk, then look again.",
        (_AGAIN, _OPEN, _WELCOME),
    ),
}
_LEFT_AS_IT_IS = (
    "The file was left as it is, byte for byte. A backup can take its place; the file itself is"
    " then kept beside it under another name."
)
_DAMAGED = (
    "{file} cannot be used",
    _LEFT_AS_IT_IS,
    (_OPEN, _AGAIN, _WELCOME),
)


class TroublePage(QWidget):
    """`chosen(key)` carries a way on, `put_back(name)` the backup that is to come back."""

    title = "The register cannot be used"
    chosen = Signal(str)
    put_back = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.heading = SpanLabel(size=TITLE)
        self.what = Banner(Tone.LATE)
        self.kept = SpanLabel(tone=Tone.QUIET, wrap=True)
        self.place = SpanLabel(tone=Tone.QUIET)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.backups = BackupList()
        self.backups.put_back.connect(self.put_back)
        self._backups_title = make_label("Backups", size=SMALL, strong=True, tone="text_2")
        scroll = PageScroll()
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 48, 0, 0)
        column.setSpacing(12)
        for part in (self.heading, self.what, self.kept, self.place):
            column.addWidget(part)
        column.addLayout(self.buttons)
        column.addSpacing(12)
        column.addWidget(self._backups_title)
        column.addWidget(self.backups)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inner, 1000)
        middle.addStretch(1)
        scroll.column.addLayout(middle)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scroll)

    def show_trouble(
        self, code: str, words: str, file: str, place: str, backups: Sequence[BackupLine]
    ) -> None:
        """Say what is wrong with `file` at `place`; `words` is the problem's own sentence."""
        heading, kept, ways = _KINDS.get(code, _DAMAGED)
        self.heading.set_spans([Span(heading.format(file=file), strong=True)])
        tone, mark = (Tone.RISK, Shape.RISK) if code in _KINDS else (Tone.LATE, Shape.LATE)
        self.what.set_tone(tone)
        self.what.set_lines([[Span(words, mark=mark, strong=True)]])
        self.kept.set_spans(kept)
        self.place.set_spans(place)
        self.backups.set_backups(backups)
        wanted = code != "register-locked"
        self.backups.setVisible(wanted)
        self._backups_title.setVisible(wanted)
        self._set_ways(ways)

    def _set_ways(self, ways: Sequence[Way]) -> None:
        while (item := self.buttons.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for number, way in enumerate(ways):
            kind = OUTLINED if number else FILLED
            button = make_button(way.verb, kind=kind, on_click=self._sender(way.key))
            button.setObjectName(way.key)
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)

    def _sender(self, key: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(key)

    def tell(self, words: str) -> None:
        """Say what became of a way that was tried."""
        self.what.set_lines([[Span(words, mark=Shape.RISK, strong=True)]])

    def show_args(self, args: Mapping[str, Any]) -> None:
        """What is wrong was said by `show_trouble`."""

    def refresh(self, changes: object) -> None:
        """Nothing here comes from an open register."""
