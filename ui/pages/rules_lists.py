"""The lists of the Rules page: time limits, procedures and days off, and what is said of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from areateam.catalogue.clock_definitions import ClockKind, Count
from areateam.core.columns import Column
from areateam.core.count_words import working_days
from areateam.core.dates import format_weekday_date
from areateam.core.fields import Field, Kind
from ui.style.marks import Mark, Shape, Tone
from ui.tables.row_source import Cell
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from areateam.cases.rule_views import RuleLine
    from areateam.catalogue.catalogue import Catalogue
    from areateam.catalogue.clock_definitions import ClockRule
    from areateam.catalogue.procedure_definitions import Procedure, StepSpec
    from ui.tables.row_source import Row

Rows = "Sequence[tuple[str, Sequence[Span] | str]]"

RULE_COLUMNS = (
    Column(Field("id", "Rule"), "", width=64),
    Column(Field("text", "Limits"), "", width=200),
    Column(Field("figure", "Figure"), "", width=112),
    Column(Field("known", "Known"), "", width=124),
    Column(Field("cases", "Open cases", Kind.INTEGER), "", width=88),
    Column(Field("valid", "Holds"), "", width=124),
)
PROCEDURE_COLUMNS = (
    Column(Field("id", "No."), "", width=64),
    Column(Field("label", "Procedure"), "", width=300),
    Column(Field("groups", "Contracts"), "", width=200),
    Column(Field("steps", "Steps", Kind.INTEGER), "", width=70),
    Column(Field("version", "Version", Kind.INTEGER), "", width=76),
)
DAY_COLUMNS = (
    Column(Field("day", "Day"), "", width=150),
    Column(Field("name", "Why"), "", width=320),
    Column(Field("kind", "Whose"), "", width=160),
)


@dataclass
class Listed:
    """Rows in memory, found by their id."""

    columns: Sequence[Column]
    lines: Sequence[Row] = ()

    def count(self) -> int:
        """How many there are."""
        return len(self.lines)

    def rows(self, first: int, limit: int) -> Sequence[Row]:
        """Some of them."""
        return self.lines[first : first + limit]

    def position(self, record: object) -> int | None:
        """Where the row of an id stands."""
        ids = [line[0] for line in self.lines]
        return ids.index(record) if record in ids else None


def rule_key(rule: ClockRule) -> str:
    """What tells the versions of rules apart: the id, and the first day."""
    return f"{rule.id} {rule.valid_from or ''}"


def known_mark(rule: ClockRule) -> Mark:
    """How a rule is known, as a mark: confirmed here, read, or still to be confirmed."""
    if not rule.is_confirmed:
        return Mark(Shape.DOUBT, "Unconfirmed")
    if rule.evidence.value == "K":
        return Mark(Shape.OK, "Ours")
    return Mark(Shape.OK, "Source read" if rule.evidence.value == "S" else "Sister rule")


def rules_listed(lines: Sequence[RuleLine]) -> Listed:
    """The rules as rows, each version of its own."""
    return Listed(
        RULE_COLUMNS,
        [
            (rule_key(x.rule), x.rule.id, x.rule.text, x.figure or "none", _mark_cell(x.rule),
             x.open_cases, x.valid)
            for x in lines
        ],
    )  # fmt: skip


def _mark_cell(rule: ClockRule) -> Cell:
    mark = known_mark(rule)
    return Cell(mark.word, mark=mark)


def rule_rows(line: RuleLine) -> list[tuple[str, Sequence[Span] | str]]:
    """What is said of one rule."""
    rule = line.rule
    counted = f"{rule.count.value} {rule.start_words}" if rule.start_words else rule.count.value
    if rule.count is Count.FIXED:
        counted = "a day of the calendar"
    kind = "a timer that can stand still" if rule.kind is ClockKind.TIMER else "fixed by law"
    rows: list[tuple[str, Sequence[Span] | str]] = [
        ("Figure", [Span(line.figure or "none", strong=True)]),
        ("Counted", f"{counted}; {kind}"),
        ("Regulation", rule.regulation),
        ("Known", [Span(line.known, mark=known_mark(rule).shape)]),
        ("Holds", line.valid),
        ("Used in", ", ".join(line.procedures) or "no procedure"),
        ("Open cases", f"{line.open_cases:,}"),
    ]
    stops = ", ".join(rule.may_pause)
    rows += [("May stop for", stops)] if stops else []
    return rows + ([("May agree", rule.may_extend)] if rule.may_extend else [])


def procedures_listed(catalogue: Catalogue) -> Listed:
    """The procedures as rows, by their number."""
    known = sorted(catalogue.procedures.known.values(), key=lambda each: (each.id, each.label))
    return Listed(
        PROCEDURE_COLUMNS,
        [
            (p.key, p.id, p.label, ", ".join(_group(catalogue, g) for g in p.groups), len(p.step),
             p.version)
            for p in known
        ],
    )  # fmt: skip


def _group(catalogue: Catalogue, key: str) -> str:
    found = catalogue.groups.get(key)
    return found.label if found else key


def procedure_rows(
    catalogue: Catalogue, procedure: Procedure
) -> list[tuple[str, Sequence[Span] | str]]:
    """What is said of one procedure: its steps in order, who decides, and how it may end."""
    sure = f", {procedure.confidence}%" if procedure.confidence is not None else ""
    rows: list[tuple[str, Sequence[Span] | str]] = [
        ("About", procedure.about),
        ("Version", f"{procedure.version} (evidence {procedure.evidence.value}{sure})"),
    ]
    stages = {stage.key: stage.label for stage in procedure.stage}
    last = ""
    for step in procedure.step:
        stage = stages.get(step.stage, step.stage)
        rows.append((stage if stage != last else "", _step_spans(catalogue, procedure, step)))
        last = stage
    for outcome in procedure.outcome:
        appeal = f"; appeal to {outcome.appeal_to} ({outcome.appeal})" if outcome.appeal else ""
        reasons = f": {', '.join(outcome.reasons)}" if outcome.reasons else ""
        first = outcome is procedure.outcome[0]
        rows.append(("May end" if first else "", f"{outcome.label}{reasons}{appeal}"))
    return rows


def _step_spans(catalogue: Catalogue, procedure: Procedure, step: StepSpec) -> list[Span]:
    roles = catalogue.procedures.roles
    facts = [f"by {roles[step.role].label}" if step.role in roles else ""]
    facts.append(f"keeps {step.rule}" if step.rule else "")
    facts.append(f"our target {working_days(step.days)}" if step.days else "")
    for line in (each for each in procedure.decider if each.step == step.key):
        limit = f" below £{line.below_pence // 100:,}" if line.below_pence else ""
        facts.append(f"decided by {roles[line.role].label}{limit}")
    facts.append(step.why.rstrip(".") if step.needs else "")
    said = "; ".join(fact for fact in facts if fact)
    return [Span(step.label), Span(f"  {said}", tone=Tone.QUIET)]


def days_listed(holidays: Mapping[date, str], own: Mapping[date, str]) -> Listed:
    """The bank holidays and the days of our own as rows, in order."""
    rows = [
        (
            day.isoformat(),
            format_weekday_date(day.isoformat()),
            name,
            Cell("Our own", strong=True) if day in own else Cell("Bank holiday", tone=Tone.QUIET),
        )
        for day, name in sorted({**holidays, **own}.items())
        if day.year >= 2010
    ]
    return Listed(DAY_COLUMNS, rows)
