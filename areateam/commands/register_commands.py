"""Commands about the register as a file: new, demo, check, backup, restore, undo, history."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from areateam.cases.case_texts import case_id_of, is_case_ref
from areateam.cases.case_timeline_views import case_history
from areateam.commands.listing import in_words
from areateam.commands.output import give, say, table
from areateam.contracts.contract_change_views import in_words as changes_in_words
from areateam.contracts.contract_views import contract_count, contract_history, contract_id_of
from areateam.core.count_words import counted
from areateam.core.dates import format_weekday_date
from areateam.core.problems import FileProblem, UserProblem
from areateam.ledger.check import content_digest
from areateam.ledger.history import HistoryLine, operations
from areateam.ledger.ledger import Written
from areateam.ledger.undo import Standing
from areateam.office import KINDS, SCHEMA, Office, new_office
from areateam.store.backup import copy_register


def run_new(options: Namespace) -> int:
    """Make an empty register with the shipped definitions."""
    office = new_office(options.file, area_team=options.area_team, user=options.user)
    try:
        say(options, f"{office.path}: an empty register, ready for import.")
        give(options, {"register": str(office.path), "contracts": 0})
    finally:
        office.close()
    return 0


def run_demo(options: Namespace) -> int:
    """Make the demonstration register, standing at 1 November 2012."""
    from areateam.demo.demo import make_demo
    from areateam.demo.demo_views import DEMO_DAY

    office = make_demo(options.file, scale=options.scale)
    try:
        count = contract_count(office.store.connection)
        say(
            options,
            f"{office.path}: a demonstration register with {counted(count, 'contract')}."
            f" Its today is {format_weekday_date(DEMO_DAY.isoformat())}.",
        )
        give(options, {"register": str(office.path), "contracts": count})
    finally:
        office.close()
    return 0


def run_check(office: Office, options: Namespace) -> int:
    """Say whether the register is sound; 1 where it is not."""
    problems = office.check()
    if problems:
        for problem in problems:
            say(options, problem)
    else:
        count = contract_count(office.store.connection)
        say(options, f"{office.path.name} is sound: {count:,} contract{'' if count == 1 else 's'}.")
    content = content_digest(office.store.connection, KINDS) if options.json else ""
    give(options, {"sound": not problems, "problems": problems, "content": content})
    return 1 if problems else 0


def run_upgrade(office: Office, options: Namespace) -> int:
    """Say that the register is of this version: opening it to be changed has made it so."""
    version = SCHEMA.version
    say(options, f"{office.path.name} is of version {version}, which this program uses.")
    give(options, {"file": str(office.path), "version": version})
    return 0


def run_backup(office: Office, options: Namespace) -> int:
    """Copy the register, open the copy and count it."""
    out: Path = options.out
    if out.absolute() == office.path:
        raise UserProblem("backup-onto-itself", path=str(out))
    if out.is_dir():
        raise FileProblem("file-is-folder", out)
    if not out.absolute().parent.is_dir():
        raise FileProblem("folder-missing", out, folder=str(out.parent))
    operation, contracts = copy_register(office.path, out)
    say(options, f"{out}: a checked copy with {counted(contracts, 'contract')}.")
    give(options, {"file": str(out), "contracts": contracts, "operation": operation})
    return 0


def run_undo(office: Office, options: Namespace) -> int:
    """Take an operation back."""
    return _tell(options, office.undo(options.operation), "Undone")


def run_redo(office: Office, options: Namespace) -> int:
    """Bring the last undone operation back."""
    return _tell(options, office.redo(), "Redone")


def _tell(options: Namespace, written: Written[Standing], word: str) -> int:
    standing = written.result
    changes = written.changes
    records = sum(changes.kinds.values()) if changes else 0
    say(options, f"{word}: {standing.label} ({counted(records, 'record')}).")
    give(
        options,
        {
            "operation": changes.operation if changes else None,
            "of": standing.operation,
            "label": standing.label,
            "kinds": changes.kinds if changes else {},
        },
    )
    return 0


def _history_of(office: Office, ref: str) -> Sequence[HistoryLine]:
    connection = office.store.connection
    if is_case_ref(ref):
        return case_history(connection, case_id_of(connection, ref))
    try:
        return contract_history(connection, contract_id_of(connection, ref))
    except UserProblem as problem:
        if problem.code != "unknown-record":
            raise
        from areateam.commands.any_record import any_history

        return any_history(office, ref)


def run_history(office: Office, options: Namespace) -> int:
    """List the journal, or the changes of one contract or one case."""
    connection = office.store.connection
    if options.ref:
        lines = _history_of(office, options.ref)
        rows = [
            {
                "operation": line.operation,
                "at": line.at,
                "user": line.user,
                "label": line.label,
                "field": line.field,
                "before": line.before,
                "after": line.after,
            }
            for line in lines
        ]
        shown: list[tuple[object, ...]] = [
            (in_words("at", each.at), each.who, each.label, each.what, each.before, each.after)
            for each in changes_in_words(connection, office.catalogue, lines)
        ]
        headers = ("When", "Who", "What", "Field", "Before", "After")
    else:
        listed = operations(connection)
        rows = [
            {
                "operation": o.operation,
                "at": o.at,
                "user": o.user,
                "label": o.label,
                "records": o.records,
                "live": o.live,
            }
            for o in listed
        ]
        shown = [
            (
                r["operation"],
                in_words("at", r["at"]),
                r["user"],
                r["label"],
                r["records"],
                "" if r["live"] else "undone",
            )
            for r in rows
        ]
        headers = ("Step", "When", "Who", "What", "Records", "")
    cells = [["" if c is None else str(c) for c in row] for row in shown]
    if cells:
        say(options, table(headers, cells, [False] * len(headers)))
    say(options, counted(len(rows), *("change", "") if options.ref else ("step", "")))
    give(options, {"rows": rows, "total": len(rows)})
    return 0


def run_restore(options: Namespace) -> int:
    """Put a backup in the register's place; the replaced register stays beside it."""
    from areateam.store.restore import restore_register

    kept = restore_register(options.file, options.register, SCHEMA)
    words = f" The register it replaced is kept as {kept.name}." if kept else ""
    say(options, f"{options.register} now holds {options.file.name}.{words}")
    give(options, {"register": str(options.register), "kept": str(kept) if kept else None})
    return 0
