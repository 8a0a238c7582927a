"""Writes the report of a case: a page for a browser, or a PDF where a printer is handed in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from areateam.cases.case_report_views import CaseReport, Piece, Typed, case_report
from areateam.cases.case_rules import Rulebook
from areateam.core.dates import format_weekday_date
from areateam.core.paper import Printer, heading, page, paragraph, table
from areateam.core.problems import UserProblem
from areateam.exports.export_file import export_file

WITHHELD = "[withheld]"
_ON_PAPER = ".pdf"
_FOR_BROWSERS = (".html", ".htm")


def export_case_report(
    connection: sqlite3.Connection,
    book: Rulebook,
    case: int,
    path: Path,
    printer: Printer,
    *,
    redact: bool,
) -> None:
    """Write the report of a case; the ending of `path`, .pdf or .html, decides the format.

    With `redact` nothing that a person typed, and nobody's name, is in the file. Raises
    UserProblem: report-format, unknown-record; and what `export_file` and the printer raise.
    """
    ending = path.suffix.lower()
    if ending != _ON_PAPER and ending not in _FOR_BROWSERS:
        raise UserProblem("report-format", file=path.name)
    report = case_report(connection, book, case)
    html = report_page(report, redact=redact)
    with export_file(path) as temporary:
        if ending == _ON_PAPER:
            printer(html, temporary, title=report_title(report, redact=redact), landscape=True)
        else:
            temporary.write_text(html, encoding="utf-8")


def report_title(report: CaseReport, *, redact: bool) -> str:
    """What the report is called; a redacted one by its procedure."""
    return f"{report.ref} {report.procedure if redact else report.title}"


def report_page(report: CaseReport, *, redact: bool) -> str:
    """The report as a page; with `redact` a mark stands for everything that was typed."""
    title = report_title(report, redact=redact)
    day = format_weekday_date(report.day.isoformat())
    withheld = f" What people typed, and who they are, is withheld: {WITHHELD}." if redact else ""
    parts = [heading(title), paragraph(f"Report of a case, as at {day}.{withheld}", quiet=True)]
    for part in report.parts:
        parts.append(heading(part.title, 2))
        lines = ([_shown(piece, redact=redact) for piece in line] for line in part.lines)
        parts.append(table(part.heads, lines))
    return page(title, parts)


def _shown(piece: Piece, *, redact: bool) -> str:
    if isinstance(piece, Typed):
        return WITHHELD if redact and piece.text else piece.text
    return piece
