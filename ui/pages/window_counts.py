"""What the navigation counts, read at once beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from areateam.calloffs.finished_views import call_offs_over
from areateam.cases.case_due_views import count_by_law
from areateam.cases.case_list_views import counted_case_views, late_cases
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_views import contract_count, due_dates
from areateam.contracts.saved_view_views import counted_views
from areateam.duties.unnamed_views import calling_functions
from areateam.imports.import_views import waiting_counts
from areateam.plans.plan_standing_views import plan_standing
from areateam.transition.readiness_views import late_tasks
from ui.pages.today_facts import SOON
from ui.pages.variation_keeping import counted_charts


@dataclass(frozen=True, slots=True)
class WindowCounts:
    """Dates that passed and that fall in the coming week, lines in doubt, contracts, views.

    `late_cases` have a step whose day has passed, `late_tasks` are those of
    hand-overs; `functions` have no single accountable body, or are ours with nobody named;
    `unmet` are money without an aim and aims without money; `call_offs` are open and will miss
    4½ weeks. A view is its page with its number ("contracts:3"), its name and how many records
    it leaves.
    """

    late: int
    soon: int
    doubtful: int
    contracts: int
    late_cases: int
    late_tasks: int
    functions: int
    unmet: int
    call_offs: int
    views: tuple[tuple[str, str, int], ...]


def read_counts(connection: Any, catalogue: Catalogue, day: date) -> WindowCounts:
    """The counts of a day; `connection` is a reading one."""
    book = rulebook(connection, catalogue, day)
    due = [d.derived.value for d in due_dates(connection, catalogue, day, SOON)]
    last = (day + timedelta(days=SOON)).isoformat()
    late_by_law = count_by_law(connection, day, day - timedelta(days=1))
    soon_by_law = count_by_law(connection, day, day + timedelta(days=SOON)) - late_by_law
    late = sum(value < day.isoformat() for value in due)
    doubtful, _ = waiting_counts(connection)
    standing = plan_standing(connection, day)
    return WindowCounts(
        late=late + late_by_law,
        soon=sum(value <= last for value in due) - late + soon_by_law,
        doubtful=doubtful,
        contracts=contract_count(connection),
        late_cases=late_cases(connection, book),
        late_tasks=late_tasks(connection, day),
        functions=calling_functions(connection, day),
        unmet=standing.apart if standing else 0,
        call_offs=call_offs_over(connection, catalogue, day),
        views=tuple(
            (f"{view.page}:{view.id}", view.name, count)
            for view, count in (
                *counted_views(connection, catalogue, day),
                *counted_case_views(connection, book),
                *counted_charts(connection, catalogue, day),
            )
        ),
    )
