"""One register in one window: its pages, palette, date, undo, counts, and what the window says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from areateam.core.dates import format_date, format_weekday_date
from areateam.demo.demo_views import demo_standing
from areateam.ledger.undo import next_redo, next_undo
from areateam.office import Office, open_office
from areateam.organisations.organisation_views import own_area_team
from areateam.store.backup import backup_folder, backups_of
from ui.desk import Desk
from ui.dialogs.date_dialog import DateChooser, open_date_dialog
from ui.dialogs.palette_dialog import PaletteDialog
from ui.dialogs.palette_list import PaletteGroup, PaletteItem
from ui.dialogs.palette_search import Command, palette_groups
from ui.pages.settings_page import backup_line
from ui.pages.window_counts import WindowCounts, read_counts
from ui.pages.window_status import StatusKeeper
from ui.shell import SHELL_KEYS, Maker, PageSpec, Shell
from ui.style.marks import Mark, Shape
from ui.style.theme import THEMES, theme
from ui.widgets.backup_list import BackupLine
from ui.widgets.keys_panel import open_keys_panel
from ui.widgets.navigation import NavItem
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.popover import Popover

_THEME_WORDS = {"light": "Light", "dark": "Dark", "system": "As the system"}
_SEAL_AFTER = 1500
"""Milliseconds of rest before content digests that were put off are made up for."""
_SEAL_NEXT = 50
_CLOSE_LOOK = 100


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page: its key, title and icon, its class in `ui.pages`, and where it is listed."""

    key: str
    title: str
    icon: str
    module: str
    name: str
    place: str = "page"
    under: str = ""


PAGES = (
    PageLine("today", "Today", "calendar", "today_page", "TodayPage"),
    PageLine("contracts", "Contracts", "document", "contracts_page", "ContractsPage"),
    PageLine(
        "contract", "Contract", "document", "contract_page", "ContractPage", "hidden", "contracts"
    ),
    PageLine("imports", "Imports", "download", "imports_page", "ImportsPage"),
    PageLine(
        "import_review",
        "Import",
        "download",
        "import_review_page",
        "ImportReviewPage",
        "hidden",
        "imports",
    ),
    PageLine("history", "History", "history", "history_page", "HistoryPage"),
    PageLine("settings", "Settings", "settings", "settings_page", "SettingsPage", "foot"),
    PageLine("help", "Help", "help", "help_page", "HelpPage", "foot"),
)


class Window(QObject):
    """Puts an open register into a shell and keeps both in step.

    `closed` is sent once the register is closed; `leave(key)` asks for another register
    ("welcome", "open") and `put_back(name)` for a backup in place of this one.
    """

    closed = Signal()
    leave = Signal(str)
    put_back = Signal(str)

    def __init__(self, shell: Shell, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self.desk = desk
        self.notice = NoticeBar()
        self.status = StatusKeeper(shell.status, desk)
        self.palette: PaletteDialog | None = None
        self._commands: list[Command] = []
        self._keys: set[str] = set()
        self._is_closed = False
        ground: Any = shell.centralWidget()
        ground.layout().insertWidget(2, self.notice)
        shell.installEventFilter(self)
        self._seal = QTimer(self, singleShot=True)
        self._seal.timeout.connect(self._seal_pending)
        self._add_pages()
        self._connect()
        self._show_register()
        self.reread()

    # ---- putting together

    def _add_pages(self) -> None:
        number = 0
        for line in _present(PAGES):
            number += line.place == "page"
            shortcut = f"Ctrl+{number}" if line.place == "page" else ""
            self.shell.add_page(
                PageSpec(
                    line.key,
                    line.title,
                    line.icon,
                    self._factory(line),
                    shortcut,
                    line.place,
                    line.under,
                )
            )
            self._keys.add(line.key)
        self.desk.open = self.open

    def _factory(self, line: PageLine) -> Callable[[], QWidget]:
        def make() -> QWidget:
            made = getattr(import_module(f"ui.pages.{line.module}"), line.name)
            if line.key != "settings":
                return cast("QWidget", made(self.desk))
            page = made(self.desk, backups_of)
            page.put_back.connect(self.put_back)
            page.leave.connect(self.leave)
            return cast("QWidget", page)

        return make

    def _connect(self) -> None:
        shell, desk = self.shell, self.desk
        shell.search_asked.connect(self.open_palette)
        shell.date_asked.connect(self.open_date)
        shell.today_asked.connect(lambda: desk.look_at(None))
        shell.undo_asked.connect(desk.undo)
        shell.redo_asked.connect(desk.redo)
        shell.help_asked.connect(lambda key: self.open("help", topic=key))
        shell.view_chosen.connect(self._open_view)
        desk.problem.connect(self.notice.show_problem)
        desk.told.connect(self.notice.show_told)
        desk.date_changed.connect(self._show_date)
        desk.refresh.changed.connect(lambda _: self.reread())
        for key, act in (("Ctrl+I", self._begin_import), ("Ctrl+O", self._leave_for("open"))):
            QShortcut(QKeySequence(key), shell).activated.connect(act)

    def open(self, key: str, /, **args: Any) -> None:
        """Open a page; what this version has no page for is said in the notice."""
        if key in self._keys:
            self.shell.open(key, **args)
        else:
            self.notice.show_problem(f"This version has no page called “{key}”.")

    def page_keys(self) -> list[str]:
        """The keys of the pages there are, in the order of the navigation."""
        return [line.key for line in _present(PAGES)]

    def screen_args(self, key: str) -> dict[str, Any]:
        """What a page is opened with to be drawn: hidden pages name a record that shows much."""
        line = next(line for line in PAGES if line.key == key)
        made = getattr(import_module(f"ui.pages.{line.module}"), line.name)
        args: dict[str, Any] = made.screen_args(self.desk) if hasattr(made, "screen_args") else {}
        return args

    # ---- what the window says

    def _show_register(self) -> None:
        code, name = own_area_team(self.desk.connection)
        self.shell.top_bar.set_register(code, name or self.desk.path.stem)
        self.shell.setWindowTitle(f"{code} {name}".strip() or self.desk.path.stem)
        self._show_date()

    def _show_date(self) -> None:
        day = self.desk.today.isoformat()
        sentence = f"You are looking at {format_date(day)}. Nothing can be changed here."
        self.shell.set_date(
            format_weekday_date(day), today=not self.desk.looks_back, sentence=sentence
        )

    def reread(self) -> None:
        """Read counts, views and steps again, beside the window."""
        desk = self.desk
        catalogue, day = desk.catalogue, desk.today
        desk.read("counts", lambda c: read_counts(c, catalogue, day), self._show_counts)
        desk.read("steps", lambda c: (next_undo(c), next_redo(c)), self._show_steps)
        self.status.reread()
        self._seal.start(_SEAL_AFTER)

    def _show_counts(self, counts: WindowCounts) -> None:
        late = Mark(Shape.LATE, "late") if counts.late else Mark(Shape.RISK, "due")
        self.shell.set_count("today", counts.late or counts.soon, late)
        self.shell.set_count("imports", counts.doubtful, Mark(Shape.DOUBT, "in doubt"))
        self.shell.navigation.set_views(
            [NavItem(str(key), name, "pin", None, count) for key, name, count in counts.views]
        )
        self.status.set_contracts(counts.contracts)

    def _show_steps(self, steps: tuple[Any, Any]) -> None:
        undo, redo = steps
        bar = self.shell.top_bar
        if not self.desk.writable:
            reason = (
                "Nothing can be undone on another day; go back to today"
                if self.desk.looks_back
                else "The register is open for reading only"
            )
            bar.set_undo("", reason)
            bar.set_redo("")
            return
        bar.set_undo(undo.label if undo else "")
        bar.set_redo(redo.label if redo else "")

    def show_fault(self, report: str, *, keep: str = "") -> None:
        """Say that something of ours went wrong; the program goes on."""
        kept = f" A report is in {keep}." if keep else ""
        self.notice.show_fault(f"Something went wrong that is our fault.{kept}", report)

    # ---- date

    def open_date(self) -> DateChooser:
        """Ask for another date, under the chip."""
        _, chooser = open_date_dialog(
            self.shell, self.shell.top_bar.date_button, self.desk.today, self.desk.home_day
        )
        chooser.chosen.connect(self.desk.look_at)
        return chooser

    # ---- palette

    def open_palette(self, text: str = "") -> PaletteDialog:
        """Open the palette, with records found beside the window."""
        if self.palette is None:
            desk = self.desk
            pages = [
                PaletteItem(f"page:{line.key}", line.icon, line.title)
                for line in _present(PAGES)
                if line.place != "hidden"
            ]

            def find(words: str) -> Sequence[PaletteGroup]:
                return palette_groups(desk.beside_connection(), words, pages, self._commands)

            self.palette = PaletteDialog(self.shell, find, desk.reads)
            self.palette.chosen.connect(self._palette_chosen)
            self.palette.beside.connect(self._palette_chosen)
        self._commands = self.commands()
        self.palette.open_palette(text)
        return self.palette

    def _palette_chosen(self, key: str) -> None:
        kind, _, name = key.partition(":")
        if kind == "page":
            self.open(name)
        elif kind == "command":
            next(command for command in self._commands if command.key == name).act()
        elif kind == "contract":
            self.open("contract", contract=int(name))
        else:
            self.open("contracts", **{kind: int(name)})

    def commands(self) -> list[Command]:
        """What can be done from anywhere."""
        bar, desk = self.shell.top_bar, self.desk
        found = [
            Command("import", "Import a file", "download", self._begin_import, "Ctrl+I"),
            Command("new", "New contract", "add", self._new_contract, "Ctrl+N"),
            Command("date", "Look at another date", "calendar", self.open_date),
            Command("backup", "Make a backup now", "history", self.status.back_up),
            Command(
                "open", "Open another register", "external", self._leave_for("open"), "Ctrl+O"
            ),
            Command("welcome", "Start page", "folder", self._leave_for("welcome")),
            Command("keys", "Keys", "keyboard", self.show_keys, "?"),
        ]
        for key in THEMES:
            words = f"Theme: {_THEME_WORDS[key]}"
            found.append(Command(f"theme-{key}", words, "settings", self._themer(key)))
        if bar.undo_button.isEnabled():
            label = bar.undo_button.accessibleName()
            found.insert(2, Command("undo", label, "undo", desk.undo, "Ctrl+Z"))
        if bar.redo_button.isEnabled():
            found.insert(3, Command("redo", "Redo", "redo", desk.redo, "Ctrl+Y"))
        return found

    def _leave_for(self, key: str) -> Callable[[], None]:
        return lambda: self.leave.emit(key)

    def _themer(self, key: str) -> Callable[[], None]:
        return lambda: choose_theme(self.desk, key)

    def show_keys(self) -> Popover:
        """The list of keys, under the search field."""
        return open_keys_panel(self.shell, self.shell.top_bar.search_button, SHELL_KEYS)

    def _begin_import(self) -> None:
        self.open("imports", choose=True)

    def _new_contract(self) -> None:
        self.open("contracts")
        page = self.shell.current_page()
        if isinstance(page, Maker):
            page.make_new()

    def _open_view(self, key: str) -> None:
        self.open("contracts", view=int(key))

    # ---- rest and end

    def _seal_pending(self) -> None:
        if self._is_closed or not self.desk.office.store.writable:
            return
        if self.desk.is_idle:
            self.desk.tend(lambda office: office.seal_pending(), self._sealed)
        else:
            self._seal.start(_SEAL_AFTER)

    def _sealed(self, waiting: int) -> None:
        if waiting and not self._is_closed:
            self._seal.start(_SEAL_NEXT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close only when everything is written: the window says so and closes by itself."""
        if watched is self.shell and event.type() == QEvent.Type.Close and not self._is_closed:
            if self.desk.is_writing:
                event.ignore()
                self.status.say_closing()
                QTimer.singleShot(_CLOSE_LOOK, self.shell.close)
                return True
            self.finish()
        return False

    def finish(self) -> None:
        """Close the register; the shell can be closed afterwards."""
        if self._is_closed:
            return
        self._is_closed = True
        self._seal.stop()
        size = self.shell.size()
        settings = self.desk.settings
        settings.set("window", [size.width(), size.height(), self.shell.isMaximized()])
        self.status.finish()
        self.desk.close()
        self.closed.emit()


def _present(lines: Sequence[PageLine]) -> list[PageLine]:
    return [line for line in lines if find_spec(f"ui.pages.{line.module}")]


def choose_theme(desk: Desk, key: str) -> None:
    """Put a theme in force and remember it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, key)
    desk.settings.set("theme", key)


def open_for_window(path: Path, user: str, *, writable: bool) -> Office:
    """Open a register; a demonstration register is seen from the desk of its own person."""
    office = open_office(path, user=user, writable=writable)
    standing = demo_standing(office.store.connection)
    if standing is not None:
        office.user = office.ledger.user = standing.user
    return office


def stand_on_demo_day(desk: Desk) -> None:
    """Let a demonstration register take its own day for today."""
    standing = demo_standing(desk.connection)
    if standing is not None:
        desk.set_home_day(standing.day)


def register_title(desk: Desk) -> str:
    """What a register is called in the list of those used before."""
    if demo_standing(desk.connection) is not None:
        return "Demonstration"
    code, name = own_area_team(desk.connection)
    return f"{code} {name}".strip() or desk.path.stem


def backup_lines(register: Path) -> list[BackupLine]:
    """The backups of a register that cannot be opened, newest first."""
    return [backup_line(backup) for backup in reversed(backups_of(register))]


def backup_file(register: Path, name: str) -> Path:
    """Where the backup of that name lies."""
    return backup_folder(register) / name


def register_of_backup(backup: Path) -> Path | None:
    """The register whose backup folder a file lies in; None where it lies elsewhere."""
    stem, found, _ = backup.parent.name.rpartition(" backups")
    return backup.parent.with_name(stem + backup.suffix) if found else None
