"""Files of the Rules page: procedures that go out and come in, and days off from a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.cases.procedure_file_actions import keep_procedure
from areateam.cases.rulebook_views import own_days
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.exports.procedure_file_actions import read_procedure_file, write_procedure_file
from areateam.imports.calendar_views import read_calendar, split_days

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ui.ask import Ask
    from ui.desk import Desk
    from ui.pages.rules_doings import RulesDoings

_PROCEDURES, _CALENDARS = "Procedures (*.toml)", "Calendars (*.ics)"


class RulesFiles:
    """Asks for a file and carries out what it says, or says why not."""

    def __init__(self, desk: Desk, ask: Ask, doings: RulesDoings) -> None:
        self._desk = desk
        self._ask = ask
        self._doings = doings

    def export_procedure(self, key: str, folder: Path) -> None:
        """Write a procedure to a file that a colleague can take in."""
        procedure = self._desk.catalogue.procedures.named(key)
        name = folder / f"{procedure.key}.toml"
        path = self._ask.save_file("Export a procedure", name, _PROCEDURES)
        if path is None:
            return
        try:
            write_procedure_file(procedure, path)
        except Problem as problem:
            self._desk.problem.emit(problem_sentence(problem))
            return
        self._desk.told.emit(f"{procedure.label} is written to {path.name}.")

    def import_procedure(self, anchor: QWidget) -> None:
        """Take a procedure in as the newer version; what is wrong with the file is said."""
        path = self._ask.open_file("Import a procedure", _PROCEDURES)
        if path is None:
            return
        catalogue = self._desk.catalogue
        try:
            procedure = read_procedure_file(path, catalogue)
        except Problem as problem:
            self._desk.problem.emit(problem_sentence(problem))
            return
        label = f"Procedure {procedure.label}, version {procedure.version}"
        told = f"{label} is here. Open cases keep the version that they were opened with."
        self._desk.write(
            label,
            lambda write: keep_procedure(write, catalogue, procedure),
            lambda _: self._desk.told.emit(told),
        )

    def import_days(self, anchor: QWidget) -> None:
        """Take days off from a calendar file, after a look at what of it is new."""
        path = self._ask.open_file("Days off from a calendar file", _CALENDARS)
        if path is None:
            return
        off = {**self._desk.catalogue.holidays(), **own_days(self._desk.connection)}
        try:
            new, known, weekend = split_days(read_calendar(path), off)
        except Problem as problem:
            self._desk.problem.emit(problem_sentence(problem))
            return
        counts = f"{len(known)} are off already, {len(weekend)} fall on a weekend"
        if not new:
            self._desk.told.emit(f"{path.name} has no day that is new: {counts}.")
            return
        first, last = min(new), max(new)
        span = f"from {first:%-d %b %Y} to {last:%-d %b %Y}"
        self._doings.add_days(new, f"{len(new)} new days {span}; {counts}.", anchor)
