"""Help without a connection: one short text for each page, and the keys."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from areateam.catalogue.catalogue import resources_folder
from ui.style.fonts import BODY, TITLE, font
from ui.style.theme import colour, theme
from ui.widgets.buttons import make_frame
from ui.widgets.navigation import NavItem, NavList
from ui.widgets.page_header import PageHeader

TOPICS = (
    ("start", "Begin here", "info"),
    ("today", "Today", "calendar"),
    ("contracts", "Contracts", "document"),
    ("contract", "A contract", "document"),
    ("cases", "Cases", "briefcase"),
    ("case", "A case", "briefcase"),
    ("transition", "Transition", "gantt"),
    ("duties", "Responsibilities", "matrix"),
    ("calloffs", "External support", "clock"),
    ("plans", "Plans", "bars"),
    ("variation", "Variation", "scatter"),
    ("imports", "Imports", "download"),
    ("waiting", "Waiting lines", "letter"),
    ("duplicates", "Duplicates", "copy"),
    ("rules", "Rules", "rules"),
    ("history", "History and undo", "history"),
    ("dates", "Looking at another date", "clock"),
    ("backups", "Backups and trouble", "lock"),
    ("settings", "Settings", "settings"),
    ("keys", "Keys", "keyboard"),
)
_ELSEWHERE = {
    "transition-list": "transition",
    "stocktake": "transition",
    "task": "transition",
    "calloff": "calloffs",
    "desk": "duties",
    "outliers": "variation",
    "import-review": "imports",
    "import-mapping": "imports",
    "welcome": "start",
    "trouble": "backups",
    "help": "start",
}
_LINE = 150.0  # per cent of the font's own height
_WIDEST = 680
_INDENT = 20.0


class HelpPage(QWidget):
    """`show_args({"topic": key})` opens the text for a page; links lead from text to text."""

    title = "Help"

    def __init__(self, desk: object = None) -> None:
        super().__init__()
        self.topic = ""
        self.header = PageHeader(self.title)
        self.header.set_sentence("Everything here is on this computer. F1 opens the page's own.")
        self.list = NavList("Topics")
        self.list.set_items([NavItem(key, title, icon) for key, title, icon in TOPICS])
        self.list.setFixedWidth(216)
        self.list.chosen.connect(self.show_topic)
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName("Help text")
        self.text.setOpenLinks(False)
        self.text.setFont(font(BODY))
        self.text.setStyleSheet("border: none; padding: 0; background: transparent")
        self.text.document().setDocumentMargin(0)
        self.text.document().setIndentWidth(_INDENT)
        self.text.anchorClicked.connect(self._follow)
        theme.changed.connect(self._again)
        side = QVBoxLayout()
        side.addWidget(self.list)
        side.addStretch(1)
        sheet = make_frame("card")
        inside = QHBoxLayout(sheet)
        inside.setContentsMargins(24, 16, 8, 8)
        self.text.setMaximumWidth(_WIDEST)
        inside.addWidget(self.text, 100)
        inside.addStretch(1)
        body = QHBoxLayout()
        body.setContentsMargins(16, 0, 24, 16)
        body.setSpacing(16)
        body.addLayout(side)
        body.addWidget(sheet, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(body, 1)

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Open the text for a page, or the first one."""
        wanted = str(args.get("topic") or self.topic or "start")
        self.show_topic(_ELSEWHERE.get(wanted, wanted))

    def refresh(self, changes: object) -> None:
        """Nothing here comes from a register."""

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Give the text the room of the list's margin."""
        self.header.set_narrow(narrow=narrow)

    def show_topic(self, key: str) -> None:
        """Show a text; one that there is none of leads to the first."""
        known = {topic for topic, _, _ in TOPICS}
        self.topic = key if key in known else "start"
        self.list.set_current(self.topic)
        self.text.setMarkdown(help_path(self.topic).read_text(encoding="utf-8"))
        self._dress()

    def _again(self) -> None:
        if self.topic:
            self.show_topic(self.topic)

    def _dress(self) -> None:
        """Our sizes and distances, which Markdown knows nothing of."""
        document = self.text.document()
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            end = QTextCursor.MoveOperation.EndOfBlock
            cursor.movePosition(end, QTextCursor.MoveMode.KeepAnchor)
            level = block.blockFormat().headingLevel()
            shape = QTextBlockFormat()
            shape.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            shape.setTopMargin(16.0 if level > 1 else 0.0)
            shape.setBottomMargin(8.0 if level else 6.0)
            cursor.mergeBlockFormat(shape)
            if level:
                look = QTextCharFormat()
                look.setFont(font(TITLE if level == 1 else BODY, strong=True))
                look.setForeground(colour("text"))
                # Markdown makes headings larger by steps of its own.
                look.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                cursor.mergeCharFormat(look)
            block = block.next()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _follow(self, url: QUrl) -> None:
        self.show_topic(url.toString().removesuffix(".md"))


def help_path(key: str) -> Path:
    """The file of a text."""
    return resources_folder() / "help" / f"{key}.md"
