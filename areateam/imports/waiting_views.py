"""Reads the lines that wait, over all imports in force: a list, counts, one line whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from areateam.core.findings import Finding, Weight
from areateam.core.problems import UserProblem
from areateam.core.wording import finding_sentence
from areateam.imports.finding_titles import finding_note, finding_title
from areateam.imports.stage_line_views import under_headings
from areateam.imports.staged_file import finding_of
from areateam.imports.waiting_filter import (
    EVERYTHING,
    FROM,
    HELD_WORDS,
    PCT,
    STATE,
    WaitingFilter,
    condition_of,
)

WAITING_COLUMNS = (
    Column(Field("outcome", "", help="Why the line waits"), "", "", 30),
    Column(Field("code", "Number", Kind.CODE), "", "h.code", 68),
    Column(Field("name", "Name"), "", "h.name", 130),
    Column(Field("why", "Why it waits"), "", "", 200),
    Column(Field("manager", "Whose"), "", "coalesce(p.name, '')", 76),
    Column(Field("due_on", "Due", Kind.DATE), "", "w.due_on", 88),
    Column(Field("pct", "PCT"), "", PCT, 50),
    Column(Field("file", "File"), "", "b.file", 140),
    Column(Field("line", "Line", Kind.INTEGER), "", "h.line", 52),
    Column(Field("since", "Since", Kind.DATE), "", "o.at", 88),
)
_SELECT = (
    "h.id, h.outcome, h.code, h.name, h.batch_id, h.line, b.file, p.name, w.due_on,"
    f" substr(o.at, 1, 10), {PCT}, {STATE}, w.findings"
)
_OVER = f"{FROM} JOIN operation AS o ON o.id = b.operation"
_PAGE = 500


class WaitingLineView(msgspec.Struct, frozen=True):
    """One waiting line, whole: as it came, as a person corrected it, and what became of it.

    `cells` are (heading, as it came, as it stands now); `faulty` the places of those that have
    something wrong with them. `findings` are about the line as it stands now.
    """

    held: int
    batch: int
    line: int
    file: str
    outcome: str
    code: str
    name: str
    pct: str
    since: str
    header: tuple[str, ...]
    came: tuple[str, ...]
    cells: tuple[str, ...]
    findings: tuple[Finding, ...]
    manager: str
    due_on: str
    note: str
    state: str
    closed_on: str
    closed_by: str
    reason: str
    subject: str
    record: int | None
    sha256: str

    @property
    def ref(self) -> str:
        """The name that commands take."""
        return f"W{self.held}"

    @property
    def named_cells(self) -> tuple[tuple[str, str], ...]:
        """Each cell as it stands now under its heading."""
        return under_headings(self.header, self.cells)

    def reasons(self, labels: Mapping[str, str]) -> tuple[str, ...]:
        """Why it waits, as sentences."""
        return tuple(finding_sentence(f, labels.get(f.column, f.column)) for f in self.findings)


def finding_words(view: WaitingLineView, labels: Mapping[str, str]) -> str:
    """Why a line waits, with its file and place, as one text for whoever acts on it."""
    reasons = " ".join(view.reasons(labels)) or HELD_WORDS[view.outcome]
    place = f"line {view.line:,} of {view.file}" if view.line > 0 else view.file
    return f"{place}: {reasons}"


def held_of_ref(connection: sqlite3.Connection, ref: str) -> int:
    """The waiting line of a name such as W12; raises UserProblem("unknown-record")."""
    number = ref[1:] if ref[:1] in "Ww" else ""
    if number.isascii() and number.isdigit():
        where, values = condition_of(connection, EVERYTHING, besides="state")
        row = connection.execute(
            f"SELECT h.id FROM {FROM} WHERE {where} AND h.id = ?", (*values, int(number))
        ).fetchone()
        if row:
            return int(row[0])
    raise UserProblem("unknown-record", ref=ref)


class WaitingList:
    """The waiting lines that a filter leaves, in one order, read page by page.

    A row is the line's id, the values of `columns`, then the state of the line.
    """

    columns: Sequence[Column] = WAITING_COLUMNS

    def __init__(
        self,
        connection: sqlite3.Connection,
        labels: Mapping[str, str],
        wanted: WaitingFilter = EVERYTHING,
        sort: str = "since",
        *,
        descending: bool = False,
    ) -> None:
        self._connection = connection
        self._labels = labels
        self._where, self._values = condition_of(connection, wanted)
        sql = next((c.sort for c in WAITING_COLUMNS if c.key == sort), "") or "o.at"
        self._order = f"{sql} {'DESC' if descending else 'ASC'}, h.batch_id, h.line"

    def count(self) -> int:
        """How many lines there are."""
        (found,) = self._connection.execute(
            f"SELECT count(*) FROM {FROM} WHERE {self._where}", self._values
        ).fetchone()
        return int(found)

    def ids(self) -> list[int]:
        """All of them, in order."""
        rows = self._connection.execute(
            f"SELECT h.id FROM {_OVER} WHERE {self._where} ORDER BY {self._order}", self._values
        )
        return [held for (held,) in rows]

    def position(self, record: Any) -> int | None:
        """Where a line stands."""
        ids = self.ids()
        return ids.index(record) if record in ids else None

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        """At most `limit` lines from place `first`."""
        rows = self._connection.execute(
            f"SELECT {_SELECT} FROM {_OVER} WHERE {self._where} ORDER BY {self._order}"
            " LIMIT ? OFFSET ?",
            (*self._values, limit, first),
        ).fetchall()
        found = first_findings(self._connection, [row[0] for row in rows])
        return [self._row(row, found.get(row[0])) for row in rows]

    def _row(self, row: tuple[Any, ...], first: Finding | None) -> tuple[Any, ...]:
        held, outcome, code, name, _, line, file, manager, due, since, pct, state, kept = row
        found = _kept_findings(line, kept)
        finding = found[0] if found else first
        why = ""
        if finding is not None:
            label = self._labels.get(finding.column, finding.column)
            note = finding_note(finding, label)
            why = f"{label}: {finding.value}, {note}" if finding.value and label else note
        return (
            held, outcome, code, name or "No name given", why, manager, due, pct, file, line,
            since, state,
        )  # fmt: skip


def first_findings(connection: sqlite3.Connection, held: Sequence[int]) -> dict[int, Finding]:
    """By waiting line, what was wrong with it first, as it came."""
    found: dict[int, Finding] = {}
    for each, findings in _findings_of(connection, held).items():
        # Refused before in doubt, and of those the first that was noticed.
        found[each] = min(findings, key=lambda finding: finding.weight is not Weight.REFUSED)
    return found


def _findings_of(connection: sqlite3.Connection, held: Sequence[int]) -> dict[int, list[Finding]]:
    """By waiting line, what was noticed of it as it came, less what is only worth knowing.

    The findings of an import are looked through once: asking for each line would do so each time.
    """
    marks = ", ".join("?" * len(held))
    places = {
        (batch, line): each
        for each, batch, line in connection.execute(
            f"SELECT id, batch_id, line FROM held_line WHERE id IN ({marks})", tuple(held)
        )
    }
    batches = ", ".join(str(batch) for batch in sorted({batch for batch, _ in places})) or "NULL"
    lines = ", ".join(str(line) for line in sorted({line for _, line in places})) or "NULL"
    found: dict[int, list[Finding]] = {}
    for batch, *row in connection.execute(
        "SELECT batch_id, line, column_key, code, value, detail, weight FROM batch_finding"
        f" WHERE batch_id IN ({batches}) AND line IN ({lines}) AND weight <> 'note' ORDER BY id"
    ):
        each = places.get((batch, row[0]))
        if each is not None:
            found.setdefault(each, []).append(finding_of(tuple(row)))
    return found


def waiting_count(connection: sqlite3.Connection, wanted: WaitingFilter = EVERYTHING) -> int:
    """How many lines a filter leaves."""
    where, values = condition_of(connection, wanted)
    (found,) = connection.execute(f"SELECT count(*) FROM {FROM} WHERE {where}", values).fetchone()
    return int(found)


def held_counts(connection: sqlite3.Connection, wanted: WaitingFilter) -> dict[str, int]:
    """How many lines a filter leaves are "doubtful" and "rejected"."""
    where, values = condition_of(connection, wanted)
    rows = connection.execute(
        f"SELECT h.outcome, count(*) FROM {FROM} WHERE {where} GROUP BY 1", values
    )
    return dict(rows.fetchall())


def waiting_facets(
    connection: sqlite3.Connection, labels: Mapping[str, str], wanted: WaitingFilter
) -> dict[str, list[tuple[str, str, int]]]:
    """For each facet its values, words and how many lines each would give, the most first."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    plain = (
        ("held", "h.outcome", "h.outcome"),
        ("pct", PCT, PCT),
        ("batch", "'B' || b.id", "b.file"),
        ("manager", "coalesce(p.name, '')", "coalesce(p.name, '')"),
        ("state", STATE, STATE),
    )
    for key, value, words in plain:
        where, values = condition_of(connection, wanted, besides=key)
        rows = connection.execute(
            f"SELECT {value}, {words}, count(*) FROM {FROM} WHERE {where} GROUP BY 1 ORDER BY 3"
            " DESC, 1",
            values,
        )
        found[key] = rows.fetchall()
    where, values = condition_of(connection, wanted, besides="kind")
    rows = connection.execute(
        # By itself first, so that SQLite gives it an index of its own by import and line.
        "WITH f AS MATERIALIZED (SELECT batch_id, line, code, column_key, value, detail"
        "  FROM batch_finding WHERE weight <> 'note')"
        " SELECT f.code, f.column_key, count(DISTINCT h.id), min(f.value), min(f.detail)"
        f" FROM {FROM} JOIN f ON f.batch_id = +h.batch_id AND f.line = h.line"
        f" WHERE {where} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
        values,
    )
    found["kind"] = []
    for code, column, count, value, detail in rows:
        example = Finding(0, column, code, value, detail)
        title = finding_title(code, labels.get(column, column), example)
        found["kind"].append((f"{code}|{column}", title, count))
    return found


def waiting_lines(
    connection: sqlite3.Connection, wanted: WaitingFilter = EVERYTHING, held: Sequence[int] = ()
) -> Iterator[WaitingLineView]:
    """Lines whole, in the order of their imports and files; `held` names some, of any state."""
    where, values = condition_of(connection, wanted, besides="state" if held else "")
    if held:
        where += f" AND h.id IN ({', '.join(map(str, map(int, held)))})"
    ids = [
        row[0]
        for row in connection.execute(
            f"SELECT h.id FROM {FROM} WHERE {where} ORDER BY h.batch_id, h.line", values
        )
    ]
    headers: dict[int, tuple[str, ...]] = {}
    for first in range(0, len(ids), _PAGE):
        yield from _whole(connection, ids[first : first + _PAGE], headers)


def waiting_line(connection: sqlite3.Connection, held: int) -> WaitingLineView | None:
    """One line whole; None where its import was undone."""
    return next(waiting_lines(connection, held=(held,)), None)


def _whole(
    connection: sqlite3.Connection, ids: Sequence[int], headers: dict[int, tuple[str, ...]]
) -> Iterator[WaitingLineView]:
    chosen = ", ".join(map(str, ids))
    found = _findings_of(connection, ids)
    rows = connection.execute(
        f"SELECT {_SELECT}, h.cells, w.cells, w.note, w.closed_on, w.closed_by, w.reason,"
        f" w.subject, w.went_to, b.sha256 FROM {_OVER} WHERE h.id IN ({chosen})"
        " ORDER BY h.batch_id, h.line"
    ).fetchall()
    for row in rows:
        (held, outcome, code, name, batch, line, file, manager, due, since, pct, state, kept,
         came, cells, note, closed_on, closed_by, reason, subject, record,
         sha256) = row  # fmt: skip
        if batch not in headers:
            headers[batch] = _header(connection, batch)
        came_as = tuple(json.loads(came))
        yield WaitingLineView(
            held, batch, line, file, outcome, code or "", name or "No name given", pct, since,
            headers[batch], came_as, tuple(json.loads(cells)) if cells else came_as,
            tuple(_kept_findings(line, kept) or found.get(held, ())), manager or "", due or "",
            note or "", state, closed_on or "", closed_by or "", reason or "", subject or "",
            record, sha256,
        )  # fmt: skip


def _header(connection: sqlite3.Connection, batch: int) -> tuple[str, ...]:
    (settings,) = connection.execute("SELECT settings FROM batch WHERE id = ?", (batch,)).fetchone()
    return tuple(json.loads(settings).get("header", ()))


def _kept_findings(line: int, kept: str | None) -> list[Finding]:
    """What was wrong with the line as a person corrected it."""
    if not kept:
        return []
    return [
        Finding(line, column, code, value, detail, Weight(weight))
        for column, code, value, detail, weight in json.loads(kept)
    ]


class WaitingStanding(msgspec.Struct, frozen=True):
    """What the home page says of the lines that wait: how many, since when, whose.

    `whose` has (name, lines), the most first; "" for nobody.
    """

    doubtful: int
    refused: int
    since: str
    late: int
    whose: tuple[tuple[str, int], ...]


def waiting_standing(
    connection: sqlite3.Connection, day: str, manager: str = ""
) -> WaitingStanding:
    """How the lines that wait stand on an ISO day, all or those of one person.

    `late` are those whose due date has passed.
    """
    wanted = EVERYTHING.choosing("manager", (manager,) if manager else ())
    where, values = condition_of(connection, wanted)
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE h.outcome = 'doubtful'),"
        " count(*) FILTER (WHERE h.outcome = 'rejected'),"
        f" min(o.at), count(*) FILTER (WHERE w.due_on < ?) FROM {_OVER} WHERE {where}",
        (day, *values),
    ).fetchone()
    whose = connection.execute(
        f"SELECT coalesce(p.name, ''), count(*) FROM {FROM} WHERE {where}"
        " GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    ).fetchall()
    return WaitingStanding(row[0], row[1], row[2] or "", row[3], tuple(whose))


def as_document(view: WaitingLineView, labels: Mapping[str, str]) -> dict[str, Any]:
    """A line for lists on the command line and for JSON."""
    return {
        "ref": view.ref,
        "held": HELD_WORDS.get(view.outcome, view.outcome),
        "code": view.code,
        "name": view.name,
        "why": " ".join(view.reasons(labels)),
        "pct": view.pct,
        "file": view.file,
        "batch": f"B{view.batch}",
        "line": view.line,
        "manager": view.manager,
        "due": view.due_on,
        "note": view.note,
        "state": view.state,
        "since": view.since,
    }
