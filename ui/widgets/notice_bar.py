"""What went wrong or was done, in one line under the top bar that can be copied and dismissed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ui.style.fonts import SMALL, font
from ui.style.marks import Shape, Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import make_button, make_label
from ui.widgets.popover import Popover
from ui.widgets.spans import Span

_COPY = Span("Copy", link="copy")
_GAP = Span("    ")
_DISMISS = Span("Dismiss", link="dismiss")


class NoticeBar(Banner):
    """Hidden until something is said; the newest notice takes the place of the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.RISK, parent=parent)
        self.words = ""
        self.report = ""
        self.linked.connect(self._linked)
        self.hide()

    def show_problem(self, words: str) -> None:
        """A sentence about what could not be done."""
        self._say(words, Tone.RISK, Shape.RISK, "")

    def show_told(self, words: str) -> None:
        """A sentence that only informs."""
        self._say(words, Tone.ACCENT, None, "")

    def show_fault(self, words: str, report: str) -> None:
        """A fault of ours, with its report."""
        self._say(words, Tone.LATE, Shape.LATE, report)

    def dismiss(self) -> None:
        """Take the notice away."""
        self.words = self.report = ""
        self.hide()

    def _say(self, words: str, tone: Tone, mark: Shape | None, report: str) -> None:
        self.words, self.report = words, report
        self.set_tone(tone)
        first = [Span("Show the report", link="report"), _GAP] if report else []
        self.set_lines([[Span(words, mark=mark)]], [*first, _COPY, _GAP, _DISMISS])
        self.show()

    def _linked(self, link: str) -> None:
        if link == "copy":
            self.copy()
        elif link == "report":
            self.open_report()
        elif link == "dismiss":
            self.dismiss()

    def copy(self) -> None:
        """Put the notice, and its report, on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join(filter(None, (self.words, self.report))))

    def open_report(self) -> Popover:
        """Show the report; it names places in the program and holds nothing of any record."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(make_label("Report for whoever looks after this program", strong=True))
        text = QPlainTextEdit(self.report)
        text.setReadOnly(True)
        text.setFont(font(SMALL))
        text.setAccessibleName("Report")
        text.setFixedSize(412, 200)
        column.addWidget(text)
        column.addWidget(make_label("It names places in the program, no record.", tone="text_2"))
        copy = make_button("Copy", on_click=self.copy)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        popover = Popover(self.window(), content, name="Report")
        popover.open_at(self)
        return popover
