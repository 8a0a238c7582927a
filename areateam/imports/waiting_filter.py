"""Which waiting lines: the words of a filter, and the SQL they mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

import msgspec

from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.imports.statements import live_batches

CLOSED_WORDS: Mapping[str, str] = {
    "taken-in": "taken in",
    "left-out": "left out",
    "no-contract": "answered: no such contract",
}
"""How a line may have ended, and the words for it."""

HELD_WORDS: Mapping[str, str] = {"doubtful": "in doubt", "rejected": "refused"}
"""Why a line waits."""

KEYS = ("pct", "file", "batch", "kind", "held", "manager", "due", "state")
"""What a filter may name. A kind is a finding's code, alone or with its column:
"not-a-choice" or "not-a-choice|contract_type"."""

FROM = (
    "held_line AS h JOIN batch AS b ON b.id = h.batch_id"
    " LEFT JOIN waiting_line AS w ON w.held = h.id"
    " LEFT JOIN person AS p ON p.id = w.manager_id"
)
"""The tables of a waiting line: h as it came, b its import, w what people made of it."""

PCT = "coalesce(h.pct_code, b.pct_code, '')"
STATE = "coalesce(w.closed, 'open')"

_PLAIN = {
    "pct": PCT,
    "file": "lower(b.file)",
    "batch": "'B' || b.id",
    "held": "h.outcome",
    "manager": "coalesce(p.name, '')",
    "state": STATE,
}


class WaitingFilter(msgspec.Struct, frozen=True):
    """Chosen values by key, of which any counts, and a text that stands anywhere in the line.

    Without a state, lines that are open.
    """

    chosen: Mapping[str, tuple[str, ...]]
    text: str = ""

    def choosing(self, key: str, values: Sequence[str]) -> WaitingFilter:
        """The same with other values for one key."""
        chosen = {k: v for k, v in self.chosen.items() if k != key}
        return replaced(self, chosen={**chosen, key: tuple(values)} if values else chosen)

    @property
    def words(self) -> str:
        """As it would be typed after --where, for a file's heading."""
        found = [f"{key}={value}" for key, values in self.chosen.items() for value in values]
        return " and ".join([*found, *([f"“{self.text}”"] if self.text else [])])


EVERYTHING = WaitingFilter({})


def parse_filter(conditions: Sequence[str]) -> WaitingFilter:
    """The filter that words such as "pct=5N6" or "text=surgery" mean.

    Raises UserProblem("unknown-field") for a key that no line has.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    text = ""
    for word in conditions:
        key, found, value = word.partition("=")
        if found and key == "text":
            text = value
        elif found and key in KEYS:
            chosen[key] = (*chosen.get(key, ()), _as_kept(key, value))
        else:
            raise UserProblem("unknown-field", name=key, known=", ".join((*KEYS, "text")))
    return WaitingFilter(chosen, text)


def _as_kept(key: str, value: str) -> str:
    if key in ("pct", "batch"):
        return value.upper()
    if key == "file":
        return value.lower()
    words = {**{w: k for k, w in HELD_WORDS.items()}, **{w: k for k, w in CLOSED_WORDS.items()}}
    return words.get(value, value) if key in ("held", "state") else value


def condition_of(
    connection: sqlite3.Connection, wanted: WaitingFilter, besides: str = ""
) -> tuple[str, list[object]]:
    """SQL for the lines over `FROM`, and its values; `besides` is a key that is left out.

    Only lines of imports in force: an import that was undone has none.
    """
    live = ", ".join(map(str, live_batches(connection))) or "NULL"
    # A line that an earlier import in force held as it stands is decided there, once.
    first = f"SELECT s.id FROM held_line AS s WHERE s.batch_id IN ({live})"
    parts = [f"h.batch_id IN ({live})", f"(h.same_as IS NULL OR h.same_as NOT IN ({first}))"]
    values = list[object]()
    chosen = {key: found for key, found in wanted.chosen.items() if key != besides}
    if "state" not in chosen and besides != "state":
        parts.append("w.closed IS NULL")
    for key, found in chosen.items():
        marks = ", ".join("?" * len(found))
        if key == "kind":
            parts.append(_any_kind(found, values))
        elif key == "due":
            parts.append(" OR ".join(["w.due_on IS ?"] * len(found)).join("()"))
            values += [day or None for day in found]
        elif key == "state" and "all" in found:
            continue
        else:
            parts.append(f"{_PLAIN[key]} IN ({marks})")
            values += found
    if wanted.text.strip():
        _search(wanted.text, parts, values)
    return " AND ".join(parts), values


def _any_kind(kinds: Sequence[str], values: list[object]) -> str:
    """Lines with any of some kinds of fault; the set is made once, not asked for each line."""
    wanted = []
    for kind in kinds:
        code, _, column = kind.partition("|")
        wanted.append("(code = ? AND column_key = ?)" if "|" in kind else "code = ?")
        values += [code, column] if "|" in kind else [code]
    return (
        "(h.batch_id, h.line) IN (SELECT batch_id, line FROM batch_finding"
        f" WHERE weight <> 'note' AND ({' OR '.join(wanted)}))"
    )


def _search(text: str, parts: list[str], values: list[object]) -> None:
    places = ("h.cells", "h.code", "h.name", "b.file", "w.cells", "w.note")
    for word in text.split():
        sought = "%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
        parts.append("(" + " OR ".join(f"{place} LIKE ? ESCAPE '!'" for place in places) + ")")
        values += [sought] * len(places)
