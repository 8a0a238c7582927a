"""The day sheet: the home page on paper, as a PDF."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import QIODevice, QMarginsF, QSaveFile
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from areateam.catalogue.catalogue import Catalogue
from areateam.core.dates import format_weekday_date
from ui.pages.today_facts import TodayFacts, left_mark, where_words, who_words, work_words
from ui.style.fonts import family

_SHEET = """
body { color: #212B32; }
h1 { font-size: 15pt; font-weight: 600; margin-bottom: 0; }
p { margin-top: 2pt; margin-bottom: 6pt; }
.quiet { color: #4C6272; }
td, th { padding: 3pt 8pt 3pt 0; border-bottom: 0.5pt solid #D8DDE0; }
th { text-align: left; font-weight: 600; color: #4C6272; }
"""
_MARGIN = 18.0  # millimetres


def write_day_sheet(path: Path, facts: TodayFacts, catalogue: Catalogue, register: str) -> str:
    """Write the sheet whole or not at all; returns "" or why it could not be written."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return file.errorString()
    writer = QPdfWriter(file)
    writer.setTitle(f"Day sheet, {format_weekday_date(facts.day.isoformat())}")
    writer.setCreator("Area Team")
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    document = QTextDocument()
    font = document.defaultFont()
    font.setFamily(family())
    font.setPointSizeF(9.0)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_SHEET)
    document.setHtml(day_sheet_html(facts, catalogue, register))
    document.print_(writer)
    del writer
    return "" if file.commit() else file.errorString()


def day_sheet_html(facts: TodayFacts, catalogue: Catalogue, register: str) -> str:
    """The sheet as text with tables; every name in it is escaped."""
    whose = f"{facts.manager}'s work" if facts.manager else "the whole team's work"
    ending = facts.ending
    until = format_weekday_date(ending.until.isoformat())
    bands = ", ".join(f"{count:,} in {days} days" for days, count in ending.bands)
    said = (
        f"<p>{facts.late:,} late, {facts.soon:,} more due by"
        f" {format_weekday_date(facts.soon_until.isoformat())}."
        f" {ending.total:,} contracts end by {until} ({bands}), {ending.undecided:,} without a"
        " decision.</p>"
    )
    parts = [
        f"<h1>{escape(format_weekday_date(facts.day.isoformat()))}</h1>",
        f"<p class='quiet'>Register {escape(register)}, {escape(whose)}.</p>",
        said,
    ]
    if facts.countdown is not None:
        parts.append(f"<p>{facts.countdown.days:,} working days to Thu 28 Mar 2013.</p>")
    parts.append("<table width='100%' cellspacing='0'><thead><tr>")
    parts += [f"<th>{head}</th>" for head in ("How it stands", "What", "Where", "By", "Who")]
    parts.append("</tr></thead>")
    for line, left in zip(facts.work, facts.left, strict=True):
        number, what = work_words(line)
        cells = (
            left_mark(line, left, facts.day).text,
            f"{number} {what}".strip(),
            where_words(line, catalogue),
            format_weekday_date(line.derived.value),
            who_words(line),
        )
        parts.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    return "".join((*parts, "</table>"))
