"""Every page, dialog and picture on the demonstration register, drawn offscreen as PNG files.

A page adds pictures of its own by a method `states() -> list of (name, function)`: the page is
opened afresh with the arguments it is listed with, the function brings it into the state (a
popover, a bulk change before it is made, a chosen line), and once all questions are answered the
window is drawn as "NN-page-name". A function may return nothing or anything; what it opens is
closed by opening the next page.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import Namespace

    from PySide6.QtWidgets import QApplication, QWidget

    from ui.app import Entrance
    from ui.window import Window

WIDE, SMALL = (1280, 800), (960, 540)
LOW = (1280, 720)
_REST = 35
_PASSES = 3
"""A line that wraps is as high as it needs only after another laying out."""
_QUICK = 85
"""Qt's word for files that are a little larger and sooner made."""
_OUR_BUG = 70
_LONGEST = 20_000


def run_screens(options: Namespace) -> int:
    """Draw everything into `options.out`; returns 0, or 70 where a page raised something."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.scale != 1:
        os.environ["QT_SCALE_FACTOR"] = str(options.scale)
    from PySide6.QtCore import qInstallMessageHandler

    from areateam.demo.demo import make_demo
    from ui.app import make_application, report_of

    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(_tell_real_warnings)
    faults: list[str] = []
    sys.excepthook = lambda _kind, error, _trace: faults.append(report_of(error))
    app = make_application([], choice="light")
    themes = [options.theme] if options.theme else ["light", "dark"]
    with tempfile.TemporaryDirectory(prefix="areateam-") as folder:
        home = Path(folder)
        register = home / "Q55.areateam"
        office = make_demo(register)
        office.back_up("before import")
        office.close()
        for choice in themes:
            make_application([], choice=choice)
            size = WIDE if options.scale == 1 else SMALL
            Pictures(app, out, home, size, dark=choice == "dark").draw(register)
    if faults:
        print("\n".join(faults), file=sys.stderr)  # noqa: T201 - they must not pass unseen
        return _OUR_BUG
    print(f"The pictures are in {out}.")  # noqa: T201 - the one line that this command prints
    return 0


def _tell_real_warnings(_kind: object, _context: object, words: str) -> None:
    # The offscreen platform says so of every window; it has no window manager.
    if "does not support" not in words:
        print(words, file=sys.stderr)  # noqa: T201 - what Qt has to say belongs on the terminal


class Pictures:
    """One run through the window in one theme and size."""

    def __init__(
        self, app: QApplication, out: Path, home: Path, size: tuple[int, int], *, dark: bool
    ) -> None:
        self._app = app
        self._out = out
        self._home = home
        self._size = size
        self._tail = "-dark" if dark else ""
        self._number = 0
        self.names: list[str] = []

    def draw(self, register: Path) -> None:
        """Every page with its states, then what belongs to the window, then what stands alone."""
        entrance = self._entrance()
        entrance.open_register(register)
        self._wait(lambda: entrance.window is not None)
        window = entrance.window
        assert window is not None
        self._settle(entrance)
        for key in _keys():
            self._draw_page(entrance, window, key)
        self._draw_closing(entrance, window)
        self._draw_window(entrance, window)
        self._draw_alone(entrance, register)
        entrance.finish()
        entrance.shell.close()

    def _entrance(self) -> Entrance:
        from argparse import Namespace

        from ui.app import Entrance
        from ui.settings import Settings

        options = Namespace(register=None, as_at=None, user="R. Osei")
        entrance = Entrance(Settings(self._home / f"window{self._tail}.json"), options)
        entrance.shell.resize(*self._size)
        entrance.shell.setUpdatesEnabled(False)
        entrance.shell.show()
        return entrance

    # ---- pages

    def _draw_page(self, entrance: Entrance, window: Window, key: str) -> None:
        args = _args(window, key)
        if key == "import-review":
            self._read_list(window, "Q55_pharmacy_2012-11.csv", _pharmacy_list(window))
        elif key == "import-mapping":
            self._read_list(window, "Derbyshire GP deals 2012.csv", _ODD_LIST)
        window.open(key, **args)
        self._picture(entrance, key)
        page: Any = window.shell.current_page()
        states: list[tuple[str, Callable[[], object]]] = (
            page.states() if hasattr(page, "states") else []
        )
        for name, bring in states:
            window.open("help")
            window.open(key, **args)
            self._settle(entrance)
            bring()
            self._picture(entrance, f"{key}-{name}")
            self._close_popovers(window.shell)

    def _read_list(self, window: Window, name: str, text: str) -> None:
        """Have a list read, so that there is something to review or to say of its columns."""
        from ui.pages.import_queue import queue_of

        path = self._home / name
        path.write_text(text, encoding="utf-8")
        queue = queue_of(window.desk)
        queue.cancel_review()
        queue.dismiss()
        queue.add([path])
        self._wait(lambda: queue.stage is not None or queue.declined is not None)

    def _close_popovers(self, shell: QWidget) -> None:
        from ui.widgets.popover import Popover

        for popover in shell.findChildren(Popover):
            popover.close_now()

    def _draw_closing(self, entrance: Entrance, window: Window) -> None:
        """A case whose outcome sets something on its contract: before and after."""
        row = window.desk.connection.execute(
            "SELECT id FROM case_file WHERE procedure_key = 'dental-re-basing'"
            " AND closed_on IS NULL ORDER BY id"
        ).fetchone()
        window.open("case", id=row[0], tab="work")
        self._settle(entrance)
        page: Any = window.shell.current_page()
        page.ending.open_close()
        page.doings.panel.fill("outcome", "re-let")
        self._picture(entrance, "case-close-sets")
        self._close_popovers(window.shell)

    def _draw_window(self, entrance: Entrance, window: Window) -> None:
        window.open("today", mine=False)
        palette = window.palette.open("bright")
        self._picture(entrance, "palette")
        palette.close_palette()
        window.open_date()
        self._picture(entrance, "date")
        self._close_popovers(window.shell)
        window.show_keys()
        self._picture(entrance, "keys")
        self._close_popovers(window.shell)
        window.show_fault("Area Team\nExample\nexample.py:1 in example")
        self._picture(entrance, "fault")
        window.notice.open_report()
        self._picture(entrance, "fault-report")
        self._close_popovers(window.shell)
        window.notice.dismiss()
        from datetime import date

        window.desk.look_at(date(2012, 9, 3))
        self._picture(entrance, "another-date")
        window.desk.look_at(None)
        if self._size == WIDE:
            entrance.shell.resize(*LOW)
            self._picture(entrance, "today-low")
            entrance.shell.resize(*self._size)

    # ---- what stands in place of a register

    def _draw_alone(self, entrance: Entrance, register: Path) -> None:
        damaged = self._home / f"Damaged{self._tail}.areateam"
        damaged.write_bytes(register.read_bytes()[:8192] + bytes(4096))
        new = self._home / f"Q59{self._tail}.areateam"
        from areateam.office import new_office

        new_office(new, area_team="Q59").close()
        entrance.open_register(damaged)
        self._wait(lambda: entrance.page is not None)
        self._picture(entrance, "trouble-damaged")
        self._draw_locked(entrance, register)
        lost = self._home / "Shared" / "Q60.areateam"
        from ui.settings import note_use

        note_use(entrance.settings, lost, "Q60 Shropshire and Staffordshire", "2012-10-02T09:00")
        entrance.show_welcome()
        self._picture(entrance, "welcome")
        page: Any = entrance.page
        for name, bring in page.states():
            bring()
            self._picture(entrance, f"welcome-{name}")
        entrance.open_register(new)
        self._wait(lambda: entrance.window is not None)
        window = entrance.window
        assert window is not None
        for key in (
            "today",
            "contracts",
            "cases",
            "transition",
            "duties",
            "plans",
            "imports",
            "history",
        ):
            window.open(key)
            self._picture(entrance, f"empty-{key}")

    def _draw_locked(self, entrance: Entrance, register: Path) -> None:
        from areateam.office import open_office

        office = open_office(register)
        try:
            entrance.open_register(register)
            self._wait(lambda: entrance.page is not None and entrance.window is None)
            self._settle(entrance)
            self._picture(entrance, "trouble-locked")
        finally:
            office.close()

    # ---- drawing

    def _picture(self, entrance: Entrance, name: str) -> None:
        self._settle(entrance)
        self._number += 1
        path = self._out / f"{self._number:02d}-{name}{self._tail}.png"
        # The window is painted for its pictures alone: nobody sees it in between.
        entrance.shell.setUpdatesEnabled(True)
        picture = entrance.shell.grab()
        entrance.shell.setUpdatesEnabled(False)
        if not picture.save(str(path), "PNG", _QUICK):
            raise OSError(f"{path} could not be written")
        self.names.append(path.name)

    def _settle(self, entrance: Entrance) -> None:
        """Let the window rest: every question answered, every timer that follows it done."""
        # What comes to rest may set off one thing more: a preview is read, then shown.
        for _ in range(2):
            self._rest(_REST)
            self._wait(lambda: not _is_busy(entrance))

    def _rest(self, milliseconds: int) -> None:
        from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        # On a busy machine the time is up before everything is laid out.
        for _ in range(_PASSES):
            QCoreApplication.processEvents()

    def _wait(self, until: Callable[[], bool]) -> None:
        for _ in range(_LONGEST // 20):
            if until():
                return
            self._rest(20)
        print("A page did not come to rest.", file=sys.stderr)  # noqa: T201 - for whoever runs it


def _is_busy(entrance: Entrance) -> bool:
    from PySide6.QtCore import QTimer

    window = entrance.window
    if window is not None:
        page: Any = window.shell.current_page()
        if not window.desk.is_idle or getattr(page, "is_looking", False):
            return True
    timers = entrance.shell.findChildren(QTimer)
    return any(timer.isActive() and timer.isSingleShot() for timer in timers)


def _pharmacy_list(window: Window) -> str:
    """The register's own pharmacies with a few values changed, two lines spoilt and one new."""
    rows = window.desk.connection.execute(
        "SELECT c.contract_no, c.ods_code, c.name, c.contract_type, c.pct_code, c.start_date"
        " FROM contract c WHERE c.group_key = 'pharmacy' AND c.contract_no IS NOT NULL"
        " ORDER BY c.contract_no LIMIT 120"
    ).fetchall()
    lines = ["Contract No,ODS Code,Pharmacy,Contract Type,PCT,Start Date,Signed Copy"]
    for number, row in enumerate(rows):
        cells = ["" if cell is None else str(cell) for cell in row]
        cells[5] = {7: "31/02/2012", 19: "45/01/2010"}.get(number, cells[5])
        lines.append(",".join([*cells, ("Found", "Missing")[number % 9 == 0]]))
    new = f"799001,FZZ98,Stapleford Late Pharmacy,{rows[0][3]},{rows[0][4]},2012-10-01,Found"
    return "\n".join([*lines, new, ""])


_ODD_LIST = (
    "Derbyshire County PCT,,,,,,,\nGP deals at 31 October 2012,,,,,,,\n"
    "Practice Code,Surgery,Sort of deal,Start date,Until,Where it is,Paid a year,Remarks\n"
    'C81901,Orchard Practice,Full GMS,03/04/2004,,"1 Orchard Ln, Ripley, DE5 3BR","£412,345",\n'
    'C81902,Market Surgery,PMS,05/06/2006,31/12/2013,"2 High St, Belper, DE56 1AB",£512000,lease\n'
    'C81903,Bridge Surgery,APMS,07/08/2009,31/03/2014,"3 Bridge St, Derby, DE1 2AB",98500,\n'
    'C81904,Vale Surgery,GMS,09/10/2004,,"4 Vale Rd, Derby, DE1 2AD",£301000,two branches\n'
)


def _keys() -> list[str]:
    from ui.pages.page_lines import PAGES

    return [line.key for line in PAGES]


def _args(window: Window, key: str) -> dict[str, Any]:
    """What a page is opened with: the contract's names one that has much to show."""
    from areateam.search import find

    connection = window.desk.connection
    if key == "case":
        row = connection.execute("SELECT coalesce(min(id), 1) FROM case_file").fetchone()
        return {"id": row[0], "tab": "work"}
    if key == "desk":
        row = connection.execute("SELECT coalesce(min(id), 1) FROM desk_pack").fetchone()
        return {"id": row[0]}
    if key == "task":
        row = connection.execute(
            "SELECT t.id FROM transition_task t JOIN handover h ON h.id = t.handover_id"
            " WHERE t.sent_on IS NOT NULL AND t.accepted_on IS NULL ORDER BY t.id"
        ).fetchone()
        return {"id": row[0]}
    if key == "calloff":
        row = connection.execute("SELECT id FROM call_off WHERE number = '12/03'").fetchone()
        return {"id": row[0]}
    if key != "contract":
        return {}
    hits = find(connection, "Bright Smile") or find(connection, "7")
    return {"id": hits[0].id}
