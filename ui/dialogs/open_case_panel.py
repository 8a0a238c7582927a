"""The panel that opens a case at one contract or at many: procedure, days, value, risk, manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from areateam.catalogue.procedure_definitions import Risk
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.forms.value_editors import TextEditor, read_text
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from areateam.cases.case_end_views import Openable
    from areateam.catalogue.procedure_definitions import Procedure

WIDTH = 460
OWN = "own"
"""The choice of whom the portfolios say."""
BY_PORTFOLIO = Choice(OWN, "By portfolio")
RISKS = tuple(Choice(risk.value, risk.value.capitalize()) for risk in Risk)


class OpenCasePanel(AskPanel):
    """Asks for a case at `count` contracts; `procedures` are those that fit all of them.

    `changed` wants `show_openable`; `procedure()`, `dates()` and `leaves_out()` say the rest of
    what `stated()` does not.
    """

    def __init__(
        self, title: str, count: int, procedures: Sequence[Procedure], people: Sequence[Choice],
        today: date,
    ) -> None:  # fmt: skip
        choices = tuple(Choice(each.key, each.label) for each in procedures)
        procedure = Field("procedure", "Procedure", Kind.CHOICE, choices=choices, required=True)
        super().__init__(
            title,
            "Open case" if count == 1 else f"Open {counted(count, 'case')}",
            (
                AskLine(procedure),
                AskLine(Field("received", "Received", Kind.DATE, required=True), today.isoformat()),
                AskLine(Field("value", "Value", Kind.MONEY)),
                AskLine(
                    Field("risk", "Risk", Kind.CHOICE, choices=RISKS, required=True),
                    Risk.MEDIUM.value,
                ),
                AskLine(Field("manager", "Manager"), OWN, (BY_PORTFOLIO, *people)),
            ),
            width=WIDTH,
        )
        self._count = count
        self._procedures = {each.key: each for each in procedures}
        self._days: dict[str, TextEditor] = {}
        self._room = QVBoxLayout()
        self._room.setSpacing(12)
        place = QWidget()
        place.setLayout(self._room)
        self._room.setContentsMargins(0, 0, 0, 0)
        self.body.insertWidget(2, place)
        self.leave_out = QCheckBox("Leave those out that have one open")
        self.leave_out.setChecked(True)
        self.leave_out.hide()
        self.body.addWidget(self.leave_out)
        self.owner = SpanLabel(size=SMALL, tone=Tone.QUIET, wrap=True)
        self.owner.setAccessibleName("Who will own it")
        self.body.addWidget(self.owner)
        editor = self.editors["procedure"]
        assert not isinstance(editor, TextEditor)
        editor.currentIndexChanged.connect(lambda _: self._take_procedure())
        self._take_procedure()
        QTimer.singleShot(0, self, self.changed.emit)

    def procedure(self) -> Procedure:
        """The procedure picked."""
        return self._procedures[self.text_of("procedure")]

    def leaves_out(self) -> bool:
        """Whether contracts that have an open case of the procedure get no other."""
        return not self.leave_out.isHidden() and self.leave_out.isChecked()

    def dates(self) -> dict[str, str]:
        """The days of the procedure that were given and can be read."""
        found = {}
        for key, editor in self._days.items():
            value = read_text(Field(key, key, Kind.DATE), editor.text())
            if isinstance(value, str):
                found[key] = value
        return found

    def day_editor(self, key: str) -> TextEditor:
        """The editor of a day that the procedure asks for."""
        return self._days[key]

    def show_openable(self, found: Openable) -> None:
        """Warn where a case of the procedure is open already."""
        many = len({contract for _, contract, _ in found.open_at})
        self.leave_out.setVisible(self._count > 1 and many > 0)
        if not many:
            self.say(self.procedure().about)
        elif self._count == 1:
            case, _, received = found.open_at[-1]
            words = f"CA{case} is open here already, received {format_date(received)}."
            self.say([Span(words, mark=Shape.RISK)])
        else:
            has = "has" if many == 1 else "have"
            words = f"{many:,} of {self._count:,} {has} an open case of this procedure already."
            self.say([Span(words, mark=Shape.RISK)])
        count = self._count - (many if self.leaves_out() else 0)
        verb = "Open case" if self._count == 1 else f"Open {counted(count, 'case')}"
        self.set_verb(verb, why_not="" if count else "All of them have one open.")

    def show_owner(self, words: str, *, owned: bool) -> None:
        """Say who will own it and why; for a manager who was picked there is nothing to say."""
        picked = self.text_of("manager") != OWN
        mark = None if owned else Shape.RISK
        self.owner.set_spans([] if picked else [Span(words, mark=mark, tone=Tone.QUIET)])
        self.owner.setVisible(not picked)

    def _take_procedure(self) -> None:
        while (item := self._room.takeAt(0)) is not None:
            inner = item.layout()
            while inner is not None and (part := inner.takeAt(0)) is not None:
                old = part.widget()
                if old is not None:
                    old.hide()
                    old.deleteLater()
        self._days = {}
        for spec in self.procedure().date:
            editor = TextEditor(Field(spec.key, spec.label, Kind.DATE), None)
            editor.setFixedHeight(32)
            editor.setPlaceholderText("if known")
            editor.dropped.connect(self.left)
            self._days[spec.key] = editor
            self.add_line_to(self._room, spec.label, editor)
        self.adjustSize()
