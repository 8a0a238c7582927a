"""Reads the gates of call-offs: how each stands, and the ledger of proportion."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

import msgspec

from areateam.calloffs.tier_rules import Decided
from areateam.catalogue.framework_definitions import Framework, GateSpec


class GateLine(msgspec.Struct, frozen=True):
    """A gate of a call-off: the tier it stands at, whether it does, and whether it was passed."""

    gate: GateSpec
    tier: int
    applies: bool
    half_days: int
    rule: str
    passed_on: str | None
    passed_by: str
    passed_role: str = ""


class GateNote(msgspec.Struct, frozen=True):
    """One line of the ledger of proportion."""

    number: str
    title: str
    gate: str
    decided: str
    tier: int
    on: str
    rule: str
    value_pence: int
    risk_points: int
    reason: str
    by: str
    second: str
    role: str

    @property
    def is_passed(self) -> bool:
        """Whether it says who let the call-off through."""
        return self.decided == Decided.PASSED


def gate_lines(framework: Framework, entries: Iterable[Any]) -> tuple[GateLine, ...]:
    """How each gate of a framework stands after the entries made about it, in their order."""
    last: dict[str, Any] = {}
    passed: dict[str, tuple[str, str, str]] = {}
    for gate, decided, tier, on, rule, by, role in entries:
        if decided == Decided.PASSED:
            passed[gate] = (on, by, role)
        else:
            last[gate] = (decided, tier, rule)
            passed.pop(gate, None)
    found = []
    for gate in framework.gate:
        if gate.key not in last:
            continue
        decided, tier, rule = last[gate.key]
        applies = decided in (Decided.APPLIES, Decided.ADDED)
        length = gate.half_days[tier] if applies else 0
        on, by, role = passed.get(gate.key, (None, "", ""))
        found.append(GateLine(gate, tier, applies, length, rule, on, by, role))
    return tuple(found)


def gate_notes(
    connection: sqlite3.Connection, framework: Framework, call_off: int | None = None
) -> tuple[GateNote, ...]:
    """The ledger of proportion: every decision on a gate, of one call-off or of all."""
    labels = {gate.key: gate.label for gate in framework.gate}
    rows = connection.execute(
        "SELECT c.number, c.title, g.gate, g.decided, g.tier, g.decided_on, g.rule,"
        " g.value_pence, g.risk_points, g.reason, g.decided_by, coalesce(g.second, ''),"
        " coalesce(g.decided_role, '')"
        " FROM gate_entry g JOIN call_off c ON c.id = g.call_off_id"
        " WHERE :only IS NULL OR c.id = :only ORDER BY c.started_on, c.number, g.id",
        {"only": call_off},
    )
    return tuple(
        GateNote(number, title, labels.get(gate, gate), *rest)
        for number, title, gate, *rest in rows
    )
