"""Everything that the home page says, read at once beside the window."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from areateam.calloffs.finished_views import CallOffStanding, call_off_standing
from areateam.cases.case_due_views import count_by_law, count_open
from areateam.cases.case_rules import Rulebook
from areateam.cases.case_work_views import CaseWork, case_work
from areateam.cases.rulebook_views import rulebook
from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_views import contract_count, managers
from areateam.contracts.dental_views import MidYearStanding, mid_year_standing
from areateam.contracts.work_views import WorkLine, count_where, ending_conditions, work_lines
from areateam.core.count_words import counted
from areateam.core.dates import format_weekday_date
from areateam.core.working_days import working_days_between, working_days_by_month
from areateam.duties.answer_views import AccountabilityStanding, accountability
from areateam.duties.desk_views import PackHead, pack_heads
from areateam.imports.import_views import BatchView, batches
from areateam.imports.waiting_views import WaitingStanding, waiting_standing
from areateam.ledger.history import OperationLine, operations
from areateam.plans.plan_standing_views import PlanStanding, plan_standing
from areateam.transition.readiness_views import Readiness, readiness
from areateam.transition.transition_views import PlanView, plans
from ui.pages.case_words import short_label
from ui.style.marks import Mark, Shape

Line = WorkLine | CaseWork
"""What is to be done by a date: for contracts, or in cases."""

LAST_PCT_DAY = date(2013, 3, 28)
"""The last working day of the PCTs: Good Friday follows, and on Easter Monday they end."""
WITHIN = 90
SOON = 6
"""Days after today that the sentence under the title looks ahead: a week with today in it."""
_BANDS = ((0, 30), (31, 60), (61, 90))


@dataclass(frozen=True, slots=True)
class EndingCard:
    """Contracts that end within 90 days: how many, by band, how many without a decision."""

    total: int
    bands: tuple[tuple[int, int], ...]
    undecided: int
    where: tuple[str, ...]
    until: date


@dataclass(frozen=True, slots=True)
class Countdown:
    """Working days to the PCTs' last day, and by month (year, month, days)."""

    days: int
    months: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class TodayFacts:
    """The home page of a day. `manager` is whose it is, "" for the whole team's."""

    day: date
    manager: str
    manages: bool
    contracts: int
    to_decide: int
    work: tuple[Line, ...]
    left: tuple[int, ...]
    ending: EndingCard
    batch: BatchView | None
    waiting: WaitingStanding
    midyear: MidYearStanding
    changes: tuple[OperationLine, ...]
    countdown: Countdown | None
    clocks: int
    """Steps by law that fall due in cases after the coming week, by the PCTs' last day."""
    open_cases: int
    desks: tuple[PackHead, ...]
    """The desks that nobody has taken over whole."""
    handover: Readiness | None
    """How ready the places of the hand-overs are; None where none runs."""
    place_word: str
    """What the places of the first hand-over are: "PCT"."""
    accountable: AccountabilityStanding | None
    """Who answers from the change on; None without a matrix."""
    money: PlanStanding | None
    """How money and aims meet in the plans that hold; None without a plan."""
    call_offs: CallOffStanding | None
    """Which call-offs will miss 4½ weeks; None without one in progress."""

    @property
    def late(self) -> int:
        """How many dates have passed."""
        return sum(line.count for line in self.work if line.derived.value < self.day.isoformat())

    @property
    def soon_until(self) -> date:
        """The last day of the coming week."""
        return self.day + timedelta(days=SOON)

    @property
    def soon(self) -> int:
        """How many dates fall in the coming week, today in it."""
        first, last = self.day.isoformat(), self.soon_until.isoformat()
        return sum(line.count for line in self.work if first <= line.derived.value <= last)


def read_today(
    connection: Any, catalogue: Catalogue, day: date, manager: str = "", since: int = 0
) -> TodayFacts:
    """The home page of `day`; `since` is the last operation that was seen before.

    `connection` is a reading one.
    """
    holidays = catalogue.holidays("england")
    book = rulebook(connection, catalogue, day)
    by_law = case_work(connection, book, WITHIN, manager)
    lines: list[Line] = [*work_lines(connection, catalogue, day, WITHIN, manager), *by_law]
    work = sorted(lines, key=lambda line: line.derived.value)
    last = batches(connection, limit=1)
    left = [working_days_between(day, date.fromisoformat(w.derived.value), holidays) for w in work]
    own = (f"manager={manager}",) if manager else ()
    found = plans(connection, book)
    return TodayFacts(
        day=day,
        manager=manager,
        manages=not manager or any(name == manager for _, name, *_ in managers(connection)),
        contracts=contract_count(connection),
        to_decide=count_where(connection, catalogue, day, ("status=to decide", *own)),
        work=tuple(work),
        left=tuple(left),
        ending=_ending(connection, catalogue, day, manager),
        batch=last[0] if last else None,
        waiting=waiting_standing(connection, day.isoformat(), manager),
        midyear=mid_year_standing(connection, catalogue, day, manager),
        changes=tuple(o for o in operations(connection) if o.operation > max(since, 1)),
        countdown=countdown_on(day, holidays),
        clocks=_clocks_before_the_end(connection, day, manager),
        open_cases=count_open(connection, manager),
        desks=tuple(head for head in pack_heads(connection) if not head.finished),
        handover=readiness(found) if found else None,
        place_word=_place_word(found, book),
        accountable=accountability(connection, day),
        money=plan_standing(connection, day),
        call_offs=call_off_standing(connection, catalogue, day),
    )


def _place_word(found: Sequence[PlanView], book: Rulebook) -> str:
    if not found:
        return ""
    return book.catalogue.programmes.named(found[0].head.programme_key).place_word


def _clocks_before_the_end(connection: Any, day: date, manager: str) -> int:
    soon = day + timedelta(days=SOON)
    if soon >= LAST_PCT_DAY:
        return 0
    every = count_by_law(connection, day, LAST_PCT_DAY, manager)
    return every - count_by_law(connection, day, soon, manager)


def countdown_on(day: date, holidays: Collection[date]) -> Countdown | None:
    """The countdown on a day; None once the last day is over, or more than two years before."""
    if not 0 <= (LAST_PCT_DAY - day).days <= 730:
        return None
    months = working_days_by_month(day, LAST_PCT_DAY, holidays)
    return Countdown(working_days_between(day, LAST_PCT_DAY, holidays), tuple(months))


def _ending(connection: Any, catalogue: Catalogue, day: date, manager: str) -> EndingCard:
    def count(where: Sequence[str]) -> int:
        return count_where(connection, catalogue, day, where)

    until = day + timedelta(days=WITHIN)
    where = ending_conditions(day, until, manager)
    bands = tuple(
        (high, count(ending_conditions(day + timedelta(low), day + timedelta(high), manager)))
        for low, high in _BANDS
    )
    return EndingCard(count(where), bands, count((*where, "decision=")), where, until)


def left_mark(line: Line, left: int, day: date) -> Mark:
    """How a date stands, in working days: "▲ 2 days late", "● today", "- 4 days left"."""
    if line.derived.value < day.isoformat():
        return Mark(Shape.LATE, f"{_days(max(-left, 1))} late")
    if line.derived.value == day.isoformat():
        return Mark(Shape.RISK, "today")
    return Mark(Shape.RISK if left <= 1 else Shape.NOTHING, f"{_days(left)} left")


def work_words(line: Line) -> tuple[str, str]:
    """What is to be done: the number before it where it is for several, and the words."""
    if isinstance(line, CaseWork):
        if line.count == 1:
            return "", line.label
        return f"{line.count:,}", f"\N{MULTIPLICATION SIGN} {short_label(line.title)}"
    one, several = _VERBS.get(line.derived.key, _VERBS[""])
    return ("", one) if line.count == 1 else (f"{line.count:,}", several)


def where_words(line: Line, catalogue: Catalogue) -> str:
    """For which contracts: the name and number, or the type and end of several."""
    if isinstance(line, CaseWork):
        return f"{line.name or short_label(line.label)} · {line.derived.rule}"
    type_short = catalogue.types[line.contract_type].short
    if line.count > 1:
        return f"{type_short} · end {format_weekday_date(line.end_date)[4:]}"
    return " · ".join(part for part in (line.name, line.number) if part)


def who_words(line: Line) -> str:
    """Who answers: the one name, "3 people", or that it is nobody."""
    if not line.people:
        return "nobody named"
    if len(line.people) == 1 and not line.unmanaged:
        return line.people[0]
    return (
        f"{counted(len(line.people), 'person', 'people')}"
        if len(line.people) > 1
        else f"{line.people[0]}, others"
    )


_VERBS = {
    "decide_by": ("Decide what follows", "decisions to make"),
    "serve_notice_by": ("Serve notice", "notices to serve"),
    "": ("Act", "dates to keep"),
}


def _days(number: int) -> str:
    return counted(number, "day")
