"""Commands about outliers: judge one, act on one, and the figures that cannot be right."""

from __future__ import annotations

from argparse import Namespace

from areateam.cases.case_texts import case_ref
from areateam.commands.case_commands import book_of
from areateam.commands.output import give, say, table
from areateam.commands.variation_commands import day_asked, view_asked
from areateam.core.problems import UserProblem
from areateam.core.wording import finding_sentence
from areateam.office import Office
from areateam.owners import case_owners
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
    day = day_asked(office, options)
    found = queried(office.store.connection, office.catalogue, day, options.group)
    cells = [
        [each.code, each.ref, each.name, each.field_label or each.label,
         finding_sentence(each.finding())]
        for each in found
    ]  # fmt: skip
    if cells:
        say(options, table(["Code", "Ref", "Name", "Figure", "Why"], cells, [False] * 5))
    say(options, f"{len(found):,} figure{'' if len(found) == 1 else 's'} to ask about")
    rows = [
        {
            "ref": each.ref,
            "indicator": each.code,
            "name": each.name,
            "pct": each.pct,
            "field": each.field or None,
            "code": each.doubt.value,
            "value": each.shown,
            "detail": each.detail,
        }
        for each in found
    ]
    give(options, {"rows": rows, "total": len(rows)})
    return 0
