"""The popover behind a worked-out value: its sentence, and a way to copy it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.style.fonts import SMALL
from ui.style.marks import Tone
from ui.widgets.buttons import LINK, make_button
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from areateam.contracts.contract_rules import Derived


def open_reason(anchor: QWidget, reason: Derived, rect: QRect | None = None) -> Popover:
    """Explain a value beside where it stands; Esc closes, Copy takes the sentence along."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addWidget(SpanLabel(reason.sentence, wrap=True))
    row = QHBoxLayout()
    copied = SpanLabel("", size=SMALL, tone=Tone.QUIET)

    def copy() -> None:
        QGuiApplication.clipboard().setText(reason.sentence)
        copied.set_spans("Copied")

    button = make_button("Copy", kind=LINK, on_click=copy)
    row.addWidget(button)
    row.addWidget(copied, 1)
    if reason.rule:
        row.addWidget(SpanLabel(f"Rule {reason.rule}", size=SMALL, tone=Tone.QUIET))
    column.addLayout(row)
    content.setFocusProxy(button)
    popover = Popover(anchor.window(), content, name=f"Why: {reason.sentence}")
    popover.open_at(anchor, rect)
    return popover


def place_of(parent: QWidget, link: str) -> tuple[QWidget, QRect]:
    """The label inside `parent` that holds a link, and where in it the link stands."""
    for label in parent.findChildren(SpanLabel):
        rect = label.link_rect(link)
        if rect != label.rect() and label.isVisibleTo(parent):
            return label, rect
    return parent, parent.rect()
