"""The home page: its figures are those of the lists that they open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from areateam.cases.case_list_views import case_columns, case_list
from areateam.cases.case_work_views import CaseWork
from areateam.cases.rulebook_views import rulebook
from areateam.contracts.contract_columns import columns_by_key
from areateam.contracts.contract_filter import Filter, parse_condition
from areateam.contracts.work_views import count_where
from areateam.imports.waiting_filter import parse_filter
from areateam.imports.waiting_views import waiting_count
from areateam.office import new_office, open_office
from ui.ask import Ask
from ui.desk import Desk
from ui.pages.today_facts import TodayFacts, left_mark, read_today, who_words, work_words
from ui.pages.today_page import TodayPage
from ui.settings import Settings
from ui.style.marks import Shape
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

DAY = date(2012, 11, 1)


class SaveTo(Ask):
    """Names one file whenever it is asked where to save."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path:
        return self._path


@pytest.fixture
def make_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    made: list[Desk] = []

    def make(path: Path, *, home: date | None = DAY, user: str = "R. Osei") -> Desk:
        desk = Desk(
            lambda: open_office(path, user=user, writable=False), Settings(tmp_path / "s.json")
        )
        made.append(desk)
        with qtbot.waitSignal(desk.ready, timeout=5000):
            desk.start(lambda error: None)
        desk.set_home_day(home)
        return desk

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def opened() -> list[tuple[str, dict[str, Any]]]:
    return []


def shown(qtbot: QtBot, desk: Desk, opened: list[Any], ask: Ask | None = None) -> TodayPage:
    desk.open = lambda key, **args: opened.append((key, args))
    page = TodayPage(desk, ask)
    qtbot.addWidget(page)
    page.resize(1080, 724)
    page.show()
    page.show_args({})
    qtbot.waitUntil(lambda: page.facts is not None, timeout=5000)
    return page


def test_every_figure_is_the_count_of_the_list_it_opens(
    qtbot: QtBot, make_desk: Callable[..., Desk], demo_file: Path, opened: list[Any]
) -> None:
    desk = make_desk(demo_file)
    page = shown(qtbot, desk, opened)
    facts = page.facts
    assert facts is not None
    wanted = {
        "ending": facts.ending.total,
        "undecided": facts.ending.undecided,
        "decide": facts.to_decide,
        "midyear": facts.midyear.under,
    }
    page.follow("cases")
    assert opened[-1] == ("cases", {"where": ("state=open",)})
    assert facts.open_cases == 48
    assert wanted == {"ending": 31, "undecided": 2, "decide": 9, "midyear": 26}
    for link, figure in wanted.items():
        page.follow(link)
        key, args = opened[-1]
        assert key == "contracts"
        assert count_where(desk.connection, desk.catalogue, DAY, args["where"]) == figure


def test_each_number_of_the_waiting_lines_opens_as_many(
    qtbot: QtBot, make_desk: Callable[..., Desk], demo_file: Path, opened: list[Any]
) -> None:
    desk = make_desk(demo_file)
    page = shown(qtbot, desk, opened)
    facts = page.facts
    assert facts is not None
    standing = facts.waiting
    assert (standing.doubtful, standing.refused) == (7, 6)
    figures = {
        "waiting held=in doubt": standing.doubtful,
        "waiting held=refused": standing.refused,
        "waiting": 13,
        **{f"waiting manager={name}": count for name, count in standing.whose},
    }
    assert len(figures) == 4
    for link, figure in figures.items():
        page.follow(link)
        key, args = opened[-1]
        assert key == "waiting"
        assert waiting_count(desk.connection, parse_filter(args["where"])) == figure


def test_the_bands_add_up_and_the_money_is_exact(
    qtbot: QtBot, make_desk: Callable[..., Desk], demo_file: Path, opened: list[Any]
) -> None:
    page = shown(qtbot, make_desk(demo_file), opened)
    facts = page.facts
    assert facts is not None
    assert sum(count for _, count in facts.ending.bands) == facts.ending.total
    assert facts.midyear.known == 250
    assert facts.midyear.withheld == 331_902_460
    assert facts.countdown is not None
    assert facts.countdown.days == 102


def test_every_line_of_the_work_list_opens_its_contracts(
    qtbot: QtBot, make_desk: Callable[..., Desk], demo_file: Path, opened: list[Any]
) -> None:
    desk = make_desk(demo_file)
    page = shown(qtbot, desk, opened)
    facts = page.facts
    assert facts is not None
    for place, line in enumerate(facts.work):
        page.work.opened.emit(place)
        key, args = opened[-1]
        if isinstance(line, CaseWork):
            assert_opens_cases(desk, line, key, args)
        elif line.count == 1:
            assert (key, args) == ("contract", {"id": line.contracts[0]})
        else:
            assert key == "contracts"
            assert count_where(desk.connection, desk.catalogue, DAY, args["where"]) == line.count
    values = [line.derived.value for line in facts.work]
    assert values == sorted(values)


def assert_opens_cases(desk: Desk, line: CaseWork, key: str, args: dict[str, Any]) -> None:
    if line.count == 1:
        assert (key, args) == ("case", {"id": line.cases[0], "step": line.step})
        return
    every = case_columns(rulebook(desk.connection, desk.catalogue, DAY))
    known = columns_by_key(every)
    wanted = Filter(tuple(parse_condition(known, text) for text in args["where"]))
    assert key == "cases"
    assert case_list(desk.connection, every, (), wanted).count() == line.count


def test_the_seven_mid_year_reviews_stand_in_one_line(
    make_desk: Callable[..., Desk], demo_file: Path
) -> None:
    """The home page folds like steps of like cases: due on 31 October, DE-02, late by a day."""
    facts = facts_of(make_desk(demo_file))
    lines = [line for line in facts.work if isinstance(line, CaseWork)]
    late = [line for line in lines if line.derived.value < DAY.isoformat()]
    assert sorted(line.count for line in late) == [1, 1, 7]
    (reviews,) = [line for line in late if line.count == 7]
    assert reviews.derived.value == "2012-10-31"
    assert reviews.people == ("J. Patel", "L. Marsh", "R. Osei")
    assert "half-year" in reviews.derived.sentence or "DE-02" in reviews.derived.sentence


def test_mine_leaves_only_what_one_manages(
    qtbot: QtBot, make_desk: Callable[..., Desk], demo_file: Path, opened: list[Any]
) -> None:
    page = shown(qtbot, make_desk(demo_file), opened)
    team = page.facts
    page.show_args({"mine": True})
    qtbot.waitUntil(lambda: page.facts is not team, timeout=5000)
    mine = page.facts
    assert team is not None
    assert mine is not None
    assert 0 < sum(line.count for line in mine.work) < sum(line.count for line in team.work)
    assert {name for line in mine.work for name in line.people} == {"R. Osei"}


def test_who_manages_nothing_is_told_where_to_say_their_name(
    qtbot: QtBot, make_desk: Callable[..., Desk], demo_file: Path, opened: list[Any]
) -> None:
    page = shown(qtbot, make_desk(demo_file, user="nobody"), opened)
    team = page.facts
    page.show_args({"mine": True})
    qtbot.waitUntil(lambda: page.facts is not team, timeout=5000)
    assert page.facts is not None
    assert not page.facts.manages
    page.follow("settings")
    assert opened[-1][0] == "settings"


def test_a_date_explains_itself(
    qtbot: QtBot, make_desk: Callable[..., Desk], demo_file: Path, opened: list[Any]
) -> None:
    page = shown(qtbot, make_desk(demo_file), opened)
    view = page.work.view
    index = page.work.model.index(0, page.work.model.section_of("due"))
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    (popover,) = page.findChildren(Popover)
    assert page.facts is not None
    assert popover.accessibleName() == page.facts.work[0].derived.sentence
    assert opened == []
    popover.close_now()


def test_the_day_sheet_is_a_pdf(
    qtbot: QtBot, make_desk: Callable[..., Desk], demo_file: Path, opened: list[Any], tmp_path: Path
) -> None:
    out = tmp_path / "sheet.pdf"
    desk = make_desk(demo_file)
    page = shown(qtbot, desk, opened, SaveTo(out))
    with qtbot.waitSignal(desk.told, timeout=2000):
        page.print_sheet()
    assert out.read_bytes().startswith(b"%PDF-")
    assert out.stat().st_size > 5000
    assert [path for path in tmp_path.iterdir() if "sheet" in path.name] == [out]


def test_a_day_sheet_that_cannot_be_written_is_a_sentence(
    qtbot: QtBot, make_desk: Callable[..., Desk], demo_file: Path, opened: list[Any], tmp_path: Path
) -> None:
    desk = make_desk(demo_file)
    page = shown(qtbot, desk, opened, SaveTo(tmp_path / "no folder" / "sheet.pdf"))
    with qtbot.waitSignal(desk.problem, timeout=2000) as told:
        page.print_sheet()
    assert told.args is not None
    assert "cannot be written" in told.args[0]


def test_an_empty_register_offers_the_first_steps(
    qtbot: QtBot, make_desk: Callable[..., Desk], tmp_path: Path, opened: list[Any]
) -> None:
    path = tmp_path / "new.areateam"
    new_office(path, area_team="Q55").close()
    page = shown(qtbot, make_desk(path, home=None), opened)
    assert page.empty.isVisible()
    page.empty.chosen.emit("imports")
    assert opened == [("imports", {"choose": True})]


def test_the_next_look_lists_only_what_came_after_this_one(
    qtbot: QtBot, make_desk: Callable[..., Desk], demo_file: Path, opened: list[Any]
) -> None:
    first = shown(qtbot, make_desk(demo_file), opened)
    assert first.facts is not None
    assert len(first.facts.changes) > 5
    second = shown(qtbot, make_desk(demo_file), opened)
    assert second.facts is not None
    assert second.facts.changes == ()
    second.follow("history")
    assert opened[-1] == ("history", {"since": first.facts.changes[0].operation})


def facts_of(desk: Desk) -> TodayFacts:
    return read_today(desk.connection, desk.catalogue, DAY)


def test_lines_say_how_they_stand_and_who_answers(
    make_desk: Callable[..., Desk], demo_file: Path
) -> None:
    facts = facts_of(make_desk(demo_file))
    marks = [left_mark(line, left, DAY) for line, left in zip(facts.work, facts.left, strict=True)]
    assert marks[0].shape is Shape.LATE
    assert marks[0].word == "334 days late"
    assert "1 day left" in [mark.word for mark in marks if mark.shape is Shape.RISK]
    several = next(line for line in facts.work if line.count > 1)
    assert work_words(several)[0] == str(several.count)
    assert who_words(several)
