"""The facets of the contract list: which values, in which order, with which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.contracts.contract_facet_views import FACETS
from areateam.contracts.contract_rules import Status
from ui.pages.contracts_looks import UNDER
from ui.pages.list_facets import NOT_STATED, FacetWords
from ui.style.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from areateam.catalogue.catalogue import Catalogue
    from areateam.contracts.contract_filter import Filter
    from areateam.core.fields import Value

_TITLES = {
    "pct_code": "PCT",
    "group_key": "Group",
    "contract_type": "Type",
    "status": "Status",
    "midyear_trigger": "At mid-year",
    "signed_copy": "Signed copy",
    "manager": "Manager",
}
_WITHOUT = {"manager": "Nobody", "signed_copy": "Not recorded"}


class ContractFacetWords(FacetWords):
    """Knows the order and the words of the values of each facet of contracts."""

    numbered = frozenset({"midyear_trigger"})
    without_none = frozenset({"midyear_trigger"})
    coded = frozenset({"pct_code"})

    def __init__(
        self, catalogue: Catalogue, pcts: Mapping[str, str], own: Sequence[str] = ()
    ) -> None:
        super().__init__(FACETS, _TITLES)
        self._catalogue = catalogue
        self._pcts = pcts
        self.seen["pct_code"].update(own)
        self.seen["group_key"].update(catalogue.groups)
        self.seen["status"].update((Status.IN_FORCE.value, Status.TO_DECIDE.value))
        signed = catalogue.fields["signed_copy"].choices
        self._signed = {choice.value: choice.label for choice in signed}
        self.seen["signed_copy"].update(list(self._signed)[:3])

    def mark(self, key: str, value: Value) -> Mark | None:
        """The mark before a value that is a status."""
        return UNDER if key == "midyear_trigger" and value == 1 else None

    def label(self, key: str, value: Value) -> str:
        """The words for a value of a facet."""
        if value is None:
            return _WITHOUT.get(key, NOT_STATED)
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

    def fitting(self, key: str, values: Sequence[Value], wanted: Filter) -> Sequence[Value]:
        """Of types only those of the chosen groups."""
        groups = wanted.chosen("group_key")
        if key != "contract_type" or not groups:
            return values
        chosen, types = wanted.chosen(key), self._catalogue.types
        return [v for v in values if v in chosen or v is None or types[str(v)].group in groups]

    def order(self, key: str) -> Sequence[Value] | None:
        """The order of a facet's values; None for that of their words."""
        orders: dict[str, Sequence[Value]] = {
            "group_key": list(self._catalogue.groups),
            "contract_type": list(self._catalogue.types),
            "status": [status.value for status in Status],
            "midyear_trigger": [1, 0],
            "signed_copy": list(self._signed),
        }
        return orders.get(key)
