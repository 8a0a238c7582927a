"""What many lines state, found without cutting them into cells one by one."""

from __future__ import annotations

from operator import itemgetter

CELL_END = "\x1f"
"""Parts the cells of a record where they stand in one text."""

_QUOTED = "\0"
"""Stands for a quoted text: no file with this character in it is read."""

_first, _last = itemgetter(slice(0, 1)), itemgetter(slice(-1, None))


def joined_lines(lines: list[str], delimiter: str, quote: str) -> list[bytes] | None:
    """The cells of each line with `CELL_END` between them, in UTF-8; takes whole lines.

    `quote` may be "". None where only cutting tells: a quote within a cell, a cell over several
    lines.
    """
    text = "".join(lines)
    if CELL_END in text or _QUOTED in text:
        return None
    if not quote or quote not in text:
        joined: str | None = text.replace(delimiter, CELL_END)
    else:
        joined = _all_quoted(text, delimiter, quote, len(lines))
        joined = _some_quoted(text, delimiter, quote) if joined is None else joined
    if joined is None:
        return None
    # Bytes are parted at line ends alone, a text also where other characters stand.
    found = joined.encode("utf-8", "surrogatepass").splitlines()
    return found if len(found) == len(lines) else None


def _all_quoted(text: str, delimiter: str, quote: str, lines: int) -> str | None:
    """The text of lines whose every cell is quoted, without quotes; None where some is not.

    A line that begins and ends with a quote has at least two for each cell: where there are no
    more in all, there are no more in any.
    """
    between = f"{quote}{delimiter}{quote}"
    joined = text.replace(between, CELL_END)
    cells = (len(text) - len(joined)) // (len(between) - 1) + lines
    if not text.startswith(quote) or text.count(quote) != 2 * cells:
        return None
    end = "\r\n" if "\r\n" in text else "\n"
    bare = joined.removesuffix(end).removesuffix(quote)[1:].replace(f"{quote}{end}{quote}", "\n")
    return None if quote in bare else bare + "\n"


def _some_quoted(text: str, delimiter: str, quote: str) -> str | None:
    """The text with the enclosing quotes gone; None where one of them encloses no whole cell."""
    parts = text.split(quote)
    outside, inside = parts[::2], CELL_END.join(parts[1::2])
    if len(parts) % 2 == 0 or "\n" in inside or "\r" in inside:
        return None
    ends = {delimiter, "\n", "\r"}
    if not {_last(outside[0]) or "\n", *map(_last, outside[1:-1])} <= ends:
        return None
    if not {_first(outside[-1]) or "\n", *map(_first, outside[1:-1])} <= ends:
        return None
    parts[::2] = _QUOTED.join(outside).replace(delimiter, CELL_END).split(_QUOTED)
    return "".join(parts)
