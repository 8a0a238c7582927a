"""Keeps a chart of variation under a name: its indicator, who is compared, and what narrows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from areateam.contracts.contract_filter import Condition, Filter
from areateam.contracts.contract_list import Sort
from areateam.contracts.saved_view_actions import save_view
from areateam.contracts.saved_view_views import saved_view, saved_views
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from ui.dialogs.panel import open_panel
from ui.dialogs.save_view_panel import SaveViewPanel
from ui.pages.variation_facts import Wanted, chart_of
from ui.pages.variation_tools import Narrowed

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from areateam.catalogue.catalogue import Catalogue
    from areateam.contracts.saved_view_views import SavedView
    from ui.desk import Desk
    from ui.pages.variation_page import VariationPage

PAGE = "variation"


def filter_of(wanted: Wanted, narrowed: Narrowed, shape: str) -> Filter:
    """What is shown as the conditions that a view is kept as."""
    values = {
        "indicator": wanted.indicator,
        "level": wanted.level,
        "type": wanted.contract_type,
        "pct": narrowed.pct,
        "verdict": narrowed.verdict,
        "shape": shape,
    }
    kept = (Condition(key, "=", (value,)) for key, value in values.items() if value)
    return Filter(tuple(kept), narrowed.text)


def parts_of(kept: Filter) -> tuple[Wanted, Narrowed, str]:
    """The chart that a view was kept of, what narrows it, and how it is drawn."""
    values = {each.key: str(each.values[0]) for each in kept.conditions}
    got = values.get
    return (
        Wanted(got("indicator", ""), got("level", ""), got("type", "")),
        Narrowed(got("pct", ""), got("verdict", ""), kept.text),
        got("shape", "funnel"),
    )


def counted_charts(
    connection: Any, catalogue: Catalogue, day: date
) -> tuple[tuple[SavedView, int], ...]:
    """The charts that were kept, each with how many contractors it leaves on a day.

    One whose indicator is no longer there leaves none.
    """
    counted = []
    for view in saved_views(connection, PAGE):
        wanted, narrowed, _ = parts_of(view.filter)
        try:
            chart = chart_of(connection, catalogue, day, wanted)
        except UserProblem:
            counted.append((view, 0))
            continue
        every = (*chart.points, *chart.dormant)
        counted.append((view, sum(narrowed.leaves(point) for point in every)))
    return tuple(counted)


class VariationKeeping(QObject):
    """`panel` is the one that is open, if any; `name` that of the view shown last."""

    def __init__(self, desk: Desk, page: VariationPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self.name = ""
        self.panel: SaveViewPanel | None = None

    def show(self, number: int) -> None:
        """Show a chart that was kept, as it was narrowed and drawn."""
        page = self._page
        view = saved_view(self._desk.connection, number)
        page.wanted, narrowed, shape = parts_of(view.filter)
        self.name, page.current = view.name, None
        page.options.choose_shape(shape)
        page.tools.narrow_next(narrowed)
        page.refresh(None)

    def open_save_view(self, anchor: QWidget) -> None:
        """Open the panel that keeps the chart as it is shown."""
        view = self._page.view
        if view is None or not self._desk.writable or self.panel is not None:
            return
        names = [each.name for each in saved_views(self._desk.connection, PAGE)]
        holds = f"{view.indicator.code} {view.title}"
        also = ", what narrows it and how it is drawn"
        panel = self.panel = SaveViewPanel(holds, names, self.name, also=also)
        panel.agreed.connect(self._keep)
        open_panel(self._page.window(), panel, anchor).closed.connect(self._closed)

    def _keep(self) -> None:
        panel, page, view = self.panel, self._page, self._page.view
        if panel is None or view is None:
            return
        wanted = Wanted(view.indicator.key, page.wanted.level, page.wanted.contract_type)
        kept = filter_of(wanted, page.tools.narrowed_to(), page.options.shape)
        self.name = name = panel.name()
        self._desk.write(
            f"Save view {name}",
            lambda write: save_view(write, name, kept, Sort(), {}, PAGE),
            lambda _: panel.left.emit(),
            lambda problem: panel.refuse(problem_sentence(problem)),
        )

    def _closed(self) -> None:
        self.panel = None
