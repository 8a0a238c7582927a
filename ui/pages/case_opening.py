"""Opens cases at contracts from any page: the panel, what it warns of, and the writing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.cases.case_actions import NewCase, open_cases
from areateam.cases.case_end_views import openable
from areateam.catalogue.procedure_definitions import Risk
from areateam.contracts.contract_views import managers
from areateam.core.fields import Choice, Field
from areateam.core.wording import problem_sentence
from areateam.search import find
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.open_case_panel import OWN, OpenCasePanel
from ui.dialogs.panel import open_panel
from ui.pages.case_doings import day_of, number_of
from ui.pages.case_words import desk_book

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.cases.case_end_views import Openable
    from areateam.core.fields import Value
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write, Written
    from ui.desk import Desk


class CaseOpening(QObject):
    """`panel` is the one that is open, if any; `hold_back` is told when one opens and closes."""

    def __init__(
        self, desk: Desk, parent: QObject, hold_back: Callable[[bool], None] | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._hold_back = hold_back
        self.panel: OpenCasePanel | None = None
        self.chooser: AskPanel | None = None

    def open(self, contracts: Sequence[int], anchor: QWidget) -> None:
        """Ask for a case at these contracts; a single new case is opened on its page."""
        desk = self._desk
        if not desk.writable or self.panel is not None or not contracts:
            return
        found = openable(desk.connection, contracts, "")
        known = desk.catalogue.procedures.known.values()
        fitting = [each for each in known if found.groups <= set(each.groups)]
        if not fitting:
            desk.problem.emit("No procedure fits all the groups of these contracts.")
            return
        count = len(contracts)
        title = f"New case at {found.name}" if count == 1 else f"Open a case at {count:,} contracts"
        people = [Choice(str(person), name) for person, name, *_ in managers(desk.connection)]
        fitting.sort(key=lambda procedure: procedure.label)
        panel = self.panel = OpenCasePanel(title, count, fitting, people, desk.today)
        panel.changed.connect(partial(self._look, panel, contracts))
        panel.leave_out.toggled.connect(lambda _: panel.changed.emit())
        panel.agreed.connect(partial(self._write, panel, contracts))
        if self._hold_back is not None:
            self._hold_back(True)
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)

    def choose(self, anchor: QWidget) -> None:
        """Ask first at which contract, by its number, its code or its name."""
        desk = self._desk
        if not desk.writable or self.panel is not None or self.chooser is not None:
            return
        asked = Field("contract", "Contract", required=True, help="Number, code or name")
        panel = self.chooser = AskPanel("New case", "Choose", [AskLine(asked)])
        panel_words = "The number, the code or the name of the contract it is about."
        panel.say(panel_words)
        found: list[int] = []

        def look() -> None:
            hits = find(desk.connection, panel.text_of("contract"))
            contracts = [hit for hit in hits if hit.kind == "contract"]
            found[:] = [contracts[0].id] if contracts else []
            words = (
                f"{contracts[0].title}, {contracts[0].detail}"
                if contracts
                else "No contract is called so."
            )
            panel.say(words if panel.text_of("contract").strip() else panel_words)
            panel.set_verb("Choose", why_not="" if found else "No contract is called so.")

        def agreed() -> None:
            look()
            if found:
                panel.left.emit()
                self.open(found[:1], anchor)

        panel.changed.connect(look)
        panel.agreed.connect(agreed)
        panel.set_verb("Choose", why_not="No contract is named yet.")
        open_panel(anchor.window(), panel, anchor).closed.connect(self._left)

    def _left(self) -> None:
        self.chooser = None

    def _closed(self) -> None:
        self.panel = None
        if self._hold_back is not None:
            self._hold_back(False)

    def _look(self, panel: OpenCasePanel, contracts: Sequence[int]) -> None:
        key = panel.procedure().key

        def show(found: Openable) -> None:
            if self.panel is panel:
                panel.show_openable(found)

        self._desk.read("cases: openable", lambda c: openable(c, contracts, key), show)

    def _write(self, panel: OpenCasePanel, contracts: Sequence[int]) -> None:
        stated, desk = panel.stated(), self._desk
        if stated is None:
            return
        procedure, skips = panel.procedure(), panel.leaves_out()
        new = _new_case(procedure.key, stated, panel.dates())
        book = desk_book(desk)
        title = procedure.title or procedure.label
        count = len(contracts)

        def done(written: Written[list[int]]) -> None:
            panel.left.emit()
            if count == 1:
                desk.open("case", id=written.result[0])
            else:
                many = len(written.result)
                desk.told.emit(f"{many:,} cases were opened: {procedure.label}. One step to undo.")

        def refused(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        panel.set_verb("Opening…", why_not="It is being written.")
        where = f"at {panel.accessibleName().removeprefix('New case at ')}"
        label = f"Open {title} {where if count == 1 else f'at {count:,} contracts'}"

        def act(write: Write) -> list[int]:
            wanted = list(contracts)
            if skips:
                found = openable(write.connection, wanted, procedure.key)
                have = {contract for _, contract, _ in found.open_at}
                wanted = [contract for contract in wanted if contract not in have]
            return open_cases(write, book, wanted, new)

        desk.write(label, act, done, refused)


def _new_case(procedure: str, stated: dict[str, Value], dates: dict[str, str]) -> NewCase:
    manager = stated["manager"]
    value = stated["value"]
    return NewCase(
        procedure,
        day_of(stated["received"]),
        manager=None if manager == OWN else number_of(manager),
        risk=Risk(str(stated["risk"])),
        value_pence=value if isinstance(value, int) else None,
        dates=dates,
        own_manager=manager == OWN,
    )
