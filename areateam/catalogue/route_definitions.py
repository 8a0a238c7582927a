"""Routes of a procurement as files: their stages and how many half-days each may take."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

from areateam.catalogue.definition_files import CatalogueProblem
from areateam.catalogue.definitions import Evidence
from areateam.core.problems import UserProblem

CLASSIC, FAST = "classic", "fast"
"""The route that a call-off is measured against, and the one that it is meant to take."""


class RouteStage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stage, with its budget in half-days of work, without and with a standstill."""

    key: str
    label: str
    short: str
    half_days: int
    standstill_half_days: int
    note: str = ""


class Route(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to a signed contract.

    The whole length is stated in half-days of work and of the calendar, and in half-weeks; the
    stages plan as much of it or less, and the rest is held. `evidence` says how the length is
    known, `stages_evidence` how the budgets of the stages are.
    """

    key: str
    label: str
    about: str
    weeks_half: int
    calendar_half_days: int
    working_half_days: int
    evidence: Evidence
    source: str
    stages_evidence: Evidence
    stages_confidence: int
    stage: tuple[RouteStage, ...]

    def budget(self, stage: str, *, standstill: bool = False) -> int:
        """The half-days of a stage; KeyError is our own fault."""
        return self.budgets(standstill=standstill)[stage]

    def budgets(self, *, standstill: bool = False) -> dict[str, int]:
        """The half-days of every stage by key, in their order."""
        return {s.key: s.standstill_half_days if standstill else s.half_days for s in self.stage}

    def planned(self, *, standstill: bool = False) -> int:
        """The half-days that the stages plan together."""
        return sum(self.budgets(standstill=standstill).values())

    def held(self, *, standstill: bool = False) -> int:
        """The half-days of the whole length that no stage plans."""
        return self.working_half_days - self.planned(standstill=standstill)


class Routes(msgspec.Struct, frozen=True):
    """Every route by its key; all have the same stages."""

    known: Mapping[str, Route]

    def named(self, key: str) -> Route:
        """The route of that key; UserProblem("route-unknown") where there is none."""
        if key not in self.known:
            raise UserProblem("route-unknown", value=key, known=", ".join(self.known))
        return self.known[key]

    @property
    def classic(self) -> Route:
        """The route that weeks saved are counted from."""
        return self.known[CLASSIC]

    @property
    def fast(self) -> Route:
        """The route that is promised."""
        return self.known[FAST]


@cache
def read_routes(folder: Path) -> Routes:
    """The routes of a folder; CatalogueProblem with every fault of every file."""
    faults: list[str] = []
    found: dict[str, Route] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            route = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Route)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
            faults.append(f"{path}: cannot be read: {why}")
        except msgspec.ValidationError as why:
            faults.append(f"{path}: {why}")
        else:
            if route.key != path.stem:
                faults.append(f"{path}: key is {route.key!r}; it must be the file's name")
            faults += (f"{path}: {fault}" for fault in _faults(route))
            found[route.key] = route
    faults += _faults_together(folder, found)
    if faults:
        raise CatalogueProblem(faults)
    return Routes(found)


def _faults(route: Route) -> Iterator[str]:
    keys = [stage.key for stage in route.stage]
    yield from (f"stage {key} stands twice" for key in set(keys) if keys.count(key) > 1)
    for stage in route.stage:
        if min(stage.half_days, stage.standstill_half_days) < 0:
            yield f"stage {stage.key}: half-days must be 0 or more"
    for standstill in (False, True):
        if route.held(standstill=standstill) < 0:
            yield "the stages plan more than the whole length"


def _faults_together(folder: Path, found: Mapping[str, Route]) -> Iterator[str]:
    for key in (CLASSIC, FAST):
        if key not in found:
            yield f"{folder}: there is no route {key}"
    stages = {tuple(stage.key for stage in route.stage) for route in found.values()}
    if len(stages) > 1:
        yield f"{folder}: the routes do not have the same stages in the same order"
