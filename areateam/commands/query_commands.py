"""What goes out to a PCT about lines that wait, and what comes back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from areateam.commands.output import give, say
from areateam.core.problems import UserProblem
from areateam.exports.query_export_actions import Change, write_query
from areateam.imports.answer_actions import left_of, told_of
from areateam.imports.import_actions import Staged
from areateam.imports.query_views import queries_of_waiting, staged_queries
from areateam.imports.waiting_filter import HELD_WORDS, parse_filter
from areateam.imports.waiting_views import held_counts
from areateam.office import Office

_FORMATS = ("xlsx", "html")


def export_waiting(office: Office, options: Namespace) -> int:
    """Write the waiting lines that --where leaves as a query sheet or a page for a browser."""
    if options.format not in _FORMATS:
        allowed = ", ".join(_FORMATS)
        raise UserProblem(
            "option-unusable", option="The format", value=options.format, detail=allowed
        )
    out: Path = options.out if options.out.suffix else options.out.with_suffix(f".{options.format}")
    wanted = parse_filter(options.where or ())
    connection, catalogue = office.store.connection, office.catalogue
    lines = queries_of_waiting(connection, catalogue, wanted)
    counted = [(HELD_WORDS[held], n) for held, n in held_counts(connection, wanted).items()]
    count = write_query(connection, catalogue, office.today(), lines, out, counts=counted)
    say(options, f"{out}: {count:,} waiting {'line' if count == 1 else 'lines'}")
    give(options, {"file": str(out), "rows": count})
    return 0


def write_query_of_staged(office: Office, staged: Staged, out: Path) -> int:
    """Write the lines of a staged file that would wait; returns how many there were."""
    asked = staged_queries(staged, office.path, office.catalogue)
    return write_query(
        office.store.connection,
        office.catalogue,
        office.today(),
        asked.lines,
        out,
        about=asked.file,
        counts=asked.counts,
        changes=[Change(*each) for each in asked.changes],
        changes_in_all=asked.changes_in_all,
    )


def take_answers(office: Office, path: Path, options: Namespace) -> dict[str, Any]:
    """Take a PCT's answers, say what came of them, and give the document of it."""
    answered = office.take_answers(path, dry_run=options.dry_run)
    say(options, told_of(answered))
    told = left_of(answered)
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
