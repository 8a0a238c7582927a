"""A list comes in, its bad lines go to the PCT, the answers come back, the register is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from areateam.cli import main
from areateam.core.problems import FileProblem, UserProblem
from areateam.core.queries import ANSWER, ASK, CORRECT, CORRECTED, GONE, HEADINGS, REMARK
from areateam.exports.query_sheet import write_query_sheet
from areateam.imports.answer_actions import is_answered
from areateam.imports.import_views import waiting_counts
from areateam.imports.query_views import queries_of_waiting
from areateam.imports.sheet_reader import Book
from areateam.imports.waiting_actions import close_lines
from areateam.imports.waiting_filter import parse_filter
from areateam.imports.waiting_views import waiting_lines
from tests.imports.taking_in import outcomes, rows, take_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from areateam.office import Office

LIST = (
    "Contract No,Contractor,Contract Type,Start Date,Telephone\n"
    "007,Mr A,GDS,13/01/2006,0115 9001234\n"
    "008,Mr B,XYZ,13/01/2006,0115 9001235\n"
    "009,=HYPERLINK(1),GDS,31/02/2006,'=1\n"
    "010,Ms D,ABC,13/01/2006,\n"
    "011,Ms E,ABC,13/01/2006,\n"
)


def write_sheet(office: Office, path: Path, *where: str) -> int:
    """The query sheet of the lines that wait."""
    lines = queries_of_waiting(office.store.connection, office.catalogue, parse_filter(where))
    return write_query_sheet(path, lines, {"5N6": "Derbyshire"}, asked_by="Asked on 1 Nov 2012")


def table_of(path: Path, sheet: str = "") -> tuple[list[list[str]], int]:
    """The rows of a sheet and the place of its headings."""
    book = Book(path)
    found = list(book.rows(sheet or book.sheets[0]))
    return found, next(at for at, row in enumerate(found) if HEADINGS[0] in row)


def answer(path: Path, out: Path, **answers: Any) -> None:
    """Write the sheet anew as a PCT sends it back; `answers` change rows by their numbers."""
    found, head = table_of(path)
    names = found[head]
    book = Workbook(str(out), {"strings_to_formulas": False})
    sheet = book.add_worksheet("Back")
    for at, row in enumerate(found):
        cells = dict(zip(names, row, strict=True))
        change = answers.get("n" + cells.get("Contract No", "")) if at > head else None
        if change:
            change(cells)
        for place, text in enumerate(cells.values() if at > head else row):
            sheet.write_string(at, place, text)
    book.close()


def set_to(**values: str) -> Callable[[dict[str, str]], None]:
    """What changes some cells of a row, `Start_Date` for "Start Date"."""
    return lambda cells: cells.update({k.replace("_", " "): v for k, v in values.items()})


@pytest.fixture
def waiting(office: Office, tmp_path: Path) -> Path:
    """The query sheet about four lines of a list of five."""
    assert outcomes(take_text(office, tmp_path, LIST, pct="5N6")) == {"new": 1, "rejected": 4}
    sheet = tmp_path / "query.xlsx"
    assert write_sheet(office, sheet) == 4
    return sheet


def numbers(office: Office) -> list[str]:
    return [no for (no,) in rows(office, "SELECT contract_no FROM contract ORDER BY 1")]


def test_answers_go_in_are_closed_or_left_and_one_undo_takes_them_back(
    office: Office, waiting: Path, tmp_path: Path
) -> None:
    back = tmp_path / "back.xlsx"
    answer(
        waiting,
        back,
        n008=set_to(Answer=CORRECTED, Contract_Type="GDS"),
        n009=set_to(Start_Date="28/02/2006"),
        n010=set_to(Answer=GONE, Remark="Closed in 2009"),
    )
    assert is_answered(back)
    answered = office.take_answers(back)
    assert answered.taken_in == 2
    assert answered.count("closed") == 1
    assert answered.answers.unanswered == 1
    assert numbers(office) == ["007", "008", "009"]
    # A text that a spreadsheet might run comes back as it went.
    assert rows(office, "SELECT name FROM contract WHERE contract_no = '009'") == [
        ("=HYPERLINK(1)",)
    ]
    assert waiting_counts(office.store.connection) == (0, 1)
    (gone,) = waiting_lines(office.store.connection, parse_filter(["state=no-contract"]))
    assert gone.note == "Closed in 2009"
    (operation,) = answered.operations
    # The same sheet once more changes nothing and says so.
    last = rows(office, "SELECT max(id) FROM operation")
    again = office.take_answers(back)
    assert (again.answers.again, again.answers.unanswered, again.operations) == (3, 1, ())
    assert again.answers.not_taken == ()
    assert rows(office, "SELECT max(id) FROM operation") == last
    office.undo(operation)
    assert numbers(office) == ["007"]
    assert waiting_counts(office.store.connection) == (0, 4)
    assert office.check() == []


def test_an_answer_to_a_line_decided_meanwhile_is_reported_and_left(
    office: Office, waiting: Path, tmp_path: Path
) -> None:
    back = tmp_path / "back.xlsx"
    answer(waiting, back, n008=set_to(Answer=CORRECTED, Contract_Type="GDS"))
    held = next(v.held for v in waiting_lines(office.store.connection) if v.code == "008")
    office.write("Close", lambda w: close_lines(w, [held], "left-out", office.today()))
    answered = office.take_answers(back)
    assert [each.code for each in answered.answers.not_taken] == ["answer-late"]
    assert answered.operations == ()
    assert numbers(office) == ["007"]


def test_what_is_still_wrong_waits_with_what_was_answered(
    office: Office, waiting: Path, tmp_path: Path
) -> None:
    back = tmp_path / "back.xlsx"
    answer(
        waiting,
        back,
        n008=set_to(Answer=CORRECT),
        n009=set_to(Answer=CORRECTED, Start_Date="30/02/2006"),
        n010=set_to(Answer=ASK, Remark="Which type?"),
        n011=set_to(Answer="perhaps"),
    )
    answered = office.take_answers(back)
    assert answered.count("rejected") == 2
    assert answered.count("kept") == 1
    assert [each.code for each in answered.answers.not_taken] == ["answer-unreadable"]
    views = {view.code: view for view in waiting_lines(office.store.connection)}
    assert views["009"].cells[3] == "30/02/2006"
    assert views["010"].note == "Which type?"
    before = rows(office, "SELECT max(id) FROM operation")
    assert office.take_answers(back).operations == ()
    assert rows(office, "SELECT max(id) FROM operation") == before


def test_good_cells_are_locked_and_faulty_ones_open_with_their_lists(waiting: Path) -> None:
    with ZipFile(waiting) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        styles = package.read("xl/styles.xml").decode()
        names = package.namelist()
    assert "<sheetProtection" in sheet
    assert "<f>" not in sheet
    assert styles.count('locked="0"') == 1
    assert not any("vba" in name.lower() for name in names)
    # Contract Type of 008, 010 and 011 and the answers are lists; the date of 009 only says why.
    assert sheet.count('type="list"') == 4
    assert 'sqref="E5:E8"' in sheet
    assert '<col min="1" max="1"' in sheet
    assert 'hidden="1"' in sheet
    found, head = table_of(waiting)
    assert found[head][: len(HEADINGS)] == list(HEADINGS)
    assert "XYZ" in found[head + 1][3]
    assert found[head + 1][6] == "008"


def test_each_pct_has_a_sheet_of_its_own(office: Office, waiting: Path, tmp_path: Path) -> None:
    take_text(office, tmp_path, LIST.replace("008", "018"), pct="5N7")
    out = tmp_path / "both.xlsx"
    assert write_sheet(office, out) == 8
    assert Book(out).sheets == ("5N6 Derbyshire", "5N7", "Lists")
    assert write_sheet(office, out, "pct=5N7") == 4


def test_a_text_too_long_for_a_cell_is_said_and_nothing_is_written(
    office: Office, tmp_path: Path
) -> None:
    take_text(office, tmp_path, f"{LIST}012,{'x' * 32_768},XYZ,13/01/2006,\n")
    out = tmp_path / "query.xlsx"
    with pytest.raises(UserProblem, match="export-cell-too-long"):
        write_sheet(office, out)
    assert not out.exists()


def test_answers_about_a_list_that_is_not_here_are_declined(
    office: Office, waiting: Path, tmp_path: Path
) -> None:
    office.undo()
    with pytest.raises(FileProblem, match="not-answers"):
        office.take_answers(waiting)


def test_a_plain_list_is_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    assert not is_answered(path)
    assert not is_answered(tmp_path / "missing.xlsx")


def test_a_sheet_saved_as_csv_answers_too(office: Office, waiting: Path, tmp_path: Path) -> None:
    found, head = table_of(waiting)
    row = dict(zip(found[head], found[head + 1], strict=True))
    row |= {ANSWER: CORRECTED, REMARK: "It is, GDS", "Contract Type": "GDS"}
    path = tmp_path / "back.csv"
    lines: Sequence[Sequence[str]] = [*found[: head + 1], list(row.values())]
    path.write_text("\r\n".join(",".join(f'"{c}"' for c in line) for line in lines))
    assert is_answered(path)
    assert office.take_answers(path).taken_in == 1
    assert numbers(office) == ["007", "008"]


def test_from_the_shell_before_anything_is_written(register: Path, tmp_path: Path) -> None:
    path, sheet, back = tmp_path / "list.csv", tmp_path / "query.xlsx", tmp_path / "back.xlsx"
    path.write_text(LIST)
    where = ["--register", str(register), "--quiet"]
    assert main(["import", str(path), "--dry-run", "--query-sheet", str(sheet), *where]) == 0
    answer(sheet, back, n008=set_to(Answer=CORRECTED, Contract_Type="GDS"))
    # Its list is not in the register yet.
    assert main(["import", str(back), *where]) == 3
    assert main(["import", str(path), *where]) == 0
    assert main(["import", str(back), *where]) == 0
    out = tmp_path / "rest.xlsx"
    assert main(["export", "waiting", "--format", "xlsx", "-o", str(out), *where]) == 0
    found, head = table_of(out)
    assert [row[6] for row in found[head + 1 :]] == ["009", "010", "011"]
