"""A frozen chart as a page that any browser opens: the picture, its numbers and its method."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from areateam.catalogue.indicator_definitions import Indicator
from areateam.core.dates import format_date
from areateam.core.paper import heading, page, paragraph, table

_WIDTH, _HEIGHT, _LEFT, _FOOT, _TOP = 760, 420, 70, 40, 16
_LINES = (("far_low", ""), ("far_high", ""), ("low", "5 4"), ("high", "5 4"))
_INK, _GREY, _RED = "#212b32", "#768692", "#b0140c"


def chart_page(indicator: Indicator, frozen: dict[str, Any]) -> str:
    """The page of a chart that `frozen_chart` made; it needs nothing from outside."""
    point = frozen["point"]
    day = format_date(frozen["on"])
    far_low, low, high, far_high = (indicator.shown(limit) for limit in frozen["limits"])
    facts = (
        ("Value", point["shown"]),
        ("Average", indicator.shown(frozen["target"])),
        ("95% limits", f"{low} to {high}"),
        ("99.8% limits", f"{far_low} to {far_high}"),
        ("Distance", f"{point['z']:+.1f} SD"),
        ("Method", frozen["method"]),
        ("Every method", frozen["methods"]),
        ("Formula", frozen["formula"]),
    )
    title = f"{frozen['title']}, as at {day}"
    trust = [[str(place), words] for place, words in enumerate(frozen["trust"], start=1)]
    return page(
        title,
        (
            heading(title),
            paragraph(frozen["sentence"]),
            chart_picture(indicator, frozen),
            heading(f"{point['ref']} {point['name']}", 2),
            paragraph(point["sentence"]),
            table(("Figure", "As it stood"), [(label, str(value)) for label, value in facts]),
            heading("How far to trust this", 2),
            table(("", "What to bear in mind"), trust),
        ),
    )


def chart_picture(indicator: Indicator, frozen: dict[str, Any]) -> str:
    """The funnel as SVG: limits, average, every point, and the one judged with its name."""
    line, point = frozen["line"], frozen["point"]
    place = _Places(frozen)
    drawn = [
        f'<polyline fill="none" stroke="{_GREY}" stroke-dasharray="{dash}" points="'
        + " ".join(
            f"{place.x(n):.1f},{place.y(v):.1f}"
            for n, v in zip(line["denominators"], line[key], strict=True)
        )
        + '"/>'
        for key, dash in _LINES
    ]
    middle = place.y(frozen["target"])
    drawn.append(
        f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{middle:.1f}" y2="{middle:.1f}" stroke="{_INK}"/>'
    )
    drawn += (
        f'<circle cx="{place.x(n):.1f}" cy="{place.y(v):.1f}" r="3" fill="none"'
        f' stroke="{_RED if abs(flag) == 2 else _GREY}"/>'
        for n, v, flag in frozen["points"]
    )
    x, y = place.x(point["denominator"]), place.y(point["value"])
    drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="none" stroke="{_INK}"/>')
    drawn.append(_words(min(x + 11, _WIDTH - 80), y + 4, point["ref"]))
    drawn += (_words(2, place.y(tick) + 4, indicator.shown(tick)) for tick in place.ticks)
    below = f"{indicator.denominator.words} (up to {place.most:,.0f})"
    drawn.append(_words(_LEFT, _HEIGHT - 6, below))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-size="12"'
        f' aria-label="{escape(frozen["sentence"], quote=True)}">{"".join(drawn)}</svg>'
    )


class _Places:
    """Where denominators and values lie in the picture."""

    def __init__(self, frozen: dict[str, Any]) -> None:
        values: Sequence[float] = [value for _, value, _ in frozen["points"]]
        limits: list[float] = [*frozen["limits"], frozen["target"], frozen["point"]["value"]]
        self.most: float = max([*frozen["line"]["denominators"], frozen["point"]["denominator"]])
        self._low = min([*values, *limits])
        self._high = max([*values, *limits])

    @property
    def ticks(self) -> tuple[float, ...]:
        """Five values from the lowest to the highest."""
        return tuple(self._low + (self._high - self._low) * step / 4 for step in range(5))

    def x(self, denominator: float) -> float:
        """The place of a denominator, from the left."""
        return _LEFT + (_WIDTH - _LEFT - 8) * denominator / (self.most or 1)

    def y(self, value: float) -> float:
        """The place of a value, from the top; what is beyond the frame lies on it."""
        share = (value - self._low) / ((self._high - self._low) or 1)
        return _TOP + (_HEIGHT - _TOP - _FOOT) * (1 - min(max(share, 0.0), 1.0))


def _words(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{_INK}">{escape(words)}</text>'
