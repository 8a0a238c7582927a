"""Writes the letters of a case: previewed while they are filled in, filed as drafts, sent."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.cases.document_actions import read_document
from areateam.cases.letter_actions import (
    bring_template,
    drop_template,
    file_letter,
    make_file,
    send_letter,
)
from areateam.cases.letter_party_views import letter_party
from areateam.cases.letter_views import (
    LetterText,
    Template,
    kept_answers,
    letter_steps,
    letter_text,
    suggested_asks,
    template_of,
)
from areateam.contracts.contract_views import body_name
from areateam.core.dates import DateOrder, parse_date
from areateam.core.findings import Fault
from areateam.core.problems import Problem, UserProblem
from areateam.core.wording import problem_sentence
from areateam.exports.document_export_actions import save_template
from areateam.organisations.team_address_views import team_address
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.letter_panel import LetterPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import day_field, day_of
from ui.pages.case_words import desk_book, next_step
from ui.pages.settings_address import NO_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from areateam.cases.case_rules import Rulebook
    from areateam.cases.case_views import CaseView
    from areateam.cases.document_views import DocumentView
    from areateam.ledger.ledger import Write
    from ui.pages.case_documents import DocumentsTab
    from ui.pages.case_doings import CaseDoings


_COMES = "The one that comes with the program"


class CaseLetters(QObject):
    """`open(anchor)` writes a letter; `panel` is the one that is open, if any."""

    def __init__(self, doings: CaseDoings, parent: DocumentsTab) -> None:
        super().__init__(parent)
        self._tab = parent
        self._doings = doings
        self._desk = doings.desk
        self.panel: LetterPanel | None = None
        # What was typed for a letter that is not filed yet, by case and step, until it is.
        self._typed: dict[tuple[int, str], dict[str, str]] = {}
        self._begun: dict[str, str] = {}

    def open(self, anchor: QWidget, step: str = "") -> None:
        """Open the panel at a button, on the letter of a step or on the next that is due."""
        view = self._doings.view
        if view is None or not self._desk.writable or not letter_steps(view):
            return
        panel = self.panel = LetterPanel([(s.key, s.label) for s in letter_steps(view)])
        panel.choose(step or _first(view))
        panel.chosen.connect(lambda _: self._show_letter(view, panel))
        panel.changed.connect(lambda: self._show_text(view, panel))
        panel.agreed.connect(lambda: self._file(view, panel))
        panel.template.connect(lambda verb: self._template(verb, view, panel))
        self._show_letter(view, panel)
        window = anchor.window()
        panel.set_room(window.height() - anchor.mapTo(window, anchor.rect().bottomLeft()).y())
        open_panel(window, panel, anchor).closed.connect(self._forget)

    def _forget(self) -> None:
        self.panel = None

    def _show_letter(self, view: CaseView, panel: LetterPanel) -> None:
        spec = self._desk.catalogue.letters.named(_letter(view, panel.step_key()))
        text = self._text(view, panel.step_key(), {}, self._desk.today)
        kept = kept_answers(self._desk.connection, text.step)
        typed = self._typed.get((view.id, panel.step_key()), {})
        self._begun = {**suggested_asks(text), **kept}
        panel.show_asks(spec.ask, {**self._begun, **typed})
        self._show_template(spec.key, view, panel)
        self._show_text(view, panel)

    def _show_text(self, view: CaseView, panel: LetterPanel) -> None:
        """Show the letter as it reads, and name what it still needs."""
        stated = panel.stated()
        self._typed[view.id, panel.step_key()] = {
            key: text for key, text in stated.items() if text != self._begun.get(key, "")
        }
        try:
            sent = _sent_on(panel.sent_on.text())
            text = self._text(view, panel.step_key(), panel.stated(), sent or self._desk.today)
        except UserProblem as problem:
            panel.refuse(problem_sentence(problem))
            return
        panel.show_text(["\n".join(text.sender), "\n".join(text.address), *text.preview])
        verb = "Send" if sent else "File draft"
        if text.unfilled:
            words = f"Still needed: {'; '.join(text.unfilled)}."
            panel.say(words)
            panel.set_verb(verb, why_not=words)
        else:
            words = "Nothing is missing. The letter is filed in the register as a Word file."
            if not team_address(self._desk.connection).lines:
                words = f"{NO_ADDRESS} Enter it in Settings. Nothing else is missing."
            panel.say(words)
            panel.set_verb(verb)

    def _text(self, view: CaseView, step: str, stated: dict[str, str], dated: date) -> LetterText:
        return letter_text(
            self._desk.connection, desk_book(self._desk), view.id, step, stated,
            dated=dated, user=self._desk.office.user,
        )  # fmt: skip

    def _file(self, view: CaseView, panel: LetterPanel) -> None:
        step, stated, user = panel.step_key(), panel.stated(), self._desk.office.user
        try:
            sent = _sent_on(panel.sent_on.text())
        except UserProblem as problem:
            panel.refuse(problem_sentence(problem))
            return

        def act(write: Write, book: Rulebook, case: int) -> None:
            text = letter_text(
                write.connection, book, case, step, stated, dated=sent or book.today, user=user
            )
            document = file_letter(write, text, make_file(write.connection, book, text))
            if sent:
                send_letter(write, book, document, sent)

        label = self._desk.catalogue.letters.named(_letter(view, step)).label
        words = f"{label}, {'sent' if sent else 'draft'}"

        def done() -> None:
            self._typed.pop((view.id, step), None)
            if self.panel is panel:
                panel.left.emit()

        panel.wait()
        self._doings.write(words, act, done, lambda problem: self._refused(panel, problem))

    def _refused(self, panel: LetterPanel, problem: Problem) -> None:
        """Say on the panel why not, or in the window once the panel is gone."""
        words = problem_sentence(problem)
        if self.panel is panel:
            panel.refuse(words)
        else:
            self._desk.problem.emit(words)

    # ---- the Word template

    def _show_template(self, letter: str, view: CaseView, panel: LetterPanel) -> Template:
        pct = self._pct(view)
        used = template_of(self._desk.connection, self._desk.catalogue, letter, pct)
        place = body_name(self._desk.connection, pct or None, "pct")
        whose = body_name(self._desk.connection, used.pct or None, "pct") or "Our own"
        said = f"{whose}, {used.name}, version {used.version}" if used.own else _COMES
        panel.show_template(said, place, own=used.own)
        return used

    def _pct(self, view: CaseView) -> str:
        """The PCT of the case, whose templates its letters are written on."""
        return letter_party(self._desk.connection, self._desk.catalogue, view, self._desk.today).pct

    def _template(self, verb: str, view: CaseView, panel: LetterPanel) -> None:
        """Save the template of the panel's letter, bring another, or go back to the shipped one."""
        letter = _letter(view, panel.step_key())
        catalogue = self._desk.catalogue
        label = catalogue.letters.named(letter).label
        try:
            if verb == "save":
                self._save_template(letter, label, view, panel)
            elif verb == "drop":
                whose = self._show_template(letter, view, panel).pct
                words = f"{label}: template no longer used"
                act = partial(drop_template, letter=letter, pct=whose)
                self._write(words, letter, view, panel, act)
            elif path := self._tab.ask.open_file("Bring a template", "Word (*.docx)"):
                content, pct = read_document(path), self._pct(view) if verb == "bring-pct" else ""

                def bring(write: Write) -> object:
                    return bring_template(write, catalogue, letter, path.name, content, pct)

                whose = f" of {pct}" if pct else ""
                self._write(f"{label}: template {path.name}{whose}", letter, view, panel, bring)
        except Problem as problem:
            self._refused(panel, problem)

    def _save_template(self, letter: str, label: str, view: CaseView, panel: LetterPanel) -> None:
        ask = self._tab.ask
        path = ask.save_file("Save the template", Path.home() / f"{label}.docx", "Word (*.docx)")
        if path is not None:
            save_template(self._show_template(letter, view, panel), path)
            panel.say(f"{path.name} was written. Change it in Word and bring it here.")

    def _write(
        self,
        words: str,
        letter: str,
        view: CaseView,
        panel: LetterPanel,
        act: Callable[[Write], object],
    ) -> None:
        def done(_: object) -> None:
            used = self._show_template(letter, view, panel)
            panel.say(f"The letter is written on {used.name}.")

        self._desk.write(words, act, done, lambda problem: self._refused(panel, problem))

    # ---- what was written before

    def open_sent(self, document: DocumentView, anchor: QWidget) -> None:
        """Ask on which day a draft went out."""
        lines = [AskLine(day_field("on", "Sent on"), self._desk.today.isoformat())]
        words = "The draft stays beside what was sent. Its step is done on that day."
        self._doings.ask(
            AskPanel("Mark as sent", "Sent", lines, words=words),
            anchor,
            f"{document.title}, sent",
            lambda write, book, _, said: send_letter(write, book, document.id, day_of(said["on"])),
        )


def _first(view: CaseView) -> str:
    """The letter to begin with: that of the next step, else the first that is not sent yet."""
    steps = letter_steps(view)
    due = next_step(view)
    if due is not None and due.letter:
        return due.key
    waiting = [step for step in steps if not (step.done_on or step.skipped_reason)]
    return (waiting or steps)[0].key


def _letter(view: CaseView, step: str) -> str:
    return next(s.letter for s in view.steps if s.key == step)


def _sent_on(text: str) -> date | None:
    """The day that was typed; None for none."""
    if not text.strip():
        return None
    day = parse_date(text, DateOrder.DMY)
    if isinstance(day, Fault):
        raise UserProblem(day.code, label="Sent on", value=text, detail=day.detail)
    return date.fromisoformat(day)
