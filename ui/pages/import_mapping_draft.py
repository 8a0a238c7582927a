"""A mapping while a person changes it: the columns of one file, and what each is to state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.core.dates import DateOrder, format_date, parse_date
from areateam.core.fields import Kind
from areateam.imports.import_sheet_views import (
    SPLITS,
    ColumnPlan,
    Judgement,
    judge,
    target_field,
)

if TYPE_CHECKING:
    from areateam.catalogue.catalogue import Catalogue
    from areateam.imports.import_sheet_views import ListMapping, MappingSheet, SheetColumn

TYPE, PCT = "contract.contract_type", "contract.pct_code"
NUMBER, ODS = "contract.contract_no", "contract.ods_code"


class MappingDraft:
    """Begins with what a sheet suggests; `mapping()` is what it has become."""

    def __init__(self, catalogue: Catalogue, sheet: MappingSheet) -> None:
        self._catalogue = catalogue
        self.sheet = sheet
        self.name = sheet.mapping.name
        self.constants = dict(sheet.mapping.constants)
        self.key = sheet.mapping.key
        self.lines = sheet.mapping.lines
        self.plans = [self._first_plan(column) for column in sheet.columns]
        self.judgements = [column.judgement for column in sheet.columns]

    def _first_plan(self, column: SheetColumn) -> ColumnPlan:
        found = self.sheet.mapping.plan_of(column.heading, column.nth)
        return found or ColumnPlan(column.heading, column.nth)

    def mapping(self) -> ListMapping:
        """The mapping as it stands; columns that this file lacks are kept."""
        here = {plan.key for plan in self.plans}
        elsewhere = [plan for plan in self.sheet.mapping.columns if plan.key not in here]
        return self.sheet.mapping.changed(
            name=" ".join(self.name.split()),
            columns=(*self.plans, *elsewhere),
            constants=dict(self.constants),
            key=self.key,
            lines=self.lines,
        )

    def is_kept(self) -> bool:
        """Whether it is the saved one, unchanged."""
        return self.sheet.kept and self.mapping() == self.sheet.mapping

    def set_plan(self, place: int, plan: ColumnPlan) -> Judgement:
        """Let a column state something else; returns how well that suits it."""
        self.plans[place] = plan
        cells = self.sheet.columns[place].cells
        found = self.judgements[place] = judge(self._catalogue, plan, cells)
        return found

    def holder_of(self, target: str, but: int) -> int | None:
        """The other column that states a target; None where none does."""
        for place, plan in enumerate(self.plans):
            if place != but and target in plan.targets:
                return place
        return None

    def stated(self) -> set[str]:
        """Every target that a column or the whole file states."""
        return {name for plan in self.plans for name in plan.targets} | set(self.constants)

    def question(self, place: int) -> tuple[str, str, str] | None:
        """A date that can be read both ways, with both readings; None where none is to be asked."""
        column, plan = self.sheet.columns[place], self.plans[place]
        dated = any(target_field(self._catalogue, name).kind is Kind.DATE for name in plan.targets)
        if not dated or column.order not in ("undecided", "mixed"):
            return None
        sample = column.example.partition(" and ")[0]
        days = parse_date(sample, DateOrder.DMY), parse_date(sample, DateOrder.MDY)
        first, second = (_day_words(day) if isinstance(day, str) else "" for day in days)
        return sample, first, second

    def open_questions(self) -> int:
        """How many columns of dates wait for their order."""
        return sum(
            1
            for place, plan in enumerate(self.plans)
            if not plan.dates
            and self.question(place)
            and self.sheet.columns[place].order != "mixed"
        )

    def shared_key(self) -> str:
        """The heading of the one column that tells contracts apart, where its values repeat."""
        stated = self.stated()
        usual = NUMBER if NUMBER in stated else ODS
        key = self.key or ((usual,) if PCT not in stated or PCT in self.constants else ())
        if len(key) != 1:
            return ""  # what two columns say together is known once the file is read
        for column, plan in zip(self.sheet.columns, self.plans, strict=True):
            if key[0] in plan.targets and not plan.split and column.distinct < column.filled:
                return column.heading
        return ""

    def counts(self) -> tuple[int, int, int]:
        """How many columns are taken, how many of those are unsure, how many are not taken."""
        taken = [place for place, plan in enumerate(self.plans) if plan.targets]
        unsure = sum(self.judgements[place].grade == "unsure" for place in taken)
        return len(taken), unsure, len(self.plans) - len(taken)


def _day_words(day: str) -> str:
    """A day without its year, which is the same both ways: "3 Apr"."""
    return format_date(day).rpartition(" ")[0]


def choice_of(plan: ColumnPlan) -> str:
    """The choice that a plan stands for: a target, "cut:" and a way to cut, or ""."""
    if plan.split:
        return f"cut:{plan.split}"
    return plan.targets[0] if plan.targets else ""


def planned(plan: ColumnPlan, choice: str) -> ColumnPlan:
    """The plan with another choice; its words and order of dates belonged to the old one."""
    kind, _, split = choice.partition(":")
    if kind == "cut":
        return ColumnPlan(plan.heading, plan.nth, SPLITS[split].to, split)
    return ColumnPlan(plan.heading, plan.nth, (choice,) if choice else ())
