"""A PCT's control totals against what its file brought: the difference, explained to the penny."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from areateam.core.amounts import format_integer, format_money, parse_integer, parse_money
from areateam.core.findings import Fault
from areateam.core.problems import UserProblem


class Measure(msgspec.Struct, frozen=True):
    """Something that a PCT adds up: its word, its label, the target it is the sum of.

    `rows` has no target. `show` and `read` turn amounts into words and back.
    """

    key: str
    label: str
    target: str
    show: Callable[[int], str]
    read: Callable[[str], int | Fault]


MEASURES: Mapping[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure("rows", "Rows", "", format_integer, parse_integer),
        Measure("value", "Annual value", "contract.annual_value", format_money, parse_money),
        Measure("list_size", "List size", "contract.list_raw", format_integer, parse_integer),
        Measure("udas", "UDAs", "contract.uda_contracted", format_integer, parse_integer),
    )
}
"""What can be reconciled, by the word that is typed for it."""

WHY_WORDS: Mapping[str, str] = {
    "refused": "refused",
    "doubtful": "in doubt",
    "left-out": "left out",
    "repeated": "repeated",
    "blank": "blank in the file",
    "kept": "other in the register",
    "corrected": "corrected later",
}
"""Why a line's amount is not what landed, in the order in which it is told."""


class Explained(msgspec.Struct, frozen=True):
    """One line's part in a difference: what the file states less what landed.

    `readable` is false where what the file states is no amount; it then counts as nothing.
    """

    line: int
    why: str
    amount: int
    readable: bool = True
    code: str = ""
    name: str = ""


class Reconciliation(msgspec.Struct, frozen=True):
    """A control total, what landed, and every line that the two differ by.

    The control total less what landed is the sum of the lines and `unexplained`, exactly.
    """

    measure: Measure
    control: int
    landed: int
    lines: tuple[Explained, ...]

    @property
    def difference(self) -> int:
        """What the PCT says less what landed."""
        return self.control - self.landed

    @property
    def explained(self) -> int:
        """What the lines of the file account for."""
        return sum(line.amount for line in self.lines)

    @property
    def unexplained(self) -> int:
        """What no line of the file accounts for: the PCT added up something else."""
        return self.difference - self.explained

    def by_reason(self) -> list[tuple[str, int, int]]:
        """For each reason how many lines, and their amount."""
        found = []
        for why in WHY_WORDS:
            lines = [line for line in self.lines if line.why == why]
            if lines:
                found.append((why, len(lines), sum(line.amount for line in lines)))
        return found


class Stated(msgspec.Struct, frozen=True):
    """What one line states of a measure, and what landed of it; None for no amount."""

    line: int
    stated: int | None
    landed: int | None


def explain_line(at_import: Stated, later: Stated | None, held: str) -> Explained | None:
    """A line's part in the difference; None where it has none.

    `held` is why the line was held ("" where it went in), `later` what it stated and brought
    when it was taken in afterwards.
    """
    stated = at_import.stated or 0
    landed = ((later.landed if later else at_import.landed) or 0) if later or not held else 0
    amount = stated - landed
    if later is not None:
        why = "corrected"
    elif held:
        why = held
    else:
        why = "blank" if at_import.stated is None else "kept"
    unreadable = bool(held) and at_import.stated is None
    if not amount and not (unreadable and later is None):
        return None
    return Explained(at_import.line, why, amount, readable=not unreadable)


def parse_controls(words: Iterable[str]) -> dict[str, int | None]:
    """Control totals from words such as "rows=412" or "value=£1,234.00"; blank takes one away.

    Raises UserProblem: unknown-field, or the fault of an amount that cannot be read.
    """
    found: dict[str, int | None] = {}
    for word in words:
        key, given, text = word.partition("=")
        if not given or key not in MEASURES:
            raise UserProblem("unknown-field", name=key, known=", ".join(MEASURES))
        found[key] = read_control(MEASURES[key], text)
    return found


def read_control(measure: Measure, text: str) -> int | None:
    """The amount that a person typed; None for a blank. Raises UserProblem as above."""
    if not text.strip():
        return None
    amount = measure.read(text)
    if isinstance(amount, Fault):
        raise UserProblem(amount.code, label=measure.label, value=text, detail=amount.detail)
    return amount


def told_of(found: Reconciliation) -> str:
    """A reconciliation as one sentence."""
    show = found.measure.show
    begin = f"{found.measure.label}: {show(found.control)} by the PCT, {show(found.landed)} landed"
    if not found.difference and not found.lines:
        return f"{begin}. They agree."
    parts: Sequence[str] = [
        f"{show(amount)} {WHY_WORDS[why]} ({lines:,} {'line' if lines == 1 else 'lines'})"
        for why, lines, amount in found.by_reason()
    ]
    if found.unexplained:
        parts = [*parts, f"{show(found.unexplained)} not explained by any line of the file"]
    return f"{begin}, a difference of {show(found.difference)}: {', '.join(parts)}."
