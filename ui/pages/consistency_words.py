"""What the tab Consistency writes: the line of a PCT, its sentences, the sentence of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from areateam.core.columns import Column
from areateam.core.fields import Field, Kind
from ui.style.marks import Mark, Shape, Tone
from ui.tables.row_source import Cell, Row
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.variation.consistency_views import ConsistencyLine

NO_PCT = "No PCT"


def _words(key: str, label: str, width: int) -> Column:
    return Column(Field(key, label), "", width=width)


def _figure(key: str, label: str, width: int, means: str = "") -> Column:
    return Column(Field(key, label, Kind.DECIMAL, help=means), "", width=width)


COLUMNS = (
    _words("pct", "PCT", 168),
    _words("differs", "Differs", 118),
    _figure("cases", "Cases", 56),
    _figure("open", "Open", 52),
    _figure("median", "Median", 62, "Half of the closed cases took so many days or fewer"),
    _figure("most", "9 of 10", 64, "9 of 10 closed cases took so many days or fewer"),
    _figure("spent", "Time", 78, "Half of the closed cases with hours took so long or less"),
    _figure("in_time", "In time", 72, "Cases decided by the day of their step, of those decided"),
    _figure("skipped", "Passed over", 90, "Steps passed over, in all cases"),
    _figure("added", "Added", 60, "Steps added by hand, in all cases"),
    _figure("letters", "Letters", 66, "Letters written in another way, of those of its steps"),
    _words("outcomes", "Outcomes", 120),
)


def place_of(line: ConsistencyLine) -> str:
    """The PCT's name, else its code; a case of a person stands under none."""
    return line.pct_name or line.pct or NO_PCT


def line_row(line: ConsistencyLine) -> Row:
    """The line of one PCT; its id is the PCT's code."""
    days = line.days
    return (
        line.pct,
        Cell(place_of(line), link=True),
        differs_cell(line),
        f"{line.cases:,}",
        f"{line.open_cases:,}",
        f"{days.median:g}" if days else _none("none"),
        f"{days.most:g}" if days else "",
        line.spent.words if line.spent else "",
        f"{line.in_time:,} of {line.decided:,}" if line.decided else "",
        _count(sum(each.cases for each in line.skipped)),
        _count(sum(each.cases for each in line.added)),
        _count(sum(use.differs for use in line.letters)),
        "; ".join(f"{each.label or 'No outcome'} {each.share:.0%}" for each in line.outcomes),
    )


def differs_cell(line: ConsistencyLine) -> Cell:
    """In how many ways the cases differ from the single model."""
    count = len(line.differs)
    if not count:
        return Cell("As the model", Mark(Shape.OK, "as the model"))
    words = f"{count:,} way{'' if count == 1 else 's'}"
    return Cell(words, Mark(Shape.RISK, "differs"))


def line_spans(line: ConsistencyLine) -> list[list[Span]]:
    """One sentence for each way in which a PCT differs, or one that it does not."""
    if not line.differs:
        words = f"The cases run as version {line.newest:,} of the single model says."
        return [[Span(words, mark=Shape.OK)]]
    return [[Span("", mark=Shape.RISK), Span(f" {each}")] for each in line.differs]


def outcome_spans(line: ConsistencyLine) -> list[list[Span]]:
    """How the closed cases ended, one line for each outcome."""
    if not line.outcomes:
        return [[Span("No case is closed yet.", tone=Tone.QUIET)]]
    return [
        [
            Span(each.words),
            Span(f"  {each.cases:,} of {each.of:,} closed", tone=Tone.QUIET),
        ]
        for each in line.outcomes
    ]


def tab_spans(lines: Sequence[ConsistencyLine]) -> list[Span]:
    """The sentence of the page, with its numbers, about one procedure."""
    if not lines:
        return [Span("The register has no cases yet.")]
    cases, opened = sum(n.cases for n in lines), sum(n.open_cases for n in lines)
    differ, many = sum(bool(n.differs) for n in lines), len(lines)
    said = f"{lines[0].label}: {cases:,} case{'' if cases == 1 else 's'}, {opened:,} open, in "
    said += "1 place; " if many == 1 else f"{many:,} places; "
    if not differ:
        return [Span(said), Span("all run as the single model says.", mark=Shape.OK)]
    verb = "differs" if differ == 1 else "differ"
    words = f"{differ:,} of {many:,} {verb} from the single model."
    return [Span(said), Span(words, mark=Shape.RISK)]


def _none(words: str) -> Cell:
    return Cell(words, tone=Tone.QUIET)


def _count(count: int) -> Any:
    return f"{count:,}" if count else ""
