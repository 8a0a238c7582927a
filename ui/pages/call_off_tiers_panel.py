"""The figures of a tier, as this office sets them in place of the framework's own proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.calloffs.finished_views import tier_lines
from areateam.calloffs.gate_actions import set_tier
from areateam.calloffs.route_rules import half_days_from, half_words
from areateam.core.amounts import format_money
from areateam.core.fields import Choice, Field, Kind
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.pages.call_off_words import desk_call_off_book
from ui.pages.case_fields import choice_field, text_field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from areateam.catalogue.framework_definitions import Framework, GateSpec
    from areateam.ledger.ledger import Write
    from ui.pages.call_off_doings import CallOffDoings, Said

_GATE = "gate-"
_LATER = "Call-offs that are open keep theirs."


class TiersPanel(AskPanel):
    """Shows one tier at a time, how its figures are known, and takes others with their source."""

    def __init__(
        self, framework: Framework, known: dict[int, str], roles: tuple[Choice, ...]
    ) -> None:
        super().__init__("Figures of a tier", "Set", _lines(framework, roles), words=_LATER)
        self._framework, self._known = framework, known
        self.on_pick("tier", lambda _: self.show_tier())
        self.show_tier()

    def show_tier(self) -> None:
        """Fill in the figures of the tier that is picked."""
        number = int(self.text_of("tier"))
        tier = self._framework.tier[number]
        below = "" if tier.below_pence is None else format_money(tier.below_pence)
        self.editors["below"].setEnabled(tier.below_pence is not None)
        for key, text in (
            ("below", below), ("risk", tier.risk), ("approver", tier.approver),
            ("approver_role", tier.approver_role), ("competition", tier.competition),
            ("source", ""),
        ):  # fmt: skip
            self.fill(key, text)
        for gate in timed(self._framework):
            self.fill(f"{_GATE}{gate.key}", half_words(gate.half_days[number]))
        self._first_words = f"{self._known[number].capitalize()}. {_LATER}"
        self.say(self._first_words)


def timed(framework: Framework) -> list[GateSpec]:
    """The gates that take time at any tier."""
    return [gate for gate in framework.gate if any(gate.half_days)]


def figures_of(framework: Framework, said: Said) -> dict[str, str]:
    """What the panel states, as `set_tier` takes it. UserProblem("half-days-unreadable")."""
    words = ("risk", "approver", "approver_role", "competition", "source")
    stated = {key: str(said[key] or "") for key in words}
    if said["below"] is not None:
        stated["below_pence"] = str(said["below"])
    for gate in timed(framework):
        stated[gate.key] = str(half_days_from(str(said[f"{_GATE}{gate.key}"])))
    return stated


def open_tiers(doings: CallOffDoings, anchor: QWidget) -> TiersPanel:
    """Ask for other figures of a tier beside a button; one step to undo."""
    desk = doings.desk
    book = desk_call_off_book(desk)
    known = {line.number: line.known for line in tier_lines(desk.connection, book.framework)}
    roles = tuple(Choice(role.key, role.label) for role in book.procedures.roles.values())
    panel = TiersPanel(book.framework, known, roles)

    def act(write: Write, said: Said) -> None:
        set_tier(write, book, int(str(said["tier"])), figures_of(book.framework, said))

    doings.ask_plain(panel, anchor, "Set figures of a tier", act)
    return panel


def _lines(framework: Framework, roles: tuple[Choice, ...]) -> list[AskLine]:
    tiers = tuple(Choice(str(t.number), f"Tier {t.number}") for t in framework.tier)
    bands = tuple(Choice(band.key, band.label) for band in framework.band)
    return [
        AskLine(choice_field("tier", "Tier", tiers)),
        AskLine(Field("below", "Value below", Kind.MONEY)),
        AskLine(choice_field("risk", "Risk up to", bands)),
        AskLine(text_field("approver", "Approver", required=True)),
        AskLine(choice_field("approver_role", "Approves from", roles)),
        AskLine(text_field("competition", "Competition", required=True)),
        *(
            AskLine(text_field(f"{_GATE}{gate.key}", f"{gate.label}, days", required=True))
            for gate in timed(framework)
        ),
        AskLine(text_field("source", "Source", required=True)),
    ]
