"""Headings on two lines are taken for one heading each; a line of values never is a heading."""

from __future__ import annotations

from pathlib import Path

import pytest

from areateam.imports.heading_lines import in_two_lines
from areateam.imports.reader import examine, read

FIRST = ["Ref", "Deal", "", "Place", "", "Paid"]
SECOND = ["", "sort", "since", "street", "town", ""]
BODY = [["D1", "GMS", "13/04/2004", "1 High St", "Derby", "5"]]


def test_a_group_goes_before_each_of_its_parts() -> None:
    assert in_two_lines(FIRST, SECOND, BODY) == (
        "Ref", "Deal sort", "Deal since", "Place street", "Place town", "Paid"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "body"),
    [
        (FIRST, SECOND, []),
        (["Ref", "Deal", "Sort", "Place", "Town", "Paid"], SECOND, BODY),
        (FIRST, ["", "sort", "", "street", "town", ""], BODY),
        (FIRST, SECOND, [["", "GMS", "13/04/2004", "1 High St", "Derby", ""]]),
        (FIRST, SECOND, [["D1", "sort", "since", "1 High St", "Derby", "5"]]),
        (FIRST, ["D0", "sort", "since", "street", "town", "6"], BODY),
    ],
)
def test_other_lines_are_no_second_line_of_headings(
    first: list[str], second: list[str], body: list[list[str]]
) -> None:
    assert in_two_lines(first, second, body) is None


def test_a_file_with_merged_headings_is_read_from_the_line_below(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    lines = ["A title,,,,,", *(",".join(line) for line in (FIRST, SECOND, *BODY * 3))]
    path.write_text("\n".join(lines) + "\n")
    shape = examine(path)
    assert (shape.header_line, shape.first_line, shape.header[1]) == (2, 4, "Deal sort")
    assert [chunk.records for chunk in read(shape)] == [BODY * 3]
    assert "merged" in " ".join(shape.reasons)
