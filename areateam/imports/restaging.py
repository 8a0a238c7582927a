"""Stages lines of a reviewed file anew, and matches again whatever hangs together with them.

A temporary table `line` stands before the side file's own while they are matched: to matching
and proposals, the lines in it are the whole file. It therefore holds, beside the lines wanted,
every line that shares a key, a record or a part with one of them, before or after.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.core.problems import FileProblem, UserProblem
from areateam.imports.absent_records import absent_again, named_in
from areateam.imports.mapping import Layover
from areateam.imports.matching import FOUND_BY_MATCHING, match, name_types, resolve
from areateam.imports.proposals import propose
from areateam.imports.reader import FileShape, read
from areateam.imports.shared_marks import key_slots
from areateam.imports.staged_file import layout_in, opened_stage
from areateam.imports.staging import Stage, date_orders_kept, fill_lines, fingerprints

_OF_THE_TEXT = ("quote-unclosed", "quote-stray")
"""Findings about how a line was cut, which correcting one of its cells does not answer."""


class OpenReview(msgspec.Struct, frozen=True):
    """A side file opened to be changed, over a `stage_connection`."""

    connection: sqlite3.Connection
    shape: FileShape
    layover: Layover
    catalogue: Catalogue


@contextmanager
def open_review(register: Path, path: Path, catalogue: Catalogue) -> Iterator[OpenReview]:
    """A side file for the time of a block, to be read.

    Raises FileProblem("stage-missing") and RegisterProblem as `opened_stage`.
    """
    with opened_stage(register, path) as connection:
        shape, layover = layout_in(connection, path, catalogue)
        yield OpenReview(connection, shape, layover, catalogue)


@contextmanager
def changed_review(register: Path, path: Path, catalogue: Catalogue) -> Iterator[OpenReview]:
    """One change of a side file: all of it is kept, or nothing where something is raised.

    Raises as `open_review`.
    """
    with open_review(register, path, catalogue) as review:
        review.connection.execute("BEGIN")
        yield review
        review.connection.execute("COMMIT")


def mark_of(cells: Sequence[str]) -> int:
    """A number for a line as it stands in a file, whatever it is read as: its row's identity."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    (mark,) = fingerprints(["\x1f".join(cells[:end]).encode("utf-8", "surrogatepass")])
    return mark


def whole_lines(review: OpenReview, lines: Iterable[int]) -> dict[int, list[str]]:
    """The cells of lines as they stand in the file; one pass through it where some are not kept.

    Raises FileProblem where the file is needed and has gone or is another.
    """
    wanted = json.dumps(list(lines))
    kept = review.connection.execute(
        "SELECT w.value, coalesce(o.cells, r.cells) FROM json_each(?) AS w"
        " LEFT JOIN stage.original AS o ON o.line = w.value"
        " LEFT JOIN stage.raw AS r ON r.line = w.value",
        (wanted,),
    ).fetchall()
    found = {line: json.loads(cells) for line, cells in kept if cells}
    missing = {line for line, cells in kept if not cells}
    for chunk in read(review.shape) if missing else ():
        if missing.isdisjoint(chunk.lines):
            continue
        for place, line in enumerate(chunk.lines):
            if line in missing:
                found[line] = chunk.raw.get(place, chunk.records[place])
        missing.difference_update(chunk.lines)
        if not missing:
            break
    if missing:
        raise FileProblem("file-changed", review.shape.path)
    return found


def stage_again(review: OpenReview, lines: Iterable[int]) -> None:
    """Read lines anew, with what the table `fix` says of their cells, and match them again.

    Raises UserProblem("line-emptied") where nothing would be left of a line.
    """
    connection, layover = review.connection, review.layover
    originals = whole_lines(review, lines)
    _keep_originals(connection, originals)
    corrected = {line: _corrected(connection, line, cells) for line, cells in originals.items()}
    _forget(connection, list(originals))
    _begin(connection)
    stage = Stage(connection, review.shape, layover, review.catalogue)
    orders = date_orders_kept(connection)
    fill_lines(stage, list(corrected), list(corrected.values()), orders)
    _refuse_emptied(connection, corrected)
    connection.execute(
        "UPDATE temp.line SET fingerprint ="
        " (SELECT l.fingerprint FROM stage.line AS l WHERE l.line = temp.line.line)"
    )
    resolve(connection, layover)
    _restore_known(connection, layover)
    connection.execute("CREATE TEMP TABLE fresh AS SELECT * FROM temp.line")
    for kind in ("site", "contractor"):
        _share_marks(connection, layover, kind)
    _settle(review)


def match_again(review: OpenReview, lines: Iterable[int]) -> None:
    """Match lines again as they were read, with all that hang together with them."""
    connection = review.connection
    _begin(connection)
    connection.execute("CREATE TEMP TABLE fresh AS SELECT * FROM temp.line")
    connection.execute(
        "INSERT OR IGNORE INTO temp.again SELECT value FROM json_each(?)",
        (json.dumps(list(lines)),),
    )
    _settle(review)


def neighbours(review: OpenReview, lines: Iterable[int]) -> set[int]:
    """The lines whose outcome may hang on one of these: same key, same record, same part."""
    connection = review.connection
    _begin(connection)
    connection.execute(
        "INSERT INTO temp.again SELECT value FROM json_each(?)", (json.dumps(list(lines)),)
    )
    found = _neighbours(connection, review.layover)
    _end(connection)
    return found


# ---- reading anew


def _refuse_emptied(connection: sqlite3.Connection, lines: Iterable[int]) -> None:
    read_ = {line for (line,) in connection.execute("SELECT line FROM temp.line")}
    for line in lines:
        if line not in read_:
            raise UserProblem("line-emptied", line=line)


def _keep_originals(connection: sqlite3.Connection, originals: Mapping[int, list[str]]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO stage.original (line, cells, mark, kind, record)"
        " SELECT line, ?, ?, iif(outcome = 'known', kind, NULL),"
        " iif(outcome = 'known', record, NULL) FROM stage.line WHERE line = ?",
        [
            (json.dumps(cells, ensure_ascii=False), mark_of(cells), line)
            for line, cells in originals.items()
        ],
    )


def _corrected(connection: sqlite3.Connection, line: int, cells: Sequence[str]) -> list[str]:
    """The cells with the corrections in them; a short line is made longer where one stands."""
    found = list(cells)
    for place, after in connection.execute(
        "SELECT place, after FROM stage.fix WHERE line = ? ORDER BY place", (line,)
    ):
        found += [""] * (place + 1 - len(found))
        found[place] = after
    return found


def _forget(connection: sqlite3.Connection, lines: list[int]) -> None:
    """Take away what was staged of lines but the lines themselves; none is left out any more."""
    gone = json.dumps(lines)
    codes = ", ".join(f"'{code}'" for code in _OF_THE_TEXT)
    chosen = "line IN (SELECT value FROM json_each(?))"
    connection.execute(
        f"DELETE FROM stage.finding WHERE {chosen} AND code NOT IN ({codes})", (gone,)
    )
    for table in ("proposal", "raw", "left_out", "settled"):
        connection.execute(f"DELETE FROM stage.{table} WHERE {chosen}", (gone,))


def _restore_known(connection: sqlite3.Connection, layover: Layover) -> None:
    """A line that is as it was, and had stated the same before, is known again."""
    read_ = ("site_mark", "contractor_mark", *(feed.slot for feed in layover.feeds))
    unread = "".join(f", {name} = NULL" for name in read_)
    connection.execute(
        f"UPDATE temp.line SET outcome = 'known', kind = o.kind, record = o.record{unread}"
        " FROM stage.original AS o WHERE o.line = temp.line.line AND o.record IS NOT NULL"
        " AND o.line NOT IN (SELECT line FROM stage.fix)"
    )


def _share_marks(connection: sqlite3.Connection, layover: Layover, kind: str) -> None:
    """Lines read anew take the mark of the lines that name the same site or contractor.

    Marks are equal for equal keys within one process only, and the file was read in another.
    """
    slots = key_slots(layover, kind)
    if not slots:
        return
    names = ", ".join(slots)
    same = " AND ".join(f"o.{slot} = f.{slot}" for slot in slots)
    own = " AND ".join(f"m.{slot} = fresh.{slot}" for slot in slots)
    connection.execute(
        f"CREATE TEMP TABLE mark AS SELECT {', '.join(f'f.{slot}' for slot in slots)},"
        f" min(o.{kind}_mark) AS mark FROM stage.line AS o"
        f" CROSS JOIN (SELECT DISTINCT {names} FROM temp.fresh) AS f ON {same}"
        " WHERE o.line NOT IN (SELECT line FROM temp.fresh) GROUP BY 1"
        + "".join(f", {place}" for place in range(2, len(slots) + 1))
    )
    connection.execute(
        f"UPDATE temp.fresh SET {kind}_mark = m.mark FROM temp.mark AS m"
        f" WHERE {own} AND m.mark IS NOT NULL"
    )
    connection.execute("DROP TABLE temp.mark")


# ---- matching again


def _begin(connection: sqlite3.Connection) -> None:
    (made,) = connection.execute(
        "SELECT sql FROM stage.sqlite_schema WHERE name = 'line'"
    ).fetchone()
    connection.execute(made.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
    connection.execute("CREATE TEMP TABLE again (line INTEGER PRIMARY KEY)")


def _end(connection: sqlite3.Connection) -> None:
    for table in ("line", "again", "fresh"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _settle(review: OpenReview) -> None:
    """Match until no line outside hangs together with those inside; then keep what came of it."""
    connection, layover = review.connection, review.layover
    name_types(connection, review.catalogue)
    connection.execute("INSERT OR IGNORE INTO temp.again SELECT line FROM temp.fresh")
    while True:
        _set_up(connection, layover)
        match(connection, layover)
        _make_new(connection)
        propose(connection, layover, review.catalogue)
        more = _neighbours(connection, layover)
        if not more:
            break
        connection.executemany("INSERT INTO temp.again VALUES (?)", [(line,) for line in more])
    chosen = "line.line IN (SELECT line FROM temp.again)"
    before = named_in(connection, layover, "stage.line", chosen)
    after = named_in(connection, layover, "temp.line", "TRUE")
    connection.execute("DELETE FROM stage.line WHERE line IN (SELECT line FROM temp.again)")
    connection.execute("INSERT INTO stage.line SELECT * FROM temp.line")
    absent_again(connection, layover, before, after)
    _show_again(connection)
    _end(connection)
    keep_whole(review)


def _set_up(connection: sqlite3.Connection, layover: Layover) -> None:
    """Put the lines into the temporary table as they were read."""
    chosen = "line IN (SELECT line FROM temp.again)"
    codes = ", ".join(f"'{code}'" for code in FOUND_BY_MATCHING)
    connection.execute(f"DELETE FROM stage.finding WHERE {chosen} AND code IN ({codes})")
    connection.execute(f"DELETE FROM stage.proposal WHERE {chosen}")
    connection.execute("DELETE FROM temp.line")
    connection.execute("INSERT INTO temp.line SELECT * FROM temp.fresh")
    connection.execute(f"INSERT OR IGNORE INTO temp.line SELECT * FROM stage.line WHERE {chosen}")
    parts = "".join(f", {part.kind}_id = NULL" for part in layover.profile.parts)
    of_line = "SELECT 1 FROM stage.finding AS f WHERE f.line = temp.line.line AND f.weight ="
    connection.execute(
        f"UPDATE temp.line SET kind = ?, record = NULL{parts}, outcome = CASE"
        f" WHEN EXISTS ({of_line} 'refused') THEN 'rejected'"
        f" WHEN EXISTS ({of_line} 'doubtful') AND temp.line.line NOT IN"
        "  (SELECT s.line FROM stage.settled AS s WHERE s.kind IS NULL) THEN 'doubtful'"
        " ELSE 'new' END"
        " WHERE outcome <> 'known'",
        (layover.always,),
    )
    for part in layover.profile.parts:
        connection.execute(
            f"UPDATE temp.line SET {part.kind}_id = s.record FROM stage.settled AS s"
            " WHERE s.line = temp.line.line AND s.kind = ? AND s.record > 0 AND outcome = 'new'",
            (part.kind,),
        )


def _make_new(connection: sqlite3.Connection) -> None:
    """Lines that might be about several records, and of which a person said that none is meant."""
    meant = "(SELECT s.line FROM stage.settled AS s WHERE s.record = 0)"
    connection.execute(
        f"DELETE FROM stage.finding WHERE code = 'key-ambiguous' AND line IN {meant}"
    )
    connection.execute(
        f"UPDATE temp.line SET outcome = 'new' WHERE outcome = 'doubtful' AND line IN {meant}"
        " AND NOT EXISTS (SELECT 1 FROM stage.finding AS f WHERE f.line = temp.line.line"
        "  AND f.weight = 'doubtful')"
    )


def _neighbours(connection: sqlite3.Connection, layover: Layover) -> set[int]:
    """Lines outside that share something with a line inside, as it was or as it is now."""
    found: set[int] = set()
    outside = (
        "o.line NOT IN (SELECT line FROM temp.again)"
        " AND o.line NOT IN (SELECT line FROM stage.left_out)"
    )
    for names in _shared_columns(layover):
        listed = ", ".join(names)
        told = " AND ".join(f"{name} IS NOT NULL" for name in names)
        before = f"SELECT {listed} FROM stage.line WHERE line IN (SELECT line FROM temp.again)"
        rows = connection.execute(
            f"SELECT o.line FROM stage.line AS o WHERE ({listed}) IN"
            f" (SELECT {listed} FROM temp.line WHERE {told} UNION {before} AND {told})"
            f" AND {outside}"
        )
        found.update(line for (line,) in rows)
    return found


def _shared_columns(layover: Layover) -> list[list[str]]:
    """The columns of `line` by which lines hang together."""
    first = layover.profile.parts[0]
    keys = layover.keys_of(first)
    found = [["kind", "record"], *([f"{part.kind}_id"] for part in layover.profile.parts[1:])]
    if keys and keys[0]:
        found.append([target.slot for target in keys[0]])
    return found


def _show_again(connection: sqlite3.Connection) -> None:
    """Give the lines their rows in the review anew, each at its place and its first by its id."""
    connection.execute(
        "CREATE TEMP TABLE spot AS SELECT line, min(id) AS id, min(place) AS place"
        " FROM stage.shown WHERE line IN (SELECT line FROM temp.again) GROUP BY line"
    )
    connection.execute("DELETE FROM stage.shown WHERE line IN (SELECT line FROM temp.again)")
    connection.execute(
        "INSERT INTO stage.shown (id, line, outcome, proposal, place)"
        " SELECT iif(p.rowid IS NULL OR p.rowid = (SELECT min(f.rowid)"
        "  FROM stage.proposal AS f WHERE f.line = l.line), s.id, NULL), l.line,"
        " iif(l.outcome = 'known', 'same', l.outcome), p.rowid, s.place"
        " FROM temp.line AS l JOIN temp.spot AS s ON s.line = l.line"
        " LEFT JOIN stage.proposal AS p ON p.line = l.line AND l.outcome = 'changed'"
        " ORDER BY l.line, p.rowid"
    )
    connection.execute("DROP TABLE temp.spot")


def keep_whole(review: OpenReview) -> None:
    """Keep the cells of held lines as they stand in the file, for the batch.

    A file that has gone or changed since leaves them without: what it said is no longer known.
    """
    connection = review.connection
    wanted = [
        line
        for (line,) in connection.execute(
            "SELECT line FROM stage.line WHERE outcome IN ('doubtful', 'rejected')"
            " AND line NOT IN (SELECT line FROM stage.raw)"
        )
    ]
    try:
        whole = whole_lines(review, wanted) if wanted else {}
    except FileProblem:
        return
    connection.executemany(
        "INSERT INTO stage.raw VALUES (?, ?)",
        [
            (line, json.dumps(_corrected(connection, line, cells), ensure_ascii=False))
            for line, cells in whole.items()
        ],
    )
