"""Rows that are no contracts, as a list: narrowed, sorted, and in words where a person reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from areateam.calloffs.route_rules import half_words
from areateam.commands.output import table
from areateam.core.amounts import format_money
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem

Rows = Sequence[Mapping[str, Any]]
_Row = TypeVar("_Row", bound=Mapping[str, Any])

_NOUNS = {
    "absences": ("absence", "absences"),
    "aims": ("aim", "aims"),
    "batches": ("import", "imports"),
    "bodies": ("organisation", "organisations"),
    "calloffs": ("support call-off", "support call-offs"),
    "cases": ("case", "cases"),
    "contracts": ("contract", "contracts"),
    "contractors": ("contractor", "contractors"),
    "desks": ("desk pack", "desk packs"),
    "disputed": ("disputed value", "disputed values"),
    "duties": ("responsibility", "responsibilities"),
    "gates": ("gate", "gates"),
    "people": ("person", "people"),
    "plans": ("plan", "plans"),
    "portfolios": ("portfolio", "portfolios"),
    "sites": ("site", "sites"),
    "tasks": ("task", "tasks"),
}
"""What the records of each list are called, for one and for several."""

_READ: dict[str, tuple[str, ...]] = {
    "batches": ("ref", "at", "user", "file", "lines", "new", "changed", "same", "doubtful",
                "rejected", "absent", "waiting"),
    "bodies": ("ref", "code", "kind", "name", "valid_from", "valid_to", "ons_code"),
    "calloffs": ("ref", "title", "state", "stage", "tier", "value_pence", "start", "finish",
                 "half_days", "limit_half_days", "sponsor", "needed_by"),
    "cases": ("ref", "title", "contract", "name", "manager", "next_due", "received", "closed",
              "outcome"),
    "disputed": ("ref", "name", "label"),
    "duties": ("ref", "name", "body", "letters", "valid_from", "valid_to", "source"),
    "gates": ("number", "title", "gate", "decided", "tier", "on", "reason", "by", "second"),
    "tasks": ("ref", "task", "place", "workstream", "title", "owner", "due", "standing",
              "done"),
    "waiting": ("ref", "held", "code", "name", "why", "pct", "file", "line", "manager", "due"),
}  # fmt: skip
"""The columns that people are shown, where a program is given more than fits across a page."""

_HEADINGS = {
    "at": "When",
    "user": "Who",
    "half_days": "Days",
    "limit_half_days": "Limit",
    "doubtful": "In doubt",
    "rejected": "Refused",
    "as_at": "On",
    "sha256": "SHA-256",
    "address_1": "Address",
    "company_no": "Company number",
    "made_by": "Made by",
    "label": "Value",
    "waiting": "Waiting",
}
_ABBREVIATIONS = {each.lower(): each for each in ("CCG", "LPC", "ODS", "ONS", "PCT", "SHA")}
_FLAGS = ("deputy",)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)[\d:.]*)?")
_UNITS = ("_pence", "_half_days")


def noun_of(what: str) -> tuple[str, str]:
    """What the records of a list are called, for one and for several."""
    return _NOUNS[what]


def heading(key: str) -> str:
    """The heading of a column for people: "ODS code" of ods_code, "Value" of value_pence."""
    if key in _HEADINGS:
        return _HEADINGS[key]
    for unit in _UNITS:
        key = key.removesuffix(unit)
    words = _spaced(key)
    return words[:1].upper() + words[1:]


def _spaced(key: str) -> str:
    return " ".join(_ABBREVIATIONS.get(word, word) for word in key.split("_"))


def in_words(key: str, value: Any) -> str:
    """A value of a column as people say it: a day, an amount, days and half days, or yes."""
    if value is None or value is False:
        return ""
    if value is True or key in _FLAGS:
        return "yes" if value else ""
    if key == "kind":
        return _spaced(str(value))
    if key.endswith("_pence"):
        return format_money(int(value))
    if key.endswith("half_days"):
        return half_words(int(value))
    text = f"{value:,}" if isinstance(value, int) else str(value)
    dated = _DAY.fullmatch(text)
    if dated is None:
        return text
    return ", ".join([format_date(dated[1]), *([dated[2]] if dated[2] else [])])


def matching(rows: list[_Row], conditions: Sequence[str], sort: str) -> list[_Row]:
    """The rows that meet every FIELD=VALUE, by the field of `sort`, backwards after a minus.

    Blanks stand last either way. UserProblem("unknown-field") where no row has such a field.
    """
    for text in conditions:
        key, found, value = text.partition("=")
        _want(rows, key, known=bool(found))
        rows = [row for row in rows if str(row[key]).lower() == value.lower()]
    if not sort:
        return rows
    key = sort.lstrip("-")
    _want(rows, key, known=True)
    full = [row for row in rows if row[key] not in (None, "")]
    full.sort(key=lambda row: _place(row[key]), reverse=sort.startswith("-"))
    return [*full, *(row for row in rows if row[key] in (None, ""))]


def _want(rows: Rows, key: str, *, known: bool) -> None:
    if not known or (rows and key not in rows[0]):
        raise UserProblem("unknown-field", name=key, known=", ".join(rows[0]) if rows else "")


def _place(value: Any) -> tuple[bool, float, str]:
    """Numbers by size, before texts by the alphabet."""
    if isinstance(value, int | float):
        return (False, value, "")
    return (True, 0, str(value).casefold())


def list_table(what: str, rows: Rows) -> str:
    """The rows of a list as a table for people; columns without any value are left out."""
    shown = _READ.get(what) or tuple(rows[0])
    keys = [key for key in shown if any(in_words(key, row[key]) for row in rows)]
    cells = [[in_words(key, row[key]) for key in keys] for row in rows]
    right = [all(_is_number(row[key]) for row in rows) for key in keys]
    return table([heading(key) for key in keys], cells, right)


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))
