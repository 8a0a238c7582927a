"""Lines joined at once say what they say when they are cut one by one, or nothing."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from areateam.imports.joined_lines import CELL_END
from areateam.imports.text_reader import Dialect

DIALECTS = (
    Dialect(","), Dialect(";", "'"), Dialect("\t", ""), Dialect(""), Dialect(",", blanks=True),
)  # fmt: skip
ODD = st.text(alphabet="ab,;\t\"' \n\r\x1f\x0b\x85\u2028£\ud800", max_size=40)
CELL = st.text(alphabet="ab,; \u2028£", max_size=4)


def lines_of(text: str) -> list[str]:
    """A text's lines as a file gives them."""
    return list(io.StringIO(text, newline=""))


def cut_and_joined(lines: list[str], dialect: Dialect) -> list[bytes]:
    """What each line says, by way of its cells."""
    records = dialect.cut_all(lines)
    assert records is not None
    return [CELL_END.join(record).encode("utf-8", "surrogatepass") for record in records]


@given(ODD, st.sampled_from(DIALECTS))
@example('"a"x\n"b"\n', DIALECTS[0])
@example('"a","b"\r\n"c"\r\n', DIALECTS[0])
@example('a,"b,c",d\na,b"c,d\n', DIALECTS[0])
@example('"a""b",c\n', DIALECTS[0])
def test_joining_says_what_cutting_says_or_nothing(text: str, dialect: Dialect) -> None:
    lines = lines_of(text)
    joined = dialect.join_all(lines)
    if joined is not None:
        assert joined == cut_and_joined(lines, dialect)


@given(
    st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=4),
    st.sampled_from(("\n", "\r\n", "\r")),
    st.booleans(),
)
def test_lines_without_a_quote_in_a_cell_are_always_joined(
    records: list[list[str]], end: str, every: bool
) -> None:
    def written(cell: str) -> str:
        return f'"{cell}"' if every or "," in cell else cell

    text = "".join(",".join(map(written, record)) + end for record in records)
    joined = Dialect(",").join_all(lines_of(text))
    assert joined == [CELL_END.join(record).encode() for record in records]


@pytest.mark.parametrize("text", ['a,"b\nc",d\n', 'a,"b""c"\n', 'a,5" pipe\n', "a,b\x1fc\n"])
def test_what_only_cutting_tells_is_not_joined(text: str) -> None:
    assert Dialect(",").join_all(lines_of(text)) is None
