"""The panel of a bulk change: the new value, now and then for each record, and one verb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from areateam.contracts.contract_actions import BulkPlan
from areateam.core.columns import Column
from areateam.core.fields import Choice, Field, Value
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from ui.dialogs.panel import Panel
from ui.forms.value_editors import Editor, TextEditor, make_editor
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.row_source import Cell, Row
from ui.tables.table_view import TableView
from ui.widgets.spans import Span

WIDTH = 488
_MOST_LINES = 6
_LINE, _HEAD = 28, 34
_REST = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """A field that can be set, with the choices it has in the register, if any."""

    field: Field
    choices: tuple[Choice, ...] = ()


@dataclass
class _Lines:
    """The lines of a plan as the table asks for them."""

    columns: Sequence[Column]
    lines: list[Row] = field(default_factory=list)

    def count(self) -> int:
        return len(self.lines)

    def rows(self, first: int, limit: int) -> Sequence[Row]:
        return self.lines[first : first + limit]


class BulkPanel(Panel):
    """Sets one field of `count` records.

    `plan_asked(field, value)` wants `show_plan`; `chosen()` gives what was agreed to. `verb` is
    the word on the button before its number, `read` turns a typed text into a value or raises
    UserProblem, `say` gives a value in words.
    """

    plan_asked = Signal(object, object)

    def __init__(
        self,
        verb: str,
        count: int,
        offers: Sequence[Offer],
        read: Callable[[Field, str], Value],
        say: Callable[[Field, Value], str],
    ) -> None:
        word = "contract" if count == 1 else "contracts"
        super().__init__(f"{verb} {count:,} {word}", verb, width=WIDTH)
        self.setAccessibleName(f"{verb} {count:,} {word}")
        self.word, self._offers, self._read, self._words_of = verb, tuple(offers), read, say
        self._editor: Editor | None = None
        self._value: Value = None
        self.changing = 0
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.ask)
        self._place = QWidget()
        self._room = QVBoxLayout(self._place)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._fields = QComboBox()
        self._add_lines()
        self._model = LazyTableModel()
        self._table = TableView(self._model, name="What would change", stretch="name")
        self._table.setFixedHeight(_HEAD + _LINE * min(max(count, 1), _MOST_LINES))
        self.body.addWidget(self._table)
        self._take_field()

    def _add_lines(self) -> None:
        self._fields.setFixedHeight(32)
        self._fields.setAccessibleName("Value to change")
        for offer in self._offers:
            self._fields.addItem(offer.field.label, offer.field.key)
        if len(self._offers) > 1:
            self.add_line("Value", self._fields)
        self._fields.currentIndexChanged.connect(lambda _: self._take_field())
        lone = self._offers[0].field.label.lower()
        self.add_line(f"New {lone}" if len(self._offers) == 1 else "New value", self._place)

    @property
    def field(self) -> Field:
        """The field to be set."""
        return self._offers[max(self._fields.currentIndex(), 0)].field

    def chosen(self) -> tuple[Field, Value]:
        """The field and the value agreed to."""
        return self.field, self._value

    def _take_field(self) -> None:
        """Put an editor for the field in place of the last."""
        offer = self._offers[max(self._fields.currentIndex(), 0)]
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
        editor = self._editor = make_editor(offer.field, None, offer.choices)
        editor.setFixedHeight(32)
        editor.dropped.connect(self.left)
        if isinstance(editor, TextEditor):
            editor.textEdited.connect(lambda _: self._rest.start())
            editor.entered.connect(self.ask)
        else:
            # Nothing is chosen at first: a verb must not be ready to take values away.
            editor.setPlaceholderText("Choose")
            editor.setCurrentIndex(-1)
            editor.currentIndexChanged.connect(lambda _: self.ask())
        self._room.addWidget(editor)
        self.setFocusProxy(editor)
        self._show(BulkPlan((), 0, 0))
        self.set_verb(self.word, why_not="There is no new value yet.")
        self.say("Each change is shown here before it is made.")

    def set_editor_text(self, text: str) -> None:
        """Choose or type a value, as a person would."""
        assert self._editor is not None
        if isinstance(self._editor, TextEditor):
            self._editor.setText(text)
        else:
            self._editor.setCurrentIndex(self._editor.findData(text))
        self.ask()

    def ask(self) -> None:
        """Read the value and ask what it would change."""
        self._rest.stop()
        assert self._editor is not None
        self.set_verb(self.word, why_not="It is being worked out what would change.")
        try:
            self._value = self._read(self.field, self._editor.text())
        except UserProblem as problem:
            self.refuse(problem_sentence(problem))
            self._show(BulkPlan((), 0, 0))
            return
        self.plan_asked.emit(self.field, self._value)

    def show_plan(self, plan: BulkPlan) -> None:
        """Show what would change, and name the number on the verb."""
        self.changing = plan.changing
        self._show(plan)
        why_not = "" if plan.changing else "All of them have this value already."
        self.set_verb(f"{self.word} {plan.changing:,}", why_not=why_not)
        self.say(plan_words(plan))

    def _show(self, plan: BulkPlan) -> None:
        """Fill the table with now and then."""
        field_, words = self.field, self._words_of
        then = words(field_, self._value)
        self._model.looks = {"then": lambda now, _: Cell(then, before=str(now))}
        columns = (
            Column(Field("number", "Contract"), "", width=76),
            Column(Field("name", "Contractor"), "", width=150),
            Column(Field("then", f"{field_.label}, now → then"), "", width=190),
        )
        lines = [(c.id, c.contract_no, c.name, words(field_, c.now)) for c in plan.changes]
        self._table.set_source(_Lines(columns, lines))


def plan_words(plan: BulkPlan) -> list[Span]:
    """How many change and stay, and that it is one step."""
    change = "changes" if plan.changing == 1 else "change"
    stay = "stays as it is" if plan.staying == 1 else "stay as they are"
    shown = len(plan.changes)
    first = f" The first {shown:,} are shown." if shown < plan.changing else ""
    words = f"{plan.changing:,} {change}, {plan.staying:,} {stay}.{first} One step to undo."
    return [Span(words)]
