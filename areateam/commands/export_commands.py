"""The command that writes a list to a file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from areateam.calloffs.call_off_views import call_off_id_of
from areateam.cases.case_texts import case_id_of
from areateam.commands.call_off_clock_commands import book_of as call_off_book
from areateam.commands.case_commands import book_of
from areateam.commands.list_commands import contract_list, listed_rows
from areateam.commands.listing import noun_of
from areateam.commands.output import give, say
from areateam.commands.query_commands import export_waiting
from areateam.commands.stated_values import paired
from areateam.contracts.contract_columns import columns_by_key, contract_columns
from areateam.contracts.contract_list import ContractList
from areateam.contracts.contract_views import ref_of
from areateam.core.columns import Column
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.core.fields import Field
from areateam.core.problems import UserProblem
from areateam.exports.call_off_export_actions import package_of, write_document
from areateam.exports.case_calendar import export_calendar
from areateam.exports.export_table import export_table
from areateam.office import Office

_PAGE = 2_000


def run_export(office: Office, options: Namespace) -> int:
    """Write a list with the same columns, order and filter as the page shows."""
    if options.what == "waiting":
        return export_waiting(office, options)
    if options.format == "ics":
        return _export_calendar(office, options)
    if options.format == "ocds":
        return _export_releases(office, options)
    if options.what == "contracts":
        listed = contract_list(office, options, every_column=options.columns == "all")
        if options.columns not in ("", "all"):
            listed.columns = _chosen(office, options.columns)
        columns, rows = listed.columns, every_row(listed)
    else:
        columns, rows = _plain(listed_rows(office, options))
    count = export_table(
        options.out,
        options.format,
        options.what.capitalize(),
        columns,
        rows,
        about=(
            ("As at", format_date(office.today().isoformat())),
            ("Narrowed to", " and ".join(options.where or ()) or "everything"),
        ),
        ref=ref_of if options.what == "contracts" else str,
        printer=options.printer,
    )
    say(options, f"{options.out}: {counted(count, *noun_of(options.what))}")
    give(options, {"file": str(options.out), "rows": count})
    return 0


def _export_calendar(office: Office, options: Namespace) -> int:
    """Write the days by law of every open case, or of the one named with --where ref=CA12."""
    connection = office.store.connection
    if options.what != "cases" or options.columns or options.sort:
        raise UserProblem("calendar-of-cases-only")
    only = None
    for condition in options.where or ():
        key, value = paired(condition)
        if key != "ref":
            raise UserProblem("unknown-field", name=key, known="ref")
        only = {*(only or ()), case_id_of(connection, value)}
    count = export_calendar(connection, book_of(office), options.out, only=only)
    say(options, f"{options.out}: {counted(count, 'day')}")
    give(options, {"file": str(options.out), "rows": count})
    return 0


def _export_releases(office: Office, options: Namespace) -> int:
    """Write the call-offs that --where leaves as one package of open contracting data."""
    if options.what != "calloffs" or options.columns:
        raise UserProblem("releases-of-call-offs-only")
    connection = office.store.connection
    numbers = [call_off_id_of(connection, row["ref"]) for row in listed_rows(office, options)]
    write_document(package_of(connection, call_off_book(office), numbers), options.out)
    say(options, f"{options.out}: {counted(len(numbers), *noun_of(options.what))}")
    give(options, {"file": str(options.out), "rows": len(numbers)})
    return 0


def every_row(listed: ContractList) -> Iterator[tuple[Any, ...]]:
    """Every row of a list, read in pages so that memory stays small."""
    listed.use_anchors(*listed.anchors(listed.connection))
    first = 0
    while page := listed.rows(first, _PAGE):
        yield from page
        first += len(page)


def _chosen(office: Office, keys: str) -> tuple[Column, ...]:
    known = columns_by_key(contract_columns(office.catalogue, office.today()))
    for key in keys.split(","):
        if key not in known:
            raise UserProblem("unknown-field", name=key, known=", ".join(sorted(known)))
    return tuple(known[key] for key in keys.split(","))


def _plain(rows: list[dict[str, Any]]) -> tuple[tuple[Column, ...], Iterator[tuple[Any, ...]]]:
    keys = [key for key in rows[0] if key != "ref"] if rows else []
    columns = tuple(Column(Field(key, key.replace("_", " ").capitalize()), key) for key in keys)
    texts = (
        (row.get("ref", ""), *(None if row[k] is None else str(row[k]) for k in keys))
        for row in rows
    )
    return columns, iter(texts)
