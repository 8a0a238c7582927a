"""What commands print: tables for people, one JSON document for programs."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import Any


def say(options: Namespace, words: str) -> None:
    """Print a line for a person; nothing with --quiet or --json."""
    if not options.quiet and not options.json:
        print(words)


def give(options: Namespace, document: dict[str, Any]) -> None:
    """Print the one JSON document, where --json asks for it."""
    if options.json:
        json.dump(document, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Rows under headers, padded; columns marked `right` stand at the right."""
    lines = [list(headers), *([str(cell) for cell in row] for row in rows)]
    widths = [min(40, max(len(line[i]) for line in lines)) for i in range(len(headers))]
    shown = []
    for line in lines:
        cells = [
            cell[:width].rjust(width) if at_right else cell[:width].ljust(width)
            for cell, width, at_right in zip(line, widths, right, strict=True)
        ]
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown)
