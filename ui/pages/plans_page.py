"""Plans: aims of three to five years, the money behind them, and where the two do not meet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from areateam.plans.plan_money_rules import financial_year
from ui.ask import Ask
from ui.pages.plan_benefits import PlanBenefits
from ui.pages.plan_buttons import PlanButtons
from ui.pages.plan_crosswalk import PlanCrosswalk
from ui.pages.plan_doings import PlanDoings
from ui.pages.plan_lines import (
    aim_columns,
    aim_rows,
    in_card,
    money_columns,
    money_rows,
    plan_table,
    show_lines,
    span_aims,
    sum_rows,
)
from ui.pages.plan_merging import PlanMerging
from ui.pages.plan_reading import (
    KINDS,
    PlansRead,
    header_spans,
    read_plans,
    short_words,
    whose_spans,
)
from ui.pages.plan_saving import save_crosswalk, save_plan
from ui.pages.plan_side import PlanSide
from ui.pages.plan_versions import PlanVersions
from ui.style.tokens import PAGE_MARGIN
from ui.widgets.buttons import make_button
from ui.widgets.empty_state import EmptyState, Step
from ui.widgets.page_header import PageHeader
from ui.widgets.segments import Segments
from ui.widgets.tab_row import TabRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ui.desk import Desk

_TABS = (
    ("aims", "Aims"),
    ("money", "Money"),
    ("crosswalk", "Crosswalk"),
    ("versions", "Versions and scenarios"),
    ("benefits", "Benefits"),
)
_EMPTY = (
    "What is to be better in three to five years, how it is measured, and the money behind it,"
    " year by year across every 31 March."
)
_STEPS = (Step("new", "calendar", "Begin a plan", "Of the area team or of a PCT", "New plan…"),)


class PlansPage(QWidget):
    """Opened with id=plan for one plan, tab="crosswalk" for one of its tabs.

    Or with part="plan_aim 3", "plan_measure 4" or "plan_line 5" to stand on it in its plan.
    """

    title = "Plans"

    def __init__(self, desk: Desk, ask: Ask | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.ask = ask or Ask(self)
        self.read = PlansRead(())
        self._wanted: int | None = None
        self._added = self._part = ""
        self.doings = PlanDoings(desk, self, self._made)
        self.merging = PlanMerging(desk, self, self._made)
        self.header = PageHeader(self.title)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Plan")
        self.choice.setFixedHeight(32)
        self.choice.setFixedWidth(240)
        self.choice.activated.connect(lambda at: self._look_at(self.choice.itemData(at)))
        self.new = make_button(
            "New plan…", writes=True, on_click=lambda: self.doings.new_plan(self.new)
        )
        self.export = make_button("Export", icon_name="upload", on_click=self.save)
        for part in (self.choice, self.export, self.new):
            self.header.add_button(part)
        self.tabs = TabRow(_TABS)
        self.tabs.chosen.connect(self.show_tab)
        self.aims, self.money = plan_table("Aims and measures"), plan_table("Money by year")
        self._tables = {"aims": self.aims, "money": self.money}
        self.versions = PlanVersions()
        self.versions.chosen.connect(self._look_at)
        self.benefits = PlanBenefits(desk)
        self.buttons = PlanButtons()
        self.buttons.pressed.connect(self.press)
        self.crosswalk = PlanCrosswalk()
        self.crosswalk.chosen.connect(self.go_to)
        self.picture = make_button(
            "Picture…", icon_name="download", on_click=partial(_save_picture, self)
        )
        self.by = Segments((("lines", "By line"), ("bodies", "By body")), name="Money shown")
        self.by.chosen.connect(lambda _: self._fill())
        self.side = PlanSide()
        self.side.committed.connect(self._change)
        self.side.linked.connect(partial(_follow, desk))
        self.empty = EmptyState("No plan yet", _EMPTY, _STEPS)
        self.empty.chosen.connect(lambda _: self.doings.new_plan(self.new))
        self._lay_out()
        for table in (self.aims, self.money):
            table.rested.connect(lambda _: self._show_side())
            table.opened.connect(self._edit)
        self.setFocusProxy(self.aims)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.by)
        row.addStretch(1)
        row.addWidget(self.buttons)
        row.addWidget(self.picture)
        self._stack = QStackedWidget()
        self._parts: dict[str, QWidget] = {
            "aims": in_card(self.aims),
            "money": in_card(self.money),
            "crosswalk": self.crosswalk,
            "versions": self.versions,
            "benefits": self.benefits,
        }
        for part in self._parts.values():
            self._stack.addWidget(part)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self.side)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 16)
        column.setSpacing(12)
        column.addLayout(row)
        column.addLayout(middle, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        for part in (self.header, self.tabs):
            page.addWidget(part)
        page.addWidget(self._body, 1)
        page.addWidget(self.empty, 1)

    # ---- what the window asks of a page

    def show_args(self, args: Mapping[str, Any]) -> None:
        """Show a plan, and a part of it, where they are named."""
        if isinstance(args.get("id"), int):
            self._wanted = args["id"]
        if "part" in args:
            self._part = str(args["part"])
        if args.get("tab") in self._parts:
            self.show_tab(args["tab"])
        self.refresh(None)

    def refresh(self, changes: object) -> None:
        """Read the plan again, beside the window."""
        touched = getattr(changes, "kinds", None)
        if touched is None or KINDS & set(touched):
            of = self._part
            work = partial(read_plans, wanted=self._wanted, on=self.desk.today, part=of)
            self.desk.read("plans", work, self.show_read)
            if self.tabs.current() == "benefits":
                self.benefits.read()

    def set_narrow(self, *, narrow: bool, low: bool) -> None:
        """The panel folds away in a narrow window."""
        self._narrow = narrow
        self.header.set_narrow(narrow=narrow)
        self._show_parts()

    def states(self) -> list[tuple[str, Callable[[], object]]]:
        """Further pictures: each tab, and adding money."""
        found: list[tuple[str, Callable[[], object]]] = [
            (key, partial(self.show_tab, key)) for key, _ in _TABS[1:]
        ]

        def bodies() -> None:
            self.show_tab("money")
            self.by.choose("bodies")
            self._fill()

        def tied() -> None:
            self.go_to(f"plan_line {next(iter(self.read.ties), 0)}")

        def adding() -> None:
            self.show_tab("money")
            self.buttons.buttons["line"].click()

        return [*found, ("bodies", bodies), ("tied", tied), ("adding", adding)]

    # ---- what is shown

    _narrow = False

    def show_read(self, read: PlansRead) -> None:
        """Fill the page with a plan, or say what the page is for."""
        self.read = read
        self.choice.clear()
        shown = [head for head in read.heads if head.is_open]
        if read.plan is not None and read.plan.head not in shown:
            shown.append(read.plan.head)
        for head in shown:
            self.choice.addItem(f"{head.name}, {head.state}", head.id)
        if read.plan is not None:
            self.choice.setCurrentIndex(self.choice.findData(read.plan.head.id))
        self._show_parts()
        self.header.set_path(whose_spans(self.read))
        self.header.set_sentence(header_spans(self.read), short_words(self.read))
        self._fill()
        if self._part and read.plan is not None:
            part, self._part, self._wanted = self._part, "", read.plan.head.id
            self.go_to(part)

    def _show_parts(self) -> None:
        there, tab = self.read.plan is not None, self.tabs.current()
        for part in (self._body, self.tabs, self.export, self.choice):
            part.setVisible(there)
        self.choice.setVisible(self.choice.count() > 0)
        self.empty.setVisible(not there)
        self.side.setVisible(tab in ("aims", "money") and not self._narrow)
        self.by.setVisible(tab == "money")
        self.picture.setVisible(tab == "crosswalk")
        self._set_buttons(tab)

    def _set_buttons(self, tab: str) -> None:
        plan = self.read.plan
        can = plan is not None and plan.head.is_open and self.desk.writable
        scenario = plan is not None and plan.head.is_scenario
        kind = self._chosen().partition(" ")[0]
        alone = not self.read.partners
        self.buttons.show_for(tab, kind, can=can, scenario=scenario, alone=alone)

    def _fill(self) -> None:
        plan, gaps = self.read.plan, self.read.gaps
        if plan is None or gaps is None:
            return
        year = financial_year(self.desk.today)
        show_lines(self.aims, aim_columns(plan), aim_rows(plan, year))
        span_aims(self.aims)
        if self.by.current() == "bodies":
            show_lines(self.money, money_columns(plan, "Whose"), sum_rows(plan, self.read.sums))
        else:
            show_lines(self.money, money_columns(plan), money_rows(plan))
        self.crosswalk.show_plan(plan, gaps, self.read.drift)
        self.versions.show_read(self.read)
        for table in (self.aims, self.money):
            if table.current_id() is None and table.rows_model.rowCount():
                table.setCurrentIndex(table.rows_model.index(0, 0))
        shown = self._tables.get(self.tabs.current())
        if shown is not None and self._added and shown.go_to(self._added):
            self._added = ""
        self._show_side()

    def _show_side(self) -> None:
        plan, table = self.read.plan, self._tables.get(self.tabs.current())
        if plan is None or table is None:
            return
        editable = plan.head.is_open and self.desk.writable
        self.side.show_part(self.read, self._chosen(), editable=editable)
        self._set_buttons(self.tabs.current())

    # ---- what is chosen

    def show_tab(self, key: str) -> None:
        """Show a part of the plan."""
        self.tabs.choose(key)
        self._stack.setCurrentWidget(self._parts[key])
        if key == "benefits":
            self.benefits.read()
        self._show_parts()
        self._show_side()

    def go_to(self, key: str) -> None:
        """Stand on an aim or a line of money, in its own table."""
        self.by.choose("lines")
        self.show_tab("money" if key.startswith("plan_line") else "aims")
        table = self._tables.get(self.tabs.current())
        if table is not None:
            self._fill()
            table.go_to(key)
            table.setFocus()
            self._show_side()

    def _chosen(self) -> str:
        """The key of the line chosen in the table that is shown: "plan_aim 3"."""
        table = self._tables.get(self.tabs.current())
        return str((table.current_id() if table else "") or "")

    def _edit(self, _: object) -> None:
        """Enter goes to the values of the line."""
        self._show_side()
        if self.side.form is not None:
            next(iter(self.side.form.rows.values())).setFocus()

    def _look_at(self, plan: Any) -> None:
        """Show another version or scenario."""
        self._wanted = int(plan)
        self.refresh(None)

    def _made(self, kind: str, record: int) -> None:
        """Stand on what was added."""
        if kind == "plan":
            self._look_at(record)
        else:
            self._added = f"{kind} {record}"
            self.refresh(None)

    # ---- what it does

    def press(self, verb: str) -> None:
        """Do what a button says, with the line that is chosen."""
        if self.read.plan is None:
            return
        at = self.buttons.buttons[verb]
        if verb == "merge":
            self.merging.open(at, self.read.plan, self.read.partners)
        else:
            self.doings.press(verb, at, self.read.plan, self._chosen())

    def save(self) -> None:
        """Write the money year by year to a file."""
        if self.read.plan is not None:
            save_plan(self.desk, self.ask, self.read.plan)

    def _change(self, key: str, field: str, value: object) -> None:
        if self.read.plan is not None:
            refused = partial(self.side.refuse, field)
            self.doings.change(self.read.plan, key, field, value, refused)


def _save_picture(page: PlansPage) -> None:
    """Write the picture of the crosswalk to a file."""
    if page.read.plan is not None:
        save_crosswalk(page.desk, page.ask, page.read.plan, page.crosswalk.bars)


def _follow(desk: Desk, link: str) -> None:
    """Open the contract, the case or the call-off that a line is tied to."""
    page, _, record = link.partition(" ")
    desk.open(page, id=int(record))
