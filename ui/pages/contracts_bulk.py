"""What can be done with the ticked contracts: assign, change a value, export."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from areateam.contracts.bulk_views import planned_change
from areateam.contracts.contract_actions import amend_contracts, checked_value, words_for
from areateam.contracts.contract_views import managers
from areateam.core.fields import Choice, Field, Kind, Value
from areateam.core.wording import problem_sentence
from areateam.organisations.organisation_views import people_of_team
from ui.dialogs.bulk_panel import BulkPanel, Offer
from ui.dialogs.panel import open_panel
from ui.forms.value_editors import ChoiceEditor
from ui.pages.list_source import ticked_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QPushButton

    from areateam.core.problems import Problem
    from ui.desk import Desk
    from ui.pages.contracts_page import ContractsPage

_ONE_BY_ONE = frozenset({"contract_no", "ods_code", "name", "contract_type", "manager"})
"""What never has one value for many contracts, what their type hangs on, and what Assign is for."""


class ContractBulk(QObject):
    """Opens the panels of the bulk bar and writes what was agreed to, each as one step."""

    def __init__(self, desk: Desk, pcts: Mapping[str, str], page: ContractsPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._pcts = pcts
        self._page = page
        self.panel: BulkPanel | None = None

    def do(self, verb: str) -> None:
        """Do a verb of the bar with what is ticked."""
        ids, button = ticked_in(self._page.table), self._page.parts.bulk.button(verb)
        if verb == "export":
            self._page.files.export(ids)
        elif verb == "assign":
            self.assign(ids, button)
        elif verb == "case":
            self._page.opening.open(ids, button)
        else:
            groups = [str(group) for group in self._page.reading.filter.chosen("group_key")]
            self.change(ids, groups, button)

    def assign(self, ids: Sequence[int], button: QPushButton) -> None:
        """Open the panel that gives the contracts to a manager."""
        people = managers(self._desk.connection)
        choices = tuple(
            Choice(str(person), _said(name, job, count)) for person, name, job, count in people
        )
        field = replace(self._desk.catalogue.fields["manager"], label="Manager")
        self._open("Assign", ids, [Offer(field, choices)], button)

    def change(self, ids: Sequence[int], groups: Sequence[str], button: QPushButton) -> None:
        """Open the panel that sets a value; `groups` are those that the list is narrowed to."""
        self._open("Change", ids, self._offers(groups), button)

    def _offers(self, groups: Sequence[str]) -> list[Offer]:
        """The fields that all the contracts may have: those of every group, or of their one."""
        offers = []
        for field in self._desk.catalogue.fields.values():
            shared = not field.group or list(groups) == [field.group]
            if field.key in _ONE_BY_ONE or not field.editable or not shared:
                continue
            if field.kind is Kind.BODY and field.key != "pct_code":
                continue
            codes = self._pcts if field.key == "pct_code" else {}
            choices = tuple(Choice(code, f"{code} {name}") for code, name in codes.items())
            offers.append(Offer(field, choices))
        offers.sort(key=lambda offer: (offer.field.group == "", offer.field.label))
        return offers

    def _open(
        self, verb: str, ids: Sequence[int], offers: Sequence[Offer], button: QPushButton
    ) -> None:
        people = people_of_team(self._desk.connection)
        say = partial(words_for, people=people)
        panel = self.panel = BulkPanel(verb, len(ids), offers, self._read, say)
        panel.plan_asked.connect(partial(self._plan, panel, ids))
        panel.agreed.connect(partial(self._write, panel, ids, say))
        self._page.parts.hold_back(panel=True)
        popover = open_panel(button.window(), panel, button)
        popover.closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = None
        self._page.parts.hold_back(panel=False)

    def _read(self, field: Field, text: str) -> Value:
        return checked_value(self._desk.catalogue, field, text)

    def _plan(self, panel: BulkPanel, ids: Sequence[int], field: Field, value: Value) -> None:
        def show(plan: Any) -> None:
            if self.panel is panel:
                panel.show_plan(plan)

        self._desk.read(
            "contracts: plan",
            lambda connection: planned_change(connection, ids, field, value),
            show,
        )

    def _write(self, panel: BulkPanel, ids: Sequence[int], say: Any) -> None:
        field, value = panel.chosen()
        many = f"{panel.changing:,} {'contract' if panel.changing == 1 else 'contracts'}"
        words = say(field, value)
        to = f"Assign {many} to {words}"
        label = to if field.kind is Kind.PERSON else f"Set {field.label} of {many} to {words}"

        def refused(problem: Problem) -> None:
            if self.panel is panel:
                panel.refuse(problem_sentence(problem))
                panel.set_verb(panel.word, why_not="The register refused it.")

        panel.set_verb(panel.word, why_not="It is being written.")
        self._desk.write(
            label,
            lambda write: amend_contracts(write, field, ids, value),
            lambda _: panel.left.emit() if self.panel is panel else None,
            refused,
        )


def _said(name: str, job: str, count: int) -> str:
    """A manager as the list offers them: "L. Marsh  dental, 61 contracts"."""
    word = "contract" if count == 1 else "contracts"
    return f"{name}  {', '.join(part for part in (job, f'{count:,} {word}') if part)}"


def states_of(page: ContractsPage) -> list[tuple[str, Callable[[], None]]]:
    """Further pictures of the page: narrowed, a bulk change before it is made, a panel."""

    def narrowed() -> None:
        page.show_args({"where": ["group=dental", "pct=5N6"], "sort": "h1_pct"})

    def assigned() -> None:
        model = page.table.rows_model
        model.set_checked([model.id_at(row) for row in (1, 3, 4)], on=True)
        page.bulk.do("assign")
        editor = page.bulk.panel.findChild(ChoiceEditor) if page.bulk.panel else None
        if editor is not None:
            editor.setCurrentIndex(editor.count() - 1)

    return [("dental", narrowed), ("bulk", assigned), ("new", page.make_new)]
