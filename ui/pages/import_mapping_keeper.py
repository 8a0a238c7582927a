"""The mappings that were kept: begin with one, take one from a colleague, give one, remove one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from areateam.core.wording import problem_sentence
from areateam.imports.import_mapping_actions import (
    read_mapping_file,
    remove_mapping,
    save_mapping,
    write_mapping_file,
)
from areateam.imports.import_mapping_views import saved_mappings
from areateam.imports.import_sheet_views import refuse_mapping
from ui.ask import Ask
from ui.widgets.buttons import make_button

if TYPE_CHECKING:
    from collections.abc import Callable

    from areateam.core.problems import Problem
    from areateam.imports.import_sheet_views import ListMapping
    from ui.desk import Desk

_KINDS = "Mappings (*.json *.toml)"
_GAP = "\N{NO-BREAK SPACE}" * 2


class MappingKeeper(QObject):
    """`button` has the menu. `wanted(name)` when a kept mapping is to be used for the file.

    `told(sentence, wrong)` says what came of it; `current` gives the mapping as it stands.
    """

    wanted = Signal(str)
    told = Signal(str, bool)

    def __init__(
        self, desk: Desk, parent: QWidget, current: Callable[[], ListMapping | None]
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._current = current
        self.ask = Ask(parent)
        self.button = make_button(f"Mappings{_GAP}", icon_name="down", on_click=self.open_menu)
        self.button.setAccessibleName("Mappings that were kept")
        # The arrow follows the word, as on every button that opens a menu.
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.menu = QMenu(parent)
        self.menu.setAccessibleName("Mappings that were kept")

    def open_menu(self) -> None:
        """Show what is kept, and what can be done."""
        self.fill()
        self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def fill(self) -> None:
        """Put the kept mappings into the menu."""
        self.menu.clear()
        kept = saved_mappings(self._desk.connection)
        for mapping in kept:
            name = mapping.name
            self.menu.addAction(f"Use “{name}”", partial(self.wanted.emit, name))
        if kept:
            self.menu.addSeparator()
        take = self.menu.addAction("Take one from a file…", self.take)
        give = self.menu.addAction("Give this as a file…", self.give)
        give.setEnabled(self._current() is not None)
        take.setEnabled(self._desk.writable)
        removing = self.menu.addMenu("Remove")
        removing.setEnabled(bool(kept) and self._desk.writable)
        for mapping in kept:
            name = mapping.name
            removing.addAction(f"“{name}”", partial(self.remove, name))

    def take(self) -> None:
        """Keep the mapping that a colleague's file holds, and use it."""
        path = self.ask.open_file("Take a mapping", _KINDS)
        if path is None:
            return
        catalogue = self._desk.catalogue

        def work(_: object) -> ListMapping:
            mapping = read_mapping_file(path)
            problem = refuse_mapping(mapping, catalogue)
            if problem is not None:
                raise problem
            return mapping

        self._desk.read("mapping-take", work, self._keep)

    def _keep(self, mapping: ListMapping) -> None:
        self._desk.write(
            f"Save the mapping {mapping.name}",
            lambda write: save_mapping(write, mapping),
            lambda _: self.wanted.emit(mapping.name),
            self._failed,
        )

    def give(self) -> None:
        """Write the mapping as it stands to a file for a colleague."""
        mapping = self._current()
        if mapping is None:
            return
        suggested = Path.home() / f"{mapping.name or 'Mapping'}.json"
        path = self.ask.save_file("Give the mapping", suggested, _KINDS)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".json")

        def work(_: object) -> str:
            write_mapping_file(mapping, path)
            return path.name

        def done(name: str) -> None:
            self.told.emit(f"The mapping was saved as {name}.", False)

        self._desk.read("mapping-give", work, done)

    def remove(self, name: str) -> None:
        """Remove a mapping; what was read by it stays, and undo brings it back."""
        self._desk.write(
            f"Remove the mapping {name}",
            lambda write: remove_mapping(write, name),
            lambda _: self.told.emit(f"The mapping “{name}” was removed.", False),
            self._failed,
        )

    def _failed(self, problem: Problem) -> None:
        self.told.emit(problem_sentence(problem), True)
