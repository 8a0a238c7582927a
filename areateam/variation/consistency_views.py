"""Reads how the same procedure runs in each PCT's inheritance, beside the single model."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.catalogue.procedure_definitions import Procedure, StepKind
from areateam.variation.consistency_letter_views import LetterUse, letter_uses
from areateam.variation.consistency_rules import (
    Days,
    OutcomeShare,
    Spent,
    StepChange,
    days_of,
    differences,
    slower_than,
    spent_of,
)

Key = tuple[str, str]

_PCT = "coalesce(k.pct_code, a.pct_code, '')"
_FROM = (
    " FROM case_file c LEFT JOIN contract k ON k.id = c.contract_id"
    " LEFT JOIN applicant a ON a.id = c.applicant_id"
)
_ONLY = " AND (:procedure = '' OR c.procedure_key = :procedure)"


class ConsistencyLine(msgspec.Struct, frozen=True):
    """One procedure in one PCT.

    Of the cases `decided`, `in_time` have no decision later than the day of its step; `spent` is
    of the closed ones whose hours are known. `versions` are those of the procedure that its cases
    use; of the `open_cases`, `old_open` use one older than `newest`. `letters` are those of its
    steps, by the template that they are or were written on. `differs` has a sentence for each
    difference, none where the cases run as the single model says.
    """

    procedure: str
    label: str
    pct: str
    pct_name: str
    cases: int
    open_cases: int
    days: Days | None
    spent: Spent | None
    decided: int
    in_time: int
    skipped: tuple[StepChange, ...]
    added: tuple[StepChange, ...]
    versions: tuple[int, ...]
    newest: int
    old_open: int
    outcomes: tuple[OutcomeShare, ...]
    letters: tuple[LetterUse, ...]
    differs: tuple[str, ...]

    @property
    def share_in_time(self) -> float | None:
        """The share decided in time; None where nothing is decided."""
        return self.in_time / self.decided if self.decided else None


def consistency(
    connection: sqlite3.Connection, book: Rulebook, procedure: str = ""
) -> tuple[ConsistencyLine, ...]:
    """Every procedure, or one, by PCT of the contract or of the applicant; PCTs by their code.

    A case of a person stands under no PCT (""). Raises UserProblem("procedure-unknown").
    """
    known = book.catalogue.procedures.known
    asked = {"procedure": book.catalogue.procedures.named(procedure).key if procedure else ""}
    counted = _Counted(connection, asked)
    models = {key: known.get(key[0]) for key in counted.versions}
    letters = letter_uses(connection, book.catalogue, models, _letters_made(connection, asked))
    names = dict(connection.execute("SELECT code, name FROM body"))
    return tuple(
        counted.line(key, models[key], names.get(key[1], ""), letters[key])
        for key in sorted(models)
    )


class _Counted:
    """What is counted by procedure and PCT."""

    def __init__(self, connection: sqlite3.Connection, asked: Mapping[str, str]) -> None:
        self.versions = _versions(connection, asked)
        self._lengths = _lengths(connection, asked)
        self._elsewhere = _elsewhere(self._lengths)
        self._spent = _spent(connection, asked)
        self._decided = _decided(connection, asked)
        self._changes = _changes(connection, asked)
        self._outcomes = _outcomes(connection, asked)

    def line(
        self, key: Key, model: Procedure | None, name: str, letters: tuple[LetterUse, ...]
    ) -> ConsistencyLine:
        """One procedure, whose single model is `model`, in the PCT of that name."""
        used = self.versions[key]
        newest = model.version if model else max(used)
        old = [(v, n) for v, (_, n) in sorted(used.items()) if n and v < newest]
        lengths = self._lengths.get(key, [])
        days = days_of(lengths)
        skipped = self._changes.get((*key, False), ())
        added = self._changes.get((*key, True), ())
        decided, in_time = self._decided.get(key, (0, 0))
        return ConsistencyLine(
            procedure=key[0],
            label=model.label if model else key[0],
            pct=key[1],
            pct_name=name,
            cases=sum(cases for cases, _ in used.values()),
            open_cases=sum(opened for _, opened in used.values()),
            days=days,
            spent=spent_of(self._spent.get(key, [])),
            decided=decided,
            in_time=in_time,
            skipped=tuple(skipped),
            added=tuple(added),
            versions=tuple(sorted(used)),
            newest=newest,
            old_open=sum(count for _, count in old),
            outcomes=_shares(self._outcomes.get(key, {}), model),
            letters=letters,
            differs=differences(
                skipped=skipped,
                added=added,
                old=old,
                newest=newest,
                days=days,
                limit=slower_than(lengths, self._elsewhere.get(key, ())),
                letters=[use.sentence for use in letters if use.differs],
            ),
        )


def _letters_made(
    connection: sqlite3.Connection, asked: Mapping[str, str]
) -> list[tuple[str, str, str, int | None, int | None, int, int]]:
    """Procedure, PCT, letter, template, version of the words, how many letters, how many sent.

    The drafts of a step, and what was sent of them, are one letter: the last.
    """
    return connection.execute(
        f"SELECT c.procedure_key, {_PCT}, d.letter, d.template_id, d.letter_version, count(*),"
        f" sum(d.state = 'sent'){_FROM} JOIN document d ON d.case_id = c.id"
        " WHERE d.letter IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM document n WHERE n.follows_id = d.id){_ONLY}"
        " GROUP BY 1, 2, 3, 4, 5",
        asked,
    ).fetchall()


def _versions(
    connection: sqlite3.Connection, asked: Mapping[str, str]
) -> dict[Key, dict[int, tuple[int, int]]]:
    """By version: how many cases, and how many of them are open."""
    found: dict[Key, dict[int, tuple[int, int]]] = defaultdict(dict)
    for key, pct, version, cases, opened in connection.execute(
        f"SELECT c.procedure_key, {_PCT}, t.version, count(*), sum(c.closed_on IS NULL){_FROM}"
        f" JOIN procedure_text t ON t.id = c.procedure_id WHERE 1{_ONLY} GROUP BY 1, 2, 3",
        asked,
    ):
        found[key, pct][version] = (cases, opened)
    return found


def _lengths(connection: sqlite3.Connection, asked: Mapping[str, str]) -> dict[Key, list[int]]:
    """The days from opening to closing of every closed case."""
    found: dict[Key, list[int]] = defaultdict(list)
    for key, pct, days in connection.execute(
        f"SELECT c.procedure_key, {_PCT},"
        f" CAST(julianday(c.closed_on) - julianday(c.opened_on) AS INTEGER){_FROM}"
        f" WHERE c.closed_on IS NOT NULL{_ONLY}",
        asked,
    ):
        found[key, pct].append(days)
    return found


def _spent(connection: sqlite3.Connection, asked: Mapping[str, str]) -> dict[Key, list[int]]:
    """The minutes spent on every closed case that has any entered."""
    found: dict[Key, list[int]] = defaultdict(list)
    for key, pct, minutes in connection.execute(
        f"SELECT c.procedure_key, {_PCT}, sum(h.minutes){_FROM}"
        f" JOIN case_hours h ON h.case_id = c.id WHERE c.closed_on IS NOT NULL{_ONLY}"
        " GROUP BY c.id",
        asked,
    ):
        found[key, pct].append(minutes)
    return found


def _elsewhere(lengths: Mapping[Key, list[int]]) -> dict[Key, list[int]]:
    """The days of the same procedure's cases in all other PCTs."""
    by_procedure: dict[str, list[Key]] = defaultdict(list)
    for key in lengths:
        by_procedure[key[0]].append(key)
    return {
        key: [days for other in by_procedure[key[0]] if other != key for days in lengths[other]]
        for key in lengths
    }


def _decided(
    connection: sqlite3.Connection, asked: Mapping[str, str]
) -> dict[Key, tuple[int, int]]:
    """Cases with a decision whose step had a day, and those of them with none after its day."""
    rows = connection.execute(
        "SELECT key, pct, count(*), sum(in_time) FROM (SELECT c.procedure_key AS key,"
        f" {_PCT} AS pct, min(s.done_on <= s.working) AS in_time{_FROM}"
        " JOIN case_step s ON s.case_id = c.id"
        f" WHERE s.step_kind = '{StepKind.DECISION}' AND s.done_on IS NOT NULL"
        f" AND s.working IS NOT NULL{_ONLY} GROUP BY c.id) GROUP BY 1, 2",
        asked,
    )
    return {(key, pct): (cases, in_time) for key, pct, cases, in_time in rows}


def _changes(
    connection: sqlite3.Connection, asked: Mapping[str, str]
) -> dict[tuple[str, str, bool], list[StepChange]]:
    """The steps added by hand (True), or passed over (False), the most frequent first."""
    rows = connection.execute(
        f"SELECT c.procedure_key, {_PCT}, s.added, s.label, count(DISTINCT c.id),"
        " json_group_array(DISTINCT s.skipped_reason) FILTER"
        f" (WHERE s.skipped_reason IS NOT NULL){_FROM} JOIN case_step s ON s.case_id = c.id"
        f" WHERE (s.added OR s.skipped_on IS NOT NULL){_ONLY}"
        " GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 4",
        asked,
    )
    found: dict[tuple[str, str, bool], list[StepChange]] = defaultdict(list)
    for key, pct, added, label, cases, reasons in rows:
        change = StepChange(label, cases, () if added else tuple(sorted(_texts(reasons))))
        found[key, pct, bool(added)].append(change)
    return found


def _texts(stored: str | None) -> Iterable[str]:
    return json.loads(stored) if stored else ()


def _outcomes(
    connection: sqlite3.Connection, asked: Mapping[str, str]
) -> dict[Key, dict[str, int]]:
    found: dict[Key, dict[str, int]] = defaultdict(dict)
    for key, pct, outcome, cases in connection.execute(
        f"SELECT c.procedure_key, {_PCT}, coalesce(c.outcome, ''), count(*){_FROM}"
        f" WHERE c.closed_on IS NOT NULL{_ONLY} GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3",
        asked,
    ):
        found[key, pct][outcome] = cases
    return found


def _shares(counted: Mapping[str, int], model: Procedure | None) -> tuple[OutcomeShare, ...]:
    labels = {spec.key: spec.label for spec in model.outcome} if model else {}
    of = sum(counted.values())
    return tuple(
        OutcomeShare(key, labels.get(key, key), cases, of) for key, cases in counted.items()
    )
