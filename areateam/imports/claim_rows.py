"""What files stated and the register did not take, and whose word counts first for a field."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.imports.batch_rows import Batch
from areateam.ledger.journal_rows import AnyValue
from areateam.store.row_types import Record, Row


class Claim(Row):
    """A value that a line stated of a record and that did not stand when its import was done.

    Every other value that a line stated is the record's own as the import left it. `field` is
    a column, "terms.KEY", or "address" for the lines of an address together, as a JSON array.
    """

    batch = ForeignKeyField(Batch, backref="+", index=False)
    line = IntegerField()
    kind = TextField()
    record = IntegerField()
    field = TextField()
    value = AnyValue(null=True)

    class Meta:
        """Found by the field of a record."""

        table_name = "claim"
        indexes = ((("kind", "field", "record"), False),)


class Derivation(Row):
    """An operation that chose anew among what was stated of a field: nobody typed its values."""

    operation = IntegerField()
    field = TextField()

    class Meta:
        """Few, and read whole."""

        table_name = "derivation"


class Precedence(Record):
    """Whose word counts first for a field, in this register: a JSON array of sources."""

    field = TextField(unique=True)
    sources = TextField()

    class Meta:
        """One order for each field."""

        table_name = "precedence"
