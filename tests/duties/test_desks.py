"""The desk of a leaver: what is on it, the pack against today, ticking off, handing over."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from areateam import cli
from areateam.cases.case_actions import NewCase, note_entry, open_cases
from areateam.cases.case_end_actions import close_case
from areateam.cases.rulebook_views import rulebook
from areateam.contracts.contract_actions import add_contract
from areateam.contracts.contract_note_actions import add_note
from areateam.core.problems import UserProblem
from areateam.desks import desk_of, hand_over, keep_desk, pack_now, paper_of
from areateam.duties.answer_views import who_answers
from areateam.duties.contact_actions import add_contact
from areateam.duties.desk_actions import drop_pack, tick_lines, untick_lines
from areateam.duties.desk_pages import desk_page
from areateam.duties.desk_rules import DeskKind, Standing
from areateam.duties.desk_views import pack_head, pack_heads
from areateam.duties.duty_rules import Span
from areateam.duties.duty_views import matrix_view
from areateam.duties.portfolio_actions import give_portfolio, record_absence
from areateam.duties.portfolio_rules import Patch
from areateam.duties.portfolio_views import team_of
from areateam.office import open_office
from areateam.organisations.contractor_rows import Person
from areateam.orphans import all_orphans, can_be_given, give
from areateam.owners import case_owners
from areateam.transition.transition_actions import start_plans
from tests.conftest import nine_o_clock
from tests.fresh_register import fresh_register
from tests.people_entered import person_named

if TYPE_CHECKING:
    from areateam.cases.case_rules import Rulebook
    from areateam.ledger.ledger import Write
    from areateam.office import Office

DAY = date(2012, 11, 1)


class Desk:
    """A leaver with two contracts, a case, a promise, tasks, a portfolio and a colleague."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.ids = office.write("Desk", self._make).result

    @property
    def book(self) -> Rulebook:
        return rulebook(self.office.store.connection, self.office.catalogue, DAY)

    def _make(self, write: Write) -> dict[str, int]:
        book = rulebook(write.connection, self.office.catalogue, DAY)
        nunn, osei = person_named(write, "P. Nunn"), person_named(write, "R. Osei")
        ids = {"nunn": nunn, "osei": osei}
        for number in ("1", "2"):
            stated = {"contract_type": "gds", "name": f"Oak {number}", "contract_no": number}
            made = add_contract(write, self.office.catalogue, stated | {"pct_code": "5N6"})
            write.execute("UPDATE contract SET manager_id = ? WHERE id = ?", (nunn, made))
            ids[f"contract {number}"] = made
        add_note(write, ids["contract 2"], "Rang. I will send the form by Friday. Fine.", DAY)
        new = NewCase("breach-dental", date(2012, 10, 29), manager=nunn)
        (ids["case"],) = open_cases(write, book, [ids["contract 1"]], new)
        ids["entry"] = note_entry(write, ids["case"], DAY, "note", "We agreed a visit")
        programme = self.office.catalogue.programmes.named("pct-handover-2013")
        owners = {"gp": nunn}
        start_plans(write, book, programme, ["5N6"], lambda _, stream: owners.get(stream))
        ids["portfolio"] = give_portfolio(write, nunn, Patch(group="dental"), Span(DAY, None))
        record_absence(write, osei, Span(DAY, DAY), nunn, "training")
        return ids

    def kinds(self) -> dict[str, int]:
        items = desk_of(self.office.store.connection, self.book, self.ids["nunn"])
        return {kind.value: sum(i.kind is kind for i in items) for kind in DeskKind}

    def keep(self) -> int:
        return self.office.write(
            "Keep", lambda w: keep_desk(w, self.book, self.ids["nunn"], self.ids["osei"])
        ).result


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = fresh_register(tmp_path_factory.mktemp("desks") / "register.areateam", "")
    office = open_office(path, user="tester", now=nine_o_clock)
    Desk(office)
    office.close()
    return path


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Any:
    path = tmp_path / "register.areateam"
    path.write_bytes(made.read_bytes())
    office = open_office(path, user="tester", now=nine_o_clock)
    opened = Desk.__new__(Desk)
    opened.office = office
    connection = office.store.connection
    one = {
        "nunn": "SELECT id FROM person WHERE name = 'P. Nunn'",
        "osei": "SELECT id FROM person WHERE name = 'R. Osei'",
        "contract 1": "SELECT id FROM contract WHERE contract_no = '1'",
        "contract 2": "SELECT id FROM contract WHERE contract_no = '2'",
        "case": "SELECT id FROM case_file",
        "portfolio": "SELECT id FROM portfolio",
    }
    opened.ids = {key: connection.execute(sql).fetchone()[0] for key, sql in one.items()}
    yield opened
    office.close()


def test_a_desk_has_all_that_its_person_answers_for(desk: Desk) -> None:
    kinds = desk.kinds()
    tasks = desk.office.store.connection.execute(
        "SELECT count(*) FROM transition_task WHERE owner_id IS NOT NULL"
    ).fetchone()[0]
    assert (kinds["case"], kinds["contract"], kinds["task"]) == (1, 2, tasks)
    # A portfolio, and the colleague they cover for.
    assert (kinds["duty"], kinds["promise"]) == (2, 2)
    assert kinds["date"] > 0
    items = desk_of(desk.office.store.connection, desk.book, desk.ids["nunn"])
    promises = [(i.ref, i.title) for i in items if i.kind is DeskKind.PROMISE]
    assert (f"C{desk.ids['contract 2']}", "I will send the form by Friday.") in promises
    assert (f"CA{desk.ids['case']}", "We agreed a visit") in promises
    (case,) = [i for i in items if i.kind is DeskKind.CASE]
    assert case.due
    assert "next: " in case.detail
    assert desk_of(desk.office.store.connection, desk.book, desk.ids["osei"]) == []


def test_a_pack_keeps_what_it_listed_and_tells_what_changed_since(desk: Desk) -> None:
    pack, connection = desk.keep(), desk.office.store.connection
    before = pack_now(connection, desk.book, pack)
    assert all(line.standing is Standing.SAME for line in before.lines)
    assert before.added == ()
    case, first, second = desk.ids["case"], desk.ids["contract 1"], desk.ids["contract 2"]
    desk.office.write(
        "Move", lambda w: w.execute(
            "UPDATE contract SET manager_id = ? WHERE id = ?", (desk.ids["osei"], first))
    )  # fmt: skip
    desk.office.write("Rename", lambda w: w.execute(
        "UPDATE contract SET name = 'Elm' WHERE id = ?", (second,)))  # fmt: skip
    new = NewCase("breach-dental", DAY, manager=desk.ids["nunn"])
    other = desk.office.write("Open", lambda w: open_cases(w, desk.book, [second], new)).result[0]
    desk.office.write("Close", lambda w: close_case(
        w, desk.book, case, "withdrawn", on=DAY, comment="None found"))  # fmt: skip
    now = pack_now(connection, desk.book, pack)
    assert [n.line.item for n in now.lines] == [n.line.item for n in before.lines]
    words = {n.line.item.key: (n.standing, n.words) for n in now.lines}
    assert words[f"contract {first}"] == (Standing.GONE, "now with R. Osei")
    assert words[f"contract {second}"][0] is Standing.CHANGED
    assert "Elm" in words[f"contract {second}"][1]
    assert words[f"case {case}"] == (Standing.GONE, "ended 1 Nov 2012")
    assert f"case {other}" in [item.key for item in now.added]


def test_a_pack_is_finished_once_every_line_is_ticked(desk: Desk) -> None:
    pack, connection = desk.keep(), desk.office.store.connection
    lines = [line.line.id for line in pack_now(connection, desk.book, pack).lines]
    assert desk.office.write("T", lambda w: tick_lines(w, lines[:3], DAY, "R. Osei")).result == 3
    assert desk.office.write("T", lambda w: tick_lines(w, lines[:4], DAY, "R. Osei")).result == 1
    head = pack_head(connection, pack)
    assert (head.ticked, head.lines, head.finished) == (4, len(lines), False)
    desk.office.write("T", lambda w: tick_lines(w, lines, DAY, "R. Osei"))
    assert pack_head(connection, pack).finished
    desk.office.undo()
    assert pack_head(connection, pack).ticked == 4
    assert desk.office.write("T", lambda w: untick_lines(w, lines)).result == 4
    with pytest.raises(UserProblem, match="desk-ticker-needed"):
        desk.office.write("T", lambda w: tick_lines(w, lines, DAY, " "))
    with pytest.raises(UserProblem, match="desk-unfinished"):
        desk.keep()
    desk.office.write("Drop", lambda w: drop_pack(w, pack))
    assert pack_heads(connection) == []
    assert desk.office.check() == []


def test_handing_over_gives_everything_and_the_portfolios_in_one_step(desk: Desk) -> None:
    pack, connection, osei = desk.keep(), desk.office.store.connection, desk.ids["osei"]
    things, held = desk.office.write(
        "Over", lambda w: hand_over(w, desk.book, pack, osei, date(2012, 12, 1))
    ).result
    now = pack_now(connection, desk.book, pack)
    kinds = [n.line.item.kind for n in now.lines]
    assert things == sum(kinds.count(k) for k in (DeskKind.CASE, DeskKind.CONTRACT, DeskKind.TASK))
    assert held == 1
    held_now = {(p.person.name, p.held.held) for p in team_of(connection).portfolios}
    assert held_now == {
        ("P. Nunn", Span(DAY, date(2012, 11, 30))),
        ("R. Osei", Span(date(2012, 12, 1), None)),
    }
    place = [desk.ids["contract 1"]]
    for day, owner in ((date(2012, 11, 30), "nunn"), (date(2012, 12, 1), "osei")):
        assert case_owners(connection, "breach-dental", place, day)[place[0]] == desk.ids[owner]
    with pytest.raises(UserProblem, match="desk-to-self"):
        desk.office.write("O", lambda w: hand_over(w, desk.book, pack, desk.ids["nunn"]))
    with pytest.raises(UserProblem, match="desk-nothing-left"):
        desk.office.write("O", lambda w: hand_over(w, desk.book, pack, osei))
    desk.office.undo()
    assert desk.kinds()["contract"] == 2


def test_the_paper_lists_every_line_and_is_escaped(desk: Desk) -> None:
    desk.office.write("N", lambda w: add_note(w, desk.ids["contract 1"], "I will <b>ring</b>", DAY))
    pack = desk.keep()
    now = pack_now(desk.office.store.connection, desk.book, pack)
    html = desk_page(paper_of(now))
    assert html.count("\N{BALLOT BOX}") == len(now.lines)
    assert "I will &lt;b&gt;ring&lt;/b&gt;" in html
    assert "P. Nunn hands over to R. Osei: 1 open case, " in html


def test_commands_make_tick_hand_over_and_take_away_a_pack(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = desk.office.path
    desk.office.close()

    def told(code: int, *words: str) -> Any:
        found = cli.main(["--register", str(path), "--as-at", "2012-11-01", *words, "--json"])
        assert found == code, capsys.readouterr()
        return json.loads(capsys.readouterr().out or "null")

    out = tmp_path / "desk.html"
    listed = told(0, "duties", "desk", "nunn", "-o", str(out))
    assert (listed["person"], listed["ref"]) == ("P. Nunn", None)
    assert "Desk of P. Nunn" in out.read_text(encoding="utf-8")
    made = told(0, "duties", "desk", "P. Nunn", "--to", "R. Osei")
    assert made["ref"] == "DP1"
    assert made["total"] == listed["total"]
    assert told(0, "duties", "tick", "DP1", "1", "3")["ticked"] == 2
    shown = told(1, "duties", "desk", "DP1")
    assert [row["ticked_by"] for row in shown["rows"][:3]] == ["R. Osei", None, "R. Osei"]
    assert told(0, "duties", "tick", "DP1", "3", "--back")["ticked"] == 1
    told(3, "duties", "tick", "DP1", "999")
    given = told(0, "duties", "handover", "DP1")
    assert given["to"] == "R. Osei"
    assert given["given"] > 3
    assert told(0, "duties", "tick", "DP1")["finished"]
    assert told(0, "list", "desks")["rows"][0]["finished"]
    told(0, "duties", "drop", "DP1")
    assert told(0, "list", "desks")["total"] == 0
    told(3, "duties", "desk", "Nobody Atall")


def test_leave_is_taken_back(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    path = desk.office.path
    desk.office.close()

    def told(*words: str) -> Any:
        code = cli.main(["--register", str(path), "--as-at", "2012-11-01", *words, "--json"])
        return code, json.loads(capsys.readouterr().out or "null")

    told("duties", "leave", "P. Nunn", "--from", "2012-11-05", "--to", "2012-11-16")
    told("duties", "return", "P. Nunn", "--on", "2012-11-12")
    rows = told("list", "absences")[1]["rows"]
    (nunn,) = [row for row in rows if row["person"] == "P. Nunn"]
    assert (nunn["from"], nunn["to"]) == ("2012-11-05", "2012-11-11")
    told("duties", "return", "P. Nunn")
    assert [r["person"] for r in told("list", "absences")[1]["rows"]] == ["R. Osei"]
    assert told("duties", "return", "P. Nunn")[0] == 3


def test_portfolios_and_desks_of_who_has_left_are_orphans(desk: Desk) -> None:
    pack, connection = desk.keep(), desk.office.store.connection
    desk.office.write("Leaves", lambda w: w.amend(Person, desk.ids["nunn"], valid_to="2012-11-30"))
    assert all_orphans(connection, None, date(2012, 11, 30)) == []
    day = date(2012, 12, 1)
    found = all_orphans(connection, None, day, {"dental": "Dental"})
    names = {each.kind: each.name for each in found}
    lines = pack_head(connection, pack).lines
    assert names["pack"] == f"Desk of P. Nunn: {lines} of {lines} lines not taken over"
    assert names["portfolio"] == "Looks after Dental"
    desk.office.write("Give", lambda w: give(w, can_be_given(found), desk.ids["osei"]))
    assert {each.kind for each in all_orphans(connection, None, day)} == {"pack"}
    assert team_of(connection).portfolios[-1].held.held == Span(day, None)


def test_whom_to_ring_is_told_with_days_deputy_and_cover(desk: Desk) -> None:
    connection = desk.office.store.connection
    function = matrix_view(connection).function("F24")
    team = next(body for body in matrix_view(connection).bodies if body.own)
    day = date(2013, 4, 2)

    def told(asked: str) -> str:
        (found,) = who_answers(connection, asked, day)
        return found.answer

    asked = "Who do I ring about mid-year and year-end?"
    assert "nobody is named there" in told(asked)

    def by_portfolio(write: Write) -> None:
        write.execute("UPDATE person SET phone = '0115 1' WHERE name = 'P. Nunn'")
        give_portfolio(write, desk.ids["nunn"], Patch(function.id), Span(DAY, date(2013, 9, 30)))

    desk.office.write("Give", by_portfolio)
    assert told(asked).endswith("P. Nunn 0115 1 since 1 Nov 2012 until 30 Sep 2013")
    assert "since 1 Apr 2013 · " in told(asked)
    leave = Span(day, day)
    desk.office.write(
        "Leave", lambda w: record_absence(w, desk.ids["nunn"], leave, desk.ids["osei"])
    )
    assert told(asked).endswith("for P. Nunn, who is away")

    def contact(write: Write) -> None:
        lee = person_named(write, "A. Lee")
        add_contact(write, team.id, desk.ids["nunn"], function=function.id, deputy=lee)

    desk.office.write("Contact", contact)
    assert told(asked).endswith("R. Osei for P. Nunn, who is away, deputy A. Lee")
