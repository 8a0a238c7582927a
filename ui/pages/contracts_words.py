"""The words around the contract list: its sentence, its chips, its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from areateam.contracts.contract_facet_views import FACETS
from areateam.contracts.contract_list import Sort
from areateam.contracts.contract_rules import Status
from areateam.core.amounts import format_money
from areateam.core.fields import Kind
from areateam.core.values import format_value
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from areateam.contracts.contract_facet_views import FacetCube
    from areateam.contracts.contract_filter import Condition, Filter
    from areateam.core.columns import Column
    from ui.pages.contracts_facets import FacetWords

_SORTED_AS = {"h1_pct": "mid-year delivery", "name": "contractor"}
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
USUAL_SORT = Sort()


@dataclass(frozen=True, slots=True)
class Figures:
    """What the sentence says: all numbers are of what the filter leaves, but for `total`."""

    count: int
    total: int
    to_decide: int
    under: int
    withheld: int
    priced: int


def figures_of(cube: FacetCube, wanted: Filter, total: int) -> Figures:
    """The figures of a filter; `total` is how many contracts the register holds."""
    matching = list(cube.matching(wanted))
    status, under = cube.keys.index("status"), cube.keys.index("midyear_trigger")
    return Figures(
        count=sum(cell.count for cell in matching),
        total=total,
        to_decide=sum(c.count for c in matching if c.values[status] == Status.TO_DECIDE.value),
        under=sum(c.count for c in matching if c.values[under] == 1),
        withheld=sum(c.withheld for c in matching),
        priced=sum(c.priced for c in matching),
    )


def sentence(figures: Figures, order: str) -> list[Span]:
    """The sentence under the title, with the order in words where it is not the usual one."""
    return [Span(f"{count_words(figures)}{order and ', '}{order}."), *_calls(figures)]


def count_words(figures: Figures) -> str:
    """How many of how many: "84 of 1,179 contracts", or just all of them."""
    word = "contract" if figures.total == 1 else "contracts"
    if figures.count == figures.total:
        return f"{figures.total:,} {word}"
    return f"{figures.count:,} of {figures.total:,} {word}"


def short_sentence(figures: Figures) -> str:
    """The same in few words, for beside the title of a narrow window."""
    all_of_them = figures.count == figures.total
    words = f"{figures.total:,}" if all_of_them else f"{figures.count:,} of {figures.total:,}"
    if figures.under:
        return f"{words} · {figures.under:,} under 30%"
    return f"{words} · {figures.to_decide:,} to decide" if figures.to_decide else words


def foot_sentence(figures: Figures) -> list[Span]:
    """The line under the table of a narrow window, where the long sentence has no room."""
    return [Span(f"{count_words(figures)}."), *_calls(figures)]


def _calls(figures: Figures) -> list[Span]:
    """What calls for work among what the filter leaves."""
    said = []
    if figures.to_decide and figures.to_decide != figures.count:
        verb = "needs" if figures.to_decide == 1 else "need"
        said.append(f" {figures.to_decide:,} {verb} a decision")
    if figures.under:
        verb = "is" if figures.under == 1 else "are"
        words = f" {figures.under:,} {verb} under 30%"
        if figures.priced:
            words += f"; at most {format_money(figures.withheld)} may be withheld"
            if figures.priced < figures.under:
                words += f" from the {figures.priced:,} with a value"
        said.append(words)
    return [Span(f"{words}.") for words in said]


def order_words(sort: Sort, columns: Mapping[str, Column]) -> str:
    """The order in words, "" for the usual one."""
    if sort == USUAL_SORT:
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
    if condition.key == "pct_code":
        # A chip is short: the code is what people write on files.
        values = [str(value or "none") for value in condition.values]
    elif condition.key in FACETS:
        values = [words.label(condition.key, value) for value in condition.values]
    else:
        values = [format_value(column.field, value) or "none" for value in condition.values]
    if condition.operator == "in":
        return ", ".join(values)
    of_date = column.field.kind is Kind.DATE
    known = {**_OPERATORS, **_DATE_OPERATORS} if of_date else _OPERATORS
    return f"{known[condition.operator]} {values[0]}".strip()
