"""What can be done with a call-off: each asks what it needs and is one step to undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from areateam.calloffs.bidder_actions import (
    INTERESTS,
    add_bidder,
    award,
    declare_interests,
    rank_bidder,
    reject_award,
)
from areateam.calloffs.call_off_actions import (
    Opening,
    complete_stage,
    note_loss,
    open_call_off,
    reopen_stage,
)
from areateam.calloffs.call_off_clock_rules import StageState
from areateam.calloffs.call_off_report_views import WhatIf, move_sentence, what_if
from areateam.calloffs.gate_actions import TierChange, change_gate, change_tier, pass_gate
from areateam.calloffs.state_actions import (
    pause_call_off,
    resume_call_off,
    stop_call_off,
    tell_bidders,
)
from areateam.catalogue.framework_definitions import APPROVER, SPONSOR
from areateam.core.fields import Choice, Field, Kind
from areateam.core.wording import problem_sentence
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.call_off_makers import for_words, maker_lines, maker_of
from ui.pages.call_off_words import desk_call_off_book
from ui.pages.case_fields import choice_field, day_field, day_of, text_field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.calloffs.call_off_clock_rules import StageClock
    from areateam.calloffs.call_off_views import CallOffBook, CallOffView
    from areateam.catalogue.framework_definitions import Framework
    from areateam.core.fields import Value
    from areateam.core.problems import Problem
    from areateam.ledger.ledger import Write, Written
    from ui.desk import Desk

    Said = Mapping[str, Value]
    Act = Callable[[Write, CallOffBook, int, Said], object]

_WHOLE, _WIDE = "all", 480


class CallOffDoings(QObject):
    """Writes for the call-off that is given; `panel` is the one that is open, if any."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.panel: AskPanel | None = None

    def ask_plain(
        self, panel: AskPanel, anchor: QWidget, label: str, act: Callable[[Write, Said], object],
        then: Callable[[Written[object]], None] | None = None,
    ) -> None:  # fmt: skip
        """Open a panel, and write what it states under a label; a refusal is said on it."""
        self.panel = panel

        def refused(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        def done(written: Written[object]) -> None:
            panel.left.emit()
            if then:
                then(written)

        def agreed() -> None:
            stated = panel.stated()
            if stated is not None:
                panel.wait()
                self.desk.write(label, lambda write: act(write, stated), done, refused)

        panel.agreed.connect(agreed)
        open_panel(anchor.window(), panel, anchor)

    def ask_for(
        self, view: CallOffView, panel: AskPanel, anchor: QWidget, words: str, act: Act
    ) -> None:
        """Open a panel about a call-off; `words` and its name call the step that is written."""
        book = desk_call_off_book(self.desk)
        label = f"{words}, {view.number} {view.title}"
        self.ask_plain(panel, anchor, label, lambda write, said: act(write, book, view.id, said))

    def _today(self) -> str:
        return self.desk.today.isoformat()

    def _reason_panel(self, title: str, verb: str, view: CallOffView, role: str) -> AskPanel:
        lines = [
            AskLine(text_field("reason", "Reason", required=True)),
            *maker_lines(self.desk, view, role),
        ]
        return AskPanel(title, verb, lines, words=for_words(self.desk, view, role))

    # ---- stages and pauses

    def complete(self, view: CallOffView, stage: StageClock, anchor: QWidget) -> None:
        """Ask on which day the stage in progress was done."""
        half = (Choice("1", "at noon"), Choice("0", "at its end"))
        lines = [
            AskLine(day_field("on", "Done on"), self._today()),
            AskLine(choice_field("half", "That day", half), "0"),
        ]
        key, label = stage.facts.key, stage.facts.label
        words = ""
        if stage is view.clock.stages[-1]:
            lines += maker_lines(self.desk, view, APPROVER)
            words = for_words(self.desk, view, APPROVER)
        self.ask_for(
            view, AskPanel(f"Complete: {label}", "Complete", lines, words=words), anchor,
            f"Complete “{label}”",
            lambda write, book, number, said: complete_stage(
                write, book, number, key, day_of(said["on"]), by_noon=said["half"] == "1",
                maker=maker_of(said)),
        )  # fmt: skip

    def reopen(self, view: CallOffView, anchor: QWidget) -> None:
        """Open the last stage done again; where it was signed, whoever may sign says so."""
        stage = next(s for s in reversed(view.clock.stages) if s.state is StageState.DONE)
        book, key = desk_call_off_book(self.desk), stage.facts.key
        words = f"Open “{stage.facts.label}” again"
        if view.is_open:
            label = f"{words}, {view.number} {view.title}"
            self.desk.write(label, lambda write: reopen_stage(write, book, view.id, key))
            return
        panel = AskPanel(
            words, "Open again", maker_lines(self.desk, view, APPROVER),
            words=for_words(self.desk, view, APPROVER),
        )  # fmt: skip
        self.ask_for(
            view, panel, anchor, words,
            lambda write, book, number, said: reopen_stage(
                write, book, number, key, maker_of(said)),
        )  # fmt: skip

    def pause(self, view: CallOffView, anchor: QWidget) -> None:
        """Let it stand still, with a reason of the framework."""
        reasons = _choices(desk_call_off_book(self.desk).framework.pause)
        lines = [
            AskLine(choice_field("reason", "Reason", reasons)),
            AskLine(text_field("evidence", "Evidence")),
            AskLine(day_field("first", "First day"), self._today()),
            AskLine(Field("last", "Last day", Kind.DATE)),
        ]
        words = "Both days stand still. Without a last day it still does."
        self.ask_for(
            view, AskPanel("Pause", "Pause", lines, words=words), anchor, "Pause",
            lambda write, book, number, said: pause_call_off(
                write, book, number, str(said["reason"]), first=day_of(said["first"]),
                last=day_of(said["last"]) if said["last"] else None,
                evidence=str(said["evidence"] or "")),
        )  # fmt: skip

    def resume(self, view: CallOffView, anchor: QWidget) -> None:
        """End the pause that lasts."""
        lines = [AskLine(day_field("last", "Last day of the pause"), self._today())]
        self.ask_for(
            view, AskPanel("Resume", "Resume", lines), anchor, "Resume",
            lambda write, book, number, said: resume_call_off(
                write, book, number, day_of(said["last"])),
        )  # fmt: skip

    def lost(self, view: CallOffView, anchor: QWidget) -> None:
        """Say what took time of a stage that was late."""
        late = view.clock.late()
        stages = tuple(Choice(stage.facts.key, stage.facts.label) for stage in late)
        causes = _choices(desk_call_off_book(self.desk).framework.cause)
        half_days = Field("half_days", "Half-days", Kind.INTEGER, required=True)
        lines = [
            AskLine(choice_field("stage", "Stage", stages)),
            AskLine(choice_field("cause", "Cause", causes)),
            AskLine(half_days, 2),
            AskLine(text_field("note", "Note")),
        ]
        panel = AskPanel("What took the time", "Enter", lines)
        if not late:
            panel.set_verb("Enter", why_not="No stage is over its target.")
        self.ask_for(
            view, panel, anchor, "Give lost time a cause",
            lambda write, book, number, said: note_loss(
                write, book, number, str(said["stage"]), str(said["cause"]),
                int(str(said["half_days"])), str(said["note"] or "")),
        )  # fmt: skip

    # ---- governance

    def tier(self, view: CallOffView, anchor: QWidget) -> None:
        """Raise or lower the tier, of all or of one gate; the new end is shown before."""
        book = desk_call_off_book(self.desk)
        gates = (Choice(_WHOLE, "every gate"), *_choices(book.framework.gate))
        tiers = tuple(Choice(str(t.number), f"Tier {t.number}") for t in book.framework.tier)
        lines = [
            AskLine(choice_field("tier", "To", tiers), str(view.tier)),
            AskLine(choice_field("gate", "Of", gates), _WHOLE),
            AskLine(text_field("reason", "Reason", required=True)),
            AskLine(text_field("second", "Second person")),
        ]
        panel = AskPanel(
            "Change the tier", "Change", lines, words="A lower tier needs a second person."
        )

        def show() -> None:
            to, gate = int(panel.text_of("tier") or view.tier), panel.text_of("gate")
            tried = WhatIf({}, {}, to) if gate == _WHOLE else WhatIf({}, {gate: to})
            panel.say(move_sentence(view, what_if(view, book, tried)))

        panel.changed.connect(show)

        def act(write: Write, book: CallOffBook, number: int, said: Said) -> None:
            change = TierChange(
                int(str(said["tier"])), str(said["reason"]), str(said["second"] or "")
            )
            if said["gate"] == _WHOLE:
                change_tier(write, book, number, change)
            else:
                change_gate(write, book, number, str(said["gate"]), change)

        self.ask_for(view, panel, anchor, "Change the tier", act)

    def pass_one(self, view: CallOffView, anchor: QWidget) -> None:
        """Say who let it through a gate, and in which role; whom the gate is for is said."""
        waiting = {
            line.gate.key: line for line in view.gates if line.applies and not line.passed_on
        }
        first = next(iter(waiting.values()), None)
        role, tier = (first.gate.role, first.tier) if first else (APPROVER, view.tier)
        lines = [
            AskLine(
                choice_field("gate", "Gate", _choices([line.gate for line in waiting.values()])),
                first.gate.key if first else None,
            ),
            AskLine(day_field("on", "On"), self._today()),
            *maker_lines(self.desk, view, role, tier),
        ]
        panel = AskPanel("Pass a gate", "Pass", lines)
        if not waiting:
            panel.set_verb("Pass", why_not="Every gate that stands was passed.")

        def say() -> None:
            if line := waiting.get(panel.text_of("gate")):
                panel.say(for_words(self.desk, view, line.gate.role, line.tier))

        panel.changed.connect(say)
        say()
        self.ask_for(
            view, panel, anchor, "Pass a gate",
            lambda write, book, number, said: pass_gate(
                write, book, number, str(said["gate"]), day_of(said["on"]), maker_of(said)),
        )  # fmt: skip

    # ---- bidders, award, end

    def bidder(self, view: CallOffView, anchor: QWidget) -> None:
        """Name a bidder, or enter what one declared and its rank."""
        lines = [
            AskLine(text_field("name", "Supplier", required=True)),
            AskLine(
                choice_field("interests", "Interests", tuple(Choice(w, w) for w in INTERESTS)),
                INTERESTS[0],
            ),
            AskLine(text_field("note", "About them")),
            AskLine(Field("rank", "Rank", Kind.INTEGER)),
        ]
        known = {bidder.name.casefold() for bidder in view.bidders}

        def act(write: Write, book: CallOffBook, number: int, said: Said) -> None:
            name, interests = str(said["name"]), str(said["interests"])
            note = str(said["note"] or "")
            if name.strip().casefold() in known:
                declare_interests(write, book, number, name, interests, note)
            else:
                add_bidder(write, book, number, name, interests=interests, note=note)
            if said["rank"]:
                rank_bidder(write, book, number, name, int(str(said["rank"])))

        self.ask_for(view, AskPanel("A bidder", "Enter", lines), anchor, "Bidder", act)

    def award(self, view: CallOffView, anchor: QWidget) -> None:
        """Award it to one of the bidders."""
        names = tuple(Choice(bidder.name, bidder.name) for bidder in view.bidders)
        lines = [
            AskLine(choice_field("name", "To", names)),
            AskLine(text_field("reason", "Reason, unless ranked first")),
            *maker_lines(self.desk, view, APPROVER),
        ]
        words = for_words(self.desk, view, APPROVER)
        self.ask_for(
            view, AskPanel("Award", "Award", lines, words=words), anchor, "Award",
            lambda write, book, number, said: award(
                write, book, number, str(said["name"]), str(said["reason"] or ""),
                maker_of(said)),
        )  # fmt: skip

    def reject(self, view: CallOffView, anchor: QWidget) -> None:
        """Reject the award, so that the next in rank has it."""
        self.ask_for(
            view, self._reason_panel("Reject the award", "Reject", view, APPROVER), anchor,
            "Reject the award",
            lambda write, book, number, said: reject_award(
                write, book, number, str(said["reason"]), maker_of(said)),
        )  # fmt: skip

    def told(self, view: CallOffView, anchor: QWidget) -> None:
        """Enter the day on which every bidder was told."""
        lines = [AskLine(day_field("on", "Told on"), self._today())]
        self.ask_for(
            view, AskPanel("Bidders were told", "Enter", lines), anchor, "Tell the bidders",
            lambda write, book, number, said: tell_bidders(write, book, number, day_of(said["on"])),
        )  # fmt: skip

    def stop(self, view: CallOffView, anchor: QWidget) -> None:
        """End it without a contract."""
        today = self.desk.today
        self.ask_for(
            view, self._reason_panel("Stop this call-off", "Stop", view, SPONSOR), anchor, "Stop",
            lambda write, book, number, said: stop_call_off(
                write, book, number, today, str(said["reason"]), maker_of(said)),
        )  # fmt: skip

    def open_new(self, anchor: QWidget, then: Callable[[int], None]) -> None:
        """Open a call-off; `then` gets the new one."""
        book = desk_call_off_book(self.desk)
        framework = book.framework
        points = tuple(Choice(str(n), str(n)) for n in range(4))
        lines = [
            AskLine(text_field("title", "Title", required=True)),
            AskLine(text_field("need", "Need", required=True)),
            AskLine(text_field("sponsor", "Sponsor", required=True)),
            AskLine(choice_field("area", "Service area", _choices(framework.area))),
            AskLine(choice_field("lot", "Lot", _choices(framework.lot))),
            AskLine(Field("value", "Value", Kind.MONEY, required=True)),
            AskLine(day_field("start", "Start"), self._today(), beside=True),
            AskLine(choice_field("path", "Path", _choices(framework.path)), framework.path[0].key),
            AskLine(text_field("path_reason", "Why this path")),
            *(
                AskLine(choice_field(f"risk-{q.key}", q.label, points), "0")
                for q in framework.question
            ),
        ]
        panel = AskPanel("Open a call-off", "Open", lines, width=_WIDE)
        panel.on_pick("path", lambda _: panel.say(_path_words(framework, panel.text_of("path"))))

        def act(write: Write, said: Said) -> object:
            opening = Opening(
                title=str(said["title"]), need=str(said["need"]), sponsor=str(said["sponsor"]),
                area=str(said["area"]), lot=str(said["lot"]), value_pence=int(str(said["value"])),
                answers={q.key: int(str(said[f"risk-{q.key}"])) for q in framework.question},
                start=day_of(said["start"]), path=str(said["path"]),
                path_reason=str(said["path_reason"] or ""),
            )  # fmt: skip
            return open_call_off(write, book, opening)

        self.ask_plain(
            panel, anchor, "Open a call-off", act, lambda written: then(int(str(written.result)))
        )


class _Named(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...


def _path_words(framework: Framework, key: str) -> str:
    """What a path is, and what it asks for."""
    path = framework.path_of(key)
    asks = f" It is open up to tier {path.up_to_tier}, with a reason."
    return path.about + asks * path.needs_reason


def _choices(found: Sequence[_Named]) -> tuple[Choice, ...]:
    return tuple(Choice(each.key, each.label) for each in found)
