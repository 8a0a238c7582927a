"""Saves how the PCTs differ from the single model to a file that people choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.exports.consistency_export_actions import export_consistency, export_letters
from ui.pages.page_saving import save_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.variation.consistency_views import ConsistencyLine
    from ui.ask import Ask
    from ui.desk import Desk


def save_consistency(
    desk: Desk, ask: Ask, lines: Sequence[ConsistencyLine], *, letters: bool
) -> None:
    """Ask for a file, write the lines or their letters beside the window, and tell where it is."""
    if not lines:
        return
    write, today = export_letters if letters else export_consistency, desk.today
    name = f"{lines[0].label}, {'letters' if letters else 'consistency'}"
    save_table(desk, ask, "Export", name, "The comparison", lambda out: write(lines, today, out))
