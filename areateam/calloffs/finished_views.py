"""Reads what all call-offs say together: the chart of finished ones, tiers, savings."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from statistics import median
from typing import Any

import msgspec

from areateam.calloffs.call_off_report_views import finished, saved_half_days, weeks_words
from areateam.calloffs.call_off_views import CallOffBook, CallOffView, call_off_book, call_offs
from areateam.calloffs.route_rules import day_words, half_words
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.framework_definitions import Framework
from areateam.core.count_words import counted, working_days
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.core.xmr import Direction, Xmr, xmr


class FinishedPoint(msgspec.Struct, frozen=True):
    """A finished call-off as a point of the chart; `ended` is an ISO date."""

    number: str
    title: str
    ended: str
    half_days: int
    is_outside: bool


class FinishedChart(msgspec.Struct, frozen=True):
    """All finished call-offs in the order in which they ended, in working days.

    `median` and `ninth` (the 90th percentile, by nearest rank) are None without points.
    """

    points: tuple[FinishedPoint, ...]
    xmr: Xmr
    limit_half_days: int
    median: float | None
    ninth: float | None
    kept: int
    saved_half_days: int
    sentence: str

    def as_row(self) -> dict[str, Any]:
        """The chart as programs read it."""
        segment = self.xmr.latest
        return {
            "rows": [{"ref": p.number, **asdict(p)} for p in self.points],
            "total": len(self.points),
            "median_days": self.median,
            "percentile_90_days": self.ninth,
            "kept": self.kept,
            "saved_half_days": self.saved_half_days,
            "limit_half_days": self.limit_half_days,
            "centre": segment.centre if segment else None,
            "lower": segment.lower if segment else None,
            "upper": segment.upper if segment else None,
            "trial": segment.trial if segment else None,
            "sentence": self.sentence,
        }


class CallOffOver(msgspec.Struct, frozen=True):
    """An open call-off that will miss 4½ weeks; `by` in words."""

    number: str
    title: str
    by: str


class CallOffStanding(msgspec.Struct, frozen=True):
    """How many call-offs are open, and those that will miss 4½ weeks, the worst first."""

    open: int
    over: tuple[CallOffOver, ...]


def call_off_standing(
    connection: sqlite3.Connection, catalogue: Catalogue, day: date
) -> CallOffStanding | None:
    """How the open call-offs stand on a day; None where none is open."""
    if not connection.execute("SELECT 1 FROM call_off WHERE outcome IS NULL LIMIT 1").fetchone():
        return None
    found = call_offs(connection, call_off_book(connection, catalogue, day))
    going = [view for view in found if view.is_open]
    over = sorted((v for v in going if v.over_limit > 0), key=lambda view: -view.over_limit)
    return CallOffStanding(
        len(going),
        tuple(CallOffOver(v.number, v.title, day_words(v.over_limit)) for v in over),
    )


def call_offs_over(connection: sqlite3.Connection, catalogue: Catalogue, day: date) -> int:
    """How many open call-offs will miss 4½ weeks, as they stand on a day."""
    standing = call_off_standing(connection, catalogue, day)
    return len(standing.over) if standing else 0


def finished_chart(views: Sequence[CallOffView], book: CallOffBook) -> FinishedChart:
    """The XmR chart of the finished call-offs against 4½ weeks; fewer days are better."""
    done = finished(views)
    lengths = [view.clock.total for view in done]
    limit = book.routes.fast.working_half_days
    found = xmr([length / 2 for length in lengths], direction=Direction.DOWN, target=limit / 2)
    points = tuple(
        FinishedPoint(
            view.number, view.title, view.clock.finish.isoformat(), view.clock.total,
            bool(point.signals),
        )
        for view, point in zip(done, found.points, strict=True)
    )  # fmt: skip
    middle = median(lengths) / 2 if lengths else None
    ninth = sorted(lengths)[-(-9 * len(lengths) // 10) - 1] / 2 if lengths else None
    kept = sum(length <= limit for length in lengths)
    saved = sum(saved_half_days(view) for view in done)
    words = _sentence(len(done), kept, middle, ninth, saved)
    return FinishedChart(points, found, limit, middle, ninth, kept, saved, words)


def _sentence(count: int, kept: int, middle: float | None, ninth: float | None, saved: int) -> str:
    if middle is None or ninth is None:
        return "No call-off is finished yet."
    finished, took = counted(count, "finished call-off"), working_days(_days(middle))
    return (
        f"{kept} of {finished} kept 4½ weeks. Half took {took} or fewer, nine in ten"
        f" {_days(ninth)} or fewer; against 26 weeks each, {counted(weeks_words(saved), 'week')}"
        " saved in all."
    )


def _days(days: float) -> str:
    return half_words(int(days * 2)) if days * 2 == int(days * 2) else f"{days:g}"


class TierLine(msgspec.Struct, frozen=True):
    """A tier of governance in words; `governance` in half-days, `known` how its figures are.

    `is_own` says that this office set them.
    """

    number: int
    below_pence: int | None
    risk: str
    approver: str
    papers: tuple[str, ...]
    governance: int
    competition: str
    known: str
    is_own: bool


def tier_lines(connection: sqlite3.Connection, framework: Framework) -> tuple[TierLine, ...]:
    """Every tier, with how it is known: confirmed here by a source, or own knowledge."""
    own = {
        number: f"set by {author} on {format_date(day)}: {source}"
        for number, author, day, source in connection.execute(
            "SELECT number, author, set_on, source FROM own_tier WHERE framework = ?",
            (framework.key,),
        )
    }
    labels = {paper.key: paper.label for paper in framework.paper}
    unconfirmed = f"unconfirmed, {framework.confidence}% sure"
    return tuple(
        TierLine(
            tier.number,
            tier.below_pence,
            tier.risk,
            tier.approver,
            tuple(labels[paper] for paper in tier.papers),
            sum(gate.half_days[tier.number] for gate in framework.gate),
            tier.competition,
            own.get(tier.number, unconfirmed),
            tier.number in own,
        )
        for tier in framework.tier
    )


class Saving(msgspec.Struct, frozen=True):
    """A saving claimed for a call-off, and what of it was validated and is cashable."""

    id: int
    title: str
    claimed_pence: int
    validated_pence: int | None
    cashable_pence: int | None
    validated_by: str


def savings_of(connection: sqlite3.Connection, call_off: int) -> tuple[Saving, ...]:
    """The savings of a call-off in the order in which they were claimed."""
    rows = connection.execute(
        "SELECT id, title, claimed_pence, validated_pence, cashable_pence,"
        " coalesce(validated_by, '') FROM call_off_saving WHERE call_off_id = ? ORDER BY id",
        (call_off,),
    )
    return tuple(Saving(*row) for row in rows)


def saving_id_of(connection: sqlite3.Connection, call_off: int, title: str) -> int:
    """The last saving of that title; UserProblem("unknown-record") where there is none."""
    found = [s.id for s in savings_of(connection, call_off) if s.title == title.strip()]
    if not found:
        raise UserProblem("unknown-record", ref=title)
    return found[-1]
