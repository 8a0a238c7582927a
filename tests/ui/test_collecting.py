"""Objects that nothing leads to are looked for in the window's thread, and not during reads."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from ui.collecting import Collecting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


class Loop:
    """Leads to itself."""

    def __init__(self) -> None:
        self.own = self


class Place:
    """Where things are read, or not."""

    is_idle = True


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def collecting(qapp: QApplication, place: Place) -> Iterator[Collecting]:
    made = Collecting(qapp, lambda: place.is_idle)
    yield made
    made.end()
    assert gc.isenabled()
    made.deleteLater()


def lost(*, old: bool = False) -> weakref.ref[Loop]:
    """Something that nothing leads to; an old one has been looked at before."""
    loop = Loop()
    if old:
        gc.collect()
    return weakref.ref(loop)


def test_nothing_is_looked_for_while_something_is_read(
    collecting: Collecting, place: Place
) -> None:
    gone = lost()
    place.is_idle = False
    kept: list[list[int]] = [[] for _ in range(100_000)]
    collecting.look()
    assert gone() is not None
    place.is_idle = True
    collecting.look()
    assert gone() is None
    assert len(kept) == 100_000


def test_old_ones_are_looked_for_when_the_user_turns_to_another_program(
    collecting: Collecting, qapp: QApplication
) -> None:
    gone = lost(old=True)
    collecting.look()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert gone() is not None
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert gone() is None
