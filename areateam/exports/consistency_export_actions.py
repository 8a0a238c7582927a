"""Writes how the PCTs differ from the single model: a line for each PCT, or for each paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind
from areateam.exports.export_table import export_table
from areateam.variation.consistency_letter_views import LetterUse
from areateam.variation.consistency_rules import OWN_RULE, StepChange
from areateam.variation.consistency_views import ConsistencyLine

_WHERE = (
    Field("procedure", "Procedure"),
    Field("pct", "PCT", Kind.CODE),
    Field("pct_name", "PCT name"),
)
_LINES = (
    *_WHERE,
    Field("cases", "Cases", Kind.INTEGER),
    Field("open", "Open", Kind.INTEGER),
    Field("median", "Median days", Kind.DECIMAL, places=1),
    Field("most", "9 of 10 days", Kind.DECIMAL, places=1),
    Field("spent", "Median hours", Kind.DECIMAL, places=2),
    Field("timed", "Closed cases with hours", Kind.INTEGER),
    Field("decided", "Decided", Kind.INTEGER),
    Field("in_time", "In time", Kind.INTEGER),
    Field("skipped", "Steps passed over"),
    Field("added", "Steps added"),
    Field("versions", "Versions"),
    Field("newest", "Single model", Kind.INTEGER),
    Field("old", "Open under an earlier version", Kind.INTEGER),
    Field("letters", "Letters"),
    Field("outcomes", "Outcomes"),
    Field("ways", "Ways in which it differs", Kind.INTEGER),
    Field("differs", "How it differs"),
)
_LETTERS = (
    *_WHERE,
    Field("letter", "Letter"),
    Field("template", "Written on"),
    Field("wording", "Version of the words", Kind.INTEGER),
    Field("written", "Written", Kind.INTEGER),
    Field("sent", "Sent", Kind.INTEGER),
    Field("in_use", "For the next letter", Kind.FLAG),
    Field("differs", "How it differs"),
    Field("model", "Single model says"),
    Field("local", "This letter says"),
)


def export_consistency(lines: Sequence[ConsistencyLine], on: date, path: Path) -> int:
    """Write a line for each procedure in each PCT and return how many; see `export_table`."""
    about = (("As at", format_date(on.isoformat())), ("Days", OWN_RULE))
    return _write(path, "Consistency", _LINES, [_line(line) for line in lines], about)


def export_letters(lines: Sequence[ConsistencyLine], on: date, path: Path) -> int:
    """Write each letter in each PCT and return how many lines; see `export_table`.

    A letter that differs has a line for each paragraph that does, the single model's beside it.
    """
    about = (("As at", format_date(on.isoformat())),)
    rows = [row for line in lines for use in line.letters for row in _letter(line, use)]
    return _write(path, "Letters beside the single model", _LETTERS, rows, about)


def letter_words(use: LetterUse) -> str:
    """A letter with what it is written on: "Acknowledgement: The single model, 3 written"."""
    return f"{use.label}: {use.name}, {use.written:,} written"


def _write(
    path: Path,
    title: str,
    fields: Sequence[Field],
    rows: Sequence[tuple[object, ...]],
    about: Sequence[tuple[str, str]],
) -> int:
    kind = "xlsx" if path.suffix.lower() == ".xlsx" else "csv"
    columns = [Column(field, field.key) for field in fields]
    numbered = [(number, *cells) for number, cells in enumerate(rows, start=1)]
    return export_table(path, kind, title, columns, numbered, total=len(rows), about=about)


def _line(line: ConsistencyLine) -> tuple[object, ...]:
    return (
        *_where(line),
        line.cases,
        line.open_cases,
        round(line.days.median * 10) if line.days else None,
        round(line.days.most * 10) if line.days else None,
        round(line.spent.median / 0.6) if line.spent else None,
        line.spent.cases if line.spent else 0,
        line.decided,
        line.in_time,
        _steps(line.skipped),
        _steps(line.added),
        ", ".join(str(version) for version in line.versions),
        line.newest,
        line.old_open,
        "; ".join(map(letter_words, line.letters)) or None,
        "; ".join(each.words for each in line.outcomes) or None,
        len(line.differs),
        " ".join(line.differs) or None,
    )


def _where(line: ConsistencyLine) -> tuple[object, ...]:
    return line.label, line.pct or None, line.pct_name or None


def _steps(changes: Iterable[StepChange]) -> str | None:
    said = [f"{each.label} ({'; '.join((str(each.cases), *each.reasons))})" for each in changes]
    return "; ".join(said) or None


def _letter(line: ConsistencyLine, use: LetterUse) -> Iterable[tuple[object, ...]]:
    known = (
        *_where(line),
        use.label,
        use.name,
        use.wording,
        use.written,
        use.sent,
        int(use.in_use),
        use.sentence or None,
    )
    apart = [pair for pair in use.pairs if pair.differs]
    if not apart:
        yield (*known, None, None)
    for pair in apart:
        yield (*known, pair.model or None, pair.local or None)
