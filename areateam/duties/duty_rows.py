"""Responsibilities as they are kept: matrices, their functions and bodies, and who holds what."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.organisations.contractor_rows import Person
from areateam.store.row_types import DateText, Flag, JsonText, Record


class DutyMatrix(Record):
    """A set of functions and bodies that are looked at together."""

    key = TextField(unique=True)
    label = TextField()
    about = TextField()
    change_on = DateText()
    shown_from = DateText()
    shown_to = DateText()

    class Meta:
        """Each key once."""

        table_name = "duty_matrix"


class DutyBody(Record):
    """A body that may hold duties, for the time it exists; `own` is the register's own team."""

    matrix = ForeignKeyField(DutyMatrix, backref="+", on_delete="RESTRICT", index=False)
    code = TextField()
    name = TextField()
    kind_of = TextField(null=True)
    own = Flag()
    position = IntegerField()
    valid_from = DateText(null=True)
    valid_to = DateText(null=True)
    source = TextField(null=True)
    evidence = TextField(null=True)
    confidence = IntegerField(null=True)
    note = TextField(null=True)

    class Meta:
        """Each code once in a matrix."""

        table_name = "duty_body"
        indexes = ((("matrix", "code"), True),)


class DutyFunction(Record):
    """Something that must be done.

    `covers` names the groups, contract types and procedures that belong to it, by their keys.
    """

    matrix = ForeignKeyField(DutyMatrix, backref="+", on_delete="RESTRICT", index=False)
    code = TextField()
    name = TextField()
    area = TextField()
    position = IntegerField()
    covers = JsonText()
    valid_from = DateText(null=True)
    valid_to = DateText(null=True)

    class Meta:
        """Each code once in a matrix."""

        table_name = "duty_function"
        indexes = ((("matrix", "code"), True),)


class Duty(Record):
    """What a body is to a function, from one day to another, both within.

    `confirmed_on` is the day on which somebody stood for it, `confirmed_by` who.
    """

    function = ForeignKeyField(DutyFunction, backref="+", on_delete="RESTRICT")
    body = ForeignKeyField(DutyBody, backref="+", on_delete="RESTRICT")
    letters = TextField()
    valid_from = DateText(null=True)
    valid_to = DateText(null=True)
    source = TextField(null=True)
    evidence = TextField(null=True)
    confidence = IntegerField(null=True)
    note = TextField(null=True)
    confirmed_on = DateText(null=True)
    confirmed_by = TextField(null=True)

    class Meta:
        """Found from the function and from the body through their own indexes."""

        table_name = "duty"


class DutyContact(Record):
    """Whom to ring at a body, for everything or for one function, from when to when."""

    body = ForeignKeyField(DutyBody, backref="+", on_delete="RESTRICT")
    function = ForeignKeyField(DutyFunction, backref="+", on_delete="RESTRICT", null=True)
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    deputy = ForeignKeyField(Person, backref="+", on_delete="RESTRICT", null=True)
    valid_from = DateText(null=True)
    valid_to = DateText(null=True)

    class Meta:
        """Found through the indexes of body, function and person."""

        table_name = "duty_contact"


class Portfolio(Record):
    """What a person of the area team looks after: a function, a group, a PCT, or all three.

    What is null holds for all. `deputy` where the person stands in for the one who leads.
    """

    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    function = ForeignKeyField(DutyFunction, backref="+", on_delete="RESTRICT", null=True)
    group_key = TextField(null=True)
    pct = TextField(null=True)
    deputy = Flag()
    valid_from = DateText(null=True)
    valid_to = DateText(null=True)

    class Meta:
        """Found from the person and from the function."""

        table_name = "portfolio"


class Absence(Record):
    """Days on which a person is away, and who covers."""

    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    cover = ForeignKeyField(Person, backref="+", on_delete="RESTRICT", null=True)
    first_on = DateText()
    last_on = DateText()
    reason = TextField(null=True)

    class Meta:
        """Found from the person."""

        table_name = "absence"


KINDS: tuple[type[Record], ...] = (
    DutyMatrix,
    DutyBody,
    DutyFunction,
    Duty,
    DutyContact,
    Portfolio,
    Absence,
)
"""The journalled kinds of responsibilities, parents before children."""
