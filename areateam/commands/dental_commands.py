"""The command that proposes dental cases and opens them in one step."""

from __future__ import annotations

from argparse import Namespace

from areateam.cases.case_texts import case_ref
from areateam.cases.dental_case_actions import open_mid_year_cases, open_year_end_cases
from areateam.cases.dental_case_views import mid_year_proposals, year_end_proposals
from areateam.commands.case_commands import book_of
from areateam.commands.change_commands import operation_of
from areateam.commands.output import give, say, table
from areateam.contracts.contract_views import ref_of
from areateam.core.amounts import format_decimal, format_money
from areateam.office import Office

_SHOWN = 50


def run_propose(office: Office, options: Namespace) -> int:
    """List the dental contracts that ask for a case; with --open the cases are opened."""
    connection, catalogue = office.store.connection, office.catalogue
    half = options.what == "mid-year"
    proposals = (
        mid_year_proposals(connection, catalogue, office.today())
        if half
        else year_end_proposals(connection, catalogue)
    )
    cells = [
        (
            ref_of(p.contract),
            p.name,
            p.pct,
            f"{format_decimal(p.share, 2)}%",
            format_money(p.value_pence) if p.value_pence is not None else "",
            case_ref(p.case) if p.case else "",
        )
        for p in proposals
    ]
    headers = ("Ref", "Contract", "PCT", "Delivered", "Sum", "Case")
    say(options, table(headers, cells[:_SHOWN], [False, False, False, True, True, False]))
    say(options, f"{len(proposals):,} contract{'' if len(proposals) == 1 else 's'}")
    operation, opened = None, []
    if options.open:
        book = book_of(office)
        act = open_mid_year_cases if half else open_year_end_cases
        waiting = sum(p.case is None for p in proposals)
        label = f"Open {waiting:,} dental {options.what} cases"
        written = office.write(label, lambda write: act(write, book, proposals))
        operation, opened = operation_of(written), written.result
        say(options, f"{len(opened):,} cases opened")
    rows = [
        {
            "ref": ref_of(p.contract),
            "number": p.number,
            "name": p.name,
            "pct": p.pct,
            "share": p.share,
            "value_pence": p.value_pence,
            "sentence": p.sentence,
            "case": case_ref(p.case) if p.case else None,
        }
        for p in proposals
    ]
    document = {"rows": rows, "total": len(rows), "operation": operation}
    give(options, document | {"opened": [case_ref(case) for case in opened]})
    return 0
