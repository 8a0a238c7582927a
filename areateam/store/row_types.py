"""Field types for rows: what SQLite holds and what it refuses to hold."""

from __future__ import annotations

import json
from typing import Any

from peewee import SQL, AutoField, Check, IntegerField, Model, TextField
from playhouse.sqlite_ext import AutoIncrementField


class DateText(TextField):
    """An ISO date held as text; SQLite refuses one that does not exist.

    `date('2013-02-31')` passes in SQLite, so the text is compared with itself moved by no days.
    Its length comes first because SQLite stops at a `date('now')` instead of refusing it.
    """

    def bind(self, model: type[Model], name: str, set_attribute: bool = True) -> None:
        """Add the check once the column's name is known."""
        column = self.column_name or name
        self.constraints = [
            *(self.constraints or []),
            Check(
                f'"{column}" IS NULL OR (length("{column}") = 10'
                f' AND "{column}" IS date("{column}", \'+0 days\'))'
            ),
        ]
        super().bind(model, name, set_attribute)


class Flag(IntegerField):
    """Nought or one; null where nobody has said."""

    def bind(self, model: type[Model], name: str, set_attribute: bool = True) -> None:
        """Add the check once the column's name is known."""
        column = self.column_name or name
        self.constraints = [*(self.constraints or []), Check(f'"{column}" IN (0, 1)')]
        super().bind(model, name, set_attribute)


class JsonText(TextField):
    """A JSON object, never null; its keys are plain words without quotation marks."""

    def bind(self, model: type[Model], name: str, set_attribute: bool = True) -> None:
        """Add the check and the empty object as default."""
        column = self.column_name or name
        self.constraints = [
            *(self.constraints or []),
            SQL("DEFAULT '{}'"),
            Check(f"json_type(\"{column}\") = 'object'"),
        ]
        super().bind(model, name, set_attribute)

    def db_value(self, value: Any) -> Any:
        """The text of an object given as a dictionary; text stays as it is."""
        if isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return value if value is None else str(value)


def _uid() -> TextField:
    return TextField(constraints=[SQL("DEFAULT (lower(hex(randomblob(8))))")])


class Row(Model):
    """A table without a database of its own: queries are executed on the one they are given."""

    id = AutoField()

    class Meta:
        """Shared by every row class."""

        strict_tables = True
        legacy_table_names = False

    @classmethod
    def table(cls) -> str:
        """The table's name."""
        name: str = cls.meta().table_name
        return name

    @classmethod
    def meta(cls) -> Any:
        """Peewee's description of the table."""
        return cls._meta

    @classmethod
    def columns(cls) -> list[str]:
        """The names of the table's columns, in order."""
        return [field.column_name for field in cls.meta().sorted_fields]

    @classmethod
    def sealed_columns(cls) -> list[str]:
        """The names of the columns whose values a content seal covers: all, unless said."""
        return cls.columns()


class Record(Row):
    """A row that people make and change.

    `id` is never given twice, so that the journal's lines about a removed record cannot be taken
    for another's. `uid` is a name that no copied file can repeat. `made` is the operation that
    inserted the row: the journal's mark of an insertion, kept in the row itself, because a
    separate line for each row doubled the time of a large import.
    """

    id = AutoIncrementField()
    uid = _uid()
    made = IntegerField(index=True)

    @classmethod
    def kind(cls) -> str:
        """The word the journal uses for this class: its table's name."""
        return cls.table()
