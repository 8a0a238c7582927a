"""The panels over many waiting lines: give them to a person, close them, read them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from areateam.core.dates import DateOrder, parse_date
from areateam.core.findings import Fault
from areateam.imports.waiting_filter import CLOSED_WORDS
from ui.dialogs.panel import Panel
from ui.style.marks import Shape
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from areateam.imports.waiting_actions import Reread

_WIDTH = 400
_HEIGHT = 32


def lines_words(count: int) -> str:
    """How many waiting lines, in words."""
    return f"{count:,} {'line' if count == 1 else 'lines'}"


class AssignPanel(Panel):
    """Whose the lines are, until when, and a note; what is left blank stays as it is."""

    def __init__(self, count: int, people: Sequence[str]) -> None:
        super().__init__(f"Assign {lines_words(count)}", "Assign", width=_WIDTH)
        self.setAccessibleName(f"Assign {lines_words(count)}")
        self.person, self.due, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        completer = QCompleter(list(people), self.person)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.person.setCompleter(completer)
        self.person.setPlaceholderText(", ".join(people[:3]) or "a name")
        self.due.setPlaceholderText("such as 9 Nov 2012")
        for label, editor in (("To", self.person), ("By", self.due), ("Note", self.note)):
            editor.setFixedHeight(_HEIGHT)
            editor.setAccessibleName(label)
            self.add_line(label, editor)
        self.setFocusProxy(self.person)
        self.person.textChanged.connect(lambda _: self._look())
        self.due.textChanged.connect(lambda _: self._look())
        self.note.textChanged.connect(lambda _: self._look())
        self._look()

    def chosen(self) -> tuple[str, date | None, str | None]:
        """The person's name, the day, and the note; "" and None for what stays."""
        from datetime import date

        found = parse_date(self.due.text(), DateOrder.DMY) if self.due.text().strip() else ""
        day = date.fromisoformat(found) if isinstance(found, str) and found else None
        return self.person.text().strip(), day, self.note.text().strip() or None

    def _look(self) -> None:
        typed = self.due.text().strip()
        if typed and isinstance(parse_date(typed, DateOrder.DMY), Fault):
            self.refuse("Write the date as 9/11/2012 or 9 Nov 2012.")
            self.set_verb("Assign", why_not="The date cannot be read.")
            return
        given = any((self.person.text().strip(), typed, self.note.text().strip()))
        self.say("What is left blank stays as it is. One step to undo.")
        self.set_verb("Assign", why_not="" if given else "Nothing is filled in yet.")


class ClosePanel(Panel):
    """Why lines are closed without being taken in."""

    def __init__(self, count: int) -> None:
        super().__init__(f"Close {lines_words(count)}", "Close", width=_WIDTH)
        self.setAccessibleName(f"Close {lines_words(count)}")
        self.how = QComboBox()
        for key, words in CLOSED_WORDS.items():
            if key != "taken-in":
                self.how.addItem(words.capitalize(), key)
        self.reason = QLineEdit()
        for label, editor in (("How", self.how), ("Reason", self.reason)):
            editor.setFixedHeight(_HEIGHT)
            editor.setAccessibleName(label)
            self.add_line(label, editor)
        self.setFocusProxy(self.how)
        self.say("Nothing in the register changes, and the lines are kept. One step to undo.")

    def chosen(self) -> tuple[str, str]:
        """The ending's key and the reason."""
        return str(self.how.currentData()), self.reason.text().strip()


class TakePanel(Panel):
    """What would come of reading lines again as they stand now."""

    def __init__(self, count: int) -> None:
        super().__init__(f"Read {lines_words(count)} again", "Take in", width=_WIDTH)
        self.setAccessibleName(f"Read {lines_words(count)} again")
        self.set_verb("Take in", why_not="It is being worked out what would go in.")
        self.say("Reading the lines…")

    def show_reread(self, reread: Sequence[Reread]) -> None:
        """Say how many would go in, and how many still wait."""
        counts = {word: sum(each.outcome == word for each in reread) for word in _COUNTED}
        good = sum(counts.values())
        said = ", ".join(f"{n:,} {_COUNTED[word]}" for word, n in counts.items() if n)
        still = len(reread) - good
        words = f"{said}. " if said else "None would go in. "
        waits = f"{lines_words(still)} still {'waits' if still == 1 else 'wait'}. " if still else ""
        self.say([Span(words + waits, mark=Shape.OK if good else Shape.DOUBT), Span("One step.")])
        why_not = "" if good else "None of the lines can go in as they stand."
        self.set_verb(f"Take in {good:,}" if good else "Take in", why_not=why_not)


_COUNTED = {"new": "new", "changed": "changed", "same": "with nothing to change"}
