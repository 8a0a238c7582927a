"""One register in one window: its pages, palette, date, undo, counts, and what the window says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from areateam.contracts.contract_views import managers
from areateam.core.dates import format_date, format_weekday_date
from areateam.demo.demo_views import demo_standing
from areateam.ledger.undo import next_redo, next_undo
from areateam.office import Office, open_office
from areateam.organisations.organisation_views import own_area_team
from areateam.store.backup import backup_folder, backups_of
from areateam.variation.held_views import held_words
from ui.desk import Desk
from ui.dialogs.date_dialog import DateChooser, open_date_dialog
from ui.dialogs.palette_dialog import PaletteDialog
from ui.dialogs.palette_list import PaletteGroup, PaletteItem
from ui.dialogs.palette_search import Command, palette_groups
from ui.pages.clock_notice import tell_clock
from ui.pages.page_lines import PAGES, PageLine
from ui.pages.settings_page import backup_line
from ui.pages.variation_chooser import indicator_groups
from ui.pages.variation_count import OutlierStanding, outlier_count_of
from ui.pages.window_counts import WindowCounts, read_counts
from ui.pages.window_status import StatusKeeper
from ui.shell import SHELL_KEYS, PageSpec, Shell
from ui.style.marks import Mark, Shape
from ui.style.theme import THEMES, theme
from ui.widgets.backup_list import BackupLine
from ui.widgets.keys_panel import open_keys_panel
from ui.widgets.navigation import NavItem
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.popover import Popover
from ui.widgets.write_lock import lock_writing

_THEME_WORDS = {"light": "Light", "dark": "Dark", "system": "As the system"}
_SEAL_AFTER = 1500
"""Milliseconds of rest before content digests that were put off are made up for."""
_SEAL_NEXT = 50
_CLOSE_LOOK = 100


def _looking(desk: Desk) -> str:
    """Which day is looked at, whether the register is that of then, and that nothing changes."""
    day = format_date(desk.today.isoformat())
    if desk.connection is desk.present:
        said = f"You are looking at {day}. {held_words(desk.connection, desk.today)}"
    else:
        said = f"You are looking at {day}, as the register stood when that day ended."
    return f"{said.strip()} Nothing can be changed here."


def _tell_going(notice: NoticeBar, day: date) -> None:
    """Say that the register of an earlier day is being read, which may take a moment."""
    then = format_date(day.isoformat())
    notice.show_told(f"Reading the register as it stood on {then}…")


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
        self.palette = WindowPalette(self)
        self._is_closed = False
        ground: Any = shell.centralWidget()
        ground.layout().insertWidget(2, self.notice)
        shell.installEventFilter(self)
        self._seal = QTimer(self, singleShot=True)
        self._seal.timeout.connect(self._seal_pending)
        self._add_pages()
        self._connect()
        self._show_register()
        tell_clock(desk)
        self.reread()

    # ---- putting together

    def _add_pages(self) -> None:
        number = 0
        for line in PAGES:
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
        shell.search_asked.connect(self.palette.open)
        shell.date_asked.connect(self.open_date)
        shell.today_asked.connect(lambda: desk.look_at(None))
        shell.undo_asked.connect(desk.undo)
        shell.redo_asked.connect(desk.redo)
        shell.help_asked.connect(lambda key: self.open("help", topic=key))
        shell.view_chosen.connect(self._open_view)
        for refused in (shell.refused, desk.problem):
            refused.connect(self.notice.show_problem)
        desk.told.connect(self.notice.show_told)
        desk.date_changed.connect(self._show_date)
        desk.date_changed.connect(self.notice.dismiss)
        desk.going.connect(partial(_tell_going, self.notice))
        outlier_count_of(desk).changed.connect(partial(_show_outliers, shell))
        desk.refresh.changed.connect(lambda _: self.reread())
        leave = QShortcut(QKeySequence("Ctrl+O"), shell)
        leave.activated.connect(self.leave_for("open"))
        begin = QShortcut(QKeySequence("Ctrl+I"), shell)
        begin.activated.connect(self.begin_import)
        # The page of the imports has the same key for itself; two at once would cancel out.
        shell.page_opened.connect(lambda key: begin.setEnabled(key != "imports"))

    def open(self, key: str, /, **args: Any) -> None:
        """Open a page; with new=True something new is begun there at once."""
        begins = args.pop("new", False)
        if any(key == line.key for line in PAGES):
            self.shell.open(key, **args)
            if begins:
                self.shell.begin_new()
        else:
            self.notice.show_problem(f"This version has no page called “{key}”.")

    def _open_view(self, key: str) -> None:
        page, _, number = key.partition(":")
        self.open(page, view=int(number))

    # ---- what the window says

    def _show_register(self) -> None:
        code, name = own_area_team(self.desk.connection)
        self.shell.top_bar.set_register(code, name or self.desk.path.stem)
        self.shell.setWindowTitle(f"{code} {name}".strip() or self.desk.path.stem)
        self._show_date()

    def _show_date(self) -> None:
        desk = self.desk
        day, back = desk.today.isoformat(), desk.looks_back
        self.shell.set_date(
            format_weekday_date(day), today=not back, sentence=_looking(desk) if back else ""
        )
        lock_writing(self.shell, desk.why_locked)

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
        self.shell.set_count("cases", counts.late_cases, Mark(Shape.LATE, "late"))
        self.shell.set_count("transition", counts.late_tasks, Mark(Shape.LATE, "late"))
        self.shell.set_count("duties", counts.functions, Mark(Shape.RISK, "to be named"))
        self.shell.set_count("plans", counts.unmet, Mark(Shape.RISK, "money and aims apart"))
        self.shell.set_count("calloffs", counts.call_offs, Mark(Shape.RISK, "over 4½ weeks"))
        self.shell.set_count("imports", counts.doubtful, Mark(Shape.DOUBT, "in doubt"))
        self.shell.navigation.set_views(
            [NavItem(key, name, "pin", None, count) for key, name, count in counts.views]
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

    def show_keys(self) -> Popover:
        """The list of keys, under the search field."""
        return open_keys_panel(self.shell, self.shell.top_bar.search_button, SHELL_KEYS)

    def begin_import(self) -> None:
        """Ask for files to import, on their page."""
        self.open("imports", choose=True)

    def leave_for(self, key: str) -> Callable[[], None]:
        """What asks for another register, or for the start page."""
        return lambda: self.leave.emit(key)

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


class WindowPalette(QObject):
    """What Ctrl+K finds in a window: records beside it, its pages, and what can be done."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk
        self._commands: list[Command] = []
        self._dialog: PaletteDialog | None = None

    def open(self, text: str = "") -> PaletteDialog:
        """Open it, with `text` in its field."""
        if self._dialog is None:
            self._dialog = self._make()
        self._commands = self.commands()
        self._dialog.open_palette(text)
        return self._dialog

    def _make(self) -> PaletteDialog:
        desk = self._desk
        shorts = {key: kind.short for key, kind in desk.catalogue.types.items()}
        pages = [
            PaletteItem(f"page:{line.key}", line.icon, line.title)
            for line in PAGES
            if line.place != "hidden"
        ]

        def find_groups(words: str) -> Sequence[PaletteGroup]:
            connection = desk.beside_connection()
            found = palette_groups(connection, words, pages, self._commands, shorts, desk.today)
            return [*found, *indicator_groups(desk.catalogue, words)]

        dialog = PaletteDialog(self._window.shell, find_groups, desk.reads)
        dialog.chosen.connect(self._chosen)
        dialog.beside.connect(self._chosen)
        return dialog

    def _chosen(self, key: str) -> None:
        kind, _, name = key.partition(":")
        if kind == "page":
            self._window.open(name)
        elif kind == "command":
            next(command for command in self._commands if command.key == name).act()
        elif kind in ("contract", "task", "calloff"):
            self._window.open(kind, id=int(name))
        elif kind == "indicator":
            self._window.open("variation", indicator=name)
        elif kind == "duty":
            self._window.open("duties", on=self._desk.today, function=name)
        elif kind == "person":
            self._show_person(int(name))

    def _show_person(self, person: int) -> None:
        named = {record: name for record, name, *_ in managers(self._desk.connection)}
        if person in named:
            self._window.open("contracts", where=(f"manager={named[person]}",))
        else:
            self._window.notice.show_told("This person manages no contract of the area team.")

    def commands(self) -> list[Command]:
        """What can be done from anywhere."""
        window, desk = self._window, self._desk
        bar = window.shell.top_bar
        found = [
            Command("import", "Import a file", "download", window.begin_import, "Ctrl+I"),
            Command("new", "New contract", "add", self._new_contract, "Ctrl+N"),
            Command("date", "Look at another date", "calendar", window.open_date),
            Command("any-date", "Work out a date…", "calendar", self._work_out),
            Command("rate", "Rate of staff", "rules", lambda: window.open("rules", tab="rates")),
            Command("duplicates", "Duplicates", "copy", lambda: window.open("duplicates")),
            Command(
                "outliers", "Unjustified variation", "scatter", lambda: window.open("outliers")
            ),
            Command("backup", "Make a backup now", "history", window.status.back_up),
            Command(
                "open", "Open another register", "external", window.leave_for("open"), "Ctrl+O"
            ),
            Command("welcome", "Start page", "folder", window.leave_for("welcome")),
            Command("keys", "Keys", "keyboard", window.show_keys, "?"),
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

    def _work_out(self) -> None:
        self._window.open("rules", date=True)

    def _new_contract(self) -> None:
        self._window.open("contracts", new=True)

    def _themer(self, key: str) -> Callable[[], None]:
        return lambda: choose_theme(self._desk, key)


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


def _show_outliers(shell: Shell, standing: OutlierStanding) -> None:
    shell.set_count("variation", standing.unexplained, Mark(Shape.DOUBT, "not explained"))
