"""Takes a call-off from state to state: pauses it, ends the pause, tells bidders, stops it."""

from __future__ import annotations

from datetime import date

from areateam.calloffs.call_off_actions import decide, open_view, stage_of
from areateam.calloffs.call_off_rows import CallOff, CallOffPause
from areateam.calloffs.call_off_views import AWARD, NOTICE, CallOffBook
from areateam.calloffs.way_rules import NOBODY, PAUSE, STOP, TELL, Maker, meets, state_on, way
from areateam.catalogue.framework_definitions import named
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


def tell_bidders(write: Write, book: CallOffBook, number: int, on: date) -> None:
    """Note the day on which every bidder was told of the award: a standstill runs from it.

    UserProblem: call-off-ended, stage-later, award-missing, stage-too-early, call-off-no-way.
    """
    view = open_view(write, book, number)
    if on > book.today:
        raise UserProblem("stage-later", day=on.isoformat())
    if not any(bidder.state == "awarded" for bidder in view.bidders):
        raise UserProblem("award-missing")
    award = stage_of(view, AWARD)
    first = award.facts.done_on or view.started_on
    if on < first:
        notice = stage_of(view, NOTICE)
        raise UserProblem(
            "stage-too-early", stage=notice.facts.label, day=on.isoformat(), first=first.isoformat()
        )
    if view.standstill and view.notified_on is None:
        way(book.framework, TELL, state_on(view.dated, on))
    write.amend(CallOff, number, notified_on=on.isoformat())


def pause_call_off(
    write: Write,
    book: CallOffBook,
    number: int,
    reason: str,
    *,
    first: date,
    last: date | None = None,
    evidence: str = "",
) -> None:
    """Let a call-off stand still from a day on, with a reason of the framework.

    In a standstill it may be a challenge: the standstill runs on, and nothing is signed meanwhile.
    UserProblem: call-off-ended, choice-unknown, pause-ends-earlier, call-off-pauses-meet,
    stage-too-early.
    """
    view = open_view(write, book, number)
    named(book.framework.pause, reason, "reason for a pause")
    if last is not None and last < first:
        raise UserProblem("pause-ends-earlier", first=first.isoformat(), last=last.isoformat())
    if first < view.started_on:
        raise UserProblem(
            "stage-too-early", stage="The pause", day=first.isoformat(),
            first=view.started_on.isoformat(),
        )  # fmt: skip
    for pause in view.pauses:
        if meets(first, last, [(pause.first, pause.last)]):
            raise UserProblem("call-off-pauses-meet", first=pause.first.isoformat())
    way(book.framework, PAUSE, state_on(view.dated, max(first, view.dated.first_day)))
    write.insert(
        CallOffPause,
        call_off=number,
        first_on=first.isoformat(),
        last_on=last.isoformat() if last else None,
        reason=reason,
        evidence=evidence.strip(),
    )


def resume_call_off(write: Write, book: CallOffBook, number: int, last: date) -> None:
    """Set the last day of the pause that still lasts.

    UserProblem: call-off-ended, call-off-not-paused, pause-ends-earlier.
    """
    open_view(write, book, number)
    row = write.execute(
        "SELECT id, first_on FROM call_off_pause WHERE call_off_id = ?"
        " AND (last_on IS NULL OR last_on >= ?) ORDER BY first_on LIMIT 1",
        (number, book.today.isoformat()),
    ).fetchone()
    if row is None:
        raise UserProblem("call-off-not-paused")
    if last.isoformat() < row[1]:
        raise UserProblem("pause-ends-earlier", first=row[1], last=last.isoformat())
    write.amend(CallOffPause, row[0], last_on=last.isoformat())


def stop_call_off(
    write: Write, book: CallOffBook, number: int, on: date, reason: str, maker: Maker = NOBODY
) -> None:
    """End a call-off without a contract, with the reason; that is for its sponsor.

    UserProblem: call-off-ended, reason-needed, stage-later, and as `check_maker`.
    """
    view = open_view(write, book, number)
    if not reason.strip():
        raise UserProblem("reason-needed", what="stop a call-off")
    if on > book.today:
        raise UserProblem("stage-later", day=on.isoformat())
    decide(write, book, view, STOP, on, maker, reason)
    write.amend(
        CallOff, number, ended_on=on.isoformat(), outcome="stopped", outcome_reason=reason.strip()
    )
