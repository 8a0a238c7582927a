"""Where the limits of an indicator over time begin anew, as it is kept: who said so, and why."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from areateam.contracts.contract_rows import Contract
from areateam.store.row_types import DateText, Record


class SeriesBase(Record):
    """A day from which one series has a mean and limits of its own.

    The series is that of a contract or of the body `body_code`; with neither it is the one of
    all together. `locked` freezes the limits after so many values.
    """

    indicator = TextField()
    level = TextField()
    contract = ForeignKeyField(Contract, backref="+", on_delete="RESTRICT", null=True)
    body_code = TextField(null=True)
    starts_on = DateText()
    locked = IntegerField(null=True)
    reason = TextField()
    author = TextField()
    set_on = DateText()

    class Meta:
        """Found by the indicator, and through the index of the contract."""

        table_name = "series_base"
        indexes = ((("indicator", "level"), False),)


KINDS: tuple[type[Record], ...] = (SeriesBase,)
"""The journalled kinds of series over time."""
