"""The command that shows whether the three benefits come."""

from __future__ import annotations

from argparse import Namespace

from areateam.benefits import Benefit, Cycle, benefits_on
from areateam.commands.output import give, say, table
from areateam.commands.variation_commands import figures_asked, say_held
from areateam.office import Office

_NONE = "\N{EN DASH}"


def run_benefits(office: Office, options: Namespace) -> int:
    """The benefits with the measures of plans and the indicators, and how long cases took."""
    with figures_asked(office, options) as (connection, day):
        found = benefits_on(connection, office.catalogue, day)
    for benefit in found.benefits:
        _say_benefit(options, benefit)
    if found.cycles:
        heads = ["Median days to close", "This year", "Cases", "Last year", "Cases"]
        rows = [
            [c.label, _days(c.now), str(c.closed), _days(c.before), str(c.closed_before)]
            for c in found.cycles
        ]
        say(options, table(heads, rows, [False, True, True, True, True]))
    say(
        options,
        f"{found.opened_from:,} of {found.cases:,} cases were opened from something in the"
        f" register; {found.letters:,} letters were made from templates.",
    )
    say_held(options, found.held)
    give(
        options,
        {
            "benefits": [_document(benefit) for benefit in found.benefits],
            "cycles": [_cycle(each) for each in found.cycles],
            "cases": found.cases,
            "opened_from": found.opened_from,
            "letters": found.letters,
        },
    )
    return 0


def _say_benefit(options: Namespace, benefit: Benefit) -> None:
    say(options, f"{benefit.key}  {benefit.name}")
    for each in benefit.planned:
        measure = each.measure
        now = each.now or "not measured"
        words = f"from {measure.text(measure.baseline)}, now {now}, target {each.target or _NONE}"
        say(options, f"  {measure.ref}  {measure.name}: {words}")
    for line in benefit.indicators:
        said = line.shown if line.value is not None else "no figures yet"
        say(options, f"  {line.code}  {line.label}: {said}")


def _days(days: float | None) -> str:
    return _NONE if days is None else f"{days:g}"


def _document(benefit: Benefit) -> dict[str, object]:
    return {
        "benefit": benefit.key,
        "name": benefit.name,
        "measures": [
            {
                "ref": each.measure.ref,
                "name": each.measure.name,
                "aim": each.aim.ref,
                "baseline": each.measure.baseline,
                "owner": each.measure.owner,
            }
            for each in benefit.planned
        ],
        "indicators": [
            {"code": line.code, "label": line.label, "value": line.value}
            for line in benefit.indicators
        ],
    }


def _cycle(cycle: Cycle) -> dict[str, object]:
    return {
        "procedure": cycle.procedure,
        "median_days": cycle.now,
        "closed": cycle.closed,
        "median_days_before": cycle.before,
        "closed_before": cycle.closed_before,
    }
