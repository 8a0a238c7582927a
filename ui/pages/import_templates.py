"""Empty lists to be filled in by others, whose headings our own import understands."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from areateam.exports.list_template_actions import write_list_template
from areateam.imports.list_template_views import list_template
from ui.ask import Ask
from ui.widgets.buttons import make_button

if TYPE_CHECKING:
    from ui.desk import Desk

_KINDS = "Excel (*.xlsx);;CSV (*.csv)"
_GAP = "\N{NO-BREAK SPACE}" * 2


class ListTemplates(QObject):
    """`button` offers an empty list for each group; `told(sentence)` when one was written."""

    told = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.ask = Ask(parent)
        self.button = make_button(f"Empty list{_GAP}", icon_name="down", on_click=self.open_menu)
        self.button.setAccessibleName("Save an empty list to be filled in")
        # The arrow follows the word, as on every button that opens a menu.
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.menu = QMenu(parent)
        self.menu.setAccessibleName("Empty lists")
        for key, group in desk.catalogue.groups.items():
            self.menu.addAction(f"{group.label} contracts…", partial(self.save, key))

    def open_menu(self) -> None:
        """Show the groups."""
        self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def save(self, group: str) -> None:
        """Write the empty list of a group where the user says."""
        catalogue = self._desk.catalogue
        title = f"{catalogue.groups[group].label} contracts"
        path = self.ask.save_file("Save an empty list", Path.home() / f"{title}.xlsx", _KINDS)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")

        def work(_: object) -> str:
            columns = list_template(catalogue, group)
            write_list_template(path, title, columns)
            return f"An empty list of {len(columns):,} columns was saved as {path.name}."

        self._desk.read("imports-template", work, self.told.emit)
