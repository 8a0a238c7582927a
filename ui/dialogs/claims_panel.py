"""All that was stated of one value, side by side: what stands, why, and what else could."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.widgets.buttons import LINK, make_button
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from areateam.imports.claim_views import ClaimView, FieldClaims

WIDTH = 560


class ClaimsPanel(QWidget):
    """`used(ClaimView)` asks for another value in its place, `order_asked()` for the order.

    With `writable` false it only shows.
    """

    used = Signal(object)
    order_asked = Signal()

    def __init__(self, claims: FieldClaims, *, writable: bool) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(f"Where {claims.label} comes from")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SpanLabel([Span(claims.label, strong=True), *_counted(claims)]))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        standing = claims.standing
        for row, claim in enumerate(claims.claims):
            self._add(grid, row, claim, usable=writable and _differs(claim, standing))
        column.addLayout(grid)
        if standing is not None and standing.why:
            column.addWidget(SpanLabel(standing.why, tone=Tone.QUIET, wrap=True))
        if writable:
            self.order = make_button(
                "Change whose word counts for this field", kind=LINK,
                on_click=self.order_asked.emit,
            )  # fmt: skip
            row_of_links = QVBoxLayout()
            row_of_links.addWidget(self.order)
            column.addLayout(row_of_links)
            self.setFocusProxy(self.order)

    def _add(self, grid: QGridLayout, row: int, claim: ClaimView, *, usable: bool) -> None:
        mark = SpanLabel([Span("", mark=Shape.OK)] if claim.wins else "")
        mark.setFixedWidth(16)
        mark.setAccessibleName("Stands" if claim.wins else "Does not stand")
        value = QWidget()
        told = QVBoxLayout(value)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(0)
        told.addWidget(SpanLabel([Span(claim.shown, strong=claim.wins)], wrap=True))
        origin = f"{claim.said_by}: {claim.place}"
        told.addWidget(SpanLabel(origin, size=SMALL, tone=Tone.QUIET, wrap=True))
        grid.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, row, 1)
        if usable:
            use = make_button("Use this", writes=True, on_click=lambda: self.used.emit(claim))
            use.setAccessibleName(f"Use {claim.shown} instead")
            grid.addWidget(use, row, 2)


def _counted(claims: FieldClaims) -> list[Span]:
    if not claims.disputed:
        return []
    differing = len({str(claim.value) for claim in claims.claims})
    return [Span(f"  {differing} different values", tone=Tone.RISK)]


def _differs(claim: ClaimView, standing: ClaimView | None) -> bool:
    return standing is None or claim.value != standing.value
