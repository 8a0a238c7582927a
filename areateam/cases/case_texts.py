"""The facts of a case and its procedure as it was opened with, for actions and views alike."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import msgspec

from areateam.catalogue.procedure_definitions import Procedure
from areateam.core.problems import UserProblem

SUBJECT = (
    "LEFT JOIN contract k ON k.id = c.contract_id LEFT JOIN applicant a ON a.id = c.applicant_id"
)
"""The contract `k` and the applicant `a` of a case `c`; one of the two there always is."""
NAME = "coalesce(k.name, a.name)"
NUMBER = "coalesce(k.contract_no, k.ods_code, '')"
GROUP = "coalesce(k.group_key, a.group_key)"
PCT = "coalesce(k.pct_code, a.pct_code, '')"
CONTRACTOR = "coalesce(k.contractor_id, a.contractor_id)"

_MARK = "CA"
"""What the number of a case begins with; one letter alone begins other names and ODS codes."""


class CaseFacts(msgspec.Struct, frozen=True):
    """What actions need to know of a case."""

    id: int
    contract: int | None
    applicant: int | None
    procedure_id: int
    title: str
    received: date
    opened: date
    risk: str
    value_pence: int | None
    dates: Mapping[str, str]
    closed_on: str | None

    def refuse_closed(self) -> None:
        """UserProblem("case-is-closed") where the case is closed."""
        if self.closed_on:
            raise UserProblem("case-is-closed", title=self.title)

    def finished(self, connection: sqlite3.Connection) -> dict[str, bool]:
        """Whether each step is done or skipped, by key."""
        rows = connection.execute(
            "SELECT key, coalesce(done_on, skipped_on) IS NOT NULL FROM case_step"
            " WHERE case_id = ?",
            (self.id,),
        )
        return {key: bool(done) for key, done in rows}


class StepFacts(msgspec.Struct, frozen=True):
    """What actions need to know of a step."""

    id: int
    key: str
    label: str
    kind: str
    note: str | None
    rule: str
    days: int
    start_on: str | None
    legal: str | None


def case_facts(connection: sqlite3.Connection, case: int) -> CaseFacts:
    """The facts of a case; UserProblem("unknown-record") where there is none of that id."""
    row = connection.execute(
        "SELECT id, contract_id, applicant_id, procedure_id, title, received_on, opened_on, risk,"
        " value_pence, dates, closed_on FROM case_file WHERE id = ?",
        (case,),
    ).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=case_ref(case))
    received, opened = date.fromisoformat(row[5]), date.fromisoformat(row[6])
    return CaseFacts(
        row[0], row[1], row[2], row[3], row[4], received, opened, row[7], row[8],
        json.loads(row[9]), row[10],
    )  # fmt: skip


def case_label(connection: sqlite3.Connection, case: int) -> str:
    """What labels call a case by: its title, and the contract or applicant that it is about."""
    row = connection.execute(
        f"SELECT c.title || ', ' || {NAME} FROM case_file c {SUBJECT} WHERE c.id = ?", (case,)
    ).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=case_ref(case))
    return str(row[0])


def step_facts(connection: sqlite3.Connection, case: int, key: str) -> StepFacts:
    """The facts of a step; UserProblem("step-unknown") where the case has none of that key."""
    row = connection.execute(
        "SELECT id, key, label, step_kind, note, coalesce(rule, ''), coalesce(days, 0), start_on,"
        " legal FROM case_step WHERE case_id = ? AND key = ?",
        (case, key),
    ).fetchone()
    if row is None:
        known = connection.execute(
            "SELECT group_concat(key, ', ') FROM"
            " (SELECT key FROM case_step WHERE case_id = ? ORDER BY position)",
            (case,),
        ).fetchone()[0]
        raise UserProblem("step-unknown", step=key, known=known or "none")
    return StepFacts(*row)


def procedure_of_case(connection: sqlite3.Connection, case: int) -> Procedure:
    """The procedure in the version that the case was opened with."""
    (content,) = connection.execute(
        "SELECT t.content FROM case_file c JOIN procedure_text t ON t.id = c.procedure_id"
        " WHERE c.id = ?",
        (case,),
    ).fetchone()
    return read_procedure(content)


@lru_cache(maxsize=200)
def read_procedure(content: str) -> Procedure:
    """A procedure from the text kept of it."""
    return msgspec.json.decode(content, type=Procedure)


def case_ref(case: int) -> str:
    """The short name that commands take: "CA12"."""
    return f"{_MARK}{case}"


def is_case_ref(ref: str) -> bool:
    """Whether a reference has the form of a case's."""
    text = ref.strip().upper()
    return text.startswith(_MARK) and text.removeprefix(_MARK).isdecimal()


def case_id_of(connection: sqlite3.Connection, ref: str) -> int:
    """The case that a reference names; UserProblem("unknown-record") where there is none."""
    if is_case_ref(ref):
        row = connection.execute(
            "SELECT id FROM case_file WHERE id = ?", (int(ref.strip()[len(_MARK) :]),)
        ).fetchone()
        if row:
            return int(row[0])
    raise UserProblem("unknown-record", ref=ref)
