"""The command that puts the PCTs side by side: the same procedure, against the single model."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from areateam.commands.case_commands import book_of
from areateam.commands.output import give, say, table
from areateam.office import Office
from areateam.variation.consistency_rules import StepChange
from areateam.variation.consistency_views import ConsistencyLine, consistency


def run_consistency(office: Office, options: Namespace) -> int:
    """Show each PCT's cases of every procedure, or of one, and who still differs."""
    asked = options.rest[0] if options.rest else ""
    lines = consistency(office.store.connection, book_of(office), asked)
    cells = [
        [line.label, line.pct, f"{line.cases:,}", f"{line.open_cases:,}",
         f"{line.days.median:g}" if line.days else "", f"{line.days.most:g}" if line.days else "",
         f"{line.in_time:,} of {line.decided:,}" if line.decided else "", f"{len(line.differs)}"]
        for line in lines
    ]  # fmt: skip
    headers = ["Procedure", "PCT", "Cases", "Open", "Median days", "9 of 10", "In time", "Differs"]
    if cells:
        say(options, table(headers, cells, [False, False, *[True] * 6]))
    for line in lines:
        for sentence in line.differs:
            say(options, f"{line.pct or 'No PCT'}, {line.label}: {sentence}")
    differ = sum(bool(line.differs) for line in lines)
    say(options, f"{differ:,} of {len(lines):,} differ from the single model")
    give(options, {"rows": [_row(line) for line in lines], "total": len(lines)})
    return 0


def _row(line: ConsistencyLine) -> dict[str, Any]:
    return {
        "ref": f"{line.procedure}/{line.pct}",
        "procedure": line.procedure,
        "label": line.label,
        "pct": line.pct or None,
        "pct_name": line.pct_name or None,
        "cases": line.cases,
        "open": line.open_cases,
        "median_days": line.days.median if line.days else None,
        "p90_days": line.days.most if line.days else None,
        "decided": line.decided,
        "in_time": line.in_time,
        "skipped": [_change(each) for each in line.skipped],
        "added": [_change(each) for each in line.added],
        "versions": list(line.versions),
        "single_model": line.newest,
        "open_under_old": line.old_open,
        "outcomes": [
            {"key": each.key, "label": each.label, "cases": each.cases,
             "share": each.share, "interval": list(each.interval)}
            for each in line.outcomes
        ],
        "differs": list(line.differs),
    }  # fmt: skip


def _change(change: StepChange) -> dict[str, Any]:
    return {"step": change.label, "cases": change.cases, "reasons": list(change.reasons)}
