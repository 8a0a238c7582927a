"""Cases at size: what is due over 60,000, the board over 5,000, 3,000 opened in one step."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

TODAY = date(2012, 11, 1)
SPREAD = 60
"""Days of receipt over which the cases are spread."""


def main() -> None:
    """Make a register, measure each and print the figures in seconds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=60_000)
    options.add_argument("--open", type=int, default=5_000)
    options.add_argument("--bulk", type=int, default=3_000)
    given = options.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        bulk(Path(folder) / "bulk.areateam", given.bulk)
        board(Path(folder) / "board.areateam", given.open)
        due(Path(folder) / "due.areateam", given.cases)


def say(name: str, seconds: float) -> None:
    """Print one figure."""
    print(f"{name:58}{seconds:8.3f} s", flush=True)


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """What `act` gives, and the seconds it took."""
    began = time.perf_counter()
    found = act()
    return found, time.perf_counter() - began


def made(path: Path, contracts: int) -> Any:
    """A register with so many dental and pharmacy contracts."""
    from areateam.office import open_office
    from tests.contracts.small_register import fill_fast, make_register

    make_register(path, 0)
    office = open_office(path, as_at=TODAY)
    office.write("Fill", lambda write: fill_fast(write, contracts))
    return office


def fill(office: Any, cases: int) -> None:
    """Open so many cases at the dental contracts, received over two months."""
    from areateam.cases.case_actions import NewCase, open_cases
    from areateam.cases.rulebook_views import rulebook

    connection = office.store.connection
    ids = [r[0] for r in connection.execute("SELECT id FROM contract WHERE group_key = 'dental'")]
    wanted = [ids[n % len(ids)] for n in range(cases)]
    size = -(-cases // SPREAD)
    procedure = office.catalogue.procedures.of_group("dental")
    for n in range(SPREAD):
        received = TODAY - timedelta(days=n)
        book = rulebook(connection, office.catalogue, TODAY)
        new = NewCase(procedure[n % len(procedure)].key, received)
        part = wanted[n * size : (n + 1) * size]
        if part:
            office.write(
                "Open", lambda write, p=part, b=book, new=new: open_cases(write, b, p, new)
            )


def due(path: Path, cases: int) -> None:
    """`due --within 14`, the list's first page and its facets."""
    from areateam.cases.case_due_views import cases_due
    from areateam.cases.case_list_views import (
        USUAL_FILTER,
        case_columns,
        case_list,
        read_case_cube,
    )
    from areateam.cases.rulebook_views import rulebook

    office = made(path, 20_000)
    fill(office, cases)
    connection = office.store.connection
    (count,) = connection.execute("SELECT count(*) FROM case_file").fetchone()
    book = rulebook(connection, office.catalogue, TODAY)
    every = case_columns(book)
    found, seconds = min((timed(lambda: cases_due(connection, book, 14)) for _ in range(3)),
                         key=lambda pair: pair[1])  # fmt: skip
    say(f"due --within 14 over {count:,} cases ({len(found):,} lines)", seconds)
    _, seconds = timed(lambda: case_list(connection, every, every[:6], USUAL_FILTER).rows(0, 60))
    say(f"first page of the list, {count:,} cases", seconds)
    _, seconds = timed(lambda: read_case_cube(connection, every, USUAL_FILTER))
    say(f"facets, {count:,} cases", seconds)
    office.close()
    whole_due(path, count)


def whole_due(path: Path, count: int) -> None:
    """The same as a process of its own, from its start to its end; the best of five."""
    command = [sys.executable, "main.py", "--register", str(path), "--as-at", TODAY.isoformat()]
    root = Path(__file__).resolve().parents[2]

    def run(*words: str) -> float:
        return min(
            timed(lambda: subprocess.run([*command, *words], cwd=root, check=True,
                                         stdout=subprocess.DEVNULL))[1]
            for _ in range(5)
        )  # fmt: skip

    say(f"due --within 14 as a process, {count:,} cases", run("due", "--within", "14"))
    say("the same with --json", run("--json", "due", "--within", "14"))
    say("search as a process, for what starting costs", run("search", "no such name"))


def board(path: Path, cases: int) -> None:
    """The board painted for the first time, and a column scrolled to its middle."""
    office = made(path, 6_000)
    fill(office, cases)
    office.close()
    from PySide6.QtWidgets import QApplication

    from areateam.office import open_office
    from ui.app import make_application
    from ui.desk import Desk
    from ui.pages.cases_page import CasesPage
    from ui.settings import Settings

    make_application()
    desk = Desk(lambda: open_office(path, as_at=TODAY), Settings(path.with_suffix(".json")))
    ready: list[bool] = []
    desk.ready.connect(lambda: ready.append(True))
    desk.start(print)
    wait(lambda: bool(ready))
    desk.set_home_day(TODAY)
    page = CasesPage(desk)
    page.resize(1080, 720)
    page.show()
    page.show_args({})
    wait(lambda: desk.is_idle)

    def paint() -> None:
        page.show_args({"shape": "board"})
        wait(lambda: desk.is_idle and bool(page.board.lists))
        page.grab()

    _, seconds = timed(paint)
    count = sum(len(listed.cards) for listed in page.board.lists)
    say(f"first paint of the board over {count:,} open cases", seconds)
    largest = max(page.board.lists, key=lambda listed: len(listed.cards))

    def scroll() -> None:
        bar = largest.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        QApplication.processEvents()
        largest.grab()

    _, seconds = timed(scroll)
    say(f"to the middle of a column of {len(largest.cards):,} cards", seconds)
    page.close()
    desk.close()


def wait(holds: Callable[[], bool]) -> None:
    """Wait until something holds, at most a minute."""
    from PySide6.QtWidgets import QApplication

    deadline = time.monotonic() + 60
    while not holds() and time.monotonic() < deadline:
        QApplication.processEvents()
        time.sleep(0.002)


def bulk(path: Path, count: int) -> None:
    """So many mid-year cases opened in one step, undone, and opened one by one for a ratio."""
    from areateam.cases.case_actions import NewCase, open_case, open_cases
    from areateam.cases.rulebook_views import rulebook
    from areateam.owners import case_owners

    office = made(path, 5 * count)
    connection = office.store.connection
    ids = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM contract WHERE group_key = 'dental' ORDER BY id LIMIT ?", (count,)
        )
    ]
    book = rulebook(connection, office.catalogue, TODAY)
    new = NewCase(
        "dental-mid-year", TODAY, dates={"half-year-end": "2012-09-30"}, owners=case_owners
    )
    _, at_once = timed(lambda: office.write("Open", lambda w: open_cases(w, book, ids, new)))
    say(f"opening {len(ids):,} dental mid-year cases in one step", at_once)
    _, seconds = timed(office.undo)
    say("one undo of all of them", seconds)
    few = ids[:100]

    def one_by_one() -> None:
        for contract in few:
            office.write("Open", lambda w, c=contract: open_case(w, book, c, new))

    _, seconds = timed(one_by_one)
    ratio = seconds / len(few) / (at_once / len(ids))
    print(f"one by one takes {ratio:.0f} times as long for each case", flush=True)
    office.close()


if __name__ == "__main__":
    main()
