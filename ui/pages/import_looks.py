"""How the lines and past imports look in tables, and the words for counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.count_words import counted
from ui.style.marks import Mark, Shape, Tone
from ui.tables.row_source import Cell, Look, Row
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from areateam.core.fields import Value
    from areateam.imports.stage_views import StageSummary

COUNTS = (
    ("new", Shape.NEW, "New"),
    ("changed", Shape.CHANGED, "Changed"),
    ("same", Shape.SAME, "Same"),
    ("doubtful", Shape.DOUBT, "In doubt"),
    ("rejected", Shape.REFUSED, "Refused"),
)
"""The five outcomes of a line, which add up to the lines read."""

OUTCOMES: Mapping[str, Mark] = {
    "new": Mark(Shape.NEW, "new"),
    "changed": Mark(Shape.CHANGED, "changed"),
    "same": Mark(Shape.SAME, "same"),
    "doubtful": Mark(Shape.DOUBT, "in doubt"),
    "rejected": Mark(Shape.REFUSED, "refused"),
    "leave": Mark(Shape.NOTHING, "left as it is"),
    "query": Mark(Shape.DOUBT, "queried"),
    "end": Mark(Shape.CHANGED, "ends"),
}

_ENCODINGS = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16", "ascii": "ASCII"}
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", "": "spreadsheet"}
_DATES = {"iso": "dates year first", "dmy": "dates day/month", "mdy": "dates month/day"}


def _outcome(value: Value, _: Row) -> Cell:
    return Cell("", mark=OUTCOMES[str(value)])


def _quiet(value: Value, _: Row) -> Cell:
    return Cell(str(value or ""), tone=Tone.QUIET)


def _line(value: Value, _: Row) -> Cell:
    # A query about a record that its list no longer names stands on no line.
    return Cell(f"{value:,}" if int(value or 0) > 0 else "—", tone=Tone.QUIET)


def _change(value: Value, row: Row) -> Cell:
    """Before struck through, after semibold; what is held in the colour of its outcome."""
    outcome, before, note = str(row[1]), str(row[7]), str(row[8])
    after = str(value or "")
    mark = OUTCOMES[outcome]
    held = outcome in ("doubtful", "rejected")
    if not after:
        return Cell(note, tone=mark.tone if held else None, strong=held)
    tone = mark.tone if held else None
    return Cell(after, tone=tone, strong=outcome != "same", before=before, tail=note)


REVIEW_LOOKS: Mapping[str, Look] = {
    "outcome": _outcome,
    "line": _line,
    "field": _quiet,
    "change": _change,
    "seen": _quiet,
}


def _why(value: Value, row: Row) -> Cell:
    mark, note = OUTCOMES[str(row[1])], str(row[6])
    text = str(value or "")
    return Cell(text or note, tone=mark.tone, strong=True, tail=note if text else "")


HELD_LOOKS: Mapping[str, Look] = {
    "outcome": _outcome,
    "line": _line,
    "field": _quiet,
    "why": _why,
    "cells": _quiet,
}


def changes_words(changes: int) -> str:
    """What the main button says: it names the number."""
    if not changes:
        return "Record this import"
    return f"Apply {changes:,} {'change' if changes == 1 else 'changes'}"


def encoding_words(encoding: str) -> str:
    """An encoding as people know it."""
    return _ENCODINGS.get(encoding.lower(), encoding)


def delimiter_words(delimiter: str) -> str:
    """What parts the columns, in words."""
    return _DELIMITERS.get(delimiter, delimiter)


def _dates_words(summary: StageSummary) -> str:
    known = summary.staged.profile.date_order
    if known:
        return _DATES[known]
    if summary.dates is None:
        return ""
    values = counted(summary.proving, "value")
    return f"{_DATES[summary.dates.value]}, proved by {values}"


def profile_spans(summary: StageSummary) -> list[Span]:
    """The sentence of the banner: as what the file was read, and how that is known."""
    staged = summary.staged
    shape, profile = staged.shape, staged.profile
    named = staged.reason == "named by you"
    facts = [
        "" if named else staged.reason,
        encoding_words(shape.encoding),
        delimiter_words(shape.delimiter),
        _dates_words(summary),
    ]
    return [
        Span("Profile named by you" if named else "Profile recognised", mark=Shape.OK, strong=True),
        Span(f"  {profile.label}", tone=Tone.PLAIN, strong=True),
        Span("   " + " · ".join(fact for fact in facts if fact), tone=Tone.QUIET),
    ]
