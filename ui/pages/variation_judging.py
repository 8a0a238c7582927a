"""Says what outliers are: the panel, what it needs, and the case that acts on one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from areateam.core.count_words import counted
from areateam.core.fields import Choice, Field, Kind
from areateam.core.wording import problem_sentence
from areateam.owners import case_owners
from areateam.variation.verdict_actions import act_on, judge
from areateam.variation.verdict_rules import Judgement, VerdictKind
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.pages.case_fields import choice_field, day_of, text_field
from ui.pages.case_words import desk_book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.catalogue.case_template_definitions import CaseTemplate
    from areateam.ledger.ledger import Write, Written
    from areateam.variation.point_views import ChartPoint
    from areateam.variation.variation_views import FunnelView
    from ui.desk import Desk

_KINDS = (
    (VerdictKind.JUSTIFIED, "Justified"),
    (VerdictKind.DATA_ERROR, "Data error"),
    (VerdictKind.ACTING, "Acting: open a case"),
    (VerdictKind.UNEXPLAINED, "Not explained"),
)
_ASKING, _TO_CONFIRM = "outlier-ask", "The contractor is asked to confirm the figure."
_NEEDS = {
    VerdictKind.JUSTIFIED: "Needs the evidence, and a day on which to look again.",
    VerdictKind.DATA_ERROR: "Needs the evidence, and a day on which to look again.",
    VerdictKind.ACTING: "The chart, its numbers and its method are kept with the case.",
    VerdictKind.UNEXPLAINED: "It stays among those that call for a verdict.",
}


class VariationJudging(QObject):
    """`panel` is the one that is open, if any."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.panel: AskPanel | None = None

    def ask_contractor(self, view: FunnelView, point: ChartPoint, anchor: QWidget) -> None:
        """Offer the case whose letter asks the contractor about the figure."""
        self.open(view, [point], anchor)
        if self.panel is not None:
            self.panel.fill("kind", VerdictKind.ACTING.value)
            self.panel.fill("template", _ASKING)
            self.panel.fill("reason", _TO_CONFIRM)

    def open(self, view: FunnelView, points: Sequence[ChartPoint], anchor: QWidget) -> None:
        """Ask what these points of a chart are; one step for all of them."""
        if not self._desk.writable or self.panel is not None or not points:
            return
        panel = self.panel = AskPanel(_title(points), "Judge", self._lines(view, points), width=480)
        panel.changed.connect(partial(self._look, panel, points))
        panel.on_pick("kind", lambda _: self._look(panel, points))
        panel.agreed.connect(partial(self._agreed, panel, view, tuple(points)))
        open_panel(anchor.window(), panel, anchor).closed.connect(self._closed)
        self._look(panel, points)

    def _lines(self, view: FunnelView, points: Sequence[ChartPoint]) -> list[AskLine]:
        desk = self._desk
        acts = all(point.contract is not None for point in points)
        kinds = tuple(
            Choice(each.value, words)
            for each, words in _KINDS
            if acts or each is not VerdictKind.ACTING
        )
        said = points[0].said if len(points) == 1 else None
        kind, reason, evidence = (
            (said.kind.value, said.reason, said.evidence) if said else (None, None, None)
        )
        templates = self._templates(view.indicator.group)
        offered = tuple(Choice(each.key, each.label) for each in templates)
        return [
            AskLine(choice_field("kind", "Verdict", kinds), kind),
            AskLine(text_field("reason", "Reason", required=True), reason),
            AskLine(text_field("evidence", "Evidence"), evidence),
            AskLine(text_field("reviewer", "Reviewer", required=True), desk.office.user),
            AskLine(Field("review_by", "Look again on", Kind.DATE)),
            AskLine(choice_field("template", "Case", offered), offered[0].value),
        ]

    def _templates(self, group: str) -> tuple[CaseTemplate, ...]:
        """The templates for contracts of a group; for no one group those that fit every one."""
        catalogue = self._desk.catalogue
        every = [group] if group else list(catalogue.groups)
        fitting = [
            catalogue.case_templates.fitting("outlier", each, catalogue.procedures)
            for each in every
        ]
        return tuple(each for each in fitting[0] if all(each in other for other in fitting))

    def _closed(self) -> None:
        self.panel = None

    def _look(self, panel: AskPanel, points: Sequence[ChartPoint]) -> None:
        """Say what the verdict needs; only acting asks for a case."""
        kind = VerdictKind(panel.text_of("kind"))
        acting = kind is VerdictKind.ACTING
        panel.editors["template"].setEnabled(acting)
        panel.editors["review_by"].setEnabled(kind is not VerdictKind.UNEXPLAINED)
        count = len(points)
        many = f" For {count:,} at once, in one step to undo." if count > 1 else ""
        panel.say(f"{_NEEDS[kind]}{many}")
        verb = "Open case" if acting and count == 1 else "Judge"
        panel.set_verb(f"{verb}: {count:,}" if count > 1 else verb)

    def _agreed(self, panel: AskPanel, view: FunnelView, points: tuple[ChartPoint, ...]) -> None:
        stated, desk = panel.stated(), self._desk
        if stated is None:
            return
        kind = VerdictKind(str(stated["kind"]))
        day = stated["review_by"] if kind is not VerdictKind.UNEXPLAINED else None
        judgement = Judgement(
            kind,
            str(stated["reason"]),
            str(stated["reviewer"]),
            str(stated["evidence"] or ""),
            day_of(day) if day else None,
        )
        book, template = desk_book(desk), str(stated["template"])

        def work(write: Write) -> list[int]:
            if kind is VerdictKind.ACTING:
                return [
                    act_on(write, book, view, each, judgement, template, owners=case_owners)
                    for each in points
                ]
            return [judge(write, view, each, judgement, book.today) for each in points]

        def done(written: Written[list[int]]) -> None:
            panel.left.emit()
            if kind is VerdictKind.ACTING and len(points) == 1:
                desk.open("case", id=written.result[0])

        panel.wait()
        label = f"{_title(points)} in {view.indicator.code}: {kind.value}"
        desk.write(label, work, done, lambda problem: panel.refuse(problem_sentence(problem)))


def _title(points: Sequence[ChartPoint]) -> str:
    return (
        f"Judge {points[0].ref}" if len(points) == 1 else f"Judge {counted(len(points), 'outlier')}"
    )
