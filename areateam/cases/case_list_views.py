"""The list of cases: its columns, its facets, and one reading of it by SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from areateam.cases.case_rules import Phase, Rulebook, phase_of
from areateam.cases.case_texts import GROUP, NAME
from areateam.cases.case_views import AT_RISK_DAYS, Standing
from areateam.catalogue.catalogue import Catalogue
from areateam.catalogue.procedure_definitions import Risk
from areateam.contracts.contract_facet_views import FacetCube, read_cube
from areateam.contracts.contract_filter import Condition, Filter
from areateam.contracts.contract_list import ListTable, RecordList, Sort
from areateam.contracts.saved_view_views import SavedView, fitting, saved_views
from areateam.core.columns import Column
from areateam.core.fields import Choice, Field, Kind

OPEN, CLOSED = "open", "closed"

CASES = ListTable(
    "case_file",
    ("c.title", NAME, "k.contract_no", "k.ods_code"),
    {
        "k": "LEFT JOIN contract k ON k.id = c.contract_id",
        "a": "LEFT JOIN applicant a ON a.id = c.applicant_id",
        "p": "LEFT JOIN person p ON p.id = c.manager_id",
        "n": "LEFT JOIN case_step n ON n.case_id = c.id AND n.key = c.next_step",
    },
    Sort("next_due"),
)
"""The cases with their contract, their manager and the step that is due next."""

FACETS = (
    "state",
    "standing",
    "group_key",
    "procedure",
    "phase",
    "stage",
    "manager",
    "pct_code",
    "risk",
)
"""The columns that the list is narrowed by, in the order people think of them."""

USUAL_FILTER = Filter((Condition("state", "in", (OPEN,)),))
"""Closed cases are left out until they are asked for."""

FIRST_SHOWN = ("standing", "title", "name", "next_step", "next_due")
WHERE_ROOM = ("manager", "phase", "pct_code")
"""The columns to begin with, and those that follow where nothing stands beside the table."""

_WIDTHS: Mapping[str, int] = {
    "ref": 64, "standing": 84, "title": 120, "name": 132, "next_step": 152, "next_due": 92,
    "manager": 92, "phase": 104, "stage": 120, "pct_code": 120, "risk": 80, "number": 76,
}  # fmt: skip
_STANDINGS = (
    Standing.LATE,
    Standing.AT_RISK,
    Standing.ON_TRACK,
    Standing.PAUSED,
    Standing.NOTHING_DUE,
)
_PAUSED = (
    "EXISTS (SELECT 1 FROM case_step w WHERE w.case_id = c.id AND w.paused_from IS NOT NULL"
    " AND w.done_on IS NULL AND w.skipped_on IS NULL)"
)


def case_columns(book: Rulebook) -> tuple[Column, ...]:
    """Every column of the case list on a day, the usual ones first."""
    catalogue = book.catalogue
    found = [
        _choice("standing", "Standing", _standing_sql(book), _STANDINGS),
        _column(Field("title", "Case"), "c.title"),
        _column(Field("name", "Contractor"), NAME),
        _column(Field("next_step", "Next step"), "n.label"),
        _column(Field("next_due", "Due", Kind.DATE), "c.next_due"),
        _column(Field("manager", "Manager"), "p.name"),
        _choice("phase", "Stage", _phase_sql(catalogue), tuple(Phase)),
        _column(Field("pct_code", "PCT"), "coalesce(k.pct_code, a.pct_code)"),
        _choice("risk", "Risk", "c.risk", tuple(Risk)),
        _column(Field("ref", "Number", Kind.CODE), "'CA' || c.id", "c.id"),
        _column(Field("number", "Contract", Kind.CODE), "coalesce(k.contract_no, k.ods_code)"),
        _column(_groups(catalogue), GROUP),
        _column(_procedures(catalogue), "c.procedure_key"),
        _column(Field("stage", "Stage of the procedure"), "c.stage"),
        _column(Field("value", "Value", Kind.MONEY), "c.value_pence"),
        _column(Field("received_on", "Received", Kind.DATE), "c.received_on"),
        _column(Field("opened_on", "Opened", Kind.DATE), "c.opened_on"),
        _column(Field("closed_on", "Closed", Kind.DATE), "c.closed_on"),
        _column(Field("outcome", "Outcome"), "c.outcome"),
        _column(Field("origin", "Opened from"), "c.origin"),
        _column(Field("hours", "Hours spent", Kind.DECIMAL, places=2), _HOURS),
        _choice("state", "Open or closed", _STATE, (OPEN, CLOSED)),
    ]
    return tuple(found)


# In hundredths of an hour, which a decimal of two places is kept in; nothing where none is entered.
_HOURS = (
    "(SELECT CAST(round(sum(h.minutes) / 0.6) AS INTEGER) FROM case_hours h WHERE h.case_id = c.id)"
)
_STATE = f"CASE WHEN c.closed_on IS NULL THEN '{OPEN}' ELSE '{CLOSED}' END"


def _column(field: Field, sql: str, sort: str = "") -> Column:
    shown = field.key in FIRST_SHOWN
    return Column(field, sql, sort or sql, _WIDTHS.get(field.key, 112), shown)


def _choice(key: str, label: str, sql: str, values: Sequence[str]) -> Column:
    choices = tuple(Choice(str(value), str(value).capitalize()) for value in values)
    return _column(Field(key, label, Kind.CHOICE, choices=choices, editable=False), sql)


def _groups(catalogue: Catalogue) -> Field:
    choices = tuple(Choice(group.key, group.label) for group in catalogue.groups.values())
    return Field("group_key", "Group", Kind.CHOICE, choices=choices, editable=False)


def _procedures(catalogue: Catalogue) -> Field:
    known = sorted(catalogue.procedures.known.values(), key=lambda procedure: procedure.label)
    choices = tuple(Choice(each.key, each.label, (each.id,)) for each in known)
    return Field("procedure", "Procedure", Kind.CHOICE, choices=choices, editable=False)


def _standing_sql(book: Rulebook) -> str:
    """How an open case stands, as `case_views.case_view` says it; NULL for a closed one."""
    after = book.calendar.add_working_days(book.today, AT_RISK_DAYS + 1)
    last = (after - timedelta(days=1)).isoformat()
    return (
        f"CASE WHEN c.closed_on IS NOT NULL THEN NULL"
        f" WHEN c.next_due < '{book.today.isoformat()}' THEN '{Standing.LATE}'"
        f" WHEN c.next_due <= '{last}' THEN '{Standing.AT_RISK}'"
        f" WHEN c.next_due IS NOT NULL THEN '{Standing.ON_TRACK}'"
        f" WHEN {_PAUSED} THEN '{Standing.PAUSED}' ELSE '{Standing.NOTHING_DUE}' END"
    )


def _phase_sql(catalogue: Catalogue) -> str:
    """The phase of a case; a stage that no procedure has any more counts as preparing."""
    pairs: dict[Phase, list[str]] = {phase: [] for phase in Phase}
    for procedure in catalogue.procedures.known.values():
        for stage in procedure.stage:
            phase = phase_of(procedure, stage.key)
            pairs[phase].append(f"'{procedure.key}/{stage.key}'")
    whens = " ".join(
        f"WHEN c.procedure_key || '/' || c.stage IN ({', '.join(listed)}) THEN '{phase}'"
        for phase, listed in pairs.items()
        if listed
    )
    done, rest = Phase.FINISHING, Phase.PREPARING
    return f"CASE WHEN c.stage IS NULL THEN '{done}' {whens} ELSE '{rest}' END"


def case_list(
    connection: sqlite3.Connection,
    every: tuple[Column, ...],
    shown: Sequence[Column],
    wanted: Filter | None = None,
    sort: Sort | None = None,
    *,
    read: Collection[str] | None = None,
) -> RecordList:
    """One reading of the case list; see `RecordList`."""
    return RecordList(connection, CASES, every, shown, wanted, sort, read=read)


def read_case_cube(
    connection: sqlite3.Connection, every: tuple[Column, ...], wanted: Filter
) -> FacetCube:
    """The cube of the cases that the filter's text and free conditions leave."""
    return read_cube(connection, CASES, every, wanted, FACETS)


def case_count(connection: sqlite3.Connection) -> int:
    """How many cases there are, open and closed."""
    return int(connection.execute("SELECT count(*) FROM case_file").fetchone()[0])


def late_cases(connection: sqlite3.Connection, book: Rulebook) -> int:
    """How many open cases have a step whose day has passed."""
    row = connection.execute(
        "SELECT count(*) FROM case_file WHERE closed_on IS NULL AND next_due < ?",
        (book.today.isoformat(),),
    ).fetchone()
    return int(row[0])


def counted_case_views(
    connection: sqlite3.Connection, book: Rulebook
) -> tuple[tuple[SavedView, int], ...]:
    """The views of the case list, each with how many cases it leaves on a day."""
    views = saved_views(connection, "cases")
    every = case_columns(book) if views else ()
    fit = [fitting(view, every) for view in views]
    return tuple((v, case_list(connection, every, (), v.filter, v.sort).count()) for v in fit)
