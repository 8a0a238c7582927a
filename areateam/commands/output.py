"""What commands print: tables for people, one JSON document for programs."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

import msgspec

_WIDEST, _LAST_WIDEST = 40, 120
"""How many characters a column of a table holds, and the last, beside which nothing stands."""


def say(options: Namespace, words: str) -> None:
    """Print a line for a person; nothing with --quiet or --json."""
    if not options.quiet and not options.json:
        print(words)


def give(options: Namespace, document: dict[str, Any]) -> None:
    """Print the one JSON document, where --json asks for it."""
    if options.json:
        json.dump(document, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")


def as_document(value: msgspec.Struct) -> dict[str, Any]:
    """A value as the JSON document has it, by the names of its fields."""
    document: dict[str, Any] = msgspec.to_builtins(value)
    return document


def of_all(shown: int, all_of_them: str) -> str:
    """What stands under a list: "1,180 sites", or "50 of 1,180 sites" where not all are shown."""
    number = f"{shown:,}"
    return all_of_them if all_of_them.startswith(f"{number} ") else f"{number} of {all_of_them}"


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Rows under headers, padded; columns marked `right` stand at the right.

    A text longer than a column may be ends with a mark that it goes on.
    """
    lines = [list(headers), *([str(cell) for cell in row] for row in rows)]
    widest = [*[_WIDEST] * (len(headers) - 1), _LAST_WIDEST]
    widths = [min(widest[i], max(len(line[i]) for line in lines)) for i in range(len(headers))]
    shown = []
    for line in lines:
        cells = [
            _within(cell, width).rjust(width) if at_right else _within(cell, width).ljust(width)
            for cell, width, at_right in zip(line, widths, right, strict=True)
        ]
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown)


def _within(cell: str, width: int) -> str:
    text = " ".join(cell.split()) if "\n" in cell else cell
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
