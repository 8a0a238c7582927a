"""Any record by the name its list gives it, for `show` and `history`."""

from __future__ import annotations

import re
from argparse import Namespace
from typing import Any

from areateam.calloffs.call_off_rows import CallOff
from areateam.calloffs.call_off_views import call_off_id_of, is_call_off_ref
from areateam.cases.case_texts import case_id_of, is_case_ref
from areateam.commands.listing import heading, in_words
from areateam.commands.output import give, of_all, say, table
from areateam.contracts.change_word_views import ChangeWords, kind_words
from areateam.contracts.contract_views import contract_id_of
from areateam.contracts.hanging_views import contracts_on
from areateam.core.count_words import counted
from areateam.core.problems import UserProblem
from areateam.duties.desk_rows import DeskPack
from areateam.duties.duty_rows import Duty, Portfolio
from areateam.imports.batch_rows import WaitingLine
from areateam.imports.import_views import BatchView, batches
from areateam.imports.waiting_views import held_of_ref
from areateam.ledger.history import HistoryLine, history_with_parts
from areateam.ledger.operation_views import changes_of
from areateam.ledger.triggers import columns_of
from areateam.office import KINDS, Office
from areateam.organisations.body_rows import Body
from areateam.organisations.contractor_rows import Contractor, Person, Site
from areateam.plans.plan_rows import Plan, PlanAim, PlanLine, PlanMeasure
from areateam.store.row_types import Record
from areateam.transition.transition_rows import TransitionTask

_MARKED: dict[str, type[Record]] = {
    "K": Contractor,
    "S": Site,
    "P": Person,
    "O": Body,
    "TA": TransitionTask,
    "PL": Plan,
    "AIM": PlanAim,
    "PM": PlanMeasure,
    "PI": PlanLine,
    "PF": Portfolio,
    "DP": DeskPack,
}
"""The kinds of records by what their names begin with."""
_LISTED = {"B": "batches", "W": "waiting", "F": "duties", "PF": "portfolios", "DP": "desks"}
"""The lists whose rows say all there is to show of a record."""
_WHOLE = (CallOff, TransitionTask, Plan, PlanAim, DeskPack, Contractor)
"""The kinds whose parts count in their history."""
_NAME = re.compile(r"([A-Z]+)(\d+)(-\w+)?")
_OWN = ("id", "uid", "made", "name", "lineage", "position", "operation", "ref")
"""What a record holds for the program alone, or what stands in its title."""
_SHOWN = 50
_CHANGES = 500


def records_of(office: Office, ref: str) -> list[tuple[type[Record], int]]:
    """The records that a name such as K12, 12/03 or F01-AT means.

    Raises UserProblem("unknown-record") where there is none.
    """
    connection = office.store.connection
    if is_call_off_ref(ref):
        return [(CallOff, call_off_id_of(connection, ref))]
    named = _NAME.fullmatch(ref.strip().upper())
    found: list[tuple[type[Record], int]] = []
    if named and named[1] == "W":
        rows = connection.execute(
            "SELECT id FROM waiting_line WHERE held = ?", (held_of_ref(connection, named[0]),)
        )
        return [(WaitingLine, record) for (record,) in rows]
    if named and named[3]:
        rows = connection.execute(
            "SELECT d.id FROM duty AS d JOIN duty_function AS f ON f.id = d.function_id"
            " JOIN duty_body AS b ON b.id = d.body_id WHERE f.code || '-' || b.code = ?",
            (named[0],),
        )
        found = [(Duty, record) for (record,) in rows]
    elif named and named[1] in _MARKED:
        kind = _MARKED[named[1]]
        rows = connection.execute(
            f'SELECT id FROM "{kind.kind()}" WHERE id = ?', (min(int(named[2]), 2**63 - 1),)
        )
        found = [(kind, record) for (record,) in rows]
    if not found:
        raise UserProblem("unknown-record", ref=ref)
    return found


def any_history(office: Office, ref: str) -> list[HistoryLine]:
    """The changes of the records that a name means, and of their parts, newest first."""
    connection = office.store.connection
    taken_in = [each for each in batches(connection) if f"B{each.id}" == ref.strip().upper()]
    if taken_in:
        return _of_import(office, taken_in[0])
    lines = [
        line
        for kind, record in records_of(office, ref)
        for line in history_with_parts(connection, KINDS if kind in _WHOLE else (), kind, record)
    ]
    return sorted(lines, key=lambda line: -line.operation)


def _of_import(office: Office, batch: BatchView) -> list[HistoryLine]:
    """What an import changed and made."""
    connection = office.store.connection
    (label,) = connection.execute(
        "SELECT label FROM operation WHERE id = ?", (batch.operation,)
    ).fetchone()
    said = (batch.operation, batch.at, batch.user, label)
    return [
        HistoryLine(*said, raw.kind, raw.record, raw.field, raw.before, raw.after)
        for raw in changes_of(connection, KINDS, batch.operation, _CHANGES)
    ]


def explain_nothing(office: Office, options: Namespace) -> int:
    """Say that nothing of such a record follows from a rule."""
    ref = options.ref.strip().upper()
    if _list_of(ref):
        _listed(office, ref)
    else:
        records_of(office, ref)
    say(options, f"{ref} has no date or status that a rule gives.")
    give(options, {"ref": ref, "dates": []})
    return 0


def show_any(office: Office, options: Namespace) -> int:
    """Show a record of a kind without a page of its own, with the contracts that hang on it."""
    ref = options.ref.strip().upper()
    if _list_of(ref):
        return _show_listed(office, options, ref)
    connection = office.store.connection
    ((kind, record),) = records_of(office, ref)
    values = _values(office, kind, record)
    words = ChangeWords(connection, office.catalogue)
    say(options, f"{ref}  {words.name_of(kind.kind(), values)}")
    say(options, kind_words(kind.kind()))
    for name, value in values.items():
        if name not in _OWN and value not in (None, ""):
            said = words.value(kind.kind(), name, value)
            say(options, f"  {words.label(kind.kind(), name)}: {said}")
    contracts = contracts_on(connection, kind.kind(), record)
    if contracts:
        cells = [[each.ref, each.number, each.name] for each in contracts[:_SHOWN]]
        say(options, table(("Ref", "Contract", "Contractor"), cells, [False] * 3))
        say(options, of_all(len(cells), counted(len(contracts), "contract")))
    refs = [each.ref for each in contracts]
    give(options, {"ref": ref, "kind": kind.kind(), "values": values, "contracts": refs})
    return 0


def _values(office: Office, kind: type[Record], record: int) -> dict[str, Any]:
    names = columns_of(kind)
    columns = ", ".join(f'"{name}"' for name in names)
    row = office.store.connection.execute(
        f'SELECT {columns} FROM "{kind.kind()}" WHERE id = ?', (record,)
    ).fetchone()
    return dict(zip(names, row, strict=True))


def _list_of(ref: str) -> str:
    """The list that says all of what a name means; blank where its record says more."""
    named = _NAME.fullmatch(ref)
    return _LISTED.get(named[1], "") if named else ""


def _listed(office: Office, ref: str) -> list[dict[str, Any]]:
    what = _list_of(ref)
    if what == "waiting":
        from areateam.commands.waiting_commands import waiting_rows

        rows = waiting_rows(office, ())
    else:
        from areateam.commands.list_commands import listed_rows

        rows = listed_rows(office, Namespace(what=what, where=(), sort=""))
    found = [row for row in rows if row["ref"] == ref]
    if not found:
        raise UserProblem("unknown-record", ref=ref)
    return found


def _show_listed(office: Office, options: Namespace, ref: str) -> int:
    rows = _listed(office, ref)
    for row in rows:
        said = {heading(key): in_words(key, value) for key, value in row.items() if key not in _OWN}
        lines = [f"  {label}: {words}" for label, words in said.items() if words]
        say(options, "\n".join([f"{ref}  {row.get('name', '')}".rstrip(), *lines]))
    give(options, {"ref": ref, "kind": _list_of(ref), "values": rows[0], "rows": rows})
    return 0


def contract_meant(office: Office, ref: str) -> int:
    """The contract that a name means; says so where the name is another record's.

    Raises UserProblem: unknown-record, ambiguous-record, contracts-only.
    """
    try:
        return contract_id_of(office.store.connection, ref)
    except UserProblem as problem:
        if problem.code != "unknown-record" or not _is_other(office, ref):
            raise
        raise UserProblem("contracts-only", ref=ref) from None


def _is_other(office: Office, ref: str) -> bool:
    try:
        case_id_of(office.store.connection, ref) if is_case_ref(ref) else records_of(office, ref)
    except UserProblem:
        return False
    return True
