"""An application without a screen, and invented lists to show."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from areateam.core.columns import Column
from areateam.core.fields import Choice, Field, Kind

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

COLUMNS = (
    Column(Field("number", "Number", Kind.CODE), "n", "n", 76),
    Column(Field("name", "Name"), "name", "name", 172),
    Column(
        Field("kind", "Kind", Kind.CHOICE, choices=(Choice("a", "Oak"), Choice("b", "Elm"))),
        "kind",
        "kind",
        52,
    ),
    Column(Field("ends", "Ends", Kind.DATE), "ends", "ends", 104),
    Column(Field("units", "Units", Kind.INTEGER), "units", "units", 72),
    Column(Field("share", "Share met", Kind.DECIMAL, places=2), "share", "share", 104),
    Column(Field("price", "Price", Kind.MONEY), "price", "", 110, shown=False),
)


@dataclass
class InventedRows:
    """Rows worked out from their position; it remembers which pieces were asked for."""

    length: int
    order: tuple[str, bool] | None = None
    asked: list[tuple[int, int]] = field(default_factory=list)
    columns: Sequence[Column] = COLUMNS

    def count(self) -> int:
        return self.length

    def rows(self, first: int, limit: int) -> list[tuple[Any, ...]]:
        self.asked.append((first, limit))
        return [self._row(at) for at in range(first, min(first + limit, self.length))]

    def _row(self, at: int) -> tuple[Any, ...]:
        ends = None if at % 3 else f"2013-05-{at % 28 + 1:02d}"
        kind = "ab"[at % 2]
        share = 2130 + at * 170
        return (
            1000 + at,
            str(700100 + at),
            f"Place {at}",
            kind,
            ends,
            900 + at,
            share,
            12_345 * at,
        )

    def sorted_by(self, key: str, *, descending: bool) -> InventedRows:
        return InventedRows(self.length, (key, descending))

    def position(self, record: Any) -> int | None:
        at = record - 1000
        return at if 0 <= at < self.length else None


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    from ui.app import make_application

    return make_application([], choice="light")


@pytest.fixture(scope="session")
def cases_file(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration register with a few new cases; for copying, nothing may change it."""
    from tests.ui.cases_desk import make_cases

    path = tmp_path_factory.mktemp("cases") / "cases.areateam"
    make_cases(demo_file, path)
    return path


@pytest.fixture
def invent(qapp: QApplication) -> Callable[[int], InventedRows]:
    return InventedRows
