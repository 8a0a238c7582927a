"""A copy has the fields that were changed, and all others as they were."""

from __future__ import annotations

import msgspec
import pytest

from areateam.core.copies import replaced


class Leave(msgspec.Struct, frozen=True):
    """A value of two fields."""

    person: int
    days: int = 5


def test_a_copy_differs_in_what_was_changed() -> None:
    leave = Leave(7)
    assert replaced(leave, days=3) == Leave(7, 3)
    assert leave == Leave(7, 5)


def test_an_unknown_field_is_our_own_fault() -> None:
    with pytest.raises(TypeError):
        replaced(Leave(7), hours=3)
