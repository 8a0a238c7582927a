"""A call-off as a release of the Open Contracting Data Standard 1.1: what is known, and no more.

The register holds days, so a beginning is stated as the first moment of its day and an end as the
last. What it does not know is left out: who pays, what was bid, where a document can be read.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from areateam.calloffs.call_off_clock_rules import StageClock, StageState
from areateam.calloffs.call_off_views import AWARD, COMPETITION, CallOffBook, CallOffView
from areateam.calloffs.paper_views import Paper
from areateam.calloffs.way_rules import AWARD_TO, REJECT

Json = dict[str, Any]
_PLANNING = ("need", "permission")
_TENDER = ("requirement", "sift", "competition", "evaluation")
_AWARD = ("award", "notice")
_CONTRACT = ("contract",)


class Publisher(msgspec.Struct, frozen=True):
    """Who releases: the code and name of the area team, and the registered prefix of its ids.

    Without a prefix the ids are unique in the area team only.
    """

    code: str
    name: str
    prefix: str = ""


def release(
    view: CallOffView, book: CallOffBook, papers: Sequence[Paper], publisher: Publisher
) -> Json:
    """The release of a call-off on the day of its book, as JSON takes it."""
    ocid = "-".join(filter(None, (publisher.prefix, publisher.code, _plain(view.number))))
    awards = list(_awards(view, papers, book))
    contracts = _contracts(view, papers, book, awards)
    found: Json = {
        "ocid": ocid,
        "id": f"{ocid}-{book.today.isoformat()}",
        "date": _first(book.today),
        "tag": list(_tags(view, bool(awards), bool(contracts))),
        "initiationType": "tender",
        "language": "en",
        "parties": [msgspec.to_builtins(party) for party in _parties(view, publisher)],
        "planning": {
            "rationale": view.need,
            "documents": _documents(papers, book, _PLANNING),
        },
        "tender": {
            **_tender(view, publisher),
            "documents": _documents(
                papers,
                book,
                (*_TENDER, *(() if awards else _AWARD), *(() if contracts else _CONTRACT)),
            ),
        },
        "awards": awards,
        "contracts": contracts,
        "relatedProcesses": [
            {"id": "framework", "relationship": ["framework"], "title": book.framework.label}
        ],
    }
    return dict(_filled(found))


def _plain(number: str) -> str:
    return number.replace("/", "-")


def _first(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _last(day: date) -> str:
    return f"{day.isoformat()}T23:59:59Z"


def _filled(found: Any) -> Any:
    """The same without what is empty: the standard leaves out what is not known."""
    if isinstance(found, dict):
        kept = {key: _filled(value) for key, value in found.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    return [_filled(each) for each in found] if isinstance(found, list) else found


def _tags(view: CallOffView, awarded: bool, contracted: bool) -> Iterator[str]:
    """What the release is about, as the code list of tags has it."""
    yield "planning"
    if view.outcome == "stopped":
        yield "tenderCancellation"
    elif view.state != "planned":
        yield "tender"
    if awarded:
        yield "award"
    if contracted:
        yield "contract"


def _supplier_id(name: str) -> str:
    return f"supplier-{'-'.join(name.casefold().split())}"


def _supplier(name: str) -> Json:
    return {"id": _supplier_id(name), "name": name}


class Party(msgspec.Struct, frozen=True):
    """An organisation that takes part, and as what."""

    id: str
    name: str
    roles: list[str]


def _parties(view: CallOffView, publisher: Publisher) -> Iterator[Party]:
    if publisher.code:
        yield Party(publisher.code, publisher.name, ["procuringEntity"])
    for bidder in view.bidders:
        made = "tenderer" if bidder.name in _tenderers(view) else "interestedParty"
        won = ["supplier"] if bidder.state == "awarded" else []
        yield Party(_supplier_id(bidder.name), bidder.name, [made, *won])


def _tenderers(view: CallOffView) -> list[str]:
    """Who made a bid: ranked, awarded, or awarded and rejected."""
    made = ("bid", "awarded", "rejected")
    return [each.name for each in view.bidders if each.state in made]


def _stage(view: CallOffView, key: str) -> StageClock:
    return next(stage for stage in view.clock.stages if stage.facts.key == key)


def _tender_status(view: CallOffView) -> str:
    """How far the tender is, as the code list of statuses has it."""
    if view.outcome == "stopped":
        return "cancelled"
    if _stage(view, AWARD).state is StageState.DONE:
        return "complete"
    done = {s.facts.key for s in view.clock.stages if s.state is StageState.DONE}
    if "sift" in done:
        return "active"
    return "planned" if "permission" in done else "planning"


def _tender(view: CallOffView, publisher: Publisher) -> Json:
    tenderers = _tenderers(view)
    return {
        "id": view.number,
        "title": view.title,
        "description": view.need,
        "status": _tender_status(view),
        "procuringEntity": {"id": publisher.code, "name": publisher.name} if publisher.code else {},
        "value": {"amount": _pounds(view.value_pence), "currency": "GBP"},
        "procurementMethod": view.path.method,
        "procurementMethodDetails": view.path.label,
        "procurementMethodRationale": view.path_reason,
        "mainProcurementCategory": "services",
        "tenderPeriod": _tender_period(view),
        "numberOfTenderers": len(tenderers) or None,
        "tenderers": [_supplier(name) for name in tenderers],
        "milestones": list(_milestones(view)),
    }


def _pounds(pence: int) -> int | float:
    """Pounds as a JSON number: whole where they are."""
    return pence // 100 if pence % 100 == 0 else pence / 100


def _tender_period(view: CallOffView) -> Json:
    """The days on which bids may come: once they began, or once their last day is fixed."""
    stage = _stage(view, COMPETITION)
    if stage.facts.skipped:
        return {}
    began = stage.state in (StageState.CURRENT, StageState.DONE)
    ends = view.bids_due_on or stage.facts.done_on
    return {
        "startDate": _first(stage.first) if began else None,
        "endDate": _last(ends) if ends else None,
    }


def _milestones(view: CallOffView) -> Iterator[Json]:
    """Each stage of the path with its planned day and the day it was met; then the standstill."""
    for stage in view.clock.stages:
        if stage.facts.skipped:
            continue
        met = stage.facts.done_on
        yield {
            "id": stage.facts.key,
            "title": stage.facts.label,
            "dueDate": _last(stage.plan.last),
            "dateMet": _last(met) if met else None,
            "status": "met" if met else "notMet" if view.outcome else "scheduled",
        }
    if ends := view.standstill_ends:
        over = ends < view.clock.today
        yield {
            "id": "standstill",
            "title": "End of the standstill",
            "dueDate": _last(ends),
            "dateMet": _last(ends) if over else None,
            "status": "met" if over else "scheduled",
        }


def _awards(view: CallOffView, papers: Sequence[Paper], book: CallOffBook) -> Iterator[Json]:
    """The awards made: those rejected, and the one that stands, whose papers are the stage's.

    The first is of the day on which its stage was done, a later one of the day of its decision.
    """
    days = [date.fromisoformat(d.on) for d in view.decisions if d.act in (AWARD_TO, REJECT)]
    decided = _stage(view, AWARD).facts.done_on
    rejected = [each for each in view.bidders if each.state == "rejected"]
    standing = [each for each in view.bidders if each.state == "awarded"]
    for place, bidder in enumerate((*rejected, *standing)):
        stands = bidder.state == "awarded"
        made = days[-1 if stands else place : None if stands else place + 1]
        day = decided if place == 0 and decided else next(iter(made), None)
        yield {
            "id": f"{view.number}-award-{place + 1}",
            "title": view.title,
            "status": "cancelled" if not stands else "active" if decided else "pending",
            "date": _first(day) if day else None,
            "suppliers": [_supplier(bidder.name)],
            "documents": _documents(papers, book, _AWARD) if stands else [],
        }


def _contracts(
    view: CallOffView, papers: Sequence[Paper], book: CallOffBook, awards: Sequence[Json]
) -> list[Json]:
    if view.outcome != "signed" or view.ended_on is None or not awards:
        return []
    last = view.ending.last_day
    is_over = last is not None and last < book.today
    return [
        {
            "id": f"{view.number}-contract",
            "awardID": awards[-1]["id"],
            "title": view.title,
            "status": "terminated" if is_over else "active",
            "dateSigned": _first(view.ended_on),
            "period": {"endDate": _last(last)} if last else {},
            "documents": _documents(papers, book, _CONTRACT),
        }
    ]


def _documents(papers: Sequence[Paper], book: CallOffBook, stages: Sequence[str]) -> list[Json]:
    """The papers filed at stages, with their document types."""
    kinds = {spec.key: spec for spec in book.framework.paper if spec.stage in stages}
    return [
        {
            "id": f"paper-{paper.id}",
            "documentType": kinds[paper.paper].code,
            "title": paper.title,
            "dateModified": _first(date.fromisoformat(paper.dated_on)),
            "format": mimetypes.guess_type(paper.name)[0],
        }
        for paper in papers
        if paper.paper in kinds
    ]
