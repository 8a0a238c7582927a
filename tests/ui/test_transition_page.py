"""The hand-over in the window: readiness, board, plan, task, list, stocktake, starting one."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from datetime import time as dt_time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from areateam.catalogue.programme_definitions import Side
from areateam.contracts.contract_actions import amend_contract
from areateam.duties.duty_rules import Span
from areateam.duties.portfolio_actions import give_portfolio
from areateam.duties.portfolio_rules import Patch
from areateam.exports.transition_export_actions import write_signatures
from areateam.office import Office, new_office, open_office
from areateam.transition.readiness_rules import TaskStage
from areateam.transition.signature_views import signed_bundle
from areateam.transition.task_actions import sign_task
from areateam.transition.transition_views import task_id_of
from tests.conftest import at_home
from tests.people_entered import person_named
from tests.ui.contracts_desk import until
from ui.ask import Ask
from ui.desk import Desk
from ui.pages.stocktake_page import StocktakePage
from ui.pages.task_page import TaskPage
from ui.pages.tasks_page import TasksPage
from ui.pages.today_page import TodayPage
from ui.pages.transition_page import TransitionPage, more_menu
from ui.settings import Settings
from ui.shell import PageSpec, Shell
from ui.style.theme import theme
from ui.widgets.gantt_chart import GanttChart
from ui.widgets.gantt_lines import GanttDays, GanttLine
from ui.widgets.span_label import SpanLabel

TODAY = date(2012, 11, 1)
PAGES: dict[str, Callable[[Desk], QWidget]] = {
    "transition": TransitionPage,
    "transition-list": TasksPage,
    "stocktake": StocktakePage,
    "task": TaskPage,
    "today": TodayPage,
}


class Saving(Ask):
    """Answers every question for a file with one path."""

    def __init__(self, path: Path) -> None:
        super().__init__(None)
        self.path = path

    def save_file(self, title: str, suggested: Path, kinds: str = "") -> Path | None:
        return self.path

    def open_file(self, title: str, kinds: str = "", folder: Path | None = None) -> Path | None:
        return self.path

    def open_files(self, title: str, kinds: str = "", folder: Path | None = None) -> list[Path]:
        return [self.path]


class TransitionDesk:
    """The pages of a hand-over over a register; close it after use."""

    def __init__(self, path: Path, folder: Path) -> None:
        def opened() -> Office:
            return open_office(path, as_at=TODAY, user="R. Osei")

        self.desk = Desk(opened, Settings(folder / "window.json"))
        ready: list[bool] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.start(lambda fault: pytest.fail(str(fault)))
        until(lambda: bool(ready))
        self.desk.set_home_day(TODAY)
        self.problems: list[str] = []
        self.told: list[str] = []
        self.desk.problem.connect(self.problems.append)
        self.desk.told.connect(self.told.append)
        self.shell = Shell(self.desk.refresh)
        self.shell.resize(1280, 800)
        self.desk.open = self.shell.open
        for key, make in PAGES.items():
            self.shell.add_page(PageSpec(key, key, "gantt", partial(make, self.desk)))
        self.shell.show()

    def show(self, key: str, **args: Any) -> Any:
        """Open a page and wait until it has read all it wants to."""
        self.shell.open(key, **args)
        self.settle()
        return self.shell.current_page()

    def task(self, ref: str) -> int:
        """The id of a task such as 5N8-T18."""
        return task_id_of(self.desk.connection, ref)

    def settle(self) -> None:
        """Wait until everything asked has been answered."""
        for _ in range(3):
            until(lambda: self.desk.is_idle)
            QCoreApplication.processEvents()

    def close(self) -> None:
        """Close window and register."""
        self.shell.close()
        self.desk.close()
        self.shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("transition")


@pytest.fixture
def desk(demo_file: Path, tmp_path: Path, qapp: object) -> Iterator[TransitionDesk]:
    path = tmp_path / "demo.areateam"
    shutil.copy(demo_file, path)
    made = TransitionDesk(path, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def looking(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory, qapp: object
) -> Iterator[TransitionDesk]:
    """The desk for tests that only look: each opens its page, none writes."""
    place = tmp_path_factory.mktemp("looking")
    with at_home(place):
        made = TransitionDesk(Path(shutil.copy(demo_file, place / "demo.areateam")), place)
        made.show("transition")
        yield made
        made.close()


def test_the_picture_says_how_ready_each_place_is(looking: TransitionDesk) -> None:
    page: TransitionPage = looking.show("transition", shape="readiness")
    assert "102 working days to 28 Mar 2013. 44 of 268 tasks accepted" in (
        page.header._sentence.text()
    )
    model = page.map.ready_model
    assert (model.rowCount(), model.columnCount()) == (23, 4)
    assert page.map.choose("5N8", "Premises")
    index = page.map.currentIndex()
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Premises, 5N8 Nottinghamshire County: 1 late, 0 of 3 accepted"
    assert page.panel._title.text() == "Premises: 1 of 3 is late"
    assert page.panel._open.text() == "Open T18"


def test_keys_lead_from_the_picture_to_the_list_and_back(looking: TransitionDesk) -> None:
    page: TransitionPage = looking.show("transition", shape="readiness")
    page.map.choose("5N8", "Premises")
    QTest.keyClick(page.map, Qt.Key.Key_Return)
    looking.settle()
    assert looking.shell.current_key() == "transition-list"
    tasks: Any = looking.shell.current_page()
    assert tasks.table.rows_model.rowCount(QModelIndex()) == 3
    looking.shell.back()
    looking.settle()
    assert page.map.chosen() == ("5N8", "Premises")


def test_the_list_counts_and_narrows(looking: TransitionDesk) -> None:
    page: TasksPage = looking.show("transition-list", where=["standing=late"])
    assert page.table.rows_model.rowCount(QModelIndex()) == 9
    page.narrow(page.reading.filter.choosing("place", ("5N8",)))
    looking.settle()
    assert page.table.rows_model.rowCount(QModelIndex()) == 4


def test_many_tasks_get_another_day_in_one_step(desk: TransitionDesk) -> None:
    page: TasksPage = desk.show("transition-list", where=["key=T64"])
    model = page.table.rows_model
    model.set_checked([model.id_at(row) for row in range(4)], on=True)
    page.bulk.do("due")
    assert page.bulk.panel is not None
    page.bulk.panel.fill("due", "27 Mar 2013")
    page.bulk.panel.agreed.emit()
    desk.settle()
    rows = desk.desk.connection.execute(
        "SELECT DISTINCT due_on FROM transition_task WHERE key = 'T64'"
    ).fetchall()
    assert rows == [("2013-03-27",)]


def test_a_tasks_list_is_exported_as_it_stands(looking: TransitionDesk, tmp_path: Path) -> None:
    page: TasksPage = looking.show("transition-list", where=["standing=late"])
    page.ask = Saving(tmp_path / "late.csv")
    page.files.export(None)
    looking.settle()
    lines = (tmp_path / "late.csv").read_text(encoding="utf-8-sig").splitlines()
    assert sum("Late" in line for line in lines) == 9


def test_a_task_is_accepted_with_evidence(desk: TransitionDesk, tmp_path: Path) -> None:
    page: TaskPage = desk.show("task", id=desk.task("5N8-T18"))
    assert not page.send.isVisible()  # the sender has signed already
    assert page.query.isVisible()
    paper = tmp_path / "premises.txt"
    paper.write_text("a register of premises", encoding="utf-8")
    page.ask = page.doings._ask = Saving(paper)
    page.file.click()
    desk.settle()
    page.receive.click()
    panel = page.doings.panel
    assert panel is not None
    assert panel.text_of("name") == "R. Osei"
    panel.agreed.emit()
    desk.settle()
    assert page.task is not None
    assert page.task.stage is TaskStage.DONE
    assert not page.receive.isVisible()
    copy = tmp_path / "copy.txt"
    page.ask = Saving(copy)
    page._save(page_evidence(desk, page))
    assert copy.read_text(encoding="utf-8") == "a register of premises"


def page_evidence(desk: TransitionDesk, page: TaskPage) -> Any:
    from areateam.transition.evidence_views import evidence_of

    assert page.task is not None
    return evidence_of(desk.desk.connection, page.task.id)[0]


def test_what_the_register_refuses_is_said_in_the_panel(desk: TransitionDesk) -> None:
    page: TaskPage = desk.show("task", id=desk.task("5N8-T18"))
    page.receive.click()
    panel = page.doings.panel
    assert panel is not None
    panel.fill("on", "2 Nov 2012")
    panel.agreed.emit()
    desk.settle()
    assert page.doings.panel is panel
    assert "has not come yet" in panel._words.text()
    panel.left.emit()


def test_dating_a_task_shows_what_moves_before_it_is_accepted(desk: TransitionDesk) -> None:
    page: TransitionPage = desk.show("transition", shape="plan", place="5N8")
    chart = page.plan.chart
    task = desk.task("5N8-T07")
    assert chart.go_to(task)
    page.plan.date.click()
    panel = page.doings.panel
    assert panel is not None
    panel.fill("on", "30 Nov 2012")
    panel.changed.emit()
    assert panel._verb.text() == "Accept 10 moves"
    panel.agreed.emit()
    desk.settle()
    line = next(line for line in chart.lines if line.record == task)
    assert line.forecast_words == "30 Nov"
    assert "working days are missing" in page.header._sentence.text()


def test_the_plan_shows_the_critical_path_and_follows_keys(looking: TransitionDesk) -> None:
    page: TransitionPage = looking.show("transition", shape="plan", place="5N8")
    chart = page.plan.chart
    critical = [line.code for line in chart.lines if line.critical]
    assert critical == ["T07", "T08", "T12", "T13", "T14", "T28", "T63", "T64"]
    chart.go_to(looking.task("5N8-T07"))
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.record() == looking.task("5N8-T08")
    assert "on the critical path" in chart.accessibleDescription()
    before = chart._pixels
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    assert chart._pixels > before
    page.plan.near.setChecked(False)
    assert sum(bool(line.record) for line in chart.lines) == 67
    QTest.keyClick(chart, Qt.Key.Key_Return)
    looking.settle()
    assert looking.shell.current_key() == "task"


def test_a_card_moved_on_asks_for_what_it_needs(desk: TransitionDesk) -> None:
    page: TransitionPage = desk.show("transition", shape="board")
    sent = page.board.lists[TaskStage.SENT]
    assert [card.title[:3] for card in sent.cards] == ["T18", "T49"]
    sent.take_focus()
    QTest.keyClick(sent, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    panel = page.doings.panel
    assert panel is not None
    panel.fill("text", "Where is the lease of Bestwood?")
    panel.agreed.emit()
    desk.settle()
    titles = [card.title[:3] for card in page.board.lists[TaskStage.QUERIED].cards]
    assert "T18" in titles


def test_the_stocktake_is_set_for_many_and_agrees(desk: TransitionDesk) -> None:
    page: StocktakePage = desk.show("stocktake")
    model = page.table.rows_model
    model.set_checked([model.id_at(row) for row in range(5)], on=True)
    page.bulk.do("set")
    panel = page.bulk.panel
    assert panel is not None
    panel.fill("stage", "stabilise")
    panel.agreed.emit()
    desk.settle()
    words = page.parts.header._sentence.text()
    assert "5 stabilise" in words
    assert "Agrees with the register" in words


def test_papers_are_written_from_the_menu(desk: TransitionDesk, tmp_path: Path) -> None:
    page: TransitionPage = desk.show("transition", shape="plan", place="5N8")
    offered = {action.text(): action for action in more_menu(page).actions() if action.text()}
    for words, name in (
        ("Certificate of 5N8 Nottinghamshire County…", "5N8.pdf"),
        ("Report to the board…", "status.html"),
        ("Report to the board…", "status.pdf"),
        ("Picture of the plan…", "plan.png"),
    ):
        page.papers._ask = Saving(tmp_path / name)
        offered[words].trigger()
        desk.settle()
        assert (tmp_path / name).stat().st_size > 1000
    assert len(desk.told) == 4
    assert (tmp_path / "status.pdf").read_bytes().count(b"/Type /Page\n") == 1
    assert desk.problems == []


def test_progress_is_a_picture_with_its_figures_beside_it(
    looking: TransitionDesk, tmp_path: Path
) -> None:
    page: TransitionPage = looking.show("transition", shape="progress")
    progress = page.progress
    assert "44 of 268 accepted, 44 planned by now." in progress.sentence.text()
    rows = progress.table.rows_model
    assert rows.rowCount(QModelIndex()) == len(progress.chart.picture.keys) > 50
    progress.chart.pick(("2012-11-01",))
    assert "44 accepted" in progress.chart.accessibleDescription()
    progress.place.setCurrentIndex(progress.place.findData("5N8"))
    assert "8 of 67 accepted" in progress.sentence.text()
    progress._ask = Saving(tmp_path / "progress.svg")
    progress._picture()
    assert "switch" in (tmp_path / "progress.svg").read_text(encoding="utf-8")


def test_two_places_and_two_days_stand_side_by_side(desk: TransitionDesk) -> None:
    page: TransitionPage = desk.show("transition", shape="readiness")
    page.compare.open(page.more)
    desk.settle()
    panel, table = page.compare.panel, page.compare.table
    assert panel is not None
    assert table is not None
    panel.fill("first", "5N8")
    panel.fill("second", "5N8")
    panel.fill("second_on", "1 Oct 2012")
    panel.changed.emit()
    desk.settle()
    assert panel._words.text().startswith("Late only in 5N8: T07")
    panel.agreed.emit()
    last = QApplication.clipboard().text().splitlines()[-1]
    assert last.split("\t")[:2] == ["All workstreams", "4 late 8/67"]
    panel.fill("second_on", "1 Oct 2013")
    panel.changed.emit()
    desk.settle()
    assert "has not come yet" in panel._words.text()
    panel.left.emit()


def test_signatures_go_to_the_other_side_and_come_from_it(
    desk: TransitionDesk, demo_file: Path, tmp_path: Path
) -> None:
    page: TaskPage = desk.show("task", id=desk.task("5N8-T18"))
    page.exchange._ask = Saving(tmp_path / "ours.json")
    page.give.click()
    desk.settle()
    assert "signatures for" in desk.told[-1]

    other = tmp_path / "pct.areateam"
    shutil.copy(demo_file, other)
    with closing(open_office(other, as_at=TODAY, user="H. Dalby")) as pct:
        connection = pct.store.connection
        task = task_id_of(connection, "5N8-T19")
        field = pct.catalogue.fields["name"]
        (contract,) = connection.execute(
            "SELECT id FROM contract WHERE pct_code = '5N8' ORDER BY id"
        ).fetchone()
        pct.write("Rename", lambda write: amend_contract(write, field, contract, "Renamed"))
        pct.write("Sign", lambda write: sign_task(
            write, task, Side.SENDER, name="H. Dalby", on=TODAY, today=TODAY))  # fmt: skip
        at = datetime.combine(TODAY, dt_time(10))
        write_signatures(tmp_path / "theirs.json", signed_bundle(connection, "5N8", at, "H. Dalby"))

    page.exchange._ask = Saving(tmp_path / "theirs.json")
    page.take.click()
    desk.settle()
    panel = page.exchange.panel
    assert panel is not None
    lines = [label.text() for label in panel.findChildren(SpanLabel)]
    assert any("here, Renamed there" in line for line in lines)
    assert any("T19" in line and "H. Dalby, 1 Nov 2012" in line for line in lines)
    assert "nothing closes" in panel._words.text()
    panel.agreed.emit()
    desk.settle()
    assert page.exchange.panel is None
    page = desk.show("task", id=desk.task("5N8-T19"))
    words = [label.text() for label in page.findChildren(SpanLabel)]
    assert "from the file that H. Dalby wrote on 1 Nov 2012" in words
    assert page.task is not None
    assert page.task.facts.differing == 1


def test_a_file_that_is_none_is_declined_with_a_sentence(
    desk: TransitionDesk, tmp_path: Path
) -> None:
    page: TransitionPage = desk.show("transition", shape="readiness")
    (tmp_path / "none.json").write_text("[]", encoding="utf-8")
    page.exchange.show_file(tmp_path / "none.json", page.more)
    desk.settle()
    assert page.exchange.panel is None
    assert desk.problems == ["none.json holds no signatures: its format is another."]


def test_a_changed_programme_is_shown_before_it_is_accepted(
    desk: TransitionDesk, tmp_path: Path
) -> None:
    page: TransitionPage = desk.show("transition", shape="readiness")
    folder = desk.desk.catalogue.folder / "programmes"
    key = page.facts.plan.plans[0].head.programme_key if page.facts else ""
    text = (folder / f"{key}.toml").read_text(encoding="utf-8")
    path = tmp_path / f"{key}.toml"
    path.write_text(text.replace("days = -45", "days = -46"), encoding="utf-8")
    page.changes.show_file(path, page.more)
    panel = page.changes.panel
    assert panel is not None
    assert panel._verb.text() == "Accept 7 changes"
    panel.agreed.emit()
    desk.settle()
    rows = desk.desk.connection.execute(
        "SELECT count(*) FROM transition_task WHERE due_on = '2013-02-14'"
    ).fetchone()
    assert rows == (7,)


def test_what_plans_get_wrong_is_one_click_away(desk: TransitionDesk) -> None:
    page: TransitionPage = desk.show("transition", shape="readiness")
    assert page.facts is not None
    days = [f for f in page.facts.findings if f.code == "task-due-no-working-day"]
    assert {f.column for f in days} >= {"5N8 T30", "5N8 T62"}
    page.findings.linked.emit("findings")
    panel = page.wrong.panel
    assert panel is not None
    assert panel._verb.text() == f"Bring {len(days)} to Thu 28 Mar 2013"
    panel.agreed.emit()
    desk.settle()
    assert not [f for f in page.facts.findings if f.code == "task-due-no-working-day"]
    page.findings.linked.emit("findings")
    panel = page.wrong.panel
    assert panel is not None
    panel.linked.emit("nobody 5N8")
    desk.settle()
    assert desk.shell.current_key() == "transition-list"
    tasks: Any = desk.shell.current_page()
    (nobody,) = [f for f in page.facts.findings
                 if f.code == "tasks-without-owner" and f.column.startswith("5N8")]  # fmt: skip
    assert tasks.table.rows_model.rowCount(QModelIndex()) == int(nobody.value)


def test_a_plan_is_written_as_picture_drawing_and_sheets(
    looking: TransitionDesk, tmp_path: Path, qapp: QApplication
) -> None:
    page: TransitionPage = looking.show("transition", shape="plan", place="5N8")
    page.plan.near.setChecked(False)
    paper = page.plan.chart.paper()
    for ending in ("png", "svg", "pdf"):
        path = tmp_path / f"plan.{ending}"
        assert paper.write(path, title="Plan 5N8", as_at="1 Nov 2012")
        assert path.stat().st_size > 4000
    drawn = (tmp_path / "plan.svg").read_text(encoding="utf-8")
    assert "Find the signed original" in drawn
    theme.apply(qapp, "dark")
    assert paper.write(tmp_path / "dark.png", title="", as_at="")
    theme.apply(qapp, "light")
    assert (tmp_path / "dark.png").read_bytes() == (tmp_path / "plan.png").read_bytes()
    sheets = (tmp_path / "plan.pdf").read_bytes().count(b"/Type /Page\n")
    assert sheets == paper.sheets() == 3
    assert not paper.write(tmp_path / "no" / "plan.pdf", title="", as_at="")


def test_the_home_page_says_which_places_are_behind(looking: TransitionDesk) -> None:
    page: TodayPage = looking.show("today")
    words = [label.text() for label in page.handover_card.findChildren(SpanLabel)]
    assert "3" in words
    assert any(text.endswith("4 late Nottinghamshire County") for text in words)
    page.follow("handover 5N8")
    looking.settle()
    assert looking.shell.current_key() == "transition"
    plan: Any = looking.shell.current_page()
    assert plan.plan.place.currentData() == "5N8"


def test_a_chart_of_two_thousand_tasks_paints_only_what_is_seen(desk: TransitionDesk) -> None:
    """Painting one of them takes no longer than painting one of a few: at most three times."""
    few, many = gantt_of(60), gantt_of(2000)
    took: dict[GanttChart, list[float]] = {few: [], many: []}
    for place in range(12):
        for chart, seconds in took.items():
            chart.verticalScrollBar().setValue(place * 4000)
            began = time.perf_counter()
            chart.grab()
            seconds.append(time.perf_counter() - began)
    assert min(took[many]) < 3 * min(took[few])
    QTest.mouseClick(many.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(50, 60))
    assert many.record() > 1500
    for chart in took:
        chart.deleteLater()


def gantt_of(count: int) -> GanttChart:
    """A chart of tasks, each after the one before it."""
    chart = GanttChart()
    chart.resize(1000, 600)
    lines = [
        GanttLine(f"Task {n}", n, f"T{n}", TODAY, date(2013, 3, 1), critical=n % 9 == 0,
                  before=(n - 1,) if n > 1 else ())
        for n in range(1, count + 1)
    ]  # fmt: skip
    chart.show_lines(lines, GanttDays(TODAY, date(2013, 4, 1)))
    chart.grab()
    return chart


def test_a_programme_is_started_for_ticked_places(folder: Path, qapp: object) -> None:
    path = folder / "empty.areateam"
    office = new_office(path, area_team="Q55")
    give_all = Patch(pct="5EM")
    office.write(
        "Portfolio", lambda w: give_portfolio(w, person_named(w, "Ann"), give_all, Span(None, None))
    )
    office.close()
    fresh = TransitionDesk(path, folder)
    try:
        page: TransitionPage = fresh.show("transition")
        assert page.map.ready_model.columnCount() == 0
        page.make_new()
        assert sorted(page.starting.chosen()) == ["5EM", "5N6", "5N7", "5N8"]
        panel = page.starting.panel
        assert panel is not None
        (said,) = [w.text() for w in panel.findChildren(SpanLabel) if "tasks" in w.text()]
        tasks, bare = re.findall(r"([0-9,]+) (?:tasks|of them without an owner)", said)
        panel.agreed.emit()
        fresh.settle()
        assert page.map.ready_model.columnCount() == 4
        rows = fresh.desk.connection.execute(
            "SELECT count(*), sum(owner_id IS NULL) FROM transition_task"
        ).fetchone()
        assert (tasks, bare) == tuple(f"{count:,}" for count in rows)
    finally:
        fresh.close()
