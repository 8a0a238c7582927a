"""What an import leaves behind: the batch, what each line stated, and the lines that wait."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.organisations.contractor_rows import Person
from areateam.store.row_types import DateText, JsonText, Record, Row


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
    stated = IntegerField(null=True)
    site = IntegerField(null=True)
    contractor = IntegerField(null=True)

    class Meta:
        """Found by the record it is about; batches are read whole, in the order of their lines."""

        table_name = "source_line"
        indexes = ((("record",), False),)


SourceLine.add_index(SourceLine.index(SourceLine.site, where=SourceLine.site.is_null(False)))
SourceLine.add_index(
    SourceLine.index(SourceLine.contractor, where=SourceLine.contractor.is_null(False))
)


class HeldLine(Row):
    """A doubtful or refused line, whole, as it came; what became of it is a `WaitingLine`.

    `pct_code`, `code` and `name` are what could be read of whom it is about. `same_as` is the
    first line that an earlier import of the layout held with the very same cells: a bad line that
    comes with every month's file is asked about once.
    """

    batch = ForeignKeyField(Batch, backref="+")
    line = IntegerField()
    outcome = TextField()
    cells = TextField()
    record = IntegerField(null=True)
    pct_code = TextField(null=True)
    code = TextField(null=True)
    name = TextField(null=True)
    same_as = IntegerField(null=True)

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


class WaitingLine(Record):
    """What people made of a held line: whose it is, until when, what was put right, how it ended.

    `held` is the held line's id; there is no row while nobody has touched it. `cells` are the
    line as a person corrected it, a JSON list; `findings` what was still wrong with that, a list
    of (column, code, value, detail, weight). `closed` is "taken-in", "left-out" or
    "no-contract"; `subject` and `went_to` name the kind and record that a line taken in went into.
    """

    held = IntegerField()
    manager = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    due_on = DateText(null=True)
    note = TextField(null=True)
    cells = TextField(null=True)
    findings = TextField(null=True)
    closed = TextField(null=True)
    closed_on = DateText(null=True)
    closed_by = TextField(null=True)
    reason = TextField(null=True)
    subject = TextField(null=True)
    went_to = IntegerField(null=True)

    class Meta:
        """Each held line once."""

        table_name = "waiting_line"
        indexes = ((("held",), True),)


class ControlTotal(Record):
    """One total that a PCT gave for a file: rows, or the sum of a field, in the field's units."""

    batch = IntegerField()
    measure = TextField()
    amount = IntegerField()

    class Meta:
        """Each measure once for an import."""

        table_name = "control_total"
        indexes = ((("batch", "measure"), True),)
