"""The facets at the left of the contract list: which values, in which order, with which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.contracts.contract_facet_views import FACETS
from areateam.contracts.contract_rules import Status
from ui.pages.contracts_source import UNDER
from ui.widgets.facet_panel import Facet, FacetPanel, FacetValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from areateam.catalogue.catalogue import Catalogue
    from areateam.contracts.contract_filter import Filter
    from areateam.core.fields import Value

NOTHING = ""
"""The panel's key for contracts without a value."""

TITLES = {
    "pct_code": "PCT",
    "group_key": "Group",
    "contract_type": "Type",
    "status": "Status",
    "midyear_trigger": "At mid-year",
    "signed_copy": "Signed copy",
    "manager": "Manager",
}
_WITHOUT = {"manager": "Nobody", "signed_copy": "Not recorded"}
_NOT_STATED = "Not stated"


def key_of(value: Value) -> str:
    """The panel's key for a stored value."""
    return NOTHING if value is None else str(value)


def value_of(facet: str, key: str) -> Value:
    """The stored value that a key of the panel means."""
    if key == NOTHING:
        return None
    return int(key) if facet == "midyear_trigger" else key


class FacetWords:
    """Knows the order and the words of the values of each facet."""

    def __init__(
        self, catalogue: Catalogue, pcts: Mapping[str, str], own: Sequence[str] = ()
    ) -> None:
        self._catalogue = catalogue
        self._pcts = pcts
        self._seen: dict[str, set[Value]] = {key: set() for key in FACETS}
        self._seen["pct_code"].update(own)
        self._seen["group_key"].update(catalogue.groups)
        self._seen["status"].update((Status.IN_FORCE.value, Status.TO_DECIDE.value))
        signed = catalogue.fields["signed_copy"].choices
        self._signed = {choice.value: choice.label for choice in signed}
        self._seen["signed_copy"].update(list(self._signed)[:3])

    def see(self, counts: Mapping[str, Iterable[Value]]) -> None:
        """Take note of values that the register has; what was seen once stays, with nought."""
        for key, values in counts.items():
            self._seen[key].update(values)

    def facets(self, wanted: Filter) -> list[Facet]:
        """The facets that the values seen call for; of types only those of the chosen groups."""
        for condition in wanted.conditions:
            if condition.key in self._seen and condition.operator == "in":
                self._seen[condition.key].update(condition.values)
        found = []
        for key in FACETS:
            values = self._values(key, wanted)
            if key == "midyear_trigger":
                values = [value for value in values if value is not None]
            if values:
                lines = [self._line(key, value) for value in values]
                found.append(Facet(key, TITLES[key], tuple(lines)))
        return found

    def _line(self, key: str, value: Value) -> FacetValue:
        mark = UNDER if key == "midyear_trigger" and value == 1 else None
        return FacetValue(key_of(value), self.label(key, value), mark)

    def label(self, key: str, value: Value) -> str:
        """The words for a value of a facet."""
        if value is None:
            return _WITHOUT.get(key, _NOT_STATED)
        if key == "midyear_trigger":
            return "Under 30%" if value else "30% or more"
        word = str(value)
        names: dict[str, Callable[[], str]] = {
            "pct_code": lambda: self._pcts.get(word, word),
            "group_key": lambda: self._catalogue.groups[word].label,
            "contract_type": lambda: self._catalogue.types[word].short,
            "status": word.capitalize,
            "signed_copy": lambda: self._signed.get(word, word),
        }
        return names.get(key, lambda: word)()

    def _values(self, key: str, wanted: Filter) -> list[Value]:
        seen = self._seen[key]
        rest: list[Value] = [None] if None in seen else []
        order = self._order(key)
        if order is None:
            named = sorted((v for v in seen if v is not None), key=lambda v: self.label(key, v))
            return [*named, *rest]
        values: list[Value] = [value for value in order if value in seen]
        if key == "contract_type" and (groups := wanted.chosen("group_key")):
            chosen = wanted.chosen(key)
            types = self._catalogue.types
            values = [v for v in values if v in chosen or types[str(v)].group in groups]
        return [*values, *rest]

    def _order(self, key: str) -> Sequence[Value] | None:
        orders: dict[str, Sequence[Value]] = {
            "group_key": list(self._catalogue.groups),
            "contract_type": list(self._catalogue.types),
            "status": [status.value for status in Status],
            "midyear_trigger": [1, 0],
            "signed_copy": list(self._signed),
        }
        return orders.get(key)


class ContractFacets(FacetPanel):
    """The panel, which keeps its folds and its focus while values come and go."""

    def __init__(self) -> None:
        super().__init__()
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
        self.set_ticked({key: {key_of(v) for v in wanted.chosen(key)} for key in FACETS})
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
