"""What the review shows of a staged file: rows in order, filters, kinds of findings, one line."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from areateam.core.findings import Finding, Weight
from areateam.core.wording import SENTENCES
from areateam.imports.finding_titles import finding_note, finding_title
from areateam.imports.import_views import HeldList, field_labels, held_cells, later_work
from areateam.imports.stage_actions import decide, save_refused, save_refused_of_batch
from areateam.imports.stage_views import (
    ReviewList,
    ReviewQuery,
    mapping_of,
    read_line,
    stage_summary,
)
from tests.imports.pharmacy_lists import COUNTS, Places, copied, make_places, stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.catalogue.catalogue import Catalogue
    from areateam.office import Office

    Facts = tuple[Path, Path, Catalogue]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return make_places(tmp_path_factory.mktemp("made"))


@pytest.fixture
def office(made: Places, tmp_path: Path) -> Iterator[Office]:
    office = copied(made, tmp_path).open()
    yield office
    office.close()


@pytest.fixture
def facts(office: Office) -> Facts:
    staged = stage(office, office.path.with_name("October list.csv"))
    return office.path, staged.path, office.catalogue


def rows(facts: Facts, query: ReviewQuery) -> list[tuple[object, ...]]:
    with closing(ReviewList(*facts, query)) as found:
        shown = [found.rows(place, 1)[0] for place in range(found.count())]
        assert shown == found.rows(0, 100)
        assert [found.position(row[0]) for row in shown] == list(range(len(shown)))
        assert [found.line_of(row[0]) for row in shown] == [row[2] for row in shown]
        return shown


def test_what_needs_a_person_comes_first(facts: Facts) -> None:
    outcomes = [str(row[1]) for row in rows(facts, ReviewQuery())]
    ranks = ["doubtful", "rejected", "changed", "new", "same"]
    assert [ranks.index(each) for each in outcomes] == sorted(ranks.index(e) for e in outcomes)
    # One row for each field that would change, one for every other line.
    assert len(outcomes) == 1 + 2 + 4 + 2 + 13


def test_file_order_is_by_line(facts: Facts) -> None:
    lines = [row[2] for row in rows(facts, ReviewQuery(order="file"))]
    assert lines == sorted(lines)  # type: ignore[type-var]  # every one is a number
    assert set(lines) == set(range(2, 23))


@pytest.mark.parametrize("outcome", list(COUNTS))
def test_each_count_filters_to_its_lines(facts: Facts, outcome: str) -> None:
    shown = rows(facts, ReviewQuery(outcome=outcome))
    assert {row[1] for row in shown} == {outcome}
    assert len({row[2] for row in shown}) == COUNTS[outcome]


def test_a_change_says_before_and_after_as_people_write_them(facts: Facts) -> None:
    changed = rows(facts, ReviewQuery(outcome="changed"))
    told = {(row[2], row[5], row[7], row[6]) for row in changed}
    assert (3, "Supplementary hours", "1", "30") in told
    assert (6, "Supplementary hours", "4", "40") in told
    assert (9, "Phone", "01632 960007", "01632 960777") in told
    assert {row[3:5] for row in changed if row[2] == 3} == {("FZ001", "Invented Chemist 1")}


def test_a_held_line_says_why_and_what_it_is_about(facts: Facts) -> None:
    held = {row[2]: row for row in rows(facts, ReviewQuery(outcome="rejected"))}
    assert held[11][3:5] == ("FZ009", "Invented Chemist 9")
    assert held[11][5:] == ("Start", "31/02/2012", "", "no such date")
    assert held[12][3:5] == ("—", "Invented Chemist 10")
    (doubtful,) = rows(facts, ReviewQuery(outcome="doubtful"))
    assert doubtful[8] == "same record as line 15"


def test_a_line_known_from_before_still_has_its_name(facts: Facts) -> None:
    same = rows(facts, ReviewQuery(outcome="same"))
    assert same[0][2:5] == (2, "FZ000", "Invented Chemist 0")


def test_kinds_of_findings_filter_and_count_lines(facts: Facts) -> None:
    kinds = stage_summary(*facts).kinds
    assert [(k.weight, k.title, k.lines) for k in kinds if k.weight is not Weight.NOTE] == [
        (Weight.DOUBTFUL, "Two lines about one record", 1),
        (Weight.REFUSED, "Start: no such date", 1),
        (Weight.REFUSED, "ODS code is blank", 1),
    ]
    for kind in kinds:
        assert len(rows(facts, ReviewQuery(kind=kind.key))) == kind.lines


def test_the_counts_add_up_and_absent_records_are_said(facts: Facts) -> None:
    summary = stage_summary(*facts)
    assert summary.lines == 21 == sum(summary.counts.values())
    assert (summary.changes, summary.waiting) == (5, 3)
    assert summary.absent > 0


def test_the_mapping_names_every_column(facts: Facts) -> None:
    mapping = dict(mapping_of(stage_summary(*facts).staged))
    assert next(iter(mapping)) == "ODS code"
    assert mapping["Start date"] == "Start"
    assert mapping["Shelf"] == ""
    assert len(mapping) == 8


def test_one_line_whole(facts: Facts) -> None:
    refused = read_line(*facts, 11)
    assert refused is not None
    assert ("Start date", "31/02/2012") in refused.cells
    assert ("Shelf", "x") in refused.cells
    assert refused.reasons == ("31/02/2012 is not a date: February 2012 has 29 days.",)
    assert refused.alike is None
    changed = read_line(*facts, 6)
    assert changed is not None
    assert {d.label for d in changed.differences} == {"Supplementary hours", "Phone"}
    assert changed.alike is not None
    assert changed.alike.lines == 2
    assert read_line(*facts, 999) is None


def test_a_line_left_out_still_shows_what_it_would_have_changed(facts: Facts) -> None:
    decide(*facts, 3, leave=True, alike=False)
    (row,) = [r for r in rows(facts, ReviewQuery(outcome="rejected")) if r[2] == 3]
    assert row[5:] == ("Supplementary hours", "30", "1", "left out by you")
    details = read_line(*facts, 3)
    assert details is not None
    assert details.left_out
    assert details.alike is not None
    assert details.alike.lines == 2


def test_refused_lines_are_saved_with_reasons(facts: Facts, tmp_path: Path) -> None:
    out = tmp_path / "refused.csv"
    assert save_refused(*facts, out) == 2
    text = out.read_text("utf-8-sig")
    assert "31/02/2012 is not a date" in text
    assert "Invented Chemist 10" in text


def test_what_waits_in_a_past_import_is_read_page_by_page(office: Office, facts: Facts) -> None:
    from areateam.imports.stage_actions import ready_to_apply

    batch, _ = office.apply_staged(ready_to_apply(*facts))
    connection = office.store.connection
    labels = field_labels(office.catalogue)
    held = HeldList(connection, labels, batch)
    assert held.count() == 3
    shown = held.rows(0, 10)
    assert [row[2] for row in shown] == [11, 12, 14]
    assert shown == [held.rows(place, 1)[0] for place in range(3)]
    assert shown[0][1:6] == ("rejected", 11, "Start", "31/02/2012", shown[0][5])
    assert "Invented Chemist 9" in shown[0][5]
    narrowed = HeldList(connection, labels, batch, "refused|date-impossible|start_date")
    assert [row[2] for row in narrowed.rows(0, 10)] == [11]
    assert held_cells(connection, batch, 11)[0] == ("ODS code", "FZ009")
    assert held_cells(connection, batch, 3) == ()
    out = office.path.with_name("out.csv")
    assert save_refused_of_batch(connection, batch, out) == 2


def test_later_work_is_named_where_an_undo_would_lose_it(office: Office, facts: Facts) -> None:
    from areateam.core.problems import UserProblem
    from areateam.imports.stage_actions import ready_to_apply

    _, operation = office.apply_staged(ready_to_apply(*facts))
    for name in ("One", "Two"):
        office.write(
            f"Call it {name}",
            lambda write, name=name: write.execute(  # type: ignore[misc]  # bound for the loop
                "UPDATE contract SET name = ? WHERE ods_code = 'FZ101'", (name,)
            ),
        )
    with pytest.raises(UserProblem) as caught:
        office.undo(operation)
    later = later_work(caught.value)
    assert later[0].label == "Call it Two"
    assert {work.records for work in later} == {1}
    assert later_work(UserProblem("nothing-to-undo")) == []


def test_every_sentence_of_a_finding_gives_a_short_title() -> None:
    for code in SENTENCES:
        finding = Finding(3, "end_date", code, "1 Apr 2013", "7")
        try:
            title = finding_title(code, "Ends", finding)
            note = finding_note(finding, "Ends")
        except KeyError:
            continue  # a sentence about files and registers, which no finding has
        assert title
        assert title[0] == title[0].upper()
        assert note
        assert "{" not in title + note
