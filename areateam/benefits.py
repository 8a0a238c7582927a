"""The three benefits of the operating model, and what shows whether they come.

Plans, variation, call-offs and cases do not know each other here; they are joined.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import median

import msgspec

from areateam.calloffs.call_off_report_views import finished, saved_half_days
from areateam.calloffs.call_off_views import CallOffView, call_off_book, call_offs
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.indicator_definitions import indicators
from areateam.plans.plan_check_in_rules import is_followed, is_overdue, look_words
from areateam.plans.plan_money_rules import financial_year, year_name, year_start
from areateam.plans.plan_rules import BENEFITS
from areateam.plans.plan_views import AimView, MeasureView, PlanHead, plan_view, plans
from areateam.variation.held_views import held_sentence
from areateam.variation.reading_views import readings
from areateam.variation.variation_views import IndicatorLine, indicator_values

_OF_INDICATORS = {"B1": "consistency", "B2": "outcomes", "B3": "efficiency"}
_CONFORMANCE = "I31"
"""The indicator of contracts brought to the terms of the single model."""


class Planned(msgspec.Struct, frozen=True):
    """A measure of an aim in a plan that holds, and the indicator it is tied to, if any.

    `look` says how it stands with being looked at; `overdue` where that was missed.
    """

    plan: PlanHead
    aim: AimView
    measure: MeasureView
    indicator: IndicatorLine | None
    look: str
    overdue: bool

    @property
    def now(self) -> str:
        """The last figure; without any, what the indicator says today; blank for neither."""
        if self.measure.actuals:
            return self.measure.text(self.measure.actuals[-1][1])
        known = self.indicator is not None and self.indicator.value is not None
        return self.indicator.shown if self.indicator and known else ""

    @property
    def target(self) -> str:
        """The target of the last year that has one; blank for none."""
        last = max(self.measure.targets, default=None)
        return "" if last is None else self.measure.text(self.measure.targets[last])

    @property
    def short_target(self) -> str:
        """The target without the words of its unit."""
        last = max(self.measure.targets, default=None)
        return "" if last is None else self.measure.short(self.measure.targets[last])

    @property
    def by(self) -> str:
        """The financial year by whose end the target is to be reached; blank for none."""
        last = max(self.measure.targets, default=None)
        return "" if last is None else year_name(last)


class Benefit(msgspec.Struct, frozen=True):
    """A benefit with the measures that plans promise it by, and the register's indicators."""

    key: str
    name: str
    planned: tuple[Planned, ...]
    indicators: tuple[IndicatorLine, ...]


class Cycle(msgspec.Struct, frozen=True):
    """Median days from receipt to close of a procedure's cases, this financial year and last.

    None where none was closed; the counts say how many were.
    """

    procedure: str
    label: str
    now: float | None
    closed: int
    before: float | None
    closed_before: int


class CallOffCycle(msgspec.Struct, frozen=True):
    """Call-offs finished in a financial year: the middle of their lengths, in half-days of work.

    `middle` is None where none was finished. `kept` are those within 4½ weeks; `saved` are the
    half-days against the 26-week route, of all together.
    """

    count: int
    middle: float | None
    kept: int
    saved: int


class TemplateUse(msgspec.Struct, frozen=True):
    """Letters written from templates: the last of each step, whatever drafts came before.

    `sent` of them went out; `own` were written on a template that a PCT or the office brought,
    the rest on the single model's. Of the `steps` of cases that send a letter and are done,
    `with_letter` have theirs in the register.
    """

    written: int
    sent: int
    own: int
    steps: int
    with_letter: int


class Conformance(msgspec.Struct, frozen=True):
    """How far the contracts in force are brought to the terms of the single model."""

    contracts: int
    done: int
    sent: int

    @property
    def not_started(self) -> int:
        """Those of which nothing went out, or nobody said."""
        return self.contracts - self.done - self.sent


class Benefits(msgspec.Struct, frozen=True):
    """All that the register has to say about the benefits on a day.

    `call_offs` are those finished this financial year, `call_offs_before` in the one before;
    `limit` and `classic` are the half-days of 4½ and of 26 weeks. `opened_from` are cases opened
    from something else in the register, with its words carried over. `held` says which figures
    were used, where they are not those of now.
    """

    benefits: tuple[Benefit, ...]
    cycles: tuple[Cycle, ...]
    call_offs: CallOffCycle
    call_offs_before: CallOffCycle
    limit: int
    classic: int
    conformance: Conformance
    templates: TemplateUse
    opened_from: int
    cases: int
    held: str

    @property
    def planned(self) -> tuple[Planned, ...]:
        """The measures of all benefits."""
        return tuple(each for benefit in self.benefits for each in benefit.planned)

    @property
    def unfollowed(self) -> int:
        """How many measures lack a baseline, a target, an owner afterwards or a check-in."""
        return sum(not is_followed(each.measure) for each in self.planned)


def benefits_on(connection: sqlite3.Connection, catalogue: Catalogue, on: date) -> Benefits:
    """What shows on a day whether the benefits come."""
    lines = indicator_values(connection, catalogue, on, charts=True)
    planned = _planned(connection, {line.key: line for line in lines}, on)
    cases, opened_from = connection.execute(
        "SELECT count(*), count(origin) FROM case_file WHERE opened_on <= ?", (on.isoformat(),)
    ).fetchone()
    book = call_off_book(connection, catalogue, on)
    every = finished(call_offs(connection, book))
    done = [view for view in every if view.clock.finish <= on]
    limit, year = book.routes.fast.working_half_days, financial_year(on)
    return Benefits(
        tuple(
            Benefit(
                key,
                name,
                tuple(each for each in planned if each.aim.benefit == key),
                tuple(line for line in lines if line.benefit == _OF_INDICATORS[key]),
            )
            for key, name in BENEFITS.items()
        ),
        _cycles(connection, catalogue, on),
        _call_offs_of(done, year, limit),
        _call_offs_of(done, year - 1, limit),
        limit,
        book.routes.classic.working_half_days,
        _conformance(connection, catalogue, on),
        _templates(connection, catalogue, on),
        opened_from,
        cases,
        held_sentence(connection, on),
    )


def _planned(
    connection: sqlite3.Connection, lines: Mapping[str, IndicatorLine], on: date
) -> list[Planned]:
    return [
        Planned(
            head,
            aim,
            measure,
            lines.get(measure.indicator or ""),
            look_words(measure, on),
            is_overdue(measure, on),
        )
        for head in plans(connection)
        if head.is_current
        for aim in plan_view(connection, head.id).living
        for measure in aim.measures
    ]


def _call_offs_of(done: Sequence[CallOffView], year: int, limit: int) -> CallOffCycle:
    """The finished call-offs of a financial year."""
    lengths = [view.clock.total for view in done if financial_year(view.clock.finish) == year]
    saved = [saved_half_days(view) for view in done if financial_year(view.clock.finish) == year]
    middle = median(lengths) if lengths else None
    return CallOffCycle(len(lengths), middle, sum(n <= limit for n in lengths), sum(saved))


def _cycles(connection: sqlite3.Connection, catalogue: Catalogue, on: date) -> tuple[Cycle, ...]:
    year = financial_year(on)
    now = _days(connection, year_start(year), on)
    before = _days(connection, year_start(year - 1), year_start(year) - timedelta(1))
    found = []
    for key in sorted({*now, *before}):
        procedure = catalogue.procedures.known.get(key)
        mine, theirs = now.get(key, []), before.get(key, [])
        found.append(
            Cycle(
                key,
                procedure.label if procedure else key,
                median(mine) if mine else None,
                len(mine),
                median(theirs) if theirs else None,
                len(theirs),
            )
        )
    return tuple(found)


def _days(connection: sqlite3.Connection, first: date, last: date) -> Mapping[str, list[int]]:
    """Days from receipt to close of the cases closed between two days, by procedure."""
    found: dict[str, list[int]] = {}
    for key, days in connection.execute(
        "SELECT procedure_key, CAST(julianday(closed_on) - julianday(received_on) AS INTEGER)"
        " FROM case_file WHERE closed_on BETWEEN ? AND ?",
        (first.isoformat(), last.isoformat()),
    ):
        found.setdefault(key, []).append(days)
    return found


def _templates(connection: sqlite3.Connection, catalogue: Catalogue, on: date) -> TemplateUse:
    """What was written by a day, the last letter of each step."""
    asked = {"on": on.isoformat(), "letters": json.dumps(list(catalogue.letters.known))}
    written, sent, own = connection.execute(
        "SELECT count(*), coalesce(sum(d.state = 'sent'), 0), count(d.template_id)"
        " FROM document d WHERE d.letter IN (SELECT value FROM json_each(:letters))"
        " AND d.dated_on <= :on AND NOT EXISTS (SELECT 1 FROM document n"
        " WHERE n.follows_id = d.id AND n.dated_on <= :on)",
        asked,
    ).fetchone()
    steps, with_letter = connection.execute(
        "SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM document d WHERE d.step_id = s.id"
        " AND d.letter IS NOT NULL AND d.dated_on <= :on)), 0) FROM case_step s"
        " WHERE s.letter IN (SELECT value FROM json_each(:letters)) AND s.done_on <= :on",
        asked,
    ).fetchone()
    return TemplateUse(written, sent, own, steps, with_letter)


def _conformance(connection: sqlite3.Connection, catalogue: Catalogue, on: date) -> Conformance:
    """The contracts in force on a day by how far their conformance variation has come."""
    indicator = indicators(catalogue).named(_CONFORMANCE)
    numbers = [whose.contract for whose in readings(connection, catalogue, indicator, on).whose]
    rows = connection.execute(
        "SELECT conformance FROM contract WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(numbers),),
    )
    states = Counter(state for (state,) in rows)
    done = sum(states[state] for state in indicator.numerator.among)
    return Conformance(len(numbers), done, states["sent"])
