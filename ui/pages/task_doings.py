"""What is done to a task: begin, sign, query, date, set a light, file evidence, take out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from areateam.cases.document_actions import read_document
from areateam.catalogue.programme_definitions import Side
from areateam.contracts.contract_views import managers
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.transition.readiness_rules import OVERRIDE_DAYS, Light, TaskStage
from areateam.transition.task_actions import (
    SET_BY_HAND,
    assign_tasks,
    begin_task,
    expect_task,
    explain_missing_evidence,
    file_evidence,
    override_light,
    query_task,
    remove_task,
    sign_task,
    unsign_task,
)
from areateam.transition.task_move_views import Moves, moves
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_words import desk_book
from ui.style.marks import Shape, Tone
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.core.fields import Value
    from areateam.ledger.ledger import Write
    from areateam.transition.transition_views import TaskFacts
    from ui.ask import Ask
    from ui.desk import Desk

_MOVES_SHOWN = 8
_REASON = Field("reason", "Reason", required=True)


class TaskDoings(QObject):
    """Opens the panels of a task at the buttons that ask for them; each writes one step."""

    def __init__(self, desk: Desk, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ask = ask
        self.panel: AskPanel | None = None

    def begin(self, facts: TaskFacts, anchor: QWidget) -> None:
        """Say on which day work began."""
        day = Field("on", "Begun on", Kind.DATE, required=True)
        panel = AskPanel(f"Begin {facts.key}", "Begin", [AskLine(day, self._today())])
        self._open(panel, anchor, f"Begin {facts.key}", lambda write, stated: begin_task(
            write, facts.id, _day(stated["on"]), self._desk.today))  # fmt: skip

    def sign(self, facts: TaskFacts, side: Side, anchor: QWidget) -> None:
        """Sign for one side, with the reason why there is no evidence where there is none."""
        lines = [
            AskLine(Field("name", "Name", required=True), self._name_for(side)),
            AskLine(Field("on", "On", Kind.DATE, required=True), self._today()),
        ]
        unproven = bool(facts.evidence) and not facts.filed and not facts.unproven_reason
        if unproven:
            why = "File what shows it first, or say why there is nothing. Closing so is counted."
            lines.append(AskLine(Field("reason", "No evidence, because", help=why)))
        words = f"Asked for: {facts.evidence}. {lines[-1].field.help}" if unproven else facts.accept
        panel = AskPanel(f"Sign {facts.key} as {side}", "Sign", lines, words=words)

        def act(write: Write, stated: dict[str, Value]) -> object:
            return sign_task(
                write, facts.id, side, name=str(stated["name"] or ""), on=_day(stated["on"]),
                today=self._desk.today, unproven_reason=str(stated.get("reason") or ""),
            )  # fmt: skip

        self._open(panel, anchor, f"Sign {facts.key} as {side}", act)

    def unsign(self, facts: TaskFacts, side: Side) -> None:
        """Take a signature back; undo brings it again."""
        self._write(
            f"Take the {side}'s signature off {facts.key}",
            lambda write: unsign_task(write, facts.id, side),
        )

    def query(self, facts: TaskFacts, anchor: QWidget) -> None:
        """Ask the sender back instead of accepting."""
        text = Field("text", "Question", required=True)
        panel = AskPanel(f"Query {facts.key}", "Ask", [AskLine(text)])
        self._open(panel, anchor, f"Query {facts.key}", lambda write, stated: query_task(
            write, facts.id, str(stated["text"] or ""), self._desk.today))  # fmt: skip

    def explain(self, facts: TaskFacts, anchor: QWidget) -> None:
        """Say why there is no evidence."""
        panel = AskPanel(f"Close {facts.key} without evidence", "Say so", [AskLine(_REASON)])
        label = f"No evidence for {facts.key}"
        self._open(panel, anchor, label, lambda write, stated: explain_missing_evidence(
            write, facts.id, str(stated["reason"] or "")))  # fmt: skip

    def assign(self, facts: TaskFacts, anchor: QWidget) -> None:
        """Give the task to a person of the team."""
        people = managers(self._desk.connection)
        choices = tuple(Choice(str(person), name) for person, name, *_ in people)
        owner = Field("owner", "Owner")
        panel = AskPanel(
            f"Owner of {facts.key}", "Assign", [AskLine(owner, facts.owner_id, choices)]
        )

        def act(write: Write, stated: dict[str, Value]) -> object:
            value = stated["owner"]
            return assign_tasks(write, [facts.id], int(str(value)) if value else None)

        self._open(panel, anchor, f"Assign {facts.key}", act)

    def light(self, facts: TaskFacts, anchor: QWidget) -> None:
        """Set a light by hand, or take one back that was set."""
        choices = tuple(Choice(light.value, light.value.capitalize()) for light in SET_BY_HAND)
        lines = [
            AskLine(Field("light", "Light", Kind.CHOICE, choices=choices), facts.override, choices),
            AskLine(Field("reason", "Reason"), facts.override_reason),
        ]
        words = f"It goes out after {OVERRIDE_DAYS} days. None gives the light worked out."
        panel = AskPanel(f"Light of {facts.key}", "Set", lines, words=words)

        def act(write: Write, stated: dict[str, Value]) -> None:
            chosen = Light(str(stated["light"])) if stated["light"] else None
            reason = str(stated["reason"] or "")
            override_light(write, facts.id, chosen, reason, self._desk.today)

        self._open(panel, anchor, f"Set the light of {facts.key}", act)

    def remove(self, facts: TaskFacts, anchor: QWidget) -> None:
        """Take the task out of its plan."""
        words = "Baselines go on showing it, struck through, with your name and the reason."
        panel = AskPanel(f"Take {facts.key} out", "Take out", [AskLine(_REASON)], words=words)
        label = f"Take {facts.key} out of the plan"
        self._open(panel, anchor, label, lambda write, stated: remove_task(
            write, facts.id, str(stated["reason"] or ""), self._desk.today))  # fmt: skip

    def file(self, facts: TaskFacts) -> None:
        """Choose documents that show the task was done, and file them."""
        paths = self._ask.open_files(f"Evidence for {facts.key}")
        if paths:
            self.file_paths(facts, list(paths))

    def file_paths(self, facts: TaskFacts, paths: list[Path]) -> None:
        """File documents as evidence."""
        today = self._desk.today
        try:
            read = [(path.name, read_document(path)) for path in paths]
        except Problem as problem:
            self._desk.problem.emit(problem_sentence(problem))
            return

        def act(write: Write) -> None:
            for name, content in read:
                file_evidence(write, facts.id, name, content, title="", dated=today)

        self._write(f"File {len(read)} as evidence for {facts.key}", act)

    def bring_to(self, facts: TaskFacts, stage: TaskStage, anchor: QWidget) -> None:
        """Open the panel by which a task comes to a stage; each move is a step of its own."""
        side = Side.RECEIVER if facts.sent_on or not facts.two_sided else Side.SENDER
        ways: dict[TaskStage, Callable[[], None]] = {
            TaskStage.UNDER_WAY: partial(self.begin, facts, anchor),
            TaskStage.SENT: partial(self.sign, facts, Side.SENDER, anchor),
            TaskStage.QUERIED: partial(self.query, facts, anchor),
            TaskStage.DONE: partial(self.sign, facts, side, anchor),
        }
        if stage in ways:
            ways[stage]()
        else:
            self._desk.problem.emit("What has begun cannot go back to not begun; undo does that.")

    # ---- dating by hand, with what moves

    def date(self, facts: TaskFacts, anchor: QWidget) -> None:
        """Give the task another end, and see first what moves and what stays."""
        lines = [
            AskLine(Field("on", "Expected", Kind.DATE, help="Blank: dated by the plan"),
                    facts.hand_on),
            AskLine(Field("reason", "Reason"), facts.hand_reason),
        ]  # fmt: skip
        panel = AskPanel(f"When {facts.key} is expected", "Accept", lines, width=480)
        effect = SpanLabel(tone=Tone.QUIET, wrap=True)
        effect.setMinimumHeight(20 * (_MOVES_SHOWN + 3))
        panel.add_part(effect)

        def look() -> None:
            stated = panel.stated()
            if stated is None:
                return
            on = _day(stated["on"]) if stated["on"] else None
            found = moves(self._desk.connection, desk_book(self._desk), facts.id, on)
            effect.set_spans(move_spans(found))
            many = len(found.moved)
            panel.set_verb(f"Accept {many} move{'' if many == 1 else 's'}" if many else "Accept")

        panel.changed.connect(look)

        def act(write: Write, stated: dict[str, Value]) -> None:
            on = _day(stated["on"]) if stated["on"] else None
            expect_task(write, facts.id, on, str(stated["reason"] or ""))

        self._open(panel, anchor, f"Expect {facts.key} on another day", act)
        look()

    # ---- opening and writing

    def _name_for(self, side: Side) -> str | None:
        return self._desk.office.user if side is Side.RECEIVER else None

    def _today(self) -> str:
        return self._desk.today.isoformat()

    def _open(
        self,
        panel: AskPanel,
        anchor: QWidget,
        label: str,
        act: Callable[[Write, dict[str, Value]], object],
    ) -> None:
        self.panel = panel
        panel.agreed.connect(partial(self._agreed, panel, label, act))
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = None

    def _agreed(
        self, panel: AskPanel, label: str, act: Callable[[Write, dict[str, Value]], object]
    ) -> None:
        stated = panel.stated()
        if stated is not None:
            self._write(label, lambda write: act(write, stated), panel)

    def _write(
        self, label: str, act: Callable[[Write], object], panel: AskPanel | None = None
    ) -> None:
        def refused(problem: Problem) -> None:
            if panel is not None and self.panel is panel:
                panel.refuse(problem_sentence(problem))
            else:
                self._desk.problem.emit(problem_sentence(problem))

        def done(_: object) -> None:
            if panel is not None and self.panel is panel:
                panel.left.emit()

        self._desk.write(label, act, done, refused)


def move_spans(found: Moves) -> list[Span]:
    """What moves and what stays, a line each."""
    if not found.moved:
        return [Span("Nothing moves.")]
    spans = []
    for move in found.moved[:_MOVES_SHOWN]:
        late = move.slack is not None and move.slack < 0
        before, after = (format_date(d.isoformat()) for d in (move.before, move.after))
        spans.append(
            Span(f"{move.key}  {before} → {after}\u2028", mark=Shape.LATE if late else None)
        )
    more = len(found.moved) - _MOVES_SHOWN
    if more > 0:
        spans.append(Span(f"and {more} more\u2028"))
    spans += (Span(f"{stay.key} stays: {stay.why}\u2028") for stay in found.stays[:3])
    return spans


def _day(value: Value) -> date:
    return date.fromisoformat(str(value))
