"""Opens a case from what a page found: the template, the contract, and what is noted at first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.cases.case_end_views import openable
from areateam.cases.case_template_actions import Source, open_from
from areateam.contracts.contract_views import contract_id_of
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.owners import case_owners, owners_of_cases
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import choice_field
from ui.pages.case_words import desk_book, group_words
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from areateam.ledger.ledger import Written
    from ui.desk import Desk


class CaseFrom(QObject):
    """`panel` is the one that is open, if any; the case is opened on its page."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: AskPanel | None = None

    def open(self, kind: str, source: Source, contract: str, anchor: QWidget) -> None:
        """Ask for template and contract; `kind` is "finding", "outlier" or "task".

        `contract` is the number or code that the source gives, "" where it gives none.
        """
        desk = self._desk
        if not desk.writable or self.panel is not None:
            return
        templates = desk.catalogue.case_templates.sources[kind].template
        choices = tuple(Choice(each.key, each.label) for each in templates)
        lines = [
            AskLine(Field("contract", "Contract", Kind.CODE, required=True), contract or None),
            AskLine(choice_field("template", "What for", choices), choices[0].value),
        ]
        panel = self.panel = AskPanel("Open a case", "Open case", lines, width=460)
        noted = SpanLabel(wrap=True)
        panel.add_part(noted)

        def look() -> None:
            _, template = desk.catalogue.case_templates.named(panel.text_of("template"))
            noted.set_spans(template.note.format(words=source.words, ref=source.ref))
            panel.say(self._said(panel))

        panel.changed.connect(look)
        panel.agreed.connect(partial(self._agreed, panel, source))
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)
        look()

    def _closed(self) -> None:
        self.panel = None

    def _said(self, panel: AskPanel) -> str:
        """Which contract is meant and who gets the case."""
        named = panel.text_of("contract").strip()
        if not named:
            return "Name the contract by its number or code. What is above is noted in the case."
        try:
            contract = contract_id_of(self._desk.connection, named)
        except UserProblem as problem:
            return problem_sentence(problem)
        desk = self._desk
        name = openable(desk.connection, [contract], "").name
        _, template = desk.catalogue.case_templates.named(panel.text_of("template"))
        owner = owners_of_cases(
            desk.connection, template.procedure, [contract], desk.today, group_words(desk)
        )[contract]
        return f"At {name}. {owner.words}. What is above is noted in the case."

    def _agreed(self, panel: AskPanel, source: Source) -> None:
        stated, desk = panel.stated(), self._desk
        if stated is None:
            return
        key = str(stated["template"])
        _, template = desk.catalogue.case_templates.named(key)
        try:
            contract = contract_id_of(desk.connection, str(stated["contract"]))
        except UserProblem as problem:
            panel.refuse(problem_sentence(problem))
            return
        book = desk_book(desk)

        def done(written: Written[int]) -> None:
            panel.left.emit()
            desk.open("case", id=written.result)

        desk.write(
            f"Open a case: {template.label}",
            lambda write: open_from(write, book, key, contract, source, owners=case_owners),
            done,
            lambda problem: panel.refuse(problem_sentence(problem)),
        )
