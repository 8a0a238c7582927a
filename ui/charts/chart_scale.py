"""From values to pixels and back, where ticks stand, and how figures on an axis are written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEPS = (1.0, 2.0, 5.0, 10.0)
_MOST_PLACES = 6
_PENCE = 2


@dataclass(frozen=True, slots=True)
class Extent:
    """A part of the plane of values."""

    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Lays an extent of values over a box of pixels; the higher value stands higher."""

    extent: Extent
    box: QRectF

    def x(self, value: float) -> float:
        """Where a value stands across."""
        wide = self.extent.right - self.extent.left
        return self.box.left() + (value - self.extent.left) / wide * self.box.width()

    def y(self, value: float) -> float:
        """Where a value stands down."""
        high = self.extent.top - self.extent.bottom
        return self.box.bottom() - (value - self.extent.bottom) / high * self.box.height()

    def at(self, x: float, y: float) -> QPointF:
        """Where a point stands."""
        return QPointF(self.x(x), self.y(y))

    @property
    def most_across(self) -> int:
        """How many parts between ticks have room across."""
        return max(2, min(int(self.box.width() / 90), 8))

    @property
    def most_down(self) -> int:
        """How many parts between ticks have room down."""
        return max(2, min(int(self.box.height() / 32), 8))

    def value_x(self, pixel: float) -> float:
        """The value that stands at a pixel across."""
        wide = self.extent.right - self.extent.left
        return self.extent.left + (pixel - self.box.left()) / self.box.width() * wide


@dataclass(frozen=True, slots=True)
class UnitWords:
    """How a value is written: "£1,234", "8.2%", "12.5 days".

    `factor` brings a stored value to what is written: 100 for shares written in per cent, 0.01 for
    pence written in pounds.
    """

    before: str = ""
    after: str = ""
    factor: float = 1.0

    def text(self, value: float, places: int) -> str:
        """The value with so many decimal places, its thousands parted."""
        written = value * self.factor
        figure = f"{abs(written):,.{places}f}"
        below = written < 0 and any(digit in "123456789" for digit in figure)
        minus = "\N{MINUS SIGN}" if below else ""
        return f"{minus}{self.before}{figure}{self.after}"

    def ticks(self, low: float, high: float, most: int) -> list[tuple[float, str]]:
        """Values from `low` to `high` that are round as they are written, with their words."""
        shown = ticks(low * self.factor, high * self.factor, most)
        places = self.places(tick_step(low * self.factor, high * self.factor, most) / self.factor)
        return [(value / self.factor, self.text(value / self.factor, places)) for value in shown]

    def places(self, step: float) -> int:
        """How many decimal places tell values apart that lie a step from each other.

        Money has none or its pence.
        """
        written = abs(step * self.factor)
        if not written:
            return 0
        found = min(max(0, -math.floor(math.log10(written) + 1e-9)), _MOST_PLACES)
        return _PENCE if self.before and found == 1 else found


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis measures, in words, and how its figures are written."""

    words: str
    unit: UnitWords = UnitWords()


def tick_step(low: float, high: float, most: int) -> float:
    """The step of 1, 2 or 5 times a power of ten that gives at most so many parts."""
    rough = (high - low) / max(most, 1)
    if rough <= 0 or not math.isfinite(rough):
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))


def ticks(low: float, high: float, most: int) -> Sequence[float]:
    """Round values from `low` to `high`, at most `most` + 1 of them."""
    step = tick_step(low, high, most)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def round_up(value: float, most: int) -> float:
    """The first tick at or above a value, on an axis that begins at zero."""
    step = tick_step(0.0, value, most)
    return math.ceil(value / step - 1e-9) * step if value > 0 else step
