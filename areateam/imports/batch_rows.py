"""What an import leaves behind: the batch, what each line stated, and the lines that wait."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.store.row_types import JsonText, Row


class Batch(Row):
    """One import of one file, with its counts; it belongs to the operation that applied it."""

    operation = IntegerField(index=True)
    profile = TextField()
    subject = TextField()
    file = TextField()
    sha256 = TextField()
    size = IntegerField()
    encoding = TextField()
    delimiter = TextField()
    pct_code = TextField(null=True)
    lines = IntegerField()
    new = IntegerField()
    changed = IntegerField()
    same = IntegerField()
    doubtful = IntegerField()
    rejected = IntegerField()
    absent = IntegerField()
    settings = JsonText()

    class Meta:
        """Written once, with the operation."""

        table_name = "batch"


class SourceLine(Row):
    """What one line of a file stated: a fingerprint of it, and the record it was about.

    Lines that state what they stated before leave no new row. `superseded` is the batch in
    which a later line of the same profile stated something else about the same record.
    """

    batch = ForeignKeyField(Batch, backref="+", index=False)
    line = IntegerField()
    fingerprint = IntegerField()
    kind = TextField()
    record = IntegerField()
    superseded = IntegerField(null=True)

    class Meta:
        """Found by the record it is about; batches are read whole, in the order of their lines."""

        table_name = "source_line"
        indexes = ((("record",), False),)


class HeldLine(Row):
    """A doubtful or refused line, whole, that waits in its batch."""

    batch = ForeignKeyField(Batch, backref="+")
    line = IntegerField()
    outcome = TextField()
    cells = TextField()
    record = IntegerField(null=True)

    class Meta:
        """Found through the batch's own index."""

        table_name = "held_line"


class BatchFinding(Row):
    """One finding of a batch, in the terms of `core.findings`."""

    batch = ForeignKeyField(Batch, backref="+")
    line = IntegerField()
    column_key = TextField()
    code = TextField()
    value = TextField()
    detail = TextField()
    weight = TextField()

    class Meta:
        """Found through the batch's own index."""

        table_name = "batch_finding"
