"""Commands about an indicator over time: its values and limits, and where the limits begin anew."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from areateam.catalogue.indicator_definitions import indicators
from areateam.commands.output import give, say, table
from areateam.commands.variation_commands import figures_asked, say_held, view_asked
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.core.xmr import Segment
from areateam.exports.variation_export_actions import export_changes
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.planned_targets import target_of
from areateam.variation.base_actions import remove_base, set_base
from areateam.variation.base_rules import BaseStated
from areateam.variation.base_views import SeriesOf
from areateam.variation.changed_views import before_last_import, changed, changes_sentence
from areateam.variation.held_views import figures_on, held_sentence
from areateam.variation.series_views import SeriesView, Target, series_view


def run_series(office: Office, options: Namespace) -> int:
    """Show an indicator over time, of all together or of one contract or body."""
    of, _, pct = series_asked(office, options)
    view = _view(office, options, of, pct)
    say(options, view.sentence)
    cells = []
    for point, drawn in zip(view.points, view.chart.points, strict=True):
        segment = view.chart.segments[drawn.segment]
        limits = (segment.lower, segment.centre, segment.upper)
        shown = ["" if each is None else view.indicator.shown(each) for each in limits]
        signals = ", ".join(signal.value for signal in drawn.signals)
        day = format_date(point.day.isoformat())
        cells.append([day, point.shown, *shown, drawn.kind.value, signals])
    if cells:
        headers = ["Day", "Value", "Lower", "Mean", "Upper", "Kind", "Rules"]
        say(options, table(headers, cells, [False, True, True, True, True, False, False]))
    give(options, _document(view))
    return 0


def run_rebase(office: Office, options: Namespace) -> int:
    """Begin the limits of a series anew on a day, or take that back."""
    of, whose, pct = series_asked(office, options)
    starts_on, today = options.starts_on, office.today()
    if starts_on is None:
        raise UserProblem("base-day-needed")
    day = format_date(starts_on.isoformat())
    label = f"{whose}: {'no ' if options.remove else ''}new limits from {day}"
    author = options.author or options.user
    stated = BaseStated(starts_on, options.reason, author, options.lock)

    def work(write: Write) -> None:
        if options.remove:
            remove_base(write, of, starts_on, today)
        else:
            set_base(write, of, stated, today)

    written = office.write(label, work)
    say(options, label)
    view = _view(office, options, of, pct)
    say(options, view.sentence)
    give(options, {**_document(view), "operation": written.operation})
    return 0


def run_changed(office: Office, options: Namespace) -> int:
    """List who went outside the limits or came back since a day, and what else changed."""
    today = office.today()
    with figures_asked(office, options) as (connection, day):
        since = options.since or before_last_import(connection, day)
        found = [
            line
            for line in changed(connection, office.catalogue, since, day, today)
            if options.group in ("", line.indicator.group)
        ]
        with figures_on(connection, since, today) as past:
            held = held_sentence(past, since)
    cells = [
        [line.indicator.code, line.ref, line.name, line.change.value, line.was, line.now]
        for line in found
    ]
    if cells:
        headers = ["Code", "Ref", "Name", "What", "Was", "Is now"]
        say(options, table(headers, cells, [False] * 6))
    say(options, changes_sentence(found, since))
    say_held(options, held)
    if options.out:
        export_changes(found, since, day, options.out)
        say(options, f"{options.out}: {counted(len(found), 'change')}")
    rows = [
        {
            "indicator": line.indicator.code,
            "ref": line.ref or None,
            "name": line.name,
            "pct": line.pct or None,
            "change": line.change.value,
            "was": line.was,
            "now": line.now,
        }
        for line in found
    ]
    give(options, {"since": since.isoformat(), "rows": rows, "total": len(rows)})
    return 0


def series_asked(office: Office, options: Namespace) -> tuple[SeriesOf, str, str]:
    """The series that the words name, what it is called, and its PCT."""
    if not 1 <= len(options.rest) <= 2:
        raise UserProblem("base-words-needed")
    view = view_asked(office, options, options.rest[0])
    if len(options.rest) == 1:
        return SeriesOf(view.indicator.key, view.level), view.indicator.label, ""
    point = view.point(options.rest[1])
    return (
        SeriesOf(view.indicator.key, view.level, point.unit),
        f"{view.indicator.label}, {point.ref}",
        point.pct,
    )


def _view(office: Office, options: Namespace, of: SeriesOf, pct: str) -> SeriesView:
    indicator = indicators(office.catalogue).named(of.indicator)
    with figures_asked(office, options) as (connection, day):
        wanted = options.target
        own = None if wanted is None else Target(wanted / indicator.scale, indicator.better)
        return series_view(
            connection,
            office.catalogue,
            of.indicator,
            day,
            level=of.level,
            unit=of.unit,
            screened=not options.unscreened,
            target=own or target_of(connection, indicator, day, pct),
        )


def _document(view: SeriesView) -> dict[str, Any]:
    rows = [
        {
            "day": point.day.isoformat(),
            "value": point.value,
            "shown": point.shown,
            "segment": drawn.segment,
            "kind": drawn.kind.value,
            "signals": [signal.value for signal in drawn.signals],
        }
        for point, drawn in zip(view.points, view.chart.points, strict=True)
    ]
    return {
        "indicator": view.indicator.code,
        "of": view.of,
        "sentence": view.sentence,
        "segments": [_segment(view, each) for each in view.chart.segments],
        "bases": [
            {
                "from": each.stated.starts_on.isoformat(),
                "lock": each.stated.locked,
                "reason": each.stated.reason,
                "author": each.stated.author,
                "set_on": each.set_on.isoformat(),
            }
            for each in view.bases
        ],
        "assurance": view.chart.assurance.value if view.chart.assurance else None,
        "rows": rows,
        "total": len(rows),
    }


def _segment(view: SeriesView, segment: Segment) -> dict[str, Any]:
    return {
        "from": view.points[segment.start].day.isoformat(),
        "lower": segment.lower,
        "mean": segment.centre,
        "upper": segment.upper,
        "trial": segment.trial,
        "reckoned_from": segment.reckoned_from,
        "reason": segment.reason,
    }
