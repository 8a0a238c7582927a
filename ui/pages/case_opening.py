"""Opens cases at contracts from any page: the panel, what it warns of, and the writing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.cases.applicant_actions import open_for_applicant
from areateam.cases.applicant_views import contractors_named
from areateam.cases.case_actions import NewCase, open_cases
from areateam.cases.case_end_views import openable
from areateam.catalogue.procedure_definitions import Risk, Subject
from areateam.contracts.contract_facet_views import pct_names
from areateam.contracts.contract_views import managers
from areateam.core.copies import replaced
from areateam.core.count_words import counted
from areateam.core.fields import Choice
from areateam.core.wording import problem_sentence
from areateam.owners import (
    Applying,
    case_owners,
    owner_of_applicant,
    owners_of_cases,
    shares_words,
)
from areateam.search import find
from ui.dialogs.applicant_panel import ApplicantPanel, ChooseCasePanel
from ui.dialogs.open_case_panel import OWN, OpenCasePanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import day_of, number_of
from ui.pages.case_words import desk_book, group_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from areateam.cases.applicant_actions import NewApplicant
    from areateam.cases.applicant_views import KnownContractor
    from areateam.cases.case_end_views import Openable
    from areateam.catalogue.procedure_definitions import Procedure
    from areateam.core.fields import Value
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write, Written
    from areateam.owners import FoundOwner
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
        self.chooser: ChooseCasePanel | None = None
        self.applying: ApplicantPanel | None = None

    def open(self, contracts: Sequence[int], anchor: QWidget, procedure: str = "") -> None:
        """Ask for a case at these contracts; a single new case is opened on its page."""
        desk = self._desk
        if not desk.writable or self.panel is not None or not contracts:
            return
        found = openable(desk.connection, contracts, "")
        known = desk.catalogue.procedures.known.values()
        fitting = [
            each
            for each in known
            if found.groups <= set(each.groups) and Subject.CONTRACT in each.subjects
        ]
        if not fitting:
            desk.problem.emit("No procedure fits all the groups of these contracts.")
            return
        count = len(contracts)
        title = (
            f"New case at {found.name}"
            if count == 1
            else f"Open a case at {counted(count, 'contract')}"
        )
        people = [Choice(str(person), name) for person, name, *_ in managers(desk.connection)]
        fitting.sort(key=lambda procedure: procedure.label)
        panel = self.panel = OpenCasePanel(title, count, fitting, people, desk.today)
        if procedure:
            panel.fill("procedure", procedure)
        panel.changed.connect(partial(self._look, panel, contracts))
        panel.leave_out.toggled.connect(lambda _: panel.changed.emit())
        panel.agreed.connect(partial(self._write, panel, contracts))
        if self._hold_back is not None:
            self._hold_back(True)
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)

    def choose(self, anchor: QWidget) -> None:
        """Ask first for the procedure, and whether it is at a contract or for who applies."""
        desk = self._desk
        if not desk.writable or self.panel is not None or self.chooser is not None:
            return
        panel = self.chooser = ChooseCasePanel(desk.catalogue.procedures, partial(_found, desk))

        def agreed() -> None:
            panel.look()
            procedure, subject = panel.procedure(), panel.subject()
            if panel.why_not():
                return
            panel.left.emit()
            if subject is Subject.CONTRACT:
                self.open(panel.contracts(), anchor, procedure.key)
            else:
                self.open_for(procedure, subject, anchor)

        panel.agreed.connect(agreed)
        open_panel(anchor.window(), panel, anchor).closed.connect(self._left)

    def open_for(self, procedure: Procedure, subject: Subject, anchor: QWidget) -> None:
        """Ask for a case of who applies; it is opened on its page."""
        desk = self._desk
        people = [Choice(str(person), name) for person, name, *_ in managers(desk.connection)]
        panel = self.applying = ApplicantPanel(
            desk.catalogue, procedure, subject, people, pct_names(desk.connection), desk.today
        )
        panel.agreed.connect(partial(self._write_applicant, panel))
        if subject is Subject.APPLICANT:
            panel.changed.connect(partial(self._look_for_contractors, panel))
        if self._hold_back is not None:
            self._hold_back(True)
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)

    def _write_applicant(self, panel: ApplicantPanel) -> None:
        stated, desk = panel.stated(), self._desk
        if stated is None:
            return
        procedure, subject = panel.procedure, panel.subject
        applicant, book = panel.applicant(stated), desk_book(desk)
        new = _new_case(procedure.key, stated, panel.dates(stated))

        def done(written: Written[int]) -> None:
            panel.left.emit()
            desk.open("case", id=written.result)

        desk.write(
            f"Open {procedure.title or procedure.label} for {applicant.name}",
            lambda write: open_for_applicant(
                write, book, subject, applicant, _owned(write, new, applicant, stated, book.today)
            ),
            done,
            lambda problem: panel.refuse(problem_sentence(problem)),
        )

    def _look_for_contractors(self, panel: ApplicantPanel) -> None:
        name = panel.text_of("name")

        def show(found: list[KnownContractor]) -> None:
            if self.applying is panel and panel.text_of("name") == name:
                panel.show_known(found)

        self._desk.read("cases: contractors", lambda c: contractors_named(c, name), show)

    def _left(self) -> None:
        self.chooser = None

    def _closed(self) -> None:
        self.panel = self.applying = None
        if self._hold_back is not None:
            self._hold_back(False)

    def _look(self, panel: OpenCasePanel, contracts: Sequence[int]) -> None:
        key, day, groups = panel.procedure().key, self._desk.today, group_words(self._desk)

        def show(found: tuple[Openable, dict[int, FoundOwner]]) -> None:
            if self.panel is panel:
                panel.show_openable(found[0])
                owners = list(found[1].values())
                words = owners[0].words if len(owners) == 1 else shares_words(owners)
                panel.show_owner(words, owned=all(each.person for each in owners))

        self._desk.read(
            "cases: openable",
            lambda c: (
                openable(c, contracts, key),
                owners_of_cases(c, key, contracts, day, groups),
            ),
            show,
        )

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
        name = panel.accessibleName().removeprefix("New case at ")
        label = f"Open {title} at {name if count == 1 else counted(count, 'contract')}"

        def act(write: Write) -> list[int]:
            wanted = list(contracts)
            if skips:
                found = openable(write.connection, wanted, procedure.key)
                have = {contract for _, contract, _ in found.open_at}
                wanted = [contract for contract in wanted if contract not in have]
            return open_cases(write, book, wanted, new)

        desk.write(label, act, done, refused)


def _owned(
    write: Write, new: NewCase, applicant: NewApplicant, stated: dict[str, Value], day: date
) -> NewCase:
    """The case with its owner by portfolio, where no manager was picked."""
    if stated["manager"] != OWN:
        return new
    applying = Applying(applicant.group, applicant.pct, applicant.contract_type)
    owner = owner_of_applicant(write.connection, new.procedure, applying, day)
    return replaced(new, manager=owner.person)


def _found(desk: Desk, text: str) -> list[tuple[int, str, str]]:
    """The contracts that a number, a code or a name means: id, group, and words to know them by."""
    hits = [hit for hit in find(desk.connection, text) if hit.kind == "contract"]
    found = []
    for hit in hits:
        (group,) = openable(desk.connection, [hit.id], "").groups
        found.append((hit.id, group, f"{hit.title}, {hit.detail}"))
    return found


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
        owners=case_owners if manager == OWN else None,
    )
