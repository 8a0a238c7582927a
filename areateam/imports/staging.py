"""Reads a file into a side file beside the register: every line, parsed, checked and counted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, compress, repeat
from pathlib import Path
from zlib import crc32

from areateam.catalogue.catalogue import Catalogue
from areateam.core.dates import DateOrder, decide_order
from areateam.core.fields import Kind, Value
from areateam.core.findings import Fault, Finding, Weight
from areateam.core.progress import Progress
from areateam.imports.cell_readers import CellReader, lookups_of
from areateam.imports.mapping import Feed, Layover
from areateam.imports.reader import Chunk, FileShape, fit, read
from areateam.imports.shared_marks import SharedMarks
from areateam.imports.statements import Known, subject_sql
from areateam.imports.text_reader import Batch, Pass
from areateam.store.side_file import open_side_file, sorting_in_little

_TABLES = """
CREATE TABLE line (line INTEGER PRIMARY KEY, fingerprint INTEGER, outcome TEXT, record INTEGER,
  kind TEXT, site_mark INTEGER, contractor_mark INTEGER{parts}{slots});
CREATE TABLE finding (line INTEGER, column_key TEXT, code TEXT, value TEXT, detail TEXT,
  weight TEXT);
CREATE TABLE raw (line INTEGER PRIMARY KEY, cells TEXT);
CREATE TABLE proposal (line INTEGER, kind TEXT, record INTEGER, field TEXT, before, after);
CREATE INDEX proposal_of_line ON proposal (line);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE fix (line INTEGER, place INTEGER, before TEXT, after TEXT, PRIMARY KEY (line, place));
CREATE TABLE settled (line INTEGER PRIMARY KEY, kind TEXT, record INTEGER);
CREATE TABLE absent (id INTEGER PRIMARY KEY, kind TEXT, record INTEGER,
  decision TEXT DEFAULT 'leave', ends TEXT, reason TEXT DEFAULT '');
CREATE TABLE covered (pct_code TEXT, group_key TEXT, named INTEGER);
CREATE TABLE original (line INTEGER PRIMARY KEY, cells TEXT, mark INTEGER, kind TEXT,
  record INTEGER);
"""
"""`fix`: the cells that a person corrected; `original`: the lines of those cells as the file has
them, and the record of those that had stated the same before. `settled`: lines of which a person
said what they are about, a record or (0) a new one, or (null) that they are as read. `absent`:
records that earlier files named; `covered`: the lists of contracts that the file is about."""


_UNPROVED = frozenset({DateOrder.UNDECIDED, DateOrder.ISO})


@dataclass
class Stage:
    """A side file being filled; `connection` has the register attached for reading only."""

    connection: sqlite3.Connection
    shape: FileShape
    layover: Layover
    catalogue: Catalogue
    known: Known = field(default_factory=lambda: Known((), ()))
    """What the register holds of earlier files of this layout."""


def open_stage(path: Path, register: Path, layover: Layover) -> sqlite3.Connection:
    """Make the side file with a column for each feed; the register is attached."""
    connection = open_side_file(path, register)
    parts = "".join(f", {part.kind}_id INTEGER" for part in layover.profile.parts)
    slots = "".join(f", {feed.slot}" for feed in layover.feeds)
    for statement in _TABLES.format(parts=parts, slots=slots).split(";\n"):
        connection.execute(statement)
    return connection


def fill(stage: Stage, progress: Progress) -> None:
    """Read the whole file into the side file.

    Lines that state what they stated in an earlier import are only counted; all others are
    parsed. Raises FileProblem, Cancelled, and sqlite3 errors where the disk is full.
    """
    orders = date_orders(stage, whole=False)
    _read_all(stage, orders, progress)
    if _contradicts(stage, orders):
        # A later line proves the other order: the first lines misled, so all of them decide.
        for table in ("line", "finding", "raw"):
            stage.connection.execute(f"DELETE FROM {table}")
        orders = date_orders(stage, whole=True)
        _read_all(stage, orders, progress)
    _tell_mixed(stage, orders)
    if stage.known.prints:
        # Of a list taken in again most lines are known, and no later question is about them.
        with sorting_in_little(stage.connection):
            stage.connection.execute("CREATE INDEX line_outcome ON line (outcome)")


def date_orders_kept(connection: sqlite3.Connection) -> dict[str, DateOrder]:
    """The order of day and month with which each date column of a filled file was read."""
    (kept,) = connection.execute("SELECT value FROM meta WHERE key = 'orders'").fetchone()
    return {slot: DateOrder(order) for slot, order in json.loads(kept).items()}


def fill_lines(
    stage: Stage, lines: list[int], records: list[list[str]], orders: Mapping[str, DateOrder]
) -> None:
    """As `fill`, for single lines at hand, numbered as in their file, its orders of date known."""
    _LineReader(stage, orders).take(fit(Batch(lines, records), stage.shape))
    stage.connection.execute(
        "INSERT OR REPLACE INTO meta VALUES ('orders', ?)", (json.dumps(dict(orders)),)
    )


def _read_all(stage: Stage, orders: Mapping[str, DateOrder], progress: Progress) -> None:
    reader = _LineReader(stage, orders)
    total = max(stage.shape.lines, 1)
    words = f"Reading {stage.shape.path.name}"
    stage.connection.execute("BEGIN")
    stage.connection.execute(
        "INSERT OR REPLACE INTO meta VALUES ('orders', ?)", (json.dumps(orders),)
    )
    for chunk in read(stage.shape, pass_over=reader.pass_over):
        reader.take(chunk)
        progress.step(min(chunk.last, total), total, words)
    stage.connection.execute("COMMIT")


def date_orders(stage: Stage, *, whole: bool) -> dict[str, DateOrder]:
    """The order of day and month of each date column.

    A person or a profile that knows it is believed. Otherwise lines are read until each column
    is proved, or, where `whole`, to the end of the file. A column that proves nothing, such as
    one of first days of April, stays undecided: a person is asked, whatever other columns prove.
    """
    declared = stage.layover.profile.date_order
    dates = [f for f in stage.layover.feeds if f.field.kind is Kind.DATE and f.place >= 0]
    told = {f.slot: DateOrder(f.meaning.dates or declared) for f in dates if _is_told(stage, f)}
    asked = [feed for feed in dates if feed.slot not in told]
    seen: dict[str, set[str]] = {feed.slot: set() for feed in asked}
    for chunk in read(stage.shape) if asked else ():
        _note_dates(seen, asked, chunk)
        if not whole and not {decide_order(texts).order for texts in seen.values()} & _UNPROVED:
            break
    return told | {slot: decide_order(texts).order for slot, texts in seen.items()}


def _is_told(stage: Stage, feed: Feed) -> bool:
    return bool(feed.meaning.dates or stage.layover.profile.date_order)


def _note_dates(seen: dict[str, set[str]], dates: Sequence[Feed], chunk: Chunk) -> None:
    columns = list(zip(*chunk.records, strict=True))
    for feed in dates if columns else ():
        seen[feed.slot].update(filter(None, columns[feed.place]))


def _contradicts(stage: Stage, orders: Mapping[str, DateOrder]) -> bool:
    """Whether a date was refused that the other order of day and month would accept."""
    open_ = [f for f in stage.layover.feeds if f.slot in orders and not _is_told(stage, f)]
    used = {feed.field.key: orders[feed.slot] for feed in open_}
    rows = stage.connection.execute(
        "SELECT DISTINCT column_key, value FROM finding WHERE code = 'date-impossible' LIMIT 1000"
    ).fetchall()
    proved = [(used.get(key), decide_order([value])) for key, value in rows]
    return any(own and each.proving and each.order is not own for own, each in proved)


def _tell_mixed(stage: Stage, orders: Mapping[str, DateOrder]) -> None:
    """Say of a column with both orders that it has them: what can be read both ways waits."""
    mixed = [f for f in stage.layover.feeds if orders.get(f.slot) is DateOrder.MIXED]
    seen: dict[str, set[str]] = {feed.slot: set() for feed in mixed}
    for chunk in read(stage.shape) if mixed else ():
        _note_dates(seen, mixed, chunk)
    found = [(feed.field.key, decide_order(seen[feed.slot]).sample) for feed in mixed]
    findings = [
        Finding(0, key, "date-order-mixed", detail=sample, weight=Weight.NOTE)
        for key, sample in found
    ]
    keep_findings(stage.connection, findings)


class _LineReader:
    """Turns chunks of cells into staged lines and findings."""

    def __init__(self, stage: Stage, orders: Mapping[str, DateOrder]) -> None:
        self._stage = stage
        layover = stage.layover
        lookups = lookups_of(stage.connection, stage.catalogue, layover.profile.group)
        self._readers = [
            CellReader(feed, orders.get(feed.slot, DateOrder.DMY), lookups)
            for feed in layover.feeds
        ]
        self._salt = crc32(layover.digest)
        self._marks = SharedMarks(layover)
        names = ["line", "fingerprint", "outcome", "kind", "site_mark", "contractor_mark"]
        names += [feed.slot for feed in layover.feeds]
        places = ", ".join("?" * len(names))
        self._insert = f"INSERT INTO line ({', '.join(names)}) VALUES ({places})"
        record, kind = subject_sql("column3")
        self._insert_known = (
            "INSERT INTO line (line, fingerprint, outcome, record, kind)"
            f" SELECT column1, column2, 'known', {record}, {kind} FROM (VALUES {{rows}})"
        )

    @property
    def pass_over(self) -> Pass | None:
        """Stages lines not yet cut that are known; None where none can be."""
        whole = self._stage.layover.width == self._stage.shape.width
        return self._pass_over if whole and self._stage.known.prints else None

    def _pass_over(self, first: int, joined: list[bytes]) -> list[int]:
        prints = fingerprints(joined, self._salt)
        return self._stage_known(range(first, first + len(prints)), prints, ())

    def take(self, chunk: Chunk) -> None:
        """Stage one chunk."""
        prints = self._fingerprints(chunk.records)
        if self._stage.known.prints:
            fresh = self._stage_known(chunk.lines, prints, chunk.raw)
            if len(fresh) < len(prints):
                chunk, prints = _chosen(chunk, fresh), [prints[i] for i in fresh]
        if prints or chunk.findings:
            self._stage_fresh(chunk, prints)

    def _stage_known(
        self, lines: Sequence[int], prints: Sequence[int], apart: Container[int]
    ) -> list[int]:
        """Stage the lines whose fingerprint is known; the places of the others and of `apart`."""
        known = self._stage.known
        places = known.places_of(prints)
        fresh = [i for i, at in enumerate(places) if at < 0 or i in apart]
        old = bytearray(b"\1") * len(prints)
        for i in fresh:
            old[i] = 0
        if not (told := list(compress(places, old))):
            return fresh
        for at in told:
            known.seen[at] = 1
        codes = map(known.codes.__getitem__, told)
        rows = zip(compress(lines, old), compress(prints, old), codes, strict=True)
        # One statement of many rows takes half the time of as many statements.
        values = ", ".join(["(?, ?, ?)"] * len(told))
        self._stage.connection.execute(
            self._insert_known.format(rows=values), tuple(chain.from_iterable(rows))
        )
        return fresh

    def _stage_fresh(self, chunk: Chunk, prints: list[int]) -> None:
        findings = list(chunk.findings)
        values: list[Sequence[Value]] = []
        columns = list(zip(*chunk.records, strict=True))
        for reader in self._readers:
            column, faults = reader.read(columns, len(chunk.records))
            values.append(column)
            findings += [_finding(reader.feed, chunk, columns, fault) for fault in faults]
        refused = {f.line for f in findings if f.weight is Weight.REFUSED}
        doubtful = {f.line for f in findings if f.weight is Weight.DOUBTFUL} - refused
        held = dict.fromkeys(refused, "rejected") | dict.fromkeys(doubtful, "doubtful")
        outcomes = [held.get(line, "new") for line in chunk.lines] if held else repeat("new")
        kind = repeat(self._stage.layover.always)
        marks = self._marks.of(values, len(chunk.lines))
        self._stage.connection.executemany(
            self._insert, zip(chunk.lines, prints, outcomes, kind, *marks, *values, strict=False)
        )
        keep_findings(self._stage.connection, findings)
        if held:
            self._keep_raw(chunk, held.keys())

    def _fingerprints(self, records: list[list[str]]) -> list[int]:
        """A 64-bit number for each record's cells as they stand."""
        width = self._stage.layover.width
        if records and len(records[0]) > width:
            records = [record[:width] for record in records]
        # Encoded in one go, which takes half the time, where no cell holds what parts the records.
        texts = list(map("\x1f".join, records))
        lines = "\x1e".join(texts).encode("utf-8", "surrogatepass").split(b"\x1e")
        if len(lines) != len(texts):
            lines = [text.encode("utf-8", "surrogatepass") for text in texts]
        return fingerprints(lines, self._salt)

    def _keep_raw(self, chunk: Chunk, lines: AbstractSet[int]) -> None:
        """Keep lines whole, as they stood, for the file of rejected lines."""
        self._stage.connection.executemany(
            "INSERT OR REPLACE INTO raw VALUES (?, ?)",
            [
                (line, json.dumps(chunk.raw.get(i, record), ensure_ascii=False))
                for i, (line, record) in enumerate(zip(chunk.lines, chunk.records, strict=True))
                if line in lines
            ],
        )


def keep_findings(connection: sqlite3.Connection, findings: Sequence[Finding]) -> None:
    """Put findings into the side file."""
    connection.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?)",
        [(f.line, f.column, f.code, f.value, f.detail, f.weight.value) for f in findings],
    )


def fingerprints(lines: Sequence[bytes], salt: int = 0) -> list[int]:
    """A signed 64-bit number for each line: its CRC-32 read forwards and read backwards.

    Both begin at `salt`, so that the same line in another layout has another number. Any change
    within eight neighbouring bytes changes it for certain, any other leaves it as it was once in
    2 ** 64. A cryptographic digest says no more here and takes three times as long.
    """
    forwards = map(crc32, lines, repeat(salt))
    backwards = map(crc32, [line[::-1] for line in lines], repeat(salt))
    return [
        (one - 0x80000000 << 32) | other for one, other in zip(forwards, backwards, strict=True)
    ]


def _chosen(chunk: Chunk, places: Sequence[int]) -> Chunk:
    """A chunk of only some of the records, with the findings about them and about the file."""
    lines = [chunk.lines[i] for i in places]
    left_out = set(chunk.lines) - set(lines)
    return Chunk(
        lines,
        [chunk.records[i] for i in places],
        [f for f in chunk.findings if f.line not in left_out],
        {new: chunk.raw[i] for new, i in enumerate(places) if i in chunk.raw},
        chunk.blank,
    )


def _finding(
    feed: Feed, chunk: Chunk, columns: Sequence[Sequence[str]], found: tuple[int, Fault]
) -> Finding:
    place, fault = found
    cell = columns[feed.place][place] if feed.place >= 0 else ""
    weight = Weight.NOTE if feed.soft else Weight.REFUSED
    if fault.code == "date-order-undecided":
        weight = Weight.DOUBTFUL  # the line is right; a person says how its date is meant
    return Finding(chunk.lines[place], feed.field.key, fault.code, cell, fault.detail, weight)
