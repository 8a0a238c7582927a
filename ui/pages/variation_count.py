"""Counts the outliers of every indicator, one indicator after another, so that nothing waits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from areateam.catalogue.indicator_definitions import indicators
from areateam.variation.query_views import ever_tenfold
from areateam.variation.variation_views import funnel_view, indicator_list
from areateam.variation.verdict_rules import VerdictKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from areateam.variation.variation_views import FunnelView
    from ui.desk import Desk

KINDS = frozenset({"contract", "verdict", "case_file", "body", "visit"})
_TOKEN = "outliers"  # noqa: S105 - the name of a question, no password
_REST = 1_500


@dataclass(frozen=True, slots=True)
class OutlierStanding:
    """How many lie beyond the limits in all indicators, by what they are held to be.

    `most` is the code, the label and the number of the indicator with most not explained, None
    where every one is explained.
    """

    kinds: Counter[VerdictKind]
    most: tuple[str, str, int] | None

    @property
    def outliers(self) -> int:
        """All that lie beyond the limits."""
        return self.kinds.total()

    @property
    def unexplained(self) -> int:
        """Those that nobody has explained, or whose explanation has lapsed."""
        return self.kinds[VerdictKind.UNEXPLAINED]


def standing_of(views: Sequence[FunnelView]) -> OutlierStanding:
    """The standing of some indicators together."""
    kinds: Counter[VerdictKind] = Counter()
    most: tuple[str, str, int] | None = None
    for view in views:
        held = Counter(point.verdict for point in view.outliers if point.verdict is not None)
        kinds += held
        calling = held[VerdictKind.UNEXPLAINED]
        if calling and (most is None or calling > most[2]):
            most = (view.indicator.code, view.indicator.label, calling)
    return OutlierStanding(kinds, most)


class OutlierCount(QObject):
    """`changed(standing)` after the register was opened, and once it rests after a change."""

    changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.standing: OutlierStanding | None = None
        self._views: list[FunnelView] = []
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.count)
        desk.refresh.changed.connect(self._heard)

    def _heard(self, changes: object) -> None:
        touched = getattr(changes, "kinds", None)
        if touched is None or KINDS & set(touched):
            self._rest.start()

    def count(self) -> None:
        """Count anew, an indicator at a time: other questions are answered in between."""
        self._rest.stop()
        self._views = []
        if not self._desk.is_open:
            return
        catalogue, day = self._desk.catalogue, self._desk.today

        def listed(connection: Any) -> tuple[list[str], set[int]]:
            lines = indicator_list(connection, catalogue, day)
            keys = [line.key for line in lines if line.value is not None]
            known = indicators(catalogue).known
            return keys, ever_tenfold(connection, catalogue, [known[key] for key in keys])

        self._desk.read(_TOKEN, listed, lambda found: self._next(*found))

    def _next(self, keys: list[str], tenfold: set[int], view: FunnelView | None = None) -> None:
        if view is not None:
            self._views.append(view)
        if keys:
            catalogue, day = self._desk.catalogue, self._desk.today
            self._desk.read(
                _TOKEN,
                lambda c: funnel_view(c, catalogue, keys[0], day, tenfold=tenfold),
                partial(self._next, keys[1:], tenfold),
            )
            return
        self.standing = standing_of(self._views)
        self._views = []
        self.changed.emit(self.standing)


def outlier_count_of(desk: Desk) -> OutlierCount:
    """The one count of a desk; it begins to count when it is first asked for."""
    found = desk.findChild(OutlierCount)
    if isinstance(found, OutlierCount):
        return found
    made = OutlierCount(desk)
    made.count()
    return made


def first_indicator(desk: Desk) -> str:
    """The code of the indicator with most outliers not explained; "" before they are counted."""
    standing = outlier_count_of(desk).standing
    return standing.most[0] if standing is not None and standing.most is not None else ""


def once_counted(desk: Desk, wanted: Callable[[], bool], act: Callable[[str], None]) -> None:
    """Do something with that indicator once outliers have been counted, while it is wanted."""

    def counted(_: object) -> None:
        if wanted() and (code := first_indicator(desk)):
            act(code)

    outlier_count_of(desk).changed.connect(counted)
