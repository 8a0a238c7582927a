"""What narrows the chart and the list: who is compared, of which type and PCT, which verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from areateam.catalogue.indicator_definitions import Level
from ui.pages.variation_words import SHAPES, UNEXPLAINED, key_of, verdict_word
from ui.style.fonts import text_width
from ui.style.tokens import GAP, PAGE_MARGIN
from ui.widgets.filter_field import FilterField
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from areateam.catalogue.catalogue import Catalogue
    from areateam.variation.point_views import ChartPoint
    from areateam.variation.variation_views import FunnelView

_ARROW, _WIDEST, _NARROWEST = 46, 138, 108
_OUTSIDE = "outside"
_LEVELS = {Level.PCT: "PCTs", Level.CCG: "CCGs", Level.AREA_TEAM: "Area teams"}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the points are narrowed to; "" for all."""

    pct: str = ""
    verdict: str = ""
    text: str = ""

    def leaves(self, point: ChartPoint) -> bool:
        """Whether a point is shown."""
        if self.pct and point.pct != self.pct:
            return False
        word = verdict_word(point)
        if self.verdict and (not word if self.verdict == _OUTSIDE else word != self.verdict):
            return False
        name = f"{point.ref} {point.name}".casefold()
        return all(part in name for part in self.text.casefold().split())


class ToolChoice(QComboBox):
    """A choice as wide as its longest words, which stays on its value when it is filled anew."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedHeight(32)
        self.widest, self.narrow = 80, False
        self.hide()

    def fill(self, choices: Sequence[tuple[str, str]], current: str = "") -> None:
        """Offer these values with their words; nothing is sent."""
        self.clear()
        for value, words in choices:
            self.addItem(words, value)
        self.setCurrentIndex(max(self.findData(current), 0))
        self.widest = max((text_width(words) for _, words in choices), default=60) + _ARROW
        self.view().setMinimumWidth(self.widest)
        self.set_narrow(narrow=self.narrow)
        self.setVisible(len(choices) > 1)

    def set_narrow(self, *, narrow: bool) -> None:
        """Take less room in a narrow window; the list that opens has all its words."""
        self.narrow = narrow
        self.setFixedWidth(min(self.widest, _NARROWEST if narrow else _WIDEST))

    @property
    def value(self) -> str:
        """What is chosen."""
        return str(self.currentData() or "")


class VariationTools(QWidget):
    """`level_chosen(level)` and `type_chosen(key)` read anew; `narrowed` only shows fewer."""

    level_chosen = Signal(str)
    type_chosen = Signal(str)
    narrowed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shapes = Segments(SHAPES, name="How it is drawn")
        self.level = ToolChoice("Who is compared")
        self.types = ToolChoice("Type of contract")
        self.pcts = ToolChoice("PCT")
        self.verdicts = ToolChoice("Verdict")
        self.field = FilterField("Filter")
        self._next: Narrowed | None = None
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        for part in (self.shapes, self.level, self.types, self.pcts, self.verdicts):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._row.addWidget(self.field)
        self.level.activated.connect(lambda _: self.level_chosen.emit(self.level.value))
        self.types.activated.connect(lambda _: self.type_chosen.emit(self.types.value))
        for part in (self.pcts, self.verdicts):
            part.activated.connect(lambda _: self.narrowed.emit())
        self.field.changed.connect(lambda _: self.narrowed.emit())
        self.set_narrow(narrow=False)

    def add_view(self, button: QWidget) -> None:
        """Put the button of further ways to draw beside those that are always seen."""
        self._row.insertWidget(1, button)

    def narrowed_to(self) -> Narrowed:
        """What is chosen here of the points that were read."""
        return Narrowed(self.pcts.value, self.verdicts.value, self.field.text())

    def narrow_next(self, narrowed: Narrowed) -> None:
        """Choose this among the points that are offered next."""
        self._next = narrowed
        self.field.set_text(narrowed.text)

    def offer(
        self, view: FunnelView, catalogue: Catalogue, kind: str, places: dict[str, str]
    ) -> None:
        """Offer what the indicator can be compared by, and the PCTs and verdicts that there are.

        `kind` is the type of contract that is compared, "" for all.
        """
        indicator, points = view.indicator, view.points
        chosen, self._next = self._next or self.narrowed_to(), None
        levels = [(level.value, _LEVELS.get(level, indicator.of)) for level in indicator.levels]
        self.level.fill(levels, view.level.value)
        types = [
            (key, each.short)
            for key, each in catalogue.types.items()
            if indicator.group == each.group and (not indicator.types or key in indicator.types)
        ]
        self.types.fill([("", "All types"), *types] if len(types) > 1 else [], kind)
        codes = sorted({point.pct for point in points if point.pct and point.contract is not None})
        named = [(code, f"{code} {places.get(code, '')}".strip()) for code in codes]
        self.pcts.fill([("", "All PCTs"), *named] if len(named) > 1 else [], chosen.pct)
        words = [word for point in points if (word := verdict_word(point))]
        found = sorted(set(words), key=lambda word: (word != UNEXPLAINED, word))
        counted = [(word, f"{word} ({words.count(word):,})") for word in found]
        outside = (_OUTSIDE, f"outside the limits ({len(words):,})")
        verdicts = [("", "All verdicts"), outside, *counted] if words else []
        self.verdicts.fill(verdicts, chosen.verdict)

    def set_narrow(self, *, narrow: bool) -> None:
        """Narrower margins in a narrow window."""
        margin = GAP if narrow else PAGE_MARGIN
        self._row.setContentsMargins(margin, 0, margin, 12)
        self.field.setFixedWidth(112 if narrow else 136)
        for part in (self.level, self.types, self.pcts, self.verdicts):
            part.set_narrow(narrow=narrow)


def shown_keys(points: Sequence[ChartPoint], narrowed: Narrowed) -> set[Hashable] | None:
    """The keys of the points that are left; None where nothing narrows them."""
    if narrowed == Narrowed():
        return None
    return {key_of(point) for point in points if narrowed.leaves(point)}
