"""What the states of call-offs say in words: ways onward, moves made, what the clock did."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from areateam.calloffs.call_off_views import COMPETITION, CallOffBook, CallOffView
from areateam.calloffs.way_rules import CLOCK, REJECT, TELL, Move, moves, role_words, ways_from
from areateam.catalogue.framework_definitions import EdgeSpec
from areateam.core.dates import format_date
from areateam.ledger.history import operations


class WayLine(msgspec.Struct, frozen=True):
    """A way from one state to another: who may take it, and on what, in words."""

    act: str
    source: str
    to: str
    who: str
    on: str
    is_clock: bool


class MoveLine(msgspec.Struct, frozen=True):
    """A change of state that was made: its ISO day, the states, who made it, and on what."""

    on: str
    source: str
    to: str
    who: str
    why: str
    is_clock: bool


class ClockEvent(msgspec.Struct, frozen=True):
    """What a date did to a call-off by itself; `on` is an ISO date."""

    on: str
    id: int
    number: str
    title: str
    words: str


def way_lines(view: CallOffView, book: CallOffBook) -> tuple[WayLine, ...]:
    """The ways out of the state that a call-off is in.

    Bidders are told into a standstill only where one is kept, and only an award is rejected.
    """
    awarded = any(bidder.state == "awarded" for bidder in view.bidders)
    shut = {TELL: not view.standstill, REJECT: not awarded}
    return tuple(
        _way(edge, view, book)
        for edge in ways_from(book.framework, view.state)
        if not shut.get(edge.act, False)
    )


def every_way(view: CallOffView, book: CallOffBook) -> tuple[WayLine, ...]:
    """Every way of the machine, for a call-off's tier and sponsor."""
    return tuple(_way(edge, view, book) for edge in book.framework.edge)


def _way(edge: EdgeSpec, view: CallOffView, book: CallOffBook) -> WayLine:
    label = book.framework.state_of
    return WayLine(
        edge.act, label(edge.source).label, label(edge.to).label, who_words(edge, view, book),
        edge.on, edge.who == CLOCK,
    )  # fmt: skip


def who_words(edge: EdgeSpec, view: CallOffView, book: CallOffBook) -> str:
    """Who may take a way, in words: the clock, anybody at the desk, or a role."""
    if edge.who == CLOCK:
        return "the clock"
    if edge.who == "person":
        return "anybody at the desk"
    words = role_words(book.procedures, book.framework, edge.role, view.tier)
    return f"{words}, {view.sponsor}" if words == "the sponsor" else words


def move_lines(view: CallOffView, book: CallOffBook) -> tuple[MoveLine, ...]:
    """Every change of state of a call-off so far, in order."""
    return tuple(_move(move, view, book) for move in moves(view.dated, book.framework, book.today))


def _move(move: Move, view: CallOffView, book: CallOffBook) -> MoveLine:
    label = book.framework.state_of
    edge = move.edge
    who, why = "", edge.on if edge else ""
    if edge is not None:
        who = "the clock" if edge.who == CLOCK else "entered at the desk"
        made = [d for d in view.decisions if d.act == edge.act and d.on == move.on.isoformat()]
        if made:
            last = made[-1]
            roles = book.procedures.roles
            role = roles[last.role].label.lower() if last.role in roles else last.role
            who = f"{last.by}, {role}"
            why = last.reason or why
    return MoveLine(
        move.on.isoformat(), label(move.source).label, label(move.to).label, who, why,
        move.is_clock,
    )  # fmt: skip


def clock_events(
    views: Iterable[CallOffView], book: CallOffBook, since: date
) -> tuple[ClockEvent, ...]:
    """What dates did to open call-offs after a day, up to today, in their order.

    Those are the ways of the clock, and the end of the time for bids.
    """
    found = [
        event
        for view in views
        if view.is_open
        for event in _events(view, book)
        if since.isoformat() < event.on <= book.today.isoformat()
    ]
    return tuple(sorted(found, key=lambda event: (event.on, event.number)))


def _events(view: CallOffView, book: CallOffBook) -> Iterable[ClockEvent]:
    def event(on: date, words: str) -> ClockEvent:
        return ClockEvent(on.isoformat(), view.id, view.number, view.title, words)

    for move in moves(view.dated, book.framework, book.today):
        if move.is_clock and move.edge is not None:
            to = book.framework.state_of(move.to).label
            yield event(move.on, f"{move.edge.on.removesuffix('.')}: it is {to} now.")
    stages = {stage.facts.key: stage for stage in view.clock.stages}
    if view.bids_due_on and not stages[COMPETITION].facts.skipped:
        waits = "" if stages[COMPETITION].facts.done_on else "; the stage waits to be completed"
        yield event(view.bids_due_on + timedelta(days=1), f"Bids are closed{waits}.")


def clock_sentence(events: Sequence[ClockEvent]) -> str:
    """What the clock did, in as few sentences as there are events; "" for nothing."""
    return " ".join(
        f"{event.number} {event.title}, {format_date(event.on)}: {event.words}" for event in events
    )


def last_entry_day(connection: sqlite3.Connection) -> date | None:
    """The day of the last entry in the register, None in one without."""
    newest = operations(connection, limit=1)
    return date.fromisoformat(newest[0].at[:10]) if newest else None
