"""What can be tried of call-offs without writing: the last safe start, and what a change moves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from areateam.calloffs.call_off_clock_rules import PauseFacts
from areateam.calloffs.call_off_report_views import WhatIf, move_sentence, verdict, what_if
from areateam.calloffs.route_rules import half_days_from, last_start
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.dialogs.suppose_panel import MovesPanel
from ui.pages.call_off_words import SHAPES, desk_call_off_book
from ui.pages.case_fields import day_field, day_of
from ui.style.marks import Shape
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from areateam.calloffs.call_off_views import CallOffBook, CallOffView
    from areateam.core.fields import Value
    from ui.desk import Desk

_WIDE = 520
_ROOM = 84
_FIRST = "Say on which day the contract must stand. Nothing is written."
_TRY = "Change anything: what would move is shown. Nothing is written."


class LastStartPanel(AskPanel):
    """For a day on which a contract is needed: when each route begins at the latest, and why."""

    def __init__(self, book: CallOffBook) -> None:
        lines = [
            AskLine(day_field("needed", "Needed by")),
            AskLine(Field("standstill", "Standstill", Kind.FLAG, required=True), 0),
        ]
        super().__init__("Last safe start", "Copy", lines, words=_FIRST, width=_WIDE)
        self._book = book
        self.sentences: list[str] = []
        self.routes = [SpanLabel(wrap=True) for _ in book.routes.known]
        for label in self.routes:
            # Its room is kept, so that nothing moves when the day is typed.
            label.setMinimumHeight(_ROOM)
            self.add_part(label)
        self.set_verb("Copy", why_not="No day is stated yet.")
        self.changed.connect(self.show_routes)
        self.agreed.connect(self._copy)

    def show_routes(self) -> None:
        """Say for both routes when to begin, and since when that is impossible."""
        stated = self.stated()
        self.sentences.clear()
        for label in self.routes:
            label.set_spans("")
        self.set_verb("Copy", why_not="" if stated else "No day is stated yet.")
        if stated is None:
            return
        self.say("")
        book = self._book
        for label, route in zip(self.routes, book.routes.known.values(), strict=True):
            found = last_start(
                route, day_of(stated["needed"]), book.today, book.calendar,
                standstill=stated["standstill"] == 1,
            )  # fmt: skip
            mark = Shape.OK if found.possible else Shape.RISK
            label.set_spans([Span(found.sentence, mark=mark)])
            self.sentences.append(found.sentence)

    def _copy(self) -> None:
        self.show_routes()
        if self.sentences:
            QGuiApplication.clipboard().setText("\n".join(self.sentences))
            self.say("Copied.")


class WhatIfPanel(MovesPanel):
    """Tries other lengths, tiers, days and pauses on a copy of a call-off, and lists what moves."""

    def __init__(self, view: CallOffView, book: CallOffBook) -> None:
        super().__init__(f"What if: {view.number}", "Copy", _tried_lines(view, book), _TRY)
        self._view, self._book = view, book
        self.sentence = ""
        self.set_verb("Copy", why_not="Nothing is tried yet.")
        self.changed.connect(self.show_moves)
        self.agreed.connect(self._copy)

    def show_moves(self) -> None:
        """Show every stage whose end would move, and where the end of the whole would go."""
        self.sentence = ""
        self.show_days(())
        stated = self.stated()
        try:
            tried = None if stated is None else tried_of(stated)
        except UserProblem as problem:
            self.refuse(problem_sentence(problem))
            tried = None
        self.set_verb("Copy", why_not="" if tried else "Nothing is tried yet.")
        if tried is not None:
            self._show(what_if(self._view, self._book, tried))

    def _show(self, after: CallOffView) -> None:
        before = self._view.clock.stages
        self.show_days(
            [
                (now.facts.key, now.facts.label, now.last.isoformat(), then.last.isoformat())
                for now, then in zip(before, after.clock.stages, strict=True)
                if now.last != then.last
            ]
        )
        said = verdict(after)
        self.sentence = f"{move_sentence(self._view, after)} {said.text}: {said.detail}."
        self.say([Span(self.sentence, mark=SHAPES[said.kind])])

    def _copy(self) -> None:
        self.show_moves()
        if self.sentence:
            QGuiApplication.clipboard().setText(self.sentence)
            self.say(f"{self.sentence} Copied.")


def _tried_lines(view: CallOffView, book: CallOffBook) -> list[AskLine]:
    """What can be tried: the stages not done, both kinds of tier, the start, a pause."""
    open_stages = tuple(Choice(s.facts.key, s.facts.label) for s in view.clock.stages if s.is_open)
    tiers = tuple(Choice(str(t.number), f"Tier {t.number}") for t in book.framework.tier)
    gates = tuple(Choice(line.gate.key, line.gate.label) for line in view.gates)
    lines = [
        AskLine(Field("stage", "Stage", Kind.CHOICE, choices=open_stages)),
        AskLine(Field("days", "Days", max_length=8), beside=True),
        AskLine(Field("gate", "Gate", Kind.CHOICE, choices=gates)),
        AskLine(Field("gate_tier", "At", Kind.CHOICE, choices=tiers), beside=True),
        AskLine(Field("tier", "Every gate at", Kind.CHOICE, choices=tiers)),
        AskLine(Field("first", "Pause from", Kind.DATE)),
        AskLine(Field("last", "to", Kind.DATE), beside=True),
    ]
    if not any(s.facts.done_on for s in view.clock.stages):
        lines.append(AskLine(Field("start", "Start", Kind.DATE), view.started_on.isoformat()))
    return lines


def tried_of(stated: Mapping[str, Value]) -> WhatIf:
    """What the values of a panel try; a half of a pair that stands alone tries nothing.

    UserProblem: half-days-unreadable, pause-ends-earlier.
    """
    stage, days = stated["stage"], stated["days"]
    gate, gate_tier = stated["gate"], stated["gate_tier"]
    first, last = stated["first"], stated["last"]
    pauses: tuple[PauseFacts, ...] = ()
    if first and last:
        if str(last) < str(first):
            raise UserProblem("pause-ends-earlier", first=first, last=last)
        pauses = (PauseFacts(day_of(first), day_of(last), "tried"),)
    start = stated.get("start")
    return WhatIf(
        {str(stage): half_days_from(str(days))} if stage and days else {},
        {str(gate): int(str(gate_tier))} if gate and gate_tier else {},
        int(str(stated["tier"])) if stated["tier"] else None,
        date.fromisoformat(str(start)) if start else None,
        pauses,
    )


def open_last_start(desk: Desk, anchor: QWidget) -> LastStartPanel:
    """Open the panel about the last safe start beside a button."""
    panel = LastStartPanel(desk_call_off_book(desk))
    open_panel(anchor.window(), panel, anchor)
    return panel


def open_what_if(desk: Desk, view: CallOffView, anchor: QWidget) -> WhatIfPanel:
    """Open the panel that tries a change of a call-off beside a button."""
    panel = WhatIfPanel(view, desk_call_off_book(desk))
    open_panel(anchor.window(), panel, anchor)
    return panel
