"""The cards of the home page, filled from what was read; each keeps its number for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from areateam.contracts.contract_facet_views import short_body_name
from areateam.core.amounts import format_money
from areateam.core.count_words import counted
from areateam.core.dates import MONTHS, format_weekday_date
from areateam.variation.verdict_rules import VerdictKind
from ui.pages.today_facts import LAST_PCT_DAY, WITHIN, Countdown, TodayFacts
from ui.style.fonts import TITLE
from ui.style.marks import Shape, Tone
from ui.widgets.card_frame import CardFrame
from ui.widgets.month_bar import MonthBar
from ui.widgets.span_label import SpanLabel
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from datetime import date

    from ui.pages.variation_count import OutlierStanding

_LONGEST_BAR = 6
_WHOSE_SHOWN = 3
_BEHIND_SHOWN = 2
_DESKS_SHOWN = 2
_VESTING = (
    "The PCTs' last working day. Vesting, 1 Apr, is Easter Monday. The area team opens on 2 Apr."
)


def weekday_day(day: date | str) -> str:
    """A day of this time of the year: "Wed 30 Jan"."""
    return format_weekday_date(str(day)[:10]).rpartition(" ")[0]


def moment_words(at: str) -> str:
    """A stored moment as people say it: "Tue 30 Oct, 16:42"."""
    return f"{weekday_day(at)}, {at[11:16]}"


def fill_ending(card: CardFrame, facts: TodayFacts) -> None:
    """Question 2: which contracts end, or need a decision or a notice, in the next 90 days."""
    ending = facts.ending
    card.clear()
    word = "contract" if ending.total == 1 else "contracts"
    card.add_figure(f"{ending.total:,}", f"{word} to {weekday_day(ending.until)}")
    bands = " · ".join(
        f"{count:,} in {days}" + (" days" if place == 0 else "")
        for place, (days, count) in enumerate(ending.bands)
    )
    card.add_line(bands)
    if ending.undecided:
        has = "has" if ending.undecided == 1 else "have"
        words = f"{ending.undecided:,} {has} no decision"
        show = Span("Show", link="undecided")
        card.add_line([Span(words, mark=Shape.LATE, strong=True), Span("   "), show])
    else:
        card.add_line([Span("all are decided", mark=Shape.OK)])
    card.set_link(f"Show the {ending.total:,} {word}" if ending.total else "", "ending")


def fill_handover(card: CardFrame, facts: TodayFacts) -> None:
    """Question 3: which places are behind on handover, and how far."""
    ready = facts.handover
    card.clear()
    card.setVisible(ready is not None)
    if ready is None:
        return
    behind = sorted(
        (place for place in ready.places if place.total.late), key=lambda p: -p.total.late
    )
    many = len(ready.places)
    card.add_figure(f"{len(behind):,}", f"of {many:,} {facts.place_word}{'' if many == 1 else 's'}")
    for place in behind[:_BEHIND_SHOWN]:
        late = Span(f"{place.total.late:,} late", mark=Shape.LATE, strong=True)
        words = short_body_name(place.name)
        name = Span(words, link=f"handover {place.place}", reason=True)
        card.add_line([late, Span(" "), name])
    if not behind:
        card.add_line([Span("Nothing is late", mark=Shape.OK)])
    card.set_link(f"Open readiness, {counted(ready.total.tasks, 'task')}", "handover")


def fill_accountable(card: CardFrame, facts: TodayFacts) -> None:
    """Question 4: who is accountable from the change on, and whether anything is nobody's."""
    standing = facts.accountable
    card.clear()
    card.setVisible(standing is not None)
    if standing is None:
        return
    on = f"{standing.day.day} {MONTHS[standing.day.month - 1]}"
    card.set_title(f"Accountable from {on}", number="4")
    one = standing.functions - standing.gaps - standing.overlaps
    card.add_figure(f"{one:,}", f"of {standing.functions:,} have one body")
    card.add_line(f"{standing.ours:,} are ours")
    if standing.unnamed:
        has = "has" if standing.unnamed == 1 else "have"
        words = f"{standing.unnamed:,} {has} no named person"
        card.add_line([Span(words, mark=Shape.RISK, strong=True)])
    for words, count in (("nobody's", standing.gaps), ("two bodies'", standing.overlaps)):
        if count:
            card.add_line([Span(f"{count:,} {words}", mark=Shape.LATE, strong=True)])
    if standing.unconfirmed:
        card.add_line([Span(f"{standing.unconfirmed:,} not confirmed", mark=Shape.RISK)])
    for desk in facts.desks[:_DESKS_SHOWN]:
        left = desk.lines - desk.ticked
        words = f"{desk.person}'s desk: {left:,}"
        card.add_line([Span(words, mark=Shape.RISK, link=f"desk {desk.id}", reason=True)])
    more = len(facts.desks) - _DESKS_SHOWN
    if more > 0:
        words = f"{more:,} more {'desk' if more == 1 else 'desks'} to take over"
        card.add_line([Span(words, mark=Shape.RISK, link="team", reason=True)])
    card.set_link("Open responsibilities", "duties")


def fill_call_offs(card: CardFrame, facts: TodayFacts) -> None:
    """Question 8: which call-offs will miss 4½ weeks, and by how much."""
    standing = facts.call_offs
    card.clear()
    card.setVisible(standing is not None)
    if standing is None:
        return
    many = "" if standing.open == 1 else "s"
    card.add_figure(f"{len(standing.over):,}", f"of {standing.open:,} call-off{many}")
    for each in standing.over[:1]:
        card.add_line(f"{each.number} {each.title}")
        card.add_line([Span(f"over by {each.by}", mark=Shape.RISK, strong=True)])
    if not standing.over:
        card.add_line([Span("All keep 4½ weeks", mark=Shape.OK)])
    card.set_link("Open external support", "calloffs")


def fill_money(card: CardFrame, facts: TodayFacts) -> None:
    """Question 9: where money has no aim, or an aim no money."""
    standing = facts.money
    card.clear()
    card.setVisible(standing is not None)
    if standing is None:
        return
    card.add_figure(
        f"{standing.apart:,}", "do not meet" if standing.apart != 1 else "does not meet"
    )
    aims, unlooked = standing.aims, standing.unlooked
    if standing.lines:
        card.add_line(f"{format_money(standing.pence)} without an aim")
    if aims:
        card.add_line(f"{aims:,} {'aim' if aims == 1 else 'aims'} without money")
    if not standing.living:
        card.add_line([Span("There is no aim yet", mark=Shape.RISK)])
    elif not standing.apart:
        card.add_line([Span("All money serves an aim", mark=Shape.OK)])
    if unlooked:
        words = f"{unlooked:,} {'measure' if unlooked == 1 else 'measures'} not looked at"
        card.add_line([Span(words, mark=Shape.RISK, link="benefits", reason=True)])
    first = standing.plans[0]
    words = f"Open {first.name}" if len(standing.plans) == 1 else "Open the plans"
    card.set_link(words, "plans")


def fill_import(card: CardFrame, facts: TodayFacts) -> None:
    """Question 5: which lines of imports wait, since when and whose; what came in last."""
    batch, waiting = facts.batch, facts.waiting
    card.clear()
    if batch is None:
        card.add_line("No list has been taken in yet.")
        card.set_link("Import a file", "imports")
        return
    refused = f"{waiting.refused:,} refused"
    card.add_figure(
        f"{waiting.doubtful:,}",
        [
            Span("in doubt", link="waiting held=in doubt" if waiting.doubtful else ""),
            Span(", "),
            Span(refused, link="waiting held=refused" if waiting.refused else ""),
        ],
    )
    total = waiting.doubtful + waiting.refused
    if total:
        late = Span(f"  {waiting.late:,} late", mark=Shape.LATE, strong=True)
        since = Span(f"Waiting since {moment_words(waiting.since)}")
        card.add_line([since, *([late] if waiting.late else [])])
        card.add_line(_whose(facts))
    when = "Taken in" if batch.live else "Taken in, then undone,"
    # Its name would be cut; the link leads to it.
    card.add_line([Span(f"{when} {moment_words(batch.at)}", link="batch", reason=True)])
    line = "line" if total == 1 else "lines"
    card.set_link(f"Show the {total:,} {line}" if total else "Show the imports", "waiting")


def _whose(facts: TodayFacts) -> list[Span]:
    """Whose the lines are, each name with its number and its list; at most three."""
    spans: list[Span] = []
    for name, lines in facts.waiting.whose[:_WHOSE_SHOWN]:
        if spans:
            spans.append(Span(" · "))
        spans.append(Span(f"{lines:,} with {name or 'nobody'}", link=f"waiting manager={name}"))
    more = len(facts.waiting.whose) - _WHOSE_SHOWN
    return [*spans, *([Span(f" · {more:,} more")] if more > 0 else [])]


def fill_midyear(card: CardFrame, facts: TodayFacts, *, writable: bool) -> None:
    """Question 6: which dental contracts are under 30% at mid-year, and what that is in pounds."""
    standing = facts.midyear
    card.clear()
    card.setVisible(standing.known > 0)
    card.add_figure(f"{standing.under:,}", f"of {counted(standing.known, 'contract')}")
    card.add_line("Most that may be withheld")
    without = f", {standing.unpriced:,} not priced" if standing.unpriced else ""
    card.add_line([Span(format_money(standing.withheld)), Span(without, tone=Tone.QUIET)])
    if standing.under and writable:
        card.add_line([Span("Propose their cases", link="propose")])
    card.set_link(
        f"Show the {counted(standing.under, 'contract')}" if standing.under else "", "midyear"
    )


def fill_outliers(card: CardFrame, standing: OutlierStanding) -> None:
    """Question 7: which outliers are not yet explained, and where most of them are."""
    card.clear()
    card.setVisible(standing.outliers > 0)
    calling = standing.unexplained
    card.add_figure(f"{calling:,}", f"of {standing.outliers:,} beyond the limits")
    if standing.most is not None:
        _, label, most = standing.most
        card.add_line(f"most in {label}: {most:,}", wrap=True)
    judged = [
        f"{standing.kinds[kind]:,} {kind.value}"
        for kind in VerdictKind
        if kind.is_explained and standing.kinds[kind]
    ]
    if judged:
        card.add_line(" · ".join(judged))
    if not calling:
        card.add_line([Span("all are explained", mark=Shape.OK)])
    if standing.most is None:
        card.set_link("", "outliers")
        return
    code, _, most = standing.most
    card.set_link(f"Judge the {most:,} in {code}", f"outliers {code}")


def fill_countdown(card: CardFrame, countdown: Countdown | None) -> None:
    """How many working days are left to the last day of the PCTs."""
    card.clear()
    card.setVisible(countdown is not None)
    if countdown is None:
        return
    last = format_weekday_date(LAST_PCT_DAY.isoformat())
    days = "working day" if countdown.days == 1 else "working days"
    line = QGridLayout()
    line.setContentsMargins(0, 0, 0, 4)
    line.setHorizontalSpacing(8)
    line.addWidget(SpanLabel([Span(f"{countdown.days:,}", strong=True)], size=TITLE), 0, 0)
    words = SpanLabel([Span(f"{days} to "), Span(last, strong=True)], wrap=True)
    line.addWidget(words, 0, 1, Qt.AlignmentFlag.AlignVCenter)
    line.setColumnStretch(1, 1)
    card.add(line)
    if len(countdown.months) <= _LONGEST_BAR:
        bar = MonthBar()
        names = [(MONTHS[month - 1][:3], left) for _, month, left in countdown.months]
        bar.set_months(names, "working days")
        card.add(bar)
    card.body.addSpacing(4)
    card.add(SpanLabel(_VESTING, size=12, tone=Tone.QUIET, wrap=True))


def fill_changes(
    card: CardFrame, facts: TodayFacts, since: str, shown: int, *, wrap: bool = False
) -> None:
    """Question 10: what changed since the last look, and who did it; in full with `wrap`."""
    card.clear()
    aside = moment_words(since) if since else ""
    card.set_right([Span(aside, tone=Tone.QUIET)] if aside else [])
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, 56)
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for place, change in enumerate(facts.changes[:shown]):
        who, what = change_words(change.user, change.label)
        name = SpanLabel(who, tone=Tone.QUIET)
        name.setFixedWidth(64)
        grid.addWidget(name, place, 0, top)
        grid.addWidget(SpanLabel(what, wrap=wrap), place, 1, top)
    card.add(grid)
    if not facts.changes:
        card.add_line("Nothing was changed.")
    many = len(facts.changes)
    words = (
        f"All {counted(many, 'change')}, with who and why"
        if many > 1
        else "The history, who and why"
    )
    card.set_link(words, "history")


def change_words(user: str, label: str) -> tuple[str, str]:
    """Who and what of one step; an import says so in place of who started it.

    The name of its file would be cut, and stands in the history.
    """
    if label.startswith("Import "):
        what = label.removeprefix("Import ").partition(" from ")[0]
        return "Import", what[:1].upper() + what[1:]
    return user, label


def until_words(facts: TodayFacts, *, short: bool = False) -> str:
    """What the work list shows, beside its title."""
    last = weekday_day(facts.work[-1].derived.value) if facts.work else ""
    if not last:
        return f"the next {WITHIN} days"
    return f"to {last}" if short else f"late first, to {last} · working days"
