"""The case list, its cube and its board agree with each case's own standing and stage."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from areateam.cases.case_actions import (
    NewCase,
    correct_entry,
    finish_step,
    note_entry,
    open_case,
    remove_entry,
    skip_step,
)
from areateam.cases.case_board_views import board_cards, board_columns, board_ids
from areateam.cases.case_clock_actions import accept_supposed
from areateam.cases.case_day_views import Supposed, suppose
from areateam.cases.case_list_views import (
    USUAL_FILTER,
    case_columns,
    case_list,
    late_cases,
    read_case_cube,
)
from areateam.cases.case_rules import Phase, Rulebook, phase_of
from areateam.cases.case_timeline_views import (
    Category,
    case_history,
    case_timeline,
    entries_of,
)
from areateam.cases.case_views import Standing, case_view
from areateam.cases.pause_actions import pause_step
from areateam.cases.rulebook_views import rulebook
from areateam.contracts.contract_filter import Condition, Filter
from areateam.core.problems import UserProblem
from areateam.office import Office
from tests.demo_register import open_demo

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.core.columns import Column

TODAY = date(2012, 11, 1)
DAY_BEFORE = date(2012, 10, 31)


@pytest.fixture(scope="module")
def office(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = open_demo(demo_file, tmp_path_factory.mktemp("lists") / "demo.areateam")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def book(office: Office) -> Rulebook:
    return rulebook(office.store.connection, office.catalogue, TODAY)


@pytest.fixture(scope="module")
def every(book: Rulebook) -> tuple[Column, ...]:
    return case_columns(book)


def everyone(office: Office) -> list[int]:
    return [row[0] for row in office.store.connection.execute("SELECT id FROM case_file")]


def test_the_demo_has_the_cases_of_its_pictures(demo_file: Path, tmp_path: Path) -> None:
    """12 late, of which 9 by law; 17 of R. Osei's are open (mockups 01 and 05)."""
    # One of its own: other tests open and close cases in the register that they share.
    own = open_demo(demo_file, tmp_path / "demo.areateam")
    try:
        _check_pictures(own.store.connection, rulebook(own.store.connection, own.catalogue, TODAY))
    finally:
        own.close()


def _check_pictures(connection: sqlite3.Connection, book: Rulebook) -> None:
    assert late_cases(connection, book) == 12
    (theirs,) = connection.execute(
        "SELECT count(*) FROM case_file c JOIN person p ON p.id = c.manager_id"
        " WHERE c.closed_on IS NULL AND p.name = 'R. Osei'"
    ).fetchone()
    assert theirs == 17
    row = connection.execute(
        "SELECT c.id FROM case_file c JOIN contract k ON k.id = c.contract_id"
        " WHERE k.name = 'Hallam Fields Surgery'"
    ).fetchone()
    decide = {step.key: step for step in case_view(connection, book, row[0]).steps}["decide"]
    assert (decide.legal, decide.working, decide.left) == ("2012-11-04", "2012-11-02", 1)


def test_the_list_says_of_each_case_what_its_page_says(
    office: Office, book: Rulebook, every: tuple[Column, ...]
) -> None:
    connection = office.store.connection
    shown = [column for column in every if column.key in ("standing", "next_due", "phase")]
    rows = case_list(connection, every, shown).rows(0, 1000)
    assert len(rows) == len(everyone(office))
    keys = [column.key for column in shown]
    for record, *values in rows:
        row = dict(zip(keys, values, strict=True))
        view = case_view(connection, book, record)
        standing = None if view.standing is Standing.CLOSED else view.standing.value
        assert row["standing"] == standing
        assert row["next_due"] == view.next_due
        assert row["phase"] == phase_of(view.procedure, view.stage).value


def test_the_cube_counts_as_the_list_does(office: Office, every: tuple[Column, ...]) -> None:
    connection = office.store.connection
    for extra in ({}, {"group_key": "gp"}, {"standing": "late"}, {"phase": Phase.BEGUN.value}):
        wanted = USUAL_FILTER
        for key, value in extra.items():
            wanted = wanted.choosing(key, (value,))
        cube = read_case_cube(connection, every, wanted)
        assert cube.total(wanted) == case_list(connection, every, (), wanted).count()
        for key, counts in cube.counts(wanted).items():
            for each, count in counts.items():
                only = wanted.choosing(key, (each,))
                assert case_list(connection, every, (), only).count() == count


def test_the_board_has_each_case_once_by_phase_and_by_stage(
    office: Office, every: tuple[Column, ...]
) -> None:
    connection = office.store.connection
    closures = USUAL_FILTER.choosing("procedure", ("list-closure",))
    for wanted, procedure in ((USUAL_FILTER, ""), (closures, "list-closure"), (Filter(), "")):
        columns = board_columns(connection, every, office.catalogue, wanted, procedure)
        ids = [board_ids(connection, every, wanted, c.value, procedure) for c in columns]
        assert [len(found) for found in ids] == [column.count for column in columns]
        whole = Counter(record for found in ids for record in found)
        assert set(whole) == set(case_list(connection, every, (), wanted).ids())
        assert set(whole.values()) == {1}
        for found in ids:
            due = [card.due or "9999" for card in board_cards(connection, every, found)]
            assert due == sorted(due)


def test_a_stage_chosen_among_the_facets_leaves_the_other_columns_empty(
    office: Office, every: tuple[Column, ...]
) -> None:
    wanted = USUAL_FILTER.choosing("phase", (Phase.TO_DECIDE.value,))
    columns = board_columns(office.store.connection, every, office.catalogue, wanted)
    assert {c.value for c in columns if c.count} == {Phase.TO_DECIDE.value}


def test_every_stage_of_every_procedure_has_its_phase(office: Office) -> None:
    for procedure in office.catalogue.procedures.known.values():
        phases = [phase_of(procedure, stage.key) for stage in procedure.stage]
        order = [list(Phase).index(phase) for phase in phases if phase is not Phase.TO_DECIDE]
        assert order == sorted(order)
        assert phase_of(procedure, "") is Phase.FINISHING


def fresh(office: Office, book: Rulebook) -> int:
    (contract,) = office.store.connection.execute(
        "SELECT id FROM contract WHERE group_key = 'gp' AND id NOT IN"
        " (SELECT contract_id FROM case_file WHERE contract_id > 0) ORDER BY id LIMIT 1"
    ).fetchone()
    new = NewCase("list-closure", date(2012, 10, 22))
    return office.write("Open", lambda write: open_case(write, book, contract, new)).result


def test_what_is_supposed_is_what_comes_of_it(office: Office, book: Rulebook) -> None:
    connection = office.store.connection
    case = fresh(office, book)
    supposed = Supposed(received=date(2012, 10, 26), dates={"reopening": "2013-06-01"})
    moved = {each.key: each.then for each in suppose(connection, book, case, supposed)}
    before = {s.key: s.legal for s in case_view(connection, book, case).steps}
    assert moved["decide"] == "2012-11-15"
    office.write("Accept", lambda write: accept_supposed(write, book, case, supposed))
    after = {s.key: s.legal for s in case_view(connection, book, case).steps}
    assert {key: after[key] for key in moved} == moved
    assert all(before[key] == day for key, day in after.items() if key not in moved)
    office.undo()
    assert {s.key: s.legal for s in case_view(connection, book, case).steps} == before


def test_a_reply_that_is_supposed_starts_what_follows(office: Office, book: Rulebook) -> None:
    case = fresh(office, book)
    moved = suppose(office.store.connection, book, case, Supposed(done={"decide": "2012-11-09"}))
    assert [(m.key, m.now, m.then) for m in moved if m.key == "notify"] == [
        ("notify", None, "2012-11-16")
    ]


def test_the_timeline_has_all_categories_and_the_journal_who_did_what(
    office: Office, book: Rulebook
) -> None:
    connection = office.store.connection
    case = fresh(office, book)
    office.write("Log done", lambda write: finish_step(write, book, case, "log", TODAY))
    office.write("Skip", lambda write: skip_step(write, book, case, "support", "Not wanted"))
    first = date(2012, 10, 29)
    office.write(
        "Pause",
        lambda write: pause_step(
            write, book, case, "consult", reason="waiting for another body", evidence="mail",
            first=first, last=first,
        ),
    )  # fmt: skip
    lines = case_timeline(connection, case)
    labels = [line.text for line in lines if line.category is Category.SYSTEM]
    assert any(text.startswith("Pause (") and "→" in text for text in labels)
    assert "Open" in labels
    assert any("skipped, Not wanted" in line.text for line in lines)
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    fields = {(line.kind, line.field) for line in case_history(connection, case)}
    assert {("case_step", "done_on"), ("case_pause", ""), ("case_file", "")} <= fields


def test_a_line_that_was_entered_is_corrected_and_taken_away(
    office: Office, book: Rulebook
) -> None:
    connection = office.store.connection
    case = fresh(office, book)
    entry = office.write("Note", lambda w: note_entry(w, case, TODAY, "note", "Rang Ann")).result
    before = entries_of(connection, case)
    office.write("Correct", lambda w: correct_entry(w, case, entry, text="Rang Anne"))
    office.write(
        "Move", lambda w: correct_entry(w, case, entry, on=DAY_BEFORE, category="communication")
    )
    line = next(line for line in case_timeline(connection, case) if line.entry)
    assert (line.at, line.category, line.text) == (
        DAY_BEFORE.isoformat(), Category.COMMUNICATION, "Rang Anne",
    )  # fmt: skip
    assert line.entry is not None
    assert [each.before for each in line.entry.corrections] == ["Rang Ann"]
    office.write("Remove", lambda w: remove_entry(w, case, entry))
    lines = [line.text for line in case_timeline(connection, case)]
    assert [text for text in lines if "Rang" in text] == [
        "Remove (before: “Rang Anne”)", "Correct (before: “Rang Ann”)",
    ]  # fmt: skip
    assert ("case_entry", "*") in {(x.kind, x.field) for x in case_history(connection, case)}
    for _ in range(3):
        office.undo()
    assert entries_of(connection, case) == before
    other = fresh(office, book)
    with pytest.raises(UserProblem) as raised:
        office.write("Not", lambda w: remove_entry(w, other, entry))
    assert raised.value.code == "entry-unknown"


def test_a_standing_of_none_is_a_closed_case(office: Office, every: tuple[Column, ...]) -> None:
    wanted = Filter((Condition("state", "in", ("closed",)),))
    (standing,) = [column for column in every if column.key == "standing"]
    rows = case_list(office.store.connection, every, (standing,), wanted).rows(0, 100)
    assert rows
    assert {row[1] for row in rows} == {None}
