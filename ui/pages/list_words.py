"""The words around a list: its order, its chips, the whole of its filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.fields import Kind
from areateam.core.values import format_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from areateam.contracts.contract_filter import Condition, Filter
    from areateam.contracts.contract_list import Sort
    from areateam.core.columns import Column
    from ui.pages.list_facets import FacetWords

_SORTED_AS = {"h1_pct": "mid-year delivery", "name": "contractor"}
_SPELT = 6
"""More values than that are counted on a chip."""
_OPERATORS = {
    "<=": "up to",
    ">=": "from",
    "<": "under",
    ">": "over",
    "!=": "not",
    "=": "",
    "~": "with",
}
_DATE_OPERATORS = {"<=": "by", "<": "before", ">": "after"}


def order_words(sort: Sort, columns: Mapping[str, Column], usual: Sort) -> str:
    """The order in words, "" for the usual one."""
    if sort == usual:
        return ""
    column = columns[sort.key]
    label = _SORTED_AS.get(column.key, column.label)
    if label == column.label and not label[:2].isupper():
        label = label[:1].lower() + label[1:]
    if column.is_number:
        return f"{'highest' if sort.descending else 'lowest'} {label} first"
    if column.field.kind is Kind.DATE:
        return f"by {label}, {'latest' if sort.descending else 'earliest'} first"
    return f"by {label}, {'Z to A' if sort.descending else 'A to Z'}"


def chips(
    wanted: Filter, columns: Mapping[str, Column], words: FacetWords
) -> list[tuple[str, str]]:
    """A chip for each column that the filter holds: its key and its words."""
    found: dict[str, list[str]] = {}
    for condition in wanted.conditions:
        found.setdefault(condition.key, []).append(_said(condition, columns, words))
    return [(key, f"{columns[key].label}: {', '.join(said)}") for key, said in found.items()]


def narrowed_words(wanted: Filter, columns: Mapping[str, Column], words: FacetWords) -> str:
    """The whole filter in one line, for a file that is written from it; "" for none."""
    said = [text for _, text in chips(wanted, columns, words)]
    if wanted.text.strip():
        said.append(f"“{wanted.text.strip()}”")
    return " · ".join(said)


def _said(condition: Condition, columns: Mapping[str, Column], words: FacetWords) -> str:
    column = columns[condition.key]
    if condition.key in words.coded:
        # A chip is short: the code is what people write on files.
        values = [str(value or "none") for value in condition.values]
    elif condition.key in words.keys:
        values = [words.label(condition.key, value) for value in condition.values]
    else:
        values = [format_value(column.field, value) or "none" for value in condition.values]
    if condition.operator == "in":
        return ", ".join(values) if len(values) <= _SPELT else f"{len(values):,} of them"
    of_date = column.field.kind is Kind.DATE
    known = {**_OPERATORS, **_DATE_OPERATORS} if of_date else _OPERATORS
    return f"{known[condition.operator]} {values[0]}".strip()
