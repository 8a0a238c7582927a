"""The fields that the panels of a case ask for, and what was stated in them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from areateam.core.fields import Choice, Field, Kind

if TYPE_CHECKING:
    from areateam.core.fields import Value

_TEXT = 250


def day_field(key: str, label: str) -> Field:
    """A day that must be given."""
    return Field(key, label, Kind.DATE, required=True)


def text_field(key: str, label: str, *, required: bool = False) -> Field:
    """A line of text."""
    return Field(key, label, max_length=_TEXT, required=required)


def choice_field(key: str, label: str, choices: tuple[Choice, ...]) -> Field:
    """One of several, which must be chosen."""
    return Field(key, label, Kind.CHOICE, choices=choices, required=True)


def number_of(value: Value) -> int | None:
    """The record that a choice stands for; None for none."""
    return int(value) if value else None


def day_of(value: Value) -> date:
    """The day that a stated value means."""
    return date.fromisoformat(str(value))
