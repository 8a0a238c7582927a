"""The work list and the counts behind the home page, on a small invented register."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from areateam.contracts.dental_views import mid_year_standing
from areateam.contracts.work_views import count_where, ending_conditions, work_lines
from areateam.office import Office, open_office
from tests.fresh_register import fresh_register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.ledger.ledger import Write

DAY = date(2012, 11, 1)
NOW = datetime(2012, 11, 1, 9, 0)  # noqa: DTZ001 - the office's own clock has no zone
_INSERT = (
    "INSERT INTO contract (made, group_key, contract_type, contract_no, name, contractor_id,"
    " manager_id, end_date, decision, annual_value_pence, terms) VALUES (?, ?, ?, ?, ?, 1, ?, ?,"
    " ?, ?, ?)"
)
_DENTAL = '{"uda_contracted": 1000, "uda_delivered_h1": %d}'


def _fill(write: Write, dental: str) -> None:
    op = write.operation
    for name in ("R. Osei", "J. Patel"):
        write.execute("INSERT INTO person (made, name, team) VALUES (?, ?, 'team')", (op, name))
    write.execute("INSERT INTO contractor (made, name) VALUES (?, 'All of them')", (op,))
    lines = (
        ("1", 1, "2013-01-15", None, 29_999),
        ("2", 2, "2013-01-15", None, 30_000),
        ("3", None, "2013-01-15", "renew", 10_000),
        ("4", 1, "2013-02-20", None, None),
        ("5", 1, "2012-10-31", None, None),
    )
    for number, manager, end, decision, done in lines:
        terms = "{}" if done is None else _DENTAL % done
        values = (op, "dental", dental, number, f"Place {number}", manager, end, decision, 100_000)
        write.execute(_INSERT, (*values, terms))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = fresh_register(tmp_path_factory.mktemp("work") / "small.areateam")
    made = open_office(path, now=lambda: NOW)
    dental = next(
        kind.key
        for kind in made.catalogue.types_of("dental")
        if "h1_pct" in {field.key for field in kind.fields} and not kind.is_unstated
    )
    made.write("Fill", lambda write: _fill(write, dental))
    yield made
    made.close()


def test_like_dates_stand_in_one_line_with_everyone_who_answers(office: Office) -> None:
    lines = work_lines(office.store.connection, office.catalogue, DAY, 365)
    decide = [line for line in lines if line.derived.key == "decide_by"]
    assert [line.count for line in decide] == [2, 1]
    assert decide[0].people == ("J. Patel", "R. Osei")
    assert decide[0].name == ""
    assert (decide[1].name, decide[1].number) == ("Place 4", "4")
    assert [line.derived.value for line in lines] == sorted(line.derived.value for line in lines)


def test_a_line_opens_the_contracts_it_stands_for(office: Office) -> None:
    connection, catalogue = office.store.connection, office.catalogue
    for line in work_lines(connection, catalogue, DAY, 365):
        assert count_where(connection, catalogue, DAY, line.where()) == line.count


def test_one_managers_work_is_only_theirs(office: Office) -> None:
    connection, catalogue = office.store.connection, office.catalogue
    lines = work_lines(connection, catalogue, DAY, 365, "J. Patel")
    assert {number for line in lines for number in line.contracts} == {2}
    assert count_where(connection, catalogue, DAY, lines[0].where("J. Patel")) == 1


def test_what_has_ended_asks_for_nothing_and_does_not_end_again(office: Office) -> None:
    connection, catalogue = office.store.connection, office.catalogue
    numbers = {n for line in work_lines(connection, catalogue, DAY, 365) for n in line.contracts}
    assert 5 not in numbers
    where = ending_conditions(DAY, date(2013, 1, 30))
    assert count_where(connection, catalogue, DAY, where) == 3
    assert count_where(connection, catalogue, DAY, (*where, "decision=")) == 2
    assert count_where(connection, catalogue, DAY, ending_conditions(date(2012, 10, 1), DAY)) == 0


def test_under_30_per_cent_is_strictly_under(office: Office) -> None:
    standing = mid_year_standing(office.store.connection, office.catalogue, DAY)
    assert (standing.under, standing.known) == (2, 3)
    # The payment for twice the activity is left: 100,000 less 59,998, and less 20,000 pence.
    assert standing.withheld == 40_002 + 80_000
    assert standing.unpriced == 0


def test_the_standing_of_one_manager(office: Office) -> None:
    standing = mid_year_standing(office.store.connection, office.catalogue, DAY, "J. Patel")
    assert (standing.under, standing.known, standing.withheld) == (0, 1, 0)
