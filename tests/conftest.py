"""What every test stands on: a home of its own, offered fixtures, and alarms for leftovers."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import threading
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

# Qt reads this once, when it is loaded, and pytest-qt loads it before any fixture runs.
if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from areateam.office import Office

ROOT = Path(__file__).resolve().parents[1]
HOUSE = "tests/house/"
THREAD_GRACE = 2.0  # seconds for a thread that has been told to end
HOMES = {
    "HOME": ".",
    "USERPROFILE": ".",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
}
OURS = ("AREATEAM_REGISTER", "AREATEAM_ANY_PLACE")

# Other work on the machine must not fail a property test; a found example must fail everywhere.
settings.register_profile("house", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")

_home_numbers = count()
_sockets: list[str] = []


def _no_socket(*args: object, **kwargs: object) -> NoReturn:
    _sockets.append(f"socket.socket{args}{kwargs or ''}")
    raise AssertionError("The product opens no sockets, and neither do its tests.")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Have each worker compile a share of the tests, the others read what it wrote.

    To rewrite the assertions of all tests takes longer than to collect them, and every worker
    would do so for itself. What cannot be imported is told where it is collected.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker is None:
        return
    given = [ROOT / argument.partition("::")[0] for argument in session.config.args]
    files = sorted({file for place in given for file in place.rglob("test_*.py")})
    for file in files[int(worker["workerid"].removeprefix("gw")) :: worker["workercount"]]:
        with suppress(Exception):
            import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of the tests that may take longest: at the end one worker waits.

    Those that say so come first, then those of the window.
    """
    limits: dict[Path, float] = {}
    for item in items:
        mark = item.get_closest_marker("timeout")
        limit = float(mark.args[0]) if mark and mark.args else 0.0
        limits[item.path] = max(limits.get(item.path, 0.0), limit)
    items.sort(key=lambda item: (-limits[item.path], "ui" not in item.path.parts))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of the house together as those of a file are: they share one parse."""
    if config.getoption("dist") != "loadfile":
        return None
    made: Any = import_module("xdist.scheduler").LoadFileScheduling(config, log)
    by_file = made._split_scope
    made._split_scope = lambda test: HOUSE if test.startswith(HOUSE) else by_file(test)
    return made


@pytest.fixture(scope="session")
def shared() -> Path | None:
    """The folder of files to try things on, or None where it is not there."""
    folder = Path(os.environ.get("AREATEAM_SHARED") or ROOT.parent / "shared")
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("homes")


@contextmanager
def at_home(place: Path) -> Iterator[None]:
    """What the program keeps for its user is kept in `place`, for what is made once for many."""
    with pytest.MonkeyPatch.context() as patch:
        for name, part in HOMES.items():
            patch.setenv(name, str(place / part))
        for name in OURS:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def home(_homes: Path) -> Iterator[Path]:
    """A home directory of the test's own, with nothing of this user's or of other tests in it."""
    place = _homes / str(next(_home_numbers))
    place.mkdir(mode=0o700)
    with at_home(place):
        yield place


def nine_o_clock() -> datetime:
    """The moment at which the offered offices stand: 1 November 2012, nine in the morning."""
    return datetime.fromisoformat("2012-11-01T09:00")


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty register, made once in a run; what it notes about itself stays in a home apart."""
    from areateam.office import new_office

    folder = tmp_path_factory.mktemp("template")
    path = folder / "template.areateam"
    with at_home(folder):
        new_office(path, user="tester", now=nine_o_clock).close()
    return path


@pytest.fixture(scope="session")
def full_file(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with a record of every kind, made once in a run; for copying."""
    from areateam.office import open_office
    from tests.ledger.made_records import one_of_each

    folder = tmp_path_factory.mktemp("full")
    path = folder / "full.areateam"
    shutil.copyfile(_template, path)
    with at_home(folder):
        office = open_office(path, user="tester", now=nine_o_clock)
        one_of_each(office)
        office.close()
    return path


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration register, made once in a run; for copying, nothing may change it."""
    from areateam.demo.demo import make_demo

    folder = tmp_path_factory.mktemp("demo")
    path = folder / "demo.areateam"
    with at_home(folder):
        make_demo(path).close()
    return path


@pytest.fixture
def register(_template: Path, tmp_path: Path) -> Path:
    """The path of an empty register of the test's own, with the shipped organisations."""
    path = tmp_path / "register.areateam"
    shutil.copyfile(_template, path)
    return path


@pytest.fixture
def office(register: Path) -> Iterator[Office]:
    """An open register; its clock stands at nine on 1 November 2012, its user is "tester"."""
    from areateam.office import open_office

    opened = open_office(register, user="tester", now=nine_o_clock)
    yield opened
    opened.close()


@pytest.fixture
def full_register(full_file: Path, tmp_path: Path) -> Path:
    """The path of a closed register of the test's own that holds a record of every kind."""
    path = tmp_path / "register.areateam"
    shutil.copyfile(full_file, path)
    return path


@pytest.fixture
def full(full_register: Path) -> Iterator[Office]:
    """An open register that holds a record of every kind."""
    from areateam.office import open_office

    opened = open_office(full_register, user="tester", now=nine_o_clock)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _alarm_sockets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which a socket was opened, even where the refusal was swallowed."""
    _sockets.clear()
    monkeypatch.setattr(socket.socket, "__init__", _no_socket)
    yield
    if _sockets:
        pytest.fail(f"A socket was opened: {_sockets}")


@pytest.fixture(autouse=True)
def _alarm_threads() -> Iterator[None]:
    """Fail a test that leaves a thread running; Qt's own pool threads are not Python's to end."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + THREAD_GRACE
    left = [t for t in threading.enumerate() if t not in before and not _is_foreign(t)]
    for thread in left:
        thread.join(max(0.0, until - time.monotonic()))
    if alive := [thread.name for thread in left if thread.is_alive()]:
        pytest.fail(f"Threads left running: {alive}")


def _is_foreign(thread: threading.Thread) -> bool:
    return type(thread).__name__ == "_DummyThread"


def _shown_windows() -> dict[int, str]:
    """The visible top-level widgets by identity, without loading Qt to find out."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return {}
    shown = [w for w in widgets.QApplication.topLevelWidgets() if w.isVisible()]
    return {id(w): f"{type(w).__name__} {w.windowTitle()!r}" for w in shown}


@pytest.fixture(autouse=True)
def _alarm_windows() -> Iterator[None]:
    """Fail a test that leaves a window or a modal dialog open, and close it for the next."""
    before = _shown_windows()
    yield
    left = {key: name for key, name in _shown_windows().items() if key not in before}
    if left:
        for widget in sys.modules["PySide6.QtWidgets"].QApplication.topLevelWidgets():
            if id(widget) in left:
                widget.close()
        pytest.fail(f"Windows left open: {sorted(left.values())}")
