"""Bidders, papers, savings of a call-off: who was asked and won, what was filed and saved."""

from __future__ import annotations

from datetime import date

import msgspec

from areateam.calloffs.call_off_actions import decide, decide_as, open_view, reopen_stage
from areateam.calloffs.call_off_clock_rules import StageState
from areateam.calloffs.call_off_rows import CallOff, CallOffBidder, CallOffPaper, CallOffSaving
from areateam.calloffs.call_off_views import (
    NOTICE,
    Bidder,
    CallOffBook,
    CallOffView,
    call_off,
)
from areateam.calloffs.way_rules import AWARD_TO, NOBODY, REJECT, Maker
from areateam.cases.document_actions import keep_content
from areateam.catalogue.framework_definitions import APPROVER, named
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write

INTERESTS = ("not declared", "none", "managed", "conflict")
"""What may be declared: nothing yet, none, one that is managed, or one that rules a bidder out."""


def add_bidder(
    write: Write,
    book: CallOffBook,
    number: int,
    name: str,
    *,
    interests: str = "not declared",
    note: str = "",
) -> int:
    """Name a supplier that is asked, with its declaration of interests; returns its id.

    UserProblem: call-off-ended, name-missing, bidder-known, choice-unknown, reason-needed.
    """
    view = open_view(write, book, number)
    if not name.strip():
        raise UserProblem("name-missing")
    if any(each.name.casefold() == name.strip().casefold() for each in view.bidders):
        raise UserProblem("bidder-known", name=name.strip())
    _check_interests(interests, note)
    return write.insert(
        CallOffBidder, call_off=number, name=name.strip(), interests=interests,
        interests_note=note.strip(), state="asked",
    )  # fmt: skip


def declare_interests(
    write: Write, book: CallOffBook, number: int, name: str, interests: str, note: str = ""
) -> None:
    """Enter what a bidder declared. UserProblem: as `add_bidder`, bidder-unknown."""
    bidder = bidder_named(open_view(write, book, number), name)
    _check_interests(interests, note)
    write.amend(CallOffBidder, bidder.id, interests=interests, interests_note=note.strip())


def rank_bidder(write: Write, book: CallOffBook, number: int, name: str, rank: int | None) -> None:
    """Give a bidder its place after evaluation; None for one that made no bid.

    UserProblem: call-off-ended, bidder-unknown, bids-still-open, rank-taken, rank-not-positive.
    """
    view = open_view(write, book, number)
    bidder = bidder_named(view, name)
    if rank is not None and view.bids_due_on and book.today <= view.bids_due_on:
        raise UserProblem("bids-still-open", day=view.bids_due_on.isoformat())
    if rank is not None and rank < 1:
        raise UserProblem("rank-not-positive")
    for other in view.bidders:
        if rank is not None and other.rank == rank and other.id != bidder.id:
            raise UserProblem("rank-taken", rank=rank, name=other.name)
    state = "declined" if rank is None else "bid"
    write.amend(CallOffBidder, bidder.id, rank=rank, state=state)


def award(
    write: Write,
    book: CallOffBook,
    number: int,
    name: str,
    reason: str = "",
    maker: Maker = NOBODY,
) -> None:
    """Award a call-off to a bidder, which is the approver's; one not ranked first needs a reason.

    UserProblem: call-off-ended, bidder-unknown, interests-conflict, award-made,
    award-out-of-rank, and as `check_maker`.
    """
    view = open_view(write, book, number)
    bidder = bidder_named(view, name)
    if bidder.interests == "conflict":
        raise UserProblem("interests-conflict", names=bidder.name)
    there = next((each for each in view.bidders if each.state == "awarded"), None)
    if there:
        raise UserProblem("award-made", name=there.name)
    best = _best(view)
    if best and best.id != bidder.id and not reason.strip():
        raise UserProblem("award-out-of-rank", name=bidder.name, best=best.name)
    why = reason.strip() or f"To {bidder.name}"
    decide_as(write, book, view, AWARD_TO, APPROVER, book.today, maker, why)
    write.amend(CallOffBidder, bidder.id, state="awarded", reason=reason.strip() or None)


def reject_award(
    write: Write, book: CallOffBook, number: int, reason: str, maker: Maker = NOBODY
) -> str:
    """Reject the award made, and award to the bidder next in rank; returns its name, "" for none.

    It is the approver's. Bidders are told anew: the notice is open again, and a standstill begins
    again with it. UserProblem: call-off-ended, award-missing, reason-needed, call-off-no-way, and
    as `check_maker`.
    """
    view = open_view(write, book, number)
    there = next((each for each in view.bidders if each.state == "awarded"), None)
    if there is None:
        raise UserProblem("award-missing")
    if not reason.strip():
        raise UserProblem("reason-needed", what="reject an award")
    decide(write, book, view, REJECT, book.today, maker, reason)
    write.amend(CallOffBidder, there.id, state="rejected", reason=reason.strip())
    stages = {stage.facts.key: stage for stage in view.clock.stages}
    if stages[NOTICE].state is StageState.DONE:
        reopen_stage(write, book, number, NOTICE)
    write.amend(CallOff, number, notified_on=None)
    best = _best(call_off(write.connection, book, number))
    if best:
        words = f"{there.name} was rejected: {reason.strip()}"
        write.amend(CallOffBidder, best.id, state="awarded", reason=words)
    return best.name if best else ""


def _best(view: CallOffView) -> Bidder | None:
    ranked = [
        each
        for each in view.bidders
        if each.rank is not None and each.state == "bid" and each.interests != "conflict"
    ]
    return min(ranked, key=lambda each: each.rank or 0, default=None)


class PaperFile(msgspec.Struct, frozen=True):
    """A file for a call-off: the kind of paper it is, its bytes, title and day."""

    paper: str
    name: str
    content: bytes
    title: str
    dated: date


def file_paper(write: Write, book: CallOffBook, number: int, filed: PaperFile) -> int:
    """File a document at a call-off and return its id.

    UserProblem("choice-unknown"); FileProblem: document-empty, document-too-large.
    """
    call_off(write.connection, book, number)
    spec = named(book.framework.paper, filed.paper, "kind of paper")
    digest = keep_content(write, filed.name, filed.content)
    return write.insert(
        CallOffPaper,
        call_off=number,
        paper=spec.key,
        sha256=digest,
        size=len(filed.content),
        name=filed.name,
        title=filed.title.strip() or spec.label,
        dated_on=filed.dated.isoformat(),
        filed_by=write.user,
    )


def remove_paper(write: Write, paper: int) -> None:
    """Take a document from its call-off; its bytes stay. UserProblem("document-unknown")."""
    if not write.remove(CallOffPaper, paper):
        raise UserProblem("document-unknown", ref=str(paper))


def claim_saving(write: Write, book: CallOffBook, number: int, title: str, pence: int) -> int:
    """Enter a saving that is claimed for a call-off; returns its id.

    UserProblem: value-needed, value-negative.
    """
    call_off(write.connection, book, number)
    if not title.strip():
        raise UserProblem("value-needed", field="What is saved")
    if pence < 0:
        raise UserProblem("value-negative")
    return write.insert(CallOffSaving, call_off=number, title=title.strip(), claimed_pence=pence)


def validate_saving(write: Write, saving: int, validated: int, cashable: int, by: str) -> None:
    """Say how much of a claimed saving is valid, how much of that is cash, and who says so.

    UserProblem: unknown-record, signer-needed, saving-parts.
    """
    row = write.execute(
        "SELECT claimed_pence FROM call_off_saving WHERE id = ?", (saving,)
    ).fetchone()
    if row is None:
        raise UserProblem("unknown-record", ref=str(saving))
    if not by.strip():
        raise UserProblem("signer-needed")
    if not 0 <= cashable <= validated <= row[0]:
        raise UserProblem("saving-parts")
    write.amend(
        CallOffSaving, saving, validated_pence=validated, cashable_pence=cashable,
        validated_by=by.strip(),
    )  # fmt: skip


def link_contract(write: Write, book: CallOffBook, number: int, contract: int | None) -> None:
    """Name the contract that a call-off led to; it cannot begin before the standstill is over.

    UserProblem: unknown-record, contract-before-standstill.
    """
    ends = call_off(write.connection, book, number).standstill_ends
    if contract is not None and ends:
        row = write.execute("SELECT start_date FROM contract WHERE id = ?", (contract,)).fetchone()
        if row and row[0] and row[0] <= ends.isoformat():
            raise UserProblem("contract-before-standstill", start=row[0], day=ends.isoformat())
    write.amend(CallOff, number, contract=contract)


def state_need(
    write: Write, book: CallOffBook, number: int, needed_by: date | None, task_uid: str
) -> None:
    """Say by when the contract is needed, and the lasting name of the task that it serves.

    None and "" take them away. UserProblem("unknown-record").
    """
    call_off(write.connection, book, number)
    day = needed_by.isoformat() if needed_by else None
    write.amend(CallOff, number, needed_by=day, task_uid=task_uid or None)


def bidder_named(view: CallOffView, name: str) -> Bidder:
    """The bidder of that name; UserProblem("bidder-unknown")."""
    for bidder in view.bidders:
        if bidder.name.casefold() == name.strip().casefold():
            return bidder
    known = ", ".join(bidder.name for bidder in view.bidders)
    raise UserProblem("bidder-unknown", name=name, known=known or "none")


def _check_interests(interests: str, note: str) -> None:
    if interests not in INTERESTS:
        raise UserProblem(
            "choice-unknown", what="declaration of interests", value=interests,
            known=", ".join(INTERESTS),
        )  # fmt: skip
    if interests in ("managed", "conflict") and not note.strip():
        raise UserProblem("reason-needed", what="enter a conflict of interest")
