"""The command that holds two sets of plans side by side."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from areateam.commands.output import as_document, give, say, table
from areateam.office import Office
from areateam.transition.compare_views import CompareSide, compare_sets, plan_set


def run_compare(office: Office, options: Namespace) -> int:
    """Readiness, late tasks and days in hand of two sets of plans."""
    first, second = (
        plan_set(office.store.connection, office.catalogue, asked, office.today())
        for asked in (options.first, options.second)
    )
    found = compare_sets(first, second)
    headings = ["Workstream"]
    for each in (first, second):
        headings += [each.label, "In hand"]
    rows = [[line.name, *_cells(line.first), *_cells(line.second)] for line in found.lines]
    say(options, table(headings, rows, [False, False, True, False, True]))
    for late in found.late:
        left, right = (", ".join(side) or "none" for side in (late.first, late.second))
        say(options, f"late: {late.key} {late.title}: {left} against {right}")
    give(
        options,
        {
            "first": {"label": first.label, "day": first.day.isoformat()},
            "second": {"label": second.label, "day": second.day.isoformat()},
            "rows": [
                {"workstream": line.name, "first": _side(line.first), "second": _side(line.second)}
                for line in found.lines
            ],
            "late": [as_document(late) for late in found.late],
        },
    )
    return 0


def _cells(side: CompareSide) -> list[str]:
    accepted = f"{side.cell.words} {side.cell.accepted}/{side.cell.tasks}"
    return [accepted, "" if side.in_hand is None else str(side.in_hand)]


def _side(side: CompareSide) -> dict[str, Any]:
    return as_document(side.cell) | {"in_hand": side.in_hand}
