"""Chooses the path of a call-off, the day for bids, and what becomes of its contract."""

from __future__ import annotations

from datetime import date

from areateam.calloffs.call_off_actions import check_path, decide_as, open_view, stage_of
from areateam.calloffs.call_off_rows import CallOff
from areateam.calloffs.call_off_views import AWARD, COMPETITION, CallOffBook, Ending, call_off
from areateam.calloffs.way_rules import NOBODY, TAKE_PATH, Maker
from areateam.catalogue.framework_definitions import APPROVER, named
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write


def choose_path(
    write: Write, book: CallOffBook, number: int, path: str, reason: str, maker: Maker = NOBODY
) -> None:
    """Take another path: which stages there are follows from it.

    One that needs a reason is for the approver of the tier. UserProblem: call-off-ended,
    choice-unknown, path-same, path-too-late, path-not-open, reason-needed, and as `check_maker`.
    """
    view = open_view(write, book, number)
    spec = book.framework.path_of(path)
    if spec.key == view.path.key:
        raise UserProblem("path-same", path=spec.label)
    for stage in view.clock.stages:
        is_touched = stage.facts.key in (*spec.skips, AWARD)
        if is_touched and stage.facts.done_on:
            raise UserProblem("path-too-late", stage=stage.facts.label)
    check_path(spec, view.tier, reason)
    if spec.needs_reason:
        decide_as(write, book, view, TAKE_PATH, APPROVER, book.today, maker, reason)
    bids_due = None if COMPETITION in spec.skips else view.bids_due_on
    write.amend(
        CallOff, number, path=spec.key, path_reason=reason.strip() or None,
        bids_due_on=bids_due.isoformat() if bids_due else None,
    )  # fmt: skip


def set_bids_due(write: Write, book: CallOffBook, number: int, day: date | None) -> None:
    """Say until which day bids may come, None for no fixed day.

    The stage in which they come does not end before. UserProblem: call-off-ended,
    stage-left-out, bids-closed, stage-too-early.
    """
    view = open_view(write, book, number)
    stage = stage_of(view, COMPETITION)
    if stage.facts.skipped:
        raise UserProblem("stage-left-out", stage=stage.facts.label, path=view.path.label)
    if stage.facts.done_on:
        raise UserProblem("bids-closed", day=stage.facts.done_on.isoformat())
    if day is not None and day < view.started_on:
        raise UserProblem(
            "stage-too-early", stage="The day for bids", day=day.isoformat(),
            first=view.started_on.isoformat(),
        )  # fmt: skip
    write.amend(CallOff, number, bids_due_on=day.isoformat() if day else None)


def state_ending(write: Write, book: CallOffBook, number: int, ending: Ending) -> None:
    """Say when the contract ends, whether it may be ended early, and what becomes of it then.

    It can be said of a call-off that has ended too: the contract lives on. UserProblem:
    unknown-record, choice-unknown, after-needs-body, after-not-early, after-still-runs.
    """
    call_off(write.connection, book, number)
    framework = book.framework
    if ending.after:
        spec = named(framework.after, ending.after, "answer to what becomes of it")
        if spec.passes and not ending.body.strip():
            raise UserProblem("after-needs-body", after=spec.label)
        if spec.early and not ending.early:
            raise UserProblem("after-not-early", after=spec.label)
        if (
            not (spec.passes or spec.early)
            and (ending.term_ends_on or date.max) > framework.ends_on
        ):
            raise UserProblem("after-still-runs", day=framework.ends_on.isoformat())
    write.amend(
        CallOff, number,
        term_ends_on=ending.term_ends_on.isoformat() if ending.term_ends_on else None,
        early_exit=ending.early, exit_terms=ending.terms.strip() or None,
        after=ending.after or None, after_body=ending.body.strip() or None,
    )  # fmt: skip
