"""Where labels go beside their points, so that none covers another or a point that calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

_BESIDE = ((1, 0), (0, -1), (-1, 0), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
"""Right first, then above, left, below, and the corners; in that order where all are as good."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that wants to stand `away` pixels from its point.

    One that `must` be shown covers the mark of another where there is no other place.
    """

    text: str
    at: QPointF
    width: float
    away: float = 10.0
    must: bool = False


def place_labels(
    wanted: Sequence[Wanted],
    room: QRectF,
    height: float,
    points: npt.NDArray[np.float64],
    kept: Sequence[QRectF] = (),
) -> list[tuple[Wanted, QRectF]]:
    """The labels that find a place in `room`, each with its box; the first wanted comes first.

    No label covers another or a box of `kept`. Of the places left the one is taken that covers
    fewest of `points`, an array of two columns in pixels. A label without a place is left out.
    """
    taken = list(kept)
    placed: list[tuple[Wanted, QRectF]] = []
    for each in wanted:
        boxes = [box for box in _boxes(each, height) if room.contains(box)]
        free = [box for box in boxes if not any(box.intersects(other) for other in taken)]
        if not free and each.must:
            free = [box for box in boxes if not any(box.intersects(other) for _, other in placed)]
        if free:
            box = min(free, key=lambda box: _covered(box, points))
            taken.append(box)
            placed.append((each, box))
    return placed


def _boxes(wanted: Wanted, height: float) -> list[QRectF]:
    across, down = wanted.width / 2 + wanted.away, height / 2 + wanted.away - 2
    boxes = []
    for right, below in _BESIDE:
        shift = across if not below else across - wanted.away
        x = wanted.at.x() + right * shift
        y = wanted.at.y() + below * down
        boxes.append(QRectF(x - wanted.width / 2, y - height / 2, wanted.width, height))
    return boxes


def _covered(box: QRectF, points: npt.NDArray[np.float64]) -> int:
    if not len(points):
        return 0
    x, y = points[:, 0], points[:, 1]
    across = (x > box.left()) & (x < box.right())
    return int(np.count_nonzero(across & (y > box.top()) & (y < box.bottom())))
