"""Reads a staged file for the review: counts, findings by kind, a lazy list of what would change.

Everything comes from the side file; the register is attached only for the names of records.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.columns import Column
from areateam.core.copies import replaced
from areateam.core.dates import DateOrder
from areateam.core.fields import Field, Kind
from areateam.core.findings import Finding, Weight
from areateam.core.wording import finding_sentence
from areateam.imports.doubt_views import doubt_of
from areateam.imports.finding_titles import finding_note, finding_title
from areateam.imports.fix_views import faulty_cells
from areateam.imports.import_actions import Staged
from areateam.imports.mapping import Layover
from areateam.imports.restaging import open_review
from areateam.imports.stage_line_views import LineDetails, line_details, rivals_of
from areateam.imports.stage_names import (
    NEW_WORDS,
    NameBook,
    code_sql,
    difference,
    fields_by_place,
    labels_of,
    name_sql,
)
from areateam.imports.staged_file import (
    date_evidence,
    finding_of,
    is_current,
    layout_in,
    opened_stage,
    stage_connection,
    staged_in,
)

_UNSETTLED = "NOT (weight = 'doubtful' AND line IN (SELECT line FROM stage.settled))"
_HELD = ("doubtful", "rejected")


class FindingKind(msgspec.Struct, frozen=True):
    """All findings of one weight, code and column: how many lines, a title and an example."""

    weight: Weight
    code: str
    column: str
    lines: int
    title: str
    sentence: str

    @property
    def key(self) -> str:
        """A name for it that stays the same while the file is reviewed."""
        return f"{self.weight.value}|{self.code}|{self.column}"


class StageSummary(msgspec.Struct, frozen=True):
    """What the head of the review says; `current` is false where the register changed since.

    `left_out` are the refused lines that a person left out, `ending` the absent contracts that
    would end.
    """

    file: str
    lines: int
    counts: Mapping[str, int]
    absent: int
    staged: Staged
    kinds: tuple[FindingKind, ...]
    current: bool
    left_out: int
    ending: int
    dates: DateOrder | None
    proving: int

    @property
    def changes(self) -> int:
        """Lines that would make or change a record, and contracts that would end."""
        return self.counts["new"] + self.counts["changed"] + self.ending

    @property
    def refused(self) -> int:
        """Lines that cannot go in, and that nobody left out."""
        return self.counts["rejected"] - self.left_out

    @property
    def waiting(self) -> int:
        """Lines that stay in the batch: in doubt or refused."""
        return self.counts["doubtful"] + self.counts["rejected"]


class ReviewQuery(msgspec.Struct, frozen=True):
    """Which rows of the review, in which order: "need" (what needs a person first) or "file"."""

    order: str = "need"
    outcome: str = ""
    kind: str = ""


def stage_summary(register: Path, path: Path, catalogue: Catalogue) -> StageSummary:
    """The counts, the profile and the kinds of findings; raises FileProblem as `load_staged`."""
    with opened_stage(register, path) as connection:
        staged = staged_in(connection, path, catalogue)
        dates, proving = date_evidence(connection, path)
        return StageSummary(
            file=staged.shape.path.name,
            lines=staged.rows,
            counts=staged.counts,
            absent=staged.absent,
            staged=staged,
            kinds=tuple(
                finding_kinds(connection, labels_of(staged.layover), "stage.finding", _UNSETTLED)
            ),
            current=is_current(connection, path),
            left_out=connection.execute("SELECT count(*) FROM stage.left_out").fetchone()[0],
            ending=connection.execute(
                "SELECT count(*) FROM stage.absent WHERE decision = 'end'"
            ).fetchone()[0],
            dates=dates,
            proving=proving,
        )


def read_line(register: Path, path: Path, catalogue: Catalogue, line: int) -> LineDetails | None:
    """Everything about one line of a staged file; raises FileProblem as `load_staged`."""
    with open_review(register, path, catalogue) as review:
        details = line_details(review.connection, review.shape, review.layover, line)
        if details is None:
            return None
        return replaced(
            details,
            faults=tuple(faulty_cells(review, line)),
            rivals=tuple(rivals_of(review.connection, review.layover, line)),
            doubt=doubt_of(review, line),
        )


def mapping_of(staged: Staged) -> list[tuple[str, str]]:
    """Each column of the file with what it is taken for; "" where it is not taken."""
    layover, header = staged.layover, staged.shape.header
    found: dict[int, list[str]] = {place: [] for place in range(staged.shape.width)}
    for feed in layover.feeds:
        for place in (feed.place, *feed.places) if feed.constant is None else ():
            labels = [t.field.label for t in layover.targets if t.slot == feed.slot]
            found.get(place, []).extend(labels)
    names = [*header, *("" for _ in range(len(header), staged.shape.width))]
    return [
        (names[place].strip() or f"Column {place + 1}", ", ".join(dict.fromkeys(labels)))
        for place, labels in found.items()
    ]


def finding_kinds(
    connection: sqlite3.Connection,
    labels: Mapping[str, str],
    table: str,
    condition: str = "TRUE",
    values: Sequence[object] = (),
) -> list[FindingKind]:
    """The kinds of findings in a table, the weightiest and most frequent first."""
    rows = connection.execute(
        "SELECT weight, code, column_key, count(DISTINCT line), min(line), value, detail"
        f" FROM {table} WHERE {condition} GROUP BY weight, code, column_key ORDER BY"
        " CASE weight WHEN 'doubtful' THEN 0 WHEN 'refused' THEN 1 ELSE 2 END, 4 DESC, 2, 3",
        values,
    ).fetchall()
    found = []
    for weight, code, column, lines, line, value, detail in rows:
        label = labels.get(column, column)
        example = Finding(line, column, code, value or "", detail or "", Weight(weight))
        found.append(
            FindingKind(
                example.weight,
                code,
                column,
                lines,
                finding_title(code, label, example),
                finding_sentence(example, label),
            )
        )
    return found


class ReviewList:
    """The rows of the review in one order and filter; read page by page, in any one thread.

    A row is its id, the values of `columns`, then: before, after, note and details count, for
    the look of the cell "change". Close it when another takes its place.
    """

    def __init__(
        self, register: Path, path: Path, catalogue: Catalogue, query: ReviewQuery
    ) -> None:
        self._connection = stage_connection(register, path)
        self.query = query
        try:
            _, self._layover = layout_in(self._connection, path, catalogue)
            self._labels = labels_of(self._layover)
            self._fields = fields_by_place(self._layover)
            self._names = NameBook(self._connection)
            self.columns: Sequence[Column] = review_columns(self._layover)
            self._select = _page_sql(self._layover)
            self._pick()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close its connection; it must not be read any more."""
        self._connection.close()

    def _pick(self) -> None:
        """Number the rows wanted, so that a page is found by its place alone."""
        query = self.query
        conditions, values = [], []
        if query.outcome:
            conditions.append("outcome = ?")
            values.append(query.outcome)
        if query.kind:
            weight, code, column = query.kind.split("|", 2)
            conditions.append(
                "line IN (SELECT line FROM stage.finding WHERE weight = ? AND code = ?"
                " AND column_key = ?)"
            )
            values += [weight, code, column]
        order = "place, line, id" if query.order == "need" else "line, id"
        self._connection.execute(
            "CREATE TEMP TABLE picked (place INTEGER PRIMARY KEY, row INTEGER)"
        )
        self._connection.execute(
            "INSERT INTO temp.picked (row) SELECT id FROM stage.shown"
            f" WHERE {' AND '.join(conditions) or 'TRUE'} ORDER BY {order}",
            values,
        )
        (self._count,) = self._connection.execute(
            "SELECT coalesce(max(place), 0) FROM temp.picked"
        ).fetchone()
        self._connection.execute("CREATE INDEX temp.picked_row ON picked (row)")

    def count(self) -> int:
        """How many rows there are."""
        return int(self._count)

    def position(self, record: int) -> int | None:
        """The place of the row with this id, counted from 0; None where it is filtered away."""
        row = self._connection.execute(
            "SELECT place FROM temp.picked WHERE row = ?", (record,)
        ).fetchone()
        return row[0] - 1 if row else None

    def line_of(self, record: int) -> int | None:
        """The line of the file that a row is about."""
        row = self._connection.execute(
            "SELECT line FROM stage.shown WHERE id = ?", (record,)
        ).fetchone()
        return int(row[0]) if row else None

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        """At most `limit` rows from place `first`."""
        found = self._connection.execute(self._select, (first + 1, first + limit)).fetchall()
        findings = self._first_findings({row[1] for row in found if row[2] in _HELD})
        known = self._names.names_of({(row[3], row[4]) for row in found if row[4] is not None})
        return [self._row(row, findings, known) for row in found]

    def _first_findings(self, lines: set[int]) -> dict[int, tuple[Finding, int]]:
        marks = ", ".join("?" * len(lines))
        rows = self._connection.execute(
            "SELECT line, column_key, code, value, detail, weight FROM stage.finding"
            f" WHERE line IN ({marks}) AND weight <> 'note'"
            " ORDER BY weight = 'doubtful', rowid DESC",
            tuple(lines),
        )
        found: dict[int, tuple[Finding, int]] = {}
        for row in rows:
            count = found[row[0]][1] + 1 if row[0] in found else 1
            # The last one written wins: what a person decided stands after what was found.
            first = found[row[0]][0] if row[0] in found else finding_of(row)
            found[row[0]] = (first, count)
        return found

    def _row(
        self,
        row: tuple[Any, ...],
        findings: Mapping[int, tuple[Finding, int]],
        known: Mapping[tuple[str, int], tuple[str, str]],
    ) -> tuple[Any, ...]:
        number, line, outcome, kind, record, *proposed, stated, code, name = row
        own = known.get((kind, record), ("", "")) if record is not None else ("", "")
        held = findings.get(line)
        left = held is not None and held[0].code == "left-out"
        label, before, after, note = "", "", "", "left out by you" if left else ""
        if held is not None and not left:
            label = self._labels.get(held[0].column, held[0].column)
            after, note = held[0].value, finding_note(held[0], label)
            note += f", and {held[1] - 1} more" if held[1] > 1 else ""
        elif proposed[1] is not None:
            shown = difference(self._fields, self._names, (*proposed,))
            label, before, after = shown.label, shown.before, shown.after
        elif outcome == "new" or (left and record is None):
            label = "1 field" if stated == 1 else f"{stated} fields"
            after = NEW_WORDS.get(kind, "new")
        return (
            number, outcome, line, code or own[0] or "—", name or own[1] or "No name given",
            label, after, before, note,
        )  # fmt: skip


def review_columns(layover: Layover) -> tuple[Column, ...]:
    """The columns of the review's table."""
    numbered = layover.target("contract.contract_no") is not None
    return (
        Column(Field("outcome", "", help="What would become of the line"), "outcome", "", 30),
        Column(Field("line", "Line", Kind.INTEGER), "line", "", 56),
        Column(Field("code", "Number" if numbered else "Code", Kind.CODE), "code", "", 76),
        Column(Field("name", "Name"), "name", "", 164),
        Column(Field("field", "Field"), "field", "", 148),
        Column(Field("change", "In the register → in the file"), "change", "", 250),
    )


def _page_sql(layover: Layover) -> str:
    """SQL for rows by place: row, line, outcome, kind, record, proposal, fields stated, names."""
    slots = dict.fromkeys(target.slot for target in layover.targets)
    stated = " + ".join(f"(l.{slot} IS NOT NULL)" for slot in slots) or "0"
    return (
        "SELECT s.id, s.line, s.outcome, l.kind, l.record, p.kind, p.field, p.before, p.after,"
        f" {stated}, {code_sql(layover)}, {name_sql(layover)} FROM temp.picked AS k"
        " JOIN stage.shown AS s ON s.id = k.row JOIN stage.line AS l ON l.line = s.line"
        " LEFT JOIN stage.proposal AS p ON p.rowid = s.proposal"
        " LEFT JOIN stage.raw AS r ON r.line = s.line"
        " WHERE k.place BETWEEN ? AND ? ORDER BY k.place"
    )
