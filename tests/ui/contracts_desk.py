"""A small register made for the contracts page, a desk over it, and a window to show it in."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest

from areateam.office import Office, new_office, open_office
from ui.desk import Desk
from ui.pages.contracts_page import ContractsPage
from ui.settings import Settings
from ui.shell import PageSpec, Shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from areateam.ledger.ledger import Write

DAY = date(2012, 11, 1)
WAIT = 10

NAMES = (
    "Ashbourne Road Dental",
    "Mr T Hallam",
    "Peak Vale Dental Care",
    "Bright Smile Ltd",
    "Mrs A Whitworth",
    "Clay Cross Dental Centre",
    "Amber Valley Dental Ltd",
    "Dr S Rahman & Partners",
    "Hartington Dental",
    "Riverside Dental, Belper",
    "Spire Dental Care Ltd",
    "Mr D Okafor",
)
PEOPLE = ("J. Patel", "L. Marsh", "R. Osei")


def fill(write: Write, many: int = 12) -> None:
    """`many` dental contracts of 5N6, the first four under 30%, and one in three of them of others.

    Contract n (from 0) is 700000 + n, owes 10,000 units and delivered 24%, 26%, … of them.
    """
    for name in PEOPLE:
        write.execute(
            "INSERT INTO person (made, name, job, team) VALUES (?, ?, ?, ?)",
            (write.operation, name, "contract manager", "area team"),
        )
    write.execute("INSERT INTO contractor (made, name) VALUES (?, 'All')", (write.operation,))
    write.execute(
        "INSERT INTO site (made, name, address_1, postcode)"
        " VALUES (?, 'The surgery', '4 High Street', 'DE56 1AA')",
        (write.operation,),
    )
    sql = (
        "INSERT INTO contract (made, group_key, contract_type, contract_no, ods_code, name,"
        " contractor_id, site_id, pct_code, manager_id, start_date, end_date, signed_copy,"
        " annual_value_pence, terms)"
        " VALUES (?, ?, ?, ?, ?, ?, 1, 1, ?, ?, '2007-04-01', ?, ?, ?, ?)"
    )
    for n in range(many):
        terms = (
            f'{{"uda_contracted": 10000, "uda_value_gbp": 2460,'
            f' "uda_delivered_h1": {(2400 + n * 200) * 100}}}'
        )
        kind = "pds" if n % 3 == 0 else "gds"
        end = ("2012-12-31", "2013-03-31", "2014-03-31")[n % 9 // 3] if kind == "pds" else None
        signed = ("found", "found", "unsigned", "missing")[n % 4]
        name = NAMES[n] if n < len(NAMES) else f"Practice {n:07}"
        row = (
            write.operation, "dental", kind, str(700000 + n), f"V{n:05}", name,
            "5N6", n % 3 + 1, end, signed, 24_600_000, terms,
        )
        write.execute(sql, row)  # fmt: skip
        if n % 3 == 0:
            row = (
                write.operation, "pharmacy", "pharmacy", None, f"F{n:05}", f"Pharmacy {n:07}",
                "5N7", None, None, None, None, "{}",
            )
            write.execute(sql, row)  # fmt: skip


def make_register(path: Path, many: int = 12) -> None:
    """A register of Q55 with invented contracts; see `fill`."""
    office = new_office(path, area_team="Q55", as_at=DAY)
    if many:
        office.write("Fill", lambda write: fill(write, many))
    office.close()


def fill_fast(write: Write, many: int) -> None:
    """`many` contracts by SQL alone, spread over groups, PCTs, managers and dates."""
    fill(write, 3)
    write.execute(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " INSERT INTO contract (made, group_key, contract_type, contract_no, ods_code, name,"
        " contractor_id, site_id, pct_code, manager_id, start_date, end_date, signed_copy,"
        " annual_value_pence, terms) SELECT ?,"
        " CASE i % 4 WHEN 0 THEN 'dental' WHEN 1 THEN 'gp' WHEN 2 THEN 'pharmacy'"
        "  ELSE 'optometry' END,"
        " CASE i % 4 WHEN 0 THEN 'gds' WHEN 1 THEN 'gms' WHEN 2 THEN 'pharmacy'"
        "  ELSE 'gos-mandatory' END,"
        " 800000 + i, 'V' || (10000 + i), 'Practice ' || (i * 7919 % 1000003), 1, 1,"
        " CASE i / 4 % 4 WHEN 0 THEN '5N6' WHEN 1 THEN '5N7' WHEN 2 THEN '5N8' ELSE '5EM' END,"
        " 1 + i % 3, '2007-04-01',"
        " CASE i % 5 WHEN 0 THEN date('2012-11-15', '+' || (i % 900) || ' days') END,"
        " CASE i % 7 WHEN 0 THEN 'missing' ELSE 'found' END, 10000000 + i * 7919 % 90000000,"
        " CASE i % 4 WHEN 0 THEN json_object('uda_contracted', 4000 + i % 20000,"
        "  'uda_delivered_h1', (4000 + i % 20000) * (20 + i * 31 % 40), 'uda_value_gbp', 2460)"
        "  ELSE '{}' END FROM n",
        (many - 1, write.operation),
    )


class Table:
    """A desk over a register, the window and its contracts page; close it after use."""

    def __init__(
        self, path: Path, settings: Path, *, prepare: Callable[[Office], None] | None = None
    ) -> None:
        def opened() -> Office:
            office = open_office(path, as_at=DAY, user="Ruth Osei")
            if prepare is not None:
                prepare(office)
            return office

        self.desk = Desk(opened, Settings(settings))
        self.faults: list[Exception] = []
        self._closed = False
        self.opened: list[tuple[str, dict[str, Any]]] = []
        ready: list[bool] = []
        self.desk.ready.connect(lambda: ready.append(True))
        self.desk.start(self.faults.append)
        until(lambda: bool(ready or self.faults))
        assert not self.faults, self.faults
        self.desk.set_home_day(DAY)
        self.shell = Shell(self.desk.refresh)
        self.desk.open = self._open
        self.shell.add_page(PageSpec("contracts", "Contracts", "file", self._page, "Ctrl+2"))

    def _open(self, key: str, /, **args: Any) -> None:
        self.opened.append((key, args))

    def _page(self) -> ContractsPage:
        return ContractsPage(self.desk)

    def show(self, **args: Any) -> ContractsPage:
        """Open the page and wait until it has read all it wants to."""
        self.shell.show()
        self.shell.open("contracts", **args)
        self.settle()
        return self.page

    @property
    def page(self) -> ContractsPage:
        """The page."""
        page = self.shell.current_page()
        assert isinstance(page, ContractsPage)
        return page

    def settle(self) -> None:
        """Wait until everything asked of the two threads has been answered."""
        for reads in (self.desk._writes, self.desk._reads, self.desk._reads):
            done: list[bool] = []
            reads.ask("settled", lambda: True, done.append)
            until(lambda done=done: bool(done))
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


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, at most five seconds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < WAIT, "waited in vain"
        QTest.qWait(5)
