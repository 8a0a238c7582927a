"""The figures of indicators as SQL over contracts, which the table of contracts is called `c` in.

Nothing missing becomes a nought: a figure is NULL where one of its fields is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import Level, Part
from areateam.core.fields import Field, Kind

PATIENTS = "list_raw"
"""The field of a GP contract that the registered patients of an area are added up from."""


def stored_sql(field: Field) -> str:
    """The stored value of a field."""
    return f'c."{field.column}"' if field.column else f"c.terms ->> '$.{field.key}'"


def number_sql(field: Field) -> str:
    """The value of a countable field as a number: pounds for money, units for a decimal."""
    sql = stored_sql(field)
    divisor = 100 if field.kind is Kind.MONEY else 10**field.places
    return f"({sql}) / {divisor}.0" if divisor > 1 else f"({sql})"


def part_sql(part: Part, fields: Mapping[str, Field], on: date) -> str:
    """What a part counts for one contract on a day.

    It is 1 where it is the registered patients of the area.
    """
    if part.number is not None:
        return repr(float(part.number))
    if part.patients:
        return "1.0"
    if part.field:
        sql = stored_sql(fields[part.field])
        among = ", ".join(repr(value) for value in part.among)
        begun = f" OR ifnull({stored_sql(fields[part.since])} > '{on}', 0)" if part.since else ""
        over = f" OR ifnull({stored_sql(fields[part.until])} <= '{on}', 0)" if part.until else ""
        return f"CASE WHEN {sql} IS NOT NULL THEN ({sql} IN ({among}){begun}{over}) * 1.0 END"
    added = " + ".join(number_sql(fields[key]) for key in part.sum)
    less = "".join(f" - {number_sql(fields[key])}" for key in part.less)
    return f"{added}{less}"


_TEAM = (
    "coalesce(c.area_team_code,"
    " (SELECT l.other FROM body_link l WHERE l.code = c.pct_code AND l.link = 'in_area_team'),"
    " (SELECT l.other FROM body_link l WHERE l.code = c.ccg_code AND l.link = 'ccg_in_area_team'))"
)


def area_team_sql(on: date) -> str:
    """A contract's area team on a day: its own, else that of its PCT, else that of its CCG.

    One that has been succeeded by then counts as its successor: three London teams became one.
    """
    return (
        f"coalesce((SELECT l.other FROM body_link l WHERE l.code = {_TEAM}"
        f" AND l.link = 'successor' AND l.valid_from <= '{on.isoformat()}'), {_TEAM})"
    )


def place_sql(level: Level | None, on: date) -> str:
    """The body that a contract counts in at a level on a day; "" for all together."""
    if level is Level.AREA_TEAM:
        return area_team_sql(on)
    return {Level.PCT: "c.pct_code", Level.CCG: "c.ccg_code"}.get(level or Level.CONTRACT, "''")


def types_sql(catalogue: Catalogue, group: str, types: tuple[str, ...]) -> str:
    """Which contracts an indicator is of: its types, else its group, else all."""
    if types:
        return f"c.contract_type IN ({', '.join(repr(key) for key in types)})"
    return f"c.group_key = '{group}'" if group in catalogue.groups else "1"
