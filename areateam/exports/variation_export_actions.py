"""Writes what the charts of variation show: the register of outliers, queries, and points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from areateam.core.columns import Column
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.fields import Field, Kind
from areateam.core.wording import finding_sentence
from areateam.exports.export_table import export_table
from areateam.variation.changed_views import ChangedLine
from areateam.variation.outlier_register_views import OutlierLine, OutlierRegister
from areateam.variation.point_views import ChartPoint
from areateam.variation.query_views import QueriedFigure
from areateam.variation.variation_views import FunnelView

_REGISTER = (
    Field("indicator", "Indicator", Kind.CODE),
    Field("label", "What is compared"),
    Field("area_team", "Area team", Kind.CODE),
    Field("pct", "PCT", Kind.CODE),
    Field("ref", "Contractor", Kind.CODE),
    Field("name", "Name"),
    Field("value", "Value"),
    Field("z", "SD", Kind.DECIMAL, places=1),
    Field("outside", "Beyond 99.8%", Kind.FLAG),
    Field("verdict", "Verdict"),
    Field("reason", "Reason"),
    Field("evidence", "Evidence"),
    Field("reviewer", "Reviewer"),
    Field("judged_on", "Judged on", Kind.DATE),
    Field("review_by", "Look again by", Kind.DATE),
    Field("case", "Case", Kind.CODE),
    Field("closed_on", "Case closed", Kind.DATE),
)
_QUERIES = (
    Field("indicator", "Indicator", Kind.CODE),
    Field("label", "What is compared"),
    Field("pct", "PCT", Kind.CODE),
    Field("ref", "Contractor", Kind.CODE),
    Field("name", "Name"),
    Field("field", "Figure"),
    Field("shown", "Stands as"),
    Field("why", "Why we ask"),
)
_POINTS = (
    Field("ref", "Contractor", Kind.CODE),
    Field("name", "Name"),
    Field("pct", "PCT", Kind.CODE),
    Field("numerator", "Numerator"),
    Field("denominator", "Denominator"),
    Field("value", "Value"),
    Field("z", "SD", Kind.DECIMAL, places=1),
    Field("limits", "Limits"),
    Field("verdict", "Verdict"),
)
_CHANGES = (
    Field("indicator", "Indicator", Kind.CODE),
    Field("label", "What is compared"),
    Field("pct", "PCT", Kind.CODE),
    Field("ref", "Contractor", Kind.CODE),
    Field("name", "Name"),
    Field("change", "What changed"),
    Field("was", "Was"),
    Field("now", "Is now"),
)
_LIMITS = {0: "", 1: "beyond 95%", 2: "beyond 99.8%"}


def export_outlier_register(register: OutlierRegister, path: Path) -> int:
    """Write the register and return how many outliers; see `export_table`.

    The ending of `path` decides the format: .xlsx or CSV. The second sheet of a workbook has the
    tallies by area team.
    """
    about = _as_at(register.on, register.held)
    about += [
        (each.area_team or "No area team", _tally_words(each.outliers, each.judged, each.closed))
        for each in register.tallies
    ]
    rows = [_cells(line) for line in register.lines]
    return _write(path, "Unjustified variation", _REGISTER, rows, about)


def export_queries(
    figures: Sequence[QueriedFigure], on: date, path: Path, *, held: str = ""
) -> int:
    """Write the figures that cannot be right and return how many; see `export_table`.

    `held` says which figures were looked at, where they are not those of now.
    """
    rows = [
        (
            each.indicator.code,
            each.indicator.label,
            each.whose.pct or None,
            each.whose.ref,
            each.whose.name,
            each.label,
            each.shown,
            finding_sentence(each.finding()),
        )
        for each in figures
    ]
    return _write(path, "Figures to ask about", _QUERIES, rows, _as_at(on, held))


def export_changes(lines: Sequence[ChangedLine], since: date, on: date, path: Path) -> int:
    """Write what changed between two days and return how many lines; see `export_table`."""
    rows = [
        (
            line.indicator.code,
            line.indicator.label,
            line.pct or None,
            line.ref or None,
            line.name,
            line.change.value,
            line.was,
            line.now,
        )
        for line in lines
    ]
    about = [("As at", _said(on)), ("Since the end of", _said(since))]
    return _write(path, "What changed in the charts", _CHANGES, rows, about)


def export_points(view: FunnelView, path: Path) -> int:
    """Write the table behind a chart and return how many points; see `export_table`.

    The second sheet of a workbook says what the chart shows and how far to trust it.
    """
    about = [("As at", _said(view.on)), ("What it shows", view.sentence)]
    about += [(f"How far to trust it, {n}", words) for n, words in enumerate(view.trust, start=1)]
    return _write(path, view.title, _POINTS, [_point(p) for p in view.points], about)


def _as_at(on: date, held: str) -> list[tuple[str, str]]:
    return [("As at", _said(on)), *([("Which figures", held)] if held else [])]


def _write(
    path: Path,
    title: str,
    fields: Sequence[Field],
    rows: Iterable[tuple[object, ...]],
    about: Sequence[tuple[str, str]],
) -> int:
    numbered = [(number, *cells) for number, cells in enumerate(rows, start=1)]
    return export_table(
        path,
        "xlsx" if path.suffix.lower() == ".xlsx" else "csv",
        title,
        [Column(field, field.key) for field in fields],
        numbered,
        total=len(numbered),
        about=about,
    )


def _point(point: ChartPoint) -> tuple[object, ...]:
    return (
        point.ref,
        point.name,
        point.pct or None,
        f"{point.numerator:.10g}",
        f"{point.denominator:.10g}",
        point.value_shown,
        round(point.z * 10),
        _LIMITS[abs(point.flag)] or None,
        point.verdict.value if point.verdict else None,
    )


def _tally_words(outliers: int, judged: int, closed: int) -> str:
    return f"{counted(outliers, 'outlier')}, {judged:,} judged, {closed:,} acted on and closed"


def _said(day: date) -> str:
    return format_date(day.isoformat())


def _cells(line: OutlierLine) -> tuple[object, ...]:
    said = line.said
    told: tuple[object, ...] = (None,) * 7
    if said:
        told = (
            said.reason,
            said.evidence or None,
            said.reviewer,
            said.judged_on.isoformat(),
            said.review_by.isoformat() if said.review_by else None,
            said.case_ref or None,
            said.case_closed.isoformat() if said.case_closed else None,
        )
    return (
        line.indicator.code,
        line.indicator.label,
        line.area_team or None,
        line.pct or None,
        line.ref,
        line.name,
        line.value_shown,
        round(line.z * 10),
        int(line.outside),
        line.verdict.value,
        *told,
    )
