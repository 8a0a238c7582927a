"""The panel that works out the day a rule leads to from any start, with the reason to copy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from areateam.cases.any_date_views import any_date, dated_rules
from areateam.cases.clock_words import explain
from areateam.core.dates import format_weekday_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from areateam.cases.case_rules import Rulebook
    from areateam.cases.clock_rules import StatutoryDate, Timer
    from areateam.core.fields import Value
    from ui.desk import Desk

WIDTH = 560
_TEXT = 58


class AnyDatePanel(AskPanel):
    """`sentence` is what was worked out last; "" while something is missing or refused."""

    def __init__(self, book: Rulebook, rule: str) -> None:
        rules = dated_rules(book)
        choices = tuple(Choice(r.id, f"{r.id}  {r.text[:_TEXT]}") for r in rules)
        known = {choice.value for choice in choices}
        first = rule if rule in known else choices[0].value
        lines = [
            AskLine(Field("rule", "Rule", Kind.CHOICE, required=True, choices=choices), first),
            AskLine(Field("start", "Counted from", Kind.DATE, required=True),
                    book.today.isoformat()),
            AskLine(Field("first", "Paused from", Kind.DATE)),
            AskLine(Field("last", "Paused to", Kind.DATE)),
        ]  # fmt: skip
        super().__init__("Work out a date", "Copy", lines, width=WIDTH)
        self._book = book
        self.sentence = ""
        self.changed.connect(self.work_out)
        self.work_out()

    def work_out(self) -> None:
        """Say the day by law, the working day to act, and why; or what is wrong."""
        self.sentence = ""
        self.set_verb("Copy", why_not="There is nothing to copy yet.")
        stated = self.stated()
        if stated is None:
            return
        try:
            found = self._found(stated)
        except UserProblem as problem:
            self.refuse(problem_sentence(problem))
            return
        self.sentence = explain(found)
        legal, working = found.legal.isoformat(), found.working.isoformat()
        head = f"{format_weekday_date(legal)} by law"
        if working != legal:
            head += f", {format_weekday_date(working)} to act"
        self.say([Span(f"{head}.  ", strong=True), Span(self.sentence)])
        self.set_verb("Copy")

    def _found(self, stated: dict[str, Value]) -> StatutoryDate | Timer:
        days = {
            key: date.fromisoformat(str(value))
            for key, value in stated.items()
            if key != "rule" and value
        }
        pauses = []
        if "first" in days:
            pauses.append((days["first"], days.get("last", self._book.today)))
        return any_date(self._book, str(stated["rule"]), days["start"], pauses)


def open_any_date(desk: Desk, book: Rulebook, anchor: QWidget, rule: str = "") -> AnyDatePanel:
    """Open the panel at a button; its verb copies the sentence."""
    panel = AnyDatePanel(book, rule)

    def copy() -> None:
        QApplication.clipboard().setText(panel.sentence)
        desk.told.emit("The date and its reason are copied.")
        panel.left.emit()

    panel.agreed.connect(copy)
    open_panel(anchor.window(), panel, anchor)
    return panel
