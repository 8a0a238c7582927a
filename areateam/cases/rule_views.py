"""Reads the clock rules as people look at them: figure, evidence, where used, how many cases."""

from __future__ import annotations

import sqlite3

import msgspec

from areateam.cases.case_rules import Rulebook
from areateam.cases.clock_words import figure_words, how_known
from areateam.catalogue.clock_definitions import ClockRule
from areateam.catalogue.procedure_definitions import Procedure
from areateam.core.dates import format_date


class RuleLine(msgspec.Struct, frozen=True):
    """One version of a rule; `figure` is "" where it has none, `known` says how it is known."""

    rule: ClockRule
    figure: str
    known: str
    valid: str
    procedures: tuple[str, ...]
    open_cases: int
    """Open cases with a waiting step under the rule that were received while it held."""


def rule_lines(connection: sqlite3.Connection, book: Rulebook) -> tuple[RuleLine, ...]:
    """Every version of every rule, in the order of the files."""
    used: dict[str, list[str]] = {}
    for procedure in book.catalogue.procedures.known.values():
        for rule in rules_of(procedure):
            used.setdefault(rule, []).append(procedure.label)
    received: dict[str, list[str]] = {}
    rows = connection.execute(
        "SELECT DISTINCT s.rule, c.received_on, c.id FROM case_step s"
        " JOIN case_file c ON c.id = s.case_id WHERE c.closed_on IS NULL AND s.done_on IS NULL"
        " AND s.skipped_on IS NULL AND s.rule IS NOT NULL"
    )
    for rule, day, _ in rows:
        received.setdefault(rule, []).append(day)
    return tuple(
        RuleLine(
            rule,
            figure_words(rule),
            how_known(rule),
            valid_words(rule),
            tuple(sorted(set(used.get(rule.id, ())))),
            sum(_held(rule, day) for day in received.get(rule.id, ())),
        )
        for rule in book.catalogue.clock_rules
    )


def rules_of(procedure: Procedure) -> set[str]:
    """The rules that a procedure names: in its steps, its checks and its rights of appeal."""
    named = {step.rule for step in procedure.step}
    named |= {outcome.appeal for outcome in procedure.outcome}
    for check in procedure.check:
        named |= {check.at_least, check.at_most, check.not_before}
    return named - {""}


def valid_words(rule: ClockRule) -> str:
    """When a rule holds: "from 30 Apr 2012", "until 31 Mar 2013", "always"."""
    first = format_date(rule.valid_from.isoformat()) if rule.valid_from else ""
    last = format_date(rule.valid_to.isoformat()) if rule.valid_to else ""
    if first and last:
        return f"from {first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else "always"


def _held(rule: ClockRule, day: str) -> bool:
    first, last = rule.valid_from, rule.valid_to
    return (first is None or first.isoformat() <= day) and (last is None or day <= last.isoformat())
