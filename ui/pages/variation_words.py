"""How points and their verdicts are named, marked and counted on the page of variation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from areateam.variation.variation_texts import many, own_worth_sentence
from ui.style.marks import Mark, Shape, Tone
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Hashable

    from areateam.variation.point_views import ChartPoint
    from areateam.variation.variation_views import FunnelView

UNEXPLAINED = "not explained"
_FLAGS = {0: "inside", 1: "beyond 95%", 2: "beyond 99.8%"}
SHAPES = (("funnel", "Funnel"), ("time", "Over time"), ("ranked", "Ranked"))
TENTHS = "tenths"
"""What Over time is called where it draws the tenths of all: a shape that no button has."""


def key_of(point: ChartPoint) -> Hashable:
    """What a point is known by in chart and list: its contract, or the code of its body."""
    return point.ref if point.contract is None else point.contract


def of_words(view: FunnelView) -> str:
    """Who is compared, as people say it: "GP practices"."""
    return view.title.removeprefix(f"{view.indicator.label}, ")


def verdict_word(point: ChartPoint) -> str:
    """What a point is held to be, or "" inside the limits where nobody said anything."""
    if point.verdict is None:
        return ""
    return point.verdict.value if point.verdict.is_explained else UNEXPLAINED


def verdict_mark(word: str) -> Mark | None:
    """The mark of a verdict: a diamond that calls for work, or a square that is settled."""
    if not word:
        return None
    return Mark(Shape.OUTLIER if word == UNEXPLAINED else Shape.EXPLAINED, word)


def sd_words(z: float) -> str:
    """How far from the average, with its sign: "+6.0"."""
    return f"{z:+.1f}".replace("-", "\N{MINUS SIGN}")


def page_sentence(view: FunnelView) -> list[Span]:
    """How many lie outside, how each kind was judged, and how many are not explained."""
    count = len(view.points)
    if not count:
        return [Span(view.sentence)]
    found = Counter(verdict_word(point) for point in view.outliers)
    total = sum(found.values())
    first = f"{many(count, of_words(view))}. "
    if not total:
        return [Span(f"{first}None lies beyond the 99.8% limits.")]
    lie = "lies" if total == 1 else "lie"
    first += f"{total:,} {lie} beyond the 99.8% limits: "
    open_ones = found.pop(UNEXPLAINED, 0)
    judged = ", ".join(f"{number:,} {word}" for word, number in sorted(found.items()))
    if not open_ones:
        return [Span(first), Span(f"{judged}", tone=Tone.OK), Span(".")]
    words = f"{open_ones:,} not yet explained"
    last = Span(words, mark=Shape.OUTLIER, strong=True)
    return [Span(first + (f"{judged}, " if judged else "")), last, Span(".")]


def short_sentence(view: FunnelView) -> str:
    """The same in few words."""
    found = view.outliers
    calling = sum(verdict_word(point) == UNEXPLAINED for point in found)
    return f"{len(found):,} beyond the limits, {calling:,} not explained" if view.points else ""


def beside_sentence(view: FunnelView | None, point: ChartPoint | None) -> str:
    """What each method says of a point, and what moving would be worth for it."""
    if view is None or point is None:
        return ""
    worth = view.worth_of(point)
    own = f"{point.ref}: {own_worth_sentence(worth)}" if worth else ""
    return f"{method_sentence(view, point)} {own}".strip()


def method_sentence(view: FunnelView, point: ChartPoint) -> str:
    """What each way of reckoning limits says of a point; "" where it is in no funnel."""
    drawn = next((each for each in view.funnel.points if each.ref == point.unit), None)
    if drawn is None:
        return ""
    said = [
        f"{verdict.method.value} {_FLAGS[abs(verdict.flag)]}{' (drawn)' * verdict.drawn}"
        for verdict in view.funnel.verdicts(drawn)
    ]
    agree = len({word.split(" (")[0].rpartition(" ")[2] for word in said}) == 1
    head = f"{point.ref} by each method" if agree else f"Methods differ on {point.ref}"
    return f"{head}: {'; '.join(said)}."
