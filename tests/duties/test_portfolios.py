"""Portfolios in a register: who gets new work, who covers, who is asked about a function."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from areateam import cli
from areateam.contracts.contract_actions import add_contract
from areateam.core.problems import UserProblem
from areateam.duties.duty_rules import Span
from areateam.duties.portfolio_actions import (
    end_portfolio,
    give_portfolio,
    record_absence,
)
from areateam.duties.portfolio_rules import Patch
from areateam.organisations.contractor_rows import Person
from areateam.owners import case_owners
from tests.people_entered import person_named

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

DAY = date(2012, 11, 1)


def contract(office: Office) -> int:
    stated = {"contract_type": "gds", "name": "Oak", "contract_no": "1", "pct_code": "5N6"}
    return office.write("Add", lambda w: add_contract(w, office.catalogue, stated)).result


def owner(connection: sqlite3.Connection, made: int) -> int | None:
    return case_owners(connection, "breach-dental", [made], DAY)[made]


def test_new_work_goes_to_the_closest_portfolio_and_then_to_the_manager(office: Office) -> None:
    made = contract(office)
    connection = office.store.connection
    assert owner(connection, made) is None

    def people(write: Write) -> dict[str, int]:
        ids = {name: person_named(write, name) for name in ("Osei", "Patel", "Marsh")}
        write.execute("UPDATE contract SET manager_id = ? WHERE id = ?", (ids["Osei"], made))
        give_portfolio(write, ids["Marsh"], Patch(), Span())
        return ids

    ids = office.write("People", people).result
    assert owner(connection, made) == ids["Osei"]
    given = office.write(
        "Give", lambda w: give_portfolio(w, ids["Patel"], Patch(group="dental"), Span())
    ).result
    assert owner(connection, made) == ids["Patel"]
    leave = Span(DAY, DAY)
    office.write("Leave", lambda w: record_absence(w, ids["Patel"], leave, ids["Marsh"]))
    assert owner(connection, made) == ids["Marsh"]
    office.undo()
    office.write("Leaves", lambda w: w.amend(Person, ids["Patel"], valid_to="2012-10-31"))
    assert owner(connection, made) == ids["Osei"]
    office.undo()
    office.write("End", lambda w: end_portfolio(w, given, date(2012, 10, 31)))
    assert owner(connection, made) == ids["Osei"]


def test_who_has_left_covers_nothing(office: Office) -> None:
    made = contract(office)

    def people(write: Write) -> tuple[int, int]:
        patel, nunn = person_named(write, "Patel"), person_named(write, "Nunn")
        give_portfolio(write, patel, Patch(group="dental"), Span())
        record_absence(write, patel, Span(DAY, DAY), nunn)
        return patel, nunn

    patel, nunn = office.write("People", people).result
    assert owner(office.store.connection, made) == nunn
    office.write("Leaves", lambda w: w.amend(Person, nunn, valid_to="2012-10-31"))
    assert owner(office.store.connection, made) == patel


def test_an_absence_needs_its_days_and_another_person(office: Office) -> None:
    person = office.write("P", lambda w: person_named(w, "Osei")).result
    for span, cover, code in (
        (Span(DAY, None), None, "absence-days-needed"),
        (Span(DAY, DAY), person, "cover-is-self"),
        (Span(DAY, DAY - timedelta(days=1)), None, "days-backwards"),
    ):
        act = partial(record_absence, person=person, days=span, cover=cover)
        with pytest.raises(UserProblem) as problem:
            office.write("Leave", act)
        assert problem.value.code == code


def test_a_portfolio_ends_no_earlier_than_it_begins(office: Office) -> None:
    person = office.write("P", lambda w: person_named(w, "Osei")).result
    held = Span(DAY, DAY - timedelta(days=1))
    with pytest.raises(UserProblem, match="days-backwards"):
        office.write("Give", lambda w: give_portfolio(w, person, Patch(), held))
    given = office.write(
        "Give", lambda w: give_portfolio(w, person, Patch(), Span(DAY, None))
    ).result
    with pytest.raises(UserProblem, match="days-backwards"):
        office.write("End", lambda w: end_portfolio(w, given, DAY - timedelta(days=1)))
    with pytest.raises(UserProblem, match="unknown-record"):
        office.write("End", lambda w: end_portfolio(w, given + 1, DAY))


def test_commands_give_portfolios_and_say_who_is_asked(
    register: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*words: str) -> Any:
        code = cli.main(["--register", str(register), *words, "--json"])
        out, err = capsys.readouterr()
        said.append(err)
        return code, json.loads(out or "null")

    said: list[str] = []
    assert told("duties", "portfolio", "J. Patel", "--function", "F29")[0] == 3
    told("duties", "portfolio", "J. Patel", "--function", "F29", "--new-person")
    away = ("--from", "2013-04-02", "--to", "2013-04-05")
    told("duties", "leave", "J. Patel", "--cover", "L. Marsh", *away, "--new-person")
    assert told("duties", "leave", "J. Pattel", "--cover", "L. Mrash", *away)[0] == 3
    assert told("duties", "portfolio", "j. patl", "--function", "F29")[0] == 3
    assert "The nearest is J. Patel." in said[-1]
    _, before = told("duties", "who", "F29", "--on", "2013-03-31")
    assert before["person"] is None
    _, away = told("duties", "who", "F29", "--on", "2013-04-02")
    assert (away["person"], away["instead_of"]) == ("L. Marsh", "J. Patel")
    _, back = told("duties", "who", "F29", "--on", "2013-04-08")
    assert back["person"] == "J. Patel"
    _, rows = told("list", "portfolios")
    assert [row["person"] for row in rows["rows"]] == ["J. Patel"]
    _, away = told("list", "absences")
    assert [(row["person"], row["cover"]) for row in away["rows"]] == [("J. Patel", "L. Marsh")]
    told("duties", "release", rows["rows"][0]["ref"], "--on", "2013-04-30")
    _, after = told("duties", "who", "F29", "--on", "2013-05-01")
    assert after["person"] is None
    assert told("duties", "portfolio", "J. Patel", "--group", "vets")[0] == 3
