"""The facets at the left of a list page: what is seen stays, with its count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.widgets.facet_panel import Facet, FacetPanel, FacetValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from areateam.contracts.contract_filter import Filter
    from areateam.core.fields import Value
    from ui.style.marks import Mark

NOTHING = ""
"""The panel's key for records without a value."""
NOT_STATED = "Not stated"


def key_of(value: Value) -> str:
    """The panel's key for a stored value."""
    return NOTHING if value is None else str(value)


class FacetWords:
    """Knows the order and the words of the values of each facet; each list has its own.

    `numbered` are the facets whose values are numbers, `without_none` those that do not offer
    records without a value, `coded` those whose chips say the code.
    """

    numbered: frozenset[str] = frozenset()
    without_none: frozenset[str] = frozenset()
    coded: frozenset[str] = frozenset()

    def __init__(self, keys: Sequence[str], titles: Mapping[str, str]) -> None:
        self.keys = tuple(keys)
        self.titles = dict(titles)
        self.seen: dict[str, set[Value]] = {key: set() for key in keys}

    def mark(self, key: str, value: Value) -> Mark | None:
        """The mark before a value that is a status."""
        return None

    def label(self, key: str, value: Value) -> str:
        """The words for a value of a facet."""
        return NOT_STATED if value is None else str(value)

    def fitting(self, key: str, values: Sequence[Value], wanted: Filter) -> Sequence[Value]:
        """Those of a facet's values that can be of use beside the rest of the filter."""
        return values

    def order(self, key: str) -> Sequence[Value] | None:
        """The order of a facet's values; None for that of their words."""
        return None

    def value_of(self, facet: str, key: str) -> Value:
        """The stored value that a key of the panel means."""
        if key == NOTHING:
            return None
        return int(key) if facet in self.numbered else key

    def see(self, counts: Mapping[str, Iterable[Value]]) -> None:
        """Take note of values that the register has; what was seen once stays, with nought."""
        for key, values in counts.items():
            self.seen[key].update(values)

    def facets(self, wanted: Filter) -> list[Facet]:
        """The facets that the values seen call for."""
        for condition in wanted.conditions:
            if condition.key in self.seen and condition.operator == "in":
                self.seen[condition.key].update(condition.values)
        found = []
        for key in self.keys:
            values = self.fitting(key, self._values(key), wanted)
            if values:
                lines = [
                    FacetValue(key_of(v), self.label(key, v), self.mark(key, v)) for v in values
                ]
                found.append(Facet(key, self.titles[key], tuple(lines)))
        return found

    def _line(self, key: str, value: Value) -> FacetValue:
        return FacetValue(key_of(value), self.label(key, value), self.mark(key, value))

    def _values(self, key: str) -> list[Value]:
        seen = self.seen[key]
        rest: list[Value] = [None] if None in seen and key not in self.without_none else []
        order = self.order(key)
        if order is None:
            named = sorted((v for v in seen if v is not None), key=lambda v: self.label(key, v))
            return [*named, *rest]
        return [*(value for value in order if value in seen), *rest]


class ListFacets(FacetPanel):
    """The panel, which keeps its folds and its focus while values come and go."""

    def __init__(self, words: FacetWords) -> None:
        super().__init__()
        self._words = words
        self._all: tuple[Facet, ...] = ()

    def show_facets(self, facets: Sequence[Facet]) -> None:
        """Show exactly these values; the panel is only built anew when one was never seen."""
        wanted = {(facet.key, value.key) for facet in facets for value in facet.values}
        if not wanted <= set(self._lines):
            self._all = _merged(self._all, facets)
            self.set_facets(self._all)
        for (key, value), line in self._lines.items():
            line.setVisible((key, value) in wanted)

    def show_state(
        self, wanted: Filter, counts: Mapping[str, Mapping[Value, int]] | None = None
    ) -> None:
        """Tick what the filter holds and show the counts, where they are known."""
        self.set_ticked({key: {key_of(v) for v in wanted.chosen(key)} for key in self._words.keys})
        if counts is not None:
            self.set_counts(
                {key: {key_of(v): n for v, n in held.items()} for key, held in counts.items()}
            )


def _merged(before: Sequence[Facet], now: Sequence[Facet]) -> tuple[Facet, ...]:
    """Every value of both: in the order of now, with what only before had at the end."""
    old = {facet.key: facet for facet in before}
    merged = []
    for facet in now:
        keys = {value.key for value in facet.values}
        rest = [v for v in old[facet.key].values if v.key not in keys] if facet.key in old else []
        merged.append(Facet(facet.key, facet.title, (*facet.values, *rest)))
    return tuple(merged)
