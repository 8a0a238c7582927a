"""Desk packs as they are kept: what a leaver had on a day, and what the receiver took over."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.organisations.contractor_rows import Person
from areateam.store.row_types import DateText, Record


class DeskPack(Record):
    """What one person had on a day, listed for another; `receiver` is null until one is named."""

    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    receiver = ForeignKeyField(Person, backref="+", on_delete="RESTRICT", null=True)
    as_at = DateText()
    made_by = TextField()

    class Meta:
        """Found from the person and from the receiver."""

        table_name = "desk_pack"


class DeskLine(Record):
    """One thing of a pack as it stood then; `ticked_by` is who took it over, and when.

    `thing` is its lasting key, such as "case 12"; `ref` the record that it opens.
    """

    pack = ForeignKeyField(DeskPack, backref="+", on_delete="RESTRICT", index=False)
    thing = TextField()
    position = IntegerField()
    kind_of = TextField()
    ref = TextField()
    title = TextField()
    detail = TextField()
    due_on = DateText(null=True)
    ticked_on = DateText(null=True)
    ticked_by = TextField(null=True)

    class Meta:
        """Each thing once in a pack."""

        table_name = "desk_line"
        indexes = ((("pack", "thing"), True),)


KINDS: tuple[type[Record], ...] = (DeskPack, DeskLine)
"""The journalled kinds of desk packs, parents before children."""
