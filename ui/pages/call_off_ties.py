"""Call-offs as rows of other pages: what serves a task, what led to a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.calloffs.tie_views import TiedCallOff


def call_off_rows(label: str, found: Sequence[TiedCallOff]) -> list[tuple[str, Sequence[Span]]]:
    """Call-offs that something belongs to, as links; no row where there is none."""
    links = [Span(f"{each.number} {each.title}", link=f"calloff:{each.id}") for each in found]
    spans = [part for link in links for part in (Span(", "), link)][1:]
    return [(label, spans)] if spans else []
