"""Words for what the journal holds: the kinds, columns and values of records as people say them."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from areateam.catalogue.catalogue import Catalogue
from areateam.contracts.contract_views import body_name
from areateam.core.amounts import format_money
from areateam.core.dates import format_date
from areateam.core.durations import format_duration
from areateam.core.fields import Field, Kind, Value
from areateam.core.values import format_value

EMPTY = "nothing"
_KIND_WORDS = {
    "body": "Organisation",
    "body_link": "Link between organisations",
    "body_address": "Address of the area team",
    "membership": "Membership",
    "person": "Person",
    "contractor": "Contractor",
    "site": "Site",
    "site_service": "Service of a site",
    "role": "Role",
    "contract": "Contract",
    "contract_site": "Further site",
    "note": "Note",
    "tag": "Tag",
    "tagging": "Tag",
    "saved_view": "Saved view",
    "alias": "Known before as",
    "not_same": "Not the same",
    "procedure_text": "Procedure",
    "case_file": "Case",
    "case_step": "Step",
    "case_pause": "Pause",
    "case_entry": "Line of the timeline",
    "case_hours": "Time spent",
    "staff_rate": "Rate of staff",
    "case_role": "Part in a case",
    "case_link": "Tie between cases",
    "own_day": "Day off",
    "own_rule": "Rule of our own",
    "programme_text": "Programme",
    "handover": "Plan of a hand-over",
    "transition_task": "Task",
    "task_link": "Tie between tasks",
    "task_evidence": "Evidence",
    "baseline": "Baseline",
    "baseline_line": "Line of a baseline",
    "stocktake_line": "Stocktake",
    "portfolio": "Portfolio",
    "absence": "Absence",
    "desk_pack": "Desk pack",
    "desk_line": "Line of a desk pack",
    "verdict": "Verdict on an outlier",
    "series_base": "New limits over time",
    "call_off": "Call-off",
    "plan_aim": "Aim",
    "plan_measure": "Measure",
    "plan_line": "Money",
    "duty": "Responsibility",
    "duty_body": "Body",
    "duty_function": "Function",
    "batch": "Import",
}
VERBS = {"": "added", "*": "removed", "+": "brought back"}
_OWN_LABELS = {
    "group_key": "Group",
    "contractor_id": "Contractor record",
    "site_id": "Main site",
    "value_pence": "Value",
    "legal": "Last day by the rule",
    "working": "Last working day before it",
    "hand_on": "Day set by hand",
    "hand_reason": "Why by hand",
    "text": "What it says",
    "happened_on": "Day",
    "next_due": "Next day due",
    "other_id": "Other case",
    "worked_on": "Day",
    "minutes": "How long",
    "pence": "Rate an hour",
    "amount_pence": "Amount",
    "ons_code": "ONS code",
    "kind_of": "Kind",
    "pct": "PCT",
}
_CALLED = ("name", "title", "label", "number", "place", "key", "code")
"""The columns that a record is called by, the first that its table has."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def kind_words(kind: str) -> str:
    """What a kind of record is called: "Further site" for contract_site."""
    return _KIND_WORDS.get(kind, kind.replace("_", " ").capitalize())


@dataclass
class ChangeWords:
    """Turns journalled columns into labels and values; remembers names once looked up."""

    connection: sqlite3.Connection
    catalogue: Catalogue
    _names: dict[tuple[str, Value], str] = field(default_factory=dict)
    _tables: dict[str, dict[str, str]] = field(default_factory=dict)

    def field_of(self, kind: str, journalled: str) -> Field | None:
        """The field that a journalled column of a kind belongs to."""
        column, _, key = journalled.replace(":", ".", 1).partition(".")
        listed = {
            "contract": self.catalogue.fields,
            "site": self.catalogue.site_fields,
            "contractor": self.catalogue.contractor_fields,
        }.get(kind, {})
        if key:
            return listed.get(key)
        return next((each for each in listed.values() if each.column == column), None)

    def label(self, kind: str, journalled: str) -> str:
        """The words for a journalled column."""
        found = self.field_of(kind, journalled)
        if found is not None:
            return found.label
        column = journalled.replace(":", ".", 1).partition(".")[2] or journalled
        return _OWN_LABELS.get(column, column.removesuffix("_id").replace("_", " ").capitalize())

    def value(self, kind: str, journalled: str, value: Any) -> str:
        """A journalled value as people say it."""
        if value is None or value == "":
            return EMPTY
        found = self.field_of(kind, journalled)
        if found is None:
            return self._unlisted(kind, journalled, value)
        return self.of_field(found, value)

    def of_field(self, found: Field, value: Any) -> str:
        """A stored value of a field as people say it: a person by name, an organisation by both."""
        if found.key == "contract_type" and value in self.catalogue.types:
            return self.catalogue.types[value].short
        if found.kind is Kind.PERSON:
            return self._called("person", value)
        if found.kind is Kind.BODY:
            name = body_name(self.connection, value, "".join(found.body_kinds[:1]))
            return value if name == value else f"{value} {name}"
        return format_value(found, value)

    def _unlisted(self, kind: str, column: str, value: Any) -> str:
        """A value of a column that no field describes."""
        if column == "group_key" and value in self.catalogue.groups:
            return self.catalogue.groups[value].label
        if table := self._links(kind).get(column):
            return self._called(table, value)
        if column == "pence" or column.endswith("_pence"):
            return format_money(int(value))
        if column == "kind_of":
            return str(value).replace("_", " ")
        if column == "minutes":
            return format_duration(int(value))
        return format_date(value) if _DAY.fullmatch(str(value)) else str(value)

    def _links(self, kind: str) -> dict[str, str]:
        """The tables that the columns of a kind lead to."""
        if kind not in self._tables:
            self._tables[kind] = dict(
                self.connection.execute(
                    'SELECT "from", "table" FROM pragma_foreign_key_list(?)', (kind,)
                ).fetchall()
            )
        return self._tables[kind]

    def _called(self, table: str, record: Any) -> str:
        key = (table, record)
        if key not in self._names:
            has = {name for (name,) in self.connection.execute(
                "SELECT name FROM pragma_table_info(?)", (table,))}  # fmt: skip
            name = next(column for column in (*_CALLED, "id") if column in has)
            row = self.connection.execute(
                f'SELECT "{name}" FROM "{table}" WHERE id = ?', (record,)
            ).fetchone()
            self._names[key] = str(row[0]) if row else "no longer there"
        return self._names[key]

    def name_of(self, kind: str, whole: dict[str, Any]) -> str:
        """What a record is called: its own name, or that of the record it hangs on."""
        for own in ("name", "title"):
            if whole.get(own):
                return str(whole[own])
        for link in ("case_id", "step_id", "contract_id", "contractor_id", "site_id"):
            if whole.get(link) and link in self._links(kind):
                return self._called(self._links(kind)[link], whole[link])
        code = whole.get("code") or whole.get("member_code") or ""
        return str(code) or kind_words(kind)
