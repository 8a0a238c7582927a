"""Copies of values with some fields changed."""

from __future__ import annotations

from typing import Any, Protocol, Self, TypeVar


class Replaceable(Protocol):
    """A value that knows how to make a copy with other fields, as structs do."""

    def __replace__(self, /, **changes: Any) -> Self: ...


_Value = TypeVar("_Value", bound=Replaceable)


def replaced(value: _Value, /, **changes: Any) -> _Value:
    """A copy of a value with some fields changed; from Python 3.13 on it is `copy.replace`."""
    return value.__replace__(**changes)
