"""The facets of the case list, and the looks of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.cases.case_list_views import FACETS
from areateam.cases.case_rules import Phase
from areateam.cases.case_views import Standing
from areateam.catalogue.procedure_definitions import Risk
from ui.pages.case_words import CLOSED_WORDS, near_day, standing_of
from ui.pages.list_facets import NOT_STATED, FacetWords
from ui.style.marks import Mark, Shape, Tone
from ui.tables.row_source import Cell, Look, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.catalogue.catalogue import Catalogue
    from areateam.contracts.contract_filter import Filter
    from areateam.core.columns import Column
    from areateam.core.fields import Value

_TITLES = {
    "state": "Open or closed",
    "standing": "Standing",
    "group_key": "Group",
    "procedure": "Procedure",
    "phase": "Stage",
    "stage": "Stage of the procedure",
    "manager": "Manager",
    "pct_code": "PCT",
    "risk": "Risk",
}
_WITHOUT = {"manager": "Nobody", "stage": "All steps done"}
ALWAYS_READ = frozenset({"procedure", "standing", "next_due", "closed_on"})
"""The columns that the looks of others hang on."""


class CaseFacetWords(FacetWords):
    """Knows the order and the words of the values of each facet of cases."""

    without_none = frozenset({"standing"})
    coded = frozenset({"pct_code"})

    def __init__(self, catalogue: Catalogue, pcts: Mapping[str, str], own: Sequence[str]) -> None:
        super().__init__(FACETS, _TITLES)
        self._catalogue = catalogue
        self._pcts = pcts
        self._procedure = ""
        self.seen["pct_code"].update(own)
        self.seen["group_key"].update(catalogue.groups)
        self.seen["state"].update(("open", "closed"))
        self.seen["standing"].update(standing.value for standing in _STANDINGS)
        self.seen["phase"].update(phase.value for phase in Phase)
        self.seen["risk"].update(risk.value for risk in Risk)

    def mark(self, key: str, value: Value) -> Mark | None:
        """The mark of a standing that calls for work."""
        if key != "standing" or value is None:
            return None
        mark = standing_of(value)
        return mark if mark.shape in (Shape.LATE, Shape.RISK) else None

    def label(self, key: str, value: Value) -> str:
        """The words for a value of a facet."""
        if value is None:
            return _WITHOUT.get(key, NOT_STATED)
        word = str(value)
        if key == "pct_code":
            return self._pcts.get(word, word)
        if key == "group_key":
            return self._catalogue.groups[word].label
        if key == "procedure":
            known = self._catalogue.procedures.known
            return known[word].label if word in known else word
        if key == "stage":
            return stage_words(self._catalogue, self._procedure, word)
        return word if key == "manager" else word.capitalize()

    def fitting(self, key: str, values: Sequence[Value], wanted: Filter) -> Sequence[Value]:
        """Procedures of the chosen groups; the stages of a procedure where one is chosen."""
        procedures = self._catalogue.procedures.known
        chosen = [str(value) for value in wanted.chosen("procedure")]
        if key == "stage":
            self._procedure = chosen[0] if len(chosen) == 1 else ""
            known = procedures.get(self._procedure)
            return [*(s.key for s in known.stage), None] if known else []
        groups = set(wanted.chosen("group_key"))
        if key != "procedure" or not groups:
            return values
        return [
            v
            for v in values
            if v in chosen or (p := procedures.get(str(v))) is None or groups & set(p.groups)
        ]

    def order(self, key: str) -> Sequence[Value] | None:
        """The order of a facet's values; None for that of their words."""
        orders: dict[str, Sequence[Value]] = {
            "state": ["open", "closed"],
            "standing": [standing.value for standing in _STANDINGS],
            "group_key": list(self._catalogue.groups),
            "phase": [phase.value for phase in Phase],
            "risk": [risk.value for risk in reversed(Risk)],
        }
        return orders.get(key)


_STANDINGS = (
    Standing.LATE,
    Standing.AT_RISK,
    Standing.ON_TRACK,
    Standing.PAUSED,
    Standing.NOTHING_DUE,
)


def stage_words(catalogue: Catalogue, procedure: str, stage: str) -> str:
    """A stage of a procedure in words."""
    known = catalogue.procedures.known.get(procedure)
    labels = {spec.key: spec.label for spec in known.stage} if known else {}
    return labels.get(stage, stage.replace("-", " ").capitalize())


def case_looks(
    catalogue: Catalogue, columns: Sequence[Column], pcts: Mapping[str, str], today: str
) -> dict[str, Look]:
    """The looks of columns by key: names for codes, marks, words for what is blank."""
    places = {column.key: at + 1 for at, column in enumerate(columns)}
    procedure_at, closed_at = places["procedure"], places["closed_on"]

    def standing(value: Value, _: Row) -> Cell:
        mark = standing_of(value)
        tone = Tone.QUIET if mark.shape is Shape.NOTHING else None
        return Cell(mark.word, mark=mark, tone=tone)

    def due(value: Value, row: Row) -> Cell | None:
        if value is None:
            return Cell("" if row[closed_at] else "nothing due", tone=Tone.QUIET)
        late = str(value) < today and not row[closed_at]
        return Cell(near_day(str(value), today), tone=Tone.LATE if late else None, strong=late)

    def stage(value: Value, row: Row) -> Cell:
        if value is None:
            return Cell("all steps done", tone=Tone.QUIET)
        return Cell(stage_words(catalogue, str(row[procedure_at]), str(value)))

    def outcome(value: Value, row: Row) -> Cell | None:
        known = catalogue.procedures.known.get(str(row[procedure_at]))
        labels = {spec.key: spec.label for spec in known.outcome} if known else {}
        return Cell(labels.get(str(value), str(value))) if value else None

    return {
        "standing": standing,
        "next_due": due,
        "stage": stage,
        "outcome": outcome,
        "pct_code": lambda value, _: Cell(pcts.get(str(value), str(value))) if value else None,
        "manager": lambda value, _: None if value else Cell("nobody", tone=Tone.QUIET),
        "next_step": lambda value, row: None if value else Cell(_nothing_next(row[closed_at])),
    }


def _nothing_next(closed: Value) -> str:
    return CLOSED_WORDS.lower() if closed else ""
