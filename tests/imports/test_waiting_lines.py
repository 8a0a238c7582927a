"""Waiting lines are found, given to people, put right, taken in, closed, and never lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from areateam.core.problems import UserProblem
from areateam.imports.import_views import batches, field_labels, waiting_counts
from areateam.imports.waiting_actions import Decision, assign, close_lines
from areateam.imports.waiting_filter import parse_filter
from areateam.imports.waiting_views import (
    WaitingList,
    waiting_count,
    waiting_facets,
    waiting_line,
    waiting_lines,
    waiting_standing,
)
from areateam.organisations.contractor_rows import Person
from tests.imports.taking_in import outcomes, rows, take_in, take_text

if TYPE_CHECKING:
    from areateam.office import Office

HEAD = "Contract No,Contractor,Contract Type,Start Date,Contract value"
TEXT = (
    f"{HEAD}\nC1,Mr A,GDS,13/01/2006,\nC2,Mr B,XYZ,13/01/2006,\nC3,Mr C,GDS,31/02/2006,12\n"
    "C4,Mr D,GDS,13/01/2006,\n"
)
DAY = date(2012, 11, 1)


@pytest.fixture
def waiting(office: Office, tmp_path: Path) -> list[int]:
    """Two refused lines of one file; two others went in."""
    staged = take_text(office, tmp_path, TEXT, pct="5N6")
    assert outcomes(staged) == {"new": 2, "rejected": 2}
    return [view.held for view in waiting_lines(office.store.connection)]


def numbers(office: Office) -> list[str]:
    return [no for (no,) in rows(office, "SELECT contract_no FROM contract ORDER BY 1")]


def states(office: Office) -> dict[int, str]:
    views = waiting_lines(office.store.connection, parse_filter(["state=all"]))
    return {view.line: view.state for view in views}


def corrected(office: Office, held: int, **cells: str) -> Decision:
    view = waiting_line(office.store.connection, held)
    assert view is not None
    texts = [cells.get(n.replace(" ", "_"), cell) for n, cell in view.named_cells]
    return Decision(held, cells=tuple(texts))


def test_a_line_put_right_goes_in_by_one_step_and_undo_brings_it_back(
    office: Office, waiting: list[int]
) -> None:
    before = numbers(office)
    done, operations = office.decide_waiting([corrected(office, waiting[0], Contract_Type="GDS")])
    assert [each.outcome for each in done] == ["new"]
    assert numbers(office) == ["C1", "C2", "C4"]
    view = waiting_line(office.store.connection, waiting[0])
    assert view is not None
    assert (view.state, view.closed_by, view.closed_on) == ("taken-in", "tester", "2012-11-01")
    assert rows(office, "SELECT contract_no, pct_code FROM contract WHERE id = ?", view.record) == [
        ("C2", "5N6")
    ]
    assert waiting_count(office.store.connection) == 1
    # The import itself is one line in the list of imports, and where the value came from is its.
    assert [b.file for b in batches(office.store.connection)] == ["taken.csv"]
    office.undo(operations[0])
    assert numbers(office) == before
    assert states(office) == {3: "open", 4: "open"}
    office.redo()
    assert states(office) == {3: "taken-in", 4: "open"}
    assert office.check() == []


def test_a_line_that_is_still_wrong_waits_with_what_was_typed_and_why(
    office: Office, waiting: list[int]
) -> None:
    done, _ = office.decide_waiting([corrected(office, waiting[1], Start_Date="30/02/2006")])
    assert done[0].outcome == "rejected"
    view = waiting_line(office.store.connection, waiting[1])
    assert view is not None
    assert (view.came[3], view.cells[3], view.state) == ("31/02/2006", "30/02/2006", "open")
    assert "30/02/2006" in view.reasons({})[0]
    labels = field_labels(office.catalogue)
    (_, row) = WaitingList(office.store.connection, labels).rows(0, 9)
    assert "30/02/2006" in row[4]
    assert numbers(office) == ["C1", "C4"]


def test_reading_without_writing_leaves_no_trace(office: Office, waiting: list[int]) -> None:
    last = rows(office, "SELECT max(id) FROM operation")
    done, operations = office.decide_waiting(
        [corrected(office, waiting[0], Contract_Type="GDS")], dry_run=True
    )
    assert (done[0].outcome, operations) == ("new", [])
    assert rows(office, "SELECT max(id) FROM operation") == last
    assert not list(office.path.parent.glob(".*.stage"))


def test_two_lines_of_one_number_read_together_refuse_each_other(
    office: Office, waiting: list[int]
) -> None:
    both = [
        corrected(office, waiting[0], Contract_Type="GDS", Contract_No="C9"),
        corrected(office, waiting[1], Start_Date="28/02/2006", Contract_No="C9"),
    ]
    done, _ = office.decide_waiting(both)
    assert {each.outcome for each in done} == {"rejected"}
    assert {each.findings[0].code for each in done} == {"key-repeated"}


def test_a_closed_line_is_not_decided_again_and_undo_opens_it(
    office: Office, waiting: list[int]
) -> None:
    written = office.write(
        "Close", lambda w: close_lines(w, waiting, "no-contract", DAY, "PCT wrote on 1 Nov")
    )
    assert written.result == 2
    assert waiting_counts(office.store.connection) == (0, 0)
    assert states(office) == {3: "no-contract", 4: "no-contract"}
    done, operations = office.decide_waiting([corrected(office, waiting[0], Contract_Type="GDS")])
    assert (done[0].outcome, operations) == ("decided", [])
    assert office.write("Again", lambda w: close_lines(w, waiting, "left-out", DAY)).changes is None
    office.undo()
    assert waiting_counts(office.store.connection) == (0, 2)


def test_lines_are_given_to_a_person_with_a_date_and_found_by_it(
    office: Office, waiting: list[int]
) -> None:
    person = office.write("P", lambda w: w.insert(Person, name="L. Marsh")).result
    office.write(
        "Give",
        lambda w: assign(w, waiting[:1], manager=person, due_on=date(2012, 10, 30), note="Rang"),
    )
    connection = office.store.connection
    assert waiting_count(connection, parse_filter(["manager=L. Marsh"])) == 1
    assert waiting_count(connection, parse_filter(["manager="])) == 1
    assert waiting_count(connection, parse_filter(["due=2012-10-30"])) == 1
    assert waiting_count(connection, parse_filter(["text=rang mr"])) == 1
    standing = waiting_standing(connection, "2012-11-01")
    assert (standing.refused, standing.late, standing.since[:10]) == (2, 1, "2012-11-01")
    assert standing.whose == (("", 1), ("L. Marsh", 1))
    with pytest.raises(UserProblem, match="nothing-given"):
        office.write("Nothing", lambda w: assign(w, waiting))


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("pct=5N6", 2),
        ("pct=5N7", 0),
        ("file=TAKEN.csv", 2),
        ("batch=b1", 2),
        ("kind=not-a-choice", 1),
        ("kind=date-impossible|start_date", 1),
        ("kind=date-impossible|end_date", 0),
        ("held=refused", 2),
        ("held=in doubt", 0),
        ("text=C3", 1),
        ("text=%", 0),
        ("state=taken in", 0),
        ("state=all", 2),
    ],
)
@pytest.mark.usefixtures("waiting")
def test_lines_are_found_by(office: Office, where: str, count: int) -> None:
    wanted = parse_filter([where])
    assert waiting_count(office.store.connection, wanted) == count
    assert len(list(waiting_lines(office.store.connection, wanted))) == count


def test_an_unknown_word_in_a_filter_is_named() -> None:
    with pytest.raises(UserProblem, match="unknown-field"):
        parse_filter(["colour=red"])


@pytest.mark.usefixtures("waiting")
def test_facets_count_what_each_value_would_give(office: Office) -> None:
    labels = field_labels(office.catalogue)
    found = waiting_facets(office.store.connection, labels, parse_filter(["kind=not-a-choice"]))
    assert found["held"] == [("rejected", "rejected", 1)]
    assert found["pct"] == [("5N6", "5N6", 1)]
    assert [(key, count) for key, _, count in found["kind"]] == [
        ("date-impossible|start_date", 1),
        ("not-a-choice|contract_type", 1),
    ]


def test_an_undone_import_has_no_waiting_lines(office: Office, waiting: list[int]) -> None:
    office.undo()
    assert waiting_counts(office.store.connection) == (0, 0)
    assert waiting_line(office.store.connection, waiting[0]) is None


def test_dates_are_read_in_the_order_that_the_whole_file_proved(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "us.csv"
    path.write_text(
        "Contract No,Contractor,Contract Type,Start Date\nC1,Mr A,GDS,01/13/2006\n"
        "C2,Mr B,XYZ,02/03/2006\n"
    )
    assert outcomes(take_in(office, path)) == {"new": 1, "rejected": 1}
    (view,) = waiting_lines(office.store.connection)
    office.decide_waiting([corrected(office, view.held, Contract_Type="GDS")])
    assert rows(office, "SELECT start_date FROM contract WHERE contract_no = 'C2'") == [
        ("2006-02-03",)
    ]


def test_a_line_taken_in_and_then_imported_again_states_nothing_new(
    office: Office, tmp_path: Path, waiting: list[int]
) -> None:
    office.decide_waiting([corrected(office, waiting[0], Contract_Type="GDS")])
    staged = take_text(office, tmp_path, TEXT.replace("XYZ", "GDS"), pct="5N6")
    assert outcomes(staged) == {"same": 3, "rejected": 1}


def test_a_bad_line_that_comes_with_every_file_is_asked_about_once(
    office: Office, tmp_path: Path, waiting: list[int]
) -> None:
    take_text(office, tmp_path, TEXT, pct="5N6")
    connection = office.store.connection
    assert waiting_counts(connection) == (0, 2)
    assert {view.held for view in waiting_lines(connection)} == set(waiting)
    office.write("Close", lambda w: close_lines(w, waiting[:1], "no-contract", DAY))
    take_text(office, tmp_path, TEXT.replace("31/02/2006", "30/02/2006"), pct="5N6")
    # What was answered stays so; a line that says something else is a question of its own.
    assert [view.cells[3] for view in waiting_lines(connection)] == ["31/02/2006", "30/02/2006"]
    # The same words in another PCT's list are about another contract.
    take_text(office, tmp_path, TEXT, pct="5N7")
    assert waiting_count(connection, parse_filter(["pct=5N7"])) == 2


def test_a_line_held_again_waits_by_itself_once_the_first_import_is_undone(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(f"{HEAD}\nC2,Mr B,XYZ,13/01/2006,\n")
    for _ in range(2):
        assert outcomes(take_in(office, path)) == {"rejected": 1}
    assert waiting_counts(office.store.connection) == (0, 1)
    office.undo(rows(office, "SELECT operation FROM batch WHERE id = 1")[0][0])
    (view,) = waiting_lines(office.store.connection)
    assert view.batch == 2


def test_a_line_that_fits_several_goes_to_the_contract_that_a_person_names(
    office: Office, tmp_path: Path
) -> None:
    head = "Contract No,Contractor,Contract Type,PCT,Start Date"
    take_text(office, tmp_path, f"{head}\nC1,Mr A,GDS,5N6,13/01/2006\nC1,Mr B,GDS,5N7,13/01/2006\n")
    staged = take_text(office, tmp_path, f"{HEAD}\nC1,Mr B,GDS,14/01/2006,5\n")
    assert outcomes(staged) == {"doubtful": 1}
    (view,) = waiting_lines(office.store.connection)
    assert view.findings[0].code == "key-ambiguous"
    ((second,),) = rows(office, "SELECT id FROM contract WHERE name = 'Mr B'")
    again, _ = office.decide_waiting([Decision(view.held)])
    assert again[0].outcome == "doubtful"
    done, operations = office.decide_waiting([Decision(view.held, contract=second)])
    assert done[0].outcome == "changed", done
    starts = "SELECT start_date FROM contract ORDER BY id"
    assert rows(office, starts) == [("2006-01-13",), ("2006-01-14",)]
    office.undo(operations[0])
    assert rows(office, starts) == [("2006-01-13",), ("2006-01-13",)]
