"""A line of a contract's terms: edited in place, explained where worked out, with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QWidget

from areateam.core.fields import Kind
from areateam.core.findings import Fault
from ui.forms.value_editors import Reader, TextEditor, read_text
from ui.forms.value_row import ValueRow, fault_words
from ui.style.fonts import font as type_font
from ui.style.marks import Shape, Tone
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from areateam.contracts.contract_term_views import TermLine
    from areateam.core.fields import Choice
    from areateam.imports.claim_views import FieldClaims

NOT_STATED = "not stated"
_SHOWN_SUGGESTIONS = 10
_CLAIMS, _NEW = "claims", "somebody-new"


class TermRow(ValueRow):
    """Shows a `TermLine`, and beside it a mark where what was stated of it differs.

    `claims_asked(key)` asks where it comes from: by the mark, F4 or the right button. `suggest`
    gives words to choose from while typing; `likely` what a wrong text probably meant.
    """

    claims_asked = Signal(str)

    def __init__(
        self,
        line: TermLine,
        *,
        read: Reader = read_text,
        choices: Sequence[Choice] = (),
        suggest: Callable[[], Sequence[str]] | None = None,
        likely: Callable[[str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.line = line
        self._suggest = suggest
        self._likely = likely
        self._answered = False
        self._claims: FieldClaims | None = None
        super().__init__(line.field, line.stored, read=read, choices=choices, parent=parent)

    def show_line(self, line: TermLine, *, editable: bool) -> None:
        """Show a line as the register has it now; an open editor closes and keeps the focus."""
        focused = self.editor is not None and self.editor.hasFocus()
        self.line = line
        self.set_value(line.stored)
        self.set_editable(editable=editable and line.editable)
        self._shown.set_spans(self._spans())
        self.setAccessibleName(f"{self.field.label}: {self._shown.text()}")
        self._tell_source()
        if focused:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_claims(self, claims: FieldClaims | None) -> None:
        """Mark the value where its sources disagree; None where nothing was stated of it."""
        self._claims = claims
        if self.editor is None:
            self._shown.set_spans(self._spans())
            self.setAccessibleName(f"{self.field.label}: {self._shown.text()}")
        self._tell_source()

    def _tell_source(self) -> None:
        line = self.line
        source = f"From {line.source}" if line.source else ""
        if self._claims is not None and (standing := self._claims.standing) is not None:
            source = f"{standing.said_by}: {standing.place}. {standing.why} F4 shows all."
        self.setToolTip(source)
        self.setAccessibleDescription(source or self.field.help)

    def _spans(self) -> list[Span]:
        line = self.line
        spans = [Span(NOT_STATED, tone=Tone.QUIET)]
        if line.shown:
            link = self.field.key if line.reason else ""
            spans = [Span(line.shown, link=link, reason=line.reason is not None)]
            unit = self.field.unit
            # "Annual UDAs 18,500 UDAs" says the same twice.
            if unit and unit.casefold() not in self.field.label.casefold():
                gap = "" if unit == "%" else " "
                spans.append(Span(gap + unit, tone=Tone.QUIET))
        if line.note:
            spans.append(Span(f"  {line.note}", tone=Tone.QUIET))
        if self._claims is not None and self._claims.disputed:
            spans += [Span("   "), Span(differing_words(self._claims), mark=Shape.DOUBT,
                                        link=_CLAIMS)]  # fmt: skip
        return spans

    def _follow(self, link: str) -> None:
        if link == _CLAIMS:
            self.claims_asked.emit(self.field.key)
        else:
            super()._follow(link)

    def claims_place(self) -> tuple[QWidget, QRect]:
        """Where the mark stands, or the value, for the claims to point at."""
        return self._shown, self._shown.link_rect(_CLAIMS)

    def reason_place(self) -> tuple[QWidget, QRect]:
        """Where the worked-out value stands, for its popover to point at."""
        return self._shown, self._shown.link_rect(self.field.key)

    def edit(self) -> None:
        """Turn the value into a field, with suggestions where there are any."""
        opened = self.editor is None
        super().edit()
        if opened and self._suggest is not None and isinstance(self.editor, TextEditor):
            self.editor.setText(self.line.shown)
            self.editor.selectAll()
            self.editor.setCompleter(_completer(self._suggest(), self.editor))

    def drop(self) -> None:
        """Put the old value back."""
        # A line of text passes Enter on after it was answered: that must not open it again.
        self._answered = True
        QTimer.singleShot(0, self, self._forget_answer)
        super().drop()

    def _forget_answer(self) -> None:
        self._answered = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button asks where the value comes from."""
        self.claims_asked.emit(self.field.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and Enter open the field, F4 says where the value comes from."""
        if event.key() == Qt.Key.Key_F4 and self.editor is None:
            self.claims_asked.emit(self.field.key)
        elif not self._answered:
            super().keyPressEvent(event)

    def commit(self) -> None:
        """Ask for the typed value to be stored; a wrong one is answered with what was meant."""
        if self.editor is not None and self._likely is not None:
            text = self.editor.text()
            value = self._read(self.field, text)
            if isinstance(value, Fault):
                self._show_fault(fault_words(self.field, text, value), self._likely(text))
                return
        super().commit()

    def _show_fault(self, words: str, likely: str = "") -> None:
        super()._show_fault(words, likely)
        if not words or self.field.kind not in (Kind.PERSON, Kind.BODY):
            return
        # The code or number that is stored says less than the name that is shown.
        kept = self.line.shown or NOT_STATED
        stays = f"{words} {self.field.label} stays {kept} until this is right."
        self._fault.set_spans([Span(stays, mark=Shape.LATE)])
        ways = [Span(f"Use {likely}", link=likely), Span("   ")] if likely else []
        if self.field.kind is Kind.PERSON:
            ways += [Span("Enter somebody new", link=_NEW), Span("   ")]
        self._ways.set_spans([*ways, Span(f"Esc puts {kept} back")])

    def _take_likely(self, likely: str) -> None:
        if likely == _NEW and self.editor is not None:
            self._show_fault("")
            self.committed.emit(self.field.key, " ".join(self.editor.text().split()))
        else:
            super()._take_likely(likely)


def differing_words(claims: FieldClaims) -> str:
    """How many sources say otherwise than what stands."""
    count = claims.differing
    return "1 other differs" if count == 1 else f"{count} others differ"


def _completer(words: Sequence[str], parent: QWidget) -> QCompleter:
    completer = QCompleter(list(words), parent)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(_SHOWN_SUGGESTIONS)
    if (popup := completer.popup()) is not None:
        popup.setFont(type_font())
        popup.setAccessibleName("Suggestions")
    return completer
