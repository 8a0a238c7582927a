"""The panel that closes cases: the outcome, its reasons, a comment, and what it does first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.fields import Choice, Field, Kind
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.forms.value_editors import ChoiceEditor
from ui.style.marks import Shape
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from areateam.cases.case_end_views import Effect
    from areateam.catalogue.procedure_definitions import OutcomeSpec, Procedure

WIDTH = 460
Effects = "Callable[[str], Sequence[Effect] | str]"


class CloseCasePanel(AskPanel):
    """`effects(outcome)` gives what it sets on the contract, or why it cannot be."""

    def __init__(
        self,
        title: str,
        verb: str,
        procedure: Procedure,
        today: date,
        effects: Callable[[str], Sequence[Effect] | str],
    ) -> None:
        outcomes = tuple(Choice(spec.key, spec.label) for spec in procedure.outcome)
        outcome = Field("outcome", "Outcome", Kind.CHOICE, choices=outcomes, required=True)
        super().__init__(
            title,
            verb,
            (
                AskLine(outcome),
                AskLine(Field("reason", "Reason"), None, (Choice("", ""),)),
                AskLine(Field("comment", "Comment", max_length=250)),
                AskLine(Field("on", "Closed on", Kind.DATE, required=True), today.isoformat()),
            ),
            width=WIDTH,
        )
        self._procedure, self._effects = procedure, effects
        self._verb_words = verb
        editor = self.editors["outcome"]
        assert isinstance(editor, ChoiceEditor)
        editor.currentIndexChanged.connect(lambda _: self.take_outcome())
        self.take_outcome()

    def take_outcome(self) -> None:
        """Offer the reasons of the outcome, and say what it would do."""
        spec = self._procedure.outcome_of(self.text_of("outcome"))
        reasons = self.editors["reason"]
        assert isinstance(reasons, ChoiceEditor)
        reasons.clear()
        reasons.addItem("None", "")
        for reason in spec.reasons:
            reasons.addItem(reason, reason)
        reasons.setEnabled(bool(spec.reasons))
        found = self._effects(spec.key)
        if isinstance(found, str):
            self.refuse(found)
            self.set_verb(self._verb_words, why_not=found)
            return
        self.set_verb(self._verb_words)
        self.say(_effect_spans(spec, found))


def _effect_spans(spec: OutcomeSpec, effects: Sequence[Effect]) -> list[Span]:
    """What an outcome sets on the contract, and who hears an appeal."""
    spans: list[Span] = []
    for effect in effects:
        spans.append(Span(f"{effect.label}: {effect.now} → "))
        spans.append(Span(f"{effect.then}. ", strong=True))
    if not spans:
        spans.append(Span("The contract stays as it is. "))
    if spec.comment:
        spans.append(Span("A comment is needed. ", mark=Shape.RISK))
    if spec.appeal_to:
        spans.append(Span(f"An appeal goes to {spec.appeal_to}."))
    return spans
