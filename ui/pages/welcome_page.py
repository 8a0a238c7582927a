"""The first page: open a register, make one, put one back, or look round the demonstration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.style.fonts import SMALL, TITLE
from ui.style.marks import Mark, Shape, Tone
from ui.widgets.action_row import ActionList, ActionRow
from ui.widgets.banner import Banner
from ui.widgets.buttons import make_frame, make_label
from ui.widgets.new_register_card import NewRegisterCard, TeamChoice
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

TITLE_WORDS = "Area team register"
PURPOSE = (
    "Contracts of the primary care contractors of one local area team, in one file on this"
    " computer. Nothing is sent anywhere."
)
BEGIN = (
    ("open", "external", "Open a register", "Choose a file on this computer or a stick"),
    ("new", "add", "Make a new register", "Choose an area team; its PCTs come with it"),
    ("lists", "download", "Make one from lists you have", "Excel or CSV from a PCT or the BSA"),
    ("backup", "history", "Put back a backup", "Checked before it replaces anything"),
)
_LEFT_WIDTH, _RIGHT_WIDTH = 408, 464


@dataclass(frozen=True, slots=True)
class RecentLine:
    """A register used before: where it lies, what it is called, how it stands, when it was used."""

    key: str
    title: str
    place: str
    state: Mark | None
    used: str

    @property
    def is_missing(self) -> bool:
        """Whether its file was not found."""
        return self.state is not None and self.state.shape is Shape.RISK


class WelcomePage(QWidget):
    """Asks; whoever made it acts.

    `begun(key)` carries "open", "backup" or "demo"; a new register is asked for by
    `new_asked(area team, from lists)`, a recent one by `recent_chosen(key)`.
    """

    title = TITLE_WORDS
    begun = Signal(str)
    new_asked = Signal(str, bool)
    recent_chosen = Signal(str)
    forget_asked = Signal(str)

    def __init__(self, teams: Callable[[], Sequence[TeamChoice]]) -> None:
        super().__init__()
        self._teams = teams
        self._missing = ""
        self.begin = ActionList("Begin")
        self.recent = ActionList("Recent")
        self.banner = Banner(Tone.RISK)
        self.demo = SpanLabel()
        self.new_card = NewRegisterCard()
        self._recent_title = _heading("Recent")
        self._nothing = SpanLabel("Registers that you open are listed here.", tone=Tone.QUIET)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.begin.rows["open"])
        self.set_recent([])
        self._show_new(shown=False)
        self.tell("")

    def _lay_out(self) -> None:
        self.begin.set_rows(
            [
                (key, ActionRow(title, words, icon_name=icon, arrow=True))
                for key, icon, title, words in BEGIN
            ]
        )
        self.demo.set_spans(
            [
                Span("Look round the demonstration register", link="demo"),
                Span(" as at Thu 1 Nov 2012", tone=Tone.QUIET),
            ]
        )
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addWidget(_side([_heading("Begin"), self.begin], [self.demo], _LEFT_WIDTH))
        right = [self._recent_title, self.recent, self._nothing, self.new_card]
        sides.addWidget(_side(right, [self.banner], _RIGHT_WIDTH))
        inner = QWidget()
        inner.setMaximumWidth(_LEFT_WIDTH + _RIGHT_WIDTH + 24)
        words = QVBoxLayout(inner)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(SpanLabel([Span(TITLE_WORDS, strong=True)], size=TITLE))
        purpose = SpanLabel(PURPOSE, tone=Tone.QUIET, wrap=True)
        purpose.setMaximumWidth(540)
        words.addWidget(purpose)
        words.addSpacing(20)
        words.addLayout(sides)
        words.addStretch(1)
        ground = make_frame("page")
        around = QHBoxLayout(ground)
        around.setContentsMargins(24, 72, 24, 24)
        around.addStretch(1)
        around.addWidget(inner, 1000)
        around.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(ground)
        self._around = around

    def _connect(self) -> None:
        self.begin.chosen.connect(self._begin)
        self.demo.linked.connect(self.begun)
        self.recent.chosen.connect(self.recent_chosen)
        self.banner.linked.connect(self._banner_linked)
        self.new_card.asked.connect(self.new_asked)
        self.new_card.cancelled.connect(lambda: self._show_new(shown=False))

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """The cursor stands on the first line, ready for Enter."""
        self.begin.rows["open"].setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: object) -> None:
        """Nothing here comes from a register."""

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """Less air at the top of a low window."""
        self._around.setContentsMargins(24, 24 if low else 72, 24, 24)

    def states(self) -> list[tuple[str, Callable[[], None]]]:
        """Further pictures of this page."""
        return [("new-register", lambda: self._begin("new"))]

    # ---- what is shown

    def set_recent(self, lines: Sequence[RecentLine]) -> None:
        """List the registers used before; a missing one is reported with ways on."""
        rows = []
        for line in lines:
            row = ActionRow(line.title, line.place, height=48)
            row.set_state(line.state, line.used)
            rows.append((line.key, row))
        self.recent.set_rows(rows)
        self._missing = next((line.key for line in lines if line.is_missing), "")
        lost = next((line for line in lines if line.is_missing), None)
        if lost is not None:
            self._report_missing(lost)
        self._show_new(shown=not self.new_card.isHidden())

    def _report_missing(self, line: RecentLine) -> None:
        self.banner.set_lines(
            [
                [
                    Span(f"{line.title} was not found", mark=Shape.RISK, strong=True),
                    Span(f" at {line.place}. The drive may be disconnected. Nothing was changed. "),
                    Span("Look again", link="again"),
                    Span("  "),
                    Span("Take off the list", link="forget"),
                ]
            ]
        )
        self.banner.show()

    def tell(self, words: str) -> None:
        """Say what went wrong in the banner; "" takes it away."""
        if words:
            self.banner.set_lines([[Span(words, mark=Shape.RISK)]])
        self.banner.setVisible(bool(words))

    def _begin(self, key: str) -> None:
        if key in ("new", "lists"):
            self.new_card.set_teams(self._teams(), from_lists=key == "lists")
            self._show_new(shown=True)
            self.new_card.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.begun.emit(key)

    def _show_new(self, *, shown: bool) -> None:
        any_recent = bool(self.recent.rows)
        self.new_card.setVisible(shown)
        self.recent.setVisible(not shown and any_recent)
        self._nothing.setVisible(not shown and not any_recent)
        self._recent_title.setText(self.new_card.heading if shown else "Recent")

    def _banner_linked(self, link: str) -> None:
        if link == "again":
            self.recent_chosen.emit(self._missing)
        elif link == "forget":
            self.forget_asked.emit(self._missing)


def _side(top: Sequence[QWidget], below: Sequence[QWidget], width: int) -> QWidget:
    side = QWidget()
    side.setMaximumWidth(width)
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    head = QVBoxLayout()
    head.setSpacing(6)
    for part in top:
        head.addWidget(part)
    column.addLayout(head)
    for part in below:
        column.addWidget(part)
    column.addStretch(1)
    return side


def _heading(words: str) -> QLabel:
    return make_label(words, size=SMALL, strong=True, tone="text_2")
