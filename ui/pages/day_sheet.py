"""The day sheet: the home page on paper, as a PDF."""

from __future__ import annotations

from pathlib import Path

from areateam.catalogue.catalogue import Catalogue
from areateam.core.count_words import counted, working_days
from areateam.core.dates import format_weekday_date
from areateam.core.paper import heading, page, paragraph, table
from ui.pages.today_facts import TodayFacts, left_mark, where_words, who_words, work_words
from ui.printing import write_pdf


def write_day_sheet(path: Path, facts: TodayFacts, catalogue: Catalogue, register: str) -> None:
    """Write the sheet whole or not at all; raises FileProblem("file-unwritable")."""
    title = f"Day sheet, {format_weekday_date(facts.day.isoformat())}"
    write_pdf(day_sheet_html(facts, catalogue, register), path, title=title)


def day_sheet_html(facts: TodayFacts, catalogue: Catalogue, register: str) -> str:
    """The sheet as text with tables; every name in it is escaped."""
    whose = f"{facts.manager}'s work" if facts.manager else "the whole team's work"
    ending = facts.ending
    until = format_weekday_date(ending.until.isoformat())
    bands = ", ".join(f"{count:,} in {counted(days, 'day')}" for days, count in ending.bands)
    said = (
        f"{facts.late:,} late, {facts.soon:,} more due by"
        f" {format_weekday_date(facts.soon_until.isoformat())}."
        f" {ending.total:,} contracts end by {until} ({bands}), {ending.undecided:,} without a"
        " decision."
    )
    day = format_weekday_date(facts.day.isoformat())
    parts = [
        heading(day),
        paragraph(f"Register {register}, {whose}.", quiet=True),
        paragraph(said),
    ]
    if facts.countdown is not None:
        parts.append(paragraph(f"{working_days(facts.countdown.days)} to Thu 28 Mar 2013."))
    lines = []
    for line, left in zip(facts.work, facts.left, strict=True):
        number, what = work_words(line)
        lines.append(
            (
                left_mark(line, left, facts.day).text,
                f"{number} {what}".strip(),
                where_words(line, catalogue),
                format_weekday_date(line.derived.value),
                who_words(line),
            )
        )
    parts.append(table(("How it stands", "What", "Where", "By", "Who"), lines))
    return page(f"Day sheet, {day}", parts)
