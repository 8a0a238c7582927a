"""Reads what cases are reckoned by: shipped definitions with the office's own laid over them.

This is the only place that does so.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from areateam.cases.case_rules import Rulebook
from areateam.cases.case_texts import read_procedure
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.clock_definitions import OwnFigure
from areateam.catalogue.procedure_definitions import Procedure
from areateam.catalogue.procedure_files import shipped_versions
from areateam.core.work_calendar import WorkCalendar


def rulebook(connection: sqlite3.Connection, catalogue: Catalogue, today: date) -> Rulebook:
    """What cases are reckoned by on a day: the rules, and the days on which nobody works."""
    days = {**catalogue.holidays(), **own_days(connection)}
    return Rulebook(definitions(connection, catalogue), WorkCalendar(days), today)


def definitions(connection: sqlite3.Connection, catalogue: Catalogue) -> Catalogue:
    """The definitions with the figures and the newer procedures of this register."""
    figures, procedures = own_figures(connection), _newer_procedures(connection, catalogue)
    if (figures, procedures) == (catalogue.own_figures, catalogue.own_procedures):
        return catalogue
    return catalogue.with_own(figures, procedures)


def own_days(connection: sqlite3.Connection) -> dict[date, str]:
    """The days on which this office does not work beside the bank holidays, with their reasons."""
    rows = connection.execute("SELECT day, name FROM own_day ORDER BY day")
    return {date.fromisoformat(day): name for day, name in rows}


def own_figures(connection: sqlite3.Connection) -> tuple[OwnFigure, ...]:
    """What this office set or confirmed of the rules, by rule and first day."""
    rows = connection.execute(
        "SELECT rule, first_on, number, unit, source, author, set_on FROM own_rule"
        " ORDER BY rule, first_on"
    )
    return tuple(
        OwnFigure(
            rule, date.fromisoformat(first), number, unit, source, author, date.fromisoformat(day)
        )
        for rule, first, number, unit, source, author, day in rows
    )


def _newer_procedures(
    connection: sqlite3.Connection, catalogue: Catalogue
) -> tuple[Procedure, ...]:
    """The newest version kept of each procedure that is newer than the shipped one, or not shipped.

    Texts are read only where their version says so: most were kept with a case's opening.
    """
    shipped = shipped_versions(catalogue.folder / "procedures")
    newest = connection.execute("SELECT key, max(version), id FROM procedure_text GROUP BY key")
    found = []
    for key, version, text in newest.fetchall():
        if version > shipped.get(key, 0):
            row = connection.execute("SELECT content FROM procedure_text WHERE id = ?", (text,))
            found.append(read_procedure(row.fetchone()[0]))
    return tuple(found)
