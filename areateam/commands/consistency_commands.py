"""The command that puts the PCTs side by side: the same procedure, against the single model."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from areateam.commands.case_commands import book_of
from areateam.commands.output import give, say, table
from areateam.commands.variation_commands import figures_asked, say_held, with_held
from areateam.core.count_words import counted
from areateam.exports.consistency_export_actions import export_consistency, export_letters
from areateam.office import Office
from areateam.variation.consistency_letter_views import LetterUse
from areateam.variation.consistency_rules import OWN_RULE, StepChange
from areateam.variation.consistency_views import ConsistencyLine, consistency
from areateam.variation.held_views import held_sentence

_NO_PCT = "No PCT"


def run_consistency(office: Office, options: Namespace) -> int:
    """Show each PCT's cases of every procedure, or of one, or their letters; or write a file."""
    asked = options.rest[0] if options.rest else ""
    with figures_asked(office, options) as (connection, day):
        held = held_sentence(connection, day)
        lines = consistency(connection, book_of(office), asked)
    if options.out:
        write = export_letters if options.letters else export_consistency
        count = write(lines, day, options.out)
        say(options, f"{options.out}: {counted(count, 'line')}")
    elif options.letters:
        _say_letters(options, lines)
    else:
        _say_lines(options, lines)
    differ = sum(bool(line.differs) for line in lines)
    say(options, f"{differ:,} of {len(lines):,} differ from the single model")
    say_held(options, held)
    give(options, with_held({"rows": [_row(line) for line in lines], "total": len(lines)}, held))
    return 0


def _say_lines(options: Namespace, lines: Sequence[ConsistencyLine]) -> None:
    cells = [
        [line.label, line.pct, f"{line.cases:,}", f"{line.open_cases:,}",
         f"{line.days.median:g}" if line.days else "", f"{line.days.most:g}" if line.days else "",
         line.spent.words if line.spent else "",
         f"{line.in_time:,} of {line.decided:,}" if line.decided else "",
         f"{sum(use.differs for use in line.letters)} of {len(line.letters)}"
         if line.letters else "",
         f"{len(line.differs)}"]
        for line in lines
    ]  # fmt: skip
    headers = ["Procedure", "PCT", "Cases", "Open", "Median days", "9 of 10", "Time spent",
               "In time", "Letters that differ", "Differs"]  # fmt: skip
    if cells:
        say(options, table(headers, cells, [False, False, *[True] * 8]))
    for line in lines:
        for sentence in line.differs:
            say(options, f"{line.pct or _NO_PCT}, {line.label}: {sentence}")
    if cells:
        say(options, OWN_RULE)


def _say_letters(options: Namespace, lines: Sequence[ConsistencyLine]) -> None:
    """Each letter with what it is written on; below, the paragraphs that differ."""
    uses = [(line, use) for line in lines for use in line.letters]
    cells = [
        [line.label, line.pct or _NO_PCT, use.label, use.template or use.name,
         str(use.version or use.newest), "yes" if use.in_use else "", f"{use.written:,}",
         f"{use.sent:,}", use.said if use.differs else ""]
        for line, use in uses
    ]  # fmt: skip
    headers = ["Procedure", "PCT", "Letter", "Written on", "Version", "Next", "Written", "Sent",
               "Differs"]  # fmt: skip
    if cells:
        say(options, table(headers, cells, [*[False] * 4, True, False, True, True, False]))
    for line, use in uses:
        if not use.differs:
            continue
        say(options, f"{line.pct or _NO_PCT}, {line.label}: {use.sentence}")
        for pair in use.pairs:
            if pair.differs:
                say(options, f"  - {pair.model}" if pair.model else "  - (nothing)")
                say(options, f"  + {pair.local}" if pair.local else "  + (left out)")


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
        "median_minutes": line.spent.median if line.spent else None,
        "cases_with_hours": line.spent.cases if line.spent else 0,
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
        "letters": [_letter(each) for each in line.letters],
        "differs": list(line.differs),
    }  # fmt: skip


def _change(change: StepChange) -> dict[str, Any]:
    return {"step": change.label, "cases": change.cases, "reasons": list(change.reasons)}


def _letter(use: LetterUse) -> dict[str, Any]:
    return {
        "letter": use.letter,
        "label": use.label,
        "template": use.template or None,
        "version": use.version or None,
        "brought_for": use.brought_for or None,
        "wording": use.wording,
        "single_model": use.newest,
        "written": use.written,
        "sent": use.sent,
        "next": use.in_use,
        "differs": use.differs,
        "paragraphs": [
            {"model": pair.model or None, "local": pair.local or None}
            for pair in use.pairs
            if pair.differs
        ],
    }
