"""The file of rejected lines goes out, is corrected, and comes in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from areateam.imports.rejects import write_rejects_of_batch
from areateam.office import Office
from tests.imports.taking_in import ods_line, outcomes, rows, take_in

HEAD = "Contract No,Contractor,Contract Type,Start Date,End Date"


def _file(folder: Path, text: str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_only_the_bad_lines_go_out_each_with_its_reasons(office: Office, tmp_path: Path) -> None:
    text = (
        f'{HEAD}\r\nC1,"A, B",GDS,13/01/2006,\r\nC2,=1+1,XYZ,31/02/2006,\r\n'
        "C3,Mr C,GDS,13/01/2006,\r\n"
    )
    rejects = tmp_path / "rejects.csv"
    staged = take_in(office, _file(tmp_path, text), rejects=rejects)
    assert outcomes(staged) == {"new": 2, "rejected": 1}
    raw = rejects.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    head, line, rest = raw.decode("utf-8-sig").split("\r\n")
    assert head == f"{HEAD},Line,Reason"
    assert line.startswith("C2,'=1+1,XYZ,31/02/2006,,3,")
    assert "choices" in line
    assert "31/02/2006 is not a date" in line
    assert rest == ""
    # The same from the batch, when the side file is long gone.
    again = tmp_path / "again.csv"
    assert write_rejects_of_batch(office.store.connection, 1, again) == 1
    assert again.read_text("utf-8-sig").splitlines()[0] == f"{HEAD},Line,Reason"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "¬"])
def test_a_corrected_line_comes_in(office: Office, tmp_path: Path, delimiter: str) -> None:
    text = f"{HEAD}\nC1,Mr A,GDS,13/01/2006,\nC2,Mr B,XYZ,13/01/2006,\nC3,Mr C,XYZ,13/01/2006,\n"
    rejects = tmp_path / "rejects.csv"
    take_in(office, _file(tmp_path, text.replace(",", delimiter)), rejects=rejects)
    corrected = rejects.read_text("utf-8-sig").replace(f"Mr B{delimiter}XYZ", f"Mr B{delimiter}GDS")
    assert outcomes(take_in(office, rejects)) == {"rejected": 2}
    staged = take_in(office, _file(tmp_path, corrected, "again.csv"), rejects=rejects)
    assert outcomes(staged) == {"new": 1, "rejected": 1}
    # What is left goes out once more without a second pair of columns.
    third = rejects.read_text("utf-8-sig").splitlines()
    assert third[0].split(delimiter)[-2:] == ["Line", "Reason"]
    assert third[0].count("Reason") == 1
    assert len(third) == 2
    assert rows(office, "SELECT contract_no FROM contract ORDER BY 1") == [("C1",), ("C2",)]
    # The whole original, corrected alike, states nothing new.
    whole = text.replace("Mr B,XYZ", "Mr B,GDS").replace(",", delimiter)
    assert outcomes(take_in(office, _file(tmp_path, whole))) == {"same": 2, "rejected": 1}


def test_a_file_without_a_header_stays_without_one(office: Office, tmp_path: Path) -> None:
    good = "".join(ods_line(f"C8{n:04}", amended="0") for n in range(60))
    bad = ods_line("C81999", amended="0", opened="20060231")
    rejects = tmp_path / "rejects.csv"
    assert outcomes(take_in(office, _file(tmp_path, good + bad), rejects=rejects)) == {
        "new": 60,
        "rejected": 1,
    }
    (line,) = rejects.read_text("utf-8-sig").splitlines()
    assert line.split(",")[27] == "61"
    again = _file(tmp_path, line.replace("20060231", "20060228") + "\r\n", "again.csv")
    staged = take_in(office, again)
    assert staged.profile.key == "ods-gp-practices"
    assert outcomes(staged) == {"new": 1}
    assert rows(office, "SELECT start_date FROM contract WHERE ods_code = 'C81999'") == [
        ("2006-02-28",)
    ]
