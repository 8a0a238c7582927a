"""The terms of one contract as its page shows them: cards of lines, with what follows from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.definitions import Section, Side
from areateam.contracts.contract_rules import Derived
from areateam.contracts.contract_views import ContractRecord, body_name, value_of
from areateam.contracts.dental_rules import MidYear, mid_year, share_of
from areateam.core.amounts import format_decimal, format_integer, format_money
from areateam.core.count_words import counted
from areateam.core.dates import format_date, format_weekday_date
from areateam.core.fields import Field, Kind, Value
from areateam.core.values import format_value

__all__ = [
    "Holder",
    "MidYear",
    "TermCard",
    "TermLine",
    "holders",
    "mid_year_of",
    "mid_year_reasons",
    "term_cards",
]

_TIMES = "\N{MULTIPLICATION SIGN}"


class TermLine(msgspec.Struct, frozen=True):
    """One line of a card.

    `shown` is the value in words, "" where nothing is stated; `note` follows it. `reason`
    explains a value that was worked out. `stored` is what is kept, `editable` whether it can be
    typed, and `source` names the file and line that stated it.
    """

    field: Field
    stored: Value
    shown: str
    note: str = ""
    reason: Derived | None = None
    editable: bool = True
    source: str = ""


class TermCard(msgspec.Struct, frozen=True):
    """A titled part of the terms."""

    key: str
    label: str
    lines: tuple[TermLine, ...]


class Holder(msgspec.Struct, frozen=True):
    """Who holds a contract, and the words for when."""

    when: str
    who: str


def term_cards(
    connection: sqlite3.Connection,
    catalogue: Catalogue,
    record: ContractRecord,
    sources: Mapping[str, str] | None = None,
) -> tuple[TermCard, ...]:
    """The cards of a contract, those of its type first and in the type's order.

    `sources` are file and line by field key. Values that the type does not have, kept from
    another type, come last, so that nothing stored is hidden.
    """
    told = _Told(connection, catalogue, record, sources or {})
    cards = [
        TermCard(section.key, section.label, tuple(_lines_of(told, section)))
        for section in record.type.sections
    ]
    known = {field.key for field in record.type.fields}
    kept = tuple(
        told.line(field)
        for field in catalogue.fields.values()
        if field.key not in known and value_of(record.values, field) is not None
    )
    if kept:
        cards.append(TermCard("kept", "Kept, but not part of this kind", kept))
    return tuple(cards)


def mid_year_of(record: ContractRecord) -> MidYear | None:
    """The mid-year position of a dental contract; None where its parts are not stated."""
    keys = {field.key for field in record.type.fields}
    if "uda_delivered_h1" not in keys:
        return None
    values = record.values
    return mid_year(
        _whole(values.get("uda_contracted")),
        _whole(values.get("uda_delivered_h1")),
        _whole(values.get("uda_value_gbp")),
        _whole(values.get("annual_value_pence")),
        record.day,
    )


def mid_year_reasons(position: MidYear) -> dict[str, Derived]:
    """The sentences behind the figures of a mid-year position: threshold, review_by, ceiling."""
    threshold = format_decimal(position.threshold, 2)
    owed = format_decimal(position.contracted, 2)
    by = format_weekday_date(position.review_by.isoformat())
    last = format_date(position.last.isoformat())
    rule = "GDS and PDS Regulations 2005, Schedule 3, paragraph 58"
    found = {
        "threshold": Derived(
            "threshold",
            threshold,
            "DE-01",
            f"30% of {owed} UDAs is {threshold}; with less delivered by {last} a review"
            f" follows ({rule}).",
        ),
        "review_by": Derived(
            "review_by",
            position.review_by.isoformat(),
            "DE-02",
            f"The review is due by {by}, because less than 30% of the annual units were"
            f" delivered by {last} ({rule}).",
        ),
    }
    if position.ceiling is not None:
        found["ceiling"] = Derived(
            "ceiling", format_money(position.ceiling), "DE-03", _ceiling_sentence(position)
        )
    return found


def holders(record: ContractRecord, catalogue: Catalogue) -> tuple[Holder, ...]:
    """Who holds a contract to 31 March 2013 and from 1 April 2013."""
    found = []
    if code := record.values.get("pct_code"):
        found.append(Holder("To 31 Mar 2013", _coded(str(code), record.pct_name)))
    team = record.values.get("area_team_code")
    if team is None and code:
        team = catalogue.directory.area_team_of(str(code))
    if team:
        found.append(Holder("From 1 Apr 2013", f"NHS CB, {team} area team"))
    return tuple(found)


def _ceiling_sentence(position: MidYear) -> str:
    delivered = format_decimal(position.delivered, 2)
    most = format_money(position.ceiling or 0)
    price = f"twice {delivered} UDAs"
    if position.price is not None:
        price += f" at {format_money(position.price)}"
    value = (
        format_money(position.annual_value)
        if position.annual_value is not None
        else "the annual value"
    )
    return (
        f"At most {most} may be withheld: {value} a year less the payment for {price}"
        " (GDS and PDS Regulations 2005, Schedule 3, paragraph 59)."
    )


class _Told(msgspec.Struct, frozen=True):
    """What lines are made from."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    record: ContractRecord
    sources: Mapping[str, str]

    def line(
        self, field: Field, note: str = "", shown: str = "", reason: Derived | None = None
    ) -> TermLine:
        stored = value_of(self.record.values, field)
        computed = field.key in self.catalogue.computed
        return TermLine(
            field,
            stored,
            shown or self.words(field, stored),
            note,
            reason,
            editable=field.editable and not computed,
            source=self.sources.get(field.key, "") if stored is not None else "",
        )

    def words(self, field: Field, value: Value) -> str:
        record = self.record
        if value is None:
            return ""
        if field.kind is Kind.PERSON:
            return record.manager_name
        if field.kind is Kind.BODY:
            kind = field.body_kinds[0] if field.body_kinds else ""
            return _coded(str(value), body_name(self.connection, value, kind))
        if field.key == "contract_type":
            return record.type.label
        return format_value(field, value)


def _lines_of(told: _Told, section: Section) -> Iterator[TermLine]:
    derived = {found.key: found for found in told.record.derived}
    for field in section.fields:
        yield _line_of(told, field)
        if field.column == "end_date" and "decide_by" in derived:
            yield _derived_line("Decide renewal by", derived["decide_by"])
        if field.column == "notice_months" and "serve_notice_by" in derived:
            yield _derived_line("Serve notice by", derived["serve_notice_by"])


def _derived_line(label: str, found: Derived) -> TermLine:
    field = Field(found.key, label, Kind.DATE, editable=False)
    before = found.steps[1].removeprefix("less ") if len(found.steps) > 1 else ""
    note = f"{before} before the end" if before else ""
    return TermLine(field, None, format_date(found.value), note, found, editable=False)


def _line_of(told: _Told, field: Field) -> TermLine:
    record = told.record
    if field.key in told.catalogue.computed:
        found = _worked_out(record, field)
        return told.line(field, shown=found.value if found else "", reason=found)
    stated = value_of(record.values, field) is not None
    if field.key == "regulation_set" and not stated:
        return _regulations(told, field)
    if field.column == "annual_value_pence":
        return _annual_value(told, field, stated=stated)
    if field.column == "notice_months" and not stated:
        return told.line(field, note=_usual_notice(record))
    if field.column == "end_date" and stated:
        return told.line(field, note=_days_left(record))
    return told.line(field)


def _regulations(told: _Told, field: Field) -> TermLine:
    record = told.record
    rules = record.type.rules_on(record.day)
    if rules is None:
        return told.line(field)
    day = format_date(record.day.isoformat())
    words = f"On {day} {record.type.short} contracts stand under the {rules.title}."
    return told.line(field, shown=rules.short, reason=Derived(field.key, rules.short, "", words))


def _annual_value(told: _Told, field: Field, *, stated: bool) -> TermLine:
    """The stated value, with the units and price that give it, or give another."""
    values = told.record.values
    units, price = _whole(values.get("uda_contracted")), _whole(values.get("uda_value_gbp"))
    if units is None or price is None:
        return told.line(field)
    product = units * price
    parts = f"{format_integer(units)} {_TIMES} {format_money(price)}"
    total = format_money(product)
    if stated and values.get("annual_value_pence") == product:
        words = f"{format_integer(units)} UDAs at {format_money(price)} are {total} a year."
        return told.line(field, note=parts, reason=Derived(field.key, total, "", words))
    return told.line(field, note=f"{parts} would be {total}")


def _usual_notice(record: ContractRecord) -> str:
    rule = record.type.notice(Side.COMMISSIONER, str(record.values.get("party_type") or ""))
    if rule is None:
        return ""
    return f"{counted(rule.months, 'month')} by the regulations" if rule.months else rule.when


def _days_left(record: ContractRecord) -> str:
    end = date.fromisoformat(str(record.values["end_date"]))
    left = (end - record.day).days
    if left < 0:
        return f"{counted(-left, 'day')} ago"
    return "today" if left == 0 else f"in {counted(left, 'day')}"


def _worked_out(record: ContractRecord, field: Field) -> Derived | None:
    """A value that is never stored, where its parts are known."""
    values = record.values
    owed = _whole(values.get("uda_contracted"))
    part = "uda_delivered_year" if field.key == "ye_pct" else "uda_delivered_h1"
    delivered = _whole(values.get(part))
    if not owed or delivered is None:
        return None
    share = share_of(delivered, owed * 100)
    pair = f"{format_decimal(delivered, 2)} of {format_integer(owed)} UDAs"
    if field.key == "midyear_trigger":
        under = delivered < 30 * owed
        words = f"{pair} is {_two_places(share)}%, {'under' if under else 'not under'} 30%."
        return Derived(field.key, "Yes" if under else "No", "DE-01", words)
    words = f"{pair} is {_two_places(share)}%, cut after two decimals."
    return Derived(field.key, _two_places(share), "", words)


def _two_places(scaled: int) -> str:
    whole, rest = divmod(abs(scaled), 100)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:02}"


def _coded(code: str, name: str) -> str:
    return code if not name or name == code else f"{code} {name}"


def _whole(value: Value) -> int | None:
    return value if isinstance(value, int) else None
