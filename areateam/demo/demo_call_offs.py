"""The call-offs of the demo register, worked through by the same actions as any other."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from areateam.calloffs.bidder_actions import (
    PaperFile,
    add_bidder,
    award,
    file_paper,
    rank_bidder,
)
from areateam.calloffs.call_off_actions import Opening, complete_stage, note_loss, open_call_off
from areateam.calloffs.call_off_views import (
    AWARD,
    NOTICE,
    CallOffBook,
    Ending,
    call_off,
    call_off_book,
)
from areateam.calloffs.gate_actions import pass_gate
from areateam.calloffs.path_actions import state_ending
from areateam.calloffs.route_rules import Track
from areateam.calloffs.state_actions import pause_call_off, stop_call_off, tell_bidders
from areateam.calloffs.way_rules import Maker, wanted_role
from areateam.catalogue.catalogue import Catalogue, resources_folder
from areateam.catalogue.framework_definitions import SPONSOR
from areateam.demo.demo_cases import CaseStep
from areateam.demo.demo_recipe import Recipe
from areateam.ledger.ledger import Write

_BIDDERS = ("Ashdown Analytics", "Trent Advisory", "Peak Health Consulting")
_ANSWERS = {"patients": 1, "data": 2, "novelty": 1, "exit": 1, "interests": 0}


def call_off_steps(catalogue: Catalogue) -> list[CaseStep]:
    """The steps of the story in `resources/demo/call_offs.toml`: one for each call-off."""
    path = resources_folder() / "demo" / "call_offs.toml"
    story: Recipe = tomllib.loads(path.read_text(encoding="utf-8"))
    today = datetime.fromisoformat(story["at"]).date()
    return [
        CaseStep(
            story["at"],
            story["user"],
            f"Call-off {stated['title']}",
            partial(_carry_out, catalogue=catalogue, today=today, stated=stated),
        )
        for stated in story["call_off"]
    ]


def _carry_out(write: Write, *, catalogue: Catalogue, today: date, stated: Recipe) -> None:
    book = call_off_book(write.connection, catalogue, today)
    opening = Opening(
        title=stated["title"], need=stated["need"], sponsor=stated["sponsor"],
        area=stated["area"], lot=stated["lot"], value_pence=stated["value_pence"],
        answers=_ANSWERS, start=stated["start"], needed_by=stated.get("needed_by"),
        standstill=stated.get("standstill", False), path=stated.get("path", "competition"),
        path_reason=stated.get("path_reason", ""),
        task_uid=_task_uid(write, stated.get("task", "")),
    )  # fmt: skip
    made = open_call_off(write, book, opening)
    days: Sequence[int] = stated["days"]
    if days:
        for name in _BIDDERS[: 1 if opening.path == "direct" else None]:
            add_bidder(write, book, made, name, interests="none")
        _work(write, book, made, days)
    for stage, cause, half_days in stated.get("losses", ()):
        note_loss(write, book, made, stage, cause, half_days, "")
    _state_terms(write, book, made, stated)


def _task_uid(write: Write, name: str) -> str:
    """The lasting name of a task such as 5N6-T28; "" in a register without hand-overs."""
    row = write.execute(
        "SELECT t.uid FROM transition_task t JOIN handover h ON h.id = t.handover_id"
        " WHERE h.place || '-' || t.key = ?",
        (name,),
    ).fetchone()
    return str(row[0]) if row else ""


def _state_terms(write: Write, book: CallOffBook, made: int, stated: Recipe) -> None:
    """Papers, the last day for bids, a standstill, a pause, a stop, what becomes of it."""
    for paper, name, words in stated.get("papers", ()):
        content = f"{stated['title']}\n\n{words}\n".encode()
        file_paper(write, book, made, PaperFile(paper, name, content, "", stated["start"]))
    if told := stated.get("told"):
        tell_bidders(write, book, made, told)
    if pause := stated.get("pause"):
        pause_call_off(
            write, book, made, pause["reason"], first=pause["first"], evidence=pause["evidence"]
        )
    if stop := stated.get("stop"):
        sponsor = Maker(SPONSOR, stated["sponsor"])
        stop_call_off(write, book, made, stop["on"], stop["reason"], sponsor)
    if ending := stated.get("ending"):
        state_ending(write, book, made, Ending(**ending))


def _work(write: Write, book: CallOffBook, made: int, days: Sequence[int]) -> None:
    """Do the stages of its path one after the other, each in so many working days."""
    view = call_off(write.connection, book, made)
    track = Track(view.started_on, book.calendar)
    gates = {line.gate.key: line for line in view.gates if line.applies}
    tier = book.framework.tier[view.tier]
    approver = Maker(tier.approver_role, tier.approver.capitalize())
    stages = [stage.facts.key for stage in view.clock.stages if not stage.facts.skipped]
    gone = 0
    for key, length in zip(stages, days, strict=False):
        gone += length
        day = track.day(gone - 1)
        for line in gates.values():
            if line.gate.stage == key:
                by = book.framework.tier[line.tier].approver.capitalize()
                role = wanted_role(book.framework, line.gate.role, line.tier)
                pass_gate(write, book, made, line.gate.key, day, Maker(role, by))
        if key == AWARD:
            for rank, name in enumerate(_BIDDERS, 1):
                rank_bidder(write, book, made, name, rank)
            award(write, book, made, _BIDDERS[0], maker=approver)
        if key == NOTICE:
            tell_bidders(write, book, made, day)
        complete_stage(write, book, made, key, day, maker=approver)
