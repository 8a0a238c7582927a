"""The panel that makes a contract: its type, name, number and PCT; all else is for its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from ui.dialogs.panel import Panel
from ui.forms.value_editors import TextEditor

if TYPE_CHECKING:
    from areateam.catalogue.catalogue import Catalogue
    from areateam.core.fields import Field, Value

WIDTH = 420


class NewContractPanel(Panel):
    """`stated()` gives what was typed by field key; None after it has said what is wrong."""

    def __init__(
        self,
        catalogue: Catalogue,
        pcts: Mapping[str, str],
        read: Callable[[Field, str], Value],
    ) -> None:
        super().__init__("New contract", "Make it and open it", width=WIDTH)
        self.setAccessibleName("New contract")
        self._fields = catalogue.fields
        self._read = read
        self.kind = _combo("Type")
        for group in catalogue.groups.values():
            for kind in catalogue.types_of(group.key):
                words = kind.label if kind.is_unstated else f"{kind.short} · {kind.label}"
                self.kind.addItem(words, kind.key)
        self.name = TextEditor(self._fields["name"], None)
        self.number = TextEditor(self._fields["contract_no"], None)
        self.pct = _combo("PCT")
        self.pct.addItem("Not stated", "")
        for code, name in pcts.items():
            self.pct.addItem(f"{code} {name}", code)
        lines = (
            ("Type", self.kind),
            ("Contractor", self.name),
            ("Number", self.number),
            ("PCT", self.pct),
        )
        for label, editor in lines:
            editor.setFixedHeight(32)
            self.add_line(label, editor)
        for text in (self.name, self.number):
            text.dropped.connect(self.left)
            text.entered.connect(self._press)
        self.say("Only the type and the name are needed now.")
        self.setFocusProxy(self.kind)

    def stated(self) -> dict[str, Value] | None:
        """What was typed, by field key."""
        texts = {
            "contract_type": str(self.kind.currentData()),
            "name": self.name.text(),
            "contract_no": self.number.text(),
            "pct_code": str(self.pct.currentData()),
        }
        try:
            return {key: self._read(self._fields[key], text) for key, text in texts.items()}
        except UserProblem as problem:
            self.refuse(problem_sentence(problem))
            return None


def _combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setMaxVisibleItems(20)
    return combo
