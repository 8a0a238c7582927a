"""The window: top bar, navigation, pages, status bar. It knows no page and no record.

A page is a `QWidget` with `title`, `show_args(args)` and `refresh(changes)`; it is made when it
is first opened. What it can do besides, it says by having one of these methods:
`focus_filter()` (Ctrl+F), `make_new()` (Ctrl+N), `set_narrow(narrow=, low=)` (small windows).

    shell = Shell(refresh)
    shell.add_page(PageSpec("today", "Today", "calendar", TodayPage, "Ctrl+1"))
    shell.open("today", mine=True)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.style.marks import Mark, Shape, Tone
from ui.style.tokens import BANNER, LOW_HEIGHT, NARROW_WIDTH
from ui.widgets.banner import Banner
from ui.widgets.buttons import make_frame
from ui.widgets.keys_panel import open_keys_panel
from ui.widgets.navigation import Navigation, NavItem
from ui.widgets.spans import Span
from ui.widgets.status_line import StatusLine
from ui.widgets.top_bar import TopBar
from ui.widgets.visit_history import Visit, VisitHistory
from ui.widgets.write_lock import why_locked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ui.refresh import Refresh

SHELL_KEYS = (
    ("Ctrl+K", "Find a record, page or command"),
    ("Ctrl+F", "Filter this list"),
    ("Ctrl+N", "New, on this page"),
    ("Ctrl+1 … 9", "Go to a page of the navigation"),
    ("Alt+←  Alt+→", "Back and forward"),
    ("Enter", "Open"),
    ("Space", "Tick"),
    ("F2", "Edit a value"),
    ("Esc", "Put back, close, go back"),
    ("Ctrl+Z  Ctrl+Y", "Undo and redo"),
    ("F1", "Help for this page"),
    ("?", "These keys"),
)


class Page(Protocol):
    """What the window asks of a page, which must also be a QWidget."""

    title: str

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show what the page was opened with."""
        ...

    def refresh(self, changes: object) -> None:
        """Read again what `changes` touches; None means everything."""
        ...


@runtime_checkable
class Filterable(Protocol):
    """A page with a filter field."""

    def focus_filter(self) -> None:
        """Put the cursor into the filter field."""
        ...


@runtime_checkable
class Maker(Protocol):
    """A page on which something new can be made."""

    def make_new(self) -> None:
        """Begin something new."""
        ...


@runtime_checkable
class Fitting(Protocol):
    """A page that lays itself out otherwise in a small window."""

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """`narrow`: under 1100 pixels wide; `low`: under 760 high."""
        ...


@dataclass(frozen=True)
class PageSpec:
    """A page to register. `place` is "page", "foot" (settings, help) or "hidden" (a record).

    `under` names the navigation item that is current while a hidden page is open.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[], QWidget]
    shortcut: str = ""
    place: str = "page"
    under: str = ""


class Shell(QMainWindow):
    """The main window. Its signals ask for what only the application can do.

    `refused(why)` says why nothing new can be begun.
    """

    search_asked = Signal()
    date_asked = Signal()
    today_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    help_asked = Signal(str)
    view_chosen = Signal(str)
    page_opened = Signal(str)
    refused = Signal(str)
    closing = Signal()

    def __init__(self, refresh: Refresh, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.refresh = refresh
        self.top_bar = TopBar()
        self.navigation = Navigation()
        self.status = StatusLine()
        self.banner = Banner(Tone.RISK, height=BANNER)
        self._specs: dict[str, PageSpec] = {}
        self._pages: dict[str, QWidget] = {}
        self._stale: dict[str, bool] = {}
        self._history = VisitHistory()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._add_keys()
        self.setMinimumSize(800, 480)
        self.resize(1280, 800)

    def _lay_out(self) -> None:
        self.banner.hide()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(self._stack, 1)
        ground = make_frame("page")
        layout = QVBoxLayout(ground)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar)
        layout.addWidget(self.banner)
        layout.addLayout(middle, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(ground)

    def _connect(self) -> None:
        bar = self.top_bar
        bar.back.connect(self.back)
        bar.forward.connect(self.forward)
        bar.search.connect(self.search_asked)
        bar.as_at.connect(self.date_asked)
        bar.undo.connect(self.undo_asked)
        bar.redo.connect(self.redo_asked)
        self.banner.linked.connect(lambda _: self.today_asked.emit())
        self.navigation.chosen.connect(self.open)
        self.navigation.view_chosen.connect(self.view_chosen)
        self.refresh.changed.connect(self._changed)

    def _add_keys(self) -> None:
        keys: Sequence[tuple[str, Callable[[], object]]] = (
            ("Alt+Left", self.back),
            ("Alt+Right", self.forward),
            ("Ctrl+K", self.search_asked.emit),
            ("Ctrl+Z", self.undo_asked.emit),
            ("Ctrl+Y", self.redo_asked.emit),
            ("Ctrl+Shift+Z", self.redo_asked.emit),
            ("Ctrl+F", lambda: _focus_filter(self.current_page())),
            ("Ctrl+N", self.begin_new),
            ("F1", lambda: self.help_asked.emit(self.current_key())),
            ("?", lambda: open_keys_panel(self, self.top_bar.search_button, SHELL_KEYS)),
        )
        for key, act in keys:
            self._add_key(key, act)

    def _add_key(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(act)

    def begin_new(self) -> None:
        """Begin something new on the current page, or say why nothing can be changed."""
        page, why = self.current_page(), why_locked(self)
        if why:
            self.refused.emit(why)
        elif isinstance(page, Maker):
            page.make_new()

    # ---- pages

    def add_page(self, spec: PageSpec) -> None:
        """Register a page; it appears in the navigation at once and is made when opened."""
        self._specs[spec.key] = spec
        if spec.shortcut:
            self._add_key(spec.shortcut, lambda: self.open(spec.key))
        if spec.place == "hidden":
            return
        part = self.navigation.foot if spec.place == "foot" else self.navigation.pages
        item = NavItem(spec.key, spec.title, spec.icon, shortcut=spec.shortcut)
        part.set_items([*part.items, item])

    def open(self, key: str, /, **args: Any) -> None:
        """Open the page `key` with these arguments and remember the visit."""
        self._history.visit(Visit(key, args))
        self._show_current()

    def back(self) -> None:
        """Go to the page before this one."""
        if self._history.step(-1):
            self._show_current()

    def forward(self) -> None:
        """Go to the page after this one."""
        if self._history.step(1):
            self._show_current()

    def current_key(self) -> str:
        """The key of the open page, "" before the first."""
        visit = self._history.current
        return visit.key if visit else ""

    def current_page(self) -> object:
        """The open page."""
        return self._pages.get(self.current_key())

    def _show_current(self) -> None:
        visit = self._history.current
        assert visit is not None
        spec = self._specs[visit.key]
        widget = self._pages.get(spec.key)
        if widget is None:
            widget = self._pages[spec.key] = spec.factory()
            self._stack.addWidget(widget)
            self._fit_page(widget)
        page = cast("Page", widget)
        if self._stale.pop(spec.key, False):
            page.refresh(None)
        page.show_args(visit.args)
        self._stack.setCurrentWidget(widget)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.navigation.set_current(spec.under or spec.key)
        self.top_bar.set_travel(back=self._history.can_back, forward=self._history.can_forward)
        self.page_opened.emit(spec.key)

    def _changed(self, changes: object) -> None:
        """Refresh the open page now, the others when they are next shown."""
        current = self.current_key()
        for key, widget in self._pages.items():
            if key == current:
                cast("Page", widget).refresh(changes)
            else:
                self._stale[key] = True

    # ---- what the window says

    def set_count(self, key: str, count: int, mark: Mark | None) -> None:
        """Show what calls for work beside a page's name; 0 or no mark shows nothing."""
        pages = self.navigation.pages
        shown = {"mark": mark, "count": count} if mark and count else {"mark": None, "count": -1}
        pages.set_items(
            [replace(item, **shown) if item.key == key else item for item in pages.items]
        )

    def set_date(self, words: str, *, today: bool, sentence: str = "") -> None:
        """Show the date looked at; on another than today's a banner says so in `sentence`."""
        self.top_bar.set_date(words, today=today)
        back = [Span("Back to today", link="today")]
        self.banner.set_lines([[Span("", mark=Shape.RISK), Span(f"  {sentence}")]], back)
        self.banner.setVisible(not today)

    # ---- keys and size

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back when nothing on the page wanted it."""
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what a small window has no room for."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_WIDTH
        self.navigation.set_rail(rail=narrow)
        self.top_bar.set_narrow(narrow=narrow)
        self.status.set_narrow(narrow=narrow)
        for page in self._pages.values():
            self._fit_page(page)

    def _fit_page(self, page: QWidget) -> None:
        if isinstance(page, Fitting):
            page.set_narrow(narrow=self.width() < NARROW_WIDTH, low=self.height() < LOW_HEIGHT)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the application, so that it can close the register."""
        self.closing.emit()
        super().closeEvent(event)


def _focus_filter(page: object) -> None:
    if isinstance(page, Filterable):
        page.focus_filter()
