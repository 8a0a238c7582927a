"""Reads what a person can settle about a line in doubt: which record it means, or that it is so."""

from __future__ import annotations

import msgspec

from areateam.imports.mapping import Layover
from areateam.imports.matching import FOUND_BY_MATCHING, name_types, same_key
from areateam.imports.restaging import OpenReview
from areateam.imports.stage_names import NameBook

_MOST = 6

IN_DOUBT_AS_READ = (
    "line IN (SELECT f.line FROM stage.finding AS f WHERE f.weight = 'doubtful'"
    f" AND f.code NOT IN ({', '.join(repr(code) for code in FOUND_BY_MATCHING)}))"
)
"""SQL for the lines that are in doubt because of how they were read."""


class Candidate(msgspec.Struct, frozen=True):
    """A record that a line may be about; `record` 0 is one that is to be made."""

    kind: str
    record: int
    code: str = ""
    name: str = ""


class Doubt(msgspec.Struct, frozen=True):
    """What can be settled: `candidates`, and which is `chosen`; or that the line is as `read`."""

    candidates: tuple[Candidate, ...] = ()
    chosen: Candidate | None = None
    as_read: bool = False
    accepted: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether a person settled it."""
        return self.accepted or self.chosen is not None


NO_DOUBT = Doubt()


def doubt_of(review: OpenReview, line: int) -> Doubt:
    """What a person can settle about a line, and what was settled already."""
    connection = review.connection
    row = connection.execute(
        "SELECT kind, record FROM stage.settled WHERE line = ?", (line,)
    ).fetchone()
    accepted = row is not None and row[0] is None
    (as_read,) = connection.execute(
        f"SELECT EXISTS (SELECT 1 FROM stage.line WHERE line = ? AND {IN_DOUBT_AS_READ}"
        " AND outcome <> 'rejected')",
        (line,),
    ).fetchone()
    (ambiguous,) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM stage.finding WHERE line = ? AND code = 'key-ambiguous')",
        (line,),
    ).fetchone()
    chosen = row is not None and row[0] is not None
    candidates = candidates_of(review, line) if ambiguous or chosen else ()
    found = next((c for c in candidates if row and (c.kind, c.record) == tuple(row)), None)
    return Doubt(candidates, found, bool(as_read), accepted)


def candidates_of(review: OpenReview, line: int) -> tuple[Candidate, ...]:
    """The records that have the key of a line, and a new one where the layout may make it."""
    connection, layover = review.connection, review.layover
    name_types(connection, review.catalogue)
    (kind,) = connection.execute("SELECT kind FROM stage.line WHERE line = ?", (line,)).fetchone()
    part = layover.part(kind) if kind else None
    if part is None:
        return ()
    records = _same_key_records(review, layover, kind, line)
    names = NameBook(connection).names_of({(kind, record) for record in records})
    found = [Candidate(kind, record, *names[kind, record]) for record in records]
    return (*found, Candidate(kind, 0)) if part.make else tuple(found)


def _same_key_records(review: OpenReview, layover: Layover, kind: str, line: int) -> list[int]:
    """The records of the first key that any record shares with a line."""
    part = layover.part(kind)
    assert part is not None
    keys = layover.keys_of(part)
    for place, key in enumerate(keys):
        rows = review.connection.execute(
            f'SELECT t.id FROM stage.line AS line CROSS JOIN register."{kind}" AS t'
            f" ON {same_key(layover, part, key, keys[:place])} WHERE line.line = ?"
            f" ORDER BY t.id LIMIT {_MOST}",
            (line,),
        ).fetchall()
        if rows:
            return [record for (record,) in rows]
    return []
