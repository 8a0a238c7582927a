"""A random user of cases: one case's work leaves every other as it was, and undo gives all back."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from areateam.cases.case_actions import (
    NewCase,
    add_step,
    finish_step,
    open_case,
    reopen_step,
    skip_step,
)
from areateam.cases.case_clock_actions import reckon_cases, set_case_day, set_day_by_hand
from areateam.cases.case_end_actions import close_case, reopen_case
from areateam.cases.case_rules import OWN_PAUSES
from areateam.cases.case_views import case_view
from areateam.cases.hours_actions import enter_hours
from areateam.cases.hours_rules import StatedHours
from areateam.cases.pause_actions import end_pause, pause_step
from areateam.cases.rulebook_views import rulebook
from areateam.core.problems import UserProblem
from areateam.ledger.check import content_digest
from areateam.office import KINDS, Office, open_office
from tests.contracts.small_register import make_register

TODAY = date(2012, 11, 1)
STEPS = ("log", "flag", "ask", "evidence", "record", "money", "decide", "notify", "own-1")
TABLES = {
    "case_file": "id",
    "case_step": "case_id",
    "case_entry": "case_id",
    "case_hours": "case_id",
    "case_role": "case_id",
}
_MADE: list[tempfile.TemporaryDirectory[str]] = []


def template() -> Path:
    """A register with contracts, made once and gone with the process."""
    if not _MADE:
        _MADE.append(tempfile.TemporaryDirectory())
        make_register(Path(_MADE[0].name) / "small.areateam", 4)
    return Path(_MADE[0].name) / "small.areateam"


class CaseUser(RuleBasedStateMachine):
    """Three cases at one contractor; each rule works on one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.office: Office | None = None
        self.done = 0

    @initialize()
    def begin(self) -> None:
        path = self.folder / "cases.areateam"
        shutil.copy(template(), path)
        self.office = open_office(path, as_at=TODAY)
        connection = self.office.store.connection
        self.book = rulebook(connection, self.office.catalogue, TODAY)
        ids = connection.execute("SELECT id FROM contract WHERE group_key = 'dental' LIMIT 3")
        new = NewCase("dental-mid-year", date(2012, 10, 8), dates={"half-year-end": "2012-09-30"})
        self.cases = [self.opened(row[0], new) for row in ids.fetchall()]
        self.first = content_digest(connection, KINDS)

    def opened(self, contract: int, new: NewCase) -> int:
        """A case opened at a contract."""
        assert self.office is not None
        return self.office.write(
            "Open", lambda write: open_case(write, self.book, contract, new)
        ).result

    def act(self, place: int, action: Any, *values: Any, **named: Any) -> None:
        """Do something to one case; the others' records must stay to the letter."""
        assert self.office is not None
        case = self.cases[place]
        others = self.digest_without(case)
        try:
            written = self.office.write(
                "Work", lambda write: action(write, self.book, case, *values, **named)
            )
        except UserProblem:
            pass  # refused with a reason: nothing may have changed, which the digest below shows
        else:
            self.done += written.changes is not None
        assert self.digest_without(case) == others

    def digest_without(self, case: int) -> str:
        """A digest of every record that belongs to another case."""
        assert self.office is not None
        connection = self.office.store.connection
        rows = [
            connection.execute(
                f"SELECT * FROM {table} WHERE {key} <> ? ORDER BY id", (case,)
            ).fetchall()
            for table, key in TABLES.items()
        ]
        rows.append(
            connection.execute(
                "SELECT p.* FROM case_pause p JOIN case_step s ON s.id = p.step_id"
                " WHERE s.case_id <> ? ORDER BY p.id",
                (case,),
            ).fetchall()
        )
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    places = st.integers(0, 2)
    steps = st.sampled_from(STEPS)
    back = st.integers(0, 20).map(lambda n: TODAY - timedelta(days=n))

    @rule(place=places, step=steps, on=back)
    def finish(self, place: int, step: str, on: date) -> None:
        self.act(place, finish_step, step, on, decision="plan", role="head-of-primary-care")

    @rule(place=places, step=steps)
    def skip(self, place: int, step: str) -> None:
        self.act(place, skip_step, step, "not wanted here")

    @rule(place=places, step=steps)
    def take_back(self, place: int, step: str) -> None:
        self.act(place, reopen_step, step)

    @rule(place=places, step=steps, first=back, days=st.none() | st.integers(0, 5))
    def pause(self, place: int, step: str, first: date, days: int | None) -> None:
        last = None if days is None else first + timedelta(days=days)
        self.act(
            place, pause_step, step, reason=OWN_PAUSES[0], evidence="call", first=first, last=last
        )

    @rule(place=places, step=steps)
    def go_on(self, place: int, step: str) -> None:
        self.act(place, end_pause, step, TODAY)

    @rule(place=places, day=back)
    def retro_date(self, place: int, day: date) -> None:
        self.act(place, set_case_day, "received", day)

    @rule(place=places, step=steps, day=st.none() | back)
    def by_hand(self, place: int, step: str, day: date | None) -> None:
        self.act(place, set_day_by_hand, step, day, "agreed on the telephone")

    @rule(place=places)
    def own_step(self, place: int) -> None:
        self.act(place, add_step, "Ring the practice", after="ask")

    @rule(place=places, step=st.just("") | steps, on=back, minutes=st.integers(1, 1_440))
    def spend(self, place: int, step: str, on: date, minutes: int) -> None:
        stated = StatedHours(1, on, minutes, step)
        self.act(place, lambda write, _, case: enter_hours(write, case, stated, TODAY))

    @rule(place=places, outcome=st.sampled_from(("no-action", "plan", "withheld")))
    def close(self, place: int, outcome: str) -> None:
        self.act(place, close_case, outcome, on=TODAY, comment="as decided")

    @rule(place=places)
    def reopen(self, place: int) -> None:
        self.act(place, reopen_case)

    @precondition(lambda self: self.done > 0)
    @rule()
    def undo(self) -> None:
        assert self.office is not None
        self.office.undo()
        self.done -= 1

    @invariant()
    def the_days_kept_are_the_days_reckoned(self) -> None:
        if self.office is None:
            return
        moved = self.office.write(
            "Reckon anew", lambda write: reckon_cases(write, self.book, self.cases)
        )
        assert moved.changes is None
        for case in self.cases:
            case_view(self.office.store.connection, self.book, case)

    def teardown(self) -> None:
        if self.office is not None:
            for _ in range(self.done):
                self.office.undo()
            assert content_digest(self.office.store.connection, KINDS) == self.first
            assert self.office.check() == []
            self.office.close()
        shutil.rmtree(self.folder, ignore_errors=True)


TestCaseUser = CaseUser.TestCase
TestCaseUser.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
