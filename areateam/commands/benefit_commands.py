"""The command that shows whether the three benefits come."""

from __future__ import annotations

from argparse import Namespace

from areateam.benefits import Benefit, Benefits, Cycle, benefits_on
from areateam.calloffs.call_off_report_views import weeks_words
from areateam.commands.output import as_document, give, say, table
from areateam.commands.variation_commands import figures_asked, say_held, with_held
from areateam.core.count_words import counted
from areateam.office import Office
from areateam.plans.plan_check_in_rules import looked_at

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
    _say_model(options, found)
    say_held(options, found.held)
    document = {
        "benefits": [_document(benefit) for benefit in found.benefits],
        "cycles": [_cycle(each) for each in found.cycles],
        "cases": found.cases,
        "opened_from": found.opened_from,
        "call_offs": as_document(found.call_offs),
        "call_offs_before": as_document(found.call_offs_before),
        "limit_half_days": found.limit,
        "classic_half_days": found.classic,
        "conformance": as_document(found.conformance),
        "templates": as_document(found.templates),
        "measures_lacking": found.unfollowed,
    }
    give(options, with_held(document, found.held))
    return 0


def _say_benefit(options: Namespace, benefit: Benefit) -> None:
    say(options, f"{benefit.key}  {benefit.name}")
    for each in benefit.planned:
        measure = each.measure
        now = each.now or "not measured"
        by = f" by the end of {each.by}" if each.by else ""
        who = measure.owner or "nobody"
        words = (
            f"from {measure.text(measure.baseline)}, now {now}, target {each.target or _NONE}{by},"
            f" afterwards {who}, {each.look}"
        )
        say(options, f"  {measure.ref}  {measure.name} ({each.plan.body}): {words}")
    for line in benefit.indicators:
        missing = f": {' and '.join(line.missing)}" if line.missing else ""
        said = line.shown or f"no figures{missing}"
        say(options, f"  {line.code}  {line.label}: {said}")


def _say_model(options: Namespace, found: Benefits) -> None:
    """What the single model brings that no plan promises: shorter ways, one set of terms."""
    for name, cycle in (("this", found.call_offs), ("last", found.call_offs_before)):
        if cycle.middle is None:
            say(options, f"No call-off was finished {name} year.")
            continue
        say(
            options,
            f"{counted(cycle.count, 'finished call-off')} {name} year: half took"
            f" {counted(weeks_words(round(cycle.middle)), 'week')} or less against"
            f" {weeks_words(found.limit)} and {weeks_words(found.classic)}; {cycle.kept:,} kept"
            f" {weeks_words(found.limit)}; {counted(weeks_words(cycle.saved), 'week')} saved.",
        )
    terms, use = found.conformance, found.templates
    say(
        options,
        f"Conformance variations: {terms.done:,} of {terms.contracts:,} done, {terms.sent:,} sent,"
        f" {terms.not_started:,} not started.",
    )
    say(
        options,
        f"Templates: {use.with_letter:,} of {use.steps:,} letter steps done have their letter;"
        f" {use.written:,} written, {use.sent:,} sent, {use.own:,} on own templates.",
    )
    say(
        options,
        f"{found.opened_from:,} of {found.cases:,} cases were opened from something in the"
        " register.",
    )
    if found.planned:
        say(
            options,
            f"{found.unfollowed:,} of {len(found.planned):,} measures lack a baseline, a target,"
            " an owner afterwards or a check-in.",
        )


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
                "plan": each.plan.ref,
                "baseline": each.measure.baseline,
                "target": each.target or None,
                "by": each.by or None,
                "owner": each.measure.owner,
                "check_in_months": each.measure.check_in,
                "looked_at": looked_at(each.measure) or None,
                "overdue": each.overdue,
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
