"""The card of the settings with the area team's own address, which its letters begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from areateam.core.wording import problem_sentence
from areateam.organisations.team_address_actions import set_team_address
from areateam.organisations.team_address_views import FIELDS, team_address
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.style.marks import Shape
from ui.widgets.buttons import make_button
from ui.widgets.card_frame import CardFrame
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.core.problems import Problem
    from ui.desk import Desk

_WORDS = (
    "It stands at the head of every letter, for everybody who works on this register; to change it"
    " is one step to undo."
)
NO_ADDRESS = "The area team's address is not entered yet: letters begin with the name alone."


class AddressCard(CardFrame):
    """Shows the address; its button asks for it. `panel` is the one that is open, if any."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("The area team's address")
        self._desk = desk
        self.panel: AskPanel | None = None
        self.add_line(_WORDS, wrap=True)
        self.body.addSpacing(8)
        self._shown = self.add_line("", wrap=True)
        self.body.addSpacing(8)
        self.button = make_button("Change the address…", writes=True, on_click=self.ask)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.add(row)

    def read(self) -> None:
        """Show the address as the register has it."""
        held = team_address(self._desk.connection)
        lines = ", ".join(filter(None, (held.name, *held.lines)))
        self._shown.set_spans(lines or [Span(NO_ADDRESS, mark=Shape.RISK)])
        why = self._desk.why_locked
        self.button.setEnabled(not why)
        self.button.setToolTip(why)

    def ask(self) -> AskPanel:
        """Ask for the address; left blank throughout, there is none."""
        held = team_address(self._desk.connection)
        lines = [AskLine(field, held.values.get(field.key)) for field in FIELDS]
        words = "Left blank, the name is that of the register with “Area Team”."
        panel = self.panel = AskPanel("The area team's address", "Keep", lines, words=words)

        def refused(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        def agreed() -> None:
            stated = panel.stated()
            if stated is not None:
                panel.wait()
                self._desk.write(
                    "The area team's address",
                    lambda write: set_team_address(write, stated),
                    lambda _: panel.left.emit(),
                    refused,
                )

        panel.agreed.connect(agreed)
        open_panel(self.button.window(), panel, self.button)
        return panel
