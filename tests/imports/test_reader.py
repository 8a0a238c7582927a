"""Records of text files: every line taken, counted or named; nothing swallowed, nothing lost."""

from __future__ import annotations

import csv
import io
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areateam.core.findings import Finding, Weight
from areateam.core.problems import FileProblem
from areateam.imports import encodings, text_reader
from areateam.imports.reader import Chunk, FileShape, examine, read


def chunk_of(shape: FileShape, size: int = 1000) -> Chunk:
    """The whole file as one chunk."""
    whole = Chunk()
    for chunk in read(shape, size):
        whole.raw |= {len(whole.records) + index: raw for index, raw in chunk.raw.items()}
        whole.lines += chunk.lines
        whole.records += chunk.records
        whole.findings += chunk.findings
        whole.blank += chunk.blank
    return whole


def given_file(tmp_path: Path, content: bytes | str, name: str = "given.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def took(tmp_path: Path, content: bytes | str, size: int = 1000) -> Chunk:
    return chunk_of(examine(given_file(tmp_path, content)), size)


def codes(findings: list[Finding]) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in findings]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_every_encoding_and_line_end_gives_the_same_records(
    tmp_path: Path, encoding: str, end: str
) -> None:
    text = end.join(["code,name", "A1,Café", 'A2,"x, y"', "A3,last"])
    found = took(tmp_path, text.encode(encoding))
    assert found.records == [["A1", "Café"], ["A2", "x, y"], ["A3", "last"]]
    assert found.lines == [2, 3, 4]
    assert found.findings == []


def test_line_ends_may_be_mixed(tmp_path: Path) -> None:
    shape = examine(given_file(tmp_path, "a,b\r\n1,2\n3,4\r5,6"))
    assert shape.newline == "mixed"
    assert chunk_of(shape).lines == [2, 3, 4]


def test_lines_are_physical_lines_even_after_a_cell_with_line_breaks(tmp_path: Path) -> None:
    found = took(tmp_path, 'a,b\n1,"x\r\ny\nz"\n2,w\n\n3,v\n')
    assert found.records == [["1", "x\r\ny\nz"], ["2", "w"], ["3", "v"]]
    assert found.lines == [2, 5, 7]
    assert found.blank == 1


def test_a_chunk_may_end_inside_a_cell(tmp_path: Path) -> None:
    content = "a,b\n" + "".join(
        f'{n},"x\ny {n}"\n' if n % 3 == 0 else f"{n},z\n" for n in range(50)
    )
    for size in (1, 2, 7, 1000):
        found = took(tmp_path, content, size)
        assert [record[0] for record in found.records] == [str(n) for n in range(50)]
        assert found.lines[-1] == 2 + 49 + 17
        assert found.findings == []


def test_quotes_that_do_not_quote(tmp_path: Path) -> None:
    found = took(tmp_path, 'a\xacb\r\n1\xacThe "Old" House\r\n2\xac"x" y\r\n'.encode("cp1252"))
    assert found.records == [["1", 'The "Old" House'], ["2", '"x" y']]


def test_doubled_quotes_and_empty_quoted_cells(tmp_path: Path) -> None:
    found = took(tmp_path, 'a,b,c\n1,"say ""no""",""\n"2","","x"\n"3",""",""","y"\n')
    assert found.records == [["1", 'say "no"', ""], ["2", "", "x"], ["3", '","', "y"]]


def test_an_open_quote_is_named_and_swallows_nothing(tmp_path: Path) -> None:
    lines = "".join(f"{n},b{n},c\n" for n in range(3, 2000))
    found = took(tmp_path, f'x,y,z\n1,b,c\n2,"b,c\n{lines}')
    assert len(found.records) == 1999
    assert found.records[1] == ["2", '"b', "c"]
    assert found.records[-1] == ["1999", "b1999", "c"]
    assert found.lines == list(range(2, 2001))
    assert codes(found.findings) == [(3, "quote-unclosed")]
    assert found.findings[0].weight is Weight.DOUBTFUL
    assert found.findings[0].detail.startswith("4 to ")


def test_an_open_quote_that_a_later_quote_would_close(tmp_path: Path) -> None:
    found = took(tmp_path, 'x,y,z\n1,"b,c\n2,d,e\n3,f,"\n4,g,h\n')
    assert [record[0] for record in found.records] == ["1", "2", "3", "4"]
    assert codes(found.findings) == [(2, "quote-unclosed"), (4, "quote-unclosed")]


def test_an_open_quote_in_the_last_line(tmp_path: Path) -> None:
    found = took(tmp_path, 'x,y\n1,2\n3,"4')
    assert found.records == [["1", "2"], ["3", '"4']]
    assert codes(found.findings) == [(3, "quote-unclosed")]


def test_a_quote_on_every_line_costs_no_more_than_the_lines(tmp_path: Path) -> None:
    content = "a,b,c\n" + "".join(f'{n},"x{n},c\n' for n in range(3000))
    found = took(tmp_path, content)
    assert len(found.records) == len(found.findings) == 3000


@pytest.mark.parametrize(
    ("line", "record", "code"),
    [
        ('1,""a, b","c"', ["1", '"a, b', "c"], "quote-stray"),
        ('1,"2,"c, d"', ["1", '"2', "c, d"], "quote-unclosed"),
        ('1,"b","c" "', ["1", "b", 'c" '], "quote-stray"),
        ('1,"b" ,c', ["1", "b", "c"], "quote-stray"),
    ],
)
def test_a_stray_quote_is_read_so_that_the_line_fits(
    tmp_path: Path, line: str, record: list[str], code: str
) -> None:
    found = took(tmp_path, f"x,y,z\n7,8,9\n{line}\n4,5,6\n")
    assert found.records == [["7", "8", "9"], record, ["4", "5", "6"]]
    assert codes(found.findings) == [(3, code)]


def test_ragged_records_are_named_and_kept_as_they_stood(tmp_path: Path) -> None:
    found = took(tmp_path, "x,y,z\n1,2,3\n4,5\n6,7,8,9\n1,2,3\n")
    assert found.records == [["1", "2", "3"], ["4", "5", ""], ["6", "7", "8"], ["1", "2", "3"]]
    assert found.raw == {1: ["4", "5"], 2: ["6", "7", "8", "9"]}
    assert found.findings == [
        Finding(3, "", "ragged-short", "4,5", "2 of 3 columns"),
        Finding(4, "", "ragged-long", "6,7,8,9", "4 of 3 columns"),
    ]


def test_an_extra_delimiter_at_the_end_is_not_ragged_where_it_cannot_be_a_shift(
    tmp_path: Path,
) -> None:
    found = took(tmp_path, "x,y\n1,2,\n3,4,\n5,6\n")
    assert (found.records, found.findings) == ([["1", "2"], ["3", "4"], ["5", "6"]], [])


def test_an_extra_cell_before_an_empty_last_one_is_doubtful(tmp_path: Path) -> None:
    found = took(tmp_path, "x,y,z\n1,2,\n3,4,\n,5,6,\n7,8,\n")
    assert [(f.line, f.code, f.weight) for f in found.findings] == [
        (4, "ragged-long", Weight.DOUBTFUL)
    ]
    assert found.raw == {2: ["", "5", "6", ""]}


def test_a_short_record_may_lack_columns_without_a_name(tmp_path: Path) -> None:
    found = took(tmp_path, "x,y,,\n1,2,,\n3,4\n5\n")
    assert codes(found.findings) == [(4, "ragged-short")]
    assert found.records[1] == ["3", "4", "", ""]


def test_blank_lines_are_counted(tmp_path: Path) -> None:
    found = took(tmp_path, 'a,b\n\n1,2\n,\n   \n"",""\n3,4\n\n\n')
    assert found.records == [["1", "2"], ["3", "4"]]
    assert (found.lines, found.blank) == ([3, 7], 6)


def test_a_header_in_the_middle_is_data_but_named(tmp_path: Path) -> None:
    found = took(tmp_path, "a,b\n1,2\na,b\n3,4\nTotal,6\n")
    assert len(found.records) == 4
    assert codes(found.findings) == [(3, "header-repeated")]


def test_bytes_that_the_encoding_does_not_define_are_named(tmp_path: Path) -> None:
    content = b"a,b\n1,\x91quoted\x92 \x91so\x92 \xa35\n2,x\x81y\n3,plain words all\n"
    found = took(tmp_path, content)
    assert codes(found.findings) == [(3, "character-undefined")]
    assert found.records[1] == ["2", "x\x81y"]


def test_a_mixed_encoding_is_said_once(tmp_path: Path) -> None:
    content = "name,x\nCafé,1\n".encode() + b"O\x92Brien,2\nsome more plain words,3\n"
    assert codes(took(tmp_path, content).findings) == [(0, "encoding-mixed")]


def test_a_cell_that_is_one_apostrophe_opens_no_quote(tmp_path: Path) -> None:
    found = took(tmp_path, "a,b,c\n,','\n,','\n")
    assert found.records == [["", "'", "'"], ["", "'", "'"]]


def test_apostrophes_in_place_of_quotes_are_read_and_said(tmp_path: Path) -> None:
    found = took(tmp_path, "a,b\n'x, y','1'\n'it''s','2'\n'z','3'\n")
    assert found.records == [["x, y", "1"], ["it's", "2"], ["z", "3"]]
    assert codes(found.findings) == [(0, "quote-apostrophe")]


def test_a_line_above_records_without_header_is_named(tmp_path: Path) -> None:
    found = took(tmp_path, "Extract\n1,2\n3,4\n")
    assert codes(found.findings) == [(1, "line-above-records")]
    assert found.lines == [2, 3]


def test_only_a_header(tmp_path: Path) -> None:
    shape = examine(given_file(tmp_path, "a,b,c\n"))
    assert (shape.header, shape.header_line, list(read(shape))) == (("a", "b", "c"), 1, [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\r\n", "file-empty"),
        (b"a,b\n1,\x00\n", "file-has-nul"),
        (b"%PDF-1.4 something", "file-is-other"),
        (b"GIF89a...", "file-is-other"),
        (b"SQLite format 3\x00...", "file-is-other"),
        (b"<!DOCTYPE html><table>", "file-is-other"),
        (b'{"a": 1}', "file-is-other"),
        (b'[\n  "", "x"]', "file-is-other"),
        (b",".join([b"x"] * 20_000), "file-too-wide"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(FileProblem) as caught:
        took(tmp_path, content)
    assert caught.value.code == code


def test_a_wide_line_late_in_the_file_is_refused_with_its_line(tmp_path: Path) -> None:
    for cells in (5_000, 2_000_000):
        with pytest.raises(FileProblem) as caught:
            took(tmp_path, "a,b\n" + "1,2\n" * 2000 + "x" + ",x" * cells + "\n")
        assert (caught.value.code, caught.value.facts["line"]) == ("file-too-wide", 2002)


def test_a_cell_over_the_cap_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_reader, "CELL_CAP", 1000)
    with pytest.raises(FileProblem) as caught:
        took(tmp_path, 'a,b\n1,2\n3,"' + "x" * 2000 + '"\n')
    assert (caught.value.code, caught.value.facts["line"]) == ("cell-too-long", 3)


def test_a_first_line_longer_than_the_sample_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "SAMPLE_BYTES", 1000)
    with pytest.raises(FileProblem) as caught:
        took(tmp_path, "x" * 2000 + "\n1\n")
    assert caught.value.code == "line-too-long"


def test_a_file_changed_since_it_was_examined_is_not_read(tmp_path: Path) -> None:
    shape = examine(given_file(tmp_path, "a,b\n1,2\n"))
    given_file(tmp_path, "a,b\n1,2\n3,4\n")
    with pytest.raises(FileProblem) as caught:
        list(read(shape))
    assert caught.value.code == "file-changed"


def test_what_the_user_says_comes_first(tmp_path: Path) -> None:
    path = given_file(tmp_path, b"x;y,z\n\x9c1;2,3\n")
    shape = examine(path, encoding="cp1252", delimiter=",", header=False)
    assert chunk_of(shape).records == [["x;y", "z"], ["œ1;2", "3"]]
    with pytest.raises(FileProblem) as caught:
        examine(path, delimiter="::")
    assert caught.value.code == "delimiter-unusable"


CELLS = st.text(
    st.sampled_from(string.ascii_letters + string.digits + ",;|\t\"'\n\r é£¬"), max_size=8
)


@given(st.integers(2, 5), st.data())
def test_what_a_csv_writer_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, width: int, data: st.DataObject
) -> None:
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=12))
    stream = io.StringIO()
    every = data.draw(st.booleans())
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL)
    writer.writerow([f"column {n}" for n in range(width)])
    writer.writerows(rows)
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_bytes(stream.getvalue().encode())
    shape = examine(path, delimiter=",", header=1)
    found = chunk_of(shape, data.draw(st.sampled_from([1, 3, 1000])))
    assert found.records == [row for row in rows if any(row)]
    assert found.findings == []


@given(st.text(st.sampled_from('ab1,"\n\r;é '), min_size=1, max_size=60))
def test_no_line_of_any_text_is_lost(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:  # fmt: skip
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(text.encode())
    try:
        shape = examine(path, delimiter=",")
    except FileProblem:
        assert not text.strip()
        return
    found = chunk_of(shape)
    kept = "".join(shape.preamble) + "".join(shape.header)
    for index, record in enumerate(found.records):
        kept += "".join(found.raw.get(index, record))
    for letter in "ab1;é":
        assert kept.count(letter) == text.count(letter)
    assert found.lines == sorted(set(found.lines))


EXPECTED = {
    "gp/epraccur_2015-08.csv": ("utf-8", ",", None, 12_705, 27),
    "gp/egpam_2015-12-18_practices-only.csv": ("utf-8", ",", None, 125, 27),
    "gp/GP.csv": ("cp1252", "\xac", 1, 9_970, 22),
    "gp/nhspaymentsgp-15-16-csv.csv": ("cp1252", ",", 1, 7_841, 56),
    "gp/Patient_List_Size_2013_04-06.csv": ("utf-8", ",", 1, 9_754, 26),
    "dental/egdpprac.csv": ("utf-8", ",", None, 10_410, 27),
    "dental/Dentists.csv": ("cp1252", "\xac", 1, 7_823, 19),
    "dental/uda_contractor_202312.csv": ("utf-8", ",", 1, 6_767, 22),
    "pharmacy/Pharmacy.csv": ("cp1252", "\xac", 1, 11_799, 22),
    "pharmacy/PharmacyServices.csv": ("cp1252", "\xac", 1, 6_380, 2),
    "optometry/Optician_17_area_teams.csv": ("cp1252", "\xac", 1, 4_730, 21),
    "lookups/at.csv": ("utf-8", ",", 1, 25, 3),
    "lookups/CCG_APR_2013.csv": ("cp1252", ",", 1, 211, 3),
    "lookups/CCG13_NHSAT13_NHSCR13_EW_LU.csv": ("utf-8", ",", 1, 211, 6),
    "lookups/epcmem.csv": ("utf-8", ",", None, 47_822, 6),
    "lookups/LAT.csv": ("cp1252", "\xac", 1, 25, 19),
    "lookups/NHSAT_APR_2013_EN_NC.csv": ("utf-8", ",", 1, 25, 2),
    "lookups/PCO12_SHA12_EN_LU.csv": ("utf-8", ",", 1, 155, 6),
    "lookups/PCO_2012.csv": ("utf-8", ",", 1, 151, 3),
    "lookups/SHA_2012.csv": ("utf-8", ",", 1, 10, 3),
}


def test_the_published_files_are_read_whole(shared: Path | None) -> None:
    folder = (shared or Path("nowhere")) / "data"
    for name, (encoding, delimiter, header, records, width) in EXPECTED.items():
        if not (folder / name).exists():
            continue
        shape = examine(folder / name)
        found = chunk_of(shape)
        seen = (shape.encoding, shape.delimiter, shape.header_line, len(found.records), shape.width)
        assert (name, seen) == (name, (encoding, delimiter, header, records, width))
        assert (found.findings, found.blank) == ([], 0)
        assert found.lines == list(range(shape.first_line, shape.first_line + records))
