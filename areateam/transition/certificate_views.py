"""What a hand-over certificate states: all that moves from a place, and what is missing."""

from __future__ import annotations

import sqlite3
from datetime import date

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import case_ref
from areateam.catalogue.catalogue import Catalogue
from areateam.core.dates import format_date
from areateam.transition.readiness_rules import Light
from areateam.transition.transition_views import PlanHead, PlanView, plans


class CertifiedContract(msgspec.Struct, frozen=True):
    """One contract that moves; `signed` in the words of the register."""

    ref: str
    number: str
    name: str
    kind: str
    signed: str
    end: str
    value_pence: int | None
    receiver: str


class CertifiedCase(msgspec.Struct, frozen=True):
    """One open case that moves; a value makes it a liability."""

    ref: str
    title: str
    name: str
    next_due: str
    manager: str
    value_pence: int | None


class CertifiedDocument(msgspec.Struct, frozen=True):
    """One document that moves, with the digest of its bytes."""

    title: str
    belongs_to: str
    dated: str
    sha256: str


class Missing(msgspec.Struct, frozen=True):
    """One thing that is not there: where, and what."""

    where: str
    what: str


class UnreadLine(msgspec.Struct, frozen=True):
    """One line of a file that was read and never became a contract: where it stands, and why."""

    file: str
    line: int
    code: str
    name: str
    why: str


class CertifiedCallOff(msgspec.Struct, frozen=True):
    """External support that serves a task: how it stands, and what becomes of its contract.

    `is_gap` says that nobody has said the last.
    """

    ref: str
    title: str
    task: str
    stands: str
    becomes: str
    is_gap: bool


class Certificate(msgspec.Struct, frozen=True):
    """All that a certificate says of one place on a day.

    `missing` is what contracts, cases and tasks lack, `unread` the lines that are no contract.
    """

    head: PlanHead
    programme: str
    day: date
    contracts: tuple[CertifiedContract, ...]
    cases: tuple[CertifiedCase, ...]
    documents: tuple[CertifiedDocument, ...]
    missing: tuple[Missing, ...]
    tasks: int
    accepted: int
    without_evidence: int
    unread: tuple[UnreadLine, ...] = ()
    called_off: tuple[CertifiedCallOff, ...] = ()

    @property
    def missing_in_all(self) -> int:
        """How many things are not there, or not decided."""
        undecided = sum(each.is_gap for each in self.called_off)
        return len(self.missing) + len(self.unread) + undecided

    @property
    def value_pence(self) -> int:
        """What the contracts are worth in a year."""
        return sum(contract.value_pence or 0 for contract in self.contracts)

    @property
    def liabilities(self) -> tuple[CertifiedCase, ...]:
        """The open cases about money."""
        return tuple(case for case in self.cases if case.value_pence is not None)


def certificate(
    connection: sqlite3.Connection, book: Rulebook, place: str, programme: str = ""
) -> Certificate:
    """The certificate of a place today; UserProblem("place-without-plan") where it has none."""
    plan = plans(connection, book, programme=programme, places=(place,))[0]
    spec = book.catalogue.programmes.named(plan.head.programme_key)
    contracts: tuple[CertifiedContract, ...] = ()
    cases: tuple[CertifiedCase, ...] = ()
    missing = _unaccepted(plan)
    if spec.contracts_by:
        where = f"c.{spec.contracts_by} = ?"
        contracts = _contracts(connection, book.catalogue, where, plan.head)
        cases = _cases(connection, where, place)
        missing = [*_faults(contracts, cases), *missing]
    return Certificate(
        head=plan.head,
        programme=spec.label,
        day=book.today,
        contracts=contracts,
        cases=cases,
        documents=_documents(connection, spec.contracts_by, plan.head),
        missing=tuple(missing),
        tasks=len(plan.tasks),
        accepted=plan.count(Light.DONE),
        without_evidence=sum(
            bool(task.facts.unproven_reason) and not task.facts.filed for task in plan.tasks
        ),
    )


def _contracts(
    connection: sqlite3.Connection, catalogue: Catalogue, where: str, head: PlanHead
) -> tuple[CertifiedContract, ...]:
    words = {choice.value: choice.label for choice in catalogue.fields["signed_copy"].choices}
    rows = connection.execute(
        "SELECT c.id, coalesce(c.contract_no, c.ods_code, ''), c.name, c.contract_type,"
        " c.signed_copy, c.end_date, c.annual_value_pence, k.receiver FROM contract c"
        f" LEFT JOIN stocktake_line k ON k.contract_id = c.id WHERE {where}"
        " ORDER BY c.group_key, c.name, c.id",
        (head.place,),
    )
    return tuple(
        CertifiedContract(
            f"C{row[0]}", row[1], row[2], catalogue.types[row[3]].short,
            words.get(row[4], ""), format_date(row[5]) if row[5] else "", row[6],
            row[7] or head.receiver,
        )
        for row in rows
    )  # fmt: skip


def _cases(connection: sqlite3.Connection, where: str, place: str) -> tuple[CertifiedCase, ...]:
    rows = connection.execute(
        "SELECT f.id, f.title, c.name, f.next_due, p.name, f.value_pence FROM case_file f"
        " JOIN contract c ON c.id = f.contract_id LEFT JOIN person p ON p.id = f.manager_id"
        f" WHERE {where} AND f.closed_on IS NULL ORDER BY f.next_due IS NULL, f.next_due, f.id",
        (place,),
    )
    return tuple(
        CertifiedCase(
            case_ref(row[0]), row[1], row[2], format_date(row[3]) if row[3] else "",
            row[4] or "", row[5],
        )
        for row in rows
    )  # fmt: skip


def _documents(
    connection: sqlite3.Connection, contracts_by: str, head: PlanHead
) -> tuple[CertifiedDocument, ...]:
    evidence = connection.execute(
        "SELECT e.title, t.key || ' ' || t.title, e.dated_on, e.sha256 FROM task_evidence e"
        " JOIN transition_task t ON t.id = e.task_id WHERE t.handover_id = ?"
        " ORDER BY t.position, e.id",
        (head.id,),
    ).fetchall()
    evidence += connection.execute(
        "SELECT d.value ->> 'title', t.key || ' ' || t.title || ', held by the ' || s.side,"
        " s.signed_on, d.value ->> 'sha256' FROM their_signature s"
        " JOIN transition_task t ON t.id = s.task_id, json_each(s.evidence, '$.documents') d"
        " WHERE t.handover_id = ? ORDER BY t.position, s.id, d.key",
        (head.id,),
    ).fetchall()
    if not contracts_by:
        return tuple(_document(row) for row in evidence)
    filed = connection.execute(
        "SELECT d.title, c.name, d.dated_on, d.sha256 FROM document d"
        f" JOIN contract c ON c.id = d.contract_id WHERE c.{contracts_by} = ?"
        " ORDER BY c.name, d.dated_on, d.id",
        (head.place,),
    ).fetchall()
    return tuple(_document(row) for row in (*evidence, *filed))


def _document(row: tuple[str, str, str, str]) -> CertifiedDocument:
    return CertifiedDocument(row[0], row[1], format_date(row[2]), row[3])


def _faults(
    contracts: tuple[CertifiedContract, ...], cases: tuple[CertifiedCase, ...]
) -> list[Missing]:
    found = []
    for contract in contracts:
        lacks = []
        if not contract.signed:
            lacks.append("nobody has said whether a signed copy is held")
        elif contract.signed != "Found":
            lacks.append(f"signed copy: {contract.signed.lower()}")
        if contract.value_pence is None:
            lacks.append("no annual value")
        if lacks:
            found.append(Missing(f"{contract.ref} {contract.name}", "; ".join(lacks)))
    found += (
        Missing(f"{case.ref} {case.title}, {case.name}", "nobody works on it")
        for case in cases
        if not case.manager
    )
    return found


def _unaccepted(plan: PlanView) -> list[Missing]:
    return [
        Missing(f"{task.facts.key} {task.facts.title}", ", ".join(task.facts.missing()))
        for task in plan.tasks
        if task.light is not Light.DONE and task.facts.two_sided
    ]
