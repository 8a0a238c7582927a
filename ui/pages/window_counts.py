"""What the navigation counts, read at once beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_views import contract_count, due_dates
from areateam.contracts.saved_view_views import counted_views
from areateam.imports.import_views import waiting_counts
from ui.pages.today_facts import SOON


@dataclass(frozen=True, slots=True)
class WindowCounts:
    """Dates that passed and that fall in the coming week, lines in doubt, contracts, views.

    A view is its id, its name and how many contracts it leaves.
    """

    late: int
    soon: int
    doubtful: int
    contracts: int
    views: tuple[tuple[int, str, int], ...]


def read_counts(connection: Any, catalogue: Catalogue, day: date) -> WindowCounts:
    """The counts of a day; `connection` is a reading one."""
    due = [d.derived.value for d in due_dates(connection, catalogue, day, SOON)]
    last = (day + timedelta(days=SOON)).isoformat()
    late = sum(value < day.isoformat() for value in due)
    doubtful, _ = waiting_counts(connection)
    return WindowCounts(
        late=late,
        soon=sum(value <= last for value in due) - late,
        doubtful=doubtful,
        contracts=contract_count(connection),
        views=tuple(
            (view.id, view.name, count) for view, count in counted_views(connection, catalogue, day)
        ),
    )
