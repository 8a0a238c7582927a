"""The lines of a mapping, one for each column, and what holds for the whole of the list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.core.wording import problem_sentence
from areateam.imports.import_sheet_views import (
    key_targets,
    refuse_mapping,
    target_field,
    target_labels,
)
from ui.dialogs.column_panel import ColumnPanel
from ui.dialogs.panel import open_panel
from ui.pages.import_mapping_draft import PCT, MappingDraft, planned
from ui.pages.import_mapping_line import MappingLine, TargetBox, target_model
from ui.pages.import_mapping_options import MappingOptions
from ui.style.tokens import GAP
from ui.widgets.buttons import make_frame

if TYPE_CHECKING:
    from areateam.imports.import_sheet_views import ColumnPlan, ListMapping, MappingSheet
    from ui.desk import Desk
    from ui.pages.import_queue import Request


class MappingBoard(QWidget):
    """`changed` when the mapping is another, `looked` when to look at the file anew."""

    changed = Signal()
    looked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.draft: MappingDraft | None = None
        self.lines: list[MappingLine] = []
        self._narrow = False
        self._model = target_model(target_labels(desk.catalogue))
        card = make_frame("card")
        self._rows = QVBoxLayout(card)
        self._rows.setContentsMargins(1, 4, 1, 4)
        self._rows.setSpacing(0)
        pcts = desk.catalogue.directory.of_kind("pct", desk.today)
        types = [(kind.key, kind.label) for kind in desk.catalogue.types.values()]
        self.options = MappingOptions([(b.code, f"{b.code} {b.name}") for b in pcts], types)
        self.options.changed.connect(self.changed)
        self.options.looked.connect(self.looked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(card)
        column.addWidget(self.options)

    def set_narrow(self, *, narrow: bool) -> None:
        """Fewer parts of each line in a small window."""
        self._narrow = narrow
        for line in self.lines:
            line.set_narrow(narrow=narrow)

    def clear(self) -> None:
        """Show no list."""
        self.draft = None
        self.lines = []
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()

    def show_sheet(self, sheet: MappingSheet, request: Request) -> MappingDraft:
        """Show a file's columns with the mapping that they begin with."""
        self.clear()
        draft = self.draft = MappingDraft(self._desk.catalogue, sheet)
        if request.pct:
            draft.constants.setdefault(PCT, request.pct)
        for place, column in enumerate(draft.sheet.columns):
            line = MappingLine(column, self._model)
            line.set_narrow(narrow=self._narrow)
            line.chosen.connect(lambda choice, at=place: self._choose(at, choice))
            line.ordered.connect(lambda order, at=place: self._order(at, order))
            line.change_asked.connect(lambda at=place: self.open_change(at))
            if place:
                self._rows.addWidget(make_frame("soft-line"))
            self._rows.addWidget(line)
            self.lines.append(line)
            self._show_line(place)
        draft.name = draft.name or Path(draft.sheet.path).stem
        self.options.show_draft(draft, request, key_targets(self._desk.catalogue))
        return draft

    def focus_first(self) -> None:
        """Begin where a person is needed: at the first column that is not understood."""
        draft = self.draft
        if draft is None or not self.lines:
            return
        open_ = [at for at, found in enumerate(draft.judgements) if found.grade in ("", "unsure")]
        at = open_[0] if open_ else 0
        self.lines[at].target.setFocus(Qt.FocusReason.OtherFocusReason)

    def mapping(self) -> ListMapping | None:
        """The mapping as it stands; None while no list is shown."""
        return self.draft.mapping() if self.draft is not None else None

    def problem(self) -> str:
        """Why the mapping cannot be meant, as a sentence; "" where it can."""
        if self.draft is None:
            return ""
        problem = refuse_mapping(self.draft.mapping(), self._desk.catalogue)
        return problem_sentence(problem) if problem is not None else ""

    def open_change(self, place: int) -> None:
        """Open the panel about how one column is read."""
        draft = self.draft
        if draft is None:
            return
        plan = draft.plans[place]
        field = None
        if not plan.split and plan.targets:
            field = target_field(self._desk.catalogue, plan.targets[0])
        headings = [c.heading for c in draft.sheet.columns if c.heading not in ("", plan.heading)]
        strange = draft.judgements[place].strange
        panel = ColumnPanel(plan, field, headings, strange, self._make_target)

        def use() -> None:
            self._set(place, panel.plan())
            panel.left.emit()

        panel.agreed.connect(use)
        open_panel(self.window(), panel, self.lines[place].change)

    def _make_target(self, name: str, target: str) -> TargetBox:
        box = TargetBox(self._model, name)
        box.choose(target)
        return box

    def _choose(self, place: int, choice: str) -> None:
        if self.draft is not None:
            self._set(place, planned(self.draft.plans[place], choice))

    def _order(self, place: int, order: str) -> None:
        if self.draft is not None:
            self._set(place, self.draft.plans[place].changed(dates=order))

    def _set(self, place: int, plan: ColumnPlan) -> None:
        """Let a column state something; a target belongs to one column, so another gives it up."""
        draft = self.draft
        assert draft is not None
        draft.set_plan(place, plan)
        for target in plan.targets:
            other = draft.holder_of(target, place)
            if other is not None:
                draft.set_plan(other, planned(draft.plans[other], ""))
                self._show_line(other)
        self._show_line(place)
        self.changed.emit()

    def _show_line(self, place: int) -> None:
        draft = self.draft
        if draft is not None:
            found, question = draft.judgements[place], draft.question(place)
            self.lines[place].show_plan(draft.plans[place], found, question)
