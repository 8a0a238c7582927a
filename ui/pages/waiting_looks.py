"""How waiting lines look in the table, and the words of their facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from areateam.imports.waiting_filter import CLOSED_WORDS, HELD_WORDS, WaitingFilter
from ui.pages.import_looks import OUTCOMES
from ui.style.marks import Mark, Shape, Tone
from ui.tables.row_source import Cell, Look, Row
from ui.widgets.facet_panel import Facet, FacetPanel, FacetValue

if TYPE_CHECKING:
    from areateam.core.fields import Value
    from areateam.imports.waiting_views import WaitingList

TITLES = {
    "held": "Why it waits",
    "kind": "Kind of fault",
    "pct": "PCT",
    "batch": "File",
    "manager": "Whose",
    "state": "State",
}
"""The facets, in their order."""

STATES = {"open": "Waiting", **{key: words.capitalize() for key, words in CLOSED_WORDS.items()}}
OPEN = WaitingFilter({"state": ("open",)})
"""What the page shows at first."""

Found = Mapping[str, Sequence[tuple[str, str, int]]]


def _outcome(value: Value, row: Row) -> Cell:
    state = str(row[11])
    if state == "open":
        return Cell("", mark=OUTCOMES[str(value)])
    shape = Shape.OK if state == "taken-in" else Shape.NOTHING
    return Cell("", mark=Mark(shape, CLOSED_WORDS.get(state, state)))


def _why(value: Value, row: Row) -> Cell:
    is_open = row[11] == "open"
    tone = OUTCOMES[str(row[1])].tone if is_open else Tone.QUIET
    return Cell(str(value or ""), tone=tone, strong=is_open)


def _quiet(value: Value, _: Row) -> Cell:
    return Cell(str(value or ""), tone=Tone.QUIET)


def _line(value: Value, _: Row) -> Cell:
    # A query about a record that its list no longer names stands on no line.
    return Cell(f"{value:,}" if int(value or 0) > 0 else "—", tone=Tone.QUIET)


def _whose(value: Value, _: Row) -> Cell | None:
    return None if value else Cell("nobody", tone=Tone.QUIET)


def waiting_looks(day: str) -> dict[str, Look]:
    """The looks by column; `day` is today, by which a due date is late."""

    def due(value: Value, row: Row) -> Mark | None:
        late = value is not None and str(value) < day and row[11] == "open"
        return Mark(Shape.LATE, "late") if late else None

    return {
        "outcome": _outcome,
        "why": _why,
        "pct": _quiet,
        "file": _quiet,
        "line": _line,
        "manager": _whose,
        "due_on": due,
    }


class WaitingSource:
    """The list as a table asks for it; the count was read beside the window."""

    def __init__(self, listed: WaitingList, count: int) -> None:
        self.columns = listed.columns
        self.listed = listed
        self._count = count

    def count(self) -> int:
        """How many lines there are."""
        return self._count

    def rows(self, first: int, limit: int) -> Sequence[Row]:
        """At most `limit` lines from place `first`."""
        return self.listed.rows(first, limit)

    def position(self, record: Any) -> int | None:
        """Where a line stands."""
        return self.listed.position(record)


class WaitingFacets(FacetPanel):
    """Facets over waiting lines. A value that was seen once stays, with nought."""

    def __init__(self, pcts: Mapping[str, str]) -> None:
        super().__init__()
        self._pcts = pcts
        self._seen: dict[str, dict[str, str]] = {key: {} for key in TITLES}
        self._seen["held"] = {key: words.capitalize() for key, words in HELD_WORDS.items()}
        self._seen["state"] = dict(STATES)

    def label(self, key: str, value: str) -> str:
        """The words for a value of a facet."""
        return self._seen[key].get(value) or self._words(key, value, value)

    def chips(self, wanted: WaitingFilter) -> list[tuple[str, str]]:
        """A key and words for each thing that the list is narrowed to; open lines are usual."""
        found = [
            (key, f"{TITLES.get(key, key.capitalize())}: {', '.join(self._said(key, values))}")
            for key, values in wanted.chosen.items()
            if (key, values) != ("state", ("open",))
        ]
        return [*found, *([("text", f"“{wanted.text}”")] if wanted.text else [])]

    def _said(self, key: str, values: Sequence[str]) -> list[str]:
        return [self.label(key, value) if key in TITLES else value for value in values]

    def _words(self, key: str, value: str, words: str) -> str:
        if key == "pct":
            return self._pcts.get(value, value) or "Not stated"
        if key == "manager":
            return value or "Nobody"
        return words

    def show_found(self, found: Found, wanted: WaitingFilter) -> None:
        """Show these values with their counts, and tick what the filter holds."""
        for key, values in found.items():
            for value, words, _ in values:
                self._seen[key].setdefault(value, self._words(key, value, words))
        for key, chosen in wanted.chosen.items():
            for value in chosen if key in self._seen else ():
                self._seen[key].setdefault(value, self._words(key, value, value))
        self.set_facets([self._facet(key) for key in TITLES if self._seen[key]])
        self.set_counts({key: {v: n for v, _, n in values} for key, values in found.items()})
        self.set_ticked({key: set(values) for key, values in wanted.chosen.items()})

    def _facet(self, key: str) -> Facet:
        seen = self._seen[key].items()
        ordered = seen if key in ("held", "state") else sorted(seen, key=lambda item: item[1])
        marks = OUTCOMES if key == "held" else {}
        values = tuple(FacetValue(value, words, marks.get(value)) for value, words in ordered)
        return Facet(key, TITLES[key], values)
