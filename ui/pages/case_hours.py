"""The time that staff spent on a case: listed, entered, corrected and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from areateam.cases.hours_actions import correct_hours, enter_hours, remove_hours
from areateam.cases.hours_rules import LONGEST_NOTE, StatedHours, stated_minutes
from areateam.cases.hours_views import CaseTotal, hours_of_case, total_of_case
from areateam.core.amounts import format_money
from areateam.core.columns import Column
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.durations import format_duration, parse_duration
from areateam.core.fields import Choice, Field
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence, sentence
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.pages.case_fields import day_field, day_of, number_of, text_field
from ui.pages.document_shelf import offer
from ui.pages.listed_lines import ListedLines
from ui.style.marks import Tone
from ui.tables.row_source import Cell, Row
from ui.widgets.buttons import make_button
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.cases.case_views import CaseView
    from areateam.cases.hours_views import HoursView
    from areateam.core.fields import Value
    from ui.pages.case_doings import CaseDoings

KEY = "Ctrl+T"
_COLUMNS = tuple(
    Column(Field(key, label), "", "", width)
    for key, label, width in (
        ("on", "Day", 150),
        ("length", "How long", 110),
        ("who", "Who", 150),
        ("step", "Step", 260),
        ("note", "What for", 260),
    )
)
_WHY = AskLine(text_field("why", "Why", required=True))
_EMPTY = "No time is entered. Cost per case counts only cases whose hours are known."
_NONE_CHOSEN = "No entry is chosen."


class HoursPanel(AskPanel):
    """Asks how long, who, on which day, on which step and what for; says what a length means."""

    def __init__(self, title: str, verb: str, lines: Sequence[AskLine]) -> None:
        super().__init__(title, verb, lines)
        self.changed.connect(self._echo)
        self.editors["length"].setToolTip("Such as 1.5, 1h30, 1:30 or 45m.")
        self._echo()

    def _echo(self) -> None:
        """Say the length that is typed in full, so that 15 is not taken for 1.5."""
        text = self.text_of("length")
        minutes = parse_duration(text)
        read = format_duration(minutes) if isinstance(minutes, int) else ""
        self.say(read or ("" if text else "Such as 1.5, 1h30, 1:30 or 45m."))

    def stated(self) -> dict[str, Value] | None:
        """The values by field key; None after it has said what is wrong, and where."""
        found = super().stated()
        if found is None:
            return None
        try:
            found["minutes"] = stated_minutes(str(found["length"]))
        except UserProblem as problem:
            self.editors["length"].set_invalid(invalid=True)
            self.refuse(problem_sentence(problem))
            return None
        if not found["person"]:
            self.refuse(sentence("hours-nobody"))
            return None
        return found


class HoursTab(ListedLines):
    """`rates_asked` when what an hour costs is to be looked at; `panel` of the doings is open."""

    rates_asked = Signal()

    def __init__(self, doings: CaseDoings) -> None:
        super().__init__(_COLUMNS, name="Time spent", stretch="note")
        self._doings = doings
        self.entries: tuple[HoursView, ...] = ()
        self.enter = make_button(
            "Enter time…", writes=True, icon_name="add", on_click=self.open_enter
        )
        self.correct = make_button("Correct…", writes=True, on_click=self.correct_current)
        self.remove = make_button(
            "Remove…", writes=True, icon_name="remove", on_click=self.remove_current
        )
        self.put_buttons(self.enter, self.correct, self.remove)
        self.table.opened.connect(lambda _: self.correct_current())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._fit())
        self.words.linked.connect(lambda _: self.rates_asked.emit())
        gone = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self.remove_current)

    def show_case(self, view: CaseView) -> CaseTotal:
        """Show the time spent on a case, and return it added up."""
        desk = self._doings.desk
        self.entries = hours_of_case(desk.connection, view.id, desk.today)
        total = total_of_case(desk.connection, view.id, desk.today)
        self.show_rows([_row(entry) for entry in self.entries])
        self.words.set_spans(_total_spans(total))
        self._fit()
        return total

    def current(self) -> HoursView | None:
        """The entry that the buttons act on."""
        chosen = self.table.current_id()
        return next((entry for entry in self.entries if entry.id == chosen), None)

    def _fit(self) -> None:
        why_not = self._doings.desk.why_locked
        chosen = "" if self.current() else _NONE_CHOSEN
        offer(self.enter, why_not)
        if not why_not:
            self.enter.setToolTip(KEY)
        offer(self.correct, why_not or chosen)
        offer(self.remove, why_not or chosen)

    # ---- doing

    def open_enter(self) -> None:
        """Ask what time was spent; the step that is next is not guessed."""
        if not self.enter.isEnabled():
            return
        people = self._doings.people()
        own = next((x.value for x in people if x.label == self._doings.desk.office.user), None)
        lines = self._lines(people, ("", own, self._doings.desk.today.isoformat(), "", ""))
        panel = HoursPanel("Time spent", "Enter", lines)
        today = self._doings.desk.today
        self._doings.ask(
            panel,
            self.enter,
            lambda said: _label(said, people),
            lambda write, _, case, said: enter_hours(write, case, _stated(said), today),
        )

    def correct_current(self) -> None:
        """Ask for other facts of the entry that is chosen."""
        entry = self.current()
        if entry is None or not self.correct.isEnabled():
            return
        people = self._doings.people()
        if str(entry.person_id) not in {each.value for each in people}:
            people = (*people, Choice(str(entry.person_id), entry.person))
        now = (entry.shown, str(entry.person_id), entry.on, entry.step, entry.note)
        lines = [*self._lines(people, now), _WHY]
        panel = HoursPanel("Correct time spent", "Correct", lines)
        today = self._doings.desk.today
        self._doings.ask(
            panel,
            self.correct,
            lambda said: f"{_label(said, people)}, {entry.shown} of {entry.person} before",
            lambda write, _, case, said: correct_hours(
                write, case, entry.id, _stated(said), today, str(said["why"])
            ),
        )

    def remove_current(self) -> None:
        """Ask why the entry is taken out; undo brings it back."""
        entry = self.current()
        if entry is None or not self.remove.isEnabled():
            return
        what = f"{entry.shown} of {entry.person} on {format_date(entry.on)}"
        words = f"{what} and the reason stay on the timeline."
        today = self._doings.desk.today
        self._doings.ask(
            AskPanel("Remove time spent", "Remove", [_WHY], words=words),
            self.remove,
            f"{what} removed",
            lambda write, _, case, said: remove_hours(
                write, case, entry.id, today, str(said["why"])
            ),
        )

    def _lines(
        self, people: tuple[Choice, ...], now: tuple[str, str | None, str, str, str]
    ) -> list[AskLine]:
        view = self._doings.view
        assert view is not None
        steps = tuple(Choice(step.key, step.label) for step in view.steps)
        length, person, on, step, note = now
        return [
            AskLine(text_field("length", "How long", required=True), length or None),
            AskLine(Field("person", "Who"), person, people),
            AskLine(day_field("on", "Day"), on),
            AskLine(Field("step", "Step"), step or None, steps),
            AskLine(Field("note", "What for", max_length=LONGEST_NOTE), note or None),
        ]


def total_words(total: CaseTotal) -> str:
    """The time spent on a case and what it cost, in a few words."""
    if not total.entries:
        return "none entered"
    cost = "" if total.pence is None else f", {format_money(total.pence)}"
    return f"{format_duration(total.minutes)}{cost}"


def _total_spans(total: CaseTotal) -> list[Span]:
    if not total.entries:
        return [Span(_EMPTY, tone=Tone.QUIET)]
    spans = [Span(format_duration(total.minutes), strong=True), Span(" in all")]
    if total.pence is not None:
        cost = Span(format_money(total.pence), strong=True)
        return [*spans, Span(", "), cost, Span(" by the "), Span("rate of staff", link="rates")]
    many = "one entry has" if total.unrated == 1 else f"{total.unrated:,} entries have"
    doubt = Span(f"; {many} no ")
    return [*spans, doubt, Span("rate of staff", link="rates"), Span(" on the day, so no cost")]


def _row(entry: HoursView) -> Row:
    return (
        entry.id,
        Cell(format_weekday_date(entry.on)),
        Cell(entry.shown),
        Cell(entry.person),
        Cell(entry.step_label, tone=Tone.QUIET),
        Cell(entry.note),
    )


def _stated(said: Mapping[str, Value]) -> StatedHours:
    person, minutes = number_of(said["person"]), number_of(said["minutes"])
    assert person is not None
    assert minutes is not None
    step, note = str(said["step"] or ""), str(said["note"] or "")
    return StatedHours(person, day_of(said["on"]), minutes, step, note)


def _label(said: Mapping[str, Value], people: Sequence[Choice]) -> str:
    """What a step is called: "1 h 30 min of R. Osei on 1 Nov 2012"."""
    who = next(each.label for each in people if each.value == str(said["person"]))
    return (
        f"{format_duration(int(said['minutes'] or 0))} of {who} on {format_date(str(said['on']))}"
    )
