"""Two sets of plans side by side: places, area teams, or one of them on two days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.transition.compare_views import (
    CompareSide,
    Comparison,
    compare_sets,
    plan_set,
    sets_offered,
)
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.figures_table import FiguresTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk

_WIDTH, _HIGH, _AROUND = 620, 280, 344
_ON = "As at"


class TransitionCompare(QObject):
    """`open(anchor)` opens the panel; the figures follow what is chosen."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: AskPanel | None = None
        self.table: FiguresTable | None = None

    def open(self, anchor: QWidget) -> None:
        """Open the panel with the first two places."""
        offered = sets_offered(self._desk.connection)
        choices = tuple(Choice(code, f"{code} {name}" if code != "all" else name)
                        for code, name in offered)  # fmt: skip
        today = self._desk.today.isoformat()
        first, second = (offered[min(at, len(offered) - 1)][0] for at in (0, 1))
        panel = AskPanel(
            "Compare",
            "Copy the figures",
            [
                *_lines("first", "One", first, choices, today),
                *_lines("second", "Other", second, choices, today),
            ],
            width=_WIDTH,
        )
        table = FiguresTable("Both side by side")
        # What is late stands below the figures, in a low window too.
        table.setFixedHeight(min(_HIGH, anchor.window().height() - _AROUND))
        panel.add_part(table)
        self.panel, self.table = panel, table
        panel.changed.connect(self._look)
        panel.agreed.connect(self._copy)
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)
        self._look()

    def _closed(self) -> None:
        self.panel = self.table = None

    def _look(self) -> None:
        panel, desk = self.panel, self._desk
        stated = panel.stated() if panel is not None else None
        if panel is None or stated is None:
            return
        asked = [f"{stated[side]}@{stated[f'{side}_on']}" for side in ("first", "second")]
        catalogue, today = desk.catalogue, desk.today

        def work(connection: Any) -> Comparison | Problem:
            try:
                return compare_sets(*(plan_set(connection, catalogue, a, today) for a in asked))
            except Problem as problem:
                return problem

        def arrived(found: Comparison | Problem) -> None:
            if self.panel is not panel or self.table is None:
                return
            if isinstance(found, Problem):
                panel.refuse(problem_sentence(found))
            else:
                _show(self.table, found)
                panel.say(late_words(found))

        desk.read("compare", work, arrived)

    def _copy(self) -> None:
        if self.table is not None and self.panel is not None:
            self.table.copy_all()
            self.panel.say("The figures are on the clipboard.")


def _lines(
    key: str, label: str, chosen: str, choices: tuple[Choice, ...], today: str
) -> list[AskLine]:
    return [
        AskLine(Field(key, label, Kind.CHOICE, choices=choices, required=True), chosen, choices),
        AskLine(Field(f"{key}_on", _ON, Kind.DATE, required=True), today, beside=True),
    ]


def _show(table: FiguresTable, found: Comparison) -> None:
    # What charts bring with them is loaded when figures are first shown.
    from ui.charts.picture import Table

    first, second = found.first.label, found.second.label
    lines = tuple((line.name, *_cells(line.first), *_cells(line.second)) for line in found.lines)
    headings = ("Workstream", first, "In hand", second, "In hand")
    keys = [line.name for line in found.lines]
    table.show_table(keys, Table(headings, lines, numbers=(2, 4)))


def _cells(side: CompareSide) -> tuple[str, str]:
    words = f"{side.cell.words} {side.cell.accepted}/{side.cell.tasks}"
    return words, "" if side.in_hand is None else str(side.in_hand)


def late_words(found: Comparison) -> str:
    """Which tasks are late on one side and not on the other."""
    only = [
        (side.label, [late.key for late in found.late if bool(late.first) is mine and
                      bool(late.second) is not mine])
        for side, mine in ((found.first, True), (found.second, False))
    ]  # fmt: skip
    parts = [f"Late only in {label}: {', '.join(keys)}." for label, keys in only if keys]
    return " ".join(parts) or "The same tasks are late on both sides, or none."
