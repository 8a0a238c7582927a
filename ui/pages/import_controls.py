"""A PCT's control totals in the panel of an import: typed, compared, explained line by line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from areateam.core.problems import UserProblem
from areateam.core.wording import problem_sentence
from areateam.imports.control_actions import set_controls
from areateam.imports.control_views import (
    MEASURES,
    WHY_WORDS,
    control_totals,
    measures_of,
    read_control,
    reconciliations,
    told_of,
)
from ui.dialogs.panel import Panel, open_panel
from ui.style.marks import Shape, Tone
from ui.tables.lazy_table_model import LazyTableModel
from ui.tables.table_view import TableView
from ui.widgets.buttons import BAR, make_button, make_label
from ui.widgets.popover import Popover
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from areateam.core.problems import Problem
    from areateam.imports.control_views import Reconciliation
    from areateam.imports.import_views import BatchView
    from ui.desk import Desk

_WIDTH = 400
_LINES_SIZE = (560, 320)


class ControlPanel(Panel):
    """The totals of an import, each in a field of its own; a blank one is taken away."""

    def __init__(self, measures: Sequence[str], totals: Mapping[str, int]) -> None:
        super().__init__("Control totals of the PCT", "Keep", width=_WIDTH)
        self.setAccessibleName("Control totals of the PCT")
        self.fields: dict[str, QLineEdit] = {}
        for key in measures:
            measure = MEASURES[key]
            field = self.fields[key] = QLineEdit()
            if key in totals:
                field.setText(measure.show(totals[key]))
            field.setFixedHeight(32)
            field.setAccessibleName(measure.label)
            field.textChanged.connect(lambda _: self._look())
            self.add_line(measure.label, field)
        self.setFocusProxy(next(iter(self.fields.values())))
        self._look()

    def totals(self) -> dict[str, int | None]:
        """What is typed; raises UserProblem for what cannot be read."""
        return {key: read_control(MEASURES[key], f.text()) for key, f in self.fields.items()}

    def _look(self) -> None:
        try:
            self.totals()
        except UserProblem as problem:
            self.refuse(problem_sentence(problem))
            self.set_verb("Keep", why_not="A total cannot be read.")
            return
        self.say("What the PCT says its file adds up to. A blank one is not compared.")
        self.set_verb("Keep")


class _Lines:
    """The lines of a difference as a table asks for them."""

    columns: Sequence[Column] = (
        Column(Field("line", "Line", Kind.INTEGER), "", width=60),
        Column(Field("code", "Number", Kind.CODE), "", width=76),
        Column(Field("name", "Name"), "", width=160),
        Column(Field("why", "Why"), "", width=140),
        Column(Field("amount", "Amount"), "", width=100),
    )

    def __init__(self, found: Reconciliation) -> None:
        show = found.measure.show
        self._rows = [
            (
                at, each.line, each.code, each.name, WHY_WORDS[each.why],
                show(each.amount) if each.readable else "cannot be read",
            )
            for at, each in enumerate(found.lines)
        ]  # fmt: skip

    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        """At most `limit` of them from place `first`."""
        return self._rows[first : first + limit]


class ControlsView(QWidget):
    """Each control total with what landed and why they differ; its links list the lines."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: BatchView | None = None
        self.found: Sequence[Reconciliation] = ()
        self.panel: ControlPanel | None = None
        self.button = make_button("Control totals…", writes=True, kind=BAR, on_click=self.open)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_batch(self, view: BatchView) -> None:
        """Read the totals of this import and show them."""
        self._view = view
        self.button.setEnabled(view.live and self._desk.writable)
        self._desk.read(
            "imports-controls", lambda c: reconciliations(c, view.id), partial(self._show, view.id)
        )

    def _show(self, batch: int, found: Sequence[Reconciliation]) -> None:
        if self._view is None or self._view.id != batch:
            return
        self.found = found
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for at, each in enumerate(found):
            agrees = not each.difference and not each.lines
            mark = Shape.OK if agrees else Shape.RISK if each.unexplained else Shape.DOUBT
            spans = [Span(told_of(each), mark=mark)]
            if each.lines:
                spans += [Span("  "), Span("Show the lines", link=str(at))]
            label = SpanLabel(spans, wrap=True)
            label.linked.connect(partial(self.show_lines, label))
            self._column.addWidget(label)

    def show_lines(self, label: SpanLabel, link: str) -> Popover:
        """List the lines that a difference is made of."""
        found = self.found[int(link)]
        content = QWidget()
        content.setFixedSize(*_LINES_SIZE)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(make_label(f"{found.measure.label}, line by line", strong=True))
        table = TableView(LazyTableModel(_Lines(found)), name="Lines", stretch="name")
        column.addWidget(table, 1)
        show = found.measure.show
        rest = f"{show(found.unexplained)} is not explained by any line of the file."
        words = rest if found.unexplained else "They add up to the difference."
        column.addWidget(SpanLabel(words, tone=Tone.QUIET))
        popover = Popover(self.window(), content, name="Lines", widest=_LINES_SIZE[0] + 32)
        popover.open_at(label, label.link_rect(link))
        return popover

    def open(self) -> None:
        """Open the panel in which the totals are typed."""
        view = self._view
        if view is None:
            return
        connection = self._desk.connection
        panel = ControlPanel(measures_of(connection, view.id), control_totals(connection, view.id))
        self.panel = panel
        panel.agreed.connect(partial(self._keep, panel, view))
        open_panel(self.window(), panel, self.button).closed.connect(self._closed)

    def _closed(self) -> None:
        self.panel = None

    def _keep(self, panel: ControlPanel, view: BatchView) -> None:
        totals = panel.totals()

        def refused(problem: Problem) -> None:
            if self.panel is panel:
                panel.refuse(problem_sentence(problem))

        panel.set_verb("Keep", why_not="It is being written.")
        self._desk.write(
            f"Control totals of {view.file}",
            lambda write: set_controls(write, view.id, totals),
            lambda _: panel.left.emit() if self.panel is panel else None,
            refused,
        )


def states_of(controls: ControlsView) -> list[tuple[str, Callable[[], object]]]:
    """A further picture of the page: the panel with totals that are being typed."""

    def typed() -> None:
        controls.open()
        if controls.panel is not None:
            for key, field in controls.panel.fields.items():
                field.setText(MEASURES[key].show(43100))

    return [("control-totals", typed)]
