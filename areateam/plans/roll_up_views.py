"""Adds a plan's money up: contract, PCT, area team, region."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import msgspec

from areateam.plans.plan_money_rules import added_up
from areateam.plans.plan_views import LineView, PlanView

LEVELS = ("region", "area team", "PCT", "contract")
"""From the top to the foot."""

_KINDS = ("region", "area_team", "pct")
_UNNAMED = "not named"


class Sum(msgspec.Struct, frozen=True):
    """What a body or a contract costs by year; its parts are the sums one level deeper."""

    level: int
    name: str
    costs: Mapping[int, int]

    @property
    def level_name(self) -> str:
        """The level in words."""
        return LEVELS[self.level]

    @property
    def total(self) -> int:
        """Pence of all years."""
        return sum(self.costs.values())


def roll_up(connection: sqlite3.Connection, plan: PlanView) -> list[Sum]:
    """The sums of a plan, each above its parts, which add up to it to the penny."""
    parents = _parents(connection)
    bodies = connection.execute("SELECT code, name, kind_of FROM body").fetchall()
    names = {code: name for code, name, _ in bodies}
    kinds = {code: kind for code, _, kind in bodies}
    paths = [(_path(line, plan.head.body, parents, kinds), line) for line in plan.lines]
    found: list[Sum] = []
    _add(found, paths, names, 0)
    return found


def _parents(connection: sqlite3.Connection) -> dict[str, str]:
    """The area team of each PCT and the region of each area team, the latest where several."""
    return dict(
        connection.execute(
            "SELECT code, other FROM body_link WHERE link IN ('in_area_team', 'in_region')"
            " ORDER BY coalesce(valid_from, '')"
        )
    )


def _path(
    line: LineView, owner: str, parents: Mapping[str, str], kinds: Mapping[str, str]
) -> tuple[str, ...]:
    """Region, area team, PCT and contract of a line, each blank where there is none."""
    found = {}
    code = line.contract_pct or line.body or owner
    while code:
        found[kinds.get(code, "pct")] = code
        code = parents.get(code, "")
    contract = f"{line.contract_name} (C{line.contract})" if line.contract else ""
    return (*(found.get(kind, "") for kind in _KINDS), contract)


def _add(
    found: list[Sum],
    paths: list[tuple[tuple[str, ...], LineView]],
    names: Mapping[str, str],
    level: int,
) -> None:
    if level == len(LEVELS):
        return
    groups: dict[str, list[tuple[tuple[str, ...], LineView]]] = {}
    for path, line in paths:
        groups.setdefault(path[level], []).append((path, line))
    for code in sorted(groups, key=lambda each: (not each, each)):
        label = names.get(code, code) or _without(level)
        found.append(Sum(level, label, added_up(line.costs for _, line in groups[code])))
        _add(found, groups[code], names, level + 1)


def _without(level: int) -> str:
    return f"{LEVELS[level][:1].upper()}{LEVELS[level][1:]} {_UNNAMED}"
