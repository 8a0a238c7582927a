"""What the pages of external support show of a call-off, as widgets take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from areateam.calloffs.call_off_clock_rules import StageState
from areateam.calloffs.call_off_report_views import (
    budget,
    cause_bars,
    mark_of,
    needed_words,
    stage_bars,
    verdict,
    when_words,
    would_end,
)
from areateam.calloffs.call_off_views import CallOffBook, CallOffView, call_off_book
from areateam.calloffs.ending_views import ending_line, exit_words
from areateam.calloffs.finished_views import savings_of, tier_lines
from areateam.calloffs.gate_views import gate_notes
from areateam.calloffs.route_rules import day_words, half_words, plain_day_words
from areateam.calloffs.way_rules import role_words
from areateam.contracts.contract_views import contract_record
from areateam.core.amounts import format_money
from areateam.core.dates import format_date, format_weekday_date
from areateam.transition.task_name_views import task_of_uid
from ui.style.marks import Shape, Tone
from ui.widgets.fall_chart import Fall
from ui.widgets.route_bars import RouteLine
from ui.widgets.spans import Span
from ui.widgets.stage_chart import StageLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.calloffs.call_off_clock_rules import Bar
    from areateam.calloffs.call_off_views import Bidder
    from areateam.calloffs.finished_views import Saving
    from areateam.calloffs.paper_views import Paper, Papers
    from ui.desk import Desk

    Line = tuple[str, Sequence[Span] | str]

MINUS = "\N{MINUS SIGN}"
SHAPES = {"kept": Shape.OK, "missed": Shape.RISK, "stopped": Shape.NOTHING}
_MARKS = {shape.value: shape for shape in Shape}


def desk_call_off_book(desk: Desk) -> CallOffBook:
    """What call-offs are reckoned by on the day looked at."""
    return call_off_book(desk.connection, desk.catalogue, desk.today)


def head_spans(view: CallOffView) -> list[Span]:
    """Tier, value and start, then the verdict with its mark."""
    said = verdict(view)
    first = f"Tier {view.tier}, {format_money(view.value_pence)}.  "
    mark = SHAPES[said.kind]
    return [
        Span(first, Tone.QUIET),
        Span(said.text, strong=True, mark=mark),
        Span(f": {said.detail}." if said.detail else ".", Tone.QUIET),
    ]


def route_lines(view: CallOffView, book: CallOffBook) -> list[RouteLine]:
    """Both routes from the start of a call-off."""
    classic, fast, found = book.routes.classic, book.routes.fast, view.clock
    end = format_weekday_date(would_end(view, book).isoformat())
    held = view.fast_limit - found.planned
    kept = f"{plain_day_words(held)} held" if held >= 0 else f"{day_words(-held)} too long"
    finish = format_weekday_date(found.finish.isoformat())
    over = found.total - found.planned
    day = -(-found.total // 2)
    verb = "ended" if found.is_done else "forecast"
    if over > 0:
        said = f"{verb} {finish}, day {day}: {day_words(over)} over plan"
    elif over < 0:
        said = f"{verb} {finish}, day {day}: {day_words(-over)} under plan"
    else:
        said = f"{verb} {finish}, day {day}: as planned"
    return [
        RouteLine(
            classic.label, day_words(classic.working_half_days),
            min(found.gone, found.total), classic.working_half_days, classic.working_half_days,
            f"would end {end}",
        ),
        RouteLine(
            fast.label, f"{half_words(found.planned)} planned, {kept}",
            min(found.gone, found.total), found.total, found.planned, said,
            Tone.RISK if view.over_limit > 0 else Tone.OK,
        ),
    ]  # fmt: skip


def today_words(view: CallOffView) -> str:
    """Which day of it today is ("today, day 19"); how long it took for one that ended."""
    if not view.is_open:
        return f"ended after {day_words(view.clock.total)}"
    day = -(-view.clock.gone // 2)
    return f"today, day {day}" if day else "not begun"


def stage_lines(view: CallOffView) -> list[StageLine]:
    """The stages as the chart draws them."""
    found = []
    for stage in view.clock.stages:
        mark, words = mark_of(stage, view.clock.gone)
        found.append(
            StageLine(
                stage.facts.label, stage.begins, stage.ends, stage.facts.target,
                half_words(stage.facts.target), half_words(stage.half_days), _MARKS[mark], words,
                when_words(stage), stage.state is StageState.DONE,
                stage.state is StageState.CURRENT and view.is_open,
            )
        )  # fmt: skip
    return found


def falls(bars: Sequence[Bar], first: int, last: int, name: str) -> list[Fall]:
    """A waterfall from a first sum by steps to the last; lengths in half-days."""
    steps = [
        Fall(bar.short, bar.before, bar.after, half_words(bar.change).replace("-", MINUS))
        for bar in bars
    ]
    begins = Fall("26 weeks", first, first, half_words(first), is_sum=True)
    return [begins, *steps, Fall(name, last, last, half_words(last), is_sum=True)]


def stage_falls(view: CallOffView) -> list[Fall]:
    """Where the weeks went, by stage."""
    name = "Took" if view.clock.is_done else "Forecast"
    return falls(stage_bars(view), view.clock.baseline, view.clock.total, name)


def cause_rows(view: CallOffView, book: CallOffBook) -> list[Line]:
    """What was saved and lost by cause, as values."""
    return [
        (bar.label.capitalize(), plain_day_words(bar.change).replace("-", MINUS))
        for bar in cause_bars(view, book.framework)
    ]


def gate_rows(view: CallOffView, book: CallOffBook) -> list[Line]:
    """Each gate: whether it stands, at what tier, and who passed it or may."""
    rows: list[Line] = []
    for line in view.gates:
        if not line.applies:
            words = [Span(f"skipped at tier {line.tier}", mark=Shape.NOTHING)]
        elif line.passed_on:
            passed = f"passed by {line.passed_by}, {format_date(line.passed_on)}"
            words = [Span(passed, mark=Shape.OK)]
        else:
            who = role_words(book.procedures, book.framework, line.gate.role, line.tier)
            words = [Span(f"to be passed by {who.lower()}", mark=Shape.RISK)]
        rows.append((line.gate.label, words))
    return rows


def ledger_rows(view: CallOffView, book: CallOffBook, desk: Desk) -> list[Line]:
    """The ledger of proportion: every decision on a gate, the rule, and who made it in which role.

    Value and risk stand with the first decision made on them.
    """
    rows: list[Line] = []
    weight: tuple[int, int] | None = None
    for note in gate_notes(desk.connection, book.framework, view.id):
        known = book.procedures.roles.get(note.role)
        role = known.label.lower() if known else note.role
        by = ", ".join(filter(None, (note.by, role, f"with {note.second}" if note.second else "")))
        rule = "" if note.is_passed else note.rule
        words = f"{rule} {note.reason}".strip()
        if weight != (note.value_pence, note.risk_points):
            weight = (note.value_pence, note.risk_points)
            words += f" At {format_money(note.value_pence)}, risk {note.risk_points}."
        spans = [Span(f"{note.gate}: {note.decided}", strong=True), Span(f", {by}. "),
                 Span(words, Tone.QUIET)]  # fmt: skip
        rows.append((format_date(note.on), spans))
    return rows


def gate_foot(view: CallOffView, book: CallOffBook, desk: Desk) -> str:
    """What the gates cost against the plan, and how the figures of their tier are known."""
    line = tier_lines(desk.connection, book.framework)[view.tier]
    known = line.known if line.is_own else f"{line.known}: {book.framework.source}"
    return f"{budget(view, book).sentence} The figures are {known}."


def fact_rows(
    view: CallOffView, book: CallOffBook, papers: Sequence[Paper], gaps: Sequence[str]
) -> list[Line]:
    """What it is for, who is asked, and which papers are missing."""
    framework = book.framework
    area = next(each.label for each in framework.area if each.key == view.area)
    lot = next(each.label for each in framework.lot if each.key == view.lot)
    tier = framework.tier[view.tier]
    filed = [Span(f"{len(papers)} filed")]
    if gaps:
        filed = [Span(f"{len(gaps)} missing", mark=Shape.RISK), Span(f", {filed[0].text}")]
    rows: list[Line] = [
        ("Need", view.need),
        ("Sponsor", view.sponsor),
        ("Service area", area),
        ("Lot", lot),
        ("Approver", tier.approver),
        ("Competition", tier.competition),
        ("Bidders", ", ".join(_bidder(each) for each in view.bidders) or "none"),
        ("Papers", filed),
    ]
    rows.insert(rows.index(("Lot", lot)) + 1, ("Path", path_spans(view)))
    if view.bids_due_on:
        rows.append(("Bids until", format_weekday_date(view.bids_due_on.isoformat())))
    if view.needed_by:
        in_time, words = needed_words(view, book)
        rows.insert(1, ("Needed by", [Span(words, mark=Shape.OK if in_time else Shape.RISK)]))
    if view.standstill_ends:
        ends = format_weekday_date(view.standstill_ends.isoformat())
        rows.append(("Standstill", f"until the end of {ends}"))
    if view.outcome_reason:
        rows.append(("Stopped because", view.outcome_reason))
    return rows


def path_spans(view: CallOffView) -> list[Span]:
    """The path taken, with its steps: which are done, and which is the one of now."""
    states = {stage.facts.key: stage.state for stage in view.clock.stages}
    spans = [Span(f"{view.path.label}: ")]
    for step in view.path.step:
        state = states[step.stage]
        arrow = " \N{RIGHTWARDS ARROW} " if len(spans) > 1 else ""
        if state is StageState.DONE:
            spans.append(Span(f"{arrow}{step.label} ✓", Tone.OK))
        else:
            is_now = state is StageState.CURRENT and view.is_open
            spans.append(
                Span(f"{arrow}{step.label}", None if is_now else Tone.QUIET, strong=is_now)
            )
    if view.path_reason:
        spans.append(Span(f". {view.path_reason}"))
    return spans


def paper_rows(view: CallOffView, papers: Sequence[Paper], wanted: Sequence[Papers]) -> list[Line]:
    """The checklist by stage: what was filed leads to its file, what is missing says so."""
    rows: list[Line] = []
    for place, stage in enumerate(view.clock.stages, 1):
        spans: list[Span] = []
        for kind in (each for each in wanted if each.stage == stage.facts.key):
            spans += [Span(", ")] if spans else []
            spans += _paper_spans(kind, [p for p in papers if p.paper == kind.key])
        if spans:
            rows.append((f"{place} {stage.facts.label}", spans))
    return rows


def _paper_spans(kind: Papers, filed: Sequence[Paper]) -> list[Span]:
    if not filed:
        if kind.is_gap:
            return [Span(f"{kind.label} missing", mark=Shape.RISK)]
        return [Span(f"{kind.label} to come", Tone.QUIET)]
    spans = [Span(f"{kind.label}: ", mark=Shape.OK)]
    for place, paper in enumerate(filed):
        words = f"{paper.name}, {format_date(paper.dated_on)}"
        spans += [Span("; ")] if place else []
        spans.append(Span(words, link=f"paper:{paper.id}"))
    return spans


def tie_rows(view: CallOffView, book: CallOffBook, desk: Desk) -> list[Line]:
    """The chain: task served, contract led to, what becomes of it; and what it is said to save."""
    connection = desk.connection
    rows: list[Line] = []
    if task := task_of_uid(connection, view.task_uid):
        link = [Span(f"{task.name} {task.title}", link=f"task:{task.id}")]
        rows.append(("Serves", link))
    if view.contract:
        record = contract_record(connection, desk.catalogue, view.contract, desk.today)
        link = [Span(f"{record.ref} {record.name}", link=f"contract:{record.id}")]
        rows.append(("Contract", link))
    line = ending_line(view, book.framework)
    after = f"After {format_date(book.framework.ends_on.isoformat())}"
    rows.append((after, [Span(line.words, mark=Shape.RISK if line.is_gap else None)]))
    if view.outcome != "stopped":
        rows.append(("Early exit", exit_words(view)))
    rows += [(each.title, saving_words(each)) for each in savings_of(connection, view.id)]
    return rows


def saving_words(saving: Saving) -> list[Span]:
    """What of a saving is claimed, validated and cashable."""
    claimed = Span(f"{format_money(saving.claimed_pence)} claimed")
    if saving.validated_pence is None:
        return [claimed, Span("  "), Span("not validated", mark=Shape.RISK)]
    valid, cash = format_money(saving.validated_pence), format_money(saving.cashable_pence or 0)
    said = f", {valid} validated by {saving.validated_by}, {cash} of it cashable"
    return [claimed, Span(said)]


def _bidder(bidder: Bidder) -> str:
    rank = f" ({bidder.rank})" if bidder.rank else ""
    state = "" if bidder.state in ("asked", "bid") else f", {bidder.state}"
    return f"{bidder.name}{rank}{state}"
