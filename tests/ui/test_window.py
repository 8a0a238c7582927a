"""The window over an open register: palette, undo, date, counts, notices, closing."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QToolButton

from areateam.core.problems import UserProblem
from areateam.office import Office, open_office
from tests.conftest import at_home
from tests.fresh_register import fresh_register
from tests.ui.contracts_desk import until
from ui.app import Entrance, report_of
from ui.pages.page_lines import PAGES
from ui.settings import Settings
from ui.style.marks import Shape
from ui.widgets.tab_row import TabRow
from ui.widgets.write_lock import WritingButton
from ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

LONG = 20_000
ROOT = Path(__file__).resolve().parents[2]
KEYS = [line.key for line in PAGES]
PAGES_WITH_RECORDS = {
    "contract": "contract",
    "case": "case_file",
    "task": "transition_task",
    "desk": "desk_pack",
    "calloff": "call_off",
}


def entered(path: Path, settings: Path) -> Entrance:
    """The window over a register, once it has come to rest."""
    entrance = Entrance(Settings(settings), Namespace(register=path, as_at=None, user="R. Osei"))
    entrance.shell.show()
    entrance.begin()
    until(lambda: entrance.window is not None)
    until(lambda: entrance.window is not None and entrance.window.desk.is_idle)
    return entrance


def left(entrance: Entrance) -> None:
    entrance.finish()
    entrance.shell.close()


@pytest.fixture
def enter(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[Path], Window]]:
    entrances: list[Entrance] = []

    def open_it(path: Path) -> Window:
        entrances.append(entered(path, tmp_path / "window.json"))
        window = entrances[-1].window
        assert window is not None
        return window

    yield open_it
    for entrance in entrances:
        left(entrance)


@pytest.fixture(scope="module")
def shared_entrance(
    qapp: QApplication, demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Entrance]:
    folder = tmp_path_factory.mktemp("window")
    with at_home(folder):
        own = Path(shutil.copy(demo_file, folder / "demo.areateam"))
        entrance = entered(own, folder / "window.json")
        yield entrance
        left(entrance)


@pytest.fixture
def window(qtbot: QtBot, shared_entrance: Entrance) -> Window:
    """The window over the demonstration on its first page; many tests share it, none closes it."""
    window = shared_entrance.window
    assert window is not None
    window.notice.dismiss()
    window.desk.look_at(None)
    # The keys of the window are heard by the active one.
    window.shell.activateWindow()
    assert QTest.qWaitForWindowActive(window.shell)
    window.open("today")
    settle(qtbot, window)
    return window


@pytest.fixture
def own_window(enter: Callable[[Path], Window], demo_file: Path, tmp_path: Path) -> Window:
    """A window of the test's own, to be closed."""
    return enter(Path(shutil.copy(demo_file, tmp_path / "demo.areateam")))


def settle(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: window.desk.is_idle, timeout=LONG)


def count_contracts(window: Window) -> int:
    (count,) = window.desk.connection.execute("SELECT count(*) FROM contract").fetchone()
    return int(count)


def test_it_says_whose_register_it_is_and_stands_on_the_demo_day(window: Window) -> None:
    bar = window.shell.top_bar
    assert bar.code.text() == "Q55"
    assert bar.name.text() == "Derbyshire and Nottinghamshire"
    assert window.desk.today == date(2012, 11, 1)
    assert not window.desk.looks_back
    assert window.shell.banner.isHidden()
    assert window.shell.current_key() == "today"


def test_only_what_calls_for_work_is_counted(window: Window) -> None:
    items = {item.key: item for item in window.shell.navigation.pages.items}
    assert (items["today"].mark, items["today"].count) != (None, -1)
    assert items["today"].mark is not None
    assert items["today"].mark.shape is Shape.LATE
    assert items["imports"].spoken.startswith("Imports, 7 in doubt")
    assert items["contracts"].mark is None
    views = [(item.title, item.count) for item in window.shell.navigation.views.items]
    assert ("Dental under 30%", 26) in views


def test_the_palette_opens_a_record(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    palette = window.palette.open()
    QTest.keyClicks(palette.edit, "bright smile")
    qtbot.waitUntil(lambda: "contract:" in getattr(palette.current(), "key", ""), timeout=LONG)
    item = palette.current()
    assert item is not None
    assert item.title == "Bright Smile Ltd"
    opened: list[Any] = []
    monkeypatch.setattr(window, "open", lambda key, /, **args: opened.append((key, args)))
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert opened == [("contract", {"id": int(item.key.partition(":")[2])})]
    assert palette.isHidden()
    palette = window.palette.open()
    QTest.keyClicks(palette.edit, "12/03")
    qtbot.waitUntil(lambda: "calloff:" in getattr(palette.current(), "key", ""), timeout=LONG)
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert opened[-1][0] == "calloff"


def test_the_palette_offers_commands_alone_after_a_bracket(qtbot: QtBot, window: Window) -> None:
    palette = window.palette.open()
    QTest.keyClicks(palette.edit, "> theme")
    settle(qtbot, window)
    titles = [getattr(row, "title", "") for row in palette._model.rows]
    assert titles[0] == "Commands"
    assert all(title.startswith("Theme") for title in titles[1:])
    palette.close_palette()


def test_undo_and_redo_by_key_name_their_step(qtbot: QtBot, window: Window) -> None:
    bar = window.shell.top_bar
    before = count_contracts(window)
    with qtbot.waitSignal(window.desk.refresh.changed, timeout=LONG):
        window.desk.write("Mark one as visited", _visit_one)
    settle(qtbot, window)
    assert bar.undo_button.accessibleName() == "Undo: Mark one as visited"
    with qtbot.waitSignal(window.desk.refresh.changed, timeout=LONG):
        QTest.keyClick(window.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert bar.redo_button.accessibleName() == "Redo: Mark one as visited (Ctrl+Y)"
    assert "Mark one as visited" not in bar.undo_button.accessibleName()
    with qtbot.waitSignal(window.desk.refresh.changed, timeout=LONG):
        QTest.keyClick(window.shell, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert bar.undo_button.accessibleName() == "Undo: Mark one as visited"
    assert count_contracts(window) == before


def _visit_one(write: Any) -> None:
    write.execute("UPDATE contract SET last_visit = '2012-10-31' WHERE id = 1")


def test_on_another_day_a_banner_says_so_and_nothing_can_be_changed(
    qtbot: QtBot, window: Window
) -> None:
    chooser = window.open_date()
    chooser.edit.setText("3 Sep 2012")
    chooser.accept()
    settle(qtbot, window)
    assert window.shell.banner.isVisible()
    assert "3 Sep 2012" in window.shell.banner.accessibleName()
    assert not window.shell.top_bar.undo_button.isEnabled()
    with qtbot.waitSignal(window.desk.problem, timeout=LONG) as told:
        window.desk.write("Mark one as visited", _visit_one)
    assert told.args == [
        "You are looking at 3 Sep 2012, where nothing can be changed. Go back to today first."
    ]
    window.shell.today_asked.emit()
    assert window.desk.today == date(2012, 11, 1)
    assert window.shell.banner.isHidden()
    settle(qtbot, window)


READING = frozenset(
    {
        # what is looked at, and how
        "Mine", "Whole team", "Columns", "Facets", "Clear", "Clear filters", "List", "Board",
        "Open", "Open this contract", "Open this case", "Open contract", "Show its cases",
        "Readiness", "Plan", "Progress", "Stocktake", "Show the plan", "Gaps", "Function",
        "Before", "After", "Side by side", "Changes only", "By line", "By body", "Funnel",
        "Over time", "Ranked", "Cases", "Letters", "Register", "View", "Swap", "All", "Milestones",
        "Letters and calls", "Decisions", "Files", "Notes", "What was changed", "Go to imports",
        "Duplicates", "Waiting lines", "Show the fields", "Papers, baselines, programmes",
        "Gates, bidders, papers, end", "More", "Figures as a table", "Over time: all together",
        "Over time: the tenths of all", "Over time: screen out large moves",
        "Widen limits for over-dispersion", "I15 Clawback as a share of value",
        # what is worked out, written to a file or put on paper
        "What if…", "Last safe start…", "Work out a date…", "Copy reference", "Case report…",
        "Print day sheet", "Export", "Export…", "Save a copy…", "Picture…", "On paper…",
        "For the other side…", "Empty list", "Proof of accountability…", "Matrix on paper, A3…",
        "Table for a spreadsheet…", "GP contracts…", "Dental contracts…", "Pharmacy contracts…",
        "Eye care contracts…",
        # the program, not the register
        "Check the register", "Make a backup now", "Open another register", "Start page", "Light",
        "Dark", "System",
    }
)  # fmt: skip
"""What changes nothing. Whatever else can be pressed writes, and is made to (`writes=True`)."""
RECORD_WORDS = ("Open T", "Take away ")
"""How the names of buttons begin that name a task to open or a filter to take away."""


def offered(page: QWidget) -> set[str]:
    """What can be pressed on a page now, in its menus too."""
    pressed = (*page.findChildren(QPushButton), *page.findChildren(QToolButton))
    words = {b.text() or b.accessibleName() for b in pressed if b.isVisible() and b.isEnabled()}
    for menu in page.findChildren(QMenu):
        menu.aboutToShow.emit()
        words |= {a.text() for a in menu.actions() if a.isEnabled() and a.isVisible()}
    return {word.strip("\N{NO-BREAK SPACE}") for word in words} - {""}


def the_page(window: Window) -> QWidget:
    page: Any = window.shell.current_page()
    return cast("QWidget", page)


def walked(qtbot: QtBot, window: Window) -> Iterator[tuple[str, QWidget]]:
    """Every page of the window, on each of its tabs."""
    connection = window.desk.connection
    for key, table in PAGES_WITH_RECORDS.items():
        (record,) = connection.execute(f"SELECT min(id) FROM {table}").fetchone()
        window.open(key, id=record)
        settle(qtbot, window)
        yield key, the_page(window)
    for key in KEYS:
        if key not in PAGES_WITH_RECORDS:
            window.open(key)
            settle(qtbot, window)
            yield key, the_page(window)


def test_on_another_day_no_page_offers_to_write(qtbot: QtBot, window: Window) -> None:
    window.desk.look_at(date(2012, 10, 31))
    settle(qtbot, window)
    told = "You are looking at 31 Oct 2012. Nothing can be changed here."
    seen = 0
    for key, page in walked(qtbot, window):
        tabs: list[QAbstractButton] = [QPushButton()]
        for row in page.findChildren(TabRow):
            tabs = row.findChildren(QAbstractButton)
        for tab in tabs:
            tab.click()
            settle(qtbot, window)
            writing = {w for w in offered(page) - READING if not w.startswith(RECORD_WORDS)}
            assert not writing, key
            locked = [each for each in page.findChildren(WritingButton) if each.isVisible()]
            assert {each.toolTip() for each in locked} <= {told}, key
            seen += len(locked)
    assert seen > 40
    window.open("cases")
    window.shell.begin_new()
    assert window.notice.words == told
    page = the_page(window)
    propose = next(b for b in page.findChildren(WritingButton) if b.text() == "Propose")
    assert not propose.isEnabled()
    window.desk.look_at(None)
    settle(qtbot, window)
    assert propose.isEnabled()
    assert propose.toolTip() == "Cases that the figures of contracts ask for"


def test_a_date_that_cannot_be_read_is_said_under_the_field(window: Window) -> None:
    chooser = window.open_date()
    chosen: list[Any] = []
    chooser.chosen.connect(chosen.append)
    chooser.edit.setText("31 Feb 2013")
    chooser.accept()
    assert chosen == []
    assert "February 2013 has 28 days" in chooser.wrong.text()
    assert chooser.edit.property("invalid") is True
    chooser.edit.setText("Sun 31 Mar 2013")
    chooser.accept()
    assert chosen == [date(2013, 3, 31)]


def test_a_problem_can_be_copied_and_dismissed(qtbot: QtBot, window: Window) -> None:
    def refuse(_: Office) -> None:
        raise UserProblem("nothing-to-undo")

    with qtbot.waitSignal(window.desk.problem, timeout=LONG):
        window.desk.run(refuse)
    words = window.notice.words
    assert window.notice.isVisible()
    window.notice.linked.emit("copy")
    assert QGuiApplication.clipboard().text() == words
    window.notice.linked.emit("dismiss")
    assert window.notice.isHidden()


def test_a_fault_of_ours_is_reported_without_any_text_of_a_record(window: Window) -> None:
    with pytest.raises(ValueError, match="Oldfield") as caught:
        int("Mrs Oldfield of 7 Mill Lane")
    report = report_of(caught.value)
    assert "ValueError" in report
    assert "test_window.py" in report
    assert "Oldfield" not in report
    window.show_fault(report)
    assert window.notice.isVisible()
    window.notice.linked.emit("copy")
    assert report in QGuiApplication.clipboard().text()


def test_closing_waits_for_what_is_being_written(qtbot: QtBot, own_window: Window) -> None:
    gate = threading.Event()
    own_window.desk.tend(lambda office: gate.wait(5))
    own_window.shell.close()
    assert own_window.shell.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not own_window.shell.isVisible(), timeout=LONG)


def test_the_register_is_free_again_once_the_window_is_closed(
    qtbot: QtBot, own_window: Window
) -> None:
    path = own_window.desk.path
    settle(qtbot, own_window)
    own_window.shell.close()
    qtbot.waitUntil(lambda: not own_window.shell.isVisible(), timeout=LONG)
    open_office(path).close()


def test_every_page_of_a_new_register_opens_and_offers_the_first_step(
    qtbot: QtBot, enter: Callable[[Path], Window], tmp_path: Path
) -> None:
    window = enter(fresh_register(tmp_path / "new.areateam", "Q59"))
    for key in KEYS:
        if key not in ("contract", "case"):
            window.open(key)
            settle(qtbot, window)
            assert window.shell.current_key() == key
    assert window.shell.top_bar.code.text() == "Q59"


def test_the_bare_window_needs_neither_the_register_nor_its_libraries() -> None:
    program = (
        "import sys; from argparse import Namespace; from ui.app import Entrance, make_application;"
        " from ui.settings import Settings; app = make_application([]);"
        " entrance = Entrance(Settings(), Namespace(register=None, as_at=None, user=''));"
        " entrance.shell.show(); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "ui.shell" in loaded
    assert not loaded & {"peewee", "sqlite3", "msgspec", "qtawesome", "areateam.office", "ui.desk"}


_HELPED_BY = {
    "calloff": "calloffs",
    "desk": "duties",
    "outliers": "variation",
    "import-review": "imports",
    "import-mapping": "imports",
    "help": "start",
    "transition-list": "transition",
    "stocktake": "transition",
    "task": "transition",
}


def test_every_page_has_its_help(window: Window) -> None:
    window.open("contracts")
    QTest.keyClick(window.shell, Qt.Key.Key_F1)
    assert window.shell.current_key() == "help"
    page: Any = window.shell.current_page()
    assert page.topic == "contracts"
    for key in KEYS:
        page.show_args({"topic": key})
        assert page.topic == _HELPED_BY.get(key, key)
        assert len(page.text.toPlainText()) > 200
