"""The notice of a mobile visit: what it comes to in words, and the case that it opens."""

from __future__ import annotations

from datetime import datetime

import msgspec

from areateam.cases.case_actions import NewCase, Owners, note_entry, open_case
from areateam.cases.case_rules import Rulebook
from areateam.catalogue.procedure_definitions import Procedure, Procedures
from areateam.contracts.mobile_visit_rules import FEW, VisitNotice, visit_notice
from areateam.core.dates import format_weekday_date
from areateam.ledger.ledger import Write


class StatedVisit(msgspec.Struct, frozen=True):
    """What a notice says: when it was given, when the visit begins, to how many.

    `changes` are the patients substituted or added since.
    """

    given: datetime
    begins: datetime
    patients: int
    changes: int = 0


def has_visit_notices(procedures: Procedures, group: str) -> bool:
    """Whether contracts of a group give notice of mobile visits, by the procedure that keeps it."""
    return group in procedures.keeping_notice(FEW).groups


def weigh_visit(book: Rulebook, visit: StatedVisit) -> VisitNotice:
    """What a notice comes to; raises as `visit_notice` does."""
    return visit_notice(
        book.catalogue.clock_rules, visit.patients, visit.given, visit.begins, visit.changes
    )


def procedure_of_visit(procedures: Procedures, found: VisitNotice) -> Procedure:
    """The procedure for the visit, by the rule that its notice was weighed by."""
    return procedures.keeping_notice(found.rule.id)


def open_visit(
    write: Write, book: Rulebook, contract: int, visit: StatedVisit, *, owners: Owners
) -> int:
    """Open the case of a visit, with what its notice comes to on the timeline; return its id.

    It goes to whom `owners` finds. Raises as `visit_notice` and `open_case` do.
    """
    found = weigh_visit(book, visit)
    procedure = procedure_of_visit(book.catalogue.procedures, found)
    new = NewCase(
        procedure.key, visit.given.date(), dates={"visit": visit.begins.date().isoformat()},
        owners=owners,
    )  # fmt: skip
    case = open_case(write, book, contract, new)
    note_entry(write, case, book.today, "note", visit_words(found, visit.patients))
    return case


def visit_words(found: VisitNotice, patients: int) -> str:
    """What a notice comes to, as a sentence or two."""
    day = format_weekday_date(found.earliest.date().isoformat())
    hour = f", {found.earliest:%H:%M}" if found.earliest.hour or found.earliest.minute else ""
    many = f"{patients:,} {'patient' if patients == 1 else 'patients'}"
    stands = "The notice is late" if found.is_late else "The notice is in time"
    changes = (
        f" {found.changes:,} patients were substituted or added; no more than"
        f" {found.changes_rule.number} may be ({found.changes_rule.regulation})."
        if found.too_many_changes
        else ""
    )
    return (
        f"{stands}: for {many} at an address the visit may begin on {day}{hour} at the earliest,"
        f" {found.rule.value} {found.rule.unit} after the notice ({found.rule.regulation})."
        f"{changes}"
    )
