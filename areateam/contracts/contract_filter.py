"""What a list is narrowed by: conditions on columns and a text, turned into SQL with values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from areateam.core.columns import Column
from areateam.core.copies import replaced
from areateam.core.fields import Value
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem
from areateam.core.values import parse_value

_OPERATORS = ("<=", ">=", "!=", "=", "<", ">", "~")


class Condition(msgspec.Struct, frozen=True):
    """One condition: a column, an operator (in, =, !=, <, <=, >, >=, ~ for contains), values.

    None among the values of "in" means not stated.
    """

    key: str
    operator: str
    values: tuple[Value, ...]


class Filter(msgspec.Struct, frozen=True):
    """Conditions that all hold, and a text found in the usual places."""

    conditions: tuple[Condition, ...] = ()
    text: str = ""

    def without(self, key: str) -> Filter:
        """The same filter less the conditions on one column."""
        return replaced(self, conditions=tuple(c for c in self.conditions if c.key != key))

    def choosing(self, key: str, values: tuple[Value, ...]) -> Filter:
        """The same filter with a column held to these values; to none, where empty."""
        rest = self.without(key)
        chosen = (Condition(key, "in", values),) if values else ()
        return replaced(rest, conditions=rest.conditions + chosen)

    def chosen(self, key: str) -> tuple[Value, ...]:
        """The values a column is held to."""
        return next((c.values for c in self.conditions if c.key == key and c.operator == "in"), ())


def parse_condition(columns: Mapping[str, Column], text: str) -> Condition:
    """Read "group=GP" or "end_date<=2013-03-31".

    Raises UserProblem("unknown-field"), or with the code of the fault where the value cannot be
    read.
    """
    for operator in _OPERATORS:
        name, found, value = text.partition(operator)
        if found and name.strip() in columns:
            break
    else:
        word = text.split("=", maxsplit=1)[0].strip()
        known = ", ".join(sorted(columns))
        raise UserProblem("unknown-field", name=word, known=known)
    column = columns[name.strip()]
    if operator == "~":
        return Condition(column.key, operator, (value.strip(),))
    parsed = tuple(_parsed(column, piece.strip()) for piece in value.split("|"))
    return Condition(column.key, "in" if operator == "=" else operator, parsed)


def filter_sql(
    columns: Mapping[str, Column], wanted: Filter, text_in: Sequence[str]
) -> tuple[str, list[Any]]:
    """The WHERE of a filter, "1" where it is empty, and the values of its places.

    `text_in` are the SQL expressions that the filter's text is looked for in.
    """
    pieces: list[str] = []
    values: list[Any] = []
    for condition in wanted.conditions:
        sql, given = _condition_sql(columns[condition.key], condition)
        pieces.append(sql)
        values += given
    if wanted.text.strip():
        like = f"%{_escaped(wanted.text.strip())}%"
        pieces.append("(" + " OR ".join(f"{p} LIKE ? ESCAPE '\\'" for p in text_in) + ")")
        values += [like] * len(text_in)
    return " AND ".join(pieces) or "1", values


def _condition_sql(column: Column, condition: Condition) -> tuple[str, list[Any]]:
    sql = column.sql
    if condition.operator == "~":
        return f"{sql} LIKE ? ESCAPE '\\'", [f"%{_escaped(str(condition.values[0]))}%"]
    stated = [value for value in condition.values if value is not None]
    absent = len(stated) < len(condition.values)
    if condition.operator == "in":
        places = ", ".join("?" * len(stated))
        pieces = [f"{sql} IN ({places})"] if stated else []
        pieces += [f"{sql} IS NULL"] if absent else []
        return "(" + " OR ".join(pieces) + ")", stated
    if condition.operator == "!=":
        return f"{sql} IS NOT ?", [condition.values[0]]
    return f"{sql} {condition.operator} ?", [condition.values[0]]


def _parsed(column: Column, text: str) -> Value:
    value = parse_value(column.field, text)
    if isinstance(value, Fault):
        raise UserProblem(value.code, label=column.label, value=text, detail=value.detail)
    return value


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
