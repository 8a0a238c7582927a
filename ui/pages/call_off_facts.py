"""Facts of a call-off that are entered beside its clock: papers, savings, contract, need, weight.

Each panel is one step to undo.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.calloffs.bidder_actions import (
    PaperFile,
    claim_saving,
    file_paper,
    link_contract,
    remove_paper,
    state_need,
    validate_saving,
)
from areateam.calloffs.call_off_actions import begin_stage
from areateam.calloffs.call_off_report_views import ruling_words
from areateam.calloffs.finished_views import savings_of
from areateam.calloffs.gate_actions import weigh_again
from areateam.calloffs.paper_views import paper_list, papers_of
from areateam.cases.document_actions import read_document
from areateam.contracts.contract_views import contract_id_of, ref_of
from areateam.core.amounts import format_money
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.transition.task_name_views import task_of_uid, task_uid_of
from ui.ask import Ask
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.pages.call_off_words import desk_call_off_book
from ui.pages.case_fields import choice_field, day_field, day_of, text_field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from areateam.calloffs.call_off_views import CallOffBook, CallOffView
    from areateam.ledger.ledger import Write
    from ui.pages.call_off_doings import CallOffDoings, Said

Files = list[tuple[str, bytes]]
_POINTS = tuple(Choice(str(n), str(n)) for n in range(4))
_CONTRACT = "Its number here (C12), its contract number or an ODS code. Empty names none."
_TASK = "The task by its place and name, such as 5N8-T18. Empty for none."


class CallOffFacts(QObject):
    """Enters facts through the panels of `doings`; `ask` can be replaced."""

    def __init__(self, doings: CallOffDoings, parent: QWidget) -> None:
        super().__init__(parent)
        self.doings, self.desk = doings, doings.desk
        self.ask = Ask(parent)

    # ---- papers

    def choose_papers(self, view: CallOffView, anchor: QWidget) -> None:
        """Ask which files to file, and then as what."""
        self.file_paths(view, list(self.ask.open_files("File papers")), anchor)

    def file_paths(self, view: CallOffView, paths: Sequence[Path], anchor: QWidget) -> None:
        """Read files and ask which kind of paper they are; what cannot be read is told."""
        if paths and self.desk.writable:
            self.desk.read(
                "call-off papers",
                lambda _: _contents(paths),
                partial(self._file, view, anchor),
            )

    def _file(self, view: CallOffView, anchor: QWidget, read: Files | Problem) -> None:
        files = [] if isinstance(read, Problem) else read
        kinds = paper_list(self.desk.connection, view, desk_call_off_book(self.desk).framework)
        first = next((each.key for each in kinds if not each.filed), kinds[0].key)
        choices = tuple(
            Choice(each.key, f"{each.label} (missing)" if each.is_gap else each.label)
            for each in kinds
        )
        lines = [
            AskLine(choice_field("paper", "Paper", choices), first),
            AskLine(day_field("on", "Dated"), self.desk.today.isoformat()),
        ]
        if len(files) == 1:
            lines.insert(1, AskLine(text_field("title", "Title")))
        names = ", ".join(name for name, _ in files)
        panel = AskPanel("File papers", "File", lines, words=names)

        def act(write: Write, book: CallOffBook, number: int, said: Said) -> None:
            title = str(said.get("title") or "")
            for name, content in files:
                filed = PaperFile(str(said["paper"]), name, content, title, day_of(said["on"]))
                file_paper(write, book, number, filed)

        self.doings.ask_for(view, panel, anchor, f"File {names}", act)
        if isinstance(read, Problem):
            panel.refuse(problem_sentence(read))
            panel.set_verb("File", why_not="The file cannot be read.")

    def remove_paper(self, view: CallOffView, anchor: QWidget) -> None:
        """Take a paper out again; undo brings it back."""
        papers = papers_of(self.desk.connection, view.id)
        choices = tuple(
            Choice(str(p.id), f"{p.title}, {p.name}, {format_date(p.dated_on)}") for p in papers
        )
        panel = AskPanel(
            "Remove a paper", "Remove", [AskLine(choice_field("id", "Paper", choices))]
        )
        self.doings.ask_for(
            view, panel, anchor, "Remove a paper",
            lambda write, _book, _number, said: remove_paper(write, int(str(said["id"]))),
        )  # fmt: skip

    # ---- savings

    def claim(self, view: CallOffView, anchor: QWidget) -> None:
        """Enter a saving that is claimed."""
        lines = [
            AskLine(text_field("title", "What is saved", required=True)),
            AskLine(Field("claimed", "Claimed", Kind.MONEY, required=True)),
        ]
        self.doings.ask_for(
            view, AskPanel("Claim a saving", "Enter", lines), anchor, "Claim a saving",
            lambda write, book, number, said: claim_saving(
                write, book, number, str(said["title"]), int(str(said["claimed"]))),
        )  # fmt: skip

    def validate(self, view: CallOffView, anchor: QWidget) -> None:
        """Say how much of a saving is valid and how much is cash, and who says so."""
        savings = savings_of(self.desk.connection, view.id)
        choices = tuple(
            Choice(str(s.id), f"{s.title}, {format_money(s.claimed_pence)} claimed")
            for s in savings
        )
        waiting = next((s.id for s in savings if s.validated_pence is None), None)
        lines = [
            AskLine(choice_field("saving", "Saving", choices), waiting),
            AskLine(Field("valid", "Validated", Kind.MONEY, required=True)),
            AskLine(Field("cash", "Cashable", Kind.MONEY, required=True)),
            AskLine(text_field("by", "Validated by", required=True)),
        ]
        self.doings.ask_for(
            view, AskPanel("Validate a saving", "Enter", lines), anchor, "Validate a saving",
            lambda write, _book, _number, said: validate_saving(
                write, int(str(said["saving"])), int(str(said["valid"])),
                int(str(said["cash"])), str(said["by"])),
        )  # fmt: skip

    # ---- what it is for, and what it led to

    def contract(self, view: CallOffView, anchor: QWidget) -> None:
        """Name the contract that it led to."""
        named = ref_of(view.contract) if view.contract else None
        lines = [AskLine(text_field("contract", "Contract"), named)]

        def act(write: Write, book: CallOffBook, number: int, said: Said) -> None:
            ref = str(said["contract"] or "")
            found = contract_id_of(write.connection, ref) if ref.strip() else None
            link_contract(write, book, number, found)

        panel = AskPanel("The contract it led to", "Enter", lines, words=_CONTRACT)
        self.doings.ask_for(view, panel, anchor, "Name the contract", act)

    def need(self, view: CallOffView, anchor: QWidget) -> None:
        """Say by when it is needed, and which task of a hand-over it serves."""
        task = task_of_uid(self.desk.connection, view.task_uid)
        by = view.needed_by.isoformat() if view.needed_by else None
        lines = [
            AskLine(Field("by", "Needed by", Kind.DATE), by),
            AskLine(text_field("task", "Serves task"), task.name if task else None),
        ]

        def act(write: Write, book: CallOffBook, number: int, said: Said) -> None:
            by = day_of(said["by"]) if said["by"] else None
            task = task_uid_of(write.connection, str(said["task"] or ""))
            state_need(write, book, number, by, task)

        panel = AskPanel("What it is needed for", "Enter", lines, words=_TASK)
        self.doings.ask_for(view, panel, anchor, "State the need", act)

    # ---- stages and weight

    def begin(self, view: CallOffView, anchor: QWidget) -> None:
        """Say on which day work on a stage began."""
        left = [stage.facts for stage in view.clock.stages if stage.is_open]
        stages = tuple(Choice(stage.key, stage.label) for stage in left)
        lines = [
            AskLine(choice_field("stage", "Stage", stages)),
            AskLine(day_field("on", "Begun on"), self.desk.today.isoformat()),
        ]
        panel = AskPanel(
            "Begin a stage", "Begin", lines, words="The time before it began was waiting."
        )
        self.doings.ask_for(
            view, panel, anchor, "Begin a stage",
            lambda write, book, number, said: begin_stage(
                write, book, number, str(said["stage"]), day_of(said["on"])),
        )  # fmt: skip

    def weigh(self, view: CallOffView, anchor: QWidget) -> None:
        """Give it another value or other answers about risk; the tier of that is shown before."""
        book = desk_call_off_book(self.desk)
        questions, answers = book.framework.question, view.weight.answers
        lines = [
            AskLine(Field("value", "Value", Kind.MONEY, required=True), view.value_pence),
            *(
                AskLine(choice_field(q.key, q.label, _POINTS), str(answers.get(q.key, 0)))
                for q in questions
            ),
        ]
        panel = AskPanel(
            "Weigh it again", "Weigh", lines,
            words="A higher tier is taken at once; a lower one needs a second person.",
        )  # fmt: skip

        def points(said: Said) -> dict[str, int]:
            return {q.key: int(str(said[q.key])) for q in questions}

        def show() -> None:
            if (said := panel.stated()) is not None:
                panel.say(ruling_words(view, book, int(str(said["value"])), points(said)))

        panel.changed.connect(show)
        self.doings.ask_for(
            view, panel, anchor, "Weigh again",
            lambda write, book, number, said: weigh_again(
                write, book, number, value_pence=int(str(said["value"])), answers=points(said)),
        )  # fmt: skip


def _contents(paths: Sequence[Path]) -> Files | Problem:
    """The names and bytes of files, or why one of them cannot be filed."""
    try:
        return [(path.name, read_document(path)) for path in paths]
    except Problem as problem:
        return problem
