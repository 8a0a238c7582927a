"""The apostrophe that keeps a spreadsheet from running a text as a formula.

A spreadsheet runs a cell that begins with = + - @, a tab, a line end or one of their
full-width forms, also after blanks. Our files put an apostrophe before such a text and our
import takes it away again. A text that already looks like a guarded one gets a further
apostrophe, so that no two texts ever share one guarded form.
"""

from __future__ import annotations

import re

_LIVE = re.compile(
    r"'*[\s\u200b\ufeff]*[=+\-@\t\r\n"
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]"
)


def guard_formula(text: str) -> str:
    """Return `text` with an apostrophe before it where a spreadsheet might run it."""
    return "'" + text if _LIVE.match(text) else text


def undo_formula_guard(text: str) -> str:
    """Return the text that `guard_formula` was given."""
    return text[1:] if text[:1] == "'" and _LIVE.match(text, 1) else text
