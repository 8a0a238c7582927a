"""Who answers for a case: whom what is late goes to, who is asked before it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.cases.case_views import Standing
from areateam.core.dates import format_date
from areateam.duties.case_answer_views import person_words
from ui.style.marks import Shape, Tone
from ui.widgets.card_frame import CardFrame
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.cases.case_views import CaseView
    from areateam.duties.case_answer_views import CaseAnswer
    from areateam.duties.duty_views import AnswerView


class AnswersCard(CardFrame):
    """`linked` with the code of the function for the matrix."""

    def __init__(self) -> None:
        super().__init__("Who answers")

    def show_case(self, view: CaseView, answer: CaseAnswer | None) -> None:
        """Show who answers; the card is away where the procedure belongs to no function."""
        self.clear()
        self.setVisible(answer is not None)
        if answer is None:
            return
        function = answer.function
        self.set_right([Span(function.code, link=function.code)])
        late = view.standing is Standing.LATE and not view.closed_on
        for each in answer.accountable:
            if late:
                words = [
                    Span("Late: tell ", mark=Shape.LATE, strong=True),
                    Span(_who(each)),
                ]
            else:
                words = [Span(_who(each))]
            self.add_line(words, wrap=True)
        if not answer.accountable:
            self.add_line([Span("Nobody is accountable", mark=Shape.LATE)])
        for each in answer.successors if not view.closed_on else ():
            on = format_date(answer.change.isoformat())
            self.add_line([Span(f"From {on}: {_who(each)}", tone=Tone.QUIET)], wrap=True)
        for title, told in (("Ask before closing", answer.asked), ("Tell", answer.told)):
            if told and not view.closed_on:
                self.add_line([Span(f"{title}: {codes(told)}", tone=Tone.QUIET)], wrap=True)


def _who(answer: AnswerView) -> str:
    """A body with whom to ring there."""
    person = person_words(answer.contacts) or "nobody named there"
    return f"{answer.body.code} {answer.body.name}, {person}"


def codes(answers: tuple[AnswerView, ...]) -> str:
    """The codes of the bodies, with whom to ring there where somebody is named."""
    return ", ".join(
        f"{each.body.code} ({person})"
        if (person := person_words(each.contacts))
        else each.body.code
        for each in answers
    )
