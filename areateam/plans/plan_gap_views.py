"""Where money has no aim and an aim no money, and what moved since the version before."""

from __future__ import annotations

import msgspec

from areateam.plans.plan_rules import is_softer
from areateam.plans.plan_views import AimView, LineView, MeasureView, PlanView


class YearGap(msgspec.Struct, frozen=True):
    """One year: pence spent on aims and on none, and how many aims have no money in it."""

    year: int
    with_aim: int
    without_aim: int
    unfunded: tuple[AimView, ...]

    @property
    def total(self) -> int:
        """All pence of the year."""
        return self.with_aim + self.without_aim


class Gaps(msgspec.Struct, frozen=True):
    """The crosswalk of a plan: its years, the lines without aim, the aims without any money.

    `living` is how many aims there are that are not dropped.
    """

    years: tuple[YearGap, ...]
    lines: tuple[LineView, ...]
    aims: tuple[AimView, ...]
    living: int

    @property
    def is_apart(self) -> bool:
        """Whether anything does not meet; a plan without an aim has nothing to meet."""
        return bool(self.lines or self.aims) or not self.living

    @property
    def with_aim(self) -> int:
        """Pence of all years that serve an aim."""
        return sum(each.with_aim for each in self.years)

    @property
    def without_aim(self) -> int:
        """Pence of all years that serve none."""
        return sum(each.without_aim for each in self.years)


def gaps_of(plan: PlanView) -> Gaps:
    """The crosswalk of a plan: money tied to a dropped aim has none."""
    living = {each.id for each in plan.living}
    adrift = tuple(line for line in plan.lines if line.aim not in living)
    aimed = plan.cost_of(line for line in plan.lines if line.aim in living)
    loose = plan.cost_of(adrift)
    paid = {aim.id: _paid_years(plan, aim) for aim in plan.living}
    years = []
    for year in plan.years:
        own = year in plan.head.years
        bare = tuple(aim for aim in plan.living if own and year not in paid[aim.id])
        years.append(YearGap(year, aimed[year], loose[year], bare))
    unfunded = tuple(aim for aim in plan.living if not paid[aim.id])
    return Gaps(tuple(years), adrift, unfunded, len(plan.living))


def _paid_years(plan: PlanView, aim: AimView) -> frozenset[int]:
    """The years in which any line of an aim has money."""
    lines = plan.lines_of(aim.id)
    return frozenset(year for line in lines for year, pence in line.costs.items() if pence)


class Softened(msgspec.Struct, frozen=True):
    """A target that asks for less than it did, or is gone: `now` is None."""

    aim: AimView
    measure: MeasureView
    year: int
    before: int
    now: int | None


class Moved(msgspec.Struct, frozen=True):
    """A line of money that was added, taken out or changed: pence by year in both versions."""

    name: str
    before: LineView | None
    now: LineView | None

    def pence(self, year: int) -> tuple[int, int]:
        """Pence in a year, before and now."""
        return tuple(  # type: ignore[return-value]  # two of them
            each.costs.get(year, 0) if each else 0 for each in (self.before, self.now)
        )


class Drift(msgspec.Struct, frozen=True):
    """How one plan differs from another: aims, targets and money by year."""

    years: tuple[int, ...]
    added: tuple[AimView, ...]
    dropped: tuple[AimView, ...]
    softened: tuple[Softened, ...]
    lines: tuple[Moved, ...]
    totals: tuple[tuple[int, int], ...]

    @property
    def is_none(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.dropped or self.softened or self.lines)


def drift_between(before: PlanView, now: PlanView) -> Drift:
    """What moved from one plan to another: the version before, or the plan a scenario copies."""
    years = tuple(sorted({*before.years, *now.years}))
    then, since = _by_lineage(before.living), _by_lineage(now.living)
    listed = _by_lineage(now.aims)
    return Drift(
        years,
        tuple(aim for line, aim in since.items() if line not in then),
        tuple(listed.get(line, aim) for line, aim in then.items() if line not in since),
        tuple(_softened(before, now)),
        tuple(_moved(before, now)),
        tuple((before.totals.get(y, 0), now.totals.get(y, 0)) for y in years),
    )


def _by_lineage(aims: tuple[AimView, ...]) -> dict[str, AimView]:
    return {aim.lineage: aim for aim in aims}


def _softened(before: PlanView, now: PlanView) -> list[Softened]:
    measures = {m.lineage: m for aim in now.living for m in aim.measures}
    kept = _by_lineage(now.living)
    found = []
    for aim in before.living:
        if aim.lineage not in kept:
            continue
        for old in aim.measures:
            new = measures.get(old.lineage)
            for year, target in old.targets.items():
                asked = new.targets.get(year) if new else None
                if year not in now.head.years:
                    continue
                if asked is None or is_softer(old.direction, target, asked):
                    found.append(Softened(kept[aim.lineage], old, year, target, asked))
    return found


def _moved(before: PlanView, now: PlanView) -> list[Moved]:
    then = {line.lineage: line for line in before.lines}
    since = {line.lineage: line for line in now.lines}
    found = []
    for key in {**then, **since}:
        old, new = then.get(key), since.get(key)
        if old is None or new is None or old.costs != new.costs:
            found.append(Moved((new or old).name, old, new))  # type: ignore[union-attr]  # one is
    return found
