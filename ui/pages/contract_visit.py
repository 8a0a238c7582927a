"""The panel that weighs the notice of a mobile visit, and opens its case."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING

from areateam.cases.visit_actions import (
    StatedVisit,
    open_visit,
    procedure_of_visit,
    visit_words,
    weigh_visit,
)
from areateam.core.fields import Field, Kind
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.owners import case_owners
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import day_field, day_of
from ui.pages.case_words import desk_book
from ui.style.marks import Shape
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from areateam.contracts.contract_views import ContractRecord
    from areateam.core.fields import Value
    from areateam.ledger.ledger import Written
    from ui.desk import Desk


class VisitPanel(AskPanel):
    """Asks when notice was given, when the visit begins, and to how many patients."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            "Notice of a mobile visit",
            "Open case",
            (
                AskLine(day_field("given", "Notice given"), desk.today.isoformat()),
                AskLine(_hour("given_at", "at"), "09:00", beside=True),
                AskLine(day_field("begins", "Visit begins")),
                AskLine(_hour("begins_at", "at"), "09:00", beside=True),
                AskLine(_number("patients", "Patients", 1)),
                AskLine(_number("changes", "changed since", 0), 0, beside=True),
            ),
            words="Patients at one address; those substituted or added since are changed.",
        )
        self.editors["given_at"].setAccessibleName("Hour of the notice")
        self.editors["begins_at"].setAccessibleName("Hour of the visit")
        self.editors["changes"].setAccessibleName("Patients changed since")
        self.changed.connect(self._weigh)

    def visit(self) -> StatedVisit | None:
        """What the notice says; None after it has said what is wrong, and where."""
        stated = self.stated()
        if stated is None:
            return None
        given, begins = _moment(stated, "given"), _moment(stated, "begins")
        if given is None or begins is None:
            self.refuse("An hour is written as 09:30.")
            return None
        return StatedVisit(given, begins, _count(stated["patients"]), _count(stated["changes"]))

    def _weigh(self) -> None:
        """Say what the notice comes to, once all is stated."""
        if self.text_of("begins") and self.text_of("patients"):
            self.look()

    def look(self) -> StatedVisit | None:
        """Weigh what is stated and say what it comes to; None where it cannot be weighed."""
        visit = self.visit()
        if visit is None:
            return None
        try:
            found = weigh_visit(desk_book(self._desk), visit)
        except UserProblem as problem:
            self.refuse(problem_sentence(problem))
            return None
        mark = Shape.OK if found.is_valid else Shape.LATE
        self.say([Span(visit_words(found, visit.patients), mark=mark)])
        return visit


def open_visit_notice(desk: Desk, record: ContractRecord, anchor: QWidget) -> VisitPanel:
    """Open the panel at `anchor`; the new case is opened on its page."""
    panel = VisitPanel(desk)
    panel.agreed.connect(partial(_write, desk, record, panel))
    open_panel(anchor.window(), panel, anchor)
    return panel


def _write(desk: Desk, record: ContractRecord, panel: VisitPanel) -> None:
    visit = panel.look()
    if visit is None:
        return
    book = desk_book(desk)
    procedure = procedure_of_visit(book.catalogue.procedures, weigh_visit(book, visit))

    def done(written: Written[int]) -> None:
        panel.left.emit()
        desk.open("case", id=written.result)

    panel.wait()
    desk.write(
        f"Open {procedure.title or procedure.label} at {record.name}",
        lambda write: open_visit(write, book, record.id, visit, owners=case_owners),
        done,
        lambda problem: panel.refuse(problem_sentence(problem)),
    )


def _hour(key: str, label: str) -> Field:
    return Field(key, label, required=True, max_length=5)


def _number(key: str, label: str, least: int) -> Field:
    return Field(key, label, Kind.INTEGER, minimum=least, required=True)


def _count(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _moment(stated: Mapping[str, Value], key: str) -> datetime | None:
    """A day and the hour beside it; None where the hour cannot be read."""
    try:
        hour = time.fromisoformat(str(stated[f"{key}_at"]).strip().zfill(5))
    except ValueError:
        return None
    return datetime.combine(day_of(stated[key]), hour)
