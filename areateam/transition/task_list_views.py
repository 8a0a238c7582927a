"""The list of tasks: its columns, its facets, and one reading of it by SQL.

What is worked out in Python, the forecast and the light, is laid beside the tasks as a table of
its own within the query; nothing of it is stored.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from typing import Any

from areateam.cases.case_rules import Rulebook
from areateam.catalogue.procedure_definitions import Risk
from areateam.contracts.contract_facet_views import FacetCube, read_cube
from areateam.contracts.contract_filter import Condition, Filter
from areateam.contracts.contract_list import ListTable, RecordList, Sort
from areateam.core.columns import Column
from areateam.core.fields import Choice, Field, Kind
from areateam.transition.readiness_rules import Light, TaskStage
from areateam.transition.transition_views import TaskView, plans

FACETS = ("standing", "stage", "place", "workstream", "owner", "critical", "risk")
"""The columns that the list is narrowed by."""

FIRST_SHOWN = ("standing", "key", "title", "place", "due", "in_hand")
WHERE_ROOM = ("expected", "owner", "stage")
USUAL_FILTER = Filter(
    (Condition("standing", "in", tuple(light.value for light in Light if light is not Light.DONE)),)
)
"""What is accepted is left out until it is asked for."""
USUAL = Sort("due")

_WIDTHS = {
    "standing": 96, "key": 52, "title": 176, "place": 60, "due": 92, "expected": 92,
    "in_hand": 68, "owner": 104, "stage": 104, "workstream": 132, "latest_start": 104,
}  # fmt: skip
_LIVE = "(SELECT * FROM transition_task WHERE removed_on IS NULL)"
_HANDOVER = "JOIN handover h ON h.id = c.handover_id"
_PERSON = "LEFT JOIN person p ON p.id = c.owner_id"


def task_columns() -> tuple[Column, ...]:
    """Every column of the task list, the usual ones first."""
    return (
        _choice("standing", "Standing", "f.light", tuple(Light)),
        _column(Field("key", "Task", Kind.CODE), "c.key"),
        _column(Field("title", "What"), "c.title"),
        _column(Field("place", "Place", Kind.CODE), "h.place"),
        _column(Field("due", "Due", Kind.DATE), "c.due_on"),
        _column(Field("expected", "Expected", Kind.DATE), "f.finish"),
        _column(Field("in_hand", "In hand", Kind.INTEGER), "f.slack"),
        _column(Field("owner", "Owner"), "p.name"),
        _choice("stage", "Stage", "f.stage", tuple(TaskStage)),
        _column(Field("workstream", "Workstream"), "c.workstream"),
        _column(Field("latest_start", "Latest start", Kind.DATE), "f.late_start"),
        _column(Field("critical", "Critical", Kind.FLAG), "f.critical"),
        _column(Field("role", "Role"), "c.role"),
        _choice("risk", "Risk", "c.risk", tuple(Risk)),
        _column(Field("sent_on", "Sender signed", Kind.DATE), "c.sent_on"),
        _column(Field("accepted_on", "Receiver signed", Kind.DATE), "c.accepted_on"),
        _column(Field("done_on", "Accepted", Kind.DATE), "c.done_on"),
        _column(Field("ref", "Number", Kind.CODE), "'TA' || c.id", "c.id"),
    )


def _column(field: Field, sql: str, sort: str = "") -> Column:
    shown = field.key in FIRST_SHOWN
    return Column(field, sql, sort or sql, _WIDTHS.get(field.key, 112), shown)


def _choice(key: str, label: str, sql: str, values: Sequence[str]) -> Column:
    choices = tuple(Choice(str(value), str(value).capitalize()) for value in values)
    return _column(Field(key, label, Kind.CHOICE, choices=choices, editable=False), sql)


class TaskLists:
    """Makes readings of the task list; keeps what was worked out until the register changes.

    `book` is asked for each reading, because the day looked at may be another.
    """

    def __init__(self, book: Callable[[sqlite3.Connection], Rulebook]) -> None:
        self._book = book
        self._kept: dict[int, tuple[object, ListTable]] = {}

    def make(
        self,
        connection: sqlite3.Connection,
        every: tuple[Column, ...],
        shown: Sequence[Column],
        wanted: Filter | None = None,
        sort: Sort | None = None,
        *,
        read: Collection[str] | None = None,
    ) -> RecordList:
        """One reading of the list; see `RecordList`."""
        return RecordList(connection, self.table(connection), every, shown, wanted, sort, read=read)

    def cube(
        self, connection: sqlite3.Connection, every: tuple[Column, ...], wanted: Filter
    ) -> FacetCube:
        """The cube of the tasks that the filter's text and free conditions leave."""
        return read_cube(connection, self.table(connection), every, wanted, FACETS)

    def table(self, connection: sqlite3.Connection) -> ListTable:
        """The tasks with what is worked out of them as the connection now sees the register."""
        book = self._book(connection)
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        key = (version, book.today)
        kept = self._kept.get(id(connection))
        if kept is None or kept[0] != key:
            found = [task for plan in plans(connection, book) for task in plan.tasks]
            kept = self._kept[id(connection)] = (key, task_table(found))
        return kept[1]


def task_table(tasks: Sequence[TaskView]) -> ListTable:
    """The table of the live tasks with the forecasts given, as a list reads it."""
    reckoned = json.dumps([_reckoned(task) for task in tasks], separators=(",", ":"))
    names = ("id", "light", "stage", "finish", "late_start", "slack", "critical")
    shown = ", ".join(f"value ->> {place} AS {name}" for place, name in enumerate(names))
    joins = {
        "h": _HANDOVER,
        "p": _PERSON,
        "f": f"JOIN (SELECT {shown} FROM json_each('{reckoned}')) f ON f.id = c.id",
    }
    return ListTable(_LIVE, ("c.title", "c.key", "c.role"), joins, USUAL)


def _reckoned(task: TaskView) -> list[Any]:
    """Only numbers, dates and our own words: nothing that anybody typed comes into the SQL."""
    forecast = task.forecast
    late = forecast.late_start.isoformat() if forecast.late_start else None
    return [
        task.id, task.light.value, task.stage.value, forecast.finish.isoformat(), late,
        forecast.slack, int(forecast.critical),
    ]  # fmt: skip


def task_count(connection: sqlite3.Connection) -> int:
    """How many tasks the plans have."""
    (count,) = connection.execute(
        "SELECT count(*) FROM transition_task WHERE removed_on IS NULL"
    ).fetchone()
    return int(count)
