"""The columns that lists of contracts can show, filter by and sort by; made from the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_rules import (
    Status,
    decide_months,
    mid_year_sql,
    status_sql,
)
from areateam.core.columns import Column
from areateam.core.fields import Choice, Field, Kind

ALIASES: Mapping[str, str] = {
    "group": "group_key",
    "type": "contract_type",
    "pct": "pct_code",
    "area_team": "area_team_code",
    "ccg": "ccg_code",
    "contract": "contract_no",
    "ods": "ods_code",
    "ends": "end_date",
    "starts": "start_date",
    "value": "annual_value",
}
"""Short words for field keys, for the command line."""

USUAL = (
    "contract_no",
    "ods_code",
    "name",
    "contract_type",
    "pct_code",
    "status",
    "start_date",
    "end_date",
    "annual_value",
    "manager",
    "signed_copy",
)
"""The columns a list shows until somebody chooses others."""

_WIDTHS: Mapping[str, int] = {
    "contract_no": 72,
    "ods_code": 76,
    "name": 172,
    "contract_type": 104,
    "group_key": 80,
    "pct_code": 130,
    "status": 104,
    "start_date": 100,
    "end_date": 102,
    "annual_value": 112,
    "manager": 100,
    "signed_copy": 100,
    "uda_contracted": 66,
    "h1_pct": 104,
}
SHORT_UNITS = "UDAs"
"""What the column of annual units is called, so that it is no wider than its numbers."""

INDEXED = frozenset({"name", "contract_no", "ods_code", "end_date"})
"""The columns by which a list of any length is ordered at once."""


def contract_columns(catalogue: Catalogue, day: date) -> tuple[Column, ...]:
    """Every column of the contract list in the usual order, the usual ones shown.

    `c` is the contract, `p` its manager, `s` its main site in the SQL of the columns.
    """
    made = {column.key: column for column in _special(catalogue, day)}
    for field in catalogue.fields.values():
        if field.key in catalogue.computed or field.key in made:
            continue
        sql = f'c."{field.column}"' if field.column else f"c.terms ->> '$.{field.key}'"
        made[field.key] = _column(field, sql)
    for key in ("postcode", "phone", "address_1", "address_2", "address_3"):
        site = catalogue.site_fields[key]
        made.setdefault(key, _column(site, f's."{site.column}"'))
    order = [*USUAL, *(key for key in made if key not in USUAL)]
    return tuple(made[key] for key in order)


def columns_by_key(columns: tuple[Column, ...]) -> dict[str, Column]:
    """The columns by key and by the short words for them."""
    found = {column.key: column for column in columns}
    found.update({word: found[key] for word, key in ALIASES.items() if key in found})
    return found


def _column(field: Field, sql: str) -> Column:
    return Column(field, sql, sort=sql, width=_WIDTHS.get(field.key, 120), shown=field.key in USUAL)


def _special(catalogue: Catalogue, day: date) -> list[Column]:
    """Columns whose words come from definitions, or whose value is worked out."""
    groups = tuple(Choice(g.key, g.label) for g in catalogue.groups.values())
    types = tuple(Choice(t.key, t.short, (t.label, *t.synonyms)) for t in catalogue.types.values())
    statuses = tuple(Choice(s.value, s.value.capitalize()) for s in Status)
    months = {key: decide_months(kind) for key, kind in catalogue.types.items()}
    kind = catalogue.fields["contract_type"]
    units = catalogue.fields["uda_contracted"]
    mid_year = mid_year_sql(types_with_mid_year(catalogue))
    return [
        _column(
            Field("group_key", "Group", Kind.CHOICE, choices=groups, editable=False), "c.group_key"
        ),
        _column(catalogue.fields["h1_pct"], mid_year.share),
        _column(replace(units, label=SHORT_UNITS), f"c.terms ->> '$.{units.key}'"),
        _column(catalogue.fields["midyear_trigger"], mid_year.is_under),
        _column(
            Field("contract_type", kind.label, Kind.CHOICE, choices=types, column="contract_type"),
            "c.contract_type",
        ),
        _column(
            Field("status", "Status", Kind.CHOICE, choices=statuses, editable=False),
            status_sql(day, months),
        ),
        _column(Field("manager", "Manager", column="manager_id"), "p.name"),
    ]


def types_with_mid_year(catalogue: Catalogue) -> tuple[str, ...]:
    """The types whose delivery is looked at in the middle of the year: those with the field."""
    return tuple(
        key
        for key, kind in catalogue.types.items()
        if any(field.key == "h1_pct" for field in kind.fields)
    )


FIRST_SHOWN = ("contract_no", "name", "contract_type", "end_date", "status")
"""The columns that the window's list shows until somebody chooses others."""

FIRST_SHOWN_WITH_MID_YEAR = (
    "contract_no",
    "name",
    "contract_type",
    "end_date",
    "uda_contracted",
    "h1_pct",
)
"""The same for a list of nothing but contracts whose delivery is looked at in mid-year."""

WHERE_ROOM = ("pct_code", "annual_value", "manager")
"""What follows them where nothing stands beside the table."""


def first_shown(catalogue: Catalogue, group: str = "", *, roomy: bool = False) -> tuple[str, ...]:
    """The columns to begin with, in their order; `group` where the list holds only one."""
    types = set(types_with_mid_year(catalogue))
    of_group = {kind.key for kind in catalogue.types_of(group)} if group else set()
    if of_group & types:
        return (*FIRST_SHOWN_WITH_MID_YEAR, *WHERE_ROOM[1:]) if roomy else FIRST_SHOWN_WITH_MID_YEAR
    return (*FIRST_SHOWN, *WHERE_ROOM) if roomy else FIRST_SHOWN
