"""What a person decided about a file before it went in, as its batch keeps it."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.imports.batch_rows import Batch
from areateam.store.row_types import DateText, Row


class BatchFix(Row):
    """One cell that a person corrected.

    `mark` is the identity of the line as the file has it, `place` the column counted from 0;
    `kind` and `record` say which record the line was about, where it was about one.
    """

    batch = ForeignKeyField(Batch, backref="+")
    line = IntegerField()
    mark = IntegerField()
    place = IntegerField()
    heading = TextField()
    before = TextField()
    after = TextField()
    kind = TextField(null=True)
    record = IntegerField(null=True)

    class Meta:
        """Found by batch, and by the record that it is about."""

        table_name = "batch_fix"
        indexes = ((("record", "kind"), False),)


class BatchAbsent(Row):
    """A record that earlier files of a list named and this one did not, and what was decided.

    `decision` is "leave", "query" or "end"; `ends` the date on which it was ended.
    """

    batch = ForeignKeyField(Batch, backref="+")
    kind = TextField()
    record = IntegerField()
    decision = TextField()
    ends = DateText(null=True)
    reason = TextField()

    class Meta:
        """Found by batch, and by record, to say where that was last seen."""

        table_name = "batch_absent"
        indexes = ((("record", "kind"), False),)
