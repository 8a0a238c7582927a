"""What goes on paper, as a page of HTML: a heading, paragraphs and tables, every text escaped.

The page opens in a browser as it is. A `Printer` makes a PDF of it; it is handed in by whoever has
a window system, because nothing here draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Protocol

from areateam.core.problems import UserProblem

_STYLE = """
body { color: #212B32; font-family: "Segoe UI", Inter, "Noto Sans", sans-serif; font-size: 9pt; }
h1 { font-size: 15pt; font-weight: 600; margin-bottom: 0; }
h2 { font-size: 11pt; font-weight: 600; margin-top: 16px; margin-bottom: 2px; }
p { margin-top: 3px; margin-bottom: 8px; }
.quiet { color: #4C6272; }
table { border-collapse: collapse; }
td, th { padding: 3px 10px 3px 0; border-bottom: 1px solid #D8DDE0; vertical-align: top; }
th { text-align: left; font-weight: 600; color: #4C6272; }
.number { text-align: right; }
"""


class Printer(Protocol):
    """Makes a PDF of a page; raises FileProblem("file-unwritable")."""

    def __call__(
        self, html: str, path: Path, *, title: str, landscape: bool = False, sheet: str = "A4"
    ) -> None:
        """Write the whole file or none; `sheet` is "A4" or "A3"."""


def no_printer(*_: object, **__: object) -> None:
    """Stand in where none was handed in; raises UserProblem("printer-missing")."""
    raise UserProblem("printer-missing")


def heading(text: str, level: int = 1) -> str:
    """A heading; level 1 is the page's own, level 2 a part's."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str, *, quiet: bool = False) -> str:
    """A paragraph; a quiet one says what is beside the matter, such as the day."""
    opening = '<p class="quiet">' if quiet else "<p>"
    return f"{opening}{escape(text)}</p>"


def table(
    heads: Sequence[str], lines: Iterable[Sequence[str]], *, numbers: Sequence[int] = ()
) -> str:
    """A table whose head stands again on every page; the columns `numbers` are set to the right."""

    def cells(tag: str, texts: Sequence[str]) -> str:
        marked = (' class="number"' if place in numbers else "" for place in range(len(texts)))
        pairs = zip(marked, texts, strict=True)
        return "".join(f"<{tag}{mark}>{escape(text)}</{tag}>" for mark, text in pairs)

    body = "".join(f"<tr>{cells('td', line)}</tr>\n" for line in lines)
    head = f"<thead><tr>{cells('th', heads)}</tr></thead>"
    return f'<table width="100%" cellspacing="0">{head}\n<tbody>{body}</tbody></table>'


def page(title: str, parts: Iterable[str]) -> str:
    """The whole page of parts that the functions above made."""
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>{body}</body></html>\n"
    )
