"""The panel that keeps the list as it stands under a name."""

from __future__ import annotations

from collections.abc import Collection

from areateam.core.fields import Field
from ui.dialogs.panel import Panel
from ui.forms.value_editors import TextEditor

WIDTH = 380
_NAME = Field("view_name", "Name", max_length=60, help="What the view is called in the navigation.")


class SaveViewPanel(Panel):
    """`name()` is what was typed. `taken` are the names in use, `now` the one to begin with."""

    def __init__(
        self,
        holds: str,
        taken: Collection[str],
        now: str = "",
        *,
        also: str = ", the columns and the order",
    ) -> None:
        super().__init__("Save view", "Save view", width=WIDTH)
        self.setAccessibleName("Save view")
        self._holds = f"{holds}{also}"
        self._taken = {name.casefold() for name in taken}
        self.edit = TextEditor(_NAME, now or None)
        self.edit.setFixedHeight(32)
        self.edit.setMaxLength(_NAME.max_length)
        self.edit.dropped.connect(self.left)
        self.edit.entered.connect(self._press)
        self.edit.textChanged.connect(lambda _: self._tell())
        self.add_line("Name", self.edit)
        self.setFocusProxy(self.edit)
        self._tell()

    def name(self) -> str:
        """The name, less blanks at its ends."""
        return " ".join(self.edit.text().split())

    def _tell(self) -> None:
        name = self.name()
        there = name.casefold() in self._taken
        self.set_verb("Replace view" if there else "Save view", why_not="" if name else "No name.")
        self.say(f"It keeps {self._holds}.")
