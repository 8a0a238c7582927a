"""Whom new work goes to on a day, and why: one rule for cases, applicants and tasks of hand-overs.

The closest portfolio decides (function, PCT, group); for who is away their cover stands in. Where
no portfolio says anything, a case goes to the manager of its contract, and a task to nobody.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from areateam.cases.case_texts import CaseFacts
from areateam.core.dates import format_date
from areateam.duties.case_answer_views import Covers, covers_of
from areateam.duties.duty_rules import Span
from areateam.duties.portfolio_rules import Owner, Work
from areateam.duties.portfolio_views import team_of

UNOWNED = "Nobody: no portfolio holds here, and the contract has no manager"
_NO_PORTFOLIO = "Nobody: no portfolio holds here"
_SHOWN = 4


class FoundOwner(msgspec.Struct, frozen=True):
    """Whom work goes to, None for nobody, and why: "Ruth Osei: dental, 5EM, since 1 Oct 2012"."""

    person: int | None
    name: str
    words: str


class Applying(msgspec.Struct, frozen=True):
    """What somebody without a contract applies for: group, PCT and contract type, where known."""

    group: str
    pct: str = ""
    kind: str = ""


class _Finding:
    """Portfolios and absences as they are on a day, asked many times; the same is found once."""

    def __init__(
        self, connection: sqlite3.Connection, day: date, labels: Mapping[str, str] | None = None
    ) -> None:
        self._groups = labels or {}
        self._team = team_of(connection)
        self._day = day
        self._functions = _functions(connection, day)
        self._found: dict[Work, FoundOwner | None] = {}
        self._managers: dict[int, FoundOwner | None] = {}
        self._labels = {
            each.held.patch.function: each.function.partition(" ")[0]
            for each in self._team.portfolios
        }

    def by_portfolio(self, work: Work) -> FoundOwner | None:
        """Who has the closest portfolio for a piece of work, or stands in; None for nobody."""
        if work not in self._found:
            owner = self._team.close_owner(work, self._day)
            self._found[work] = self._told(owner, self._held_words(owner)) if owner else None
        return self._found[work]

    def of_procedure(
        self, procedure: str, group: str, pct: str, kind: str = ""
    ) -> FoundOwner | None:
        """Who gets a case of a procedure for a group and a PCT, by portfolio; None for nobody."""
        functions = frozenset(
            number
            for number, covers in self._functions.items()
            if covers.serves(procedure, group, kind)
        )
        return self.by_portfolio(Work(functions, group, pct))

    def manager(self, person: int | None) -> FoundOwner:
        """The manager of a contract, or who stands in; nobody for one who has left."""
        if person is None:
            return FoundOwner(None, "", UNOWNED)
        if person not in self._managers:
            owner = self._team.stand_in(person, self._day)
            words = "manager of the contract"
            self._managers[person] = self._told(owner, words) if owner else None
        return self._managers[person] or FoundOwner(None, "", UNOWNED)

    def _told(self, owner: Owner, why: str) -> FoundOwner:
        name = self._team.people[owner.person].name
        if owner.instead_of is None:
            return FoundOwner(owner.person, name, f"{name}: {why}")
        away = self._team.people[owner.instead_of].name
        return FoundOwner(owner.person, name, f"{name}, for {away} who is away: {why}")

    def _held_words(self, owner: Owner) -> str:
        held = owner.held
        if held is None:
            return ""
        patch = held.patch
        parts = [self._labels.get(patch.function, "") if patch.function else ""]
        parts += [self._groups.get(patch.group, patch.group), patch.pct]
        parts += ["deputy" if held.deputy else "", span_words(held.held)]
        return ", ".join(part for part in parts if part)


def span_words(span: Span) -> str:
    """Since when and until when, for the end of a line: "since 1 Oct 2012"; "" for always."""
    first = f"since {format_date(span.first.isoformat())}" if span.first else ""
    last = f"until {format_date(span.last.isoformat())}" if span.last else ""
    return " ".join(part for part in (first, last) if part)


def owners_of_cases(
    connection: sqlite3.Connection,
    procedure: str,
    contracts: Sequence[int],
    day: date,
    labels: Mapping[str, str] | None = None,
) -> dict[int, FoundOwner]:
    """Whom a new case of a procedure at each contract goes to, and why; one reading for all.

    `labels` are the words for groups, by their keys.
    """
    finding = _Finding(connection, day, labels)
    rows = connection.execute(
        "SELECT id, group_key, coalesce(pct_code, ''), contract_type, manager_id FROM contract"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(contracts)),),
    )
    return {
        contract: finding.of_procedure(procedure, group, pct, kind) or finding.manager(manager)
        for contract, group, pct, kind, manager in rows
    }


def case_owners(
    connection: sqlite3.Connection, procedure: str, contracts: Sequence[int], day: date
) -> Mapping[int, int | None]:
    """The same by ids alone, as the actions that open cases take it."""
    found = owners_of_cases(connection, procedure, contracts, day)
    return {contract: owner.person for contract, owner in found.items()}


def owner_of_applicant(
    connection: sqlite3.Connection,
    procedure: str,
    applicant: Applying,
    day: date,
    labels: Mapping[str, str] | None = None,
) -> FoundOwner:
    """Whom a case of somebody without a contract goes to: by portfolio, else nobody."""
    finding = _Finding(connection, day, labels)
    found = finding.of_procedure(procedure, applicant.group, applicant.pct, applicant.kind)
    return found or FoundOwner(None, "", _NO_PORTFOLIO)


def owner_beside(
    connection: sqlite3.Connection, procedure: str, beside: CaseFacts, day: date
) -> int | None:
    """Whom a new case goes to that is about the contract or the applicant of another case."""
    if beside.contract is not None:
        return case_owners(connection, procedure, [beside.contract], day)[beside.contract]
    group, pct, kind = connection.execute(
        "SELECT group_key, coalesce(pct_code, ''), coalesce(contract_type, '') FROM applicant"
        " WHERE id = ?",
        (beside.applicant,),
    ).fetchone()
    return owner_of_applicant(connection, procedure, Applying(group, pct, kind), day).person


def task_owners(
    connection: sqlite3.Connection, groups: Iterable[str], day: date
) -> Callable[[str, str], int | None]:
    """Whom the tasks of a hand-over go to: asked with a place and the key of a workstream.

    A workstream is about a group where it has its key; its tasks go to who has the PCT, the
    group, or the group in the PCT.
    """
    finding, known = _Finding(connection, day), frozenset(groups)

    def owner(place: str, workstream: str) -> int | None:
        group = workstream if workstream in known else ""
        found = finding.by_portfolio(Work(frozenset(), group, place))
        return found.person if found else None

    return owner


def shares_words(found: Iterable[FoundOwner]) -> str:
    """How many each gets, most first: "R. Osei 12, L. Marsh 3, nobody 2"."""
    counts = Counter(each.name or "nobody" for each in found)
    named = [f"{name} {n:,}" for name, n in counts.most_common()]
    rest = sum(n for _, n in counts.most_common()[_SHOWN:])
    return ", ".join(named[:_SHOWN]) + (f", others {rest:,}" if rest else "")


def _functions(connection: sqlite3.Connection, day: date) -> dict[int, Covers]:
    """The functions of that day that anybody has in their portfolio."""
    rows = connection.execute(
        "SELECT id, covers FROM duty_function WHERE id IN (SELECT function_id FROM portfolio)"
        " AND coalesce(valid_from, :day) <= :day AND coalesce(valid_to, :day) >= :day",
        {"day": day.isoformat()},
    )
    return {number: covers_of(text) for number, text in rows}
