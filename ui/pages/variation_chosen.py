"""The contractor that is chosen in the chart: who it is, what its figures say, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QWidget

from areateam.core.dates import format_date
from ui.pages.variation_words import verdict_mark, verdict_word
from ui.style.marks import Tone
from ui.style.tokens import CARD_PADDING
from ui.widgets.buttons import FILLED, make_button
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.variation.point_views import ChartPoint
    from areateam.variation.verdict_views import VerdictView

_SHORT = {
    "Judge…": "Judge…",
    "Ask contractor…": "Ask…",
    "Re-base from here…": "Re-base…",
    "Open contract": "Open",
}
"""What the buttons say where there is less room."""
_NOBODY = "Click a point or a line of the list, or go along the chart with the arrow keys."
_DORMANT = "Suspended on this day, and outside the average."
_ASIDE = "A figure of it cannot be right, so that it is kept out of the chart."


class ChosenStrip(QWidget):
    """Shown below the chart; `case_asked(id)`, and a signal for each of the buttons."""

    judge_asked = Signal()
    letter_asked = Signal()
    case_asked = Signal(int)
    open_asked = Signal()
    rebase_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = SpanLabel()
        self.words = SpanLabel(tone=Tone.QUIET, wrap=True)
        self.words.linked.connect(lambda link: self.case_asked.emit(int(link.split()[1])))
        self.judge = make_button("Judge…", writes=True, kind=FILLED, on_click=self.judge_asked.emit)
        self.letter = make_button("Ask contractor…", writes=True, on_click=self.letter_asked.emit)
        self.rebase = make_button(
            "Re-base from here…", writes=True, on_click=self.rebase_asked.emit
        )
        self.rebase.hide()
        self.visit = make_button("Open contract", on_click=self.open_asked.emit)
        every = (self.judge, self.letter, self.rebase, self.visit)
        self._full = {button: button.text() for button in every}
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        for button, words in self._full.items():
            button.setAccessibleName(words)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._parts = QGridLayout(self)
        self._parts.setHorizontalSpacing(8)
        self._parts.setColumnStretch(0, 1)
        self.set_low(low=False)
        self.show_point(None, {}, writable=False)

    def set_low(self, *, low: bool) -> None:
        """Put shorter buttons beside the name in a low window, else whole ones below the words."""
        for button, words in self._full.items():
            button.setText(_SHORT[words] if low else words)
        margin = 8 if low else 12
        self._parts.setContentsMargins(CARD_PADDING, margin, CARD_PADDING, margin)
        self._parts.setVerticalSpacing(0 if low else 6)
        self._parts.addWidget(self.name, 0, 0)
        self._parts.addWidget(self.words, 1, 0, 1, 2)
        if low:
            self._parts.addWidget(self._buttons, 0, 1)
        else:
            self._parts.addWidget(self._buttons, 2, 0, 1, 2)

    def show_point(
        self,
        point: ChartPoint | None,
        places: dict[str, str],
        *,
        writable: bool,
        aside: bool = False,
    ) -> None:
        """Show a point, or what to do to choose one; `places` are the names of PCTs by code.

        One `aside` is kept out of the chart, because a figure of it cannot be right.
        """
        for button in (self.judge, self.letter, self.visit):
            button.setVisible(point is not None)
        if point is None:
            self.name.set_spans([Span("Nobody chosen", strong=True)])
            self.words.set_spans(_NOBODY)
            return
        place = f"{point.pct} {places.get(point.pct, '')}".strip()
        where = "" if place.startswith(point.ref) else f"  {place}"
        title = f"{point.ref} {point.name}".strip()
        self.name.set_spans([Span(title, strong=True), Span(where, tone=Tone.QUIET)])
        told = [Span(_ASIDE if aside else point.sentence or _DORMANT)]
        mark = verdict_mark(verdict_word(point))
        if mark is not None:
            said = f"{mark.word[:1].upper()}{mark.word[1:]}."
            told += [Span("  "), Span(said, mark=mark.shape, strong=True)]
        if point.said is not None:
            told += _said(point.said)
        self.words.set_spans(told)
        self._able(point, writable=writable, judgeable=point.flag.is_outlier or aside)

    def menu(self) -> QMenu:
        """The same that the buttons do, for the right button on the chart."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, words in self._full.items():
            if not button.isHidden():
                action = menu.addAction(words, button.click)
                action.setEnabled(button.isEnabled())
        return menu

    def offer_rebase(self, *, there: bool, writable: bool) -> None:
        """Offer to begin the limits anew, where a series over time is shown."""
        self.rebase.setVisible(there)
        self.letter.setVisible(not there and not self.judge.isHidden())
        self.rebase.setEnabled(writable)
        tip = "Its limits begin anew from the chosen day, with the reason on the chart."
        self.rebase.setToolTip(tip if writable else "Nothing can be changed here now.")

    def _able(self, point: ChartPoint, *, writable: bool, judgeable: bool) -> None:
        why_not = ""
        if not writable:
            why_not = "Nothing can be changed here now."
        elif not judgeable:
            why_not = "It lies inside the limits: there is nothing to judge."
        self.judge.setEnabled(not why_not)
        self.judge.setToolTip(why_not)
        if not why_not and point.contract is None:
            why_not = "A case is opened at a contract, and this is none."
        self.letter.setEnabled(not why_not)
        self.letter.setToolTip(why_not or "Opens a case whose letter asks about the figure.")
        self.visit.setEnabled(point.contract is not None)
        self.visit.setToolTip("" if point.contract is not None else "This is no single contract.")


def _said(verdict: VerdictView) -> list[Span]:
    """Why a point was judged as it is, by whom, and until when."""
    again = verdict.review_by
    until = f", to be looked at again by {format_date(again.isoformat())}" if again else ""
    lapsed = "; that day has passed" if verdict.lapsed else ""
    spans = [Span(f" {verdict.reason} ({verdict.reviewer}{until}{lapsed})")]
    if verdict.case is not None:
        spans += [Span("  "), Span(verdict.case_ref, link=f"case {verdict.case}")]
    return spans
