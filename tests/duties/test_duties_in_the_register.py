"""Responsibilities in a real register: cells on their days, who answers, orphans, files."""

from __future__ import annotations

import random
from datetime import date
from functools import partial
from typing import Any

import pytest

from areateam.catalogue.catalogue import load_catalogue
from areateam.core.problems import UserProblem
from areateam.duties.cell_views import Line, changes_of, consequences, until_next
from areateam.duties.contact_actions import add_contact
from areateam.duties.duty_actions import (
    Cell,
    add_body,
    add_function,
    add_matrices,
    confirm_duty,
    set_body_days,
    set_cell,
    state_known,
)
from areateam.duties.duty_table_actions import HEADINGS, lines_read, put_lines, table_lines
from areateam.duties.duty_views import MatrixView, answers, matrix_view
from areateam.duties.orphan_actions import reassign, reassignable
from areateam.duties.orphan_views import Orphan, orphans_on
from areateam.duties.unnamed_views import calling_functions, unnamed
from areateam.office import Office
from areateam.organisations.contractor_rows import Person
from tests.ledger.made_records import add_contract

BEFORE, AFTER = date(2013, 3, 31), date(2013, 4, 1)
WINDOW = (date(2012, 6, 1), date(2014, 3, 31))


@pytest.fixture
def matrix(office: Office) -> MatrixView:
    if not office.store.connection.execute("SELECT 1 FROM duty_matrix").fetchone():
        seeded = load_catalogue().matrices.seeded
        office.write("Duties", lambda write: add_matrices(write, seeded))
    return matrix_view(office.store.connection)


def put(office: Office, function: str, body: str, **cell: Any) -> None:
    """Set a cell of the first matrix."""
    seen = matrix_view(office.store.connection)
    column = next(each.id for each in seen.bodies if each.code == body)
    office.write(
        "Cell", lambda write: set_cell(write, seen.function(function).id, column, Cell(**cell))
    )


def accountable(office: Office, function: str, day: date) -> list[str]:
    seen = matrix_view(office.store.connection)
    return [
        body
        for (code, body), duty in seen.cells_on(day).items()
        if code == function and "A" in duty.letters
    ]


def test_the_shipped_matrix_has_one_accountable_body_on_every_day(matrix: MatrixView) -> None:
    proof = matrix.proof(*WINDOW)
    assert (proof.functions, proof.days, proof.function_days) == (60, 669, 40_140)
    assert (proof.gaps, proof.overlaps) == ((), ())


def test_a_planted_overlap_and_gap_are_found_to_the_day(office: Office, matrix: MatrixView) -> None:
    assert matrix.proof(*WINDOW).gaps == ()
    put(office, "F23", "BSA", letters="A", first=date(2013, 3, 25), last=date(2013, 4, 5))
    put(office, "F29", "AT", letters="", first=date(2013, 4, 10), last=date(2013, 4, 12))
    proof = matrix_view(office.store.connection).proof(*WINDOW)
    (gap,) = proof.gaps
    assert (gap.function, gap.first, gap.last) == ("F29", date(2013, 4, 10), date(2013, 4, 12))
    assert [(each.first, each.last, each.holders) for each in proof.overlaps] == [
        (date(2013, 3, 25), BEFORE, ("BSA", "PCT")),
        (AFTER, date(2013, 4, 5), ("AT", "BSA")),
    ]
    office.undo()
    office.undo()
    again = matrix_view(office.store.connection).proof(*WINDOW)
    assert (again.gaps, again.overlaps) == ((), ())


def test_a_cell_keeps_what_stood_outside_its_days(office: Office, matrix: MatrixView) -> None:
    assert matrix.head.change_on == AFTER
    put(office, "F07", "AT", letters="C", first=date(2013, 6, 1), last=date(2013, 6, 30))
    cells = {
        day: matrix_view(office.store.connection).cells_on(day)["F07", "AT"]
        for day in (date(2013, 5, 31), date(2013, 6, 1), date(2013, 6, 30), date(2013, 7, 1))
    }
    assert [duty.letters for duty in cells.values()] == ["AR", "C", "C", "AR"]
    assert cells[date(2013, 7, 1)].source == cells[date(2013, 5, 31)].source
    put(office, "F07", "AT", letters="R", first=None)
    seen = matrix_view(office.store.connection)
    held = [duty for duty in seen.duties if (duty.function, duty.body) == ("F07", "AT")]
    assert [(duty.letters, duty.span.first, duty.span.last) for duty in held] == [("R", None, None)]


def test_a_body_that_ends_leaves_its_functions_to_nobody(
    office: Office, matrix: MatrixView
) -> None:
    team = next(body for body in matrix.bodies if body.own)
    ours = {d.function for d in matrix.duties if d.body == team.code and "A" in d.letters}
    last = date(2013, 12, 31)
    office.write("Ends", lambda write: set_body_days(write, team.id, AFTER, last))
    seen = matrix_view(office.store.connection)
    gaps = seen.proof(*WINDOW).gaps
    assert {gap.function for gap in gaps} == ours
    assert {(gap.first, gap.last) for gap in gaps} == {(date(2014, 1, 1), WINDOW[1])}
    orphans = orphans_on(office.store.connection, seen, date(2014, 1, 1))
    assert {(o.ref, o.owner, o.ended) for o in orphans} == {
        (code, "AT", "2013-12-31") for code in ours
    }


def test_what_is_own_knowledge_is_unconfirmed_until_somebody_confirms_it(
    office: Office, matrix: MatrixView
) -> None:
    def remarks() -> list[str]:
        seen = matrix_view(office.store.connection)
        return [remark.code for remark in seen.remarks(AFTER) if remark.function == "F09"]

    assert remarks() == ["duty-successor-unconfirmed"]
    duty = matrix.cells_on(AFTER)["F09", "AT"]
    office.write("Confirm", lambda write: confirm_duty(write, duty.id, AFTER, "tester"))
    assert remarks() == []


def test_a_function_of_ours_calls_until_a_person_is_named(
    office: Office, matrix: MatrixView
) -> None:
    connection = office.store.connection
    ours = unnamed(connection, matrix, AFTER)
    assert len(ours) == calling_functions(connection, BEFORE) > 1
    team = next(body.id for body in matrix.bodies if body.own)
    function = matrix.function(ours[0]).id

    def act(write: Any) -> int:
        person = write.insert(Person, name="Ann")
        return add_contact(write, team, person, function=function, last=AFTER)

    office.write("One", act)
    matrix = matrix_view(connection)
    assert unnamed(connection, matrix, AFTER) == ours[1:]
    assert unnamed(connection, matrix, date(2013, 4, 2)) == ours
    put(office, ours[0], "PHE", letters="A", first=AFTER)
    assert calling_functions(connection, AFTER) == len(ours)


def test_whom_to_ring_changes_with_the_day(office: Office, matrix: MatrixView) -> None:
    function = matrix.function("gms contract")
    team = next(body.id for body in matrix.bodies if body.own)

    def act(write: Any) -> None:
        general = write.insert(Person, name="Ann", phone="01", valid_to="2013-06-30")
        special = write.insert(Person, name="Ben", phone="02")
        add_contact(write, team, general, deputy=special)
        add_contact(write, team, special, function=function.id, first=date(2013, 5, 1))

    office.write("Contacts", act)
    matrix = matrix_view(office.store.connection)
    left = [r for r in matrix.remarks(date(2013, 7, 1)) if r.code == "duty-person-left"]
    # Every function of ours but the one that Ben has too is without a person once Ann has left.
    assert {(r.body, r.since) for r in left} == {("Ann", date(2013, 6, 30))}
    assert function.code not in {r.function for r in left}
    assert not any(r.code == "duty-person-left" for r in matrix.remarks(date(2013, 6, 30)))

    def ring(day: date) -> list[str]:
        found = answers(matrix, function, day)
        assert "A" in found[0].duty.letters
        return [contact.person for contact in found[0].contacts]

    assert ring(date(2013, 3, 1)) == []
    assert ring(date(2013, 4, 2)) == ["Ann"]
    assert ring(date(2013, 5, 1)) == ["Ben", "Ann"]
    assert ring(date(2013, 7, 1)) == ["Ben"]


def test_a_function_is_found_by_code_or_by_words(matrix: MatrixView) -> None:
    assert matrix.function("f29").name == "Pharmaceutical lists and market entry"
    assert matrix.function("fluoridation").code == "F28"
    for text, code in (("payments", "function-ambiguous"), ("zebra", "function-unknown")):
        with pytest.raises(UserProblem) as told:
            matrix.function(text)
        assert told.value.code == code


def test_a_matrix_goes_out_and_comes_back(office: Office, matrix: MatrixView) -> None:
    lines = list(table_lines(matrix))
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in (HEADINGS, *lines))
    assert lines_read(matrix, text) == []
    changed = text.replace('"F41","Controlled-drugs accountable officer","AT","AR"',
                           '"F41","Controlled-drugs accountable officer","AT","A"')  # fmt: skip
    (line,) = read = lines_read(matrix, changed)
    assert line.cell.letters == "A"
    office.write("Import", lambda write: put_lines(write, read))
    seen = matrix_view(office.store.connection)
    assert seen.cells_on(AFTER)["F41", "AT"].letters == "A"
    assert lines_read(seen, changed) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("F99,AT,A,,", "F99 is not known"),
        ("F01,AT,X,,", "none of"),
        ("F01,AT,A,2013-02-30,", "is not a date"),
        ("F01,AT,A,2013-05-01,2013-04-01", "its last day lies before its first"),
        ("F01,AT", "too many or too few"),
    ],
)
def test_a_line_that_cannot_be_taken_is_told(matrix: MatrixView, line: str, told: str) -> None:
    with pytest.raises(UserProblem) as problem:
        lines_read(matrix, f"function,body,letters,from,to\n{line}\n")
    assert told in str(problem.value.facts["detail"])
    assert problem.value.facts["line"] == 2


def test_codes_are_given_once_and_spans_run_forward(office: Office, matrix: MatrixView) -> None:
    head = matrix.head.id

    def refused(act: Any) -> str:
        with pytest.raises(UserProblem) as told:
            office.write("Refused", act)
        return told.value.code

    assert refused(lambda write: add_function(write, head, "F01", "Again", "")) == "code-taken"
    assert refused(lambda write: add_body(write, head, "AT", "Again")) == "code-taken"
    assert refused(lambda write: add_body(write, head, "ZZ", " ")) == "name-missing"
    assert refused(lambda write: add_matrices(write, load_catalogue().matrices.seeded))
    backwards = Cell("A", AFTER, BEFORE)
    assert refused(lambda write: set_cell(write, 1, 1, backwards)) == "days-backwards"
    assert refused(lambda write: set_cell(write, 1, 1, Cell("Q", None))) == "letters-unknown"
    made = office.write("Add", lambda write: add_function(write, head, "F61", "New", "")).result
    assert matrix_view(office.store.connection).function("F61").id == made
    assert accountable(office, "F61", AFTER) == []


def test_contracts_of_a_leaver_and_of_a_pct_without_a_team_are_orphans(office: Office) -> None:
    person = office.write(
        "Leaver", lambda write: write.insert(Person, name="Ann", valid_to="2013-02-28")
    ).result
    left = add_contract(office, name="Left", manager=person, area_team_code="Q55")
    alone = add_contract(office, name="Alone", pct_code="5ZZ")
    add_contract(office, name="Ended", manager=person, end_date="2012-12-31")
    known = add_contract(office, name="Known", pct_code="5N6")
    office.write(
        "PCT",
        lambda write: write.execute(
            "INSERT INTO body (made, code, kind_of, name, valid_to)"
            " VALUES (?, '5ZZ', 'pct', 'Nowhere', '2013-03-31')",
            (write.operation,),
        ),
    )

    def found(day: date) -> list[Orphan]:
        return [o for o in orphans_on(office.store.connection, None, day) if o.kind == "contract"]

    assert found(date(2013, 2, 28)) == []
    assert [o.id for o in found(date(2013, 3, 1))] == [left]
    assert [(o.id, o.owner) for o in found(AFTER)] == [(left, "Ann"), (alone, "Nowhere")]
    assert known not in [o.id for o in found(AFTER)]
    other = office.write("Other", lambda write: write.insert(Person, name="Ben")).result
    given = reassignable(found(AFTER))
    office.write("Give", lambda write: reassign(write, given, other))
    assert [o.id for o in found(AFTER)] == [alone]
    office.undo()
    assert [o.id for o in found(AFTER)] == [left, alone]


def test_what_is_shown_before_a_change_is_what_the_register_holds_after_it(
    office: Office, matrix: MatrixView
) -> None:
    chance = random.Random(2013)
    days = [date(2013, month, 1) for month in range(1, 13)]
    for _ in range(60):
        first, last = sorted(chance.sample(days, 2))
        line = Line(
            chance.choice(matrix.functions[:2]),
            chance.choice(matrix.bodies[:3]),
            Cell(
                chance.choice(("", "A", "R", "AR", "C")),
                chance.choice((first, None)),
                chance.choice((last, None)),
                "a paper",
            ),
        )
        (change,), foreseen = changes_of(matrix, [line])
        said = consequences(matrix, foreseen)
        office.write("Cell", partial(put_lines, lines=[line]))
        stands = matrix_view(office.store.connection)
        held = [
            [(d.function, d.body, d.letters, d.span, d.source) for d in each.duties]
            for each in (foreseen, stands)
        ]
        assert set(held[0]) == set(held[1])
        assert len(held[0]) == len(held[1])
        assert change.after == line.cell.letters
        window = (matrix.head.shown_from, matrix.head.shown_to)
        old, new = matrix.proof(*window), stands.proof(*window)
        amiss = [{*proof.gaps, *proof.overlaps} for proof in (old, new)]
        assert len(said) == len(amiss[1] - amiss[0])
        matrix = stands


def test_a_change_says_what_stood_in_the_cell_on_its_days(matrix: MatrixView) -> None:
    function, body = matrix.function("F23"), next(b for b in matrix.bodies if b.code == "AT")
    cell = Cell("R", date(2013, 3, 1), date(2013, 4, 30))
    (change,), _ = changes_of(matrix, [Line(function, body, cell)])
    assert change.words == "nothing, then AR → R"
    assert until_next(matrix, "F23", body, date(2013, 3, 1)) == BEFORE
    assert until_next(matrix, "F23", body, AFTER) is None


def test_sources_are_kept_by_the_table_and_a_missing_column_is_not_compared(
    office: Office, matrix: MatrixView
) -> None:
    duty = next(d for d in matrix.duties if d.evidence == "K")
    office.write("Known", lambda write: state_known(write, duty.id, "A paper", "D", 40, ""))
    for evidence, sure in (("X", None), ("K", 101)):
        act = partial(
            state_known, duty=duty.id, source="", evidence=evidence, confidence=sure, note=""
        )
        with pytest.raises(UserProblem):
            office.write("Known", act)
    now = matrix_view(office.store.connection)
    lines = [HEADINGS, *table_lines(now)]
    index = [HEADINGS.index(name) for name in ("function", "body", "letters", "from", "to")]
    whole = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    few = "\n".join(",".join(f'"{line[at]}"' for at in index) for line in lines)
    assert lines_read(now, whole) == []
    assert lines_read(now, few) == []
    changed = whole.replace('"A paper","D","40"', '"A paper","S","95"')
    (line,) = lines_read(now, changed)
    assert (line.cell.evidence, line.cell.confidence) == ("S", 95)
    office.write("Take in", lambda write: put_lines(write, [line]))
    assert lines_read(matrix_view(office.store.connection), changed) == []
    with pytest.raises(UserProblem, match="duties-line-refused"):
        lines_read(now, whole.replace('"D","40"', '"D","200"'))
