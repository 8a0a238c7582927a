"""Signatures that go between two registers as a file: written here, or shown before taken in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QWidget

from areateam.core.count_words import counted
from areateam.core.problems import Problem
from areateam.core.wording import problem_sentence
from areateam.exports.transition_export_actions import write_signatures
from areateam.transition.signature_actions import take_signatures
from areateam.transition.signature_file_views import read_bundle
from areateam.transition.signature_views import (
    CONTRADICTS,
    Change,
    SignaturePreview,
    import_label,
    preview_bundle,
    signed_bundle,
)
from ui.dialogs.lines_panel import LinesPanel
from ui.dialogs.panel import open_panel
from ui.style.marks import Shape, Tone
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.ledger.ledger import Write
    from ui.ask import Ask
    from ui.desk import Desk

_KINDS = "Signatures (*.json)"
_SHAPES = {
    Change.NEW: Shape.NEW,
    Change.CLOSES: Shape.OK,
    Change.RESTATED: Shape.CHANGED,
    Change.OTHER: Shape.DOUBT,
    Change.WITHDRAWN: Shape.DOUBT,
    Change.UNKNOWN: Shape.REFUSED,
    Change.SAME: Shape.SAME,
}
_ORDER = list(_SHAPES)


class SignatureExchange(QObject):
    """`give(place)` writes a file for the other side; `take(anchor)` shows one of theirs."""

    def __init__(self, desk: Desk, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ask = ask
        self.panel: LinesPanel | None = None
        self.replace: QCheckBox | None = None

    def give(self, place: str) -> None:
        """Write what is signed here of a place to a file."""
        desk = self._desk
        suggested = Path.home() / f"Signatures {place} {desk.today}.json"
        path = self._ask.save_file(f"Signatures of {place}", suggested, _KINDS)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".json")
        at = datetime.combine(desk.today, desk.office.now().time())
        user = desk.office.user

        def work(connection: Any) -> str | Problem:
            try:
                bundle = signed_bundle(connection, place, at, user)
                write_signatures(path, bundle)
            except Problem as problem:
                return problem
            many, contracts = len(bundle.signatures), len(bundle.contracts)
            signed = f"{many:,} signature{'' if many == 1 else 's'}"
            return f"{signed} for {contracts:,} contracts are in {path}."

        self._desk.read(f"signatures {path}", work, self._say)

    def _say(self, outcome: str | Problem) -> None:
        if isinstance(outcome, Problem):
            self._desk.problem.emit(problem_sentence(outcome))
        else:
            self._desk.told.emit(outcome)

    def take(self, anchor: QWidget) -> None:
        """Choose a file of the other side, and show what it would change."""
        path = self._ask.open_file("Signatures of the other side", _KINDS)
        if path is not None:
            self.show_file(path, anchor)

    def show_file(self, path: Path, anchor: QWidget) -> None:
        """Show what a file of the other side would change."""
        today = self._desk.today

        def work(connection: Any) -> SignaturePreview | Problem:
            try:
                return preview_bundle(connection, read_bundle(path), today)
            except Problem as problem:
                return problem

        def shown(outcome: SignaturePreview | Problem) -> None:
            if isinstance(outcome, Problem):
                self._say(outcome)
            else:
                self._show(outcome, anchor)

        self._desk.read(f"signatures {path}", work, shown)

    def _show(self, preview: SignaturePreview, anchor: QWidget) -> None:
        head, bundle = preview.head, preview.bundle
        panel = LinesPanel(
            f"Signatures of {head.place} by {bundle.written_by}", "Take in", preview_lines(preview)
        )
        panel.say(preview_words(preview))
        against = sum(preview.count(change) for change in CONTRADICTS)
        replace = QCheckBox(f"Also take over what contradicts ({against})")
        replace.setVisible(bool(against))
        panel.body.addWidget(replace)

        def count() -> None:
            many = len(preview.taken(replace=replace.isChecked()))
            why_not = "" if many else "It changes nothing here."
            if not self._desk.writable:
                why_not = "Nothing can be changed now."
            panel.set_verb(f"Take in {many:,}" if many else "Take in", why_not=why_not)

        replace.toggled.connect(lambda _: count())
        panel.agreed.connect(lambda: self._accept(panel, preview, replace.isChecked()))
        count()
        self.panel, self.replace = panel, replace
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = self.replace = None

    def _accept(self, panel: LinesPanel, preview: SignaturePreview, replace: bool) -> None:
        today, bundle = self._desk.today, preview.bundle
        panel.wait()

        def act(write: Write) -> object:
            return take_signatures(write, bundle, today, replace=replace)

        def refused(problem: Problem) -> None:
            if self.panel is panel:
                panel.refuse(problem_sentence(problem))

        def done(_: object) -> None:
            if self.panel is panel:
                panel.left.emit()

        self._desk.write(import_label(bundle), act, done, refused)


def preview_lines(preview: SignaturePreview) -> list[list[Span]]:
    """A line for each contract that is not agreed, then one for each signature."""
    lines = [
        [Span("not agreed", mark=Shape.RISK, strong=True), Span(f"  {difference.words}")]
        for difference in preview.differences
    ]
    signatures = sorted(preview.lines, key=lambda line: _ORDER.index(line.change))
    lines += (
        [
            Span(str(line.change), mark=_SHAPES[line.change]),
            Span(f"  {line.key} {line.title}  "),
            Span(line.words, tone=Tone.QUIET),
        ]
        for line in signatures
    )
    return lines


def preview_words(preview: SignaturePreview) -> str:
    """What stands under the lines: whether the two sides agree, and that it is one step."""
    many = len(preview.bundle.contracts)
    if not preview.differences:
        return f"Both sides hand over the same {counted(many, 'contract')}. One step to undo."
    unlike = len(preview.differences)
    verb = "contract is" if unlike == 1 else "contracts are"
    return (
        f"{unlike:,} {verb} not the same on both sides, so nothing closes until they are."
        " One step to undo."
    )
