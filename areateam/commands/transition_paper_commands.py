"""Commands that write hand-over papers: the certificate of a place, the report to the board."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from areateam.commands.output import as_document, give, say, table
from areateam.commands.transition_commands import book_of, plans_asked
from areateam.core.burnup import METHOD, burn_sentence
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.exports.export_file import export_file
from areateam.handover_papers import whole_certificate
from areateam.office import Office
from areateam.transition.burnup_views import burn_up_of
from areateam.transition.status_views import status_report
from areateam.transition.transition_pages import (
    certificate_page,
    certificate_title,
    status_page,
    status_title,
)

_LINES = ("planned", "accepted", "expected", "slowest", "fastest")


def run_certificate(office: Office, options: Namespace) -> int:
    """Write the hand-over certificate of a place, as PDF or HTML by the ending of OUT."""
    shown = whole_certificate(
        office.store.connection, book_of(office), options.pct.upper(), options.programme
    )
    _write(options, certificate_page(shown), certificate_title(shown))
    say(
        options,
        f"{options.out}: {counted(len(shown.contracts), 'contract')},"
        f" {counted(len(shown.cases), 'open case')},"
        f" {counted(len(shown.documents), 'document')}, {shown.missing_in_all:,} things missing",
    )
    give(
        options,
        {
            "file": str(options.out),
            "contracts": len(shown.contracts),
            "cases": len(shown.cases),
            "liabilities": len(shown.liabilities),
            "documents": len(shown.documents),
            "missing": [{"where": m.where, "what": m.what} for m in shown.missing],
            "unread": [as_document(line) for line in shown.unread],
            "call_offs": [as_document(line) for line in shown.called_off],
            "value_pence": shown.value_pence,
        },
    )
    return 0


def run_status(office: Office, options: Namespace) -> int:
    """Write the one-page report to the transition board, as PDF or HTML by the ending of OUT."""
    found = plans_asked(office, options)
    if not found:
        raise UserProblem("no-plan-yet")
    report = status_report(office.store.connection, book_of(office), found)
    _write(options, status_page(report), status_title(report))
    say(
        options,
        f"{options.out}: {report.slips_in_all} slipped, {report.decisions_in_all} to decide",
    )
    give(
        options,
        {
            "file": str(options.out),
            "slipped": report.slips_in_all,
            "critical": report.critical_in_all,
            "decisions": report.decisions_in_all,
        },
    )
    return 0


def run_progress(office: Office, options: Namespace) -> int:
    """Accepted against planned tasks, week by week, and where that leads."""
    found = plans_asked(office, options)
    if not found:
        raise UserProblem("no-plan-yet")
    burn = burn_up_of(found, office.today())
    rows = [asdict(point) | {"day": point.day.isoformat()} for point in burn.points]
    cells = [
        [format_date(row["day"]), *("" if row[key] is None else str(row[key]) for key in _LINES)]
        for row in rows
    ]
    headings = ["By", *(key.capitalize() for key in _LINES)]
    say(options, table(headings, cells, [False, *([True] * len(_LINES))]))
    say(options, burn_sentence(burn))
    say(options, METHOD)
    facts = {
        "tasks": burn.tasks, "accepted": burn.accepted, "planned": burn.planned,
        "needed_a_week": burn.needed, "slowest_a_week": burn.slowest,
        "fastest_a_week": burn.fastest, "method": METHOD,
    }  # fmt: skip
    give(options, facts | {"rows": rows, "total": len(rows)})
    return 0


def _write(options: Namespace, html: str, title: str) -> None:
    path: Path = options.out
    with export_file(path) as temporary:
        if path.suffix.lower() == ".pdf":
            options.printer(html, temporary, title=title)
        else:
            temporary.write_bytes(html.encode("utf-8", "replace"))
