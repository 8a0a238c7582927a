"""What a check noticed: a place, a code and the value as it stood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How a finding bears on its line."""

    REFUSED = "refused"
    """The line cannot go in as it is."""
    DOUBTFUL = "doubtful"
    """A person must choose before the line goes in."""
    NOTE = "note"
    """Worth knowing; the line goes in."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed in one place of a file.

    `line` is the physical line in the file, counted from 1; 0 means the file as a whole.
    `column` is the field key or, where no field is known, the header as written.
    `code` names the sentence in `core.wording`; `value` is the text as found; `detail`
    fills the sentence's one free place (a limit, the other line, the expected form).
    """

    line: int
    column: str
    code: str
    value: str = ""
    detail: str = ""
    weight: Weight = Weight.REFUSED


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one text could not become a value; it does not know where the text stood.

    `code` names the sentence in `core.wording`; `detail` fills its one free place.
    """

    code: str
    detail: str = ""
