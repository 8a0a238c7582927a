"""Commands about variation: the indicators, and how far contractors differ in one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from areateam.catalogue.indicator_definitions import Level
from areateam.commands.output import give, say, table
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.contracts.contract_filter import Filter, parse_condition
from areateam.core.count_words import counted
from areateam.demo.demo_views import demo_standing
from areateam.exports.variation_export_actions import export_points
from areateam.office import Office
from areateam.variation.held_views import figures_on, held_sentence
from areateam.variation.point_views import ChartPoint
from areateam.variation.variation_texts import worth_sentence
from areateam.variation.variation_views import (
    FunnelView,
    IndicatorLine,
    funnel_view,
    indicator_values,
)

_SHOWN = 20


def run_list(office: Office, options: Namespace) -> int:
    """List the indicators, each with its value over all contracts."""
    with figures_asked(office, options) as (connection, day):
        held = held_sentence(connection, day)
        lines = [
            line
            for line in indicator_values(connection, office.catalogue, day, charts=True)
            if options.group in ("", line.group)
        ]
    cells = [
        [
            line.code,
            line.label,
            line.shown or f"no {', '.join(line.missing)}",
            f"{line.contracts:,}",
        ]
        for line in lines
    ]
    say(options, table(["Code", "Indicator", "Value", "Of"], cells, [False, False, False, True]))
    say(options, counted(len(lines), "indicator"))
    say_held(options, held)
    rows = [
        {
            "ref": line.code,
            "key": line.key,
            "label": line.label,
            "group": line.group,
            "benefit": line.benefit,
            "value": line.value,
            "shown": line.shown,
            "contracts": line.contracts,
            "missing": list(line.missing),
            "past_review": line.overdue,
        }
        for line in lines
    ]
    give(options, with_held({"rows": rows, "total": len(rows)}, held))
    return 0


def view_asked(office: Office, options: Namespace, indicator: str) -> FunnelView:
    """The funnel that the options ask for."""
    with figures_asked(office, options) as (connection, day):
        return funnel_view(
            connection,
            office.catalogue,
            indicator,
            day,
            Level(options.level) if options.level else None,
            where_asked(office, options),
            adjusted=not options.unadjusted,
        )


def run_show(office: Office, options: Namespace) -> int:
    """Show an indicator: its outliers, its limits and how far to trust them."""
    view = view_asked(office, options, options.what)
    say(options, f"{view.indicator.code} {view.title}")
    say(options, view.sentence)
    limit = options.limit or _SHOWN
    if view.points:
        cells = [_cells(point) for point in view.points[:limit]]
        headers = ["Ref", "Name", "Value", "SD", "Limits", "Verdict"]
        say(options, table(headers, cells, [False, False, True, True, False, False]))
    for number, words in enumerate(view.trust, start=1):
        say(options, f"{number} {words}")
    if view.worth:
        say(options, worth_sentence(view.worth))
    if options.out:
        export_points(view, options.out)
        say(options, f"{options.out}: {len(view.points):,} points")
    give(options, _document(view))
    return 0


@contextmanager
def figures_asked(office: Office, options: Namespace) -> Iterator[tuple[Any, date]]:
    """The day of --on, else today, and a connection with the register as it stood then."""
    day: date = getattr(options, "on", None) or office.today()
    connection = office.store.connection
    standing = demo_standing(connection)
    with figures_on(connection, day, standing.day if standing else office.now().date()) as then:
        yield then, day


def with_held(document: dict[str, Any], held: str) -> dict[str, Any]:
    """A document that says which figures were used, where they are not those of now."""
    return {**document, "held": held} if held else document


def say_held(options: Namespace, held: str) -> None:
    """Say which figures were used, where they are not those of now."""
    if held:
        say(options, held)


def where_asked(office: Office, options: Namespace) -> Filter:
    """The contracts that --where and --group leave."""
    known = columns_by_key(contract_columns(office.catalogue, office.today()))
    texts = list(options.where or ())
    if options.group:
        texts.append(f"group={options.group}")
    return Filter(tuple(parse_condition(known, text) for text in texts))


def _value(line: IndicatorLine) -> str:
    """The value, or which fields nobody has filled."""
    return line.shown or f"nothing in {', '.join(line.missing)}" if line.missing else line.shown


def _cells(point: ChartPoint) -> list[str]:
    flag = {0: "", 1: "beyond 95%", 2: "beyond 99.8%"}[abs(point.flag)]
    verdict = point.verdict.value if point.verdict else ""
    return [point.ref, point.name, point.value_shown, f"{point.z:+.1f}", flag, verdict]


def _document(view: FunnelView) -> dict[str, Any]:
    rows = [
        {
            "ref": point.ref,
            "name": point.name,
            "pct": point.pct,
            "numerator": point.numerator,
            "denominator": point.denominator,
            "value": point.value,
            "shown": point.value_shown,
            "z": point.z,
            "flag": int(point.flag),
            "rank": point.rank,
            "verdict": point.verdict.value if point.verdict else None,
            "methods": view.methods_of(point) if point.flag else None,
        }
        for point in view.points
    ]
    return {
        "indicator": view.indicator.code,
        "on": view.on.isoformat(),
        "level": view.level.value,
        "target": view.target,
        "methods": [method.value for method in view.methods],
        "deciles": list(view.deciles),
        "worth": [view.worth.to_median, view.worth.to_lowest_tenth] if view.worth else None,
        "phi": view.phi,
        "tau2": view.tau2,
        "sentence": view.sentence,
        "trust": list(view.trust),
        "left_out": {reason.value: count for reason, count in view.left_out.items()},
        "queried": [figure.whose.ref for figure in view.queried],
        "closed": view.closed,
        "missing": list(view.missing),
        "rows": rows,
        "total": len(rows),
    }
