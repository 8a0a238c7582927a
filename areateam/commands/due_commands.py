"""The command that says what falls due; it starts with little, for it is asked every morning."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from areateam.cases.case_due_views import cases_due
from areateam.cases.case_texts import case_ref
from areateam.cases.rulebook_views import rulebook
from areateam.commands.output import give, say
from areateam.contracts.contract_views import due_dates, ref_of
from areateam.core.count_words import counted
from areateam.core.dates import format_date
from areateam.office import Office

_SHOWN = 50


def run_due(office: Office, options: Namespace) -> int:
    """The steps of cases, then the decisions and notices of contracts, that fall due."""
    steps = _due_rows(office, options.within)
    for row in steps[:_SHOWN]:
        say(options, f"{format_date(row['date'])}  {row['title']}, {row['name']}: {row['what']}")
    found = due_dates(office.store.connection, office.catalogue, office.today(), options.within)
    for due in found[:_SHOWN]:
        say(options, f"{format_date(due.derived.value)}  {due.name}: {due.derived.sentence}")
    total = f"{len(steps) + len(found):,}" if steps or found else "Nothing"
    say(options, f"{total} due within {counted(options.within, 'day')}")
    rows = steps + [
        {
            "ref": ref_of(due.contract_id),
            "name": due.name,
            "key": due.derived.key,
            "legal": due.derived.value,
            "rule": due.derived.rule,
            "sentence": due.derived.sentence,
        }
        for due in found
    ]
    give(options, {"rows": rows, "total": len(rows)})
    return 0


def _due_rows(office: Office, within: int) -> list[dict[str, Any]]:
    """The steps of cases that are due, as rows of `due`."""
    connection = office.store.connection
    book = rulebook(connection, office.catalogue, office.today())
    return [
        {
            "ref": case_ref(due.case),
            "key": due.step,
            "date": due.working,
            "legal": due.legal,
            "rule": due.rule,
            "days": due.days,
            "what": due.label,
            "title": due.title,
            "contract": ref_of(due.contract) if due.contract else "",
            "name": due.name,
            "manager": due.manager,
        }
        for due in cases_due(connection, book, within)
    ]
