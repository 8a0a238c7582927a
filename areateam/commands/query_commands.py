"""What goes out to a PCT about lines that wait, and what comes back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from areateam.commands.output import give, say
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.core.queries import QueryLine
from areateam.core.wording import sentence
from areateam.imports.answer_actions import told_of
from areateam.imports.query_views import queries_of_waiting
from areateam.imports.waiting_filter import parse_filter
from areateam.office import Office
from areateam.organisations.organisation_views import own_area_team

_FORMATS = ("xlsx", "html")


def export_waiting(office: Office, options: Namespace) -> int:
    """Write the waiting lines that --where leaves as a query sheet or a page for a browser."""
    if options.format not in _FORMATS:
        allowed = ", ".join(_FORMATS)
        raise UserProblem(
            "option-unusable", option="The format", value=options.format, detail=allowed
        )
    wanted = parse_filter(options.where or ())
    lines = queries_of_waiting(office.store.connection, office.catalogue, wanted)
    count = write_query_of(office, lines, options.out)
    say(options, f"{options.out}: {count:,} waiting {'line' if count == 1 else 'lines'}")
    give(options, {"file": str(options.out), "rows": count})
    return 0


def write_query_of(office: Office, lines: Iterable[QueryLine], out: Path) -> int:
    """Write lines as a query sheet and return how many there were."""
    from areateam.exports.query_sheet import write_query_sheet

    name = own_area_team(office.store.connection)[1]
    asked_by = f"Asked by {name or 'the area team'} on {format_date(office.today().isoformat())}"
    pcts = {b.code: b.name for b in office.catalogue.directory.of_kind("pct", office.today())}
    return write_query_sheet(out, lines, pcts, asked_by=asked_by)


def take_answers(office: Office, path: Path, options: Namespace) -> dict[str, Any]:
    """Take a PCT's answers, say what came of them, and give the document of it."""
    answered = office.take_answers(path, dry_run=options.dry_run)
    say(options, told_of(answered))
    told = [
        sentence(each.code, line=each.answer.row, detail=each.detail)
        for each in answered.answers.not_taken
    ]
    for words in told:
        say(options, f"  {words}")
    return {
        "file": answered.file,
        "taken_in": answered.taken_in,
        "closed": answered.count("closed"),
        "waiting": answered.count("rejected", "doubtful", "kept"),
        "unanswered": answered.answers.unanswered,
        "again": answered.answers.again,
        "not_applied": told,
        "operations": list(answered.operations),
    }
