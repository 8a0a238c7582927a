"""The one QApplication, and what opens in it: a register, the start page, or what helps.

Heavy parts are imported only once the bare window has been painted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.collecting import Collecting
from ui.refresh import Refresh
from ui.settings import Settings, demo_path, forget_use, keep_report, note_use, uses_of
from ui.shell import PageSpec, Shell
from ui.style.drawing import DrawnStyle
from ui.style.marks import Shape
from ui.style.theme import theme

if TYPE_CHECKING:
    from argparse import Namespace

    from areateam.core.problems import Problem
    from ui.ask import Ask
    from ui.desk import Desk
    from ui.pages.trouble_page import TroublePage
    from ui.pages.welcome_page import WelcomePage
    from ui.tasks import Outcome
    from ui.window import Window

_LONGEST_WAIT = 400
"""Milliseconds after which a window that nobody sees, a minimised one, is filled all the same."""
_KINDS = "Registers (*.areateam);;All files (*)"


def make_application(
    args: Sequence[str] | None = None, *, choice: str = "system", name: str = "Area team register"
) -> QApplication:
    """The application in our style and the theme `choice` ("light", "dark" or "system").

    A running application is dressed and returned, because Qt allows only one.
    """
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(list(args or sys.argv[:1]))
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app.setApplicationName("areateam")
    app.setApplicationDisplayName(name)
    app.setStyle(DrawnStyle())
    theme.apply(app, choice)
    return app


def run_window(options: Namespace) -> int:
    """Show the window until it is closed; returns the exit code."""
    settings = Settings()
    app = make_application(choice=str(settings.get("theme", "system")))
    entrance = Entrance(settings, options)
    sys.excepthook = entrance.caught
    collecting = Collecting(app, lambda: entrance.is_idle)
    _AfterPaint(entrance.shell, entrance.begin)
    entrance.shell.show()
    code = app.exec()
    collecting.end()
    entrance.finish()
    return code


class _AfterPaint(QObject):
    """Calls `act` once, when the window has been painted; after a while in any case."""

    def __init__(self, shell: Shell, act: Callable[[], None]) -> None:
        super().__init__(shell)
        self._shell = shell
        self._act = act
        self._is_done = False
        shell.installEventFilter(self)
        QTimer.singleShot(_LONGEST_WAIT, self, self._do)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A timer of nought comes after the painting that is going on now, but not before it."""
        if event.type() == QEvent.Type.Paint:
            self._shell.removeEventFilter(self)
            QTimer.singleShot(0, self, self._do)
        return False

    def _do(self) -> None:
        if not self._is_done:
            self._is_done = True
            self._act()


class Frame(QObject):
    """What is shown now: a register, or a page that stands in place of one.

    Each has a shell of its own; the shell before it closes once the next is shown.
    """

    def __init__(self, settings: Settings, options: Namespace, ask: Ask | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.options = options
        self.shell = self._make_shell()
        self.window: Window | None = None
        self.page: WelcomePage | TroublePage | None = None
        self._ask = ask
        self._bare = True
        self._desk: Desk | None = None
        self._path: Path | None = None

    @property
    def ask(self) -> Ask:
        """Who asks for files, over the window of the moment."""
        from ui.ask import Ask

        return self._ask or Ask(self.shell)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is opened, read or written."""
        return self._desk is None and (self.window is None or self.window.desk.is_idle)

    def _make_shell(self) -> Shell:
        shell = Shell(Refresh())
        width, height, maximised = self.settings.get("window", (1280, 800, False))
        shell.resize(int(width), int(height))
        if maximised:
            shell.setWindowState(shell.windowState() | Qt.WindowState.WindowMaximized)
        return shell

    def _next_shell(self) -> Shell:
        """The shell for what comes next: the first one while nothing is in it."""
        if self._bare:
            return self.shell
        following = self._make_shell()
        following.setGeometry(self.shell.geometry())
        return following

    def _take(self, shell: Shell, window: Window | None) -> None:
        """Show `shell` in place of the one before, whose register is closed."""
        before, self.shell = self.shell, shell
        old, self.window = self.window, window
        self._bare = False
        shell.show()
        if old is not None:
            old.finish()
        if before is not shell:
            before.close()
            before.deleteLater()

    def _show_page(self, key: str, page: WelcomePage | TroublePage) -> None:
        from ui.pages.help_page import HelpPage

        shell = self._next_shell()
        widget: QWidget = page
        shell.add_page(PageSpec(key, page.title, "file", lambda: widget, "", "hidden"))
        shell.add_page(PageSpec("help", "Help", "help", HelpPage, "", "hidden"))
        shell.help_asked.connect(lambda topic: shell.open("help", topic=topic))
        shell.top_bar.hide()
        shell.navigation.hide()
        shell.status.set_state("No connection needed", Shape.OK)
        shell.status.set_counts("F1 Help")
        shell.status.set_user(_version())
        shell.setWindowTitle(page.title)
        self.page = page
        shell.open(key)
        self._take(shell, None)
        shell.open(key)

    def _run(
        self,
        args: Sequence[str],
        words: str,
        done: Callable[[], None],
        failed: Callable[[str], None],
    ) -> None:
        from ui.tasks import run_process

        progress = self.shell.status.progress

        def ended(outcome: Outcome) -> None:
            progress.finish()
            if outcome.code == 0:
                done()
            elif not outcome.cancelled:
                failed(" ".join(outcome.lines))

        def step(at: Any) -> None:
            progress.show_progress(at.words or words, at.done, at.total, at.seconds_left)

        job = run_process(args, step, ended, self)
        progress.set_cancellable(cancellable=True)
        progress.cancelled.connect(job.cancel)
        progress.show_progress(words, 0, 0, None)

    def finish(self) -> None:
        """Close what is open, also what was only just being opened."""
        if self.window is not None:
            self.window.finish()
        if self._desk is not None:
            self._desk.close()


class Entrance(Frame):
    """Decides what the window holds, and passes from one register to the next."""

    # ---- the first step

    def begin(self) -> None:
        """Open the register named, else the one used last, else the start page."""
        given = self.options.register or os.environ.get("AREATEAM_REGISTER")
        last = self.settings.get("last", "")
        if given:
            self.open_register(Path(given))
        elif last and Path(last).exists():
            self.open_register(Path(last))
        else:
            self.show_welcome()

    # ---- registers

    def open_register(self, path: Path, *, writable: bool = True, then: str = "today") -> None:
        """Open a register; what hinders it is told on a page of its own. `then` is the page."""
        from ui.desk import Desk
        from ui.window import open_for_window

        self._leave_same(path)
        shell = self._next_shell()
        user = str(self.settings.get("name") or self.options.user)
        as_at = self.options.as_at
        desk = Desk(
            lambda: open_for_window(path, user, writable=writable),
            self.settings,
            refresh=shell.refresh,
        )
        desk.ready.connect(lambda: self._opened(desk, shell, then, as_at))
        self._desk, self._path = desk, path
        desk.start(lambda error: self._refused(error, desk, path))

    def _leave_same(self, path: Path) -> None:
        """Let go of the register that is open where the same one is asked for again."""
        if self.window is not None and self.window.desk.path == path.absolute():
            self.window.finish()

    def _opened(self, desk: Desk, shell: Shell, then: str, as_at: Any) -> None:
        from ui.window import Window, register_title, stand_on_demo_day

        stand_on_demo_day(desk)
        if as_at is not None:
            desk.look_at(as_at)
        window = Window(shell, desk, self)
        window.leave.connect(self._left)
        window.put_back.connect(self._put_back_by_name)
        self.page = None
        at = desk.office.now().isoformat(timespec="minutes")
        note_use(self.settings, desk.path, register_title(desk), at)
        window.open(then)
        self._desk = None
        self._take(shell, window)

    def _refused(self, error: Exception, desk: Desk, path: Path) -> None:
        from areateam.core.problems import Problem

        desk.close()
        self._desk = None
        if not isinstance(error, Problem):
            raise error
        self.show_trouble(error, path)

    def _left(self, key: str) -> None:
        if key == "open":
            self.choose_file()
        else:
            self.show_welcome()

    def choose_file(self) -> None:
        """Ask for a register and open it."""
        path = self.ask.open_file("Open a register", _KINDS)
        if path is not None:
            self.open_register(path)

    # ---- pages in place of a register

    def show_welcome(self, words: str = "") -> None:
        """The start page, with what went wrong before."""
        from ui.pages.recent_words import area_teams, recent_lines
        from ui.pages.welcome_page import WelcomePage

        page = WelcomePage(area_teams)
        page.begun.connect(self._begun)
        page.new_asked.connect(self.make_new)
        page.recent_chosen.connect(self._recent)
        page.forget_asked.connect(self._forget)
        page.set_recent(recent_lines(uses_of(self.settings)))
        if words:
            page.tell(words)
        self._show_page("welcome", page)

    def show_trouble(self, problem: Problem, path: Path) -> None:
        """The page for a register that cannot be used."""
        from areateam.core.wording import problem_sentence
        from ui.pages.trouble_page import TroublePage
        from ui.window import backup_lines

        page = TroublePage()
        page.chosen.connect(self._way)
        page.put_back.connect(self._put_back_by_name)
        place = str(path.absolute())
        words = problem_sentence(problem)
        page.show_trouble(problem.code, words, path.name, place, backup_lines(path))
        self._path = path
        self._show_page("trouble", page)

    def _begun(self, key: str) -> None:
        acts = {
            "open": self.choose_file,
            "backup": self.choose_backup,
            "demo": self.open_demo,
        }
        acts[key]()

    def _way(self, key: str) -> None:
        assert self._path is not None
        if key in ("again", "read"):
            self.open_register(self._path, writable=key == "again")
        elif key == "open":
            self.choose_file()
        else:
            self.show_welcome()

    def _recent(self, key: str) -> None:
        if Path(key).exists():
            self.open_register(Path(key))
        else:
            self.show_welcome()

    def _forget(self, key: str) -> None:
        forget_use(self.settings, Path(key))
        self.show_welcome()

    # ---- making and putting back

    def make_new(self, code: str, from_lists: bool) -> None:
        """Ask where to keep a new register, make it and open it."""
        path = self.ask.save_file("Keep the new register as", Path.home() / f"{code}.areateam")
        if path is None:
            return
        if path.suffix != ".areateam":
            path = path.with_name(path.name + ".areateam")
        then = "imports" if from_lists else "today"
        args = ["new", str(path), "--area-team", code, "--json"]
        words = "Making the register"
        self._run(args, words, lambda: self.open_register(path, then=then), self._say)

    def open_demo(self) -> None:
        """Open the demonstration register; it is made at first use."""
        path = demo_path()
        if path.exists():
            self.open_register(path)
        else:
            args = ["demo", str(path), "--json"]
            words = "Making the demonstration register"
            self._run(args, words, lambda: self.open_register(path), self._say)

    def choose_backup(self) -> None:
        """Ask for a backup and for the register it is to become."""
        from ui.window import register_of_backup

        backup = self.ask.open_file("Put back a backup", _KINDS)
        if backup is None:
            return
        register = register_of_backup(backup)
        if register is None:
            suggested = Path.home() / backup.name
            register = self.ask.save_file("Put it back as", suggested, _KINDS)
        if register is not None:
            self.put_back(backup, register)

    def _put_back_by_name(self, name: str) -> None:
        from ui.window import backup_file

        path = self.window.desk.path if self.window is not None else self._path
        if path is not None:
            self.put_back(backup_file(path, name), path)

    def put_back(self, backup: Path, register: Path) -> None:
        """Put a backup in the register's place and open it; what it replaces is kept beside it."""
        self._leave_same(register)
        args = ["restore", str(backup), "--register", str(register), "--json"]
        words = "Putting the backup back"
        self._run(args, words, lambda: self.open_register(register), self._say)

    # ---- what went wrong

    def _say(self, words: str) -> None:
        if self.page is not None:
            self.page.tell(words)
        else:
            self.show_welcome(words)

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Take an exception that nobody caught: keep a report, say so, and go on."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        report = report_of(error)
        kept = keep_report(report)
        if self.window is not None:
            self.window.show_fault(report, keep=kept)
        else:
            self._say(f"Something went wrong that is our fault. A report is in {kept}.")


def _version() -> str:
    from areateam import __version__

    return f"Version {__version__}"


def report_of(error: BaseException) -> str:
    """What a developer needs of a fault: the places in the program, nothing of any record."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(f.filename).name}:{f.lineno} in {f.name}" for f in frames]
    python = sys.version.split()[0]
    return "\n".join([f"Area Team, {_version()}, Python {python}", type(error).__name__, *places])
