"""Starts a programme from the window: which, for which places; and keeps baselines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.wording import problem_sentence
from areateam.owners import task_owners
from areateam.transition.transition_actions import (
    own_places,
    place_names,
    start_plans,
    take_baseline,
)
from areateam.transition.transition_views import plan_heads
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_words import desk_book

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from areateam.catalogue.programme_definitions import Programme
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write
    from areateam.transition.transition_views import PlanView
    from ui.desk import Desk

_HEIGHT = 260


class TransitionStarting(QObject):
    """`choose(anchor)` opens the panel that starts a programme."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: AskPanel | None = None
        self.places: QListWidget | None = None
        self._owners: Callable[[str, str], int | None] | None = None

    def choose(self, anchor: QWidget) -> None:
        """Open the panel: the programme, and the places not started yet, our own ticked."""
        today, self._owners = self._desk.today, None
        every = self._desk.catalogue.programmes.known.values()
        # The one whose day comes next stands first.
        known = sorted(every, key=lambda each: (each.vesting < today, each.vesting))
        choices = tuple(Choice(each.key, each.label) for each in known)
        field = Field("programme", "Programme", Kind.CHOICE, choices=choices, required=True)
        panel = AskPanel(
            "Start a programme", "Start", [AskLine(field, choices[0].value, choices)], width=480
        )
        places = QListWidget()
        places.setAccessibleName("Places")
        places.setFixedHeight(_HEIGHT)
        places.setSpacing(3)
        panel.add_part(places)
        self.panel, self.places = panel, places

        def look() -> None:
            self._fill(panel.text_of("programme"))
            self._count()

        panel.changed.connect(look)
        places.itemChanged.connect(lambda _: self._count())
        panel.agreed.connect(self._start)
        look()
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = self.places = None

    def _fill(self, key: str) -> None:
        places = self.places
        if places is None or places.property("programme") == key:
            return
        desk = self._desk
        programme = desk.catalogue.programmes.named(key)
        running = {head.place for head in plan_heads(desk.connection, key)}
        own = own_places(desk.connection, programme)
        names = place_names(desk.connection, programme)
        order = [*own, *(code for code in names if code not in own)]
        places.setProperty("programme", key)
        places.blockSignals(True)
        places.clear()
        for code in order:
            if code in running:
                continue
            item = QListWidgetItem(f"{code}  {names[code]}", places)
            item.setData(Qt.ItemDataRole.UserRole, code)
            ticked = Qt.CheckState.Checked if code in own else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
        places.blockSignals(False)

    def chosen(self) -> list[str]:
        """The codes of the ticked places."""
        places = self.places
        if places is None:
            return []
        items = [places.item(at) for at in range(places.count())]
        return [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _count(self) -> None:
        panel = self.panel
        if panel is None:
            return
        programme = self._desk.catalogue.programmes.named(panel.text_of("programme"))
        count = len(self.chosen())
        tasks = len(programme.task) * count
        word = f"{programme.place_word}{'' if count == 1 else 's'}"
        bare = self._without_owner(programme)
        rest = f", {bare:,} of them without an owner" if bare else ""
        panel.say(f"{programme.about} {count} {word}, {counted(tasks, 'task')}{rest}.")
        why_not = "" if count else f"No {programme.place_word} is ticked."
        panel.set_verb(f"Start for {count} {word}" if count else "Start", why_not=why_not)

    def _without_owner(self, programme: Programme) -> int:
        """How many tasks nobody's portfolio takes, in the places ticked."""
        desk = self._desk
        if self._owners is None:
            self._owners = task_owners(desk.connection, desk.catalogue.groups, desk.today)
        owner = self._owners
        streams = Counter(task.workstream for task in programme.task)
        return sum(
            tasks
            for place in self.chosen()
            for stream, tasks in streams.items()
            if owner(place, stream) is None
        )

    def _start(self) -> None:
        panel, desk = self.panel, self._desk
        if panel is None:
            return
        programme = desk.catalogue.programmes.named(panel.text_of("programme"))
        places, book = self.chosen(), desk_book(desk)

        label = f"Start “{programme.label}” for {len(places)} {programme.place_word}s"
        groups = tuple(desk.catalogue.groups)

        def act(write: Write) -> None:
            owners = task_owners(write.connection, groups, book.today)
            start_plans(write, book, programme, places, owners)

        self._write(panel, label, act)

    def baseline(self, found: Sequence[PlanView], anchor: QWidget) -> None:
        """Open the panel that keeps where every task lies now, under a name."""
        desk = self._desk
        day = format_date(desk.today.isoformat())
        name = Field("name", "Name", required=True)
        words = "Later plans are held against it, and the report says what slipped since."
        panel = AskPanel("Keep a baseline", "Keep", [AskLine(name, f"Plan of {day}")], words=words)
        self.panel = panel
        keys = dict.fromkeys(plan.head.programme_key for plan in found)
        book = desk_book(desk)

        def agreed() -> None:
            stated = panel.stated()
            if stated is None:
                return

            def act(write: Write) -> None:
                for key in keys:
                    own = [plan for plan in found if plan.head.programme_key == key]
                    take_baseline(write, book, key, str(stated["name"]), own)

            self._write(panel, f"Baseline {stated['name']}", act)

        panel.agreed.connect(agreed)
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)

    def _write(self, panel: AskPanel, label: str, act: Callable[[Write], object]) -> None:
        def refused(problem: Problem) -> None:
            if self.panel is panel:
                panel.refuse(problem_sentence(problem))

        def done(_: object) -> None:
            if self.panel is panel:
                panel.left.emit()

        self._desk.write(label, act, done, refused)
