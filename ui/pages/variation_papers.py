"""The files of variation: the chart as a picture, and the list as a table."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from areateam.core.problems import FileProblem
from areateam.core.wording import problem_sentence
from areateam.exports.variation_export_actions import export_points, export_queries
from ui.charts.chart_paper import write_picture
from ui.pages.variation_saving import WORKBOOKS, save_list

if TYPE_CHECKING:
    from collections.abc import Hashable

    from areateam.variation.variation_views import FunnelView
    from ui.ask import Ask
    from ui.charts.picture import Picture
    from ui.desk import Desk
    from ui.pages.variation_page import VariationPage

_PICTURES = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"


class VariationPapers:
    """Asks where to, writes, and says what came of it."""

    def __init__(self, desk: Desk, ask: Ask) -> None:
        self._desk = desk
        self._ask = ask

    def offer(self, page: VariationPage) -> None:
        """A menu of what can be written."""
        self.menu(page).popup(page.export.mapToGlobal(page.export.rect().bottomLeft()))

    def menu(self, page: VariationPage) -> QMenu:
        """What can be written of what the page shows."""
        menu = QMenu(page)
        picture = page.chart.picture
        if picture is not None:
            current = page.chart.picked
            menu.addAction("Picture of the chart…", lambda: self.picture(picture, current))
            menu.addAction("Copy the figures", lambda: self.copy(picture))
        view = page.view
        if view is not None:
            menu.addAction("List of all contractors…", lambda: self.points(view))
            queries = menu.addAction("Figures that cannot be right…", lambda: self.queries(view))
            queries.setEnabled(bool(view.queried))
        return menu

    def points(self, view: FunnelView) -> None:
        """Write the table behind the chart with how far to trust it."""
        save_list(self._desk, self._ask, view.title, partial(export_points, view), WORKBOOKS)

    def queries(self, view: FunnelView) -> None:
        """Write the figures of the indicator that are kept out of the chart."""
        title = f"Figures to ask about, {view.indicator.code}"
        write = partial(export_queries, view.queried, view.on)
        save_list(self._desk, self._ask, title, write)

    def copy(self, picture: Picture) -> None:
        """Put the figures behind the chart on the clipboard."""
        QGuiApplication.clipboard().setText(picture.table().text)
        self._desk.told.emit(f"The figures of {len(picture.keys):,} points are copied.")

    def picture(self, picture: Picture, picked: tuple[Hashable, ...]) -> None:
        """Write the chart with its title, sentence and day."""
        suggested = Path.home() / f"{picture.heading.title} {self._desk.today}.png"
        path = self._ask.save_file("Picture of the chart", suggested, _PICTURES)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".png")
        reason = write_picture(path, picture, picked)
        if reason:
            problem = FileProblem("file-unwritable", path, reason=reason)
            self._desk.problem.emit(problem_sentence(problem))
        else:
            self._desk.told.emit(f"The picture is in {path}.")
