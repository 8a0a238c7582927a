"""Commands about states of call-offs: ways onward, the clock, path, bids, the contract's end."""

from __future__ import annotations

from argparse import Namespace

from areateam.calloffs.call_off_views import CallOffBook, CallOffView, Ending, call_offs
from areateam.calloffs.ending_views import ending_line, exit_words
from areateam.calloffs.path_actions import choose_path, set_bids_due, state_ending
from areateam.calloffs.way_views import (
    clock_events,
    every_way,
    last_entry_day,
    move_lines,
    way_lines,
)
from areateam.commands.call_off_clock_commands import book_of, view_of
from areateam.commands.call_off_commands import carry_out, maker_from
from areateam.commands.output import as_document, give, say, table
from areateam.core.dates import format_date
from areateam.ledger.ledger import Write
from areateam.office import Office

_NONE = "-"


def run_states(office: Office, options: Namespace) -> int:
    """The state of a call-off, the ways onward with who may take each, and the moves made."""
    book, view = book_of(office), view_of(office, options.ref)
    state = book.framework.state_of(view.state).label
    say(options, f"{view.number}  {view.title}: {state}")
    ways = every_way(view, book) if options.every else way_lines(view, book)
    lines = [[way.source, way.to, way.who, way.on] for way in ways]
    say(options, table(("From", "To", "Who may", "On"), lines, (False,) * 4))
    moved = move_lines(view, book)
    for move in moved:
        say(options, f"{format_date(move.on)}  {move.source} to {move.to}, {move.who}: {move.why}")
    give(
        options,
        {
            "ref": view.number,
            "state": view.state,
            "ways": [as_document(way) for way in ways],
            "moves": [as_document(move) for move in moved],
        },
    )
    return 0


def run_clock(office: Office, options: Namespace) -> int:
    """What dates did by themselves since a day, or since the last entry in the register."""
    book = book_of(office)
    connection = office.store.connection
    since = options.since or last_entry_day(connection) or book.today
    events = clock_events(call_offs(connection, book), book, since)
    if not events:
        say(options, f"The clock moved nothing since {format_date(since.isoformat())}.")
    for event in events:
        say(options, f"{format_date(event.on)}  {event.number}  {event.title}: {event.words}")
    rows = [{"on": e.on, "ref": e.number, "title": e.title, "words": e.words} for e in events]
    give(options, {"since": since.isoformat(), "rows": rows, "total": len(rows)})
    return 0


def run_path(office: Office, options: Namespace) -> int:
    """Take the path of direct award or of further competition; without one, show its steps."""
    if options.path:
        return carry_out(
            office, options, f"Take the path {options.path}",
            lambda write, book, view: choose_path(
                write, book, view.id, options.path, options.reason, maker_from(options)),
        )  # fmt: skip
    view = view_of(office, options.ref)
    say(options, f"{view.path.label}: {view.path.about} {view.path_reason}".strip())
    done = {stage.facts.key: stage.state.value for stage in view.clock.stages}
    lines = [[step.label, done[step.stage]] for step in view.path.step]
    say(options, table(("Step", ""), lines, (False, False)))
    steps = [{"step": label, "state": state} for label, state in lines]
    give(
        options,
        {"ref": view.number, "path": view.path.key, "reason": view.path_reason, "steps": steps},
    )
    return 0


def run_bids(office: Office, options: Namespace) -> int:
    """Say until which day bids may come; "-" takes it away."""
    day = options.until or None
    return carry_out(
        office, options, "Set the day for bids",
        lambda write, book, view: set_bids_due(write, book, view.id, day),
    )  # fmt: skip


def run_ending(office: Office, options: Namespace) -> int:
    """Say what becomes of the contract; what is not named stays, "-" takes it away."""
    stated = (options.last_day, options.early, options.terms, options.after, options.body)
    if any(each is not None for each in stated):

        def act(write: Write, book: CallOffBook, view: CallOffView) -> None:
            state_ending(write, book, view.id, _ending(options, view.ending))

        carry_out(office, options, "Say what becomes of the contract", act)
    book, view = book_of(office), view_of(office, options.ref)
    line = ending_line(view, book.framework)
    say(options, f"{line.words} Early exit: {exit_words(view)}.")
    if not any(each is not None for each in stated):
        give(
            options,
            {
                "ref": view.number,
                "after": view.ending.after,
                "body": view.ending.body,
                "early_exit": view.ending.early,
                "terms": view.ending.terms,
                "last_day": view.ending.last_day.isoformat() if view.ending.last_day else None,
                "words": line.words,
                "gap": line.is_gap,
            },
        )
    return 0


def _ending(options: Namespace, now: Ending) -> Ending:
    def text(stated: str | None, kept: str) -> str:
        return kept if stated is None else "" if stated == _NONE else stated

    early = {None: now.early, "yes": True, "no": False, _NONE: None}[options.early]
    last = now.term_ends_on if options.last_day is None else (options.last_day or None)
    return Ending(
        last, early, text(options.terms, now.terms), text(options.after, now.after),
        text(options.body, now.body),
    )  # fmt: skip
