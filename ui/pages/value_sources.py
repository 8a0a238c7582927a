"""Opens where a value is from, uses another one in its place, and changes whose word counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.wording import problem_sentence
from areateam.imports.order_views import OrderChoices, Preview, order_choices, preview_order
from areateam.imports.precedence_actions import set_order, use_value
from ui.dialogs.claims_panel import WIDTH, ClaimsPanel
from ui.dialogs.order_panel import OrderPanel
from ui.dialogs.panel import open_panel
from ui.widgets.popover import Popover

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from areateam.core.problems import Problem
    from areateam.imports.claim_views import ClaimView, FieldClaims
    from areateam.ledger.ledger import Write
    from ui.desk import Desk


def open_claims(
    desk: Desk, claims: FieldClaims, name: str, anchor: QWidget, rect: QRect | None = None
) -> Popover:
    """Show all that was stated of a value of the record `name`, beside where it stands."""
    panel = ClaimsPanel(claims, writable=desk.writable)
    popover = Popover(anchor.window(), panel, name=panel.accessibleName(), widest=WIDTH + 32)

    def use(claim: ClaimView) -> None:
        popover.close_now()

        def act(write: Write) -> None:
            use_value(write, claims.unit, claims.record, claim.value)

        desk.write(f"{name}: {claims.label}", act)

    def change_order() -> None:
        popover.close_now()
        open_order(desk, claims.unit.name, anchor)

    panel.used.connect(use)
    panel.order_asked.connect(change_order)
    popover.open_at(anchor, rect)
    return popover


def open_order(
    desk: Desk, field: str, anchor: QWidget, done: Callable[[], None] | None = None
) -> None:
    """Let the sources of a field be put in order; `done` is called once they are."""
    catalogue = desk.catalogue
    desk.read(
        "order-choices",
        lambda connection: order_choices(connection, catalogue, field),
        lambda choices: _open(desk, choices, anchor, done),
    )


def _open(
    desk: Desk, choices: OrderChoices, anchor: QWidget, done: Callable[[], None] | None
) -> None:
    panel = OrderPanel(choices)
    popover = open_panel(anchor.window(), panel, anchor)
    catalogue = desk.catalogue

    def show(preview: Preview) -> None:
        if popover.isVisible():
            panel.show_preview(preview)

    def look() -> None:
        sources = panel.sources()
        desk.read(
            "order-preview",
            lambda connection: preview_order(connection, catalogue, choices.name, sources),
            show,
        )

    def change() -> None:
        sources = panel.sources()
        words = ", then ".join(panel.words_of(sources)) or "no order"

        def act(write: Write) -> int:
            return set_order(write, catalogue, choices.name, sources)

        def changed(_: object) -> None:
            popover.close_now()
            if done is not None:
                done()

        def failed(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        desk.write(f"{choices.label}: {words}", act, changed, failed)

    panel.moved.connect(look)
    panel.agreed.connect(change)
