"""A desk pack as a page of HTML, for a browser or for paper: every line with a box to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from areateam.core.dates import format_date, format_weekday_date
from areateam.core.paper import heading, page, paragraph, table
from areateam.duties.desk_rules import DeskItem, DeskKind

TITLES = {
    DeskKind.CASE: "Open cases",
    DeskKind.STEP: "Steps given by name",
    DeskKind.TASK: "Tasks of a hand-over",
    DeskKind.CALL_OFF: "Call-offs sponsored",
    DeskKind.AIM: "Aims of plans",
    DeskKind.MEASURE: "Measures of plans",
    DeskKind.CONTRACT: "Contracts",
    DeskKind.DUTY: "Duties and portfolios",
    DeskKind.PROMISE: "Promises found in notes",
    DeskKind.DATE: "Dates in the next 60 days",
    DeskKind.CONTACT: "People and bodies",
}
"""The parts of a pack, in their order."""
_BOX, _TICK = "\N{BALLOT BOX}", "\N{CHECK MARK}"


class PaperLine(msgspec.Struct, frozen=True):
    """A thing on a desk, who took it over and when, and what changed since it was listed."""

    item: DeskItem
    ticked: str = ""
    since: str = ""


class DeskPaper(msgspec.Struct, frozen=True):
    """What goes on paper; `receiver` is "" until one is named, `ref` "" for what was not kept."""

    person: str
    receiver: str
    as_at: str
    lines: tuple[PaperLine, ...]
    ref: str = ""
    added: tuple[DeskItem, ...] = ()


def desk_title(paper: DeskPaper) -> str:
    """What the page is called."""
    return f"Desk of {paper.person}"


def desk_page(paper: DeskPaper) -> str:
    """The page: how much there is, each part with its lines, room for two signatures."""
    return page(desk_title(paper), _parts(paper))


def _parts(paper: DeskPaper) -> Iterator[str]:
    yield heading(desk_title(paper))
    on = format_weekday_date(paper.as_at)
    yield paragraph(f"{f'{paper.ref}. ' if paper.ref else ''}As at {on}.", quiet=True)
    to = paper.receiver or "a receiver who is not named yet"
    yield paragraph(f"{paper.person} hands over to {to}: {counts_words(paper.lines)}.")
    if paper.ref:
        ticked = sum(bool(line.ticked) for line in paper.lines)
        yield paragraph(f"{ticked:,} of {len(paper.lines):,} lines are taken over.")
    for kind, title in TITLES.items():
        lines = [line for line in paper.lines if line.item.kind is kind]
        if lines:
            yield heading(f"{title} ({len(lines):,})", 2)
            yield table(_HEADS, map(_cells, lines))
    if paper.added:
        yield heading(f"New since it was listed ({len(paper.added):,})", 2)
        yield table(_HEADS[1:5], (_cells(PaperLine(item))[1:5] for item in paper.added))
    yield heading("Signatures", 2)
    yield table(("", "Name", "Date", "Signature"), (("Hands over", paper.person, "", ""),
                ("Takes over", paper.receiver, "", "")))  # fmt: skip


_HEADS = ("", "Ref", "What", "Where and who", "Due", "Taken over")


def _cells(line: PaperLine) -> Sequence[str]:
    item = line.item
    detail = f"{item.detail}; {line.since}" if line.since else item.detail
    due = format_date(item.due) if item.due else ""
    return (_TICK if line.ticked else _BOX, item.ref, item.title, detail, due, line.ticked)


_NAMES = {
    DeskKind.CASE: ("open case", "open cases"),
    DeskKind.STEP: ("step given by name", "steps given by name"),
    DeskKind.TASK: ("task", "tasks"),
    DeskKind.CALL_OFF: ("support call-off", "support call-offs"),
    DeskKind.AIM: ("aim", "aims"),
    DeskKind.MEASURE: ("measure", "measures"),
    DeskKind.CONTRACT: ("contract", "contracts"),
    DeskKind.DUTY: ("duty", "duties"),
    DeskKind.PROMISE: ("promise", "promises"),
    DeskKind.DATE: ("date", "dates"),
    DeskKind.CONTACT: ("contact", "contacts"),
}


def kind_word(kind: DeskKind, count: int) -> str:
    """The word for so many of a kind: "open cases"."""
    return _NAMES[kind][count != 1]


def counts_words(lines: Iterable[PaperLine]) -> str:
    """How many there are of each kind: "12 open cases, 1 task"."""
    return kinds_words(line.item.kind for line in lines)


def kinds_words(kinds: Iterable[DeskKind]) -> str:
    """How many there are of each kind, in the order of a pack; "nothing" for none."""
    found = list(kinds)
    counts = ((kind, found.count(kind)) for kind in DeskKind)
    return ", ".join(f"{n:,} {kind_word(kind, n)}" for kind, n in counts if n) or "nothing"
