"""A column of a list: the same on the screen, in a file and in print."""

from __future__ import annotations

from dataclasses import dataclass

from areateam.core.fields import Field, Kind


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list view, built from a field.

    `sql` is the expression that gives its stored value in the view's query. `sort` names the
    expression to order by; "" where the list cannot be ordered by it.
    """

    field: Field
    sql: str
    sort: str = ""
    width: int = 120
    shown: bool = True

    @property
    def key(self) -> str:
        """The column's stable name: the field's key."""
        return self.field.key

    @property
    def label(self) -> str:
        """The words in the header."""
        return self.field.label

    @property
    def is_number(self) -> bool:
        """Whether values stand at the right."""
        return self.field.kind in (Kind.MONEY, Kind.INTEGER, Kind.DECIMAL)
