"""Reads the cells of one line under review: what is wrong with each, and what was likely meant."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.copies import replaced
from areateam.core.dates import DateOrder
from areateam.core.fields import Field, Kind
from areateam.core.wording import finding_sentence
from areateam.imports.cell_readers import CellReader, Lookups, lookups_of
from areateam.imports.fix_rules import likely_texts, swapped_characters
from areateam.imports.mapping import Feed, Layover
from areateam.imports.matching import FOUND_BY_MATCHING, column_of
from areateam.imports.restaging import OpenReview, open_review, whole_lines
from areateam.imports.staged_file import finding_of
from areateam.imports.staging import date_orders_kept

_MOST_LIKELY = 3


class CellView(msgspec.Struct, frozen=True):
    """One cell of a line, by its place counted from 0.

    `text` is what is read, `before` what the file says where a person corrected it, else None.
    `fault` is the sentence of what is wrong, `likely` texts that were probably meant, `alike`
    in how many lines the same text is wrong in this column, this one among them.
    """

    place: int
    heading: str
    text: str
    before: str | None = None
    fault: str = ""
    likely: tuple[str, ...] = ()
    alike: int = 0


def line_cells(register: Path, path: Path, catalogue: Catalogue, line: int) -> tuple[CellView, ...]:
    """Every cell of a line, for it to be corrected.

    Raises FileProblem where the side file, or a file that is needed again, is gone.
    """
    with open_review(register, path, catalogue) as review:
        cells = whole_lines(review, [line])[line]
        fixed = _fixes(review.connection, line)
        faults = {cell.place: cell for cell in faulty_cells(review, line)}
        width = max(len(cells), review.shape.width, *(place + 1 for place in fixed), 1)
        cells += [""] * (width - len(cells))
        return tuple(
            faults.get(place)
            or CellView(
                place,
                heading_of(review.layover.header, place),
                fixed.get(place, ("", cell))[1],
                fixed[place][0] if place in fixed else None,
            )
            for place, cell in enumerate(cells)
        )


def faulty_cells(review: OpenReview, line: int) -> list[CellView]:
    """The cells of a line that something is wrong with, and those that were corrected."""
    return list(_FaultyCells(review, line).views())


def heading_of(header: Sequence[str], place: int) -> str:
    """The heading over a place, or "Column 3" where there is none."""
    name = header[place].strip() if place < len(header) else ""
    return name or f"Column {place + 1}"


def lines_wrong_alike(review: OpenReview, line: int, place: int) -> set[int]:
    """The lines in which the text of this cell is wrong in this column in the same way."""
    keys = json.dumps([f.field.key for f in review.layover.feeds if f.place == place])
    codes = json.dumps(FOUND_BY_MATCHING)
    rows = review.connection.execute(
        "SELECT DISTINCT a.line FROM stage.finding AS f JOIN stage.finding AS a"
        " ON a.column_key = f.column_key AND a.code = f.code AND a.value = f.value"
        " WHERE f.line = ? AND f.column_key IN (SELECT value FROM json_each(?))"
        " AND f.code NOT IN (SELECT value FROM json_each(?))",
        (line, keys, codes),
    )
    return {found for (found,) in rows}


def _fixes(connection: sqlite3.Connection, line: int) -> dict[int, tuple[str, str]]:
    """By place, what the file says and what a person made of it."""
    rows = connection.execute(
        "SELECT place, before, after FROM stage.fix WHERE line = ? ORDER BY place", (line,)
    )
    return {place: (before, after) for place, before, after in rows}


class _FaultyCells:
    """What is wrong with the cells of one line; the register is asked only where it is needed."""

    def __init__(self, review: OpenReview, line: int) -> None:
        self._review = review
        self._layover = review.layover
        self._line = line
        self._fixed = _fixes(review.connection, line)

    def views(self) -> Iterator[CellView]:
        """The cells in the order of the file."""
        found = self._findings()
        slips = self._slips()
        for place in sorted({*found, *self._fixed, *slips}):
            view = self._view(place, found.get(place))
            if place in slips and not view.likely:
                text, likely = slips[place]
                view = replaced(view, text=view.text or text, likely=likely)
            yield view

    def _slips(self) -> dict[int, tuple[str, tuple[str, ...]]]:
        """By place, the code of a line about no known record, and known codes that look like it."""
        first = self._layover.profile.parts[0]
        found: dict[int, tuple[str, tuple[str, ...]]] = {}
        for target in (t for key in self._layover.keys_of(first)[:1] for t in key):
            feed = next(f for f in self._layover.feeds if f.slot == target.slot)
            row = self._review.connection.execute(
                f"SELECT {target.slot} FROM stage.line WHERE line = ? AND kind = ?"
                " AND record IS NULL AND outcome IN ('new', 'doubtful')",
                (self._line, first.kind),
            ).fetchone()
            if row is None or feed.place < 0 or target.field.kind is not Kind.CODE or not row[0]:
                continue
            known = self._review.connection.execute(
                f'SELECT DISTINCT {column_of(target)} FROM register."{first.kind}" AS t'
                f" WHERE {column_of(target)} IN (SELECT value FROM json_each(?))",
                (json.dumps(list(swapped_characters(row[0]))),),
            ).fetchall()
            if known:
                found[feed.place] = row[0], tuple(code for (code,) in known[:_MOST_LIKELY])
        return found

    def _findings(self) -> dict[int, tuple[Feed, str, str, str]]:
        """By place: the feed, the text, the code and the sentence of the first finding there."""
        kept = self._review.connection.execute(
            "SELECT cells FROM stage.raw WHERE line = ?", (self._line,)
        ).fetchone()
        cells: list[str] = json.loads(kept[0]) if kept else []
        rows = self._review.connection.execute(
            "SELECT line, column_key, code, value, detail, weight FROM stage.finding"
            " WHERE line = ? AND column_key <> '' ORDER BY weight = 'note', rowid",
            (self._line,),
        ).fetchall()
        found: dict[int, tuple[Feed, str, str, str]] = {}
        for row in rows:
            finding = finding_of(row)
            feed = self._feed_of(finding.column)
            if feed is not None and feed.place not in found:
                text = cells[feed.place] if feed.place < len(cells) else finding.value
                label = self._label_of(feed, finding.column)
                sentence = finding_sentence(finding, label)
                found[feed.place] = feed, text, finding.code, sentence
        return found

    def _feed_of(self, column: str) -> Feed | None:
        """The column of the file that a finding's field is read from."""
        slots = {t.slot for t in self._layover.targets if t.field.key == column}
        return next(
            (
                feed
                for feed in self._layover.feeds
                if feed.place >= 0 and (feed.field.key == column or feed.slot in slots)
            ),
            None,
        )

    def _label_of(self, feed: Feed, column: str) -> str:
        named = (t.field.label for t in self._layover.targets if t.field.key == column)
        return next(named, feed.field.label)

    def _view(self, place: int, found: tuple[Feed, str, str, str] | None) -> CellView:
        heading = heading_of(self._layover.header, place)
        before = self._fixed[place][0] if place in self._fixed else None
        if found is None:
            text = self._fixed[place][1] if place in self._fixed else ""
            return CellView(place, heading, text, before)
        feed, text, code, sentence = found
        if code in FOUND_BY_MATCHING:
            return CellView(place, heading, text, before, sentence)
        alike = len(lines_wrong_alike(self._review, self._line, place))
        return CellView(place, heading, text, before, sentence, self._likely(feed, text), alike)

    def _likely(self, feed: Feed, text: str) -> tuple[str, ...]:
        order = self._orders.get(feed.slot, DateOrder.DMY)
        words = _words_of(feed.field, self._review.catalogue, self._layover)
        wanted = likely_texts(text, feed.field.kind, order, words)
        return tuple(each for each in wanted if self._is_read(feed, order, each))[:_MOST_LIKELY]

    def _is_read(self, feed: Feed, order: DateOrder, text: str) -> bool:
        reader = CellReader(feed, order, self._lookups)
        columns = [[""] for _ in range(feed.place)] + [[text]]
        values, faults = reader.read(columns, 1)
        return not faults and values[0] is not None

    @cached_property
    def _orders(self) -> Mapping[str, DateOrder]:
        return date_orders_kept(self._review.connection)

    @cached_property
    def _lookups(self) -> Lookups:
        group = self._layover.profile.group
        return lookups_of(self._review.connection, self._review.catalogue, group)


def _words_of(field: Field, catalogue: Catalogue, layover: Layover) -> list[str]:
    """The words that a field of choices knows, labels before what else is understood."""
    if field.key == "contract_type":
        group = layover.profile.group
        types = catalogue.types_of(group) if group else tuple(catalogue.types.values())
        words = [word for kind in types for word in (kind.short, kind.label)]
        return words + [word for kind in types for word in kind.synonyms]
    if field.kind is not Kind.CHOICE:
        return []
    labels = [choice.label for choice in field.choices]
    return labels + [word for choice in field.choices for word in choice.synonyms]
