"""Settings: look, name, where the register lies, backups, and the check of the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from areateam.core.dates import format_weekday_date
from areateam.office import Office
from ui.desk import Desk
from ui.pages.settings_address import AddressCard
from ui.pages.settings_orders import OrdersCard
from ui.style.marks import Shape, Tone
from ui.style.theme import theme
from ui.tasks import Outcome
from ui.widgets.backup_list import BackupLine, BackupList
from ui.widgets.buttons import make_button
from ui.widgets.card_frame import CardFrame
from ui.widgets.page_header import PageHeader
from ui.widgets.page_scroll import PageScroll
from ui.widgets.segments import Segments
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

_THEMES = [("system", "System"), ("light", "Light"), ("dark", "Dark")]
_WIDEST = 880
_FIRST = 8


class SettingsPage(QWidget):
    """`put_back(name)` asks for a backup in place of the register, `leave(key)` for another."""

    title = "Settings"
    put_back = Signal(str)
    leave = Signal(str)

    def __init__(self, desk: Desk, backups_of: Callable[[Path], Sequence[Any]]) -> None:
        super().__init__()
        self._desk = desk
        self._backups_of = backups_of
        self.header = PageHeader(self.title)
        self.header.set_sentence("Yours stay on this computer; the register has its own in it.")
        self.themes = Segments(_THEMES, name="Theme")
        self.themes.chosen.connect(self._choose_theme)
        self.name = QLineEdit()
        self.name.setAccessibleName("Your name")
        self.name.setFixedWidth(280)
        self.name.editingFinished.connect(self._keep_name)
        self.check_button = make_button("Check the register", on_click=self.check)
        self.result = SpanLabel(wrap=True)
        self.orders = OrdersCard(desk)
        self.address = AddressCard(desk)
        self.backups = BackupList()
        self.backups.put_back.connect(self.put_back)
        self._place = SpanLabel(tone=Tone.QUIET)
        self._scroll = PageScroll()
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        look, register = self._look_card(), self._register_card()
        for card in (look, register, self.address, self.orders, self._backup_card()):
            self._column.addWidget(card)
        self._column.addStretch(1)
        middle = QHBoxLayout()
        middle.addWidget(inner, 1000)
        middle.addStretch(1)
        self._scroll.column.addLayout(middle)
        self._scroll.column.setContentsMargins(24, 0, 24, 24)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self._scroll, 1)

    def _look_card(self) -> CardFrame:
        card = CardFrame("You")
        card.add(_line("Theme", self.themes, "System follows the computer's own."))
        words = "It stands in the history, and chooses what is “Mine”."
        card.add(_line("Your name", self.name, words))
        return card

    def _register_card(self) -> CardFrame:
        card = CardFrame("Register")
        card.add(_line("Kept in", self._place, ""))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.check_button)
        buttons.addWidget(
            make_button("Open another register", on_click=lambda: self.leave.emit("open"))
        )
        buttons.addWidget(make_button("Start page", on_click=lambda: self.leave.emit("welcome")))
        buttons.addStretch(1)
        card.add(buttons)
        self.result.set_spans("The check reads the whole file and every step of its history.")
        card.body.addSpacing(8)
        card.add(self.result)
        return card

    def _backup_card(self) -> CardFrame:
        card = CardFrame("Backups")
        card.add_line(
            "Made before every import and after half an hour of change; each was opened and"
            " counted. One that is put back takes the register's place, which is kept beside it.",
            wrap=True,
        )
        card.body.addSpacing(8)
        card.add(self.backups)
        card.body.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(make_button("Make a backup now", on_click=self.back_up))
        row.addStretch(1)
        card.add(row)
        return card

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show what is set."""
        self.themes.choose(theme.choice)
        self.name.setText(self._desk.office.user)
        self._place.set_spans(str(self._desk.path))
        self.check_button.setEnabled(True)
        self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read the address and the list of backups again."""
        self.address.read()
        path, backups_of = self._desk.path, self._backups_of
        self._desk.read("backups", lambda _: backups_of(path), self._show_backups)

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures of this page: whose word counts, counted; the address asked for."""
        return [("orders", self.orders.read), ("address", self.address.ask)]

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """The short header of a narrow window."""
        self.header.set_narrow(narrow=narrow)

    def _show_backups(self, backups: Any) -> None:
        lines = [backup_line(each) for each in reversed(backups)]
        self.backups.set_backups(lines[:_FIRST])

    # ---- what is done

    def _choose_theme(self, key: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, key)
        self._desk.settings.set("theme", key)

    def _keep_name(self) -> None:
        name = " ".join(self.name.text().split())
        if not name or name == self._desk.office.user:
            self.name.setText(self._desk.office.user)
            return
        self._desk.settings.set("name", name)

        def rename(office: Office) -> None:
            office.user = name
            office.ledger.user = name

        self._desk.tend(rename, lambda _: self._desk.refresh.announce())

    def back_up(self) -> None:
        """Make a backup now, and list it."""

        def done(_: object) -> None:
            self.refresh(None)
            self._desk.told.emit("A backup was made and checked.")

        self._desk.tend(lambda office: office.back_up("asked for"), done)

    def check(self) -> None:
        """Check the register in a process of its own."""
        self.check_button.setEnabled(False)
        self.result.set_spans("Checking…")
        args = ["check", "--register", str(self._desk.path), "--json"]
        self._desk.run_command(args, "Checking the register", self._checked)

    def _checked(self, outcome: Outcome) -> None:
        self.check_button.setEnabled(True)
        self.result.set_spans(check_words(outcome))


def check_words(outcome: Outcome) -> list[Span]:
    """What the check found, as a sentence with its mark."""
    found = (outcome.document or {}).get("problems", [])
    if outcome.cancelled:
        return [Span("The check was stopped.", tone=Tone.QUIET)]
    if outcome.code == 0:
        return [Span("The register is sound.", mark=Shape.OK, strong=True)]
    words = " ".join(str(each) for each in found) or " ".join(outcome.lines)
    head = Span("The register is not sound. ", mark=Shape.LATE, strong=True)
    return [head, Span(words or "The check could not be finished.")]


def backup_line(backup: Any) -> BackupLine:
    """A backup of the office's list in words."""
    made = f"{format_weekday_date(backup.made[:10])}, {backup.made[11:16]}"
    word = "contract" if backup.contracts == 1 else "contracts"
    return BackupLine(backup.name, made, backup.reason, f"{backup.contracts:,} {word}")


def _line(label: str, control: QWidget, note: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 4, 0, 4)
    row.setSpacing(16)
    name = SpanLabel(label, tone=Tone.QUIET)
    name.setFixedWidth(96)
    row.addWidget(name)
    row.addWidget(control)
    row.addWidget(SpanLabel(note, tone=Tone.QUIET), 1)
    return line
