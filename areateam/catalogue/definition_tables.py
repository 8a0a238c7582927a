"""Reads definitions that are tables: lines with their place, spans of days, evidence marks."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from areateam.catalogue.definitions import Evidence

if TYPE_CHECKING:
    from pathlib import Path


def lines_of(path: Path, faults: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each line of a file with its place; a file that cannot be read is a fault."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in (reader := csv.DictReader(file, strict=True)):
                if None in row or None in row.values():
                    faults.append(f"{path}, line {reader.line_num}: too many or too few values")
                else:
                    yield f"{path}, line {reader.line_num}", row
    except (OSError, UnicodeDecodeError, csv.Error) as why:
        faults.append(f"{path}: cannot be read: {why}")


def filled(row: Mapping[str, str], name: str) -> str:
    """The text of a column that must hold one; ValueError where it is empty."""
    if not row[name].strip():
        raise ValueError(f"{name} is empty")
    return row[name]


def one_of(text: str, allowed: Sequence[str]) -> str:
    """The text where it is one of those allowed; ValueError where it is not."""
    if text not in allowed:
        raise ValueError(f"{text!r} is not one of {', '.join(allowed)}")
    return text


def span_of(row: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The first and last day of a line as ISO dates; ValueError where they make no span."""
    first, last = row["valid_from"] or None, row["valid_to"] or None
    for text in filter(None, (first, last)):
        if date.fromisoformat(text).isoformat() != text:
            raise ValueError(f"{text} is not written as year-month-day")
    if first and last and last < first:
        raise ValueError(f"valid_to {last} is before valid_from {first}")
    return first, last


def mark_of(row: Mapping[str, str]) -> tuple[Evidence, int | None]:
    """How a line is known, with the confidence in per cent that own knowledge must state."""
    evidence = Evidence(row["evidence"])
    confidence = int(row["confidence"]) if row["confidence"] else None
    if (evidence is Evidence.OWN) != (confidence is not None):
        raise ValueError("own knowledge, and nothing else, has a confidence")
    return evidence, confidence
