"""A register that a random user changes from day to day, and a copy of it at the end of each."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from areateam.cases.case_actions import NewCase, open_cases
from areateam.commands.case_commands import book_of
from areateam.contracts.comparison_views import parts_for, record_values
from areateam.contracts.contract_actions import add_contract, amend_contract, remove_contract
from areateam.contracts.merge_actions import merge_records
from areateam.contracts.merge_rules import SideOf, merged_values
from areateam.core.fields import Kind
from areateam.core.problems import UserProblem
from areateam.office import Office, new_office, open_office
from areateam.variation.variation_views import funnel_view
from areateam.variation.verdict_actions import judge
from areateam.variation.verdict_rules import Judgement, VerdictKind
from tests.imports.taking_in import take_text
from tests.variation.practice_register import add_call_off, add_practices, practice

if TYPE_CHECKING:
    from pathlib import Path

    from areateam.catalogue.catalogue import Catalogue
    from areateam.core.fields import Value
    from areateam.ledger.ledger import Write

FIRST = datetime.fromisoformat("2012-09-03T09:00")
ACTS = ("amend", "place", "add", "remove", "merge", "work_case", "judge", "move_pct", "call_off",
        "take_in", "undo", "undo_earlier", "redo")  # fmt: skip
OTHERS = {"gds": "dental", "pharmacy": "pharmacy", "gos-mandatory": "optometry"}
_COUNTED = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)


def make_changing(path: Path, catalogue: Catalogue) -> None:
    """Forty practices, ten contracts of each other group with every figure, cases, a call-off."""
    office = new_office(path, area_team="Q55", now=lambda: FIRST, as_at=FIRST.date(),
                        catalogue=catalogue)  # fmt: skip
    office.write("Practices", lambda write: add_practices(write, catalogue))
    office.write("Others", lambda write: _add_others(write, catalogue))
    book = book_of(office)
    case = NewCase("list-closure", FIRST.date())
    office.write("Cases", lambda write: open_cases(write, book, [1, 2, 3, 4], case))
    office.write("Call-off", lambda write: add_call_off(write, "1", "2012-06-01", None, "signed"))
    office.close()


def _add_others(write: Write, catalogue: Catalogue) -> None:
    for kind, group in OTHERS.items():
        counted = [
            field.key
            for field in catalogue.fields_of(group)
            if field.kind in _COUNTED and not field.column and field.key not in catalogue.computed
        ]
        for number in range(10):
            figures: dict[str, Value] = {
                key: 5_000 + number * (7 * place + 13) for place, key in enumerate(counted)
            }
            known: dict[str, Value] = {
                "contract_type": kind,
                "name": f"{kind} {number}",
                "annual_value": 10_000_000,
            }
            places: dict[str, Value] = {
                "pct_code": ("5N6", "5EM", "5N7")[number % 3],
                "signed_copy": "found",
                "annual_value": 10_000_000,
            }
            add_contract(write, catalogue, {**known, **places, **figures})


def merge_contracts(office: Office, pair: tuple[int, int], day: date) -> None:
    """Make two contracts one where they are of one group; what differs is the first one's."""
    mine, theirs = (record_values(office.store.connection, "contract", each) for each in pair)
    parts = parts_for(office.catalogue, "contract", mine, theirs)
    _, unsettled = merged_values(parts, mine, theirs, {})
    choices = {part.key: SideOf.LEFT for part in unsettled}
    office.write(
        "Merge",
        lambda write: merge_records(write, office.catalogue, "contract", pair, choices, day),
    )


class ChangingRegister:
    """The register on its day; `stopped` has a copy of it as each day ended, in memory."""

    def __init__(self, base: Path, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self.moment = FIRST
        path = folder / "changing.areateam"
        shutil.copyfile(base, path)
        self.office: Office = open_office(path, now=lambda: self.moment, catalogue=catalogue)
        self.stopped: dict[date, sqlite3.Connection] = {}

    def close(self) -> None:
        """Close the register and its copies."""
        self.office.close()
        for copy in self.stopped.values():
            copy.close()

    def act(self, which: str, one: int, other: int) -> None:
        """Do one of `ACTS`; what the program refuses is not done."""
        self.moment += timedelta(minutes=1)
        with suppress(UserProblem):
            getattr(self, which)(one, other)

    def end_day(self) -> None:
        """Keep a copy of the register, and go on to the next morning."""
        copy = sqlite3.connect(":memory:")
        self.office.store.connection.backup(copy)
        self.stopped[self.moment.date()] = copy
        self.moment = (self.moment + timedelta(days=1)).replace(hour=9, minute=0)

    # ---- what may happen

    def amend(self, one: int, other: int) -> None:
        """A figure, status or date of a contract changes; ten times as much, or nothing at all."""
        values: tuple[tuple[str, Value], ...] = (
            ("annual_value", None), ("annual_value", 700_000_000), ("list_raw", 9_999),
            ("list_weighted", 123_400), ("list_raw", None), ("list_status", "closed"),
            ("contract_type", "pms"), ("terminated_on", self._day(-2)), ("end_date", self._day(-1)),
            ("suspended_from", self._day(0)), ("start_date", self._day(2)), ("signed_copy", "lost"),
            ("next_visit", self._day(-3)), ("uda_contracted", 1), ("name", "Another name"),
        )  # fmt: skip
        key, value = values[other % len(values)]
        field, contract = self.catalogue.fields[key], self._contract(one)
        self.office.write("Amend", lambda write: amend_contract(write, field, contract, value))

    def place(self, one: int, other: int) -> None:
        """A contract belongs to another body, or to none."""
        key = ("pct_code", "ccg_code", "area_team_code")[other % 3]
        value = (None, {"pct_code": "5N7", "ccg_code": "04R", "area_team_code": "Q45"}[key])[
            other // 3 % 2
        ]
        field, contract = self.catalogue.fields[key], self._contract(one)
        self.office.write("Place", lambda write: amend_contract(write, field, contract, value))

    def add(self, one: int, other: int) -> None:
        """A practice is added."""
        values = {**practice(one % 90), "ods_code": f"N{one:05d}", "name": f"New {other}"}
        self.office.write("Add", lambda write: add_contract(write, self.catalogue, values))

    def remove(self, one: int, other: int) -> None:
        """A contract is removed."""
        self.office.write("Remove", lambda write: remove_contract(write, self._contract(one)))

    def merge(self, one: int, other: int) -> None:
        """Two contracts of a group are made one; what differs is the first one's."""
        pair = (self._contract(one), self._contract(one + 1 + other % 3))
        merge_contracts(self.office, pair, self.moment.date())

    def work_case(self, one: int, other: int) -> None:
        """A case is closed, or its steps are done; what is entered may lie back."""
        outcome, day = ("approved", "refused", "withdrawn")[other % 3], self._day(-(other % 4))
        sql = (
            "UPDATE case_file SET closed_on = ?, outcome = ? WHERE id = ?",
            "UPDATE case_step SET done_on = ?, label = label || ? WHERE case_id = ?",
        )[one % 2]
        self.office.write(
            "Case", lambda write: write.execute(sql, (max(day, "2012-09-03"), outcome, one % 4 + 1))
        )

    def judge(self, one: int, other: int) -> None:
        """The farthest of a chart is held to be right."""
        day, review = self.moment.date(), self.moment.date() + timedelta(days=1 + other % 3)
        view = funnel_view(self.office.store.connection, self.catalogue, "I01", day)
        if view.outliers:
            point = view.outliers[one % len(view.outliers)]
            right = Judgement(VerdictKind.JUSTIFIED, "Two prisons", "R. Osei", "Letter", review)
            self.office.write("Judge", lambda write: judge(write, view, point, right, day))

    def move_pct(self, one: int, other: int) -> None:
        """A PCT is another area team's."""
        pct, team = ("5N6", "5EM")[one % 2], ("Q45", "Q55")[other % 2]
        sql = "UPDATE body_link SET other = ? WHERE code = ? AND link = 'in_area_team'"
        self.office.write("Move", lambda write: write.execute(sql, (team, pct)))

    def call_off(self, one: int, other: int) -> None:
        """A call-off ends."""
        sql = "UPDATE call_off SET ended_on = ?"
        self.office.write("End", lambda write: write.execute(sql, (self._day(-(other % 3)),)))

    def take_in(self, one: int, other: int) -> None:
        """A list with another size for some practices, and a practice more."""
        lines = [
            f"C99{number:03d},Practice {number},GMS,5N6,{3_000 + 17 * one + number}"
            for number in range(1 + one % 30, 6 + one % 30)
        ]
        lines.append(f"C98{other % 900:03d},Taken in {other},GMS,5EM,4000")
        head = "ODS Code,Contractor Name,Contract Type,PCT,List Size\n"
        take_text(self.office, self.folder, head + "".join(f"{line}\n" for line in lines))

    def undo(self, one: int, other: int) -> None:
        """The last step is taken back."""
        self.office.undo()

    def undo_earlier(self, one: int, other: int) -> None:
        """An earlier step is taken back, where nothing later stands on it."""
        (last,) = self.office.store.connection.execute("SELECT max(id) FROM operation").fetchone()
        self.office.undo(max(2, last - one % 6))

    def redo(self, one: int, other: int) -> None:
        """What was taken back is done again."""
        self.office.redo()

    def _contract(self, number: int) -> int:
        listed = self.office.store.connection.execute("SELECT id FROM contract ORDER BY id")
        ids: list[int] = [contract for (contract,) in listed]
        return ids[number % len(ids)]

    def _day(self, days: int) -> str:
        return (self.moment.date() + timedelta(days=days)).isoformat()
