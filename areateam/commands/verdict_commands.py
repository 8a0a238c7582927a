"""Commands about outliers: judge one, act on one, and the figures that cannot be right."""

from __future__ import annotations

from argparse import Namespace

from areateam.cases.case_texts import case_ref
from areateam.commands.case_commands import book_of
from areateam.commands.output import give, say, table
from areateam.commands.variation_commands import (
    figures_asked,
    say_held,
    view_asked,
    with_held,
)
from areateam.core.count_words import counted
from areateam.core.problems import UserProblem
from areateam.core.wording import finding_sentence
from areateam.exports.variation_export_actions import export_outlier_register, export_queries
from areateam.office import Office
from areateam.owners import case_owners
from areateam.variation.held_views import held_sentence
from areateam.variation.moved_views import moved
from areateam.variation.outlier_register_views import OutlierLine, Tally, outlier_register
from areateam.variation.query_views import queried
from areateam.variation.verdict_actions import act_on, judge
from areateam.variation.verdict_rules import Judgement, VerdictKind, verdict_named


def run_judge(office: Office, options: Namespace) -> int:
    """Say what an outlier is, or open the case that acts on it."""
    if len(options.rest) != 2:
        raise UserProblem("verdict-words-needed")
    view = view_asked(office, options, options.rest[0])
    point = view.point(options.rest[1])
    kind = verdict_named(options.verdict)
    reviewer = options.reviewer or options.user
    judgement = Judgement(kind, options.reason, reviewer, options.evidence, options.review_by)
    label = f"{view.indicator.label}, {point.ref}: {kind.value}"
    book = book_of(office)
    opened = ""
    if kind is VerdictKind.ACTING and options.template:
        written = office.write(
            label,
            lambda write: act_on(
                write, book, view, point, judgement, options.template, owners=case_owners
            ),
        )
        opened = case_ref(written.result)
    else:
        written = office.write(
            label, lambda write: judge(write, view, point, judgement, office.today())
        )
    say(options, f"{label}{f', {opened}' if opened else ''}")
    give(
        options,
        {"ref": point.ref, "verdict": kind.value, "case": opened, "operation": written.operation},
    )
    return 0


def run_queries(office: Office, options: Namespace) -> int:
    """List the figures that cannot be right: they are in no chart."""
    with figures_asked(office, options) as (connection, day):
        held = held_sentence(connection, day)
        found = queried(connection, office.catalogue, day, options.group)
    cells = [
        [each.indicator.code, each.whose.ref, each.whose.name, each.label,
         finding_sentence(each.finding())]
        for each in found
    ]  # fmt: skip
    if cells:
        say(options, table(["Code", "Ref", "Name", "Figure", "Why"], cells, [False] * 5))
    say(options, f"{len(found):,} figure{'' if len(found) == 1 else 's'} to ask about")
    say_held(options, held)
    if options.out:
        export_queries(found, day, options.out, held=held)
    rows = [
        {
            "ref": each.whose.ref,
            "indicator": each.indicator.code,
            "name": each.whose.name,
            "pct": each.whose.pct,
            "field": each.field.key if each.field else None,
            "code": each.doubt.value,
            "value": each.shown,
            "detail": each.detail,
        }
        for each in found
    ]
    give(options, with_held({"rows": rows, "total": len(rows)}, held))
    return 0


def run_register(office: Office, options: Namespace) -> int:
    """List every outlier with its verdict, and how far each area team has come."""
    with figures_asked(office, options) as (connection, day):
        held = held_sentence(connection, day)
        found = outlier_register(
            connection,
            office.catalogue,
            day,
            group=options.group,
            area_team=options.area_team.upper(),
        )
    shown = found.lines[: options.limit] if options.limit else found.lines
    cells = [
        [line.indicator.code, line.ref, line.name, line.value_shown, f"{line.z:+.1f}",
         line.verdict.value, line.said.case_ref if line.said else ""]
        for line in shown
    ]  # fmt: skip
    if cells:
        headers = ["Code", "Ref", "Name", "Value", "SD", "Verdict", "Case"]
        say(options, table(headers, cells, [False, False, False, True, True, False, False]))
    for each in found.tallies:
        say(options, _tally_words(each))
    say_held(options, held)
    if options.out:
        export_outlier_register(found, options.out)
        say(options, f"{options.out}: {counted(len(found.lines), 'outlier')}")
    document = {
        "rows": [_outlier_document(line) for line in found.lines],
        "total": len(found.lines),
        "area_teams": [_tally_document(each) for each in found.tallies],
    }
    give(options, with_held(document, held))
    return 0


def run_moved(office: Office, options: Namespace) -> int:
    """Say of each outlier that somebody acted on whether it moved."""
    with figures_asked(office, options) as (connection, day):
        held = held_sentence(connection, day)
        found = moved(connection, office.catalogue, day)
    for each in found:
        say(options, each.sentence)
    say(options, f"{len(found):,} acted on, {sum(each.moved for each in found):,} moved")
    say_held(options, held)
    rows = [
        {
            "ref": each.verdict.ref,
            "indicator": each.indicator.code,
            "case": each.verdict.case_ref,
            "then": each.then_shown,
            "then_z": each.then_z,
            "now": each.now.value_shown if each.now else None,
            "now_z": each.now.z if each.now else None,
            "moved": each.moved,
            "inside": each.inside,
            "marks": [{"day": m.day.isoformat(), "words": m.words} for m in each.marks],
            "series": [
                {"day": p.day.isoformat(), "value": p.value, "shown": p.shown}
                for p in each.series.points
            ],
            "sentence": each.sentence,
        }
        for each in found
    ]
    give(options, with_held({"rows": rows, "total": len(rows)}, held))
    return 0


def _tally_words(tally: Tally) -> str:
    judged = "" if tally.share_judged is None else f" ({tally.share_judged:.0%})"
    closed = "" if tally.share_closed is None else f" ({tally.share_closed:.0%})"
    return (
        f"{tally.area_team or 'No area team'}: {counted(tally.outliers, 'outlier')},"
        f" {tally.judged:,} judged{judged}; {tally.acting:,} acted on,"
        f" {tally.closed:,} closed{closed}"
    )


def _outlier_document(line: OutlierLine) -> dict[str, object]:
    said = line.said
    return {
        "ref": line.ref,
        "indicator": line.indicator.code,
        "name": line.name,
        "area_team": line.area_team,
        "pct": line.pct,
        "value": line.value_shown,
        "z": line.z,
        "outside": line.outside,
        "verdict": line.verdict.value,
        "reason": said.reason if said else None,
        "reviewer": said.reviewer if said else None,
        "judged_on": said.judged_on.isoformat() if said else None,
        "review_by": said.review_by.isoformat() if said and said.review_by else None,
        "case": (said.case_ref or None) if said else None,
        "closed": line.closed,
    }


def _tally_document(tally: Tally) -> dict[str, object]:
    return {
        "area_team": tally.area_team,
        "outliers": tally.outliers,
        "judged": tally.judged,
        "justified": tally.justified,
        "data_errors": tally.data_errors,
        "acting": tally.acting,
        "closed": tally.closed,
        "share_judged": tally.share_judged,
        "share_closed": tally.share_closed,
    }
