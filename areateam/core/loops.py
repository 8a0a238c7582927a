"""Finds what waits for itself, and puts what waits into an order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def loop_in(before: Mapping[K, Iterable[K]]) -> list[K]:
    """The first circle among keys and what must come before each, its first key again at the end.

    Each stands before the next: A → B → A says that B waits for A, and A for B. Empty where
    there is none.
    """
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        found: list[K] = error.args[1]
        return found
    return []


def in_order(before: Mapping[K, Iterable[K]]) -> list[K]:
    """The keys, each after what must come before it; ValueError (a CycleError) for a circle."""
    return list(TopologicalSorter(before).static_order())
