"""Commands that work on a call-off: open, stages, pauses, bidders, award, papers, end."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from areateam.calloffs.bidder_actions import (
    PaperFile,
    add_bidder,
    award,
    bidder_named,
    claim_saving,
    declare_interests,
    file_paper,
    link_contract,
    rank_bidder,
    reject_award,
    state_need,
    validate_saving,
)
from areateam.calloffs.call_off_actions import (
    Opening,
    begin_stage,
    complete_stage,
    note_loss,
    open_call_off,
    reopen_stage,
    stage_of,
)
from areateam.calloffs.call_off_report_views import call_off_row, verdict
from areateam.calloffs.call_off_views import CallOffBook, CallOffView
from areateam.calloffs.finished_views import saving_id_of
from areateam.calloffs.paper_views import paper_list, papers_of
from areateam.calloffs.route_rules import half_days_from
from areateam.calloffs.state_actions import (
    pause_call_off,
    resume_call_off,
    stop_call_off,
    tell_bidders,
)
from areateam.calloffs.way_rules import Maker
from areateam.cases.document_actions import read_document
from areateam.commands.call_off_clock_commands import book_of, view_of
from areateam.commands.output import give, say, table
from areateam.commands.stated_values import paired, stated_pence
from areateam.contracts.contract_views import contract_id_of
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.problems import UserProblem
from areateam.ledger.ledger import Write
from areateam.office import Office
from areateam.transition.task_name_views import task_uid_of

Act = Callable[[Write, CallOffBook, CallOffView], object]


def carry_out(office: Office, options: Namespace, label: str, act: Act) -> int:
    """Do one thing to a call-off under a label, and say how its end then stands."""
    book, view = book_of(office), view_of(office, options.ref)
    words = f"{label}, {view.number} {view.title}"
    written = office.write(words, lambda write: act(write, book, view))
    after = view_of(office, view.number)
    say(options, f"{words}. {verdict(after).text}: {verdict(after).detail}.")
    give(options, {**call_off_row(after, book), "operation": written.operation})
    return 0


def maker_from(options: Namespace) -> Maker:
    """Who decides, as the options state it; the user where no name is given."""
    return Maker(options.role, options.by)


def answers_from(stated: list[str]) -> dict[str, int]:
    """Answers about risk from QUESTION=0-3; UserProblem("number-not-whole")."""
    answers = {}
    for text in stated:
        question, points = paired(text)
        if not points.isdecimal():
            raise UserProblem("number-not-whole", value=points)
        answers[question] = int(points)
    return answers


def run_open(office: Office, options: Namespace) -> int:
    """Open a call-off."""
    book = book_of(office)
    opening = Opening(
        title=options.title, need=options.need, sponsor=options.sponsor, area=options.area,
        lot=options.lot, value_pence=stated_pence(options.value),
        answers=answers_from(options.risk), start=options.start or office.today(),
        route=options.route, standstill=options.standstill, needed_by=options.needed_by,
        task_uid=task_uid_of(office.store.connection, options.task), path=options.path,
        path_reason=options.path_reason,
    )  # fmt: skip
    written = office.write(
        f"Open call-off {options.title}", lambda write: open_call_off(write, book, opening)
    )
    (number,) = office.store.connection.execute(
        "SELECT number FROM call_off WHERE id = ?", (written.result,)
    ).fetchone()
    view = view_of(office, number)
    end = format_weekday_date(view.clock.finish.isoformat())
    say(options, f"{number}  {view.title}: tier {view.tier}, ends {end}. {verdict(view).text}.")
    give(options, {**call_off_row(view, book), "operation": written.operation})
    return 0


def run_stage(office: Office, options: Namespace) -> int:
    """Say when a stage began or was done, or open it again."""
    stage = stage_of(view_of(office, options.ref), options.stage)
    key, label = stage.facts.key, stage.facts.label
    if options.reopen:
        return carry_out(
            office, options, f"Open “{label}” again",
            lambda write, book, view: reopen_stage(
                write, book, view.id, key, maker_from(options)),
        )  # fmt: skip
    if options.begun:
        return carry_out(
            office, options, f"Begin “{label}”",
            lambda write, book, view: begin_stage(write, book, view.id, key, options.begun),
        )  # fmt: skip
    return carry_out(
        office, options, f"Complete “{label}”",
        lambda write, book, view: complete_stage(
            write, book, view.id, key, options.done, by_noon=options.by_noon,
            maker=maker_from(options)),
    )  # fmt: skip


def run_pause(office: Office, options: Namespace) -> int:
    """Let a call-off stand still, with a reason of the framework."""
    first = options.first or office.today()
    return carry_out(
        office, options, "Pause",
        lambda write, book, view: pause_call_off(
            write, book, view.id, options.reason, first=first, last=options.last,
            evidence=options.evidence),
    )  # fmt: skip


def run_resume(office: Office, options: Namespace) -> int:
    """End the pause; its last day is today where none is named."""
    last = options.on or office.today()
    return carry_out(
        office, options, "Resume",
        lambda write, book, view: resume_call_off(write, book, view.id, last),
    )  # fmt: skip


def run_lost(office: Office, options: Namespace) -> int:
    """Say what took time of a stage, from the list of causes."""
    days = half_days_from(options.days)
    return carry_out(
        office, options, "Give lost time a cause",
        lambda write, book, view: note_loss(
            write, book, view.id, options.stage, options.cause, days, options.note),
    )  # fmt: skip


def run_close(office: Office, options: Namespace) -> int:
    """Stop a call-off with a reason, or name the contract that it led to."""
    if options.contract:
        contract = contract_id_of(office.store.connection, options.contract)
        return carry_out(
            office, options, "Name the contract",
            lambda write, book, view: link_contract(write, book, view.id, contract),
        )  # fmt: skip
    on = options.on or office.today()
    return carry_out(
        office, options, "Stop",
        lambda write, book, view: stop_call_off(
            write, book, view.id, on, options.reason, maker_from(options)),
    )  # fmt: skip


def run_need(office: Office, options: Namespace) -> int:
    """Say by when the contract is needed, and which task it serves; "-" takes it away."""

    def act(write: Write, book: CallOffBook, view: CallOffView) -> None:
        by = view.needed_by if options.by is None else options.by or None
        task = view.task_uid
        if options.task:
            task = "" if options.task == "-" else task_uid_of(write.connection, options.task)
        state_need(write, book, view.id, by, task)

    return carry_out(office, options, "State the need", act)


def run_bidder(office: Office, options: Namespace) -> int:
    """Name a bidder, or enter its interests and its rank."""

    def act(write: Write, book: CallOffBook, view: CallOffView) -> None:
        if not any(b.name.casefold() == options.name.casefold() for b in view.bidders):
            word = options.interests or "not declared"
            add_bidder(write, book, view.id, options.name, interests=word, note=options.note)
        elif options.interests:
            declare_interests(write, book, view.id, options.name, options.interests, options.note)
        if options.declined or options.rank is not None:
            rank = None if options.declined else options.rank
            rank_bidder(write, book, view.id, options.name, rank)

    carry_out(office, options, f"Bidder {options.name}", act)
    bidder = bidder_named(view_of(office, options.ref), options.name)
    say(options, f"{bidder.name}: {bidder.state}, interests {bidder.interests}")
    return 0


def run_award(office: Office, options: Namespace) -> int:
    """Award a call-off to a bidder, or reject the award so that the next in rank has it."""
    if options.reject:
        return carry_out(
            office, options, "Reject the award",
            lambda write, book, view: reject_award(
                write, book, view.id, options.reason, maker_from(options)),
        )  # fmt: skip
    return carry_out(
        office, options, f"Award to {options.name}",
        lambda write, book, view: award(
            write, book, view.id, options.name, options.reason, maker_from(options)),
    )  # fmt: skip


def run_notify(office: Office, options: Namespace) -> int:
    """Enter the day on which bidders were told of the award."""
    on = options.on or office.today()
    return carry_out(
        office, options, "Tell the bidders",
        lambda write, book, view: tell_bidders(write, book, view.id, on),
    )  # fmt: skip


def run_file(office: Office, options: Namespace) -> int:
    """File a paper; without a file, list the papers that the tier asks for and the gaps."""
    if not options.file:
        return _list_papers(office, options)
    filed = PaperFile(
        options.paper, options.file.name, read_document(options.file), options.title,
        options.on or office.today(),
    )  # fmt: skip
    return carry_out(
        office, options, f"File {options.file.name}",
        lambda write, book, view: file_paper(write, book, view.id, filed),
    )  # fmt: skip


def _list_papers(office: Office, options: Namespace) -> int:
    book, view = book_of(office), view_of(office, options.ref)
    connection = office.store.connection
    wanted = paper_list(connection, view, book.framework)
    words = {True: "missing", False: "to come"}
    lines = [
        [each.stage, each.label, f"{each.filed} filed" if each.filed else words[each.is_gap]]
        for each in wanted
    ]
    say(options, table(("Stage", "Paper", ""), lines, (False, False, False)))
    rows: list[dict[str, Any]] = [
        {"paper": each.key, "label": each.label, "stage": each.stage,
         "document_type": each.code, "filed": each.filed,
         "gap": each.is_gap}
        for each in wanted
    ]  # fmt: skip
    filed = [
        {"paper": p.paper, "title": p.title, "sha256": p.sha256, "dated": p.dated_on}
        for p in papers_of(connection, view.id)
    ]
    for paper in filed:
        say(options, f"{format_date(paper['dated'])}  {paper['title']}")
    give(options, {"ref": view.number, "papers": rows, "documents": filed})
    return 0


def run_saving(office: Office, options: Namespace) -> int:
    """Claim a saving, or validate the last one that was claimed under that title."""

    def act(write: Write, book: CallOffBook, view: CallOffView) -> None:
        if options.claimed:
            claim_saving(write, book, view.id, options.title, stated_pence(options.claimed))
        if options.validated:
            saving = saving_id_of(write.connection, view.id, options.title)
            valid, cash = (stated_pence(x or "0") for x in (options.validated, options.cashable))
            validate_saving(write, saving, valid, cash, options.by)

    return carry_out(office, options, "Enter a saving", act)
