"""A chart as it stood when a point of it was judged: numbers that are kept, not drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from areateam.variation.point_views import ChartPoint
    from areateam.variation.variation_views import FunnelView

LINE_POINTS = 60


def frozen_chart(view: FunnelView, point: ChartPoint) -> dict[str, Any]:
    """The chart of a point as a JSON object.

    `point`, `limits` and `method` are of the point judged; `line` are the drawn limits and
    `points` every other unit as [denominator, value, limit that it is beyond]. Figures have six
    digits, which is more than a picture shows.
    """
    limits = view.funnel.limits_at(point.denominator)
    line = view.funnel.line(LINE_POINTS)
    return {
        "title": view.title,
        "on": view.on.isoformat(),
        "formula": view.indicator.formula,
        "unit": view.indicator.unit,
        "scale": view.indicator.scale,
        "point": {
            "ref": point.ref,
            "name": point.name,
            "numerator": point.numerator,
            "denominator": point.denominator,
            "value": point.value,
            "shown": point.value_shown,
            "z": _short(point.z),
            "flag": int(point.flag),
            "sentence": point.sentence,
        },
        "target": view.target,
        "limits": _shorts((limits.far_low, limits.low, limits.high, limits.far_high)),
        "method": limits.method.value,
        "methods": view.methods_of(point),
        "phi": view.phi,
        "tau2": view.tau2,
        "sentence": view.sentence,
        "trust": list(view.trust),
        "line": {
            "denominators": _shorts(line.denominators),
            "far_low": _shorts(line.far_low),
            "low": _shorts(line.low),
            "high": _shorts(line.high),
            "far_high": _shorts(line.far_high),
        },
        "points": [
            [_short(each.denominator), _short(each.value), int(each.flag)] for each in view.points
        ],
    }


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def _shorts(values: Iterable[float]) -> list[float]:
    return [_short(value) for value in values]
