"""What a spreadsheet makes of texts: formulas it would run, and errors it leaves in their place.

A spreadsheet runs a cell that begins with = + - @, a tab, a line end or one of their
full-width forms, also after blanks. Our files put an apostrophe before such a text and our
import takes it away again. A text that already looks like a guarded one gets a further
apostrophe, so that no two texts ever share one guarded form. A text that reads like an error
value, such as #REF!, is guarded too: without the apostrophe our import takes it for one.
"""

from __future__ import annotations

import re

CELL_ERRORS = frozenset(
    f"#{name}{mark}"
    for mark, names in (("!", "REF DIV/0 VALUE NUM NULL SPILL"), ("?", "NAME"), ("", "N/A"))
    for name in names.split()
)
"""What stands in a cell whose formula gave no value."""

_FORMULA = (
    r"[=+\-@\t\r\n"
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]"
)
_ERROR = rf"(?:{'|'.join(map(re.escape, sorted(CELL_ERRORS)))})\s*\Z"
_BEFORE = r"'*[\s\u200b\ufeff]*"
_LIVE = re.compile(_BEFORE + _FORMULA)
_GUARDED = re.compile(rf"{_BEFORE}(?:{_FORMULA}|{_ERROR})")


def guard_formula(text: str) -> str:
    """Return `text` with an apostrophe before it where a spreadsheet might run it.

    For cells that go out as they came in: what stands for an error stays one.
    """
    return "'" + text if _LIVE.match(text) else text


def guard_text(text: str) -> str:
    """Return a text of the register with an apostrophe where it would not come back as a text."""
    return "'" + text if _GUARDED.match(text) else text


def undo_formula_guard(text: str) -> str:
    """Return the text that `guard_text` was given, or `guard_formula` where it set a guard."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text, 1) else text
