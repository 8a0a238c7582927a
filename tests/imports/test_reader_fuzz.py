"""Any bytes at all: taken with every line and character accounted for, or declined by a code."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.imports.reader_accounts import account_for

marks = st.text("ab1\",;\t|'=- \n\r\xac\xe9\x81\u2028\x0b\x1c\x85\ufeff", max_size=80)
cells = st.sampled_from(["a", "1", '"', '""', '"x"', '"x\ny"', "'", "", " ", '"x,y"', '"x', 'x"'])
delimiters = st.sampled_from([",", ";", "\t", "|", "\xac"])
ends = st.sampled_from(["\n", "\r\n", "\r"])
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850"])


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A text of records under a header, with quotes where they should and should not be."""
    delimiter, end = draw(delimiters), draw(ends)
    width = draw(st.integers(1, 5))
    records = draw(st.lists(st.lists(cells, min_size=1, max_size=width + 1), max_size=12))
    head = delimiter.join(f"h{n}" for n in range(width))
    return end.join([head, *map(delimiter.join, records)])


def outcome(content: bytes, name: str = "given.csv") -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return account_for(path)


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
@example(b"a,b\n1,\x81\n")
@example(b'a,b\n1,"\n\n')
def test_any_bytes_are_taken_or_declined(content: bytes) -> None:
    assert outcome(content)


@given(marks, encodings)
@example('h,i\n1,\n"\n"', "utf-8")
@example('h,i,j\n,",\n"" \n', "utf-8")
@example("\ufeff;", "utf-8-sig")
def test_every_line_of_any_marks_is_accounted_for(text: str, encoding: str) -> None:
    assert outcome(text.encode(encoding, "replace"))


@given(lists(), encodings)
def test_every_line_of_any_list_is_accounted_for(text: str, encoding: str) -> None:
    assert outcome(text.encode(encoding, "replace")) in ("taken", "file-empty", "encoding-unclear")


@pytest.mark.parametrize(
    ("content", "blank"), [(b'a,b\n1,2\n"\n\n"\n3,4\n', 3), (b"a,b\n1,2\n\n,\n3,4", 2)]
)
def test_a_blank_cell_over_several_lines_is_as_many_blank_lines(
    content: bytes, blank: int, tmp_path: Path
) -> None:
    from areateam.imports.reader import examine
    from tests.imports.reader_accounts import read_whole

    path = tmp_path / "given.csv"
    path.write_bytes(content)
    assert read_whole(examine(path)).blank == blank
