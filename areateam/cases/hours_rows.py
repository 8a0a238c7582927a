"""The time that staff spend on cases, and what an hour of it costs, as they are kept."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.cases.case_rows import CaseFile, CaseStep
from areateam.organisations.contractor_rows import Person
from areateam.store.row_types import DateText, Record


class CaseHours(Record):
    """How long a person worked on a case on a day, on one of its steps where that is said.

    `author` entered it on `entered_on`, for themselves or for another.
    """

    case = ForeignKeyField(CaseFile, backref="+", on_delete="RESTRICT")
    step = ForeignKeyField(CaseStep, backref="+", on_delete="RESTRICT", null=True)
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    worked_on = DateText()
    minutes = IntegerField()
    note = TextField(null=True)
    author = TextField()
    entered_on = DateText()

    class Meta:
        """Found through the indexes of the case and of the person."""

        table_name = "case_hours"


class StaffRate(Record):
    """What an hour of staff costs from a day on, in pence, until the next rate begins.

    `source` is where the figure was read. One that nobody could read anywhere is the office's own
    estimate and has a `confidence` in per cent.
    """

    first_on = DateText(unique=True)
    pence = IntegerField()
    source = TextField()
    confidence = IntegerField(null=True)
    author = TextField()
    set_on = DateText()

    class Meta:
        """One from each day."""

        table_name = "staff_rate"


KINDS: tuple[type[Record], ...] = (CaseHours, StaffRate)
"""The journalled kinds of time spent."""
