"""What goes out comes back: export, our own reader, the same values."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from areateam.catalogue.bare_words import bare_words
from areateam.catalogue.catalogue import load_catalogue
from areateam.core.column_checks import ColumnChecker
from areateam.core.columns import Column
from areateam.core.fields import Choice, Field, Kind, Value
from areateam.core.findings import Fault
from areateam.core.values import parse_value
from areateam.exports.export_cells import header_texts
from areateam.exports.export_table import export_table
from areateam.imports.reader import examine, read

CHOICES = (
    Choice("held", "Held, = signed"),
    Choice("@home", "@home"),
    Choice("-", "- none"),
    Choice("a", "B"),
    Choice("b", "A"),
)
FIELDS = (
    Field("text", "Text", max_length=40_000),
    Field("code", "Code", Kind.CODE, max_length=100),
    Field("postcode", "Postcode", Kind.POSTCODE),
    Field("phone", "Phone", Kind.PHONE),
    Field("email", "E-mail", Kind.EMAIL),
    Field("day", "Day", Kind.DATE),
    Field("money", "Money", Kind.MONEY),
    Field("number", "Number", Kind.INTEGER),
    Field("share", "Share", Kind.DECIMAL, places=2),
    Field("degrees", "Degrees", Kind.DECIMAL, places=6),
    Field("flag", "Flag", Kind.FLAG),
    Field("choice", "Choice", Kind.CHOICE, choices=CHOICES),
    Field("body", "Body", Kind.BODY),
)
COLUMNS = tuple(Column(field, field.key) for field in FIELDS)
NASTY = (
    "=1+1", "'=1+1", "''=1+1", "+44 1632 960001", "-7", "@SUM(A1)", "\uff1d1", " \t=x", "007",
    "00123.40", "it's", "'quoted'", "'", "''", '"', '""', 'a"b', "a,b;c|d", "one line\nthe next",
    "one line\r\nthe next", "old\rend", "<r>x</r>", "<b>&amp;</b>", "_x0041_", "_x000D_", "é",
    "\u200b=x", "\ufeff=x", "日本語", "😀", "e\u0301", "\u202eabc", "a\u2028b", "1E5", "TRUE",
    "2012-11-01", "a\tb", "£5", "#REF!", "\x0b", "a\x01b", "\x7f", "x\x85y", "NULL",
)  # fmt: skip

letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff")
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(letters, max_size=20),
    st.text("=+-@'\t\r\n \"\u200b\ufeff\uff1d0aA,;", max_size=6),
)
amounts = st.integers(-(10**12), 10**12)


def stored(field: Field) -> st.SearchStrategy[Value]:
    """Values such as the register holds: what some text would be read as."""
    match field.kind:
        case Kind.TEXT | Kind.CODE | Kind.BODY:
            return texts.map(lambda text: as_stored(field, text))
        case Kind.DATE:
            return st.dates(date(1901, 1, 1), date(2099, 12, 31)).map(str)
        case Kind.MONEY | Kind.INTEGER | Kind.DECIMAL:
            return amounts
        case Kind.FLAG:
            return st.sampled_from((0, 1))
        case Kind.CHOICE:
            return st.sampled_from([choice.value for choice in CHOICES])
    samples = {
        Kind.POSTCODE: ("DE56 1AB", "NG1 5FS"),
        Kind.PHONE: ("+44 1632 960001", "01632 960001", "(01632) 960 002 ext 3"),
        Kind.EMAIL: ("a@example.org", "+tag@example.org", "-x@example.org"),
    }
    return st.sampled_from(samples[field.kind])


def as_stored(field: Field, text: str) -> Value:
    """The text as the register would hold it; None where it would not."""
    value = parse_value(field, text)
    return None if isinstance(value, Fault) else value


lines = st.tuples(*(st.none() | stored(field) for field in FIELDS)).filter(any)
tables = st.lists(lines, min_size=1, max_size=6)


def read_back(path: Path, fields: tuple[Field, ...] = FIELDS) -> list[tuple[Value, ...]]:
    """The values that our own import takes from a file, none refused."""
    shape = examine(path, header=True, delimiter="," if path.suffix == ".csv" else None)
    rows: list[tuple[Value, ...]] = []
    for chunk in read(shape):
        columns = zip(*chunk.records, strict=True)
        checked = [ColumnChecker(f).check(c) for f, c in zip(fields, columns, strict=True)]
        assert [faults for _, faults in checked if faults] == []
        rows += zip(*(values for values, _ in checked), strict=True)
    return rows


def sent_and_read(format_: str, rows: list[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    """What comes back of rows written to a file of a format."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"out.{format_}"
        numbered = [(number, *row) for number, row in enumerate(rows, start=1)]
        assert export_table(path, format_, "Test", COLUMNS, numbered) == len(rows)
        return read_back(path)


def alone(*values: Value) -> list[tuple[Value, ...]]:
    """Rows with a value each in the first column, and a full last column."""
    return [(value, *[None] * (len(FIELDS) - 2), "5N6") for value in values]


@given(tables)
@example(alone(*(as_stored(FIELDS[0], text) for text in NASTY)))
@example([(None, "'QUOTED'", *[None] * (len(FIELDS) - 3), "'QUOTED'")])
def test_every_value_comes_back_from_csv(rows: list[tuple[Value, ...]]) -> None:
    assert sent_and_read("csv", rows) == rows


@settings(max_examples=40)
@given(tables)
@example(alone(*(as_stored(FIELDS[0], text) for text in NASTY)))
def test_every_value_comes_back_from_xlsx(rows: list[tuple[Value, ...]]) -> None:
    assert sent_and_read("xlsx", rows) == rows


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_the_list_of_naughty_strings_comes_back(format_: str, shared: Path | None) -> None:
    listed = list(NASTY)
    place = shared / "torture" / "blns" / "blns.json" if shared else None
    if place and place.exists():
        listed += json.loads(place.read_text(encoding="utf-8"))
    values = [as_stored(FIELDS[0], text) for text in listed]
    # What XML cannot hold is refused by name; see test_export_table.
    unfit = "\ufffe\uffff" if format_ == "xlsx" else ""
    rows = alone(*(value for value in values if value and not set(unfit) & set(str(value))))
    assert sent_and_read(format_, rows) == rows


def test_every_header_of_a_group_is_known_again() -> None:
    catalogue = load_catalogue()
    for group in catalogue.groups:
        fields = [f for f in catalogue.fields_of(group) if f.editable]
        headers = header_texts([Column(field, "") for field in fields])
        known = catalogue.headers_of(group)
        assert [known[bare_words(header)].key for header in headers] == [f.key for f in fields]


def test_headers_of_all_groups_together_are_all_different() -> None:
    catalogue = load_catalogue()
    headers = header_texts([Column(field, "") for field in catalogue.fields.values()])
    assert len(set(map(bare_words, headers))) == len(headers)
    assert "Annual value (£)" in headers
