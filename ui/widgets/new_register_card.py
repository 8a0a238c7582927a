"""Choosing the area team of a new register, with the organisations that come with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ui.style.fonts import BODY, font
from ui.style.marks import Tone
from ui.widgets.buttons import FILLED, make_button
from ui.widgets.card_frame import CardFrame
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEW, _LISTS = "New register", "New register from lists"


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """An area team that can be chosen, with the names of what comes with it."""

    code: str
    name: str
    members: tuple[str, ...]


class NewRegisterCard(CardFrame):
    """`asked(code, from lists)` when a team was chosen, `cancelled` when not."""

    asked = Signal(str, bool)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Whose register is it?", parent=parent)
        self._from_lists = False
        self._teams: dict[str, TeamChoice] = {}
        self.choice = QComboBox()
        self.choice.setFont(font(BODY))
        self.choice.setAccessibleName("Area team")
        self.choice.setFixedHeight(32)
        self.choice.setMaxVisibleItems(14)
        self.choice.currentIndexChanged.connect(lambda _: self._say())
        self._comes = SpanLabel(tone=Tone.QUIET, wrap=True)
        self._next = SpanLabel(tone=Tone.QUIET, wrap=True)
        self.make = make_button("Choose where to keep it", kind=FILLED, on_click=self._ask)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.make)
        buttons.addWidget(make_button("Cancel", on_click=self.cancelled.emit))
        buttons.addStretch(1)
        for part in (self.choice, self._comes, self._next):
            self.add(part)
            self.body.addSpacing(8)
        self.add(buttons)
        self.body.addSpacing(8)
        self.setFocusProxy(self.choice)

    @property
    def heading(self) -> str:
        """What stands above the card."""
        return _LISTS if self._from_lists else _NEW

    def set_teams(self, teams: Sequence[TeamChoice], *, from_lists: bool) -> None:
        """Offer these area teams; with `from_lists` the import page opens afterwards."""
        self._from_lists = from_lists
        chosen = self.choice.currentData()
        self._teams = {team.code: team for team in teams}
        self.choice.clear()
        for team in teams:
            self.choice.addItem(f"{team.code}  {team.name}", team.code)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        self._next.set_spans(
            "Then choose the lists; each is shown before anything is taken in."
            if from_lists
            else "It is one file. Backups are kept in a folder beside it."
        )
        self._say()

    def _say(self) -> None:
        team = self._teams.get(str(self.choice.currentData()))
        names = team.members if team else ()
        count = f"Its {len(names)} PCTs come with it: " if len(names) != 1 else "Its PCT: "
        self._comes.set_spans(count + ", ".join(names) + "." if names else "")

    def _ask(self) -> None:
        self.asked.emit(str(self.choice.currentData() or ""), self._from_lists)
