"""What somebody who left had in call-offs, plans and steps: found, packed, given in one step."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from areateam import cli
from areateam.calloffs.call_off_actions import Opening, open_call_off
from areateam.calloffs.call_off_views import call_off_book
from areateam.calloffs.state_actions import stop_call_off
from areateam.calloffs.way_rules import Maker
from areateam.cases.applicant_actions import NewApplicant, open_for_applicant
from areateam.cases.case_actions import NewCase, add_step
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.procedure_definitions import Subject
from areateam.desks import desk_of, hand_over, keep_desk, pack_now
from areateam.duties.desk_rules import DeskKind
from areateam.ledger.check import content_digest
from areateam.office import KINDS, new_office, open_office
from areateam.organisations.contractor_rows import Person
from areateam.orphans import all_orphans, can_be_given, give
from areateam.plans.plan_actions import MeasureStated, add_aim, add_measure, add_plan, drop_aim
from areateam.plans.plan_version_actions import refresh_plan
from tests.conftest import nine_o_clock
from tests.people_entered import person_named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from areateam.ledger.ledger import Write
    from areateam.office import Office

DAY, LAST = date(2012, 11, 1), "2012-10-31"
HAD = ["aim", "calloff", "case", "measure", "step", "step"]


def fill(office: Office) -> None:
    """A leaver, who has one of each, and things that are over or somebody else's."""

    def act(write: Write) -> None:
        catalogue = office.catalogue
        leaver, stays = person_named(write, "L. Eaver"), person_named(write, "S. Tays")
        book = rulebook(write.connection, catalogue, DAY)
        offs = call_off_book(write.connection, catalogue, DAY)
        for title, sponsor in (("Needs", "l. eaver"), ("Over", "L. Eaver"), ("Else", "A Board")):
            opening = Opening(
                title=title, need="Why", sponsor=sponsor, area="assessment", lot="micro",
                value_pence=8_650_000, start=date(2012, 10, 8),
                answers={"patients": 2, "data": 1, "novelty": 1, "exit": 1, "interests": 0},
            )  # fmt: skip
            made = open_call_off(write, offs, opening)
            if title == "Over":
                stop_call_off(write, offs, made, DAY, "no money", Maker("director", "A. Head"))
        plan = add_plan(write, "Plan", "Q55", date(2012, 4, 1), 3)
        for name in ("Reach", "Dropped"):
            aim = add_aim(write, plan, name, "B1", owner=leaver)
            stated = MeasureStated("Seen", "patients", 0, "up", owner=leaver)
            add_measure(write, aim, stated)
            if name == "Dropped":
                drop_aim(write, aim, DAY, "no longer")
        for manager in (leaver, stays):
            applicant = NewApplicant("Anne Example Ltd", "pharmacy", "pharmacy")
            new = NewCase("market-entry-notified", date(2012, 10, 15), manager=manager)
            case = open_for_applicant(write, book, Subject.APPLICANT, applicant, new)
            add_step(write, book, case, "Visit", person=leaver)

    office.write("Fill", act)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("leavers") / "l.areateam"
    office = new_office(path, user="tester", area_team="Q55", now=nine_o_clock)
    fill(office)
    office.close()
    return path


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Iterator[Office]:
    path = tmp_path / "l.areateam"
    path.write_bytes(made.read_bytes())
    opened = open_office(path, user="tester", now=nine_o_clock)
    yield opened
    opened.close()


def person(office: Office, name: str) -> int:
    row = office.store.connection.execute("SELECT id FROM person WHERE name = ?", (name,))
    return int(row.fetchone()[0])


def leave(office: Office) -> None:
    leaver = person(office, "L. Eaver")
    office.write("Leaves", lambda w: w.amend(Person, leaver, valid_to=LAST))


def kinds(office: Office, day: date = DAY) -> list[str]:
    return sorted(each.kind for each in all_orphans(office.store.connection, None, day))


def test_all_that_a_leaver_had_is_found_and_given_in_one_step(office: Office) -> None:
    connection = office.store.connection
    assert kinds(office) == []
    leave(office)
    assert kinds(office, date.fromisoformat(LAST)) == []
    found = all_orphans(connection, None, DAY)
    assert sorted(each.kind for each in found) == HAD
    assert {(each.owner, each.ended) for each in found} == {("L. Eaver", LAST)}
    names = {each.kind: each.name for each in found}
    assert (names["aim"], names["measure"]) == ("Reach, Plan", "Seen, Reach, Plan")
    before = content_digest(connection, KINDS)
    office.write("Give", lambda w: give(w, can_be_given(found), person(office, "S. Tays")))
    assert kinds(office) == []
    assert connection.execute("SELECT sponsor FROM call_off ORDER BY id").fetchall() == [
        ("S. Tays",), ("L. Eaver",), ("A Board",),
    ]  # fmt: skip
    office.undo()
    assert content_digest(connection, KINDS) == before


def test_a_version_that_was_replaced_is_nobodys_worry(office: Office) -> None:
    leave(office)
    office.write("Next", lambda w: refresh_plan(w, 1))
    assert kinds(office) == HAD


def test_a_namesake_who_stays_has_the_call_off(office: Office) -> None:
    leave(office)
    office.write("Namesake", lambda w: w.insert(Person, name="L. EAVER", team="area team"))
    assert kinds(office) == [kind for kind in HAD if kind != "calloff"]


def test_a_desk_has_them_and_hands_all_of_them_over(office: Office) -> None:
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, DAY)
    leaver, stays = person(office, "L. Eaver"), person(office, "S. Tays")
    told = (DeskKind.STEP, DeskKind.CALL_OFF, DeskKind.AIM, DeskKind.MEASURE, DeskKind.CASE)
    items = [each for each in desk_of(connection, book, leaver) if each.kind in told]
    assert sorted(each.kind.value for each in items) == HAD
    pack = office.write("Keep", lambda w: keep_desk(w, book, leaver, stays)).result
    assert office.write("Over", lambda w: hand_over(w, book, pack, stays)).result == (len(HAD), 0)
    assert [e for e in desk_of(connection, book, leaver) if e.kind in told] == []
    words = {each.words for each in pack_now(connection, book, pack).lines
             if each.line.item.kind in told}  # fmt: skip
    assert words == {"now with S. Tays"}


def test_the_command_gives_them_too(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    leave(office)
    path = office.path
    office.close()

    def told(code: int, *words: str) -> Any:
        found = cli.main(["--register", str(path), "--as-at", "2012-11-01", *words, "--json"])
        assert found == code, capsys.readouterr()
        return json.loads(capsys.readouterr().out or "null")

    assert told(1, "duties", "orphans")["total"] == len(HAD)
    given = told(0, "duties", "reassign", "S. Tays")
    assert sum(given["counts"].values()) == given["total"] == len(HAD)
    assert told(0, "duties", "orphans")["total"] == 0
