"""Questions to a PCT about lines of its file, and the words of its answers.

The same on the query sheet, on the page for a browser and in what comes back from either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MARK = "Area Team line"
"""The heading of the column by which an answer is known again."""

ANSWER, REMARK = "Answer", "Remark"
HEADINGS = (MARK, "File", "Line", "Why we ask", ANSWER, REMARK)
"""The columns that stand before those of the file."""

CORRECT = "Correct as it stands"
CORRECTED = "Corrected here"
GONE = "Does not exist"
ASK = "Ask us"
ANSWERS = (CORRECT, CORRECTED, GONE, ASK)
"""What can be answered."""


@dataclass(frozen=True, slots=True)
class QueryLine:
    """One line that a PCT is asked about.

    `faults` are sentences by the place of the cell that is wrong; a line whose fault is not in
    one cell has none, and any of its cells may be put right. `choices` are all that a cell may
    hold. `kinds` are short words for what is wrong.
    """

    mark: str
    pct: str
    file: str
    line: int
    header: tuple[str, ...]
    cells: tuple[str, ...]
    reasons: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    faults: Mapping[int, str] = field(default_factory=dict)
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def may_change(self, place: int) -> bool:
        """Whether the PCT may write into a cell."""
        return not self.faults or place in self.faults

    @property
    def headings(self) -> tuple[str, ...]:
        """A heading for each cell: its own, or its place."""
        width = max(len(self.header), len(self.cells))
        names = [*self.header, *("" for _ in range(width - len(self.header)))]
        return tuple(name.strip() or f"Column {at}" for at, name in enumerate(names, start=1))
