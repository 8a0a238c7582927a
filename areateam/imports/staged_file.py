"""A staged file that outlives its process: what is needed to review and apply it lies in it."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.dates import DateOrder, decide_order
from areateam.core.fields import Kind
from areateam.core.findings import Finding, Weight
from areateam.core.problems import FileProblem
from areateam.imports.date_questions import date_questions
from areateam.imports.import_actions import ImportSettings, Staged
from areateam.imports.import_mapping_rules import ListMapping
from areateam.imports.mapping import Layover, lay_over
from areateam.imports.profiles import Profile
from areateam.imports.proposals import counts
from areateam.imports.reader import FileShape, read
from areateam.store.failures import sqlite_failures
from areateam.store.processes import is_running
from areateam.store.register_file import connect_reader

FINDINGS_SHOWN = 1000
_DATES_LOOKED_AT = 2000
_META = "staged"
_STARTED = time.monotonic_ns()

_REVIEW_TABLES = (
    "CREATE INDEX IF NOT EXISTS stage.finding_of_line ON finding (line)",
    "DROP TABLE IF EXISTS stage.shown",
    "DROP TABLE IF EXISTS stage.left_out",
    (
        "CREATE TABLE stage.shown (id INTEGER PRIMARY KEY, line INTEGER, outcome TEXT,"
        " proposal INTEGER, place INTEGER)"
    ),
    "CREATE TABLE stage.left_out (line INTEGER PRIMARY KEY, outcome TEXT)",
    (
        "INSERT INTO stage.shown (line, outcome, proposal, place)"
        " SELECT l.line, iif(l.outcome = 'known', 'same', l.outcome), p.rowid,"
        " CASE l.outcome WHEN 'doubtful' THEN 0 WHEN 'rejected' THEN 1"
        " WHEN 'changed' THEN 2 WHEN 'new' THEN 3 ELSE 4 END"
        " FROM stage.line AS l"
        " LEFT JOIN stage.proposal AS p ON p.line = l.line AND l.outcome = 'changed'"
        " ORDER BY 4, l.line, p.rowid"
    ),
    "CREATE INDEX stage.shown_line ON shown (line)",
    # Counting outcomes must not read every cell of the file again.
    "CREATE INDEX IF NOT EXISTS stage.line_outcome ON line (outcome)",
)
"""`shown` has a row for each row of the review, those that need a person in the first `place`,
where they stay when they are decided; `left_out` what a line's outcome was before a person left
it out."""


class _Kept(msgspec.Struct, frozen=True):
    """What cannot be worked out from the side file's other tables."""

    shape: FileShape
    profile: Profile
    settings: ImportSettings
    reason: str
    seconds: float
    digest: str
    operation: int
    dates: DateOrder | None
    proving: int
    mapping: ListMapping | None = None


def keep_staged(staged: Staged, register: Path, operation: int) -> None:
    """Put into the side file what `load_staged` and the review need.

    `operation` is the register's last one before the file was matched with it.
    """
    order, proving = _date_evidence(staged)
    kept = _Kept(
        shape=staged.shape,
        profile=staged.profile,
        settings=staged.settings,
        reason=staged.reason,
        seconds=staged.seconds,
        digest=staged.layover.digest.hex(),
        operation=operation,
        dates=order,
        proving=proving,
        mapping=staged.mapping,
    )
    written = msgspec.json.encode(kept, enc_hook=_write_path).decode()
    with closing(stage_connection(register, staged.path)) as connection:
        connection.execute("BEGIN")
        for statement in _REVIEW_TABLES:
            connection.execute(statement)
        connection.execute("INSERT OR REPLACE INTO stage.meta VALUES (?, ?)", (_META, written))
        connection.execute("COMMIT")


def _date_evidence(staged: Staged) -> tuple[DateOrder | None, int]:
    """The order of day and month that the first lines prove, and by how many values.

    None where the file has no dates, where nothing depends on the order, or where its columns
    differ.
    """
    places = {f.place for f in staged.layover.feeds if f.field.kind is Kind.DATE and f.place >= 0}
    chunk = next(read(staged.shape, chunk=_DATES_LOOKED_AT), None) if places else None
    if chunk is None:
        return None, 0
    columns = list(zip(*chunk.records, strict=True))
    found = [decide_order(columns[place]) for place in places] if columns else []
    orders = {each.order for each in found if each.proving}
    if len(orders) != 1:
        return None, 0
    return orders.pop(), sum(each.proving for each in found)


def date_evidence(connection: sqlite3.Connection, path: Path) -> tuple[DateOrder | None, int]:
    """The order of day and month found in the file, and how many values proved it."""
    kept = _kept(connection, path)
    return kept.dates, kept.proving


def load_staged(path: Path, register: Path, catalogue: Catalogue) -> Staged:
    """The staged file as it stands now, ready to be applied.

    Raises FileProblem: stage-missing where there is no such side file or it is not whole,
    stage-outdated where the definitions were changed since.
    """
    with opened_stage(register, path) as connection:
        return staged_in(connection, path, catalogue)


def staged_in(connection: sqlite3.Connection, path: Path, catalogue: Catalogue) -> Staged:
    """As `load_staged`, over a connection that has the side file attached as `stage`."""
    kept = _kept(connection, path)
    (lines,) = connection.execute("SELECT count(*) FROM stage.line").fetchone()
    layover = _lay_over(kept, catalogue)
    return Staged(
        path=path,
        shape=kept.shape,
        layover=layover,
        reason=kept.reason,
        rows=lines,
        counts=counts(connection),
        absent=connection.execute("SELECT count(*) FROM stage.absent").fetchone()[0],
        findings=tuple(_findings(connection)),
        settings=kept.settings,
        seconds=kept.seconds,
        questions=date_questions(connection, layover),
        mapping=kept.mapping,
    )


def layout_in(
    connection: sqlite3.Connection, path: Path, catalogue: Catalogue
) -> tuple[FileShape, Layover]:
    """What the file is and how it was read, without counting its lines."""
    kept = _kept(connection, path)
    return kept.shape, _lay_over(kept, catalogue)


def _lay_over(kept: _Kept, catalogue: Catalogue) -> Layover:
    contract = any(part.kind == "contract" for part in kept.profile.parts)
    pct = kept.settings.pct
    constants = {"contract.pct_code": pct} if pct and contract else {}
    layover = lay_over(catalogue, kept.profile, kept.shape, constants)
    if layover.digest.hex() != kept.digest:
        raise FileProblem("stage-outdated", kept.shape.path)
    return layover


def is_current(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the register is as it was when the file was matched with it.

    `connection` has the register as its main file and the side file attached as `stage`.
    """
    return _kept(connection, path).operation == last_operation(connection)


def require_current(register: Path, path: Path) -> None:
    """Refuse a staged file that was matched with an earlier state of the register.

    Raises FileProblem("stage-outdated").
    """
    with opened_stage(register, path) as connection:
        if not is_current(connection, path):
            raise FileProblem("stage-outdated", _kept(connection, path).shape.path)


def last_operation(connection: sqlite3.Connection) -> int:
    """The number of the register's last operation."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()
    return int(last)


def stage_connection(register: Path, path: Path) -> sqlite3.Connection:
    """A connection that reads the register and may change the side file, attached as `stage`.

    The caller closes it; it may go from thread to thread, but is for one at a time.
    """
    if not path.is_file():
        raise FileProblem("stage-missing", path)
    connection = connect_reader(register)
    try:
        # The register itself was opened for reading only and stays so.
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("ATTACH ? AS stage", (f"{path.absolute().as_uri()}?mode=rw",))
        # Reading and matching know the register by this name.
        connection.execute("ATTACH ? AS register", (f"{register.absolute().as_uri()}?mode=ro",))
        # A journal beside the side file would be one more trace to clean up.
        connection.execute("PRAGMA stage.journal_mode = MEMORY")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def opened_stage(register: Path, path: Path) -> Iterator[sqlite3.Connection]:
    """A `stage_connection` for the time of a block.

    Raises FileProblem("stage-missing") where the side file is not whole, and RegisterProblem
    where the disk is full or fails.
    """
    with sqlite_failures(path):
        try:
            with closing(stage_connection(register, path)) as connection:
                yield connection
        except sqlite3.DatabaseError as error:
            if _is_not_whole(error):
                raise FileProblem("stage-missing", path) from error
            raise


def _is_not_whole(error: sqlite3.DatabaseError) -> bool:
    number = getattr(error, "sqlite_errorcode", 0) & 0xFF
    damaged = number in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
    return damaged or "no such table: stage." in str(error)


def remove_stage(path: Path) -> None:
    """Take a side file away; one that somebody still holds open goes at the next start."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def remove_stale_stages(register: Path) -> int:
    """Take away side files of this register whose process is gone; returns how many there were."""
    mine = re.compile(rf"\.{re.escape(register.name)}\.(\d+)\.(\d+)\.stage(\.recipe)?")
    removed = 0
    try:
        places = list(register.parent.iterdir())
    except OSError:
        return 0
    for place in places:
        found = mine.fullmatch(place.name)
        if found and place.is_file() and _is_gone(int(found[1]), int(found[2])):
            remove_stage(place)
            removed += 1
    return removed


def _is_gone(process: int, moment: int) -> bool:
    if process == os.getpid():
        # The number was another's before: that one began earlier, or before the last start.
        return not _STARTED <= moment <= time.monotonic_ns()
    return not is_running(process)


def _kept(connection: sqlite3.Connection, path: Path) -> _Kept:
    row = connection.execute("SELECT value FROM stage.meta WHERE key = ?", (_META,)).fetchone()
    if row is None:
        raise FileProblem("stage-missing", path)
    return msgspec.json.decode(row[0], type=_Kept, dec_hook=_read_path)


def _findings(connection: sqlite3.Connection) -> list[Finding]:
    rows = connection.execute(
        "SELECT line, column_key, code, value, detail, weight FROM stage.finding ORDER BY"
        " CASE weight WHEN 'refused' THEN 0 WHEN 'doubtful' THEN 1 ELSE 2 END, line LIMIT ?",
        (FINDINGS_SHOWN,),
    ).fetchall()
    return [finding_of(row) for row in rows]


def finding_of(row: tuple[Any, ...]) -> Finding:
    """A finding from its columns in their order: line, column, code, value, detail, weight."""
    line, column, code, value, detail, weight = row
    return Finding(line, column, code, value or "", detail or "", Weight(weight))


def _write_path(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError  # how msgspec is told that a kind is not known


def _read_path(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise NotImplementedError  # as above
