"""Commands that change plans."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from areateam.cases.case_texts import case_id_of
from areateam.catalogue.indicator_definitions import indicators
from areateam.commands.output import give, say
from areateam.commands.people_named import person_or_none
from areateam.contracts.contract_views import contract_id_of
from areateam.core.amounts import parse_decimal, parse_money
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.organisations.organisation_views import own_area_team
from areateam.organisations.person_actions import entered
from areateam.plan_ties import add_tied_line
from areateam.plans.plan_actions import (
    LineStated,
    MeasureStated,
    add_actual,
    add_aim,
    add_measure,
    add_plan,
    change_measure,
    drop_aim,
    remove_line,
    set_control,
    set_target,
    tie_line,
)
from areateam.plans.plan_money_rules import financial_year, year_start
from areateam.plans.plan_rules import DOWN, UP, parse_year
from areateam.plans.plan_version_actions import (
    add_scenario,
    adopt_scenario,
    discard_scenario,
    refresh_plan,
)
from areateam.plans.plan_views import part_id_of, plan_head, plan_id_of, plan_ref


def run_new(office: Office, options: Namespace) -> int:
    """Begin a plan of the area team, or of the body named, next April unless a day is named."""
    body = options.body.strip().upper() or own_area_team(office.store.connection)[0]
    first = options.first or year_start(financial_year(office.today()) + 1)
    return _made(
        office,
        options,
        f"Plan {options.name}",
        "plan",
        lambda write: add_plan(write, options.name, body, first, options.years),
    )


def run_aim(office: Office, options: Namespace) -> int:
    """Add an aim to a plan."""
    plan = plan_id_of(office.store.connection, options.plan)

    named = person_or_none(office, options, options.owner)

    def act(write: Write) -> int:
        owner = entered(write, named) if named else None
        benefit = options.benefit.upper()
        return add_aim(write, plan, options.name, benefit, domain=options.domain, owner=owner)

    return _made(office, options, f"Aim {options.name}", "plan_aim", act)


def run_measure(office: Office, options: Namespace) -> int:
    """Give an aim a measure, with its baseline and its targets."""
    aim = part_id_of(office.store.connection, "plan_aim", options.aim)
    baseline = _figure(options.baseline, options.places) if options.baseline else None
    targets = dict(_target(text, options.places) for text in options.targets)
    indicator = (
        indicators(office.catalogue).named(options.indicator).key if options.indicator else ""
    )
    owner = person_or_none(office, options, options.owner)

    def act(write: Write) -> int:
        stated = MeasureStated(
            options.name,
            options.unit,
            options.places,
            DOWN if options.less else UP,
            baseline,
            options.on,
            options.source,
            indicator,
            entered(write, owner) if owner else None,
            options.check_in,
        )
        return add_measure(write, aim, stated, targets)

    return _made(office, options, f"Measure {options.name}", "plan_measure", act)


def run_follow(office: Office, options: Namespace) -> int:
    """Say who looks at a measure once the plan has run, and how often."""
    measure, _ = _measure(office, options.measure)
    owner = person_or_none(office, options, options.owner)

    def act(write: Write) -> int:
        stated = {"check_in": options.check_in} if options.check_in is not None else {}
        if owner:
            stated["owner"] = entered(write, owner)
        change_measure(write, measure, **stated)
        return measure

    return _made(office, options, "Who looks at it", "plan_measure", act)


def run_target(office: Office, options: Namespace) -> int:
    """Set what a measure is to reach, year by year."""
    measure, places = _measure(office, options.measure)
    targets = [_target(text, places) for text in options.targets]

    def act(write: Write) -> int:
        for year, target in targets:
            set_target(write, measure, year, target)
        return measure

    return _made(office, options, "Targets", "plan_measure", act)


def run_actual(office: Office, options: Namespace) -> int:
    """Enter what was measured on a day."""
    measure, places = _measure(office, options.measure)
    figure, day = _figure(options.value, places), options.on or office.today()

    def act(write: Write) -> int:
        add_actual(write, measure, day, figure, options.source)
        return measure

    return _made(office, options, "Figure measured", "plan_measure", act)


def run_drop(office: Office, options: Namespace) -> int:
    """Drop an aim, with the reason."""
    aim, day = part_id_of(office.store.connection, "plan_aim", options.aim), options.on

    def act(write: Write) -> int:
        drop_aim(write, aim, day or office.today(), options.reason)
        return aim

    return _made(office, options, f"Drop {plan_ref('plan_aim', aim)}", "plan_aim", act)


def run_line(office: Office, options: Namespace) -> int:
    """Add a line of money to a plan."""
    connection = office.store.connection
    plan, pence = plan_id_of(connection, options.plan), _pence(options.amount)
    stated = LineStated(
        options.name,
        pence,
        options.first,
        options.last,
        not options.once,
        options.nature or ("saving" if pence < 0 else "investment"),
        part_id_of(connection, "plan_aim", options.aim) if options.aim else None,
        options.body.strip().upper(),
        contract_id_of(connection, options.contract) if options.contract else None,
        case_id_of(connection, options.case) if options.case else None,
        options.calloff,
    )
    return _made(
        office,
        options,
        f"Money for {options.name}",
        "plan_line",
        lambda write: add_tied_line(write, plan, stated),
    )


def run_tie(office: Office, options: Namespace) -> int:
    """Tie a line of money to an aim, or to none."""
    connection = office.store.connection
    line = part_id_of(connection, "plan_line", options.line)
    aim = part_id_of(connection, "plan_aim", options.aim) if options.aim else None

    def act(write: Write) -> int:
        tie_line(write, line, aim)
        return line

    return _made(office, options, f"Tie {plan_ref('plan_line', line)}", "plan_line", act)


def run_remove(office: Office, options: Namespace) -> int:
    """Take a line of money out of a plan."""
    line = part_id_of(office.store.connection, "plan_line", options.line)

    def act(write: Write) -> int:
        remove_line(write, line)
        return line

    return _made(office, options, f"Take out {plan_ref('plan_line', line)}", "plan_line", act)


def run_limit(office: Office, options: Namespace) -> int:
    """Set what a plan may cost in a year, and why."""
    plan, year = plan_id_of(office.store.connection, options.plan), parse_year(options.year)
    pence = _pence(options.amount)

    def act(write: Write) -> int:
        set_control(write, plan, year, pence, options.because)
        return plan

    return _made(office, options, f"Limit of {options.year}", "plan", act)


def run_refresh(office: Office, options: Namespace) -> int:
    """Begin the next version of a plan, perhaps of the body that takes over."""
    plan = plan_id_of(office.store.connection, options.plan)
    body, first, years = options.body.strip().upper(), options.first, options.years
    return _made(
        office,
        options,
        f"Refresh {plan_ref('plan', plan)}",
        "plan",
        lambda write: refresh_plan(write, plan, body=body, starts_on=first, years=years),
    )


def run_scenario(office: Office, options: Namespace) -> int:
    """Copy a plan to try something out."""
    plan = plan_id_of(office.store.connection, options.plan)
    return _made(
        office,
        options,
        f"Scenario {options.name}",
        "plan",
        lambda write: add_scenario(write, plan, options.name),
    )


def run_adopt(office: Office, options: Namespace) -> int:
    """Make a scenario the next version of its plan."""
    return _settle(office, options, "Adopt", adopt_scenario)


def run_discard(office: Office, options: Namespace) -> int:
    """Set a scenario aside."""
    return _settle(office, options, "Discard", discard_scenario)


def _settle(
    office: Office, options: Namespace, word: str, action: Callable[[Write, int], None]
) -> int:
    plan = plan_id_of(office.store.connection, options.plan)

    def act(write: Write) -> int:
        action(write, plan)
        return plan

    return _made(office, options, f"{word} {plan_ref('plan', plan)}", "plan", act)


def _made(
    office: Office, options: Namespace, label: str, kind: str, act: Callable[[Write], int]
) -> int:
    written = office.write(label, act)
    ref = plan_ref(kind, written.result)
    if kind == "plan":
        head = plan_head(office.store.connection, written.result)
        days = f"{head.starts_on.isoformat()} to {head.ends_on.isoformat()}"
        say(options, f"{ref}  {head.name}, {head.body_name}, {head.state}, {days}")
    else:
        say(options, f"{ref}  {label}")
    give(options, {"ref": ref, "operation": written.operation})
    return 0


def _measure(office: Office, ref: str) -> tuple[int, int]:
    connection = office.store.connection
    measure = part_id_of(connection, "plan_measure", ref)
    (places,) = connection.execute(
        "SELECT places FROM plan_measure WHERE id = ?", (measure,)
    ).fetchone()
    return measure, places


def _target(text: str, places: int) -> tuple[int, int]:
    year, _, value = text.partition("=")
    return parse_year(year), _figure(value, places)


def _figure(text: str, places: int) -> int:
    found = parse_decimal(text, places)
    if isinstance(found, Fault):
        raise UserProblem("figure-unreadable", value=text)
    return found


def _pence(text: str) -> int:
    found = parse_money(text)
    if isinstance(found, Fault):
        raise UserProblem("amount-unreadable", value=text)
    return found
