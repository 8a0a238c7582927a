"""A desk over the demo register with cases, and the pages that show them."""

from __future__ import annotations

import shutil
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent

from areateam.cases.case_actions import NewCase, open_cases
from areateam.cases.case_views import CaseView, case_view
from areateam.cases.rulebook_views import rulebook
from areateam.office import Office, open_office
from tests.demo_register import open_demo
from tests.ui.contracts_desk import until
from ui.desk import Desk
from ui.pages.case_page import CasePage
from ui.pages.cases_page import CasesPage
from ui.settings import Settings
from ui.shell import PageSpec, Shell

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2012, 11, 1)
RECEIVED = date(2012, 10, 15)
CLOSURES, REVIEWS = 3, 4


def make_cases(demo_file: Path, path: Path) -> None:
    """A demo register without cases of its own, with three list closures and four reviews."""
    office = open_demo(demo_file, path)
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, TODAY)

    def contracts(group: str, count: int) -> list[int]:
        rows = connection.execute(
            "SELECT id FROM contract WHERE group_key = ? AND id NOT IN"
            " (SELECT contract_id FROM case_file WHERE contract_id > 0) ORDER BY id LIMIT ?",
            (group, count),
        )
        return [row[0] for row in rows]

    closures = NewCase("list-closure", RECEIVED)
    reviews = NewCase("dental-mid-year", RECEIVED, dates={"half-year-end": "2012-09-30"})
    for group, count, new in (("gp", CLOSURES, closures), ("dental", REVIEWS, reviews)):
        ids = contracts(group, count)
        office.write("Open", partial(open_cases, book=book, contracts=ids, new=new))
    office.close()


class CaseDesk:
    """The window over a copy of a register with cases; close it after use."""

    def __init__(self, register: Path, folder: Path) -> None:
        path = folder / "cases.areateam"
        shutil.copy(register, path)

        def opened() -> Office:
            return open_office(path, as_at=TODAY, user="R. Osei")

        self.desk = Desk(opened, Settings(folder / "window.json"))
        ready: list[bool] = []
        faults: list[Exception] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.start(faults.append)
        until(lambda: bool(ready or faults))
        assert not faults, faults
        self.desk.set_home_day(TODAY)
        self.problems: list[str] = []
        self.desk.problem.connect(self.problems.append)
        self.opened: list[tuple[str, dict[str, Any]]] = []
        self.desk.open = self._open
        self.shell = Shell(self.desk.refresh)
        self.shell.resize(1280, 800)
        self.shell.add_page(PageSpec("cases", "Cases", "briefcase", self._list, "Ctrl+3"))
        self.shell.add_page(
            PageSpec("case", "Case", "briefcase", self._case, "", "hidden", "cases")
        )
        self.shell.show()
        self._closed = False

    def _list(self) -> CasesPage:
        return CasesPage(self.desk)

    def _case(self) -> CasePage:
        return CasePage(self.desk)

    def _open(self, key: str, /, **args: Any) -> None:
        self.opened.append((key, args))

    def show_list(self, **args: Any) -> CasesPage:
        """Open the list and wait until it has read all it wants to."""
        self.shell.open("cases", **args)
        self.settle()
        page = self.shell.current_page()
        assert isinstance(page, CasesPage)
        return page

    def show_case(self, case: int, **args: Any) -> CasePage:
        """Open a case."""
        self.shell.open("case", id=case, **args)
        self.settle()
        page = self.shell.current_page()
        assert isinstance(page, CasePage)
        return page

    def case(self, procedure: str, place: int = 0) -> int:
        """The last case of a procedure, or one before it."""
        (found,) = self.desk.connection.execute(
            "SELECT id FROM case_file WHERE procedure_key = ? ORDER BY id DESC LIMIT 1 OFFSET ?",
            (procedure, place),
        ).fetchone()
        return int(found)

    def view(self, case: int) -> CaseView:
        """A case as it is stored."""
        connection = self.desk.connection
        return case_view(connection, rulebook(connection, self.desk.catalogue, TODAY), case)

    def settle(self) -> None:
        """Wait until everything asked has been answered."""
        for _ in range(3):
            until(lambda: self.desk.is_idle)
            QCoreApplication.processEvents()

    def close(self) -> None:
        """Close window and register; closing twice is harmless."""
        if self._closed:
            return
        self._closed = True
        self.shell.close()
        self.desk.close()
        self.shell.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
