"""The words of portfolios, absences and desks in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.dates import format_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from areateam.duties.duty_rules import Span as Days
    from areateam.duties.portfolio_views import AbsenceView, PortfolioView
    from areateam.duties.team_views import MemberLine


def days_words(days: Days) -> str:
    """Since when and until when: "since 1 Oct 2012 until 31 Mar 2013"; "" for always."""
    first = f"since {format_date(days.first.isoformat())}" if days.first else ""
    last = f"until {format_date(days.last.isoformat())}" if days.last else ""
    return " ".join(part for part in (first, last) if part)


def patch_words(each: PortfolioView, groups: Mapping[str, str], pcts: Mapping[str, str]) -> str:
    """What a portfolio is of: "Dental in Nottingham City"; "Everything" for all."""
    parts = (each.function, groups.get(each.group, each.group))
    words = ", ".join(part for part in parts if part)
    if each.pct:
        place = pcts.get(each.pct, each.pct)
        words = f"{words} in {place}" if words else place
    words = words or "Everything"
    return f"{words}, as deputy" if each.held.deputy else words


def held_words(line: MemberLine, groups: Mapping[str, str], pcts: Mapping[str, str]) -> str:
    """All that a person looks after, on one line."""
    return "; ".join(patch_words(each, groups, pcts) for each in line.portfolios)


def away_words(absence: AbsenceView) -> str:
    """When somebody is away and who covers."""
    days = absence.away.days
    first = format_date(days.first.isoformat()) if days.first else ""
    last = format_date(days.last.isoformat()) if days.last else ""
    cover = absence.cover.name if absence.cover else "nobody"
    when = first if first == last else f"{first} to {last}"
    return f"{when}, {cover} covers"
