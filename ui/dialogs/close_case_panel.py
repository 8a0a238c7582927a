"""The panel that closes cases: the outcome, its reasons, a comment, and what it does first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.core.fields import Choice, Field, Kind
from areateam.core.values import format_value
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.forms.value_editors import ChoiceEditor, Editor, TextEditor, make_editor
from ui.style.marks import Shape
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from areateam.cases.case_end_views import Effect
    from areateam.cases.outcome_ask_views import Asked
    from areateam.catalogue.procedure_definitions import OutcomeSpec, Procedure

WIDTH = 460


class CloseCasePanel(AskPanel):
    """`effects(outcome, values)` gives what it sets on the contract, or why it cannot be.

    `asks(outcome)` gives what it asks for; `values()` is what was typed of that, by field.
    """

    def __init__(
        self,
        title: str,
        verb: str,
        procedure: Procedure,
        today: date,
        effects: Callable[[str, Mapping[str, str]], Sequence[Effect] | str],
        asks: Callable[[str], Sequence[Asked]] = lambda _: (),
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
        self._procedure, self._effects, self._asks = procedure, effects, asks
        self._answers: dict[str, Editor] = {}
        self._room = QVBoxLayout()
        self._room.setSpacing(12)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._place = QWidget()
        self._place.setLayout(self._room)
        self.body.insertWidget(3, self._place)
        self.changed.connect(self._look)
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
        self._ask(spec.key)
        self._look()

    def values(self) -> dict[str, str]:
        """What was typed of what the outcome asks for, by field; blank where nothing was."""
        return {key: editor.text() for key, editor in self._answers.items()}

    def answer(self, key: str, text: str) -> None:
        """Type or pick what is asked for, as a person would."""
        editor = self._answers[key]
        if isinstance(editor, TextEditor):
            editor.setText(text)
        else:
            editor.setCurrentIndex(max(editor.findData(text), 0))
        self._look()

    def _ask(self, outcome: str) -> None:
        """Put a line for each value that the outcome asks for in the place of those before."""
        while (item := self._room.takeAt(0)) is not None:
            inner = item.layout()
            while inner is not None and (part := inner.takeAt(0)) is not None:
                old = part.widget()
                if old is not None:
                    old.hide()
                    old.deleteLater()
        self._answers = {}
        for asked in self._asks(outcome):
            field = asked.field
            choices = field.choices
            editor = make_editor(field, asked.now if asked.required else None, choices)
            editor.setFixedHeight(32)
            editor.dropped.connect(self.left)
            if isinstance(editor, TextEditor):
                now = format_value(field, asked.now)
                editor.setPlaceholderText(f"now {now}" if now else "if it changes")
                editor.entered.connect(self._press)
                editor.textEdited.connect(lambda _: self._rest.start())
            else:
                editor.currentIndexChanged.connect(lambda _: self._rest.start())
            self._answers[field.key] = editor
            told = not field.unit or field.unit in field.label
            unit = "" if told else f" ({field.unit})"
            self.add_line_to(self._room, f"{field.label}{unit}", editor)
        self._place.setVisible(bool(self._answers))
        self.adjustSize()

    def _look(self) -> None:
        """Say what the outcome would do with what is typed."""
        spec = self._procedure.outcome_of(self.text_of("outcome"))
        found = self._effects(spec.key, self.values())
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
