"""What can be done with the ticked cases: assign, close, export; each seen before it is made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.cases.case_actions import assign_cases
from areateam.cases.case_end_actions import close_cases
from areateam.cases.case_end_views import BulkStanding, bulk_standing, fields_set
from areateam.contracts.contract_views import managers
from areateam.core.fields import Choice, Field
from areateam.core.wording import problem_sentence
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.close_case_panel import CloseCasePanel
from ui.dialogs.panel import open_panel
from ui.forms.value_editors import ChoiceEditor
from ui.pages.case_fields import day_of, number_of
from ui.pages.case_words import desk_book
from ui.pages.list_source import ticked_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QPushButton

    from areateam.cases.case_end_views import Effect
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write, Written
    from ui.desk import Desk
    from ui.pages.cases_page import CasesPage


class CaseBulk(QObject):
    """Opens the panels of the bulk bar and writes what was agreed to, each as one step."""

    def __init__(self, desk: Desk, page: CasesPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.panel: AskPanel | None = None

    def do(self, verb: str) -> None:
        """Do a verb of the bar with what is ticked."""
        ids, button = ticked_in(self._page.table), self._page.parts.bulk.button(verb)
        if verb == "export":
            self._page.files.export(ids)
        elif verb == "assign":
            self.assign(ids, button)
        else:
            self.close(ids, button)

    def assign(self, ids: Sequence[int], button: QPushButton) -> None:
        """Open the panel that gives the cases to a manager."""
        people = managers(self._desk.connection)
        choices = tuple(Choice(str(person), name) for person, name, *_ in people)
        panel = AskPanel(
            f"Assign {_many(len(ids))}",
            "Assign",
            [AskLine(Field("manager", "Manager"), None, choices)],
        )

        editor = panel.editors["manager"]
        assert isinstance(editor, ChoiceEditor)
        # Nobody is chosen at first: a verb must not be ready to take managers away.
        editor.setPlaceholderText("Choose")
        editor.setCurrentIndex(-1)
        panel.say("Each change is counted here before it is made.")
        panel.set_verb("Assign", why_not="Nobody is chosen yet.")

        def look() -> None:
            name = dict(_pairs(choices)).get(panel.text_of("manager"), "")
            standing = bulk_standing(self._desk.connection, ids, name)
            panel.say(_assign_words(standing, name or "nobody"))
            why_not = "" if standing.others else "All of them are there already."
            panel.set_verb(f"Assign {standing.others:,}", why_not=why_not)

        panel.changed.connect(look)
        panel.agreed.connect(partial(self._assign, panel, ids))
        self._open(panel, button)

    def _assign(self, panel: AskPanel, ids: Sequence[int]) -> None:
        stated = panel.stated()
        if stated is None:
            return
        manager = number_of(stated["manager"])
        self._write(
            panel, f"Assign {_many(len(ids))}", lambda write: assign_cases(write, ids, manager)
        )

    def close(self, ids: Sequence[int], button: QPushButton) -> None:
        """Open the panel that closes the cases with one outcome; they must share a procedure."""
        desk = self._desk
        standing = bulk_standing(desk.connection, ids)
        if len(standing.procedures) != 1 or not standing.open:
            words = (
                "Cases of different procedures end differently: narrow the list to one procedure."
                if standing.open
                else "All of these are closed already."
            )
            desk.problem.emit(words)
            return
        (procedure,) = standing.procedures
        many = _many(standing.open)

        def effects(outcome: str, _: Mapping[str, str]) -> Sequence[Effect] | str:
            spec = procedure.outcome_of(outcome)
            if any(ask.required for ask in spec.ask):
                return f"“{spec.label}” asks for values of each contract: close these one by one."
            return fields_set(desk.catalogue, spec, standing.open)

        panel = CloseCasePanel(f"Close {many}", f"Close {many}", procedure, desk.today, effects)
        panel.agreed.connect(partial(self._close, panel, ids))
        self._open(panel, button)

    def _close(self, panel: AskPanel, ids: Sequence[int]) -> None:
        stated, book = panel.stated(), desk_book(self._desk)
        if stated is None:
            return

        def act(write: Write) -> int:
            return close_cases(
                write,
                book,
                ids,
                str(stated["outcome"]),
                on=day_of(stated["on"]),
                reason=str(stated["reason"] or ""),
                comment=str(stated["comment"] or ""),
            )

        self._write(panel, f"Close {_many(len(ids))}", act)

    def _open(self, panel: AskPanel, button: QPushButton) -> None:
        self.panel = panel
        self._page.parts.hold_back(panel=True)
        open_panel(button.window(), panel, button).closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = None
        self._page.parts.hold_back(panel=False)

    def _write(self, panel: AskPanel, label: str, act: Callable[[Write], int]) -> None:
        def refused(problem: Problem) -> None:
            if self.panel is panel:
                panel.refuse(problem_sentence(problem))

        def done(_: Written[int]) -> None:
            if self.panel is panel:
                panel.left.emit()

        self._desk.write(label, act, done, refused)


def _many(count: int) -> str:
    return f"{count:,} {'case' if count == 1 else 'cases'}"


def _pairs(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in choices]


def _assign_words(standing: BulkStanding, name: str) -> str:
    change = "goes" if standing.others == 1 else "go"
    stay = "stays" if standing.same == 1 else "stay"
    return f"{standing.others:,} {change} to {name}, {standing.same:,} {stay}. One step to undo."
