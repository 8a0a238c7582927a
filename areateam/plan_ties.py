"""What a plan's money is tied to: a contract, a case, a call-off, each with its own words.

Plans and call-offs do not know each other; they are joined here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import msgspec

from areateam.calloffs.call_off_views import call_off_id_of
from areateam.cases.case_texts import case_id_of, case_label, case_ref
from areateam.contracts.contract_views import contract_id_of, ref_of
from areateam.core.copies import replaced
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.plans.plan_actions import LineStated, add_line, change_line
from areateam.plans.plan_views import LineView, PlanView

CONTRACT, CASE, CALL_OFF = "contract", "case", "calloff"


class Tie(msgspec.Struct, frozen=True):
    """One record that a line is tied to; without an id the register no longer has it."""

    kind: str
    id: int | None
    ref: str
    title: str

    @property
    def words(self) -> str:
        """Its reference with its title."""
        return f"{self.ref} {self.title}"


def add_tied_line(write: Write, plan: int, stated: LineStated) -> int:
    """Add a line of money to a plan and return its id.

    UserProblem: line-call-off-unknown, and as `add_line`.
    """
    return add_line(write, plan, _known(write.connection, stated))


def change_tied_line(write: Write, line: int, stated: LineStated) -> None:
    """Put a line as stated; a call-off that it named before is not asked for again.

    UserProblem: line-call-off-unknown, and as `change_line`.
    """
    kept = write.execute("SELECT calloff FROM plan_line WHERE id = ?", (line,)).fetchone()
    same = kept is not None and kept[0] == stated.calloff
    change_line(write, line, stated if same else _known(write.connection, stated))


def _known(connection: sqlite3.Connection, stated: LineStated) -> LineStated:
    """What is stated, its call-off as the register writes it."""
    ref = stated.calloff.strip()
    if ref:
        try:
            call_off_id_of(connection, ref)
        except UserProblem as unknown:
            raise UserProblem("line-call-off-unknown", value=ref) from unknown
    return replaced(stated, calloff=ref)


def tied_record(connection: sqlite3.Connection, kind: str, ref: str | None) -> int | None:
    """The contract or the case that a reference names; None for none.

    UserProblem: unknown-record.
    """
    if not ref or not ref.strip():
        return None
    return (case_id_of if kind == CASE else contract_id_of)(connection, ref)


def call_off_titles(connection: sqlite3.Connection) -> dict[str, str]:
    """The titles of all call-offs by their numbers, the newest first."""
    rows = connection.execute("SELECT number, title FROM call_off ORDER BY id DESC")
    return dict(rows.fetchall())


def ties_of(connection: sqlite3.Connection, plan: PlanView) -> dict[int, tuple[Tie, ...]]:
    """What each line of a plan is tied to, by the id of the line; lines tied to nothing lack."""
    call_offs = {
        number: (record, title)
        for record, number, title in connection.execute("SELECT id, number, title FROM call_off")
    }
    cases = {line.case: case_label(connection, line.case) for line in plan.lines if line.case}
    found = {line.id: _ties(line, cases, call_offs) for line in plan.lines}
    return {line: ties for line, ties in found.items() if ties}


def _ties(
    line: LineView, cases: Mapping[int, str], call_offs: Mapping[str, tuple[int, str]]
) -> tuple[Tie, ...]:
    found = []
    if line.contract:
        found.append(Tie(CONTRACT, line.contract, ref_of(line.contract), line.contract_name))
    if line.case:
        found.append(Tie(CASE, line.case, case_ref(line.case), cases[line.case]))
    if line.calloff:
        record, title = call_offs.get(line.calloff, (None, "not in the register"))
        found.append(Tie(CALL_OFF, record, line.calloff, title))
    return tuple(found)
