"""The command that proposes cases from the figures of contracts and opens them in one step."""

from __future__ import annotations

from argparse import Namespace

from areateam.cases.case_texts import case_ref
from areateam.cases.proposal_actions import open_proposed
from areateam.cases.proposal_views import HOURS, LABELS, Proposal, proposals, unread_hours
from areateam.commands.case_commands import book_of
from areateam.commands.output import give, say, table
from areateam.commands.stated_values import paired
from areateam.contracts.contract_views import ref_of
from areateam.core.amounts import format_money
from areateam.core.count_words import counted
from areateam.office import Office
from areateam.owners import case_owners, owners_of_cases, shares_words

_SHOWN = 50


def run_propose(office: Office, options: Namespace) -> int:
    """List the contracts that ask for a case; with --open the cases are opened.

    With --letter too the first letter of each is drafted, filled with the FIELD=VALUE given.
    """
    connection, catalogue, kind = office.store.connection, office.catalogue, options.what
    found = proposals(connection, catalogue, office.today(), kind)
    cells = [
        (
            ref_of(p.contract),
            p.name,
            p.pct,
            p.sentence,
            format_money(p.value_pence) if p.value_pence is not None else "",
            case_ref(p.case) if p.case else "",
        )
        for p in found
    ]
    headers = ("Ref", "Contract", "PCT", "Why", "Sum", "Case")
    say(options, table(headers, cells[:_SHOWN], [False, False, False, False, True, True]))
    say(options, counted(len(found), "contract"))
    unread = unread_hours(connection, catalogue, office.today()) if kind == HOURS else 0
    if unread:
        say(options, f"{unread:,} state hours that cannot be added up")
    operation, opened = None, []
    if options.open:
        book = book_of(office)
        waiting = sum(p.case is None for p in found)
        label = f"Open {counted(waiting, 'case')}: {LABELS[kind]}"
        asked = dict(paired(word) for word in options.values) if options.letter else None
        key = catalogue.procedures.proposed_by(kind).key
        wanted = [p.contract for p in found if p.case is None]
        owners = owners_of_cases(connection, key, wanted, office.today()).values()
        written = office.write(
            label,
            lambda write: open_proposed(write, book, found, kind, asked, owners=case_owners),
        )
        operation, opened = written.operation, written.result
        with_letter = ", each with the draft of its letter" if asked is not None and opened else ""
        say(options, f"{counted(len(opened), 'case')} opened{with_letter}")
        if opened:
            say(options, f"  {shares_words(owners)}")
    document = {"rows": [_row(p) for p in found], "total": len(found), "operation": operation}
    give(options, document | {"unread": unread, "opened": [case_ref(case) for case in opened]})
    return 0


def _row(proposal: Proposal) -> dict[str, object]:
    return {
        "ref": ref_of(proposal.contract),
        "number": proposal.number,
        "name": proposal.name,
        "pct": proposal.pct,
        "value_pence": proposal.value_pence,
        "sentence": proposal.sentence,
        "case": case_ref(proposal.case) if proposal.case else None,
    }
