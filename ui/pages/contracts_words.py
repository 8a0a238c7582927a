"""The sentences of the contract list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from areateam.contracts.contract_rules import Status
from areateam.core.amounts import format_money
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.contracts.contract_facet_views import FacetCube
    from areateam.contracts.contract_filter import Filter


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
        withheld=sum(c.sums[0] for c in matching),
        priced=sum(c.sums[1] for c in matching),
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
