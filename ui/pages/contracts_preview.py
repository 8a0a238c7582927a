"""The panel beside the list: what decides the next step with the current contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from areateam.catalogue.definitions import Term
from areateam.contracts.contract_rules import Derived, Status
from areateam.core.amounts import format_decimal, format_integer, format_money
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.values import format_value
from ui.pages.case_words import standing_mark
from ui.pages.contracts_looks import percent
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import (
    LINK,
    OUTLINED,
    make_button,
    make_frame,
    make_icon_button,
    make_label,
)
from ui.widgets.popover import Popover
from ui.widgets.preview_frame import lay_out_preview, preview_foot
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span
from ui.widgets.value_list import ValueList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.cases.case_end_views import CaseLine
    from areateam.contracts.contract_preview_views import ContractPreview

Rows = list[tuple[str, "Sequence[Span] | str"]]

_ACT_LABELS = {"decide_by": "Decide by", "serve_notice_by": "Notice by"}
_STATUS_SHAPES = {
    Status.TO_DECIDE: Shape.RISK,
    Status.NOTICE: Shape.RISK,
    Status.SUSPENDED: Shape.LATE,
}
_SIGNED_SHAPES = {"found": Shape.OK, "missing": Shape.RISK, "unsigned": Shape.RISK}
_MOST_CASES = 5
_ASK = "Move to a contract in the list to see what decides its next step."


class ContractPanel(QWidget):
    """`show_preview(preview)`; `opened(id)` when its record is asked for."""

    opened = Signal(int)
    case_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record = 0
        self._reasons: dict[str, str] = {}
        self._over = SpanLabel(size=SMALL, tone=Tone.QUIET)
        self._name = make_label("", strong=True, wrap=True)
        self._under = SpanLabel(tone=Tone.QUIET, wrap=True)
        self._banner = Banner(Tone.LATE)
        self._values = ValueList(label_width=82)
        self._values.linked.connect(self._explain)
        self._cases = QWidget()
        self._case_lines = QVBoxLayout(self._cases)
        self._case_lines.setContentsMargins(0, 16, 0, 0)
        self._case_lines.setSpacing(4)
        self._nothing = SpanLabel(_ASK, tone=Tone.QUIET, wrap=True)
        self._open = make_button("Open", kind=OUTLINED, on_click=self._open_record)
        self._go = make_icon_button("external", "Open this contract", on_click=self._open_record)
        self.setMinimumWidth(200)
        self.setAccessibleName("Preview")
        self._lay_out()
        self.show_preview(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._over, 1)
        head.addWidget(self._go)
        content = make_frame("surface")
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(0)
        column.addLayout(head)
        for part, gap in ((self._name, 0), (self._under, 12), (self._banner, 12)):
            column.addWidget(part)
            column.addSpacing(gap)
        column.addWidget(self._values)
        column.addWidget(self._cases)
        column.addWidget(self._nothing)
        column.addStretch(1)
        lay_out_preview(self, content, preview_foot(self._open))

    def show_preview(self, preview: ContractPreview | None, cases: Sequence[CaseLine] = ()) -> None:
        """Show a contract with its open cases, or in words that none is current."""
        self._show_cases([case for case in cases if case.closed_on is None])
        shown = preview is not None
        parts = (self._over, self._name, self._under, self._values, self._open, self._go)
        for part in parts:
            part.setVisible(shown)
        self._nothing.setVisible(not shown)
        self._banner.setVisible(False)
        self._record = 0
        if preview is None:
            return
        record = preview.record
        self._record = record.id
        self._over.set_spans(f"{record.type.agreement.capitalize()} {preview.number}".strip())
        self._name.setText(record.name)
        self._under.set_spans(" · ".join(x for x in (record.type.short, preview.place) if x))
        self._reasons = reasons_of(preview)
        self._values.set_rows(rows_of(preview))
        self._show_banner(preview)

    def _show_cases(self, cases: Sequence[CaseLine]) -> None:
        while (item := self._case_lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._cases.setVisible(bool(cases))
        if cases:
            self._case_lines.addWidget(make_label("Open cases", strong=True))
        for case in cases[:_MOST_CASES]:
            mark = standing_mark(case.standing)
            due = f" · {format_date(case.next_due)}" if case.next_due else ""
            spans = [
                Span(f"{mark.word}{due}", mark=mark.shape),
                Span("  "),
                Span(case.title, link=str(case.id)),
            ]
            line = SpanLabel(spans, wrap=True)
            line.linked.connect(lambda link: self.case_opened.emit(int(link)))
            self._case_lines.addWidget(line)

    def _show_banner(self, preview: ContractPreview) -> None:
        found = warning_of(preview)
        self._banner.setVisible(found is not None)
        if found is not None:
            shape, title, words = found
            self._banner.set_tone(Tone.LATE if shape is Shape.LATE else Tone.RISK)
            self._banner.set_lines([[Span(title, mark=shape, strong=True)], [Span(words)]])

    def _open_record(self) -> None:
        if self._record:
            self.opened.emit(self._record)

    def _explain(self, key: str) -> None:
        for label in self._values.findChildren(SpanLabel):
            if label.isVisible() and label.link_rect(key) != label.rect():
                open_reason(self.window(), self._reasons[key], label, key)
                return


def open_reason(window: QWidget, words: str, label: SpanLabel, link: str) -> Popover:
    """A popover with the reason of a value, which can be copied."""
    content = QWidget()
    content.setFixedWidth(360)
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(SpanLabel(words, wrap=True))
    copy = make_button(
        "Copy", kind=LINK, on_click=lambda: QGuiApplication.clipboard().setText(words)
    )
    column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
    popover = Popover(window, content, name="Why")
    popover.open_at(label, label.link_rect(link))
    return popover


def reasons_of(preview: ContractPreview) -> dict[str, str]:
    """The sentences behind the worked-out values, by the link that asks for them."""
    found = {d.key: d.sentence for d in (preview.status_reason, *preview.to_act)}
    found["ends"] = " ".join(d.sentence for d in preview.to_act) or preview.status_reason.sentence
    found["mid_year"] = preview.mid_year_sentence()
    found["withheld"] = preview.withheld_sentence()
    return found


def rows_of(preview: ContractPreview) -> Rows:
    """Labels and values of the preview, what decides the next step first."""
    record = preview.record
    rows: Rows = [("Status", _status(preview)), ("Ends", _ends(preview))]
    rows += _activity(preview)
    value = record.values.get("annual_value_pence")
    if isinstance(value, int):
        rows.append(("Annual value", format_money(value)))
    rows += _mid_year(preview)
    rows.append(("Signed copy", _signed(preview)))
    rows.append(("Manager", record.manager_name or [Span("nobody", tone=Tone.QUIET)]))
    site = preview.main_site
    if site is not None:
        postcode = site.postcode.replace(" ", "\N{NO-BREAK SPACE}")
        rows.append(("Site", ", ".join(x for x in (*site.address[:1], postcode) if x)))
    rows += [(_ACT_LABELS.get(d.key, d.key), _act(preview, d)) for d in preview.to_act]
    return rows


def _status(preview: ContractPreview) -> list[Span]:
    status = preview.record.status
    shape = _STATUS_SHAPES.get(status)
    words = status.value.capitalize()
    return [Span(words, mark=shape, strong=shape is not None, link="status", reason=True)]


def _ends(preview: ContractPreview) -> list[Span]:
    end, days = preview.record.values.get("end_date"), preview.days_left
    if not end or days is None:
        is_open = preview.record.type.term is Term.OPEN
        return [Span("no end" if is_open else "not stated", tone=Tone.QUIET)]
    word = "day" if abs(days) == 1 else "days"
    far = f"{days:,} {word}" if days >= 0 else f"{-days:,} {word} ago"
    return [
        Span(format_date(str(end)), link="ends", reason=True),
        Span(f" · {far}", tone=Tone.QUIET),
    ]


def _activity(preview: ContractPreview) -> Rows:
    values = preview.record.values
    units, price = values.get("uda_contracted"), values.get("uda_value_gbp")
    if not isinstance(units, int):
        return []
    words = format_integer(units)
    if isinstance(price, int):
        words += f" at {format_money(price)}"
    return [("Annual UDAs", words)]


def _mid_year(preview: ContractPreview) -> Rows:
    found = preview.mid_year
    if found is None:
        return []
    share = f"{format_decimal(found.delivered, 2)} UDAs, {percent(found.share)}"
    rows: Rows = [("H1 delivered", [Span(share, link="mid_year", reason=True)])]
    if found.triggered and found.ceiling is not None:
        money = Span(format_money(found.ceiling), link="withheld", reason=True)
        rows.append(("May withhold", [money, Span(" at most")]))
    return rows


def _signed(preview: ContractPreview) -> list[Span]:
    record = preview.record
    field = next((f for f in record.type.fields if f.key == "signed_copy"), None)
    value = record.values.get("signed_copy")
    if value is None or field is None:
        return [Span("not recorded", tone=Tone.QUIET)]
    words = format_value(field, value)
    day = record.values.get("signed_on")
    words += f", {format_date(str(day))}" if day else ""
    shape = _SIGNED_SHAPES.get(str(value))
    return [Span(words, mark=shape, strong=shape is not None)]


def _act(preview: ContractPreview, derived: Derived) -> list[Span]:
    late = derived.value < preview.record.day.isoformat()
    words = format_date(derived.value)
    mark = Shape.LATE if late else None
    return [Span(words, mark=mark, strong=late, link=derived.key, reason=True)]


def warning_of(preview: ContractPreview) -> tuple[Shape, str, str] | None:
    """The worst that is wrong with a contract: its mark, a title and a line; None for nothing."""
    record, found = preview.record, preview.mid_year
    if found is not None and found.triggered:
        by, is_past = found.review_by, found.review_by < record.day
        day = f"{by:%a} {by.day} {by:%b}" if by.year == record.day.year else str(by.year)
        words = f"A review {'was' if is_past else 'is'} due by {day}."
        return Shape.LATE, "Under 30% at mid-year", words
    late = next((d for d in preview.to_act if d.value < record.day.isoformat()), None)
    if record.status is Status.TO_DECIDE and late is not None:
        title = f"No decision by {format_date(late.value)}"
        return Shape.LATE, title, f"It ends on {_end_words(preview)}, and nothing is decided."
    if record.status is Status.TO_DECIDE:
        return Shape.RISK, "A decision is wanted", f"It ends on {_end_words(preview)}."
    if record.values.get("signed_copy") == "missing":
        return Shape.RISK, "No signed copy", "Nobody has found the signed agreement."
    return None


def _end_words(preview: ContractPreview) -> str:
    return format_weekday_date(str(preview.record.values.get("end_date")))
