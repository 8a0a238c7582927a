"""What is nobody's on the day shown: counted by kind, ticked, and given to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.dates import format_date
from areateam.core.fields import Choice, Field
from areateam.core.wording import problem_sentence
from areateam.orphans import all_orphans, can_be_given, give, orphan_counts, people_who_stay
from ui.dialogs.ask_panel import AskLine, AskPanel
from ui.dialogs.panel import open_panel
from ui.forms.value_editors import ChoiceEditor
from ui.pages.case_words import group_words
from ui.pages.change_table import ListedRows
from ui.style.fonts import SMALL
from ui.style.marks import Shape, Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Row
from ui.tables.table_view import TableView
from ui.widgets.bulk_bar import BulkBar
from ui.widgets.buttons import make_frame
from ui.widgets.count_bar import Count, CountBar
from ui.widgets.empty_state import EmptyState
from ui.widgets.span_label import SpanLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from areateam.core.problems import Problem
    from areateam.duties.duty_views import MatrixView
    from areateam.duties.orphan_views import Orphan
    from ui.desk import Desk

ORPHAN_KINDS = frozenset(
    {"contract", "case_file", "case_step", "document", "body", "transition_task", "call_off",
     "plan", "plan_aim", "plan_measure"}
)  # fmt: skip
_WORDS = {
    "contract": ("contract", "contracts"),
    "case": ("case", "cases"),
    "step": ("step", "steps"),
    "document": ("document", "documents"),
    "duty": ("function", "functions"),
    "task": ("task", "tasks"),
    "calloff": ("support call-off", "support call-offs"),
    "aim": ("aim", "aims"),
    "measure": ("measure", "measures"),
    "portfolio": ("portfolio", "portfolios"),
    "pack": ("desk", "desks"),
}
_COLUMNS = (
    Column(Field("kind", "Kind"), "", width=92),
    Column(Field("ref", "Ref"), "", width=76),
    Column(Field("name", "Name"), "", width=260),
    Column(Field("owner", "Was with"), "", width=180),
    Column(Field("ended", "Until"), "", width=104),
)
_FOOT = (
    "Enter opens the record. A document goes with its contract or case; a function without an"
    " accountable body is put right in the matrix; a PCT's contract by naming its area team."
)
_LISTED = 8


class OrphansTab(QWidget):
    """`show_day(matrix, day)` reads what is nobody's; `function_chosen(code)` leads back."""

    function_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._day: date | None = None
        self._found: dict[str, Orphan] = {}
        self.panel: AskPanel | None = None
        self.counts = CountBar()
        self.counts.chosen.connect(lambda _: self._fill())
        self.table = TableView(
            LazyTableModel(ListedRows(_COLUMNS, []), checkable=True),
            name="What has no owner",
            stretch="name",
        )
        self.table.set_empty(EmptyState("Everything has an owner", "Nothing is nobody's here."))
        self.table.opened.connect(self._open)
        self.table.rows_model.checks_changed.connect(self._ticked)
        self.bar = BulkBar([("give", "Reassign…")])
        self.bar.verb.connect(lambda _: self.ask_person())
        self.bar.cleared.connect(self._clear)
        card = make_frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.counts)
        column.addWidget(card, 1)
        column.addWidget(SpanLabel(_FOOT, size=SMALL, tone=Tone.QUIET, wrap=True))
        self.setFocusProxy(self.table)

    def show_day(self, matrix: MatrixView, day: date) -> None:
        """Read what has no owner on a day, beside the window."""
        self._day = day
        words = group_words(self._desk)
        self._desk.read("orphans", lambda c: all_orphans(c, matrix, day, words), self.show_orphans)

    def show_orphans(self, found: Sequence[Orphan]) -> None:
        """Show these; what is ticked stays so where it is still there."""
        self._found = {f"{each.kind} {each.id}": each for each in found}
        counts = [
            Count(kind, Shape.RISK, number, _WORDS[kind][number != 1])
            for kind, number in orphan_counts(found).items()
            if number
        ]
        on = format_date(self._day.isoformat()) if self._day else ""
        self.counts.set_counts(counts, f"{len(found):,} without an owner on {on}")
        model = self.table.rows_model
        model.set_checked(set(model.checked.ids) - set(self._found), on=False)
        self._fill()

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """A further picture: all ticked, the person asked for."""

        def asked() -> None:
            self.table.rows_model.check_all(on=True)
            if self.bar.isVisible():
                self.ask_person()

        return [("orphans-given", asked)]

    def _fill(self) -> None:
        kind = self.counts.current()
        rows: list[Row] = [
            (key, _WORDS[each.kind][0].capitalize(), each.ref, each.name, each.owner,
             format_date(each.ended) if each.ended else "")
            for key, each in self._found.items()
            if kind in ("", each.kind)
        ]  # fmt: skip
        self.table.set_source(ListedRows(_COLUMNS, rows))
        self._ticked()

    def ticked(self) -> list[Orphan]:
        """Those chosen: one by one, or all that are listed."""
        checked, kind = self.table.rows_model.checked, self.counts.current()
        return [
            each
            for key, each in self._found.items()
            if key in checked and (not checked.all_matching or kind in ("", each.kind))
        ]

    def _ticked(self) -> None:
        self.bar.set_count(len(self.ticked()))

    def _clear(self) -> None:
        self.table.rows_model.check_all(on=False)

    def _open(self, key: Any) -> None:
        each = self._found[str(key)]
        if each.kind == "duty":
            self.function_chosen.emit(each.ref)
            return
        if each.kind == "portfolio":
            self._desk.open("duties", section="portfolios")
            return
        kind = "desk" if each.kind == "pack" else each.kind
        page, record = each.within or (kind, each.id)
        self._desk.open(page, id=record)

    def ask_person(self) -> None:
        """Ask who takes what is ticked, and say what goes and what cannot."""
        ticked = self.ticked()
        given = can_be_given(ticked)
        assert self._day is not None
        people = people_who_stay(self._desk.connection, self._day)
        choices = tuple(Choice(str(person), name) for person, name in people.items())
        line = AskLine(Field("person", "To", required=True), None, choices)
        panel = self.panel = AskPanel(
            f"Reassign {len(given):,}", "Reassign", [line], words=preview_words(ticked, given)
        )
        editor = panel.editors["person"]
        if isinstance(editor, ChoiceEditor):
            # Nobody is chosen at first: a slip of Enter must not give everything to the first.
            editor.setPlaceholderText("Choose")
            editor.setCurrentIndex(-1)
        for each in given[:_LISTED]:
            words = f"{each.ref}  {each.name}: now {each.owner}"
            panel.add_part(SpanLabel(words, size=SMALL, wrap=True))
        if not given:
            panel.set_verb("Reassign", why_not="None of these was a person's.")
        panel.agreed.connect(lambda: self._give(panel, given, people))
        open_panel(self.window(), panel, self.bar.button("give"))

    def _give(self, panel: AskPanel, given: Sequence[Orphan], people: dict[int, str]) -> None:
        stated = panel.stated()
        if stated is None:
            return
        person = int(str(stated["person"]))

        def refused(problem: Problem) -> None:
            panel.refuse(problem_sentence(problem))

        def done(_: object) -> None:
            panel.left.emit()
            self._clear()

        panel.wait()
        label = f"{kinds_words(given)} to {people[person]}"
        self._desk.write(label, lambda write: give(write, given, person), done, refused)


def kinds_words(orphans: Sequence[Orphan]) -> str:
    """How many of each kind: "12 contracts, 1 case"."""
    counts = orphan_counts(orphans)
    parts = [f"{n:,} {_WORDS[kind][n != 1]}" for kind, n in counts.items() if n]
    return ", ".join(parts) or "nothing"


def preview_words(ticked: Sequence[Orphan], given: Sequence[Orphan]) -> str:
    """What would change hands, what would not, and that it is one step."""
    left = len(ticked) - len(given)
    rest = f" {left:,} others cannot be given to a person and stay." if left else ""
    first = f" The first {_LISTED} are listed." if len(given) > _LISTED else ""
    return f"{kinds_words(given)} would change hands.{rest}{first} One step to undo."
