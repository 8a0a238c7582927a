"""The fast way says of each cell what the slow way says, only sooner."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from areateam.core.column_checks import ColumnChecker
from areateam.core.dates import DateOrder
from areateam.core.fields import Choice, Field, Kind, Value
from areateam.core.findings import Fault
from areateam.core.spreadsheet_text import guard_formula, guard_text, undo_formula_guard
from areateam.core.values import parse_value, plain_value

FIELDS = [
    Field("t", "Text", Kind.TEXT, max_length=12),
    Field("c", "Code", Kind.CODE, max_length=9),
    Field("b", "Body", Kind.BODY),
    Field("p", "Postcode", Kind.POSTCODE),
    Field("n", "Phone", Kind.PHONE, max_length=15),
    Field("e", "Email", Kind.EMAIL, max_length=20),
    Field("d", "Date", Kind.DATE, minimum="1950-01-01"),
    Field("m", "Money", Kind.MONEY),
    Field("l", "Limited", Kind.MONEY, minimum=0, maximum=10_000_000),
    Field("i", "Integer", Kind.INTEGER, minimum=-5),
    Field("1", "One place", Kind.DECIMAL, places=1),
    Field("3", "Three places", Kind.DECIMAL, places=3),
    Field("6", "Six places", Kind.DECIMAL, places=6),
    Field("9", "Nine places", Kind.DECIMAL, places=9),
    Field("f", "Flag", Kind.FLAG),
    Field("h", "Choice", Kind.CHOICE, choices=(Choice("a", "Alpha"), Choice("b", "Beta"))),
    Field("s", "Person", Kind.PERSON),
]
NUMBER_FIELDS = [
    field for field in FIELDS if field.kind in (Kind.MONEY, Kind.INTEGER, Kind.DECIMAL)
]
ODD = st.text(
    st.sampled_from("0123456789.,-+£()'=@ ENGfs/\0\n\r\t\x1f\N{NO-BREAK SPACE}ßé"), max_size=16
)
NUMBERS = st.from_regex(r"\A-?£?[0-9]{1,4}(,[0-9]{3}){0,2}(\.[0-9]{0,4})?\Z")
USUAL = st.sampled_from(
    [
        "",
        " ",
        "NG1 5FS",
        "ng15fs",
        "0115 9123344",
        "a@b.uk",
        "1/11/2012",
        "31/06/2013",
        "12.30",
        "-",
        "FA512",
        "fa512",
        "5.00E+01",
        "yes",
        "Alpha",
        "'=1+1",
        "'tis",
        "x" * 21,
        "1e-5",
        "1,234.56",
        "£1,234,567.8",
        "999999999999999999",
        "1234567890123",
        "0.1",
        "12",
        "-3",
        "'+44 115",
        "12.3,456",
        "12.,345",
        "1.2.3",
        "2012-11-01 10:00",
        "A\x1f'b",
        "a@b.uk\x1f",
    ]
)
CELLS = st.lists(ODD | NUMBERS | USUAL, max_size=90)


def one_by_one(
    field: Field, cells: list[str], blanks: frozenset[str]
) -> tuple[list[Value], list[tuple[int, Fault]]]:
    """Return what the checker must return, from the slow way alone."""
    values: list[Value] = []
    faults = []
    for place, cell in enumerate(cells):
        bare = cell.strip()
        outcome = None if bare in blanks else parse_value(field, undo_formula_guard(bare))
        if isinstance(outcome, Fault):
            faults.append((place, outcome))
            outcome = None
        values.append(outcome)
    return values, faults


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.label)
@settings(max_examples=25)
@given(chunks=st.lists(CELLS, max_size=3), blanks=st.sets(st.sampled_from(["-", "12", "FA512"])))
def test_the_fast_way_agrees_with_the_slow_way(
    field: Field, chunks: list[list[str]], blanks: set[str]
) -> None:
    checker = ColumnChecker(field, blanks=frozenset(blanks))
    for cells in chunks:
        assert checker.check(cells) == one_by_one(field, cells, frozenset(blanks))


@pytest.mark.parametrize("field", NUMBER_FIELDS, ids=lambda field: field.label)
@settings(max_examples=25)
@given(cells=st.lists(NUMBERS | st.sampled_from(["", "12", "0.5"]), min_size=1, max_size=200))
def test_long_columns_of_numbers_agree_too(field: Field, cells: list[str]) -> None:
    assert ColumnChecker(field).check(cells) == one_by_one(field, cells, frozenset())


def test_a_fault_is_found_in_its_place_among_many() -> None:
    cells = [f"{pounds}.10" for pounds in range(1000)]
    cells[777] = "12.345"
    values, faults = ColumnChecker(Field("m", "Money", Kind.MONEY)).check(cells)
    assert faults == [(777, Fault("money-too-precise"))]
    assert values[777] is None
    assert values[776] == 77610
    assert values[999] == 99910


def test_repeated_faults_are_found_each_time() -> None:
    checker = ColumnChecker(Field("d", "Date", Kind.DATE))
    for _ in range(2):
        values, faults = checker.check(["31/06/2013", "1/7/2013", "31/06/2013"])
        assert values == [None, "2013-07-01", None]
        assert faults == [(place, Fault("date-impossible", "June has 30 days")) for place in (0, 2)]


def test_dates_follow_the_order_of_the_column() -> None:
    checker = ColumnChecker(Field("d", "Date", Kind.DATE), DateOrder.MDY)
    assert checker.check(["11/01/2012"])[0] == ["2012-11-01"]
    undecided = ColumnChecker(Field("d", "Date", Kind.DATE), DateOrder.UNDECIDED)
    assert undecided.check(["11/01/2012"])[1] == [(0, Fault("date-order-undecided"))]


def test_a_time_of_day_is_noted() -> None:
    checker = ColumnChecker(Field("d", "Date", Kind.DATE))
    checker.check(["1/11/2012 00:00"])
    assert checker.notes == {}
    checker.check(["1/11/2012 10:30", "1/11/2012 11:30"])
    assert checker.notes == {"time-ignored": "1/11/2012 10:30"}


def test_what_the_export_guards_the_import_takes_back() -> None:
    field = Field("t", "Text", Kind.TEXT)
    texts = ["=1+1", "'=1", "-x", "St Ann's", "'tis", "@a", "plain"]
    cells = [guard_formula(plain_value(field, text)) for text in texts]
    assert cells != texts
    assert ColumnChecker(field).check(cells) == (texts, [])


@pytest.mark.bench
def test_a_hundred_thousand_cells_take_a_fraction_of_a_second() -> None:
    columns = [
        (Kind.DATE, [f"{n % 28 + 1:02}/{n % 12 + 1:02}/{1990 + n % 23}" for n in range(100_000)]),
        (Kind.MONEY, [f"{n * 7919 % 1_000_003}.{n % 100:02}" for n in range(100_000)]),
        (Kind.CODE, [f"F{n:05}" for n in range(100_000)]),
        (Kind.POSTCODE, [f"NG{n % 30 + 1} {n % 9}FS" for n in range(100_000)]),
        (Kind.TEXT, [f"{n} High Street" for n in range(100_000)]),
    ]
    for kind, cells in columns:
        checker = ColumnChecker(Field("k", "Label", kind))
        started = time.process_time()
        for start in range(0, len(cells), 1000):
            assert not checker.check(cells[start : start + 1000])[1]
        # Cell by cell the same columns take from 0.1 to 1 s; joined from 0.01 to 0.06 s.
        assert time.process_time() - started < 0.25


@pytest.mark.parametrize("kind", list(Kind))
def test_what_a_failed_formula_leaves_is_a_fault_in_every_field(kind: Kind) -> None:
    field = Field("x", "X", kind, choices=(Choice("a", "A"),))
    cells = ["#REF!", "", " #N/A ", "#DIV/0!"]
    values, faults = ColumnChecker(field).check(cells)
    assert values == [None] * 4
    assert faults == [(place, Fault("cell-error")) for place in (0, 2, 3)]


def test_a_text_that_only_reads_like_an_error_comes_back() -> None:
    for text in ("#REF!", "'#REF!", "#N/A", "# 1", "#REF! of old", "#ref!"):
        values, faults = ColumnChecker(FIELDS[0]).check([guard_text(text)])
        assert (values, faults) == ([text], [])
