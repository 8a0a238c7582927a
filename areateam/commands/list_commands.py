"""Commands that read: list, show, today, search, explain, export."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

from areateam.commands.command_parser import command_function
from areateam.commands.output import as_document, give, of_all, say, table
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.contracts.contract_filter import Filter, parse_condition
from areateam.contracts.contract_list import ContractList, Sort
from areateam.contracts.contract_views import (
    ContractRecord,
    contract_id_of,
    contract_record,
    endings,
    ref_of,
)
from areateam.core.columns import Column
from areateam.core.count_words import counted, unit_for
from areateam.core.dates import format_date
from areateam.core.problems import UserProblem
from areateam.core.values import format_value
from areateam.duties.answer_views import who_answers
from areateam.imports.import_views import batches
from areateam.office import Office
from areateam.organisations.alias_views import former_codes
from areateam.organisations.organisation_views import PLAIN, plain_list
from areateam.search import find

_SHOWN = 50


def contract_list(office: Office, options: Namespace, every_column: bool) -> ContractList:
    """The list of contracts that --where and --sort ask for."""
    every = contract_columns(office.catalogue, office.today())
    known = columns_by_key(every)
    conditions = tuple(parse_condition(known, text) for text in options.where or ())
    word = options.sort or "name"
    sort = Sort(word.lstrip("-"), word.startswith("-"))
    shown = every if every_column else tuple(c for c in every if c.shown)
    return ContractList(office.store.connection, every, shown, Filter(conditions), sort)


def batch_rows(office: Office) -> list[dict[str, Any]]:
    """Past imports, the newest first."""
    return [batch.as_row() for batch in batches(office.store.connection)]


_ROWS = {
    "absences": ("portfolio_commands", "absence_rows"),
    "aims": ("plan_commands", "aim_list"),
    "batches": ("list_commands", "batch_rows"),
    "calloffs": ("call_off_clock_commands", "call_off_rows"),
    "cases": ("case_commands", "list_cases"),
    "disputed": ("claim_commands", "disputed_rows"),
    "duties": ("duty_commands", "duty_rows"),
    "gates": ("call_off_clock_commands", "gate_rows"),
    "plans": ("plan_commands", "plan_list"),
    "portfolios": ("portfolio_commands", "portfolio_rows"),
    "desks": ("desk_commands", "desk_rows"),
    "tasks": ("transition_commands", "task_rows"),
}
"""What can be listed beside contracts, lines that wait and the plain lists."""


LISTED = ("contracts", "waiting", *sorted((*_ROWS, *PLAIN)))
"""Everything that can be listed and exported."""


def listed_rows(office: Office, options: Namespace) -> list[dict[str, Any]]:
    """The rows of a list other than of contracts or waiting lines, by --where and --sort.

    UserProblem("unknown-list") where there is no such list.
    """
    from areateam.commands.listing import matching

    read = _ROWS.get(options.what)
    if read is None and options.what not in PLAIN:
        raise UserProblem("unknown-list", name=options.what, known=", ".join(LISTED))
    if read is None:
        rows = plain_list(office.store.connection, options.what)
    else:
        rows = command_function(*read)(office)
    return matching(rows, options.where or (), options.sort)


def run_list(office: Office, options: Namespace) -> int:
    """List records of one kind."""
    if options.what == "contracts":
        return _list_contracts(office, options)
    if options.what == "waiting":
        from areateam.commands.waiting_commands import list_waiting

        return list_waiting(office, options)
    from areateam.commands.listing import list_table, noun_of

    narrowed = listed_rows(office, options)
    total = len(narrowed)
    rows = narrowed[: options.limit] if options.limit else narrowed
    shown = rows if options.limit else rows[:_SHOWN]
    if shown:
        say(options, list_table(options.what, shown))
    say(options, of_all(len(shown), counted(total, *noun_of(options.what))))
    give(options, {"rows": rows, "total": total})
    return 0


def _list_contracts(office: Office, options: Namespace) -> int:
    listed = contract_list(office, options, every_column=options.json)
    total = listed.count()
    limit = options.limit or (total if options.json else _SHOWN)
    rows = listed.rows(0, limit)
    if options.json:
        documents = [{"ref": ref_of(row[0]), **_document(listed.columns, row[1:])} for row in rows]
        give(options, {"rows": documents, "total": total})
        return 0
    headers = ["Ref", *(c.label for c in listed.columns)]
    cells = [[ref_of(row[0]), *map(_cell, listed.columns, row[1:])] for row in rows]
    if cells:
        say(options, table(headers, cells, [False, *(c.is_number for c in listed.columns)]))
    say(options, of_all(len(rows), counted(total, "contract")))
    return 0


def _cell(column: Column, value: Any) -> str:
    return format_value(column.field, value)


def _document(columns: Sequence[Column], values: Sequence[Any]) -> dict[str, Any]:
    return {column.key: value for column, value in zip(columns, values, strict=True)}


_Command = Callable[[Office, Namespace], int]


def _shown_by(ref: str) -> _Command | None:
    """What shows a record whose reference has another form than a contract's."""
    from areateam.calloffs.call_off_views import is_call_off_ref
    from areateam.cases.case_texts import is_case_ref
    from areateam.commands.call_off_clock_commands import show_call_off
    from areateam.commands.case_commands import show_case
    from areateam.commands.plan_show_commands import is_plan_ref, show_plan
    from areateam.commands.task_commands import show_task
    from areateam.transition.transition_views import is_task_ref

    ways: Sequence[tuple[Callable[[str], bool], _Command]] = (
        (is_call_off_ref, show_call_off),
        (is_case_ref, show_case),
        (is_task_ref, show_task),
        (is_plan_ref, show_plan),
    )
    return next((act for is_meant, act in ways if is_meant(ref)), None)


def _explained_by(ref: str) -> _Command | None:
    from areateam.calloffs.call_off_views import is_call_off_ref
    from areateam.cases.case_texts import is_case_ref
    from areateam.commands.call_off_clock_commands import explain_call_off
    from areateam.commands.case_commands import explain_case
    from areateam.commands.task_commands import explain_task
    from areateam.transition.transition_views import is_task_ref

    ways: Sequence[tuple[Callable[[str], bool], _Command]] = (
        (is_call_off_ref, explain_call_off),
        (is_case_ref, explain_case),
        (is_task_ref, explain_task),
    )
    return next((act for is_meant, act in ways if is_meant(ref)), None)


def _say_contract(office: Office, options: Namespace, record: ContractRecord) -> None:
    from areateam.contracts.change_word_views import ChangeWords

    words = ChangeWords(office.store.connection, office.catalogue)
    say(options, f"{record.ref}  {record.name}")
    say(options, f"{record.type.label}, {record.status.value}, {record.pct_name}")
    for section in record.type.sections:
        lines = [
            f"  {field.label}: {_with_unit(words.of_field(field, value), field.unit)}"
            for field in section.fields
            if (value := record.values.get(field.column or field.key)) is not None
        ]
        if lines:
            say(options, "\n".join([section.label, *lines]))
    _say_beside(options, record)


def run_show(office: Office, options: Namespace) -> int:
    """Show one contract, case, task, call-off, plan or aim with everything that hangs on it."""
    if other := _shown_by(options.ref):
        return other(office, options)
    record = _record_or_none(office, options.ref)
    if record is None:
        from areateam.commands.any_record import show_any

        return show_any(office, options)
    _say_contract(office, options, record)
    give(
        options,
        {
            "ref": record.ref,
            "type": record.type.key,
            "status": record.status.value,
            "values": dict(record.values),
            "contractor": record.contractor_name,
            "manager": record.manager_name,
            "sites": [
                {"name": s.name, "ods_code": s.ods_code, "postcode": s.postcode, "main": s.main}
                for s in record.sites
            ],
            "people": [{"name": r.name, "role": r.role} for r in record.roles],
            "notes": [as_document(note) for note in record.notes],
            "tags": list(record.tags),
            "known_before": former_codes(office.store.connection, "contract", record.id),
            "sources": [{"file": s.file, "line": s.line, "at": s.at} for s in record.sources],
        },
    )
    return 0


def _with_unit(value: str, unit: str) -> str:
    if not unit:
        return value
    if unit == "%":
        return f"{value}%"
    return f"{value} {unit_for(value, unit)}"


def _say_beside(options: Namespace, record: ContractRecord) -> None:
    """Say what people noted on a contract, and the files that it is from."""
    for note in record.notes:
        say(options, f"Note of {format_date(note.on)}, {note.author}: {note.text}")
    for source in record.sources:
        say(options, f"From {source.file}, line {source.line}")


def run_explain(office: Office, options: Namespace) -> int:
    """Give the dates of a contract, with its status, those of a case or call-off, or a rule's.

    A rule is counted from the day of `--from`, outside any case.
    """
    if options.first is not None:
        from areateam.commands.rule_commands import explain_any

        return explain_any(office, options)
    if other := _explained_by(options.ref):
        return other(office, options)
    record = _record_or_none(office, options.ref)
    if record is None:
        from areateam.commands.any_record import explain_nothing

        return explain_nothing(office, options)
    wanted = [d for d in record.derived if not options.field or d.key == options.field]
    if not wanted:
        raise UserProblem(
            "unknown-field", name=options.field, known=", ".join(d.key for d in record.derived)
        )
    for derived in wanted:
        say(options, derived.sentence)
    dates = [
        {
            "key": d.key,
            "legal": d.value,
            "working": d.value,
            "rule": d.rule,
            "sentence": d.sentence,
            "steps": list(d.steps),
        }
        for d in wanted
    ]
    give(options, {"ref": record.ref, "dates": dates})
    return 0


def _record_or_none(office: Office, ref: str) -> ContractRecord | None:
    """The contract of that name; None where no contract has it."""
    connection = office.store.connection
    try:
        found = contract_id_of(connection, ref)
    except UserProblem as problem:
        if problem.code != "unknown-record":
            raise
        return None
    return contract_record(connection, office.catalogue, found, office.today())


def run_today(office: Office, options: Namespace) -> int:
    """The home page in words: what ends, and what the last import left open."""
    connection = office.store.connection
    ending = endings(connection, office.catalogue, office.today())
    last = next(iter(batches(connection)), None)
    until = format_date(ending.until.isoformat())
    ends = f"{counted(ending.total, 'contract')} {'ends' if ending.total == 1 else 'end'}"
    say(options, f"{ends} by {until}, {ending.undecided} without a decision.")
    if last:
        say(
            options,
            f"Last import: {last.file}, {counted(last.lines, 'line')}, {last.doubtful} in doubt,"
            f" {last.rejected} refused.",
        )
    give(
        options,
        {
            "day": office.today().isoformat(),
            "ending": ending.total,
            "undecided": ending.undecided,
            "bands": [{"days": days, "contracts": count} for days, count in ending.within],
            "last_import": last.as_row() if last else None,
        },
    )
    return 0


def run_search(office: Office, options: Namespace) -> int:
    """Everything that matches a text."""
    hits = find(office.store.connection, options.text)
    for hit in hits:
        say(options, f"{hit.ref}  {hit.title}  {hit.detail}")
    rows = [{"ref": h.ref, "kind": h.kind, "title": h.title, "detail": h.detail} for h in hits]
    for told in who_answers(office.store.connection, options.text, office.today()):
        say(options, f"{told.code}  {told.name}  {told.answer}")
        rows.append(
            {"ref": told.code, "kind": "function", "title": told.name, "detail": told.answer}
        )
    if not rows:
        say(options, f"Nothing matches “{options.text}”.")
    give(options, {"rows": rows, "total": len(rows)})
    return 0
