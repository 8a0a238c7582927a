"""The one style sheet, written from tokens.

Widgets choose their look by two dynamic properties: `kind` on buttons ("filled", "outlined",
"text", "bar", "quiet") and `part` on frames ("page", "surface", "card", "bulk", "popover",
"segments", …). Type is never set here, because a font in a sheet loses equal figures.
What a sheet cannot draw without picture files is in `ui.style.drawing`.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.style.tokens import Tokens

_BASE = """
QWidget { color: $text; widget-animation-duration: 0; }
QMainWindow, QDialog, QFrame[part="page"], QFrame[part="navigation"], QScrollArea[part="page"],
QWidget[part="page"] { background: $ground; border: none; }
QFrame[part="surface"], QWidget[part="surface"] { background: $surface; border: none; }
QFrame[part="topbar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[part="statusbar"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[part="navigation"] { border-right: 1px solid $line; }
QFrame[part="header"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[part="strip"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[part="card"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[part="chip"] { background: $head; border: 1px solid $line; border-radius: 3px; }
QFrame[part="palette"] { background: $surface; border: 1px solid $control; border-radius: 6px; }
QFrame[part="field-row"] { background: transparent; border: none; }
QScrollArea[part="surface"] { background: $surface; }
QFrame[part="bulk"] { background: $selected; border: none; border-top: 1px solid $line; }
QFrame[part="hairline"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[part="soft-line"] { background: $line_soft; border: none; max-height: 1px;
    min-height: 1px; }
QFrame[part="code"] { border: 1px solid $control; border-radius: 4px; background: $surface; }
QLabel[part="code"] { border: 1px solid $control; border-radius: 4px; padding: 0 3px; }
QLabel[part="key"] { border: 1px solid $line; border-radius: 3px; padding: 0 6px;
    color: $text_2; background: $head; }
QLabel[tone="text_2"] { color: $text_2; }
QLabel[tone="late"] { color: $late; }
QLabel[tone="risk"] { color: $risk; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="accent"] { color: $accent; }
QScrollArea { border: none; background: transparent; }
QToolTip { background: $surface; color: $text; border: 1px solid $control; padding: 4px 6px; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
"""

_BUTTONS = """
QPushButton { min-height: 30px; max-height: 30px; padding: 0 12px; border: 1px solid $control;
    border-radius: 4px; background: $surface; color: $text; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $selected; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: 28px;
    max-height: 28px; }
QPushButton:disabled { color: $text_2; border-color: $line; background: $surface; }
QPushButton[kind="filled"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="filled"]:hover, QPushButton[kind="filled"]:pressed {
    background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="filled"]:focus { border: 2px solid $text; }
QPushButton[kind="filled"]:disabled { color: $text_2; border-color: $line; background: $surface; }
QPushButton[kind="bar"] { min-height: 26px; max-height: 26px; padding: 0 8px; }
QPushButton[kind="bar"]:focus { min-height: 24px; max-height: 24px; padding: 0 7px; }
QPushButton[kind="bar"][now="true"] { background: $accent; color: $on_accent;
    border-color: $accent; }
QPushButton[kind="text"], QPushButton[kind="quiet"] { border: 1px solid transparent;
    background: transparent; padding: 0 8px; }
QPushButton[kind="text"] { color: $accent; }
QPushButton[kind="text"]:hover, QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="text"]:focus, QPushButton[kind="quiet"]:focus { border: 2px solid $accent;
    padding: 0 7px; }
QPushButton[kind="quiet"]:disabled { color: $text_2; }
QPushButton[kind="link"] { border: 1px solid transparent; border-radius: 2px; padding: 0 1px;
    background: transparent; color: $accent; min-height: 20px; max-height: 20px;
    text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 0; min-height: 18px;
    max-height: 18px; }
QPushButton[elsewhen="true"] { background: $risk_bg; border-color: $risk; }
QToolButton { border: 1px solid transparent; border-radius: 4px; background: transparent;
    min-width: 26px; min-height: 26px; padding: 0; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selected; }
QToolButton:focus { border: 2px solid $accent; min-width: 24px; min-height: 24px; }
QToolButton[kind="small"] { min-width: 14px; min-height: 14px; max-width: 14px;
    max-height: 14px; }
QFrame[part="segments"] { border: 1px solid $control; border-radius: 4px; background: $surface; }
QFrame[part="segments"] QPushButton { border: none; border-radius: 3px; padding: 0 12px;
    min-height: 30px; max-height: 30px; margin: 0; }
QFrame[part="segments"] QPushButton:checked { background: $selected; }
QFrame[part="segments"] QPushButton:focus { border: 2px solid $accent; padding: 0 10px;
    min-height: 26px; max-height: 26px; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QFrame[part="field"] { background: $surface; color: $text;
    border: 1px solid $control; border-radius: 4px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit { min-height: 30px; max-height: 30px; padding: 0 7px; }
QLineEdit:focus { border: 2px solid $accent; min-height: 28px; max-height: 28px;
    padding: 0 6px; }
QLineEdit[invalid="true"], QLineEdit[invalid="true"]:focus { border: 2px solid $late;
    min-height: 28px; max-height: 28px; padding: 0 6px; }
QLineEdit:disabled { color: $text_2; border-color: $line; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; min-height: 0;
    background: transparent; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 3px; }
QFrame[part="field"] QLineEdit, QFrame[part="field"] QLineEdit:focus,
QFrame[part="field-row"] QLineEdit, QFrame[part="field-row"] QLineEdit:focus { border: none;
    padding: 0; background: transparent; }
QFrame[part="field"][focused="true"] { border: 2px solid $accent; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $control; outline: none;
    padding: 4px 0; }
"""

_LISTS = """
QAbstractItemView { background: $surface; border: none; outline: none;
    selection-background-color: $selected; selection-color: $text; }
QListView[part="board"] { background: $ground; }
QTableView { gridline-color: $line_soft; }
QTableView[focusframe="true"]:focus { border: 2px solid $accent; }
QHeaderView { background: $head; border: none; }
QHeaderView[part="surface"] { background: $surface; }
QLabel[part="corner"] { background: $head; border: none; border-bottom: 1px solid $line; }
QHeaderView::section { background: $head; border: none; border-bottom: 1px solid $line; }
QTableCornerButton::section { background: $head; border: none; }
QMenu { background: $surface; border: 1px solid $control; border-radius: 6px; padding: 4px 0; }
QMenu::item { padding: 5px 24px 5px 12px; min-height: 18px; color: $text; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $text_2; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QFrame[part="tabs"] { border: none; border-bottom: 1px solid $line; background: transparent; }
QProgressBar { border: none; background: $bar_soft; border-radius: 2px; max-height: 4px;
    min-height: 4px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $control; border-radius: 3px; border: 3px solid $surface; }
QScrollBar::handle:vertical { min-height: 32px; border-radius: 6px; }
QScrollBar::handle:horizontal { min-width: 32px; border-radius: 6px; }
QScrollBar::handle:hover { background: $text_2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar:vertical, QScrollBar:horizontal { background: $surface; }
QScrollArea[part="page"] > QWidget > QScrollBar, QListView[part="board"] QScrollBar {
    background: $ground;
}
QScrollArea[part="page"] > QWidget > QScrollBar::handle,
QListView[part="board"] QScrollBar::handle { border-color: $ground; }
QAbstractScrollArea::corner { background: $surface; }
QSlider::groove:horizontal { height: 4px; background: $bar_soft; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: $surface; border: 1px solid $control; }
QSlider::handle:horizontal:focus { border: 2px solid $accent; }
"""


def make_sheet(tokens: Tokens) -> str:
    """The style sheet for these tokens."""
    return Template(_BASE + _BUTTONS + _FIELDS + _LISTS).substitute(asdict(tokens))
