"""What is remembered of duplicates: what a merged record was known by, and who is not the same."""

from __future__ import annotations

from peewee import IntegerField, TextField

from areateam.store.row_types import DateText, Record


class Alias(Record):
    """One thing that a record was known by before a merge: a code, a name, a place.

    `record` is the one that stands now, `was` the one that bore it: another that went into it, or
    itself with what gave way. All that was known of one at one merge is made by one operation,
    so that an import can look for it as it was.
    """

    kind_of = TextField()
    record = IntegerField()
    was = IntegerField()
    field = TextField()
    value = TextField()
    valid_from = DateText(null=True)
    valid_to = DateText(null=True)

    class Meta:
        """Found by what was known, by the record that stands, and by the one that went."""

        table_name = "alias"
        indexes = (
            (("kind_of", "field", "value"), False),
            (("kind_of", "record"), False),
            (("kind_of", "was"), False),
        )


class NotSame(Record):
    """Two records that a person said are not the same, the lower number first.

    The texts are what they were known by, so that the decision holds when an import that was
    undone is made again and its records have new numbers.
    """

    kind_of = TextField()
    one = IntegerField()
    other = IntegerField()
    one_known = TextField()
    other_known = TextField()

    class Meta:
        """Each two once."""

        table_name = "not_same"
        indexes = ((("kind_of", "one", "other"), True), (("kind_of", "other"), False))
