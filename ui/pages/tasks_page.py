"""The tasks of every plan as a list: facets, table, preview, and what is done with many at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from areateam.cases.rulebook_views import rulebook
from areateam.contracts.contract_views import managers
from areateam.core.count_words import counted
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.fields import Choice, Field, Kind
from areateam.core.problems import UserProblem
from areateam.exports.transition_export_actions import export_tasks
from areateam.transition.readiness_rules import Light, TaskStage
from areateam.transition.task_actions import assign_tasks, set_due
from areateam.transition.task_list_views import (
    FACETS,
    FIRST_SHOWN,
    USUAL,
    USUAL_FILTER,
    WHERE_ROOM,
    TaskLists,
    task_columns,
    task_count,
)
from areateam.transition.task_move_views import plan_of_task
from areateam.transition.transition_views import plan_heads
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.pages.case_words import desk_book, near_day
from ui.pages.list_bulk import Act, ListBulk
from ui.pages.list_columns import ColumnMemory
from ui.pages.list_facets import FacetWords
from ui.pages.list_files import ListFiles
from ui.pages.list_page import ListPage, choose_columns
from ui.pages.list_parts import ListParts, ListTexts, new_table
from ui.pages.list_reading import ListKind
from ui.pages.list_words import order_words
from ui.pages.readiness_panel import signed_spans
from ui.pages.task_preview import FactsPanel
from ui.pages.transition_words import STAGES, light_mark, place_words, transition_tabs
from ui.style.marks import Mark, Shape, Tone
from ui.tables.row_source import Cell
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from areateam.contracts.contract_facet_views import FacetCube
    from areateam.core.fields import Value
    from areateam.ledger.ledger import Write
    from ui.desk import Desk

_VERBS = (("assign", "Assign…"), ("due", "Day due…"), ("export", "Export"))
_TEXTS = ListTexts("Tasks", "Start…", _VERBS)
_TITLES = {
    "standing": "Standing", "stage": "Stage", "place": "Place", "workstream": "Workstream",
    "owner": "Owner", "critical": "Critical path", "risk": "Risk",
}  # fmt: skip


class TaskWords(FacetWords):
    """Knows the order and the words of the values of each facet of tasks."""

    without_none = frozenset({"standing", "stage", "critical"})
    coded = frozenset({"place"})
    numbered = frozenset({"critical"})

    def __init__(self, places: Mapping[str, str]) -> None:
        super().__init__(FACETS, _TITLES)
        self._places = places
        self.seen["standing"].update(light.value for light in Light)
        self.seen["stage"].update(stage.value for stage in TaskStage)

    def mark(self, key: str, value: Value) -> Mark | None:
        """The mark of a light that calls for work."""
        if key != "standing" or value is None:
            return None
        mark = light_mark(Light(str(value)))
        return mark if mark.shape in (Shape.LATE, Shape.RISK) else None

    def label(self, key: str, value: Value) -> str:
        """The words for a value of a facet."""
        if value is None:
            return "Nobody"
        word = str(value)
        if key == "place":
            return self._places.get(word, word)
        if key == "stage":
            return STAGES[TaskStage(word)]
        if key == "critical":
            return "Yes" if word == "1" else "No"
        return word if key in ("owner", "workstream") else word.capitalize()

    def order(self, key: str) -> Sequence[Value] | None:
        """The order of a facet's values; None for that of their words."""
        orders: dict[str, Sequence[Value]] = {
            "standing": [light.value for light in Light],
            "stage": [stage.value for stage in TaskStage],
            "risk": ["high", "medium", "low"],
            "critical": [1, 0],
        }
        return orders.get(key)


class TasksPage(ListPage):
    """Made by `TasksPage(desk)`; see `ListPage`."""

    title = "Tasks"
    noun = ("task", "tasks")
    record = "task"
    verbs = ("assign", "due")
    kinds = frozenset({"handover", "transition_task", "task_link", "task_evidence", "person"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        heads = plan_heads(desk.connection)
        places = {head.place: place_words("", head.place_name).strip() for head in heads}
        super().__init__(desk, _kind(desk, places), parent)
        self.table = new_table("Tasks")
        acts: dict[str, Callable[[], object]] = {
            "new": self.make_new,
            "columns": lambda: choose_columns(self),
            "export": lambda: self.files.export(None),
            "save": lambda: self.views.open_save_view(self.parts.tools.save),
        }
        self.preview = FactsPanel("Move to a task in the list to see how it stands.")
        self.parts = ListParts(self.table, self.words, self.preview, _TEXTS, acts)
        self.parts.header.add_button(transition_tabs(desk, "list"))
        self.parts.new.hide()
        self.memory = ColumnMemory(desk, "tasks", self.table, _first)
        self.files = ListFiles(desk, self, export_tasks, self.noun)
        self.bulk = ListBulk(desk, self, {"assign": self._assign, "due": self._due})
        self._look()
        steps = (Step("new", "gantt", "Start a programme", "For the PCTs you choose", "Start"),)
        empty = EmptyState("No programme runs yet", "Its tasks stand here once one does.", steps)
        self.put_together(empty)
        self.parts.bulk.verb.connect(self.bulk.do)
        self.preview.opened.connect(lambda record: self.desk.open("task", id=record))
        empty.chosen.connect(lambda _: self.make_new())

    def refresh(self, changes: object) -> None:
        """Read again; what is late is told by the day looked at."""
        self._look()
        super().refresh(changes)

    def _look(self) -> None:
        today = self.desk.today.isoformat()
        self.table.rows_model.looks = {
            "standing": _standing,
            "stage": lambda value, _: Cell(STAGES[TaskStage(str(value))]) if value else None,
            "due": lambda value, _: Cell(near_day(str(value), today)) if value else None,
            "owner": lambda value, _: None if value else Cell("nobody", tone=Tone.QUIET),
        }

    def make_new(self) -> None:
        """A programme is started on the page of the hand-over."""
        self.desk.open("transition", shape="readiness")

    def say_figures(self, cube: FacetCube) -> None:
        """How many tasks the filter leaves, and how many of them are late or at risk."""
        reading = self.reading
        wanted = reading.filter
        count = cube.total(wanted)
        late = cube.total_of(wanted, "standing", Light.LATE.value)
        risk = cube.total_of(wanted, "standing", Light.AT_RISK.value)
        order = order_words(reading.sort, reading.known, reading.kind.usual)
        many = (
            f"{count:,} of {counted(reading.total, 'task')}"
            if count != reading.total
            else counted(count, "task")
        )
        spans = [Span(f"{many}{order and ', '}{order}. ")]
        if late:
            spans.append(Span(f"{late:,} late", mark=Shape.LATE, strong=True))
        if risk:
            spans.append(Span(", " if late else ""))
            spans.append(Span(f"{risk:,} at risk", mark=Shape.RISK, strong=True))
        self.parts.header.set_sentence(spans, f"{many} · {late:,} late" if late else many)
        self.parts.foot.set_spans(spans)

    def show_preview(self, record: Any) -> bool:
        """Show a task beside the list."""
        if record is None:
            self.preview.show_nothing()
            return True
        try:
            plan = plan_of_task(self.desk.connection, desk_book(self.desk), int(record))
        except UserProblem:
            self.preview.show_nothing()
            return False
        task = next(each for each in plan.tasks if each.id == record)
        facts, mark = task.facts, light_mark(task.light)
        rows: list[tuple[str, Sequence[Span] | str]] = [
            ("Standing", [Span(mark.word, mark=mark.shape, strong=True)]),
            ("Why", task.reason),
            ("Due", format_weekday_date(facts.due_on)),
            ("Expected", format_date(task.forecast.finish.isoformat())),
            ("Owner", facts.owner or facts.role),
            ("Accept when", facts.accept),
            ("Evidence", f"{facts.filed} filed" if facts.filed else facts.evidence),
        ]
        if facts.two_sided:
            rows.append(("Sender", signed_spans(facts.sent_on, facts.sent_by, "not signed")))
            rows.append(
                ("Receiver", signed_spans(facts.accepted_on, facts.accepted_by, "not accepted"))
            )
        over = f"{place_words(task.place, task.place_name)} · {facts.workstream}"
        self.preview.show_facts(task.id, over, f"{facts.key} {facts.title}", rows)
        return True

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures of the page: what is late, and a change before it is made."""

        def ticked() -> None:
            model = self.table.rows_model
            model.set_checked([model.id_at(row) for row in range(3)], on=True)
            self.bulk.do("due")

        return [
            ("late", lambda: self.show_args({"where": ["standing=late"]})),
            ("due", ticked),
        ]

    # ---- many at once

    def _assign(self, count: int) -> tuple[AskPanel, Act]:
        people = managers(self.desk.connection)
        choices = tuple(Choice(str(person), name) for person, name, *_ in people)
        panel = AskPanel(
            f"Give {_many(count)} to", "Assign", [AskLine(Field("owner", "Owner"), None, choices)]
        )

        def act(write: Write, ids: Sequence[int], stated: dict[str, Value]) -> object:
            value = stated["owner"]
            return assign_tasks(write, ids, int(str(value)) if value else None)

        return panel, act

    def _due(self, count: int) -> tuple[AskPanel, Act]:
        field = Field("due", "Due", Kind.DATE, required=True)
        words = "What is accepted refuses another day. What waits for them is expected anew."
        panel = AskPanel(f"Day due of {_many(count)}", "Set", [AskLine(field)], words=words)

        def act(write: Write, ids: Sequence[int], stated: dict[str, Value]) -> object:
            return set_due(write, ids, date.fromisoformat(str(stated["due"])))

        return panel, act


def _many(count: int) -> str:
    return f"{count:,} task{'' if count == 1 else 's'}"


def _standing(value: Value, _: object) -> Cell | None:
    if value is None:
        return None
    mark = light_mark(Light(str(value)))
    tone = Tone.QUIET if mark.shape is Shape.NOTHING else None
    return Cell(mark.word, mark=mark, tone=tone)


def _kind(desk: Desk, places: Mapping[str, str]) -> ListKind:
    lists = TaskLists(lambda connection: rulebook(connection, desk.catalogue, desk.today))
    return ListKind(
        name="tasks",
        words=TaskWords(places),
        columns=task_columns,
        make=lists.make,
        cube=lists.cube,
        total=task_count,
        usual=USUAL,
        indexed=frozenset(),
        always_read=frozenset({"standing"}),
        at_first=USUAL_FILTER,
    )


def _first(_: str, roomy: bool) -> tuple[Sequence[str], dict[str, int]]:
    """The columns to begin with."""
    return (*FIRST_SHOWN, *WHERE_ROOM) if roomy else FIRST_SHOWN, {}
