"""Commands that read the clock of call-offs: plan, last-start, what-if, waterfall, chart."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from areateam.calloffs.call_off_clock_rules import Bar, PauseFacts
from areateam.calloffs.call_off_report_views import (
    WhatIf,
    bar_row,
    budget,
    call_off_row,
    cause_bars,
    day_reasons,
    mark_of,
    move_sentence,
    of_the_weeks,
    stage_bars,
    stage_row,
    verdict,
    weeks_words,
    what_if,
    when_words,
    would_end,
)
from areateam.calloffs.call_off_views import (
    CallOffBook,
    CallOffView,
    call_off,
    call_off_book,
    call_off_id_of,
    call_offs,
)
from areateam.calloffs.ending_views import ending_line
from areateam.calloffs.finished_views import finished_chart
from areateam.calloffs.gate_views import gate_notes
from areateam.calloffs.route_rules import (
    LastStart,
    Track,
    day_words,
    half_days_from,
    half_words,
    last_start,
    planned_days,
)
from areateam.commands.output import as_document, give, say, table
from areateam.commands.stated_values import paired
from areateam.core.count_words import counted, working_days
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.problems import UserProblem
from areateam.office import Office


def book_of(office: Office) -> CallOffBook:
    """What call-offs are reckoned by in a register on its day."""
    return call_off_book(office.store.connection, office.catalogue, office.today())


def view_of(office: Office, ref: str) -> CallOffView:
    """The call-off that a reference names, on the register's day."""
    connection = office.store.connection
    return call_off(connection, book_of(office), call_off_id_of(connection, ref))


def call_off_rows(office: Office) -> list[dict[str, Any]]:
    """Every call-off for `list calloffs`."""
    book = book_of(office)
    return [call_off_row(view, book) for view in call_offs(office.store.connection, book)]


def gate_rows(office: Office) -> list[dict[str, Any]]:
    """The ledger of proportion, every call-off's, for `list gates`."""
    notes = gate_notes(office.store.connection, book_of(office).framework)
    return [{"ref": note.number, **as_document(note)} for note in notes]


def run_plan(office: Office, options: Namespace) -> int:
    """A call-off planned against actual, or both routes from a start."""
    if options.ref:
        return show_call_off(office, options)
    if options.needed_by:
        return run_last_start(office, options)
    book, start = book_of(office), options.start or office.today()
    routes = []
    for route in book.routes.known.values():
        track = Track(start, book.calendar)
        budgets = route.budgets(standstill=options.standstill)
        stages = planned_days(list(budgets.items()), track)
        planned, held = stages[-1].ends, route.held(standstill=options.standstill)
        labels = {stage.key: stage.label for stage in route.stage}
        say(
            options,
            f"{route.label}: {working_days(half_words(planned))} planned, {half_words(held)} held,"
            f" from {format_weekday_date(track.start.isoformat())}"
            f" to {format_weekday_date(stages[-1].last.isoformat())}"
            f" (stages: own model, {route.stages_confidence}% sure)",
        )
        lines = [
            [labels[s.key], half_words(s.ends - s.begins), format_date(s.first.isoformat()),
             format_date(s.last.isoformat())]
            for s in stages
        ]  # fmt: skip
        say(options, table(("Stage", "Days", "First", "Last"), lines, (False, True, False, False)))
        routes.append(
            {
                "route": route.key,
                "start": track.start.isoformat(),
                "finish": stages[-1].last.isoformat(),
                "half_days": planned,
                "held_half_days": held,
                "calendar_half_days": route.calendar_half_days,
                "working_half_days": route.working_half_days,
                "evidence": route.stages_evidence.value,
                "stages": [
                    {"stage": s.key, "half_days": s.ends - s.begins,
                     "first": s.first.isoformat(), "last": s.last.isoformat()}
                    for s in stages
                ],
            }
        )  # fmt: skip
    give(options, {"routes": routes})
    return 0


def show_call_off(office: Office, options: Namespace) -> int:
    """Show one call-off with its stages, planned against actual."""
    book, view = book_of(office), view_of(office, options.ref)
    said, plan = verdict(view), budget(view, book)
    say(options, f"{view.number}  {view.title}")
    state = book.framework.state_of(view.state).label
    say(options, f"Tier {view.tier}, {state}, {view.path.label.lower()}.")
    say(options, f"{said.text}: {said.detail}.")
    say(options, plan.sentence)
    lines = []
    for place, stage in enumerate(view.clock.stages, 1):
        mark, words = mark_of(stage, view.clock.gone)
        lines.append(
            [f"{place} {stage.facts.label}", half_words(stage.facts.target),
             half_words(stage.half_days), f"{mark} {words}", when_words(stage),
             format_date(stage.plan.last.isoformat())]
        )  # fmt: skip
    headers = ("Stage", "Target", "Days", "", "When", "Planned end")
    say(options, table(headers, lines, (False, True, True, False, False, False)))
    end = format_weekday_date(would_end(view, book).isoformat())
    saved = counted(weeks_words(view.clock.baseline - view.clock.total), "week")
    say(options, f"The 26-week route would end {end}; {saved} saved.")
    say(options, ending_line(view, book.framework).words)
    give(
        options,
        {
            **call_off_row(view, book),
            "need": view.need,
            "net_half_days": view.clock.net,
            "paused_half_days": view.clock.paused,
            "saved_weeks": saved,
            "budget": plan.sentence,
            "stages": [stage_row(stage) for stage in view.clock.stages],
            "late": [stage.facts.key for stage in view.clock.late()],
        },
    )
    return 0


def explain_call_off(office: Office, options: Namespace) -> int:
    """Say where the days of a call-off come from: its end, each stage's, the standstill's."""
    view = view_of(office, options.ref)
    dates = day_reasons(view, book_of(office))
    wanted = [each for each in dates if options.field in ("", each.key)]
    if not wanted:
        known = ", ".join(each.key for each in dates)
        raise UserProblem("unknown-field", name=options.field, known=known)
    for each in wanted:
        say(options, f"{each.label}, {format_weekday_date(each.day)}: {each.sentence}")
    rows = [
        {"key": each.key, "legal": each.day, "working": each.day, "rule": each.rule,
         "sentence": each.sentence, "steps": []}
        for each in wanted
    ]  # fmt: skip
    give(options, {"ref": view.number, "dates": rows})
    return 0


def run_last_start(office: Office, options: Namespace) -> int:
    """The last safe start of both routes for the day on which the contract is needed."""
    book = book_of(office)
    found = [
        last_start(
            route, options.needed_by, book.today, book.calendar, standstill=options.standstill
        )
        for route in book.routes.known.values()
    ]
    for each in found:
        say(options, each.sentence)
    give(options, {"routes": [_last_row(each) for each in found]})
    return 0


def _last_row(found: LastStart) -> dict[str, Any]:
    return {
        "route": found.route,
        "start": found.start.isoformat(),
        "finish": found.finish.isoformat(),
        "possible": found.possible,
        "sentence": found.sentence,
        "plan_start": found.plan_start.isoformat(),
        "calendar_start": found.calendar_start.isoformat(),
        "impossible_since": found.impossible_since.isoformat() if found.impossible_since else None,
        "late_working_days": found.late_by,
    }


def run_what_if(office: Office, options: Namespace) -> int:
    """Try another length, tier, start or pause on a copy; nothing is written."""
    book, view = book_of(office), view_of(office, options.ref)
    keys = [stage.facts.key for stage in view.clock.stages]
    lengths = {}
    for text in options.stage:
        stage, days = paired(text)
        if stage not in keys:
            raise UserProblem("stage-unknown", value=stage, known=", ".join(keys))
        lengths[stage] = half_days_from(days)
    tiers = dict(paired(text) for text in options.gate)
    tried = WhatIf(
        lengths, {gate: _tier(book, text) for gate, text in tiers.items()},
        None if options.tier is None else _tier(book, str(options.tier)),
        options.start, _pauses(options.pause),
    )  # fmt: skip
    after = what_if(view, book, tried)
    say(options, move_sentence(view, after))
    say(options, f"{verdict(after).text}: {verdict(after).detail}.")
    give(
        options,
        {
            "ref": view.number,
            "finish": after.clock.finish.isoformat(),
            "finish_before": view.clock.finish.isoformat(),
            "half_days": after.clock.total,
            "half_days_before": view.clock.total,
            "sentence": move_sentence(view, after),
            "stages": [stage_row(stage) for stage in after.clock.stages],
        },
    )
    return 0


def _tier(book: CallOffBook, text: str) -> int:
    last = len(book.framework.tier) - 1
    if not text.isdecimal() or int(text) > last:
        raise UserProblem("tier-unknown", value=text, known=last)
    return int(text)


def _pauses(text: str) -> tuple[PauseFacts, ...]:
    if not text:
        return ()
    first, _, last = text.partition("..")
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise UserProblem("date-unreadable", value=text) from None
    return (PauseFacts(*days, "tried"),)


def run_waterfall(office: Office, options: Namespace) -> int:
    """Where the weeks went: from 26 weeks to the forecast, by stage and by cause."""
    book, view = book_of(office), view_of(office, options.ref)
    stages, causes = stage_bars(view), cause_bars(view, book.framework)
    say(options, f"{view.number}  {view.title}: {day_words(view.clock.baseline)} to begin with")
    _say_bars(options, "By stage", stages)
    _say_bars(options, "By cause", causes)
    saved = view.clock.baseline - view.clock.total
    say(options, f"{day_words(view.clock.total)}; {of_the_weeks(saved)} saved")
    give(
        options,
        {
            "ref": view.number,
            "baseline_half_days": view.clock.baseline,
            "half_days": view.clock.total,
            "limit_half_days": view.fast_limit,
            "saved_half_days": saved,
            "stages": [bar_row(bar) for bar in stages],
            "causes": [bar_row(bar) for bar in causes],
        },
    )
    return 0


def _say_bars(options: Namespace, title: str, bars: tuple[Bar, ...]) -> None:
    lines = [[bar.label, half_words(bar.change), half_words(bar.after)] for bar in bars]
    say(options, table((title, "Change", "Left"), lines, (False, True, True)))


def run_chart(office: Office, options: Namespace) -> int:
    """All finished call-offs in their order, with median and 90th percentile."""
    book = book_of(office)
    chart = finished_chart(call_offs(office.store.connection, book), book)
    say(options, chart.sentence)
    lines = [
        [p.number, p.title, format_date(p.ended), half_words(p.half_days)] for p in chart.points
    ]
    say(options, table(("Call-off", "Title", "Ended", "Days"), lines, (False, False, False, True)))
    give(options, chart.as_row())
    return 0
