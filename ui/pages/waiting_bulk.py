"""What can be done with waiting lines: one, those ticked, or all that the filter leaves."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject

from areateam.contracts.contract_views import contract_id_of
from areateam.core.problems import Problem, UserProblem
from areateam.core.wording import problem_sentence
from areateam.exports.query_export_actions import Change, write_query
from areateam.imports.query_views import queries_of_stage, queries_of_waiting
from areateam.imports.waiting_actions import Decision, Ending, assign, close_lines
from areateam.organisations.organisation_views import people_of_team
from areateam.organisations.person_actions import entered
from ui.dialogs.panel import Panel, open_panel
from ui.dialogs.people_asked import PeopleAsked
from ui.pages.waiting_looks import WaitingSource
from ui.pages.waiting_panels import AssignPanel, ClosePanel, TakePanel, lines_words
from ui.style.marks import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.imports.waiting_actions import Reread
    from areateam.imports.waiting_filter import WaitingFilter
    from areateam.ledger.ledger import Write
    from ui.ask import Ask
    from ui.desk import Desk
    from ui.pages.waiting_page import WaitingPage
    from ui.pages.waiting_preview import WaitingPanel

QUERY_KINDS = "Query sheet (*.xlsx);;Page for a browser (*.html)"


class WaitingBulk(QObject):
    """Opens the panels and writes what was agreed to; each is one step."""

    def __init__(self, desk: Desk, page: WaitingPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.panel: Panel | None = None

    def ticked(self) -> list[int]:
        """The ticked lines: by name, or all that the filter leaves but some."""
        model = self._page.table.rows_model
        checked, source = model.checked, model.source
        if not checked.all_matching or not isinstance(source, WaitingSource):
            return sorted(checked.ids)
        return [held for held in source.listed.ids() if held in checked]

    def do(self, verb: str, held: Sequence[int], anchor: QWidget) -> None:
        """Do a verb with lines; its panel points at `anchor`."""
        doings = {"assign": self.assign, "close": self.close, "take": self.take}
        if verb == "query":
            self.ask_pct(held)
        elif held:
            doings[verb](held, anchor)

    # ---- panels

    def assign(self, held: Sequence[int], anchor: QWidget) -> None:
        """Give lines to a person, until a day, with a note."""
        people = list(people_of_team(self._desk.connection).values())
        panel = AssignPanel(len(held), people)

        asked = PeopleAsked(self._desk, panel)

        def agreed() -> None:
            name, due, note = panel.chosen()
            named = asked.meant(name)
            if named is None:
                return
            person = named[0] if named else None

            def act(write: Write) -> int:
                manager = entered(write, person) if person else None
                return assign(write, held, manager=manager, due_on=due, note=note)

            to = f" to {person.name}" if person else ""
            self._write(panel, f"Give {lines_words(len(held))} that wait{to}", act)

        self._open(panel, agreed, anchor)

    def close(self, held: Sequence[int], anchor: QWidget) -> None:
        """Close lines with a reason."""
        panel = ClosePanel(len(held))

        def agreed() -> None:
            how, reason = panel.chosen()
            day = self._desk.today
            ending = cast("Ending", how)
            self._write(
                panel,
                f"Close {lines_words(len(held))} that waited",
                lambda write: close_lines(write, held, ending, day, reason),
            )

        self._open(panel, agreed, anchor)

    def take(self, held: Sequence[int], anchor: QWidget) -> None:
        """Read lines again as they stand, say what would go in, and take that in."""
        panel = TakePanel(len(held))
        decisions = [Decision(each) for each in held]

        def shown(found: tuple[list[Reread], list[int]]) -> None:
            if self.panel is panel:
                panel.show_reread(found[0])

        def done(found: tuple[list[Reread], list[int]]) -> None:
            taken = sum(each.went_in for each in found[0])
            self._page.say(f"{lines_words(taken)} went into the register.", Tone.OK, found[1])
            if self.panel is panel:
                panel.left.emit()

        def agreed() -> None:
            panel.set_verb("Take in", why_not="It is being written.")
            self._desk.run(
                lambda office: office.decide_waiting(decisions), done, partial(self._refuse, panel)
            )

        self._open(panel, agreed, anchor)
        self._desk.tend(
            lambda office: office.decide_waiting(decisions, dry_run=True),
            shown,
            partial(self._refuse, panel),
        )

    def _open(self, panel: Panel, agreed: Any, anchor: QWidget) -> None:
        self.panel = panel
        panel.agreed.connect(agreed)
        popover = open_panel(anchor.window(), panel, anchor)
        popover.closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = None

    def _write(self, panel: Panel, label: str, act: Any) -> None:
        panel.set_verb("Writing", why_not="It is being written.")
        self._desk.write(
            label,
            act,
            lambda _: panel.left.emit() if self.panel is panel else None,
            partial(self._refuse, panel),
        )

    def _refuse(self, panel: Panel, problem: Problem) -> None:
        if self.panel is panel:
            panel.refuse(problem_sentence(problem))

    # ---- one line

    def check(self, panel: WaitingPanel) -> None:
        """Say on the panel of the line what would come of what is typed."""
        decision = self._decision(panel, accept=False)
        if decision is not None:
            self._desk.tend(
                lambda office: office.decide_waiting([decision], dry_run=True),
                lambda found: self._page.show_reread(found[0]),
            )

    def take_one(self, panel: WaitingPanel, *, accept: bool) -> None:
        """Take in a line as it was put right; one that is still wrong waits with its reason."""
        decision = self._decision(panel, accept=accept)
        if decision is None:
            return

        def done(found: tuple[list[Reread], list[int]]) -> None:
            if any(each.went_in for each in found[0]):
                self._page.say("The line went into the register.", Tone.OK, found[1])
            else:
                self._page.show_reread(found[0])

        self._desk.run(lambda office: office.decide_waiting([decision]), done)

    def _decision(self, panel: WaitingPanel, *, accept: bool) -> Decision | None:
        """What the panel holds; None, said there, where it names a contract that is none."""
        if panel.view is None:
            return None
        contract, named = None, panel.contract()
        if named:
            try:
                contract = contract_id_of(self._desk.connection, named)
            except UserProblem as problem:
                panel.refuse(problem_sentence(problem))
                return None
        return Decision(panel.view.held, cells=panel.cells(), accept=accept, contract=contract)

    # ---- files

    def ask_pct(self, held: Sequence[int]) -> None:
        """Write questions about lines, or about all that the filter leaves."""
        page = self._page
        ask_pct(self._desk, page.ask, page.wanted, held, page.say)


def ask_pct(
    desk: Desk,
    ask: Ask,
    wanted: WaitingFilter,
    held: Sequence[int],
    say: Callable[[str, Tone], None],
) -> None:
    """Ask where to, and write the query sheet or the page about waiting lines beside the window.

    `held` names some; with none, all that the filter leaves. `say` tells what came of it.
    """
    catalogue, day = desk.catalogue, desk.today

    def write(connection: Any, out: Path) -> int:
        lines = queries_of_waiting(connection, catalogue, wanted, held)
        return write_query(connection, catalogue, day, lines, out)

    _write_questions(desk, ask, write, say)


def ask_about_stage(desk: Desk, ask: Ask, stage: Path, say: Callable[[str, Tone], None]) -> None:
    """The same about a file under review, of which nothing is written yet."""
    catalogue, day, register = desk.catalogue, desk.today, desk.path

    def write(connection: Any, out: Path) -> int:
        asked = queries_of_stage(stage, register, catalogue)
        changes = [Change(*each) for each in asked.changes]
        return write_query(
            connection, catalogue, day, asked.lines, out, about=asked.file,
            counts=asked.counts, changes=changes, changes_in_all=asked.changes_in_all,
        )  # fmt: skip

    _write_questions(desk, ask, write, say)


def _write_questions(
    desk: Desk, ask: Ask, write: Callable[[Any, Path], int], say: Callable[[str, Tone], None]
) -> None:
    suggested = Path.home() / f"Questions {desk.today.isoformat()}.xlsx"
    path = ask.save_file("Questions to the PCT", suggested, QUERY_KINDS)
    if path is None:
        return
    out = path if path.suffix else path.with_suffix(".xlsx")

    def work(connection: Any) -> int | Problem:
        try:
            return write(connection, out)
        except Problem as problem:
            return problem

    def told(outcome: int | Problem) -> None:
        if isinstance(outcome, Problem):
            say(problem_sentence(outcome), Tone.LATE)
        else:
            say(f"{lines_words(outcome)} were written to {out.name}.", Tone.OK)

    desk.read("waiting: query", work, told)
