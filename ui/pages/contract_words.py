"""The sentences of a contract's page: the header, its status, its facts and dates to act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from areateam.catalogue.definitions import Term
from areateam.contracts.contract_rules import Derived, Status
from areateam.core.count_words import unit_for
from areateam.core.dates import format_date, format_weekday_date
from ui.style.marks import Shape, Tone
from ui.widgets.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from areateam.contracts.contract_term_views import MidYear, TermCard
    from areateam.contracts.contract_views import ContractRecord

_SHAPES = {
    Status.IN_FORCE: Shape.OK,
    Status.TO_DECIDE: Shape.RISK,
    Status.NOTICE: Shape.RISK,
    Status.SUSPENDED: Shape.RISK,
}
_OPEN = (Status.UPCOMING, Status.IN_FORCE, Status.TO_DECIDE)
_FACTS = (
    "contract_type",
    "contract_no",
    "ods_code",
    "start_date",
    "end_date",
    "annual_value",
    "notice_months",
    "signed_copy",
    "risk_score",
)
_ACTS = {"decide_by": "Decide renewal by", "serve_notice_by": "Serve notice by"}


def is_decided(record: ContractRecord) -> bool:
    """Whether somebody has decided about the time after the end."""
    return record.values.get("decision") not in (None, "", "none")


def days_words(record: ContractRecord, iso: str) -> str:
    """How far a day lies from the one looked at: "in 211 days", "3 days ago", "today"."""
    left = (date.fromisoformat(iso) - record.day).days
    if left == 0:
        return "today"
    count = f"{abs(left):,} {'day' if abs(left) == 1 else 'days'}"
    return f"in {count}" if left > 0 else f"{count} ago"


def head_sentence(record: ContractRecord) -> list[Span]:
    """Kind, where, the end with its reason, and what is missing."""
    kind, values = record.type, record.values
    what = (
        f"{kind.label}, kind of agreement not stated"
        if kind.is_unstated
        else (f"{kind.short} {kind.agreement}")
    )
    code = values.get("pct_code")
    where = f" at {_coded(str(code), record.pct_name)}" if code else ""
    spans = [Span(f"{what}{where}")]
    end = values.get("end_date")
    if end:
        verb = "ended" if str(end) < record.day.isoformat() else "ends"
        spans += [
            Span(f", {verb} "),
            Span(format_date(str(end)), link="ends", reason=True),
            Span(f", {days_words(record, str(end))}"),
        ]
    elif kind.term is Term.OPEN:
        spans.append(Span(", without an end"))
    return [*spans, Span("."), *(Span(f" {words}") for words in missing(record))]


def short_sentence(record: ContractRecord) -> str:
    """The same in a few words, for beside the title in a small window."""
    end = record.values.get("end_date")
    verb = "ended" if str(end) < record.day.isoformat() else "ends"
    ends = f", {verb} {format_date(str(end))}" if end else ""
    return " ".join([f"{record.type.short} {record.type.agreement}{ends}.", *missing(record)])


def missing(record: ContractRecord) -> list[str]:
    """A sentence for each thing that the contract should have and has not."""
    found = []
    end = record.values.get("end_date")
    if not end and record.type.term is Term.FIXED:
        found.append("No end is stated, though this kind has one.")
    if end and record.status in _OPEN and not is_decided(record):
        found.append("No decision on renewal yet.")
    if record.values.get("signed_copy") in ("missing", "unsigned"):
        found.append("No signed copy.")
    return found


def end_reason(record: ContractRecord, source: str) -> Derived:
    """Where the end comes from and how far off it is."""
    end = str(record.values["end_date"])
    day = format_date(record.day.isoformat())
    stated = f"as {source} states" if source else "as typed in the register"
    words = (
        f"The last day of the {record.type.agreement} is {format_date(end)}, {stated};"
        f" seen from {day} that is {days_words(record, end)}."
    )
    return Derived("ends", end, "", words)


def status_spans(record: ContractRecord) -> list[Span]:
    """The status with its mark and the fact that decides it."""
    found = next((each for each in record.derived if each.key == "status"), None)
    why = found.steps[0] if found and found.steps else ""
    mark = _SHAPES.get(record.status, Shape.NOTHING)
    spans = [Span(record.status.value.capitalize(), mark=mark, strong=True)]
    return [*spans, Span(f": {why}.")] if why else spans


def fact_lines(
    record: ContractRecord, cards: Sequence[TermCard]
) -> list[tuple[str, Sequence[Span]]]:
    """The key facts; what is not stated says so."""
    lines = {line.field.key: line for card in cards for line in card.lines}
    rows: list[tuple[str, Sequence[Span]]] = []
    for key in _FACTS:
        line = lines.get(key)
        if line is None:
            continue
        spans = [Span("not stated", tone=Tone.QUIET)]
        if line.shown:
            spans = [Span(line.shown, link=key if line.reason else "", reason=bool(line.reason))]
            if line.field.unit:
                spans.append(Span(f" {unit_for(line.shown, line.field.unit)}", tone=Tone.QUIET))
        if line.note:
            spans.append(Span(f"  {line.note}", tone=Tone.QUIET))
        rows.append((line.field.label, spans))
    if record.contractor_name and record.contractor_name != record.name:
        rows.append(("Contractor", [Span(record.contractor_name)]))
    return rows


def people_lines(record: ContractRecord) -> list[tuple[str, Sequence[Span]]]:
    """The people of each role who hold it on the day, by name."""
    day = record.day.isoformat()
    named: dict[str, list[str]] = {}
    for role in record.roles:
        if (role.valid_from or day) <= day <= (role.valid_to or day):
            named.setdefault(role.role.capitalize(), []).append(role.name)
    return [(role, [Span(", ".join(names))]) for role, names in named.items()]


def act_dates(record: ContractRecord, position: MidYear | None) -> list[tuple[str, Sequence[Span]]]:
    """The days by which somebody must act, with how far off they are; late ones are marked."""
    rows: list[tuple[str, Sequence[Span]]] = []
    open_still = record.status in _OPEN and not is_decided(record)
    for found in record.derived:
        if found.key in _ACTS and open_still:
            late = found.value < record.day.isoformat()
            rows.append((_ACTS[found.key], _act_spans(record, found.key, found.value, late=late)))
    if position is not None and position.triggered:
        iso = position.review_by.isoformat()
        late = iso < record.day.isoformat()
        rows.append(("Mid-year review by", _act_spans(record, "review_by", iso, late=late)))
    return rows


def _act_spans(record: ContractRecord, link: str, iso: str, *, late: bool) -> list[Span]:
    near = abs((date.fromisoformat(iso) - record.day).days) <= 31
    said = format_weekday_date(iso) if near else format_date(iso)
    mark = [Span("", mark=Shape.LATE), Span(" ")] if late else []
    tone = Tone.LATE if late else Tone.QUIET
    days = unbroken(days_words(record, iso))
    return [*mark, Span(unbroken(said), link=link, reason=True), Span(f"  {days}", tone)]


def unbroken(words: str) -> str:
    """The same words, which no line break parts."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _coded(code: str, name: str) -> str:
    return code if not name or name == code else f"{code} {name}"
