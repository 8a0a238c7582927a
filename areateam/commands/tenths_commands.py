"""The command for the tenths of an indicator over time, and where one contractor stood in them."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from areateam.commands.output import give, say, table
from areateam.commands.series_commands import series_asked
from areateam.commands.variation_commands import figures_asked, where_asked
from areateam.core.dates import format_date
from areateam.core.tenths import tenth_words
from areateam.office import Office
from areateam.variation.tenths_views import TenthsView, tenths_of_all

_HEADERS = ("Day", "Ranked", *(f"{number}0th" for number in range(1, 10)))


def run_tenths(office: Office, options: Namespace) -> int:
    """Show the nine values between the tenths of all from day to day, and those of one of them."""
    of, whose, _ = series_asked(office, options)
    with figures_asked(office, options) as (connection, day):
        found = tenths_of_all(
            connection, office.catalogue, of.indicator, day, of.level, where_asked(office, options)
        )
    view = found.of(of.unit, whose.rpartition(", ")[2])
    say(options, view.sentence)
    if view.days:
        headers = [*_HEADERS, *((view.whose, "Tenth") if view.whose else ())]
        right = [False, *(True,) * 10, *((True, False) if view.whose else ())]
        say(options, table(headers, _cells(view), right))
    give(options, _document(view))
    return 0


def _cells(view: TenthsView) -> list[list[str]]:
    shown = view.indicator.shown
    cells = []
    for each in view.days:
        marks = [shown(mark) for mark in each.marks] or [""] * 9
        line = [format_date(each.day.isoformat()), f"{each.ranked:,}", *marks]
        if view.whose:
            line.append("" if each.own is None else shown(each.own))
            line.append("" if each.tenth is None else tenth_words(each.tenth))
        cells.append(line)
    return cells


def _document(view: TenthsView) -> dict[str, Any]:
    rows = [
        {
            "day": each.day.isoformat(),
            "ranked": each.ranked,
            "tenths": list(each.marks),
            "value": each.own,
            "tenth": each.tenth,
        }
        for each in view.days
    ]
    return {
        "indicator": view.indicator.code,
        "of": view.whose,
        "sentence": view.sentence,
        "rows": rows,
        "total": len(rows),
    }
