"""The cards of a task: its two lights, what it waits for and holds up, and its evidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.catalogue.programme_definitions import LINK_WORDS, Side
from areateam.contracts.contract_facet_views import short_body_name
from areateam.core.count_words import working_days
from areateam.core.dates import format_date
from ui.pages.readiness_panel import signed_spans
from ui.pages.transition_words import light_mark
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import make_button
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from areateam.transition.evidence_views import EvidenceView
    from areateam.transition.signature_views import TheirSignatureView
    from areateam.transition.transition_views import PlanView, TaskFacts, TaskView


class TaskCards(QObject):
    """The columns `lights`, `ties` and `evidence`; `show(task, plan, filed)` fills them.

    `unsign_asked(side)`, `task_asked(id)`, `save_asked(evidence)`, `take_out_asked(evidence)`.
    """

    unsign_asked = Signal(object)
    task_asked = Signal(int)
    save_asked = Signal(object)
    take_out_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.lights = QVBoxLayout()
        self.ties = QVBoxLayout()
        self.evidence = QVBoxLayout()

    def show(
        self,
        task: TaskView,
        plan: PlanView,
        filed: Sequence[EvidenceView],
        theirs: Sequence[TheirSignatureView],
    ) -> None:
        """Show a task, with the signatures that came in files of the other side."""
        for column in (self.lights, self.ties, self.evidence):
            _empty(column)
        self._show_lights(task, plan, {each.side: each for each in theirs})
        self._show_ties(task, plan)
        self._show_evidence(task.facts, filed)
        self._show_theirs(theirs)

    def _ask(self, signal: Any, each: EvidenceView, _: str) -> None:
        signal.emit(each)

    def _show_lights(
        self, task: TaskView, plan: PlanView, theirs: Mapping[Side, TheirSignatureView]
    ) -> None:
        facts, head = task.facts, plan.head
        if facts.two_sided:
            self._light(
                "Sender", short_body_name(head.sender), facts.sent_on, facts.sent_by, Side.SENDER
            )
            self._file_of(theirs.get(Side.SENDER))
            self._light(
                "Receiver", head.receiver, facts.accepted_on, facts.accepted_by, Side.RECEIVER
            )
            self._file_of(theirs.get(Side.RECEIVER))
        else:
            on, by = facts.accepted_on or facts.sent_on, facts.accepted_by or facts.sent_by
            side = Side.RECEIVER if facts.accepted_on else Side.SENDER
            self._light("Signed", facts.role, on, by, side)
        missing = facts.missing()
        words = f"Still needs {', '.join(missing)}." if missing else "Nothing is missing."
        shape = Shape.NOTHING if missing else Shape.OK
        self.lights.addWidget(SpanLabel([Span(words, mark=shape)], wrap=True))

    def _light(self, title: str, who: str, on: str | None, by: str | None, side: Side) -> None:
        row = QHBoxLayout()
        words = [Span(f"{title}  ", strong=True), Span(who, tone=Tone.QUIET)]
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(SpanLabel(words))
        text.addWidget(SpanLabel(signed_spans(on, by, "not signed")))
        row.addLayout(text, 1)
        if on:
            back = make_button(
                "Take back", writes=True, on_click=partial(self.unsign_asked.emit, side)
            )
            row.addWidget(back)
        holder = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        self.lights.addWidget(holder)

    def _file_of(self, theirs: TheirSignatureView | None) -> None:
        """Say that a signature came in a file, who wrote it and when."""
        if theirs is not None:
            day = format_date(theirs.written_at[:10])
            words = f"from the file that {theirs.written_by} wrote on {day}"
            self.lights.addWidget(SpanLabel(words, tone=Tone.QUIET, size=SMALL, wrap=True))

    def _show_theirs(self, theirs: Sequence[TheirSignatureView]) -> None:
        """Name the documents that the other side holds, by their digests."""
        for each in theirs:
            for document in each.documents:
                label = SpanLabel([Span(document.title), Span(f"  held by the {each.side}",
                                                              tone=Tone.QUIET)])  # fmt: skip
                label.setToolTip(f"SHA-256 {document.sha256}")
                self.evidence.addWidget(label)
                about = f"{document.size:,} bytes · {document.sha256[:12]}…"
                self.evidence.addWidget(SpanLabel(about, tone=Tone.QUIET, size=SMALL))

    def _show_ties(self, task: TaskView, plan: PlanView) -> None:
        by_id = {each.id: each for each in plan.tasks}
        links = {each.key: each.links for each in plan.inputs}
        for link in links[task.id]:
            other = by_id.get(link.other)
            if other is not None:
                lag = f", {working_days(f'{link.lag:+d}')}" if link.lag else ""
                self._tie(other, f"{LINK_WORDS[link.kind]}{lag}", "Waits for")
        for other in plan.tasks:
            if any(link.other == task.id for link in links[other.id]):
                self._tie(other, "", "Holds up")
        if not self.ties.count():
            self.ties.addWidget(
                SpanLabel("It waits for nothing and holds up nothing.", tone=Tone.QUIET)
            )

    def _tie(self, other: TaskView, how: str, title: str) -> None:
        mark = light_mark(other.light)
        spans = [
            Span(f"{title}  ", tone=Tone.QUIET),
            Span(f"{other.facts.key} {other.facts.title}", link=str(other.id)),
            Span(f"  {format_date(other.facts.due_on)}  ", tone=Tone.QUIET),
            Span(mark.word, mark=mark.shape),
            Span(f"  {how}" if how else "", tone=Tone.QUIET),
        ]
        label = SpanLabel(spans, wrap=True)
        label.linked.connect(lambda link: self.task_asked.emit(int(link)))
        self.ties.addWidget(label)

    def _show_evidence(self, facts: TaskFacts, filed: Sequence[EvidenceView]) -> None:
        self.evidence.addWidget(
            SpanLabel(f"Asked for: {facts.evidence}", tone=Tone.QUIET, wrap=True)
        )
        for each in filed:
            about = f"{format_date(each.dated_on)} · {each.filed_by} · {each.size:,} bytes"
            label = SpanLabel([Span(each.title, link=f"save {each.id}")])
            label.setToolTip(f"{each.name}, SHA-256 {each.sha256}")
            label.linked.connect(partial(self._ask, self.save_asked, each))
            self.evidence.addWidget(label)
            row = [Span(f"{about} · {each.sha256[:12]}…  ", tone=Tone.QUIET),
                   Span("Take out", link=str(each.id))]  # fmt: skip
            under = SpanLabel(row, size=SMALL)
            under.linked.connect(partial(self._ask, self.take_out_asked, each))
            self.evidence.addWidget(under)
        if facts.unproven_reason and not filed:
            words = f"Closed without evidence: {facts.unproven_reason}"
            self.evidence.addWidget(SpanLabel([Span(words, mark=Shape.RISK)], wrap=True))


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
