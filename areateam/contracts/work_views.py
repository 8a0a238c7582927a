"""Reads what a person must act on: the work list, and how many contracts a filter leaves."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.contracts.contract_filter import Filter, parse_condition
from areateam.contracts.contract_list import ContractList
from areateam.contracts.contract_rules import Derived, Status
from areateam.contracts.contract_views import DueDate, due_dates


class WorkLine(msgspec.Struct, frozen=True):
    """Something to be done by a date, for one contract or for several of the same kind.

    `name` and `number` are those of the contract, blank where there are several. `people` are
    the managers who answer for them, each once; `unmanaged` is how many have none.
    """

    derived: Derived
    contracts: tuple[int, ...]
    name: str
    number: str
    contract_type: str
    end_date: str
    people: tuple[str, ...]
    unmanaged: int

    @property
    def count(self) -> int:
        """How many contracts it stands for."""
        return len(self.contracts)

    def where(self, manager: str = "") -> tuple[str, ...]:
        """The conditions of the contract list that leave its contracts."""
        own = (f"manager={manager}",) if manager else ()
        same = (f"end_date={self.end_date}", f"contract_type={self.contract_type}")
        return (*same, "decision=", "notice_given_on=", "terminated_on=", *own)


def work_lines(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    day: date,
    within: int,
    manager: str = "",
) -> list[WorkLine]:
    """What is to be done up to `within` days after `day`, late first; like things in one line.

    Like are: the same date for the same kind of contract with the same end. With a `manager`
    only that person's contracts.
    """
    facts = _facts(connection, day)
    grouped: dict[tuple[str, ...], list[DueDate]] = {}
    for due in due_dates(connection, catalogue, day, within):
        kind, end, who = facts[due.contract_id]
        if not manager or who == manager:
            key = (due.derived.value, due.derived.key, due.derived.sentence, kind, end)
            grouped.setdefault(key, []).append(due)
    return [_line(list(key), dues, facts) for key, dues in grouped.items()]


def ending_conditions(day: date, until: date, manager: str = "") -> tuple[str, ...]:
    """The conditions of the contract list for contracts in being that end from `day` to `until`."""
    own = (f"manager={manager}",) if manager else ()
    over = tuple(f"status!={status}" for status in (Status.ENDED, Status.TERMINATED))
    return (f"end_date>={day}", f"end_date<={until}", *over, *own)


def count_where(
    connection: sqlite3.Connection, catalogue: Catalogue, day: date, where: Sequence[str]
) -> int:
    """How many contracts the conditions leave: the count of the list that they open."""
    every = contract_columns(catalogue, day)
    known = columns_by_key(every)
    conditions = tuple(parse_condition(known, text) for text in where)
    return ContractList(connection, every, (), Filter(conditions)).count()


def _facts(connection: sqlite3.Connection, day: date) -> dict[int, tuple[str, str, str]]:
    """Type, end and manager of every contract that has not ended."""
    rows = connection.execute(
        "SELECT c.id, c.contract_type, c.end_date, coalesce(p.name, '') FROM contract c"
        " LEFT JOIN person p ON p.id = c.manager_id WHERE c.end_date >= ?",
        (day.isoformat(),),
    )
    return {record: (kind, end, who) for record, kind, end, who in rows}


def _line(key: list[str], dues: list[DueDate], facts: dict[int, tuple[str, str, str]]) -> WorkLine:
    one = dues[0] if len(dues) == 1 else None
    names = [facts[due.contract_id][2] for due in dues]
    return WorkLine(
        derived=dues[0].derived,
        contracts=tuple(due.contract_id for due in dues),
        name=one.name if one else "",
        number=one.contract_no if one else "",
        contract_type=key[3],
        end_date=key[4],
        people=tuple(sorted({name for name in names if name})),
        unmanaged=sum(not name for name in names),
    )
