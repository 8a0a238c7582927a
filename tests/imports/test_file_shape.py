"""Delimiter, quotes, title lines and header: found where they are, and not where they are not."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from areateam.core.problems import FileProblem
from areateam.imports.file_shape import Layout, header_score, kind_of, lay_out_rows, lay_out_text

PATH = Path("given.csv")


def laid_out(
    text: str, delimiter: str | None = None, header: bool | int | None = None
) -> Layout:  # fmt: skip
    return lay_out_text(list(io.StringIO(text, newline="")), PATH, delimiter, header=header)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "\xac"])
def test_each_delimiter_is_found(delimiter: str) -> None:
    lines = ["Code,Name,List", "A81001,The Surgery,4500", "A81002,Other Surgery,200"]
    found = laid_out("\r\n".join(lines).replace(",", delimiter))
    assert (found.dialect.delimiter, found.width, found.header_line) == (delimiter, 3, 1)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name;paid\na;1,50\nb;2,75\n", ";"),
        ("1,50;2,75\n3,25;4,50\n", ";"),
        ("a|b\nSmith, J|1\nJones, K|2\n", "|"),
        ("name,note\nx,see a|b\ny,see c|d\n", ","),
        ("Name\nSmith\nJones\nBrown, J\n", ""),
        ('"a","b;c"\n"1","2;3"\n', ","),
        ("one\ntwo\n", ""),
    ],
)
def test_signs_inside_cells_do_not_mislead(text: str, delimiter: str) -> None:
    assert laid_out(text).dialect.delimiter == delimiter


def test_the_line_that_names_the_separator_is_followed_and_kept() -> None:
    found = laid_out("sep=|\ncode|name\nA1|x, y\n")
    assert (found.dialect.delimiter, found.header_line, found.first_line) == ("|", 2, 3)
    assert found.preamble == ("sep=|",)


def test_the_users_delimiter_comes_first() -> None:
    assert laid_out("a;b,c;d\n1;2,3;4\n", ",").width == 2
    assert laid_out("a;b,c;d\n1;2,3;4\n").width == 3


def test_title_lines_stand_above_the_header() -> None:
    found = laid_out("List of practices\r\n\r\nAs at 1/11/2012,,\r\nCode,Name,List\r\nA1,x,3\r\n")
    assert found.header == ("Code", "Name", "List")
    assert (found.header_line, found.first_line) == (4, 5)
    assert found.preamble == ("List of practices", "", "As at 1/11/2012,,")


@pytest.mark.parametrize(
    "text",
    [
        '"A81043","THE MANOR","Y54","19740401"\n"A81044","MCKENZIE","Y54","19740401"\n',
        "A1,NG1 5FS\nB2,LE1 1AA\n",
        "Smith,12\nJones,13\n",
        "28/01/2018,x\n29/01/2018,y\n",
        "foo\nfoo\nfoo\n",
        "A81001,5E1,W\nA81001,00K,W\nA81002,00K,W\n",
    ],
)
def test_a_file_without_header_is_not_given_one(text: str) -> None:
    found = laid_out(text)
    assert (found.header, found.header_line, found.first_line) == ((), None, 1)


@pytest.mark.parametrize(
    "text",
    [
        "a,b,c\n1,2,3\n",
        "name,place\nhello,goodbye\n",
        "Year,2011,2012\nleeds,5,6\n",
        "Code,Name\nA81001,x\nA81002,y\n",
        "a,b\n",
        "a,b\na,b\n1,2\n3,4\n",
    ],
)
def test_a_header_is_found(text: str) -> None:
    assert laid_out(text).header_line == 1


def test_the_user_may_say_where_the_header_is() -> None:
    text = "x,y\nCode,Name\nA1,b\n"
    assert laid_out(text, header=2).header == ("Code", "Name")
    assert laid_out(text, header=2).first_line == 3
    assert laid_out(text, header=False).header == ()
    assert laid_out("1,2\n3,4\n", header=True).header == ("1", "2")
    with pytest.raises(FileProblem) as caught:
        laid_out(text, header=9)
    assert caught.value.code == "header-line-missing"


def test_a_header_may_hold_a_line_break() -> None:
    found = laid_out('Code,"List\nsize"\nA1,5\nA2,6\n')
    assert (found.header, found.first_line) == (("Code", "List\nsize"), 3)


def test_ragged_lines_above_the_first_record_stay_data_where_no_header_is() -> None:
    found = laid_out("1,2\n3,4,5\n6,7,8\n")
    assert (found.first_line, found.preamble) == (1, ())


def test_quotes_are_characters_where_the_file_never_quotes() -> None:
    assert laid_out('a\xacb\nThe "Old" House\xac1\n"x" y\xac2\n').dialect.quote == ""
    assert laid_out('a\tb\nThe "Old" House\t1\n6" pipe\t2\n').dialect.quote == ""
    assert laid_out('a\xacb\n"x"\xac"1"\n"y"\xac"2"\n').dialect.quote == '"'
    assert laid_out("a,b\n'x, y','1'\n'z','2'\n'w','5'\n").dialect.quote == "'"
    assert laid_out("a,b\nO'Brien,D'Arcy\n").dialect.quote == '"'


def test_blanks_before_an_opening_quote_are_seen_through() -> None:
    found = laid_out('date, sum, place\n2011, "6,000", Galway\n2012, "7,000", Cork\n')
    assert (found.width, found.dialect.blanks) == (3, True)


def test_a_delimiter_at_the_end_of_each_line_is_no_column() -> None:
    found = laid_out("a,b\n1,2,\n3,4,\n5,6,\n")
    assert (found.width, found.loose_end) == (2, True)


def test_columns_beyond_the_header_are_kept_where_they_are_regularly_filled() -> None:
    assert laid_out("a,b\n1,2,x\n3,4,y\n", header=1).width == 3


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(FileProblem) as caught:
        laid_out(",".join("abcd" * 600) + "\n")
    assert caught.value.code == "file-too-wide"


def test_a_sheet_has_its_header_below_the_titles() -> None:
    rows = [["Practices", "", ""], ["", "", ""], ["Code", "Name", ""], ["A1", "x", ""]]
    found = lay_out_rows(rows, PATH)
    assert (found.header, found.header_line, found.first_line, found.width) == (
        ("Code", "Name"), 3, 4, 2,
    )  # fmt: skip
    assert found.preamble == ("Practices", "")


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("", ""), ("2012", "y"), ("2012/13", "y"), ("1/11/2012", "d"), ("1 Nov 2012", "d"),
     ("2012-11-01", "d"), ("£1,200.50", "n"), ("-3", "n"), ("12%", "n"), ("NG1 5FS", "p"),
     ("A81001", "w"), ("Male 0-4", "w")],
)  # fmt: skip
def test_kinds_of_cell(cell: str, kind: str) -> None:
    assert kind_of(cell) == kind


def test_a_header_cell_speaks_by_differing_from_what_is_below() -> None:
    assert header_score(["Paid"], [["1"], ["2"]]) == 1
    assert header_score(["3"], [["1"], ["2"]]) == -3
    assert header_score(["Code"], [["A81001"], ["A81002"]]) == 1
    assert header_score(["A81000"], [["A81001"], ["A81002"]]) == -1
    assert header_score(["yes"], [["no"], ["yes"]]) == -1
