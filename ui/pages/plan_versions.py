"""The versions and scenarios of a plan, and what moved from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pages.plan_lines import (
    drift_columns,
    drift_rows,
    in_card,
    plan_table,
    show_lines,
    version_columns,
    version_rows,
)
from ui.widgets.buttons import make_label

if TYPE_CHECKING:
    from ui.pages.plan_reading import PlansRead


class PlanVersions(QWidget):
    """`show_read(read)`; `chosen(plan)` when another version is opened."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.versions = plan_table("Versions and scenarios")
        self.drift = plan_table("What moved")
        self.versions.opened.connect(self.chosen)
        self._against = make_label("", strong=True)
        self._moved = in_card(self.drift)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(in_card(self.versions), 2)
        column.addWidget(self._against)
        column.addWidget(self._moved, 3)
        self.setFocusProxy(self.versions)

    def show_read(self, read: PlansRead) -> None:
        """Show the versions, and what the one on the page changed."""
        plan, drift = read.plan, read.drift
        if plan is None:
            return
        show_lines(
            self.versions, version_columns(), version_rows(read.kin, plan.head.id, read.weighed)
        )
        self._moved.setVisible(drift is not None)
        if drift is None:
            self._against.setText("The first version: nothing to compare it with yet")
            return
        self._against.setText(f"{plan.head.name}, {plan.head.state}, against {read.against}")
        show_lines(self.drift, drift_columns(drift), drift_rows(drift))
