"""The journal: operations, the changes in them, and the seals that chain them."""

from __future__ import annotations

from typing import Any

from peewee import SQL, BareField, Check, IntegerField, TextField

from areateam.store.row_types import Row


class Operation(Row):
    """One labelled write: who, when, why; `undoes` and `redoes` name an earlier operation."""

    uid = TextField(constraints=[SQL("DEFAULT (lower(hex(randomblob(8))))")])
    at = TextField()
    user = TextField()
    label = TextField()
    undoes = IntegerField(null=True, index=True)
    redoes = IntegerField(null=True, index=True)

    class Meta:
        """Never changed once written."""

        table_name = "operation"


class AnyValue(BareField):
    """Whatever the journalled column held: text, a whole number or nothing."""

    field_type = "ANY"

    def ddl_datatype(self, ctx: Any) -> SQL:  # noqa: ARG002  # peewee hands it over
        """Give the type word that strict tables use for a column of any kind."""
        return SQL(self.field_type)


class Change(Row):
    """One field of one record before and after, or one record removed.

    `field` is "*" for a removal, whose `before` is the whole record as a JSON object, and "+" for
    a removed record put back as it was. A value inside `terms` is "terms.KEY", or ":terms.KEY"
    where it is neither text nor a whole number and stands as JSON. An insertion is marked in the
    record itself, by `made`. An operation owns a stretch of ids, which its seal names.
    """

    operation = IntegerField()
    kind = TextField()
    record = IntegerField()
    field = TextField()
    before = AnyValue(null=True)
    after = AnyValue(null=True)

    class Meta:
        """Read by record; by operation through the stretch of ids in its seal."""

        table_name = "change"
        indexes = ((("kind", "record"), False),)


class Seal(Row):
    """The digest of an operation with its changes and of the seal before it; `id` is its own.

    `first` and `last` bound the ids of its changes, 1 and 0 past the end where it has none;
    `records` counts what it touched.
    """

    digest = TextField()
    first = IntegerField()
    last = IntegerField()
    records = IntegerField()

    class Meta:
        """One for each operation."""

        table_name = "seal"


class ContentSeal(Row):
    """The digest of a block of records as the last operation that touched it left them.

    "" where a large operation left the sealing for later: see `seals.seal_pending`.
    """

    kind = TextField()
    block = IntegerField()
    digest = TextField()

    class Meta:
        """One for each block of each kind."""

        table_name = "content_seal"
        indexes = ((("kind", "block"), True),)


# The few blocks that wait are found without reading through those that do not.
ContentSeal.add_index(ContentSeal.index(ContentSeal.kind, where=SQL("digest = ''")))


class Writing(Row):
    """The operation being written; empty outside the gateway, so that triggers refuse."""

    operation = IntegerField()

    class Meta:
        """At most one row."""

        table_name = "writing"
        constraints = (Check("id = 1"),)
