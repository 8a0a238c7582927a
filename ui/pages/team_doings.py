"""What can be done with portfolios, leave and desks: a panel for each, one step to undo."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.desks import desk_of, keep_desk
from areateam.duties.desk_pages import kinds_words
from areateam.duties.duty_rules import Span as Days
from areateam.duties.portfolio_actions import (
    amend_portfolio,
    end_absence,
    end_portfolio,
    give_portfolio,
    record_absence,
)
from areateam.duties.portfolio_rules import Patch, Work
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import choice_field, day_field, day_of, number_of, text_field
from ui.pages.case_words import desk_book, group_words
from ui.pages.team_words import patch_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.core.fields import Value
    from areateam.core.problems import Problem
    from areateam.duties.desk_rules import DeskItem
    from areateam.duties.duty_views import FunctionView
    from areateam.duties.portfolio_views import AbsenceView, PortfolioView
    from areateam.duties.team_views import TeamStanding
    from areateam.ledger.ledger import Write, Written
    from ui.desk import Desk

_WIDTH = 460
_WHAT = "Leave a line at None where it is for all: every function, every group, every PCT."


class TeamDoings(QObject):
    """`standing` is the team shown, `functions` what a portfolio may name; `panel` the open one."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: AskPanel | None = None
        self.standing: TeamStanding | None = None
        self.functions: Sequence[FunctionView] = ()
        self.pcts: Mapping[str, str] = {}

    # ---- portfolios

    def give(self, anchor: QWidget, person: int | None, group: str = "", pct: str = "") -> None:
        """Ask for a new portfolio, with what is known of it filled in."""
        lines = [
            AskLine(choice_field("person", "Who", self._people()), person),
            *self._patch_lines(Patch(None, group, pct), Days(self._desk.today, None), deputy=False),
        ]
        panel = self._open(AskPanel("Give a portfolio", "Give", lines, width=_WIDTH), anchor)
        panel.changed.connect(lambda: self._tell_patch(panel))
        self._tell_patch(panel)

        def agreed(stated: Mapping[str, Value]) -> tuple[str, Callable[[Write], object]]:
            who = int(str(stated["person"]))
            patch, days, deputy = _patch(stated), _days(stated), bool(stated["deputy"])

            def act(write: Write) -> None:
                give_portfolio(write, who, patch, days, deputy=deputy)

            return f"Portfolio of {self._name(who)}", act

        self._on_agreed(panel, agreed)

    def change(self, anchor: QWidget, portfolio: int) -> None:
        """Ask for what a portfolio is of and when, as it stands now."""
        held = self._portfolio(portfolio)
        if held is None:
            return
        lines = self._patch_lines(held.held.patch, held.held.held, deputy=held.held.deputy)
        title = f"Portfolio of {held.person.name}"
        panel = self._open(AskPanel(title, "Change", lines, width=_WIDTH), anchor)
        panel.say(_WHAT)

        def agreed(stated: Mapping[str, Value]) -> tuple[str, Callable[[Write], object]]:
            patch, days, deputy = _patch(stated), _days(stated), bool(stated["deputy"])

            def act(write: Write) -> None:
                amend_portfolio(write, portfolio, patch, days, deputy=deputy)

            return f"Change the portfolio of {held.person.name}", act

        self._on_agreed(panel, agreed)

    def end(self, anchor: QWidget, portfolio: int) -> None:
        """Ask for the last day of a portfolio."""
        held = self._portfolio(portfolio)
        if held is None:
            return
        words = patch_words(held, group_words(self._desk), self.pcts)
        lines = [AskLine(day_field("last", "Last day"), self._desk.today.isoformat())]
        panel = AskPanel("End a portfolio", "End", lines, words=f"{held.person.name}: {words}.")
        self._open(panel, anchor)

        def agreed(stated: Mapping[str, Value]) -> tuple[str, Callable[[Write], object]]:
            last = day_of(stated["last"])
            label = f"End {words} of {held.person.name}"
            return label, lambda write: end_portfolio(write, portfolio, last)

        self._on_agreed(panel, agreed)

    def _patch_lines(self, patch: Patch, days: Days, *, deputy: bool) -> list[AskLine]:
        functions = tuple(Choice(str(f.id), f"{f.code} {f.name}") for f in self.functions)
        groups = tuple(Choice(key, label) for key, label in group_words(self._desk).items())
        places = tuple(Choice(code, f"{code} {name}") for code, name in self.pcts.items())
        as_deputy = Field("deputy", "As deputy", Kind.FLAG, required=True)
        return [
            AskLine(Field("function", "Function"), patch.function, functions),
            AskLine(Field("group", "Group"), patch.group or None, groups),
            AskLine(Field("pct", "PCT"), patch.pct or None, places),
            AskLine(Field("first", "From", Kind.DATE), _iso(days.first)),
            AskLine(Field("last", "until", Kind.DATE), _iso(days.last), beside=True),
            AskLine(as_deputy, int(deputy)),
        ]

    def _tell_patch(self, panel: AskPanel) -> None:
        """Say whose new work of that kind is now."""
        standing = self.standing
        function = panel.text_of("function")
        work = Work(
            frozenset((int(function),)) if function else frozenset(),
            panel.text_of("group"),
            panel.text_of("pct"),
        )
        if standing is None or work == Work():
            panel.say(_WHAT)
            return
        owner = standing.team.close_owner(work, standing.day)
        who = standing.team.people[owner.person].name if owner else "nobody"
        panel.say(f"New work of that kind is with {who} now. {_WHAT}")

    # ---- leave

    def leave(self, anchor: QWidget, person: int) -> None:
        """Ask from when to when somebody is away, and who covers."""
        today = self._desk.today.isoformat()
        cover = Field("cover", "Cover")
        lines = [
            AskLine(day_field("first", "From"), today),
            AskLine(day_field("last", "to"), today, beside=True),
            AskLine(cover, None, tuple(c for c in self._people() if c.value != str(person))),
            AskLine(text_field("reason", "Why")),
        ]
        words = "New work of theirs goes to the cover on those days; what is with them stays."
        name = self._name(person)
        panel = self._open(AskPanel(f"Leave of {name}", "Enter", lines, words=words), anchor)

        def agreed(stated: Mapping[str, Value]) -> tuple[str, Callable[[Write], object]]:
            days = Days(day_of(stated["first"]), day_of(stated["last"]))
            covers, reason = number_of(stated["cover"]), str(stated["reason"] or "")
            return f"Leave of {name}", lambda w: record_absence(w, person, days, covers, reason)

        self._on_agreed(panel, agreed)

    def back(self, anchor: QWidget, absence: int) -> None:
        """Ask for the first day back; leave that has not begun by then is taken away."""
        found = self._absence(absence)
        if found is None:
            return
        first = found.away.days.first or self._desk.today
        day = max(first, self._desk.today)
        lines = [AskLine(day_field("on", "Back on"), day.isoformat())]
        words = f"Leave that begins on {format_date(first.isoformat())}, or is on, ends before."
        panel = AskPanel(f"{found.person.name} is back", "Take back", lines, words=words)
        self._open(panel, anchor)

        def agreed(stated: Mapping[str, Value]) -> tuple[str, Callable[[Write], object]]:
            on = day_of(stated["on"])
            return f"{found.person.name} is back", lambda w: end_absence(w, absence, on)

        self._on_agreed(panel, agreed)

    # ---- desks

    def desk(self, anchor: QWidget, person: int) -> None:
        """Ask who takes a desk over; the pack is opened on its page."""
        desk, name = self._desk, self._name(person)
        people = tuple(c for c in self._people() if c.value != str(person))
        receiver = AskLine(Field("receiver", "Takes it over"), None, people)
        panel = AskPanel(f"Desk of {name}", "Make the pack", [receiver], width=_WIDTH)
        self._open(panel, anchor)
        book = desk_book(desk)

        def show(items: list[DeskItem]) -> None:
            if self.panel is panel:
                panel.say(f"{kinds_words(item.kind for item in items)}. The pack keeps this list.")
                panel.set_verb("Make the pack", why_not="" if items else "There is nothing.")

        desk.read("desk", lambda c: desk_of(c, book, person), show)

        def pressed() -> None:
            stated = panel.stated()
            if stated is None:
                return
            to = number_of(stated["receiver"])

            def done(written: Written[int]) -> None:
                panel.left.emit()
                desk.open("desk", id=written.result)

            panel.wait()
            label = f"Desk of {name}{f' for {self._name(to)}' if to else ''}"
            desk.write(label, lambda write: keep_desk(write, book, person, to), done,
                       lambda problem: panel.refuse(problem_sentence(problem)))  # fmt: skip

        panel.agreed.connect(pressed)

    # ---- parts

    def _open(self, panel: AskPanel, anchor: QWidget) -> AskPanel:
        self.panel = panel
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)
        return panel

    def _closed(self) -> None:
        self.panel = None

    def _on_agreed(
        self,
        panel: AskPanel,
        agreed: Callable[[Mapping[str, Value]], tuple[str, Callable[[Write], object]]],
    ) -> None:
        def pressed() -> None:
            stated = panel.stated()
            if stated is None:
                return
            try:
                label, act = agreed(stated)
            except UserProblem as problem:
                panel.refuse(problem_sentence(problem))
                return

            def refused(problem: Problem) -> None:
                panel.refuse(problem_sentence(problem))

            panel.wait()
            self._desk.write(label, act, lambda _: panel.left.emit(), refused)

        panel.agreed.connect(pressed)

    def _people(self) -> tuple[Choice, ...]:
        lines = self.standing.lines if self.standing else ()
        return tuple(
            Choice(str(line.person.id), line.person.name) for line in lines if not line.gone
        )

    def _name(self, person: int | None) -> str:
        people = self.standing.team.people if self.standing else {}
        return people[person].name if person in people else ""

    def _portfolio(self, portfolio: int) -> PortfolioView | None:
        every = self.standing.team.portfolios if self.standing else ()
        return next((each for each in every if each.id == portfolio), None)

    def _absence(self, absence: int) -> AbsenceView | None:
        every = self.standing.team.absences if self.standing else ()
        return next((each for each in every if each.id == absence), None)


def _patch(stated: Mapping[str, Value]) -> Patch:
    function = number_of(stated["function"])
    return Patch(function, str(stated["group"] or ""), str(stated["pct"] or ""))


def _days(stated: Mapping[str, Value]) -> Days:
    return Days(_day(stated["first"]), _day(stated["last"]))


def _day(value: Value) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
